"""From PDF user space (origin at the bottom left, before rotation) to the page as displayed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.model.page import Horizontal, Vertical
from extractor.model.table import BBox

Floats = Sequence[float]


class Display(Struct, frozen=True):
    """The page box in user space and the page's rotation.

    Attributes:
        left, bottom, right, top: the visible box (crop box cut to the media box).
        rotation: clockwise quarter turns, 0–3.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def area(self) -> float:
        """Of the page, in square points."""
        return (self.right - self.left) * (self.top - self.bottom)

    def points(self, xs: Floats, ys: Floats) -> tuple[list[float], list[float]]:
        """Move points: user-space coordinates in, displayed coordinates out."""
        if self.rotation == 0:
            return self._from_left(xs), self._from_top(ys)
        if self.rotation == 1:
            return self._from_bottom(ys), self._from_left(xs)
        if self.rotation == 2:
            return self._from_right(xs), self._from_bottom(ys)
        return self._from_top(ys), self._from_right(xs)

    def boxes(
        self, left: Floats, bottom: Floats, right: Floats, top: Floats
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """Move boxes given as parallel lists; gives x0, y0, x1, y1."""
        xa, ya = self.points(left, bottom)
        xb, yb = self.points(right, top)
        if self.rotation == 0:
            return xa, yb, xb, ya
        if self.rotation == 1:
            return xa, ya, xb, yb
        if self.rotation == 2:
            return xb, ya, xa, yb
        return xb, yb, xa, ya

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        """Move one box."""
        (x0,), (y0,), (x1,), (y1,) = self.boxes((left,), (bottom,), (right,), (top,))
        return x0, y0, x1, y1

    def lines(
        self, horizontals: Sequence[Horizontal], verticals: Sequence[Vertical]
    ) -> tuple[list[Horizontal], list[Vertical]]:
        """Move lines ``(y, x0, x1)`` and ``(x, y0, y1)``; a quarter turn swaps the two kinds."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.rotation == 0:
            return [(top - y, a - left, b - left) for y, a, b in horizontals], [
                (x - left, top - b, top - a) for x, a, b in verticals
            ]
        if self.rotation == 1:
            return [(x - left, a - bottom, b - bottom) for x, a, b in verticals], [
                (y - bottom, a - left, b - left) for y, a, b in horizontals
            ]
        if self.rotation == 2:
            return [(y - bottom, right - b, right - a) for y, a, b in horizontals], [
                (right - x, a - bottom, b - bottom) for x, a, b in verticals
            ]
        return [(right - x, top - b, top - a) for x, a, b in verticals], [
            (top - y, right - b, right - a) for y, a, b in horizontals
        ]

    def _from_left(self, xs: Floats) -> list[float]:
        left = self.left
        return [x - left for x in xs] if left else list(xs)

    def _from_right(self, xs: Floats) -> list[float]:
        right = self.right
        return [right - x for x in xs]

    def _from_top(self, ys: Floats) -> list[float]:
        top = self.top
        return [top - y for y in ys]

    def _from_bottom(self, ys: Floats) -> list[float]:
        bottom = self.bottom
        return [y - bottom for y in ys] if bottom else list(ys)
