"""Random table structures: spans that tile a grid."""

from __future__ import annotations

from random import Random
from typing import TypeAlias

Span: TypeAlias = tuple[int, int, int, int]
"""First row, first column, row after the last, column after the last."""

FEWEST_ROWS, MOST_ROWS = 3, 18
FEWEST_COLUMNS, MOST_COLUMNS = 2, 9
_MOST_MERGED = 12  # grid units of one merged cell


def random_structure(
    rng: Random, *, merged: bool = True, most_columns: int = MOST_COLUMNS
) -> tuple[int, int, list[Span]]:
    """Draw rows, columns and the spans that tile them; every grid line bounds some cell.

    One table in four has no merged cell (all of them without ``merged``), one in four is cut by a guillotine, one in
    four has rectangles thrown at it that do not overlap, one in four is built like a form: a band of heads, labels over
    groups of rows.
    """
    kinds = (_plain, _guillotine, _rectangles, _form_like)
    while True:
        rows, columns = rng.randint(FEWEST_ROWS, MOST_ROWS), rng.randint(FEWEST_COLUMNS, most_columns)
        spans = (rng.choice(kinds) if merged else _plain)(rng, rows, columns)
        rows, columns, spans = _without_unused_lines(spans)
        if rows >= FEWEST_ROWS and columns >= FEWEST_COLUMNS and _is_anchored(rows, spans):
            return rows, columns, spans


def _plain(rng: Random, rows: int, columns: int) -> list[Span]:
    return [(row, column, row + 1, column + 1) for row in range(rows) for column in range(columns)]


def _guillotine(rng: Random, rows: int, columns: int) -> list[Span]:
    done: list[Span] = []
    waiting: list[Span] = [(0, 0, rows, columns)]
    while waiting:
        r0, c0, r1, c1 = waiting.pop()
        area = (r1 - r0) * (c1 - c0)
        if area == 1 or (area <= _MOST_MERGED and rng.random() < 0.2):
            done.append((r0, c0, r1, c1))
        elif c1 - c0 == 1 or (r1 - r0 > 1 and rng.random() < 0.5):
            cut = rng.randint(r0 + 1, r1 - 1)
            waiting += [(r0, c0, cut, c1), (cut, c0, r1, c1)]
        else:
            cut = rng.randint(c0 + 1, c1 - 1)
            waiting += [(r0, c0, r1, cut), (r0, cut, r1, c1)]
    return sorted(done)


def _rectangles(rng: Random, rows: int, columns: int) -> list[Span]:
    taken: set[tuple[int, int]] = set()
    spans: list[Span] = []
    for _ in range(rng.randint(1, 2 + rows * columns // 8)):
        height, width = rng.randint(1, min(4, rows)), rng.randint(1, min(4, columns))
        row, column = rng.randint(0, rows - height), rng.randint(0, columns - width)
        units = {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
        if not units & taken:
            taken |= units
            spans.append((row, column, row + height, column + width))
    spans += [span for span in _plain(rng, rows, columns) if span[:2] not in taken]
    return sorted(spans)


def _form_like(rng: Random, rows: int, columns: int) -> list[Span]:
    head = rng.randint(1, min(4, rows - 2))
    spans: list[Span] = []
    for row in range(head):
        column = 0
        while column < columns:
            width = min(rng.choice((1, 1, 2, 3)), columns - column)
            spans.append((row, column, row + 1, column + width))
            column += width
    labelled = rng.randint(1, min(3, columns - 1))
    groups = [(head, rows)]
    for column in range(labelled):
        groups = [part for group in groups for part in _cut(rng, *group)] if column or rng.random() < 0.5 else groups
        spans += [(top, column, bottom, column + 1) for top, bottom in groups]
    for row in range(head, rows):
        column = labelled
        while column < columns:
            width = 2 if column + 2 <= columns and rng.random() < 0.08 else 1
            spans.append((row, column, row + 1, column + width))
            column += width
    return sorted(spans)


def _cut(rng: Random, top: int, bottom: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    while top < bottom:
        size = min(rng.choice((1, 1, 2, 3, 4, 6)), bottom - top)
        parts.append((top, top + size))
        top += size
    return parts


def _without_unused_lines(spans: list[Span]) -> tuple[int, int, list[Span]]:
    ys = {y: i for i, y in enumerate(sorted({y for span in spans for y in (span[0], span[2])}))}
    xs = {x: i for i, x in enumerate(sorted({x for span in spans for x in (span[1], span[3])}))}
    return len(ys) - 1, len(xs) - 1, sorted((ys[a], xs[b], ys[c], xs[d]) for a, b, c, d in spans)


def _is_anchored(rows: int, spans: list[Span]) -> bool:
    """Whether every row has a cell of its own; without one, programs that set heights by contents let the row vanish."""
    return {span[0] for span in spans if span[2] - span[0] == 1} == set(range(rows))
