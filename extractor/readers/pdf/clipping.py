"""Clip paths: what of an object can be seen at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from extractor.model.table import BBox
from extractor.native.calls import Calls, Handle
from extractor.readers.pdf.geometry import Matrix, intersect
from extractor.readers.pdf.library import SEGMENT_BEZIER, SEGMENT_MOVE

_SLACK = 0.75
_STRAIGHT = 0.01
_MOST_SEGMENTS = 4096
_ONE_RECTANGLE, _MOST_CORNERS = 5, 128
"""A clip of more segments than the first and no more than the second is cut into rectangles."""

Point: TypeAlias = tuple[float, float]
Clip: TypeAlias = tuple[BBox, ...]
"""Rectangles that together can be seen; none where nothing can."""


class Clips:
    """Clips of page objects, each distinct clip path measured once.

    PDFium shares one path among all objects that are clipped by it, so the address of its first segment names it.
    A clip of upright sides is the rectangles that it is made of; one with curves or slanted sides counts as its bounding box.
    """

    def __init__(self, calls: Calls, page_box: BBox) -> None:
        self._calls = calls
        self._page_box = page_box
        self._known: dict[int, Clip | None] = {}

    def of(self, objects: list[Handle], matrix: Matrix | None) -> list[Clip | None] | None:
        """The clip per object, ``None`` where it hides nothing of the page; ``None`` at all when no object is clipped."""
        calls = self._calls
        handles = calls.handles(calls.lib.FPDFPageObj_GetClipPath, objects)
        counts = calls.integers(calls.lib.FPDFClipPath_CountPaths, handles)
        most = max(counts, default=0)
        if most <= 0:
            return None
        if matrix is not None:
            self._known.clear()  # the same address may stand for another path in another form's space
        result: list[Clip | None] = [None] * len(objects)
        for level in range(min(most, 16)):
            chosen = [i for i, count in enumerate(counts) if count > level]
            first = calls.handles_in(calls.lib.FPDFClipPath_GetPathSegment, [handles[i] for i in chosen], level, 0)
            for i, pointer in zip(chosen, first, strict=True):
                segment = calls.address(pointer)
                if segment is None:
                    continue
                if segment not in self._known:
                    self._known[segment] = self._measure(handles[i], level, matrix)
                clip = self._known[segment]
                if clip is not None:
                    known = result[i]
                    result[i] = clip if known is None else _both(known, clip)
        return result

    def _measure(self, handle: Handle, level: int, matrix: Matrix | None) -> Clip | None:
        calls, lib = self._calls, self._calls.lib
        count = lib.FPDFClipPath_CountPathSegments(handle, level)
        if count <= 0:
            return None
        count = min(count, _MOST_SEGMENTS)
        segments = calls.segments_in(lib.FPDFClipPath_GetPathSegment, handle, level, count)
        xs, ys = calls.gather(lib.FPDFPathSegment_GetPoint, segments, "f", 2)
        points = list(zip(xs, ys, strict=True))
        if matrix is not None:
            a, b, c, d, e, f = matrix
            points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = _widened(min(xs), min(ys), max(xs), max(ys))
        left, bottom, right, top = self._page_box
        if _ONE_RECTANGLE < count <= _MOST_CORNERS:
            types = calls.integers(lib.FPDFPathSegment_GetType, segments)
            rectangles = None if SEGMENT_BEZIER in types else _rectangles(_outlines(points, types))
            if rectangles is not None and len(rectangles) > 1:
                return tuple(_widened(*rectangle) for rectangle in rectangles)
        covers = box[0] <= left and box[1] <= bottom and box[2] >= right and box[3] >= top
        return None if covers else (box,)


def seen_parts(box: BBox, clip: Clip | None) -> list[BBox]:
    """What of a box can be seen."""
    return [box] if clip is None else [part for one in clip if (part := intersect(box, one)) is not None]


def _both(first: Clip, second: Clip) -> Clip:
    """What two clips leave together; nothing where they do not meet."""
    return tuple(part for one in first for part in seen_parts(one, second))


def _widened(x0: float, y0: float, x1: float, y1: float) -> BBox:
    return x0 - _SLACK, y0 - _SLACK, x1 + _SLACK, y1 + _SLACK


def _outlines(points: Sequence[Point], types: Sequence[int]) -> list[Sequence[Point]]:
    starts = [0, *(i for i, kind in enumerate(types) if i and kind == SEGMENT_MOVE), len(points)]
    return [points[a:b] for a, b in pairwise(starts)]


def _rectangles(outlines: Iterable[Sequence[Point]]) -> list[BBox] | None:
    """Closed outlines with upright sides as rectangles, ``None`` where a side slants."""
    sides: list[tuple[float, float, float, int]] = []  # x, lower and upper end, direction
    for outline in outlines:
        for (x0, y0), (x1, y1) in pairwise([*outline, outline[0]]):
            if abs(x1 - x0) > _STRAIGHT and abs(y1 - y0) > _STRAIGHT:
                return None
            sides.append((x0, min(y0, y1), max(y0, y1), 1 if y1 > y0 else -1))
    sides.sort()
    heights = sorted({y for side in sides for y in side[1:3]})
    found: list[BBox] = []
    for low, high in pairwise(heights):  # in between, all sides go from one height to the other
        if high - low <= _STRAIGHT:
            continue
        winding, start = 0, 0.0
        for x, bottom, top, direction in sides:
            if bottom <= low and top >= high:
                if winding == 0:
                    start = x
                winding += direction
                if winding == 0:
                    found.append((start, low, x, high))
    return found
