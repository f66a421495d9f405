# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs with windows, on a display of their own that nobody sees."""

import os
from pathlib import Path

from harness import process

_ROOT = Path(__file__).resolve().parents[3]


def command(*words):
    return [_ROOT / "packaging/with-display", "hidden", *words]


def environment(**more):
    return {**os.environ, "FONTCONFIG_FILE": str(_ROOT / "packaging/fonts.conf"), **more}


def figures(*words):
    """What a program of ours that measures itself says: {"case": (value, "unit")}."""
    told = {}
    for line in process.run(command(*words), env=environment()).decode().splitlines():
        match line.split():
            case [case, value, unit]:
                told[case] = (float(value), unit)
            case [case, value]:
                told[case] = (float(value), "")
    return told
