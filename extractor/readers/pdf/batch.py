"""Calls by the hundred: one native call per item, results gathered as plain lists.

:class:`PythonCalls` makes each call through ctypes; :class:`extractor.native.pdfium.NativeCalls` has compiled loops make
them, where those were built. Both give the same. Use either only while :data:`extractor.readers.pdf.library.LOCK` is held.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from itertools import chain, compress, repeat
from operator import ne
from typing import Any

from extractor.model.table import BBox
from extractor.native.calls import STRIDE, WIDTHS, Calls, Columns, Function, Handle, PathColumns, blank_item
from extractor.native.loader import wanted
from extractor.readers.pdf.geometry import ABOVE, BELOW, font_size
from extractor.readers.pdf.library import Pointer, pdfium

_CAPACITY = 2048
_LAYER_PARAMETERS = 2
"""A layer's property list has a type and a name at least; that of tagged text has its number only."""


@lru_cache(maxsize=2)
def calls(*, pure: bool = False) -> Calls:
    """The compiled loops where they were built, unless ``pure`` or the environment (``JIXIAO_PURE=1``) asks for none."""
    if wanted(pure=pure):
        from extractor.native.pdfium import native_calls

        compiled = native_calls(pdfium())
        if compiled is not None:
            return compiled
    return PythonCalls()


_memory = array("B", bytes(STRIDE * _CAPACITY))
_views: dict[str, memoryview[Any]] = {code: memoryview(_memory).cast(code) for code in ("f", "I", "i", "d")}


@lru_cache(maxsize=8)
def _pointers(offset: int) -> list[Pointer]:
    base = _memory.buffer_info()[0] + offset
    return [Pointer(base + STRIDE * index) for index in range(_CAPACITY)]


class PythonCalls:
    """One ctypes call per item, into one scratch buffer shared by the process.

    An object per out-parameter would cost more than the calls themselves, so pointers into the buffer are made once.
    """

    def __init__(self) -> None:
        self.lib = pdfium()

    def children(self, function: Function, holder: Handle, count: int) -> list[Handle]:
        return list(map(function, repeat(holder), range(count)))

    def integers(self, function: Function, items: Sequence[Handle]) -> list[int]:
        return list(map(function, items))

    def integers_at(self, function: Function, holder: Handle, count: int, step: int = 1) -> list[int]:
        return list(map(function, repeat(holder), range(0, count * step, step)))

    def handles(self, function: Function, items: Sequence[Handle]) -> list[Handle]:
        return list(map(function, items))

    def handles_in(self, function: Function, items: Sequence[Handle], first: int, second: int) -> list[Handle]:
        return list(map(function, items, repeat(first), repeat(second)))

    def segments_in(self, function: Function, holder: Handle, level: int, count: int) -> list[Handle]:
        return list(map(function, repeat(holder), repeat(level), range(count)))

    def address(self, handle: Handle) -> int | None:
        address: int | None = handle.value
        return address

    def gather(
        self,
        function: Function,
        items: Sequence[Handle],
        code: str,
        fields: int,
        *,
        out: int | None = None,
        unset: Sequence[int] | None = None,
    ) -> list[list[Any]]:
        return _gather(function, (items,), len(items), code, fields, fields if out is None else out, unset)

    def gather_at(
        self,
        function: Function,
        holder: Handle,
        indices: Sequence[int],
        code: str,
        fields: int,
        *,
        out: int | None = None,
    ) -> list[list[Any]]:
        arguments = (repeat(holder), indices)
        return _gather(function, arguments, len(indices), code, fields, fields if out is None else out, None)

    def upright_glyphs(self, text_page: Handle, count: int, left: float, top: float) -> Columns:
        lib = self.lib
        boxes = self.gather_at(lib.FPDFText_GetLooseCharBox, text_page, range(count), "f", 4, out=1)
        x0, y1, x1, y0 = boxes
        pairs = list(zip(y0, y1, strict=True))
        # Glyphs one after the other whose boxes have the same bottom and top share baseline and size.
        starts = [0, *compress(range(1, len(pairs)), map(ne, pairs, pairs[1:]))]
        _, heights = self.gather_at(lib.FPDFText_GetCharOrigin, text_page, starts, "d", 2)
        sizes = self._sizes(text_page, starts, [[column[i] for i in starts] for column in boxes])
        lengths = [end - start for start, end in zip(starts, [*starts[1:], count], strict=True)]
        baselines = [top - height for height in heights]

        def spread(values: Iterable[float]) -> array[float]:
            return array("d", chain.from_iterable(map(repeat, values, lengths)))

        return (
            array("d", [x - left for x in x0]),
            spread(y - ABOVE * size for y, size in zip(baselines, sizes, strict=True)),
            array("d", [x - left for x in x1]),
            spread(y + BELOW * size for y, size in zip(baselines, sizes, strict=True)),
            spread(baselines),
        )

    def glyph_sizes(self, text_page: Handle, count: int) -> list[float]:
        indices = range(count)
        boxes = self.gather_at(self.lib.FPDFText_GetLooseCharBox, text_page, indices, "f", 4, out=1)
        return self._sizes(text_page, indices, boxes)

    def _sizes(self, text_page: Handle, indices: Sequence[int], boxes: Sequence[Sequence[float]]) -> list[float]:
        lib = self.lib
        printed = map(lib.FPDFText_GetFontSize, repeat(text_page), indices)
        matrices = zip(*self.gather_at(lib.FPDFText_GetMatrix, text_page, indices, "f", 6, out=1), strict=True)
        sizes: list[float] = []
        for index, size, matrix, x0, y1, x1, y0 in zip(indices, printed, matrices, *boxes, strict=True):
            turned = abs(matrix[1]) > abs(matrix[0])
            width, height = (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)
            sizes.append(font_size(size, matrix, width, height, partial(self._shape_height, text_page, index, turned)))
        return sizes

    def _shape_height(self, text_page: Handle, index: int, turned: bool) -> float:
        columns: list[list[float]] = self.gather_at(self.lib.FPDFText_GetCharBox, text_page, [index], "d", 4)
        (x0,), (x1,), (y0,), (y1,) = columns
        return x1 - x0 if turned else y1 - y0

    def layered(self, objects: Sequence[Handle]) -> list[int]:
        marks = self.integers(self.lib.FPDFPageObj_CountMarks, objects)
        return [i for i, count in enumerate(marks) if any(self._is_layer(objects[i], k) for k in range(count))]

    def _is_layer(self, item: Handle, number: int) -> bool:
        mark = self.lib.FPDFPageObj_GetMark(item, number)
        if self.lib.FPDFPageObjMark_CountParams(mark) < _LAYER_PARAMETERS:
            return False
        name, length = array("H", bytes(8)), array("L", (0,))
        self.lib.FPDFPageObjMark_GetName(mark, name.buffer_info()[0], 8, length.buffer_info()[0])
        return name[:3].tolist() == [ord("O"), ord("C"), 0]

    def plain_texts(self, texts: Sequence[Handle], nearly_white: int, nearly_clear: int) -> bool:
        return False  # what is then asked for is no dearer than asking here

    def paths(self, paths: Sequence[Handle]) -> PathColumns:
        lib = self.lib
        bounds = self.gather(lib.FPDFPageObj_GetBounds, paths, "f", 4)
        counts = self.integers(lib.FPDFPath_CountSegments, paths)
        filled, stroked = self.gather(lib.FPDFPath_GetDrawMode, paths, "i", 2)
        clips = self.integers(lib.FPDFClipPath_CountPaths, self.handles(lib.FPDFPageObj_GetClipPath, paths))
        return PathColumns(list(zip(*bounds, strict=True)), counts, filled, stroked, max(clips, default=0) > 0)

    def boxes(self, paths: Sequence[Handle], counts: Sequence[int]) -> list[BBox | None]:
        return [None] * len(paths)  # all outlines are read in one go


def _gather(
    function: Function,
    arguments: Sequence[Sequence[Any] | repeat[Any]],
    count: int,
    code: str,
    fields: int,
    out: int,
    unset: Sequence[int] | None,
) -> list[list[Any]]:
    width = WIDTHS[code]
    pointers = [_pointers(width * k) for k in range(out)]
    view = _views[code]
    step = STRIDE // width
    blank = blank_item(code, unset)
    columns: list[list[Any]] = [[] for _ in range(fields)]
    for start in range(0, count, _CAPACITY):
        size = min(_CAPACITY, count - start)
        _memory[: STRIDE * size] = array("B", blank * size)
        leading = [part if isinstance(part, repeat) else part[start : start + size] for part in arguments]
        drain(map(function, *leading, *(column[:size] if size < _CAPACITY else column for column in pointers)))
        for k, column in enumerate(columns):
            column += view[k : step * size : step].tolist()
    return columns


def drain(calls: Iterable[object]) -> None:
    """Make every call of an iterator and drop what it gives."""
    deque(calls, maxlen=0)
