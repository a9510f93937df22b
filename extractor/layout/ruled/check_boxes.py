"""Small drawn squares beside text: boxes to tick, which bound no cells."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.ruled.edges import Line

_SIDES = (4.0, 13.0)
"""Shortest and longest side of a box to tick, in points."""
_SAME = 0.8
"""How far its sides may miss each other at the corners."""
_MOST = 400
"""More short lines than this along one direction are dashes."""


def without_check_boxes(horizontals: list[Line], verticals: list[Line]) -> tuple[list[Line], list[Line]]:
    """Leave out the four sides of every small square that no other line touches."""
    low, high = _SIDES
    shorts = [line for line in verticals if low <= line[2] - line[1] <= high]
    if len(shorts) < 2 or len(shorts) > _MOST:
        return horizontals, verticals
    flats = [line for line in horizontals if low <= line[2] - line[1] <= high]
    if len(flats) < 2 or len(flats) > _MOST:
        return horizontals, verticals
    squares = [square for square in _squares(flats, shorts) if not _is_touched(square, horizontals, verticals)]
    if not squares:
        return horizontals, verticals
    return (
        [
            line
            for line in horizontals
            if not any(_within(square, line[1], line[2], line[0], line[0]) for square in squares)
        ],
        [
            line
            for line in verticals
            if not any(_within(square, line[0], line[0], line[1], line[2]) for square in squares)
        ],
    )


_Square = tuple[float, float, float, float]


def _squares(flats: Sequence[Line], shorts: Sequence[Line]) -> list[_Square]:
    """Boxes ``x0, y0, x1, y1`` with all four sides drawn, about as wide as high."""
    found: list[_Square] = []
    tops = sorted(set(flats))
    sides = sorted(set(shorts))
    for y, x0, x1 in tops:
        lefts = [s for s in sides if abs(s[0] - x0) <= _SAME and abs(s[1] - y) <= _SAME]
        for _, _, bottom in lefts[:1]:
            if (
                abs((bottom - y) - (x1 - x0)) <= 0.3 * (x1 - x0)
                and any(
                    abs(s[0] - x1) <= _SAME and abs(s[1] - y) <= _SAME and abs(s[2] - bottom) <= _SAME for s in sides
                )
                and any(
                    abs(b - bottom) <= _SAME and abs(a0 - x0) <= _SAME and abs(a1 - x1) <= _SAME for b, a0, a1 in tops
                )
            ):
                found.append((x0, y, x1, bottom))
    return found


def _within(square: _Square, x0: float, x1: float, y0: float, y1: float) -> bool:
    return x0 >= square[0] - _SAME and x1 <= square[2] + _SAME and y0 >= square[1] - _SAME and y1 <= square[3] + _SAME


def _is_touched(square: _Square, horizontals: Sequence[Line], verticals: Sequence[Line]) -> bool:
    """Whether a line that is none of the square's own meets or crosses it."""
    x0, y0, x1, y1 = square[0] - _SAME, square[1] - _SAME, square[2] + _SAME, square[3] + _SAME
    return any(
        y0 <= y <= y1 and a <= x1 and b >= x0 and not _within(square, a, b, y, y) for y, a, b in horizontals
    ) or any(x0 <= x <= x1 and a <= y1 and b >= y0 and not _within(square, x, x, a, b) for x, a, b in verticals)
