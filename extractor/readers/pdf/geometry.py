"""Matrices and boxes in PDF user space."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from extractor.model.table import BBox

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: x' = a·x + c·y + e, y' = b·x + d·y + f."""

ABOVE, BELOW = 0.85, 0.15
"""How much of a font's size lies above and below the baseline: ideographs fill their square so, Latin letters stay within it."""
TALL = 2.0
"""A font whose boxes are higher than this many of its sizes has odd metrics, or, if its shapes are as high, an odd unit."""
FLAT, NARROW = 0.3, 0.15
"""A glyph both lower and narrower than these shares of the size (a full stop is wider) is set in an odd unit too."""


def font_size(printed: float, matrix: Matrix, width: float, height: float, shape_height: Callable[[], float]) -> float:
    """The height of a font as the page shows it.

    Ascent and descent say nothing of it: they are whatever the font's maker wrote, up to several times the size. Only where
    the size itself is odd, as in bitmap fonts with a unit of their own (Type 3), does the glyph's box count.

    Args:
        printed: the size that the text was set in, before its matrix.
        matrix: from text space to the page.
        width, height: of the glyph's loose box on the page.
        shape_height: gives the height of its outline, should that be needed.
    """
    a, b, c, d, _, _ = matrix
    along = math.sqrt(a * a + b * b)
    size = printed * abs(a * d - b * c) / along if along > 0 else 0.0
    if not size > 0:
        return height
    if height > TALL * size:
        return height if shape_height() > TALL * size else size
    if height < FLAT * size and width < NARROW * size:
        return max(height, width)
    return size


def concat(inner: Matrix, outer: Matrix | None) -> Matrix:
    """The matrix that applies ``inner`` first, then ``outer``."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def rotation(degrees: float, x: float, y: float) -> Matrix:
    """The counter-clockwise rotation about a point."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y


def transform_box(matrix: Matrix, box: BBox) -> BBox:
    """The box around a transformed box."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    xs = (a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1)
    ys = (b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def intersect(box: BBox, other: BBox) -> BBox | None:
    """What two boxes share (a line may be flat), or ``None``."""
    x0, y0 = max(box[0], other[0]), max(box[1], other[1])
    x1, y1 = min(box[2], other[2]), min(box[3], other[3])
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None
