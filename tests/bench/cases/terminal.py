# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import shutil

from harness import display, process, report


def _xterm(columns, lines, megabytes):
    """MB/s of the same flood, of a terminal of the same size; its start is taken off."""
    def timed(what):
        return process.timed(display.command("xterm", "-geometry", f"{columns}x{lines}", "-sl", "10000", "-e", "sh", "-c", what),
                             env=display.environment())
    idle = timed("true")
    return megabytes / (timed(f"yes | head -c {megabytes}000000") - idle)


def run(bench):
    megabytes = 100 if bench.full else 20
    ours, xterm = [], []
    for _ in range(bench.rounds):
        told = display.figures(bench.program("portolan-terminal-bench"), megabytes)
        ours.append(told)
        if shutil.which("xterm"):
            xterm.append(_xterm(int(told["columns"][0]), int(told["lines"][0]), megabytes))

    def values(case):
        return [told[case][0] for told in ours]

    flood = f"{megabytes} MB of yes through SSH"
    if xterm:
        yield report.against(flood, values("yes"), xterm, "MB/s", "xterm, local", 1.0)
    else:
        yield report.information(flood, values("yes"), "MB/s")
    yield report.bounded("key to echo, p99", values("echo-idle-p99"), "ms", 16)
    yield report.information("key to echo beside a transfer, p50", values("echo-beside-transfer-p50"), "ms")
    yield report.bounded("key to echo beside a transfer, p99", values("echo-beside-transfer-p99"), "ms", 16)
    yield report.information("that transfer", values("transfer"), "MB/s")
    yield report.information("key to echo beside a flood, p50", values("echo-beside-flood-p50"), "ms")
    yield report.information("key to echo beside a flood, p99", values("echo-beside-flood-p99"), "ms")
    yield report.bounded("stall of the window beside a flood, p99", values("stall-beside-flood-p99"), "ms", 16)
    yield report.information("growth by a flood", values("growth-by-flood"), "MB")
    yield report.bounded("a terminal with 10 000 lines", values("scrollback-of-10000-lines"), "MB", 8)
