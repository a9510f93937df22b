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
from typing import Any, TypeAlias

from extractor.model.records import BBox
from extractor.readers.pdf.clipping import Clips
from extractor.readers.pdf.library import OBJECT_FORM, OBJECT_IMAGE, OBJECT_PATH, OBJECT_TEXT
from extractor.readers.pdf.outlines import Shape, read_outline, shapes_of

THIN = 4.0
"""What is drawn no thicker than this (points) is a line, not an area."""
NEARLY_WHITE = 243
"""Colours whose every part is at least this (of 255) cannot be seen on white paper."""
NEARLY_CLEAR = 20
"""Opacity (of 255) below which nothing can be seen."""
_OPAQUE = 250
_BLACK = (0, 0, 0, 255)
_MAX_DEPTH = 8
_MAX_OBJECTS = 200_000

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Address: TypeAlias = int


Line: TypeAlias = tuple[float, float, float, float, bool]
"""A straight line: position across it, start and end along it, when it was painted, whether it is nearly white."""


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
        fills = _Paint.of(lib.FPDFPageObj_GetFillColor, paths, modes[0::2])
        strokes = _Paint.of(lib.FPDFPageObj_GetStrokeColor, paths, modes[1::2])
        clips = self.clips.of(paths, matrix)
        for i, path in enumerate(paths):
            fill, stroke = fills.shown[i], strokes.shown[i]
            if not (fill or stroke):
                continue
            box = _box(bounds, i)
            clip = clips[i] if clips is not None else None
            if clip is not None:
                seen = intersect(box, clip)
                if seen is None:
                    continue
                box = seen
            x0, y0, x1, y1 = box
            if (x1 - x0 <= THIN or y1 - y0 <= THIN) and counts[i] <= 6:
                self._thin(x0, y0, x1, y1, order[i], (strokes if stroke else fills).pale(i))
                continue
            outline = read_outline(lib, path, counts[i], concat(self._matrices([path])[0], matrix))
            if fill:
                self._shapes(shapes_of(outline, filled=True, thin=THIN), clip, order[i], fills.pale(i), fills.opaque(i))
            if stroke:
                self._shapes(shapes_of(outline, filled=False, thin=THIN), clip, order[i], strokes.pale(i), opaque=False)

    def _thin(self, x0: float, y0: float, x1: float, y1: float, order: float, pale: bool) -> None:
        width, height = x1 - x0, y1 - y0
        if width >= height or height < 1.0:
            self.drawing.horizontals.append(((y0 + y1) / 2, x0, x1, order, pale))
        if height >= width or width < 1.0:
            self.drawing.verticals.append(((x0 + x1) / 2, y0, y1, order, pale))

    def _shapes(self, shapes: list[Shape], clip: BBox | None, order: float, pale: bool, opaque: bool) -> None:
        for kind, shape_box in shapes:
            box = intersect(shape_box, clip) if clip is not None else shape_box
            if box is None:
                continue
            x0, y0, x1, y1 = box
            if kind == "area" and x1 - x0 > THIN and y1 - y0 > THIN:
                self.drawing.fills.append(Fill(box, order, pale, opaque))
            else:
                self._thin(x0, y0, x1, y1, order, pale)

    def _texts(self, texts: list[Address], order: Sequence[float], matrix: Matrix | None) -> None:
        lib, drawing = self.lib, self.drawing
        drawing.text_count += len(texts)
        matrices = self._matrix_buffer(texts)
        modes = list(map(lib.FPDFTextObj_GetTextRenderMode, texts))
        paint = _Paint.of(lib.FPDFPageObj_GetFillColor, texts, repeat(True, len(texts)))
        turned_form = matrix is not None and (
            abs(matrix[1]) > 1e-3 or abs(matrix[2]) > 1e-3 or min(matrix[0], matrix[3]) <= 0
        )
        upright = not turned_form and not any(matrices[1::6]) and min(matrices[0::6]) > 0 and min(matrices[3::6]) > 0
        if upright and paint.all_seen and not any(modes):
            return
        for i, text in enumerate(texts):
            a, b, d = matrices[6 * i], matrices[6 * i + 1], matrices[6 * i + 3]
            if modes[i] in (3, 7) or not paint.shown[i]:
                drawing.special_texts[text] = "hidden"
            elif modes[i] in (0, 4) and paint.pale(i):
                drawing.special_texts[text] = "pale"
                drawing.text_boxes[text] = (_box(self._bounds([text], matrix), 0), order[i])
            elif turned_form or abs(b) > 1e-3 or a <= 0 or d <= 0:
                drawing.special_texts[text] = "turned"

    def _images(self, images: list[Address], order: Sequence[float], matrix: Matrix | None) -> None:
        bounds = self._bounds(images, matrix)
        clips = self.clips.of(images, matrix)
        for i in range(len(images)):
            box = intersect(_box(bounds, i), self.page_box)
            if box is not None and clips is not None and (clip := clips[i]) is not None:
                box = intersect(box, clip)
            if box is None:
                continue
            x0, y0, x1, y1 = box
            if min(x1 - x0, y1 - y0) <= 1.5 and max(x1 - x0, y1 - y0) >= 6:
                self._thin(x0, y0, x1, y1, order[i], pale=False)  # print drivers paint lines as pictures a pixel thick
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
        m = self._matrix_buffer(objects)
        return [(m[i], m[i + 1], m[i + 2], m[i + 3], m[i + 4], m[i + 5]) for i in range(0, len(m), 6)]

    def _matrix_buffer(self, objects: list[Address]) -> array[float]:
        buffer = array("f", bytes(24 * len(objects)))
        address = buffer.buffer_info()[0]
        _drain(map(self.lib.FPDFPageObj_GetMatrix, objects, range(address, address + 24 * len(objects), 24)))
        return buffer


@dataclass(slots=True)
class _Paint:
    """Colours of many objects.

    Attributes:
        shown: per object whether it is painted at all, and not clear.
        colours: red, green, blue, opacity (0–255) per object, flat.
        all_seen: whether every object is painted in a colour that shows on white paper.
    """

    shown: list[bool]
    colours: array[int]
    all_seen: bool

    @classmethod
    def of(cls, function: Callable[..., int], objects: list[Address], painted: Iterable[int]) -> _Paint:
        wanted = list(map(bool, painted))
        if not any(wanted):
            return cls(wanted, array("I"), all_seen=True)
        colours = _filled(function, objects, "I", 4, unset=_BLACK)
        if max(colours[0::4]) < NEARLY_WHITE and min(colours[3::4]) > NEARLY_CLEAR:
            return cls(wanted, colours, all_seen=True)
        shown = [want and alpha > NEARLY_CLEAR for want, alpha in zip(wanted, colours[3::4], strict=True)]
        return cls(shown, colours, all_seen=False)

    def pale(self, index: int) -> bool:
        return not self.all_seen and min(self.colours[4 * index : 4 * index + 3]) >= NEARLY_WHITE

    def opaque(self, index: int) -> bool:
        return self.colours[4 * index + 3] >= _OPAQUE


def _box(bounds: array[float], index: int) -> BBox:
    at = 4 * index
    return bounds[at], bounds[at + 1], bounds[at + 2], bounds[at + 3]


def _filled(
    function: Callable[..., int], objects: list[Address], typecode: str, width: int, unset: Sequence[int] | None = None
) -> array[Any]:
    """Call ``function(object, &out0, &out1, …)`` for every object into one flat buffer of ``width`` items an object.

    ``unset`` is what an object is given for which the call has no answer (a pattern has no colour).
    """
    buffer = (
        array(typecode, bytes(4 * width * len(objects))) if unset is None else array(typecode, unset) * len(objects)
    )
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
