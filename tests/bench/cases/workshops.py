# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workshops of a server whose workspaces run nothing (the null runtime): what the lookup service itself costs."""

import json
import subprocess
import tempfile
from pathlib import Path

from harness import process, report

FEW, MANY = 10, 100_000
CROWD = 256  # clients at once, where 32 are the rule
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
    lists, posts, costs, crowded = {}, {}, {}, []
    for _ in range(bench.rounds):
        for sessions in (FEW, MANY):
            with NullServer(bench, sessions) as server:  # anew: what is posted stays for a minute
                lists.setdefault(sessions, []).append(server.load("/api/v1/workshops?tenant=tenant")[0])
                rate, cost = server.load("/api/v1/workshops", posts=WANTED)
                posts.setdefault(sessions, []).append(rate)
                costs.setdefault(sessions, []).append(cost)
        with NullServer(bench, FEW) as server:
            crowded.append(server.load("/api/v1/workshops", posts=WANTED, connections=CROWD)[0])
    yield report.reached("GET /api/v1/workshops, 100 environments", lists[FEW], [LIST_OF_EDUCATES] * bench.rounds, "req/s",
                         "Educates, measured elsewhere", 20 * LIST_OF_EDUCATES)
    yield report.reached("POST /api/v1/workshops, null runtime", posts[FEW], [POST_OF_EDUCATES] * bench.rounds, "req/s",
                         "Educates, measured elsewhere", 20 * POST_OF_EDUCATES)
    yield report.information(f"… {CROWD} clients at once", crowded, "req/s")
    yield report.cost("… 100 000 sessions beside 10, processor time", costs[MANY], costs[FEW], "µs", "10 sessions", 1.1)
