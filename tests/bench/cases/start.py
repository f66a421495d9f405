# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import time

from harness import process, report

MANY = 100_000
PAGE = "/api/v1/workspaces?all=true&limit=50"


def _rounds(bench, count):
    """Milliseconds to the first answer, those of the processor until then, resident MiB after a while without work."""
    server = bench.server(count)
    answered, used, resident = [], [], []
    for _ in range(max(bench.rounds, 5)):
        server.stop()
        begin = time.perf_counter()
        server.start()
        server.get(PAGE)
        answered.append((time.perf_counter() - begin) * 1000)
        used.append(process.processor_seconds(server.process.pid) * 1000)
        time.sleep(1)
        resident.append(server.memory.now())
    return answered, used, resident


def run(bench):
    empty_answered, _, empty_resident = _rounds(bench, 0)
    many_answered, many_used, many_resident = _rounds(bench, MANY)
    yield report.information("exec to first answer, empty", empty_answered, "ms")
    yield report.bounded("exec to first answer, 100 000 rows", many_answered, "ms", 1000)
    yield report.information("… processor time of it", many_used, "ms")
    yield report.bounded("resident, idle, empty", empty_resident, "MiB", 40)
    yield report.bounded("resident, idle, 100 000 rows", many_resident, "MiB", 256)
