"""Rows without lines between them: a drawn row is split where all its columns have a text of their own on every line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from extractor.layout.pages.lines import Run, baselines_of
from extractor.layout.ruled.cells import Span
from extractor.layout.ruled.lattice import Grid, owners
from extractor.model.text import is_cjk

MOST_ALIGNED = 2
"""Lines on which all cells of one row may have text, as for tables ruled row by row; more are rows."""
_MANY = 5
"""So many lines of three cells or more are not all on the same baselines by chance when one cell holds numbers only."""
_NUMERIC = frozenset("0123456789.,:%+-−–—~/()（）%≥≤><=$¥€ ")
_SAME_LINE = 0.3
"""Baselines of one row lie no farther apart, in font heights; less than half the pitch of the tightest lines."""
_BLANK = 0.25
"""The least width of a blank between words, in font heights."""

Texts: TypeAlias = dict[int, list[Run]]
Part: TypeAlias = tuple[Span, list[Run]]
"""One cell and what is printed in it."""


def with_rows(grid: Grid, parts: list[Part], rows: Sequence[int]) -> tuple[Grid, Texts] | None:
    """The table with the rows split of which all columns agree; ``None`` when none is."""
    cuts: dict[int, list[float]] = {}
    lines: dict[Span, list[list[Run]]] = {}
    for row in rows:
        own = [(span, baselines_of(runs)) for span, runs in parts if span[0] == row and span[2] == row + 1 and runs]
        middles = _agreed_rows(grid, own)
        if middles:
            cuts[row] = [(above + below) / 2 for above, below in pairwise(middles)]
            lines |= own
    if not cuts:
        return None
    starts = [0]
    ys = list(grid.ys[:1])
    for row in range(len(grid.ys) - 1):
        ys += [*cuts.get(row, ()), grid.ys[row + 1]]
        starts.append(len(ys) - 1)
    split: list[Part] = []
    for span, runs in parts:
        top, left, bottom, right = span
        first, last = starts[top], starts[bottom]
        if top in cuts and bottom == top + 1:
            own_lines = lines.get(span) or [[] for _ in range(first, last)]
            split += [((first + n, left, first + n + 1, right), line) for n, line in enumerate(own_lines)]
        else:
            split.append(((first, left, last, right), runs))
    return rebuilt(grid.xs, tuple(ys), split)


def _agreed_rows(grid: Grid, cells: Sequence[tuple[Span, list[list[Run]]]]) -> list[float] | None:
    """The middles of the lines on which every cell of a row has a text of its own; ``None`` when they do not agree.

    A text that was wrapped may have as many lines as its neighbours: so two columns hold nothing but numbers below
    their heads, or one does and in most of the columns some line had room for the word that begins the next one, or
    the lines are too many to agree by chance. Entries of two cells may stand beside each other on up to three lines.
    """
    if len(cells) < 2:
        return None
    first = cells[0][1]
    if len(first) <= MOST_ALIGNED + (len(cells) == 2) or any(run.turn for run in first[0]):
        return None
    numbers = broken = 0
    for (_, left, _, right), lines in cells:
        if len(lines) != len(first) or any(
            abs(line[0].baseline - other[0].baseline) > _SAME_LINE * line[0].size
            for line, other in zip(lines, first, strict=True)
        ):
            return None
        numbers += (plain := all(map(_is_number, lines[1:])))
        broken += plain or _are_broken(lines, grid.xs[left], grid.xs[right])
    sure = numbers > 1 or (numbers and (2 * broken > len(cells) or len(first) >= _MANY))
    return [line[0].middle for line in first] if sure else None


def _is_number(line: Sequence[Run]) -> bool:
    text = "".join(run.text for run in line)
    return _NUMERIC.issuperset(text) and any(map(str.isdigit, text))


def _are_broken(lines: Sequence[Sequence[Run]], left: float, right: float) -> bool:
    """Whether a line had room for the word that begins the next one, as no line of a wrapped text has."""
    extents = [extent(line) for line in lines]
    padding = min(lines[0][0].size, *(min(start - left, right - end) for start, end in extents))
    room = right - left - 2 * padding
    return any(
        end - start + _BLANK * line[0].size + _first_word(following) <= room
        for (start, end), line, following in zip(extents, lines, lines[1:], strict=False)
    )


def _first_word(line: Sequence[Run]) -> float:
    """The width of what a line may begin with: a word, or one ideograph."""
    first = line[0]
    width = first.end - first.start
    return width / len(first.text) if is_cjk(first.text[0]) else width


def rebuilt(xs: tuple[float, ...], ys: tuple[float, ...], parts: Iterable[Part]) -> tuple[Grid, Texts]:
    """The table of these cells, and the runs of each."""
    ordered = sorted(parts, key=_span)
    spans = [span for span, _ in ordered]
    grid = Grid(xs, ys, tuple(spans), tuple(owners(spans, len(ys) - 1, len(xs) - 1)))
    return grid, {index: runs for index, (_, runs) in enumerate(ordered) if runs}


def _span(part: Part) -> Span:
    return part[0]


def extent(runs: Sequence[Run]) -> tuple[float, float]:
    """Where texts begin and end, from left to right."""
    return min(run.start for run in runs), max(run.end for run in runs)
