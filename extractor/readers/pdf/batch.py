"""Calls by the hundred: one native call per item, results gathered as plain lists.

:class:`PythonCalls` makes each call through ctypes; :class:`extractor.native.pdfium.NativeCalls` has compiled loops make
them, where those were built. Both give the same. Use either only while :data:`extractor.readers.pdf.library.LOCK` is held.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress, repeat
from operator import ne
from typing import Any

from extractor.model.table import BBox
from extractor.native.calls import STRIDE, WIDTHS, Calls, Columns, Function, Handle, PathColumns, blank_item
from extractor.native.loader import wanted
from extractor.readers.pdf.library import Pointer, pdfium

_CAPACITY = 2048


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
        x0, y1, x1, y0 = self.gather_at(lib.FPDFText_GetLooseCharBox, text_page, range(count), "f", 4, out=1)
        baselines = self._baselines(text_page, y0, y1)
        return (
            array("d", [x - left for x in x0]),
            array("d", [top - y for y in y1]),
            array("d", [x - left for x in x1]),
            array("d", [top - y for y in y0]),
            array("d", [top - y for y in baselines]),
        )

    def _baselines(self, text_page: Handle, bottom: Sequence[float], top: Sequence[float]) -> list[float]:
        """The baseline of every upright glyph, asked for once per chain of glyphs with the same bottom and top."""
        origin = self.lib.FPDFText_GetCharOrigin
        pairs = list(zip(bottom, top, strict=True))
        starts = [0, *compress(range(1, len(pairs)), map(ne, pairs, pairs[1:]))]
        if 2 * len(starts) > len(pairs):  # a font with tight boxes
            return self.gather_at(origin, text_page, range(len(pairs)), "d", 2)[1]
        _, heights = self.gather_at(origin, text_page, starts, "d", 2)
        baselines: list[float] = []
        for height, start, end in zip(heights, starts, [*starts[1:], len(pairs)], strict=True):
            baselines += [height] * (end - start)
        return baselines

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
