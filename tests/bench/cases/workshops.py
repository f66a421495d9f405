# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workshops of a server whose workspaces run nothing (the null runtime): what the lookup service itself costs. The target
is what Educates was measured at elsewhere. For what this machine can do today stand beside it the same figure times what
nginx makes of a small file here, and made of one there, and a small lookup service of Educates' parts."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import process, report

FEW, MANY = 10, 100_000
CROWD = 256  # clients at once, where 32 are the rule
LIST, POST = "/api/v1/workshops?tenant=tenant", "/api/v1/workshops"
WANTED = json.dumps({"tenantName": "tenant", "workshopName": "workshop-1", "clientIndexUrl": "https://portal.example.com/"})
REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "lookup_service.py"
LIST_OF_EDUCATES, POST_OF_EDUCATES = 2_150, 313  # req/s on one core, the middle of what was measured on such a machine
NGINX_OF_EDUCATES = 64_000  # req/s, likewise, of a file of 2.2 kB
EDUCATES, SCALED, PEER = "Educates, measured elsewhere", "Educates, times nginx here by there", "aiohttp"
# A training portal that gives a session at once, whatever it is asked for.
PORTAL = """
location = /oauth2/token/ { return 200 '{"access_token":"t","expires_in":36000,"token_type":"Bearer"}'; }
location = /oauth2/revoke-token/ { return 200; }
location ~ /request/$ { return 200 '{"name":"s001","url":"/workshops/session/s001/activate/?token=t"}'; }
"""


class LookupService:
    """A program on the server's core that prints its address, and ends with this."""

    token = None  # of whoever asks, once it runs

    def __init__(self, bench, command):
        self.bench, self.command = bench, command

    def __enter__(self):
        self.process = subprocess.Popen([str(word) for word in (*process.on_core(self.bench.server_core), *self.command)],
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("Listening on "):
            self.__exit__()
            raise process.Failed(f"{' '.join(str(word) for word in self.command)} does not start; it says why above")
        self.url = line.split()[-1]
        return self

    def __exit__(self, *_):
        process.end(self.process)
        self.process.stdout.close()

    def load(self, path, **options):
        return self.bench.load(self.url + path, self.process.pid, self.token, **options)


class NullServer(LookupService):
    def __init__(self, bench, sessions):
        self.folder = tempfile.TemporaryDirectory(dir=bench.folder)
        super().__init__(bench, [bench.program("portolan-null-server"), self.folder.name, sessions, 1])

    def __enter__(self):
        super().__enter__()
        self.token = (Path(self.folder.name) / "admin-token").read_text().strip()
        return self

    def __exit__(self, *failure):
        super().__exit__(*failure)
        self.folder.cleanup()


class Reference(LookupService):
    def __init__(self, bench, portal):
        super().__init__(bench, [sys.executable, REFERENCE, portal.url])

    def __enter__(self):
        super().__enter__()
        self.token = self.process.stdout.readline().strip()
        return self


def run(bench):
    lists, posts, costs, crowded, reference_lists, reference_posts, speeds = {}, {}, {}, [], [], [], []
    portal = bench.nginx(core=bench.client_core, locations=PORTAL)
    nginx = bench.nginx(core=bench.server_core)
    file = nginx.serve("file", b"x" * 2_200)
    for _ in range(bench.rounds):
        speeds.append(bench.load(file, nginx.worker)[0] / NGINX_OF_EDUCATES)
        for sessions in (FEW, MANY):
            with NullServer(bench, sessions) as server:  # anew: what is posted stays for a minute
                lists.setdefault(sessions, []).append(server.load(LIST)[0])
                rate, cost = server.load(POST, posts=WANTED)
                posts.setdefault(sessions, []).append(rate)
                costs.setdefault(sessions, []).append(cost)
        with NullServer(bench, FEW) as server:
            crowded.append(server.load(POST, posts=WANTED, connections=CROWD)[0])
        with Reference(bench, portal) as reference:
            reference_lists.append(reference.load(LIST)[0])
            reference_posts.append(reference.load(POST, posts=WANTED)[0])
    yield report.reached("GET /api/v1/workshops, 100 environments", lists[FEW], [LIST_OF_EDUCATES] * bench.rounds, "req/s",
                         EDUCATES, 20 * LIST_OF_EDUCATES)
    yield report.against("… beside Educates, scaled", lists[FEW], [LIST_OF_EDUCATES * speed for speed in speeds], "req/s", SCALED)
    yield report.against("… beside a lookup service of aiohttp", lists[FEW], reference_lists, "req/s", PEER)
    yield report.reached("POST /api/v1/workshops, null runtime", posts[FEW], [POST_OF_EDUCATES] * bench.rounds, "req/s",
                         EDUCATES, 20 * POST_OF_EDUCATES)
    yield report.against("… beside Educates, scaled", posts[FEW], [POST_OF_EDUCATES * speed for speed in speeds], "req/s", SCALED)
    yield report.against("… beside a lookup service of aiohttp, not durable", posts[FEW], reference_posts, "req/s", PEER)
    yield report.information(f"… {CROWD} clients at once", crowded, "req/s")
    yield report.cost("… 100 000 sessions beside 10, processor time", costs[MANY], costs[FEW], "µs", "10 sessions", 1.1)
