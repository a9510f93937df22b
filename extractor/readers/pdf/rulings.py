"""Which of the drawn lines can be seen: not pale on paper, not painted over."""

from __future__ import annotations

from extractor.readers.pdf.display import Display
from extractor.readers.pdf.drawing import Drawing, Fill, Line
from extractor.readers.pdf.records import Rulings

_MARGIN = 1.5
"""A line this close (points) to the edge of an area painted later is its border, not hidden under it."""


def visible_rulings(drawing: Drawing, display: Display) -> Rulings:
    """The lines and coloured areas of a page as displayed."""
    coloured = [fill for fill in drawing.fills if not fill.pale]
    covers = [fill for fill in drawing.fills if fill.opaque]
    horizontals = _visible(drawing.horizontals, coloured, covers, horizontal=True)
    verticals = _visible(drawing.verticals, coloured, covers, horizontal=False)
    shown_h, shown_v = display.lines(horizontals, verticals)
    return Rulings(shown_h, shown_v, [display.box(*fill.box) for fill in coloured])


def _visible(
    lines: list[Line], coloured: list[Fill], covers: list[Fill], *, horizontal: bool
) -> list[tuple[float, float, float]]:
    if not covers and not coloured:
        return [(line.position, line.start, line.end) for line in lines if not line.pale]
    first = min((line.order for line in lines), default=0.0)
    late = [fill for fill in covers if fill.order > first]
    result: list[tuple[float, float, float]] = []
    for line in lines:
        if line.pale and not _on_colour(line, coloured, horizontal):
            continue
        parts = [(line.start, line.end)]
        for fill in late:
            if fill.order > line.order:
                parts = _left_visible(line.position, parts, fill, horizontal)
        result += [(line.position, start, end) for start, end in parts]
    return result


def _on_colour(line: Line, coloured: list[Fill], horizontal: bool) -> bool:
    middle = (line.start + line.end) / 2
    x, y = (middle, line.position) if horizontal else (line.position, middle)
    return any(
        fill.order < line.order
        and fill.box[0] - _MARGIN <= x <= fill.box[2] + _MARGIN
        and fill.box[1] - _MARGIN <= y <= fill.box[3] + _MARGIN
        for fill in coloured
    )


def _left_visible(
    position: float, parts: list[tuple[float, float]], fill: Fill, horizontal: bool
) -> list[tuple[float, float]]:
    """What is left of a line's parts after an area was painted over it."""
    x0, y0, x1, y1 = fill.box
    low, high, start, end = (y0, y1, x0, x1) if horizontal else (x0, x1, y0, y1)
    if not low + _MARGIN < position < high - _MARGIN:
        return parts
    left: list[tuple[float, float]] = []
    for a, b in parts:
        if b <= start + _MARGIN or a >= end - _MARGIN:
            left.append((a, b))
            continue
        if a < start - _MARGIN:
            left.append((a, start))
        if b > end + _MARGIN:
            left.append((end, b))
    return left
