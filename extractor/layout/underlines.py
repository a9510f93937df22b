"""Lines drawn under text, which are no cell borders."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.edges import Line
from extractor.layout.runs import Run

_SLACK = 1.5


def without_underlines(horizontals: list[Line], verticals: Sequence[Line], runs: Sequence[Run]) -> list[Line]:
    """Leave out the lines that run just below a text, exactly as wide as it.

    Borders begin at a vertical line, underlines where their text begins; only lines of the latter kind are looked at.
    """
    if not horizontals or not verticals or not runs:
        return horizontals
    borders = {int(2 * x) + shift for x, _, _ in verticals for shift in (-2, -1, 0, 1, 2)}
    if all(int(2 * x0) in borders for _, x0, _ in horizontals):
        return horizontals
    by_start: dict[int, list[Run]] = {}
    for run in runs:
        if run.turn == 0:
            by_start.setdefault(int(run.start), []).append(run)
    return [line for line in horizontals if int(2 * line[1]) in borders or not _underlines(line, by_start, runs)]


def _underlines(line: Line, by_start: dict[int, list[Run]], runs: Sequence[Run]) -> bool:
    y, x0, x1 = line
    start = int(x0)
    for key in (start - 1, start, start + 1):
        for run in by_start.get(key, ()):
            if not (abs(run.start - x0) <= _SLACK and -0.05 * run.size <= y - run.baseline <= 0.35 * run.size):
                continue
            if any(abs(other.end - x1) <= _SLACK and abs(other.baseline - run.baseline) < 1.0 for other in runs):
                return True
    return False
