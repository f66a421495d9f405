# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

from harness import report


def run(bench):
    server, nginx = bench.server(core=bench.server_core), bench.nginx(core=bench.server_core)
    ours, reference = [], []
    for _ in range(bench.rounds):
        ours.append(bench.load(server.url + "/api/v1/healthcheck", server.process.pid))
        reference.append(bench.load(nginx.url + "/small", nginx.worker))
    (ours, ours_cost), (reference, reference_cost) = zip(*ours), zip(*reference)
    yield report.against("healthcheck, one core", ours, reference, "req/s", "nginx, return 200")
    yield report.cost("healthcheck, processor time each", ours_cost, reference_cost, "µs", "nginx, return 200")
