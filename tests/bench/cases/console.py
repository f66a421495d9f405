# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess
import time
from pathlib import Path

from harness import display, process, report

_CACHES = Path("/proc/sys/vm/drop_caches")


def _forget_files():
    """What the kernel has read of files; the start after that is the one after booting."""
    os.sync()
    _CACHES.write_text("3\n")


def _start(bench, data):
    """Milliseconds from exec to the window and to a control plane that answers; resident MiB some seconds later."""
    settings = data.parent / "console.json"
    console = subprocess.Popen(
        [str(word) for word in display.command(bench.program("portolan"), "--data", data, "--settings", settings)],
        env=display.environment(QT_LOGGING_RULES="portolan.start=true"), stderr=subprocess.PIPE, text=True)
    try:
        told, pid = {}, None
        while "live" not in told:
            line = console.stderr.readline()
            if not line:
                raise process.Failed("the console ended before it was live")
            if found := re.search(r"portolan\.start: (\w+) after (\d+) ms, process (\d+)", line):
                told[found[1]] = float(found[2])
                pid = int(found[3])
        time.sleep(3)
        return told["window"], told["live"], process.Memory(pid).now()
    finally:
        process.end(console)


def run(bench):
    data = bench.new_folder("console") / "data"
    _start(bench, data)  # Makes the folder, and brings all files into memory.
    warm = [_start(bench, data) for _ in range(max(bench.rounds, 5))]
    yield report.information("exec to window, warm", [window for window, _, _ in warm], "ms")
    yield report.bounded("exec to live control plane, warm", [live for _, live, _ in warm], "ms", 400)
    if os.access(_CACHES, os.W_OK):
        cold = []
        for _ in range(bench.rounds):
            _forget_files()
            cold.append(_start(bench, data))
        yield report.information("exec to window, cold", [window for window, _, _ in cold], "ms")
        yield report.bounded("exec to live control plane, cold", [live for _, live, _ in cold], "ms", 1000)
    yield report.bounded("resident, control plane included", [resident for _, _, resident in warm], "MiB", 114)
