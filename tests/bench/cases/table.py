# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

from harness import display, report

_LIMITS = {"table_sort_": 50, "table_filter_": 50, "core_share": 25, "longest_turn": 16}


def run(bench):
    rounds = [display.figures(bench.program("portolan-table-bench")) for _ in range(bench.rounds)]
    for case, (_, unit) in rounds[0].items():
        values = [told[case][0] for told in rounds]
        name = case.replace("_", " ")
        limit = next((most for part, most in _LIMITS.items() if part in case), None)
        yield report.information(name, values, unit) if limit is None else report.bounded(name, values, unit, limit)
