# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

from harness import report


def run(bench):
    server, nginx = bench.server(core=bench.server_core), bench.nginx(core=bench.server_core)
    ours, reference = [], []
    for _ in range(bench.rounds):
        ours.append(bench.requests_per_second(server.url + "/api/v1/healthcheck"))
        reference.append(bench.requests_per_second(nginx.url + "/small"))
    yield report.against("GET healthcheck, one core", ours, reference, "req/s", "nginx, return 200")
