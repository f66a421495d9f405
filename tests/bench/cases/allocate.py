# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

from harness import process, report


def run(bench):
    program = [*process.on_core(bench.server_core), bench.program("portolan-allocation-bench")]
    rounds = [process.figures(program) for _ in range(bench.rounds)]

    def values(case):
        return [told[case][0] for told in rounds]

    peer = "std::stable_sort of tuples"
    yield report.reached("allocation among 1 000 environments", values("best"), values("sorted_tuples"), "/s", peer,
                         1_000_000)
    yield report.reached("… all of them full", values("best_of_full"), values("sorted_tuples_of_full"), "/s", peer,
                         1_000_000)
    yield report.against("… all of them in order, with reasons", values("rank"), values("sorted_tuples"), "/s", peer)
