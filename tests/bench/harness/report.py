# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Figures, their verdicts and the table."""

import dataclasses
import json
from statistics import median


@dataclasses.dataclass
class Figure:
    case: str
    ours: str
    reference: str = ""
    ratio: float | None = None
    target: str = ""
    verdict: str = "information"
    rounds: dict = dataclasses.field(default_factory=dict)

    def cells(self):
        return [self.case, self.ours, self.reference, "" if self.ratio is None else f"{self.ratio:.2f}", self.target,
                self.verdict]

    def line(self):
        return " · ".join(cell for cell in self.cells() if cell)


def _verdict(meets):
    return "meets" if meets else "misses"


def _amount(value):
    if value >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def against(case, ours, reference, unit, peer, least=None):
    """Rounds of ours beside rounds of a reference; more is better. The ratio is the median of the rounds' ratios."""
    ratio = median(a / b for a, b in zip(ours, reference, strict=True))
    figure = Figure(case, f"{_amount(median(ours))} {unit}", f"{_amount(median(reference))} {unit} ({peer})", ratio,
                    rounds={"ours": ours, "reference": reference, "unit": unit})
    if least is not None:
        figure.target, figure.verdict = f"≥ {least:.2f} ×", _verdict(ratio >= least)
    return figure


def cost(case, ours, reference, unit, peer, most=None):
    """The same of what costs; less is better."""
    figure = against(case, ours, reference, unit, peer)
    if most is not None:
        figure.target, figure.verdict = f"≤ {most:.2f} ×", _verdict(figure.ratio <= most)
    return figure


def reached(case, ours, reference, unit, peer, least):
    """Rounds beside a reference, of which ours shall be a certain amount."""
    figure = against(case, ours, reference, unit, peer)
    figure.target, figure.verdict = f"≥ {_amount(least)} {unit}", _verdict(median(ours) >= least)
    return figure


def bounded(case, values, unit, most, reference=""):
    """Rounds of something that shall be small."""
    value = median(values)
    return Figure(case, f"{_amount(value)} {unit}", reference, None, f"≤ {most} {unit}", _verdict(value <= most),
                  {"ours": values, "unit": unit})


def information(case, values, unit, reference=""):
    return Figure(case, f"{_amount(median(values))} {unit}", reference, rounds={"ours": values, "unit": unit})


def table(figures):
    """Aligned for a terminal, and a table in Markdown."""
    rows = [["case", "ours", "reference", "ratio", "target", "verdict"]] + [figure.cells() for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def to_json(header, figures, failed):
    whole = {"machine": header, "figures": [dataclasses.asdict(figure) for figure in figures], "notMeasured": failed}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
