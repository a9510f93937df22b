"""The drawn objects of a page: lines, filled areas, pictures, and which text objects are turned or hidden.

Calls into PDFium are batched with :func:`map` over preallocated buffers; only what is not plainly a thin line is looked at
point by point. Coordinates here are PDF user space (origin at the bottom left).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import repeat
from typing import TypeAlias

from msgspec import Struct, field

from extractor.model.boxes import around_any
from extractor.model.table import BBox
from extractor.native.calls import Calls, Handle
from extractor.readers.pdf.clipping import Clip, Clips, seen_parts
from extractor.readers.pdf.geometry import Matrix, concat, intersect, rotation, transform_box
from extractor.readers.pdf.layers import Layers
from extractor.readers.pdf.library import OBJECT_FORM, OBJECT_IMAGE, OBJECT_PATH, OBJECT_TEXT
from extractor.readers.pdf.outlines import Shape, read_outlines, shapes_of
from extractor.readers.pdf.paint import NEARLY_CLEAR, NEARLY_WHITE, Paint

THIN = 4.0
"""What is drawn no thicker than this (points) is a line, not an area."""
_LEAST_SKEW, _MOST_SKEW = 0.05, 3.0
_FEWEST_SKEWED = 3
_MAX_DEPTH = 8
_MAX_OBJECTS = 200_000


Line: TypeAlias = tuple[float, float, float, float, bool]
"""A straight line: position across it, start and end along it, when it was painted, whether it is nearly white."""


class Fill(Struct):
    """A filled rectangle (user space), when it was painted, and its colour as 0xRRGGBB."""

    box: BBox
    order: float
    pale: bool
    opaque: bool
    colour: int


class Drawing(Struct):
    """Everything drawn on a page, in painting order."""

    horizontals: list[Line] = field(default_factory=list)
    verticals: list[Line] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    special_texts: dict[int | None, str] = field(default_factory=dict)
    """Text objects that are ``turned``, ``hidden`` (not painted), ``pale`` (painted nearly white) or in a layer that is ``off``."""
    text_boxes: dict[int | None, tuple[BBox, float]] = field(default_factory=dict)
    """Box and painting order of the pale text objects."""
    text_count: int = 0
    skew: float = 0.0
    """Degrees (counter-clockwise) by which the whole page leans; lines and areas are given straightened about its middle."""


def read_drawing(calls: Calls, page: Handle, page_box: BBox) -> Drawing:
    """Read every drawn object of a loaded page, into form XObjects as deep as they go."""
    drawing = Drawing()
    count = min(calls.lib.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    objects = calls.children(calls.lib.FPDFPage_GetObject, page, count)
    _Reader(calls, page_box, drawing, Layers(calls, page, page_box)).read(objects, None, 0.0, 1.0, 0)
    return drawing


def _skew(a: Sequence[float], b: Sequence[float]) -> float:
    """The small angle (degrees) at which nearly all texts are, from their matrices; 0 when they are straight."""
    angles = sorted((math.degrees(math.atan2(y, x)) + 45) % 90 - 45 for x, y in zip(a, b, strict=True))
    middle = angles[len(angles) // 2]
    if not _LEAST_SKEW <= abs(middle) <= _MOST_SKEW or len(angles) < _FEWEST_SKEWED:
        return 0.0
    return middle if sum(abs(angle - middle) <= 0.2 for angle in angles) >= 0.8 * len(angles) else 0.0


class _Reader:
    def __init__(self, calls: Calls, page_box: BBox, drawing: Drawing, layers: Layers) -> None:
        self.calls = calls
        self.lib = calls.lib
        self.page_box = page_box
        self.drawing = drawing
        self.clips = Clips(calls, page_box)
        self.layers = layers

    def read(self, objects: list[Handle], matrix: Matrix | None, base: float, step: float, depth: int) -> None:
        types = self.calls.integers(self.lib.FPDFPageObj_GetType, objects)
        by_type = {kind: [i for i, own in enumerate(types) if own == kind] for kind in set(types)}
        hidden = self.layers.hidden(objects)
        if hidden:
            self._hide([objects[i] for i in sorted(hidden)])
            by_type = {kind: rest for kind, own in by_type.items() if (rest := [i for i in own if i not in hidden])}

        def of_type(kind: int) -> tuple[list[Handle], Sequence[float]]:
            """The objects of one kind, and when each is painted."""
            indices = by_type[kind]
            order = indices if outer is None else [base + step * i for i in indices]
            return [objects[i] for i in indices], order

        outer = matrix
        if OBJECT_TEXT in by_type:
            self._texts(*of_type(OBJECT_TEXT), matrix)
        if matrix is None and self.drawing.skew:
            left, bottom, right, top = self.page_box
            matrix = rotation(-self.drawing.skew, (left + right) / 2, (bottom + top) / 2)
        if OBJECT_PATH in by_type:
            self._paths(*of_type(OBJECT_PATH), matrix)
        if OBJECT_IMAGE in by_type:
            self._images(*of_type(OBJECT_IMAGE), matrix)
        for index in by_type.get(OBJECT_FORM, ()):
            if depth < _MAX_DEPTH:
                at = index if outer is None else base + step * index
                self._form(objects[index], matrix, at, step, depth)

    def _hide(self, objects: Sequence[Handle]) -> None:
        """Mark all texts among objects of a layer that is off, however deep, as hidden; nothing else of them counts."""
        for item, kind in zip(objects, self.calls.integers(self.lib.FPDFPageObj_GetType, objects), strict=True):
            if kind == OBJECT_TEXT:
                self.drawing.special_texts[self.calls.address(item)] = "off"
            elif kind == OBJECT_FORM:
                count = min(self.lib.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)
                self._hide(self.calls.children(self.lib.FPDFFormObj_GetObject, item, max(count, 0)))

    def _form(self, form: Handle, matrix: Matrix | None, base: float, step: float, depth: int) -> None:
        count = min(self.lib.FPDFFormObj_CountObjects(form), _MAX_OBJECTS)
        if count <= 0:
            return
        children = self.calls.children(self.lib.FPDFFormObj_GetObject, form, count)
        self.read(children, self._matrices([form], matrix)[0], base, step / (count + 1), depth + 1)

    def _paths(self, paths: list[Handle], order: Sequence[float], matrix: Matrix | None) -> None:
        calls, lib = self.calls, self.lib
        columns = calls.paths(paths)
        counts = columns.counts
        bounds = columns.bounds if matrix is None else [transform_box(matrix, box) for box in columns.bounds]
        fills = Paint.of(calls, lib.FPDFPageObj_GetFillColor, paths, columns.filled)
        strokes = Paint.of(calls, lib.FPDFPageObj_GetStrokeColor, paths, columns.stroked)
        clips = self.clips.of(paths, matrix) if columns.clipped else None
        thick: list[int] = []
        horizontals, verticals = self.drawing.horizontals, self.drawing.verticals
        plain = fills.all_seen and strokes.all_seen
        for i, (x0, y0, x1, y1) in enumerate(bounds):
            if not (fills.shown[i] or strokes.shown[i]):
                continue
            if clips is not None and (clip := clips[i]) is not None:
                parts = seen_parts(bounds[i], clip)
                if len(parts) != 1:
                    if counts[i] <= 6 and all(min(b[2] - b[0], b[3] - b[1]) <= THIN for b in parts):
                        for part in parts:
                            self._thin(*part, order[i], (strokes if strokes.shown[i] else fills).pale(i))
                    elif parts:
                        thick.append(i)
                    continue
                ((x0, y0, x1, y1),) = parts
            width, height = x1 - x0, y1 - y0
            if (width <= THIN or height <= THIN) and counts[i] <= 6:
                pale = False if plain else (strokes if strokes.shown[i] else fills).pale(i)
                if width >= height or height < 1.0:
                    horizontals.append(((y0 + y1) / 2, x0, x1, order[i], pale))
                if height >= width or width < 1.0:
                    verticals.append(((x0 + x1) / 2, y0, y1, order[i], pale))
            else:
                thick.append(i)
        if not thick:
            return
        boxes: dict[int, BBox] = {}
        if matrix is None:
            filled = [i for i in thick if not strokes.shown[i]]
            found = calls.boxes([paths[i] for i in filled], [counts[i] for i in filled])
            boxes = {i: box for i, box in zip(filled, found, strict=True) if box is not None}
        traced = [i for i in thick if i not in boxes] if boxes else thick
        outlined = [paths[i] for i in traced]
        matrices = self._matrices(outlined, matrix)
        outlines = dict(zip(traced, read_outlines(calls, outlined, [counts[i] for i in traced], matrices), strict=True))
        for i in thick:
            clip = clips[i] if clips is not None else None
            if i in boxes:
                self._shapes([("area", boxes[i])], clip, order[i], fills, i)
                continue
            if fills.shown[i]:
                self._shapes(shapes_of(outlines[i], filled=True, thin=THIN), clip, order[i], fills, i)
            if strokes.shown[i]:
                self._shapes(shapes_of(outlines[i], filled=False, thin=THIN), clip, order[i], strokes, i)

    def _thin(self, x0: float, y0: float, x1: float, y1: float, order: float, pale: bool) -> None:
        width, height = x1 - x0, y1 - y0
        if width >= height or height < 1.0:
            self.drawing.horizontals.append(((y0 + y1) / 2, x0, x1, order, pale))
        if height >= width or width < 1.0:
            self.drawing.verticals.append(((x0 + x1) / 2, y0, y1, order, pale))

    def _shapes(self, shapes: list[Shape], clip: Clip | None, order: float, paint: Paint, index: int) -> None:
        pale = paint.pale(index)
        for kind, shape_box in shapes:
            parts = seen_parts(shape_box, clip)
            box = around_any(parts)
            if box is None:
                continue
            x0, y0, x1, y1 = box
            if kind == "area" and x1 - x0 > THIN and y1 - y0 > THIN:
                self.drawing.fills.append(Fill(box, order, pale, paint.opaque(index), paint.rgb(index)))
                continue
            for part in parts:
                self._thin(*part, order, pale)

    def _texts(self, texts: list[Handle], order: Sequence[float], matrix: Matrix | None) -> None:
        calls, lib, drawing = self.calls, self.lib, self.drawing
        drawing.text_count += len(texts)
        if matrix is None and calls.plain_texts(texts, NEARLY_WHITE, NEARLY_CLEAR):
            return
        a, b, _, d = calls.gather(lib.FPDFPageObj_GetMatrix, texts, "f", 4, out=1)
        modes = calls.integers(lib.FPDFTextObj_GetTextRenderMode, texts)
        paint = Paint.of(calls, lib.FPDFPageObj_GetFillColor, texts, repeat(True, len(texts)))
        turned_form = matrix is not None and (
            abs(matrix[1]) > 1e-3 or abs(matrix[2]) > 1e-3 or min(matrix[0], matrix[3]) <= 0
        )
        upright = not turned_form and not any(b) and min(a) > 0 and min(d) > 0
        if upright and paint.all_seen and not any(modes):
            return
        if matrix is None:
            drawing.skew = _skew(a, b)
        for i, text in enumerate(texts):
            key = calls.address(text)
            if modes[i] in (3, 7) or not paint.shown[i]:
                drawing.special_texts[key] = "hidden"
            elif modes[i] in (0, 4) and paint.pale(i):
                drawing.special_texts[key] = "pale"
                drawing.text_boxes[key] = (self._bounds([text], matrix)[0], order[i])
            elif turned_form or abs(b[i]) > 1e-3 or a[i] <= 0 or d[i] <= 0:
                drawing.special_texts[key] = "turned"

    def _images(self, images: list[Handle], order: Sequence[float], matrix: Matrix | None) -> None:
        bounds = self._bounds(images, matrix)
        clips = self.clips.of(images, matrix)
        for i in range(len(images)):
            box = intersect(bounds[i], self.page_box)
            if box is not None and clips is not None and (clip := clips[i]) is not None:
                box = around_any(seen_parts(box, clip))
            if box is None:
                continue
            x0, y0, x1, y1 = box
            if min(x1 - x0, y1 - y0) <= 1.5 and max(x1 - x0, y1 - y0) >= 6:
                self._thin(x0, y0, x1, y1, order[i], pale=False)  # print drivers paint lines as pictures a pixel thick
            else:
                self.drawing.images.append(box)

    def _bounds(self, objects: list[Handle], matrix: Matrix | None) -> list[BBox]:
        columns = self.calls.gather(self.lib.FPDFPageObj_GetBounds, objects, "f", 4)
        boxes: list[BBox] = list(zip(*columns, strict=True))
        return boxes if matrix is None else [transform_box(matrix, box) for box in boxes]

    def _matrices(self, items: list[Handle], outer: Matrix | None) -> list[Matrix]:
        columns = self.calls.gather(self.lib.FPDFPageObj_GetMatrix, items, "f", 6, out=1)
        return [concat((a, b, c, d, e, f), outer) for a, b, c, d, e, f in zip(*columns, strict=True)]
