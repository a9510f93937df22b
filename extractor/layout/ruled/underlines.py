"""Lines drawn under or through text, which are no cell borders."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from extractor.layout.pages.lines import Run, spans_of
from extractor.layout.ruled.edges import Line
from extractor.model.page import Glyphs

_BASELINE = attrgetter("baseline")
_WALL = 1.2
"""A border's ends lie no farther than this (points) from the middle of a vertical line."""
_SLACK = 1.5
_CLOSE = 1.0
_BELOW = 0.25
"""How far below the baseline, in font heights, a line may underline a text."""
_JUST_BELOW = 0.16
"""The same for a line from wall to wall: nearer to the baseline than any border is to the text above it."""
_THROUGH = (0.2, 0.45)
"""How far above the baseline, in font heights, a line strikes a text through."""
_UNDERLINED = 0.8
"""Share of its length that an underline has glyphs above; the rest are blanks."""


def without_underlines(
    horizontals: list[Line], verticals: Sequence[Line], runs: Sequence[Run], glyphs: Glyphs
) -> list[Line]:
    """Leave out the lines that run just below or through a text from one glyph's edge to another's.

    Borders run from one vertical line to another, underlines from glyph to glyph. Each piece is looked at for itself:
    producers underline a text of two scripts piece by piece.
    """
    if not horizontals or not verticals or not runs:
        return horizontals
    upright = sorted([run for run in runs if run.turn == 0], key=_BASELINE)
    if not upright:
        return horizontals
    baselines = [run.baseline for run in upright]
    tallest = max(run.size for run in upright)
    near: dict[float, list[Run]] = {}
    for y in {line[0] for line in horizontals}:
        first = bisect_left(baselines, y - _BELOW * tallest)
        last = bisect_left(baselines, y + _THROUGH[1] * tallest, first)
        found = [run for run in upright[first:last] if _touches(y, run)]
        if found:
            near[y] = found
    if not near:
        return horizontals
    walls = sorted({x for x, _, _ in verticals})
    return [line for line in horizontals if line[0] not in near or not _runs_along(line, near[line[0]], walls, glyphs)]


def _touches(y: float, run: Run) -> bool:
    """Whether a line at that height runs just below or through the text."""
    below = y - run.baseline
    return -0.05 * run.size <= below <= _BELOW * run.size or _THROUGH[0] * run.size <= -below <= _THROUGH[1] * run.size


def _runs_along(line: Line, runs: Sequence[Run], walls: Sequence[float], glyphs: Glyphs) -> bool:
    """Whether a line begins and ends with glyphs that it runs just below or through."""
    y, x0, x1 = line
    along = [run for run in runs if run.start < x1 and run.end > x0]
    slack = _SLACK
    if along and _is_at(x0, walls) and _is_at(x1, walls):
        along = [run for run in along if y - run.baseline <= _JUST_BELOW * run.size]
        slack = _CLOSE
    if not along:
        return False
    spans = [span for run in along for span in spans_of(run, glyphs)]
    return (
        min(abs(a - x0) for a, _ in spans) <= slack
        and min(abs(b - x1) for _, b in spans) <= slack
        and sum(max(0.0, min(b, x1) - max(a, x0)) for a, b in spans) >= _UNDERLINED * (x1 - x0)
    )


def _is_at(x: float, walls: Sequence[float]) -> bool:
    index = bisect_left(walls, x - _WALL)
    return index < len(walls) and walls[index] <= x + _WALL
