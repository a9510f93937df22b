"""The drawn objects of a page: lines, filled areas, pictures, and which text objects are turned or hidden.

Calls into PDFium are batched with :func:`map` over preallocated buffers; only what is not plainly a thin line is looked at
point by point. Coordinates here are PDF user space (origin at the bottom left).
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from extractor.model.records import BBox
from extractor.readers.pdf.clipping import Clips
from extractor.readers.pdf.library import OBJECT_FORM, OBJECT_IMAGE, OBJECT_PATH, OBJECT_TEXT
from extractor.readers.pdf.outlines import Outline, Shape, read_outline, shapes_of

THIN = 4.0
"""What is drawn no thicker than this (points) is a line, not an area."""
NEARLY_WHITE = 243
"""Colours whose every part is at least this (of 255) cannot be seen on white paper."""
NEARLY_CLEAR = 20
"""Opacity (of 255) below which nothing can be seen."""
_MAX_DEPTH = 8
_MAX_OBJECTS = 200_000

Matrix = tuple[float, float, float, float, float, float]
Address = int


@dataclass(slots=True)
class Line:
    """A straight line: ``position`` across it, from ``start`` to ``end`` along it; ``order`` in which it was painted."""

    position: float
    start: float
    end: float
    order: float
    pale: bool


@dataclass(slots=True)
class Fill:
    """A filled rectangle (user space) and when it was painted."""

    box: BBox
    order: float
    pale: bool
    opaque: bool


@dataclass(slots=True)
class Drawing:
    """Everything drawn on a page, in painting order."""

    horizontals: list[Line] = field(default_factory=list)
    verticals: list[Line] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    special_texts: dict[Address, str] = field(default_factory=dict)
    """Text objects that are ``turned``, ``hidden`` (not painted) or ``pale`` (painted nearly white)."""
    text_boxes: dict[Address, tuple[BBox, float]] = field(default_factory=dict)
    """Box and painting order of the pale text objects."""
    text_count: int = 0


def read_drawing(lib: Any, page: Address, page_box: BBox) -> Drawing:
    """Read every drawn object of a loaded page, into form XObjects as deep as they go."""
    drawing = Drawing()
    count = min(lib.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    objects = list(map(lib.FPDFPage_GetObject, repeat(page), range(count)))
    _Reader(lib, page_box, drawing).read(objects, None, 0.0, 1.0, 0)
    return drawing


class _Reader:
    def __init__(self, lib: Any, page_box: BBox, drawing: Drawing) -> None:
        self.lib = lib
        self.page_box = page_box
        self.drawing = drawing
        self.clips = Clips(lib, page_box)

    def read(self, objects: list[Address], matrix: Matrix | None, base: float, step: float, depth: int) -> None:
        types = list(map(self.lib.FPDFPageObj_GetType, objects))
        by_type: dict[int, list[int]] = {}
        for index, kind in enumerate(types):
            by_type.setdefault(kind, []).append(index)
        order = [base + step * index for index in range(len(objects))] if matrix else range(len(objects))
        if OBJECT_PATH in by_type:
            self._paths([objects[i] for i in by_type[OBJECT_PATH]], [order[i] for i in by_type[OBJECT_PATH]], matrix)
        if OBJECT_TEXT in by_type:
            self._texts([objects[i] for i in by_type[OBJECT_TEXT]], [order[i] for i in by_type[OBJECT_TEXT]], matrix)
        if OBJECT_IMAGE in by_type:
            self._images([objects[i] for i in by_type[OBJECT_IMAGE]], [order[i] for i in by_type[OBJECT_IMAGE]], matrix)
        for index in by_type.get(OBJECT_FORM, ()):
            if depth < _MAX_DEPTH:
                self._form(objects[index], matrix, order[index], step, depth)

    def _form(self, form: Address, matrix: Matrix | None, base: float, step: float, depth: int) -> None:
        count = min(self.lib.FPDFFormObj_CountObjects(form), _MAX_OBJECTS)
        if count <= 0:
            return
        children = list(map(self.lib.FPDFFormObj_GetObject, repeat(form), range(count)))
        own = self._matrices([form])
        self.read(children, concat(own[0], matrix), base, step / (count + 1), depth + 1)

    def _paths(self, paths: list[Address], order: Sequence[float], matrix: Matrix | None) -> None:
        lib = self.lib
        bounds = self._bounds(paths, matrix)
        counts = list(map(lib.FPDFPath_CountSegments, paths))
        modes = _filled(lib.FPDFPath_GetDrawMode, paths, "i", 2)
        fill_colours = _filled(lib.FPDFPageObj_GetFillColor, paths, "I", 4) if any(modes[0::2]) else None
        stroke_colours = _filled(lib.FPDFPageObj_GetStrokeColor, paths, "I", 4) if any(modes[1::2]) else None
        clips = self.clips.of(paths, matrix)
        for i, path in enumerate(paths):
            fill = fill_colours is not None and modes[2 * i] and fill_colours[4 * i + 3] > NEARLY_CLEAR
            stroke = stroke_colours is not None and modes[2 * i + 1] and stroke_colours[4 * i + 3] > NEARLY_CLEAR
            if not (fill or stroke):
                continue
            x0, y0, x1, y1 = 4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3
            whole = (bounds[x0], bounds[y0], bounds[x1], bounds[y1])
            clip = clips[i] if clips is not None else None
            box = whole if clip is None else intersect(whole, clip)
            if box is None:
                continue
            fill_pale = bool(fill and fill_colours is not None and min(fill_colours[x0:y1]) >= NEARLY_WHITE)
            stroke_pale = bool(stroke and stroke_colours is not None and min(stroke_colours[x0:y1]) >= NEARLY_WHITE)
            width, height = box[2] - box[0], box[3] - box[1]
            if (width <= THIN or height <= THIN) and (counts[i] <= 6 or not stroke):
                self._thin(box, width, height, order[i], stroke_pale if stroke else fill_pale)
                continue
            outline = read_outline(lib, path, counts[i], concat(self._matrices([path])[0], matrix))
            opaque = bool(fill and fill_colours is not None and fill_colours[y1] >= 250)
            self._outline(outline, clip, order[i], bool(fill), bool(stroke), fill_pale, stroke_pale, opaque)

    def _thin(self, box: BBox, width: float, height: float, order: float, pale: bool) -> None:
        x0, y0, x1, y1 = box
        if width >= height or height < 1.0:
            self.drawing.horizontals.append(Line((y0 + y1) / 2, x0, x1, order, pale))
        if height >= width or width < 1.0:
            self.drawing.verticals.append(Line((x0 + x1) / 2, y0, y1, order, pale))

    def _outline(
        self,
        outline: Outline,
        clip: BBox | None,
        order: float,
        fill: bool,
        stroke: bool,
        fill_pale: bool,
        stroke_pale: bool,
        opaque: bool,
    ) -> None:
        shapes: list[tuple[Shape, bool]] = []
        if fill:
            shapes += [(shape, fill_pale) for shape in shapes_of(outline, filled=True, thin=THIN)]
        if stroke:
            shapes += [(shape, stroke_pale) for shape in shapes_of(outline, filled=False, thin=THIN)]
        for (kind, shape_box), pale in shapes:
            box = intersect(shape_box, clip) if clip is not None else shape_box
            if box is None:
                continue
            x0, y0, x1, y1 = box
            if kind == "area" and x1 - x0 > THIN and y1 - y0 > THIN:
                self.drawing.fills.append(Fill(box, order, pale, opaque))
            else:
                self._thin(box, x1 - x0, y1 - y0, order, pale)

    def _texts(self, texts: list[Address], order: Sequence[float], matrix: Matrix | None) -> None:
        lib, drawing = self.lib, self.drawing
        drawing.text_count += len(texts)
        matrices = array("f", bytes(24 * len(texts)))
        address = matrices.buffer_info()[0]
        _drain(map(lib.FPDFPageObj_GetMatrix, texts, range(address, address + 24 * len(texts), 24)))
        modes = list(map(lib.FPDFTextObj_GetTextRenderMode, texts))
        colours = _filled(lib.FPDFPageObj_GetFillColor, texts, "I", 4)
        turned_form = matrix is not None and (
            abs(matrix[1]) > 1e-3 or abs(matrix[2]) > 1e-3 or matrix[0] <= 0 or matrix[3] <= 0
        )
        for i, text in enumerate(texts):
            at = 6 * i
            if modes[i] in (3, 7) or colours[4 * i + 3] <= NEARLY_CLEAR:
                drawing.special_texts[text] = "hidden"
            elif modes[i] in (0, 4) and min(colours[4 * i : 4 * i + 3]) >= NEARLY_WHITE:
                drawing.special_texts[text] = "pale"
                bounds = self._bounds([text], matrix)
                drawing.text_boxes[text] = ((bounds[0], bounds[1], bounds[2], bounds[3]), order[i])
            elif turned_form or abs(matrices[at + 1]) > 1e-3 or matrices[at] <= 0 or matrices[at + 3] <= 0:
                drawing.special_texts[text] = "turned"

    def _images(self, images: list[Address], order: Sequence[float], matrix: Matrix | None) -> None:
        bounds = self._bounds(images, matrix)
        clips = self.clips.of(images, matrix)
        for i in range(len(images)):
            whole = (bounds[4 * i], bounds[4 * i + 1], bounds[4 * i + 2], bounds[4 * i + 3])
            box = intersect(whole, self.page_box)
            if box is not None and clips is not None and (clip := clips[i]) is not None:
                box = intersect(box, clip)
            if box is None:
                continue
            width, height = box[2] - box[0], box[3] - box[1]
            if (
                min(width, height) <= 1.5 and max(width, height) >= 6
            ):  # print drivers paint lines as pictures one pixel thick
                self._thin(box, width, height, order[i], pale=False)
            else:
                self.drawing.images.append(box)

    def _bounds(self, objects: list[Address], matrix: Matrix | None) -> array[float]:
        bounds = _filled(self.lib.FPDFPageObj_GetBounds, objects, "f", 4)
        if matrix is None:
            return bounds
        for at in range(0, len(bounds), 4):
            bounds[at : at + 4] = array(
                "f", transform_box(matrix, (bounds[at], bounds[at + 1], bounds[at + 2], bounds[at + 3]))
            )
        return bounds

    def _matrices(self, objects: list[Address]) -> list[Matrix]:
        buffer = array("f", bytes(24 * len(objects)))
        address = buffer.buffer_info()[0]
        _drain(map(self.lib.FPDFPageObj_GetMatrix, objects, range(address, address + 24 * len(objects), 24)))
        return [
            (buffer[i], buffer[i + 1], buffer[i + 2], buffer[i + 3], buffer[i + 4], buffer[i + 5])
            for i in range(0, len(buffer), 6)
        ]


def _filled(function: Callable[..., int], objects: list[Address], typecode: str, width: int) -> array[Any]:
    """Call ``function(object, &out0, &out1, …)`` for every object into one flat buffer of ``width`` items an object."""
    buffer = array(typecode, bytes(4 * width * len(objects)))
    address = buffer.buffer_info()[0]
    stride = 4 * width
    end = address + stride * len(objects)
    _drain(map(function, objects, *(range(address + 4 * k, end + 4 * k, stride) for k in range(width))))
    return buffer


def _drain(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)


def concat(inner: Matrix, outer: Matrix | None) -> Matrix:
    """The matrix that applies ``inner`` first, then ``outer``."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


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
