"""Paths in the short form of OFD: ``M 0 0 L 73 0 L 73 5 C``."""

from __future__ import annotations

from extractor.readers.pdf.geometry import Matrix
from extractor.readers.pdf.outlines import Outline, Point, SubPath

_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST = 50_000


def outline_of(data: str, matrix: Matrix) -> Outline:
    """The subpaths, each point moved by a matrix. What follows a piece that cannot be read is left out."""
    pieces = data.replace(",", " ").split()[:_MOST]
    outline: Outline = []
    points: list[Point] = []
    curved: list[bool] = []
    closed = False
    index = 0
    while index < len(pieces):
        operator = pieces[index].upper()
        count = _OPERANDS.get(operator)
        if count is None or index + count >= len(pieces) + (count == 0):
            break
        try:
            values = [float(one) for one in pieces[index + 1 : index + 1 + count]]
        except ValueError:
            break
        index += 1 + count
        if operator in ("S", "M") and points:
            outline.append(SubPath(points, curved, closed))
            points, curved, closed = [], [], False
        if operator == "C":
            closed = True
        else:
            points.append(moved(values[-2], values[-1], matrix))
            curved.append(operator in "QBA")
    if points:
        outline.append(SubPath(points, curved, closed))
    return outline


def moved(x: float, y: float, matrix: Matrix) -> Point:
    """A point moved by a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
