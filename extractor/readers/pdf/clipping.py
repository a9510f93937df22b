"""Clip paths: what of an object can be seen at all."""

from __future__ import annotations

from array import array
from itertools import repeat
from typing import Any

from extractor.model.records import BBox

_EVERYTHING: BBox = (float("-inf"), float("-inf"), float("inf"), float("inf"))
_SLACK = 0.75


class Clips:
    """Clip boxes of page objects, each distinct clip path measured once.

    PDFium shares one path among all objects that are clipped by it, so the address of its first segment names it.
    A clip that is not a rectangle counts as its bounding box.
    """

    def __init__(self, lib: Any, page_box: BBox) -> None:
        self._lib = lib
        self._page_box = page_box
        self._known: dict[int, BBox | None] = {}

    def of(
        self, objects: list[int], matrix: tuple[float, float, float, float, float, float] | None
    ) -> list[BBox | None] | None:
        """The clip box per object, ``None`` where it hides nothing of the page; ``None`` at all when no object is clipped."""
        lib = self._lib
        handles = list(map(lib.FPDFPageObj_GetClipPath, objects))
        counts = list(map(lib.FPDFClipPath_CountPaths, handles))
        most = max(counts, default=0)
        if most <= 0:
            return None
        if matrix is not None:
            self._known.clear()  # the same address may stand for another path in another form's space
        result: list[BBox | None] = [None] * len(objects)
        for level in range(min(most, 16)):
            chosen = [i for i, count in enumerate(counts) if count > level]
            first = list(map(lib.FPDFClipPath_GetPathSegment, [handles[i] for i in chosen], repeat(level), repeat(0)))
            for i, segment in zip(chosen, first, strict=True):
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

    def _measure(
        self, handle: int, level: int, matrix: tuple[float, float, float, float, float, float] | None
    ) -> BBox | None:
        lib = self._lib
        count = lib.FPDFClipPath_CountPathSegments(handle, level)
        if count <= 0:
            return None
        point = array("f", (0.0, 0.0))
        address = point.buffer_info()[0]
        xs: list[float] = []
        ys: list[float] = []
        for index in range(min(count, 4096)):
            segment = lib.FPDFClipPath_GetPathSegment(handle, level, index)
            if segment and lib.FPDFPathSegment_GetPoint(segment, address, address + 4):
                x, y = point[0], point[1]
                if matrix is not None:
                    x, y = matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
                xs.append(x)
                ys.append(y)
        if not xs:
            return None
        left, bottom, right, top = self._page_box
        box = (min(xs) - _SLACK, min(ys) - _SLACK, max(xs) + _SLACK, max(ys) + _SLACK)
        if box[0] <= left and box[1] <= bottom and box[2] >= right and box[3] >= top:
            return None
        return box
