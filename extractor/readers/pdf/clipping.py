"""Clip paths: what of an object can be seen at all."""

from __future__ import annotations

from extractor.model.table import BBox
from extractor.native.calls import Calls, Handle
from extractor.readers.pdf.geometry import Matrix

_SLACK = 0.75
_MOST_SEGMENTS = 4096


class Clips:
    """Clip boxes of page objects, each distinct clip path measured once.

    PDFium shares one path among all objects that are clipped by it, so the address of its first segment names it.
    A clip that is not a rectangle counts as its bounding box.
    """

    def __init__(self, calls: Calls, page_box: BBox) -> None:
        self._calls = calls
        self._page_box = page_box
        self._known: dict[int, BBox | None] = {}

    def of(self, objects: list[Handle], matrix: Matrix | None) -> list[BBox | None] | None:
        """The clip box per object, ``None`` where it hides nothing of the page; ``None`` at all when no object is clipped."""
        calls = self._calls
        handles = calls.handles(calls.lib.FPDFPageObj_GetClipPath, objects)
        counts = calls.integers(calls.lib.FPDFClipPath_CountPaths, handles)
        most = max(counts, default=0)
        if most <= 0:
            return None
        if matrix is not None:
            self._known.clear()  # the same address may stand for another path in another form's space
        result: list[BBox | None] = [None] * len(objects)
        for level in range(min(most, 16)):
            chosen = [i for i, count in enumerate(counts) if count > level]
            first = calls.handles_in(calls.lib.FPDFClipPath_GetPathSegment, [handles[i] for i in chosen], level, 0)
            for i, pointer in zip(chosen, first, strict=True):
                segment = calls.address(pointer)
                if segment is None:
                    continue
                if segment not in self._known:
                    self._known[segment] = self._measure(handles[i], level, matrix)
                box = self._known[segment]
                if box is not None:
                    known = result[i]
                    result[i] = (
                        box
                        if known is None
                        else (
                            max(known[0], box[0]),
                            max(known[1], box[1]),
                            min(known[2], box[2]),
                            min(known[3], box[3]),
                        )
                    )
        return result

    def _measure(self, handle: Handle, level: int, matrix: Matrix | None) -> BBox | None:
        calls, lib = self._calls, self._calls.lib
        count = lib.FPDFClipPath_CountPathSegments(handle, level)
        if count <= 0:
            return None
        count = min(count, _MOST_SEGMENTS)
        segments = calls.segments_in(lib.FPDFClipPath_GetPathSegment, handle, level, count)
        xs, ys = calls.gather(lib.FPDFPathSegment_GetPoint, segments, "f", 2)
        if matrix is not None:
            a, b, c, d, e, f = matrix
            points = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]
            xs, ys = [x for x, _ in points], [y for _, y in points]
        left, bottom, right, top = self._page_box
        box = (min(xs) - _SLACK, min(ys) - _SLACK, max(xs) + _SLACK, max(ys) + _SLACK)
        if box[0] <= left and box[1] <= bottom and box[2] >= right and box[3] >= top:
            return None
        return box
