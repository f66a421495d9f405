# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the figures were measured on, in general words."""

import os
import platform
import time
from pathlib import Path


def load():
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def describe():
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    return (
        f"{when} · {cores} cores ({processor()}), {memory:.0f} GiB · {platform.system()} {platform.release()} · "
        f"load average {load()}"
    )
