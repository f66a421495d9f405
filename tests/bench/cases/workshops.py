# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workshops of a server whose workspaces run nothing (the null runtime): what the lookup service itself costs."""

import contextlib
import json
import subprocess
import tempfile
from pathlib import Path

from harness import process, report

FEW, MANY = 10, 100_000
WANTED = json.dumps({"tenantName": "tenant", "workshopName": "workshop-1", "clientIndexUrl": "https://portal.example.com/"})
LIST_OF_EDUCATES, POST_OF_EDUCATES = 2_150, 313  # req/s on one core, the middle of what was measured on such a machine


class NullServer:
    def __init__(self, bench, sessions):
        self.bench, self.sessions = bench, sessions

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(dir=self.bench.folder)
        data = Path(self.folder.name)
        self.process = subprocess.Popen([str(word) for word in (*process.on_core(self.bench.server_core),
                                                                self.bench.program("portolan-null-server"), data,
                                                                self.sessions, 1)], stdout=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        if not line.startswith("Listening on "):
            raise process.Failed("portolan-null-server does not start")
        self.url = line.split()[-1]
        self.token = (data / "admin-token").read_text().strip()
        return self

    def __exit__(self, *_):
        process.end(self.process)
        self.process.stdout.close()
        self.folder.cleanup()

    def load(self, path, **options):
        return self.bench.load(self.url + path, self.process.pid, self.token, **options)


def run(bench):
    lists, posts, costs = {}, {}, {}
    with contextlib.ExitStack() as stack:
        servers = {sessions: stack.enter_context(NullServer(bench, sessions)) for sessions in (FEW, MANY)}
        for _ in range(bench.rounds):
            for sessions, server in servers.items():
                lists.setdefault(sessions, []).append(server.load("/api/v1/workshops?tenant=tenant")[0])
        for _ in range(bench.rounds):
            for sessions, server in servers.items():
                rate, cost = server.load("/api/v1/workshops", posts=WANTED)
                posts.setdefault(sessions, []).append(rate)
                costs.setdefault(sessions, []).append(cost)
    yield report.reached("GET /api/v1/workshops, 100 environments", lists[FEW], [LIST_OF_EDUCATES] * bench.rounds, "req/s",
                         "Educates, measured elsewhere", 20 * LIST_OF_EDUCATES)
    yield report.reached("POST /api/v1/workshops, null runtime", posts[FEW], [POST_OF_EDUCATES] * bench.rounds, "req/s",
                         "Educates, measured elsewhere", 20 * POST_OF_EDUCATES)
    yield report.cost("… 100 000 sessions beside 10, processor time", costs[MANY], costs[FEW], "µs", "10 sessions", 1.1)
