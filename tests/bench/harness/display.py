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
    """Those of process.figures()."""
    return process.figures(command(*words), env=environment())
