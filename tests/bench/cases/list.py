# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

from harness import process, report, rows

FEW, MANY = 100, 100_000
PAGE = "/api/v1/workspaces?all=true&limit=50"


class Page:
    """One page, and rounds of it from a server and from nginx."""

    def __init__(self, server, path, nginx, name, token=None):
        self.url, self.token = server.url + path, token or server.token
        body = server.get(path, self.token)
        if body.count(b'"name"') != 50:
            raise process.Failed(f"{path} has not 50 rows: {body[:200]}")
        self.reference_url = nginx.serve(name, body)
        self.size = len(body)
        self.ours, self.reference = [], []

    def round(self, bench):
        self.ours.append(bench.requests_per_second(self.url, self.token))
        self.reference.append(bench.requests_per_second(self.reference_url, self.token))

    def figure(self, case):
        return report.against(f"{case}, {self.size / 1000:.1f} kB", self.ours, self.reference, "req/s", "nginx, file", 1.0)


def run(bench):
    core = bench.server_core
    few, many, nginx = bench.server(FEW, core=core), bench.server(MANY, core=core), bench.nginx(core=core)
    first_of_few = Page(few, PAGE, nginx, "few")
    first_of_many = Page(many, PAGE, nginx, "many")
    middle_of_many = Page(many, f"{PAGE}&offset={MANY // 2}", nginx, "middle")
    own_of_many = Page(many, PAGE, nginx, "own", rows.USER_TOKEN)
    for _ in range(bench.rounds):
        for page in (first_of_few, first_of_many, middle_of_many, own_of_many):
            page.round(bench)
    yield first_of_few.figure("list, 50 of 100 rows")
    yield first_of_many.figure("list, 50 of 100 000 rows")
    yield middle_of_many.figure("list, rows 50 001 to 50 050")
    yield own_of_many.figure("list, a user's own 50 of 100 000")
    yield report.against("list, 100 000 rows beside 100", first_of_many.ours, first_of_few.ours, "req/s", "100 rows", 0.9)
