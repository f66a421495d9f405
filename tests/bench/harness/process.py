# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that are started, waited for and surely ended."""

import os
import re
import subprocess
import time
from pathlib import Path


class Failed(Exception):
    """A program did not do what was asked of it."""


def run(command, *, env=None, input=None, timeout=900):
    """Output of a program that must succeed."""
    done = subprocess.run([str(word) for word in command], env=env, input=input, capture_output=True, timeout=timeout)
    if done.returncode != 0:
        tail = (done.stderr or done.stdout).decode(errors="replace").strip()[-600:]
        raise Failed(f"{command[0]} ended with {done.returncode}: {tail}")
    return done.stdout


def timed(command, **options):
    """Seconds that a program took."""
    begin = time.perf_counter()
    run(command, **options)
    return time.perf_counter() - begin


def figures(command, *, env=None):
    """What a program of ours that measures itself says: {"case": (value, "unit")}."""
    told = {}
    for line in run(command, env=env).decode().splitlines():
        match line.split():
            case [case, value, unit]:
                told[case] = (float(value), unit)
            case [case, value]:
                told[case] = (float(value), "")
    return told


def end(process, patience=20):
    """Asks politely, then not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def processor_seconds(pid):
    """User's and system's time of all threads of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def on_core(core):
    return [] if core is None else ["taskset", "-c", str(core)]


class Memory:
    """Resident memory of a process, in MiB."""

    def __init__(self, pid):
        self.folder = Path(f"/proc/{pid}")

    def _field(self, name):
        found = re.search(rf"^{name}:\s+(\d+) kB", (self.folder / "status").read_text(), re.MULTILINE)
        if not found:
            raise Failed(f"the kernel does not tell {name}")
        return int(found[1]) / 1024

    def now(self):
        return self._field("VmRSS")

    def peak(self):
        return self._field("VmHWM")

    def reset_peak(self):
        (self.folder / "clear_refs").write_text("5")
