# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

from harness import process, report, rows

FEW, MANY = 100, 100_000
PAGE = "/api/v1/workspaces?all=true&limit=50"


class Page:
    """One page, and rounds of it from a server and from nginx."""

    def __init__(self, server, path, nginx, name, token=None):
        self.server, self.url, self.token = server, server.url + path, token or server.token
        body = server.get(path, self.token)
        if body.count(b'"name"') != 50:
            raise process.Failed(f"{path} has not 50 rows: {body[:200]}")
        self.nginx, self.reference_url = nginx, nginx.serve(name, body)
        self.size = len(body)
        self.ours, self.ours_cost, self.reference, self.reference_cost = [], [], [], []

    def round(self, bench):
        rate, cost = bench.load(self.url, self.server.process.pid, self.token)
        self.ours.append(rate)
        self.ours_cost.append(cost)
        rate, cost = bench.load(self.reference_url, self.nginx.worker, self.token)
        self.reference.append(rate)
        self.reference_cost.append(cost)

    def figures(self, case):
        case = f"{case}, {self.size / 1000:.1f} kB"
        yield report.against(case, self.ours, self.reference, "req/s", "nginx, file", 1.0)
        yield report.cost("… processor time each", self.ours_cost, self.reference_cost, "µs", "nginx, file")


def run(bench):
    core = bench.server_core
    few, many, nginx = bench.server(FEW, core=core), bench.server(MANY, core=core), bench.nginx(core=core)
    pages = {
        "list, 50 of 100 rows": Page(few, PAGE, nginx, "few"),
        "list, 50 of 100 000 rows": Page(many, PAGE, nginx, "many"),
        "list, rows 50 001 to 50 050": Page(many, f"{PAGE}&offset={MANY // 2}", nginx, "middle"),
        "list, a user's own 50 of 100 000": Page(many, PAGE, nginx, "own", rows.USER_TOKEN),
    }
    for _ in range(bench.rounds):
        for page in pages.values():
            page.round(bench)
    for case, page in pages.items():
        yield from page.figures(case)
    of_few, of_many, *_ = pages.values()
    # Of the processor's time, because that does not depend on who else wants it in one of the two minutes.
    yield report.cost("list, 100 000 rows beside 100, processor time", of_many.ours_cost, of_few.ours_cost, "µs", "100 rows",
                      1.1)
