# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import time

from harness import report

MANY = 100_000
PAGE = "/api/v1/workspaces?all=true&limit=50"


def _rounds(bench, count):
    """Milliseconds to the first answer, and resident MiB after a while without work."""
    server = bench.server(count)
    answered, resident = [], []
    for _ in range(max(bench.rounds, 5)):
        server.stop()
        begin = time.perf_counter()
        server.start()
        server.get(PAGE)
        answered.append((time.perf_counter() - begin) * 1000)
        time.sleep(1)
        resident.append(server.memory.now())
    return answered, resident


def run(bench):
    empty_answered, empty_resident = _rounds(bench, 0)
    many_answered, many_resident = _rounds(bench, MANY)
    yield report.information("exec to first answer, empty", empty_answered, "ms")
    yield report.bounded("exec to first answer, 100 000 rows", many_answered, "ms", 1000)
    yield report.bounded("resident, idle, empty", empty_resident, "MiB", 40)
    yield report.bounded("resident, idle, 100 000 rows", many_resident, "MiB", 256)
