"""Paths that are more than one thin line: stroked and filled outlines, cut into lines and rectangles."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.model.table import BBox
from extractor.native.calls import Calls, Handle
from extractor.readers.pdf.geometry import Matrix
from extractor.readers.pdf.library import SEGMENT_BEZIER, SEGMENT_MOVE

_MAX_SEGMENTS = 50_000
_STRAIGHT = 0.02
"""Rise over run up to which a line counts as horizontal (or vertical): a little over one degree."""

Shape = tuple[str, BBox]
"""``("line", box)`` with a flat box, or ``("area", box)``."""
Point = tuple[float, float]


class SubPath(Struct, frozen=True):
    """One chain of points. ``curved`` tells for each point whether a curve leads to it."""

    points: list[Point]
    curved: list[bool]
    closed: bool


Outline = list[SubPath]


def read_outlines(
    calls: Calls, paths: Sequence[Handle], counts: Sequence[int], matrices: Sequence[Matrix]
) -> list[Outline]:
    """The points of many paths of ``counts`` segments, each transformed by its matrix."""
    lib = calls.lib
    sizes = [min(count, _MAX_SEGMENTS) for count in counts]
    segments: list[Handle] = []
    for path, size in zip(paths, sizes, strict=True):
        segments += calls.children(lib.FPDFPath_GetPathSegment, path, size)
    types = calls.integers(lib.FPDFPathSegment_GetType, segments)
    closes = calls.integers(lib.FPDFPathSegment_GetClose, segments)
    xs, ys = calls.gather(lib.FPDFPathSegment_GetPoint, segments, "f", 2)
    outlines: list[Outline] = []
    start = 0
    for size, matrix in zip(sizes, matrices, strict=True):
        part = slice(start, start + size)
        outlines.append(_outline(types[part], closes[part], xs[part], ys[part], matrix))
        start += size
    return outlines


def _outline(types: list[int], closes: list[int], xs: list[float], ys: list[float], matrix: Matrix) -> Outline:
    a, b, c, d, e, f = matrix
    outline: Outline = []
    points: list[Point] = []
    curved: list[bool] = []
    closed = False
    for kind, closes_here, x, y in zip(types, closes, xs, ys, strict=True):
        if kind == SEGMENT_MOVE and points:
            outline.append(SubPath(points, curved, closed))
            points, curved, closed = [], [], False
        points.append((a * x + c * y + e, b * x + d * y + f))
        curved.append(kind == SEGMENT_BEZIER)
        closed = closed or bool(closes_here)
    if points:
        outline.append(SubPath(points, curved, closed))
    return outline


def shapes_of(outline: Outline, *, filled: bool, thin: float) -> list[Shape]:
    """The straight horizontal and vertical lines of a stroked outline, or the lines and rectangles of a filled one."""
    if not filled:
        return [shape for sub in outline for shape in _edges(sub, close=sub.closed)]
    boxes = [rectangle(sub) for sub in outline]
    shapes: list[Shape] = []
    for index, (sub, box) in enumerate(zip(outline, boxes, strict=True)):
        if box is None:
            shapes += _filled_polygon(sub, thin)
        elif _is_frame(box, index, boxes, thin):
            shapes += _sides(box)
        else:
            shapes.append(("area", box))
    return shapes


def rectangle(sub: SubPath) -> BBox | None:
    """The box of a subpath that is an upright rectangle or no thicker than a line, else ``None``."""
    points = sub.points
    if any(sub.curved) or len(points) < 4:
        return None
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    slack = 0.1 + 0.02 * min(box[2] - box[0], box[3] - box[1])
    for x, y in points:
        if min(x - box[0], box[2] - x) > slack or min(y - box[1], box[3] - y) > slack:
            return None
    return box if len(points) <= 6 else None


def _filled_polygon(sub: SubPath, thin: float) -> list[Shape]:
    """Rules joined into one outline: its long straight sides; a thin sliver of any form: its box."""
    xs = [p[0] for p in sub.points]
    ys = [p[1] for p in sub.points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) <= thin:
        return [("area", box)]
    if any(sub.curved):
        return []
    edges = _edges(sub, close=True)
    if len(edges) < len(sub.points) - 1:  # something slants: a drawing, not a set of rules
        return []
    return [edge for edge in edges if max(edge[1][2] - edge[1][0], edge[1][3] - edge[1][1]) >= 2 * thin]


def _edges(sub: SubPath, *, close: bool) -> list[Shape]:
    points = sub.points
    pairs = [(points[i - 1], points[i]) for i in range(1, len(points)) if not sub.curved[i]]
    if close and len(points) > 2:
        pairs.append((points[-1], points[0]))
    shapes: list[Shape] = []
    for (xa, ya), (xb, yb) in pairs:
        width, height = abs(xa - xb), abs(ya - yb)
        if height <= max(_STRAIGHT * width, 0.05) or width <= max(_STRAIGHT * height, 0.05):
            if width >= height:
                y = (ya + yb) / 2
                shapes.append(("line", (min(xa, xb), y, max(xa, xb), y)))
            else:
                x = (xa + xb) / 2
                shapes.append(("line", (x, min(ya, yb), x, max(ya, yb))))
    return shapes


def _is_frame(box: BBox, index: int, boxes: list[BBox | None], thin: float) -> bool:
    """Whether a rectangle and another just inside or outside it paint nothing but the frame between them."""
    if len(boxes) < 2:
        return False
    for other_index, other in enumerate(boxes):
        if other is None or other_index == index:
            continue
        inside = [other[0] - box[0], other[1] - box[1], box[2] - other[2], box[3] - other[3]]
        if all(0 < d <= thin for d in inside) or all(0 < -d <= thin for d in inside):
            return True
    return False


def _sides(box: BBox) -> list[Shape]:
    x0, y0, x1, y1 = box
    return [
        ("line", (x0, y0, x1, y0)),
        ("line", (x0, y1, x1, y1)),
        ("line", (x0, y0, x0, y1)),
        ("line", (x1, y0, x1, y1)),
    ]
