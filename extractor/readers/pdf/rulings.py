"""Which of the drawn lines can be seen: not pale on paper, not painted over."""

from __future__ import annotations

from extractor.model.page import Horizontal, Rulings
from extractor.readers.pdf.display import Display
from extractor.readers.pdf.drawing import Drawing, Fill, Line

_MARGIN = 1.5
"""A line this close (points) to the edge of an area painted later is its border, not hidden under it."""


def visible_rulings(drawing: Drawing, display: Display) -> Rulings:
    """The lines and coloured areas of a page as displayed."""
    coloured = [fill for fill in drawing.fills if not fill.pale]
    covers = [fill for fill in drawing.fills if fill.opaque]
    horizontals = _visible(drawing.horizontals, coloured, covers, horizontal=True)
    verticals = _visible(drawing.verticals, coloured, covers, horizontal=False)
    shown_h, shown_v = display.lines(horizontals, verticals)
    columns = zip(*(fill.box for fill in coloured), strict=True)
    boxes = list(zip(*display.boxes(*columns), strict=True)) if coloured else []
    return Rulings(shown_h, shown_v, boxes, [fill.colour for fill in coloured])


def _visible(lines: list[Line], coloured: list[Fill], covers: list[Fill], *, horizontal: bool) -> list[Horizontal]:
    if not covers and not coloured:
        return [(position, start, end) for position, start, end, _, pale in lines if not pale]
    first = min((line[3] for line in lines), default=0.0)
    late = [fill for fill in covers if fill.order > first]
    if not late:
        return [(line[0], line[1], line[2]) for line in lines if not line[4] or _on_colour(line, coloured, horizontal)]
    result: list[Horizontal] = []
    for line in lines:
        position, start, end, order, pale = line
        if pale and not _on_colour(line, coloured, horizontal):
            continue
        parts = [(start, end)]
        for fill in late:
            if fill.order > order:
                parts = _left_visible(position, parts, fill, horizontal)
        result += [(position, a, b) for a, b in parts]
    return result


def _on_colour(line: Line, coloured: list[Fill], horizontal: bool) -> bool:
    position, start, end, order, _ = line
    middle = (start + end) / 2
    x, y = (middle, position) if horizontal else (position, middle)
    return any(fill.order < order and _near(fill, x, y) for fill in coloured)


def _near(fill: Fill, x: float, y: float) -> bool:
    x0, y0, x1, y1 = fill.box
    return x0 - _MARGIN <= x <= x1 + _MARGIN and y0 - _MARGIN <= y <= y1 + _MARGIN


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
