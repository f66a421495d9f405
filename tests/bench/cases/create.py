# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import time
from concurrent.futures import ThreadPoolExecutor

from harness import process, report

PARALLEL, IN_ALL = 8, 24


def run(bench):
    server = bench.server()
    environment = server.environment()
    posted, running, first_command = [], [], []
    for number in range(3 * bench.rounds):
        name = f"one-{number}"
        begin = time.perf_counter()
        server.create(name)
        posted.append((time.perf_counter() - begin) * 1000)
        server.wait_until_running(name)
        running.append((time.perf_counter() - begin) * 1000)
        process.run(server.ctl("workspace", "ssh", name, "--", "true"), env=environment)
        first_command.append((time.perf_counter() - begin) * 1000)
        server.delete(name)
    yield report.information("POST workspace, answered", posted, "ms")
    yield report.information("POST workspace to Running", running, "ms")
    yield report.bounded("POST workspace to the end of its first command", first_command, "ms", 500)

    names = [f"many-{number}" for number in range(IN_ALL)]
    begin = time.perf_counter()
    with ThreadPoolExecutor(PARALLEL) as threads:
        list(threads.map(server.workspace, names))
    rate = IN_ALL / (time.perf_counter() - begin)
    yield report.information(f"workspaces to Running, {PARALLEL} at a time", [rate], "/s")
    yield report.information(f"resident, {IN_ALL} workspaces running", [server.memory.now()], "MiB")
