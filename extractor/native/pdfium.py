"""The compiled loops of ``_pdfium.c``: optional, built when the package is and a C compiler is there."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Sequence
from ctypes import c_char_p, c_double, c_int, c_long, c_uint, c_void_p
from functools import lru_cache
from typing import Any

from extractor.model.table import BBox
from extractor.native.calls import STRIDE, WIDTHS, Columns, Function, Handle, PathColumns, blank_item
from extractor.native.loader import Prototypes, open_library

_ADDRESSES = "Q"  # array type code of addresses
_BLANK = bytes(STRIDE)
_P = c_void_p
_PROTOTYPES: Prototypes = {
    "gather_each": (c_int, (_P, _P, c_long, c_int, c_int, c_int, c_char_p, _P)),
    "gather_at": (c_int, (_P, _P, _P, c_long, c_int, c_int, c_int, _P)),
    "integers_each": (None, (_P, _P, c_long, _P)),
    "integers_at": (None, (_P, _P, c_long, c_long, _P)),
    "pointers_each": (None, (_P, _P, c_long, _P)),
    "pointers_at": (None, (_P, _P, c_long, _P)),
    "children_of": (None, (_P, _P, c_long, _P)),
    "pointers_in": (None, (_P, _P, c_long, c_int, c_int, _P)),
    "segments_in": (None, (_P, _P, c_int, c_long, _P)),
    "upright_glyphs": (None, (_P, _P, c_long, c_double, c_double, _P)),
    "glyph_sizes": (None, (_P, _P, c_long, _P)),
    "layered": (c_long, (_P, _P, c_long, _P)),
    "plain_texts": (c_int, (_P, _P, c_long, c_uint, c_uint)),
    "plain_boxes": (None, (_P, _P, _P, c_long, _P, _P)),
    "path_columns": (c_int, (_P, _P, c_long, _P, _P)),
}


@lru_cache(maxsize=1)
def native_calls(pdfium: Any) -> NativeCalls | None:
    """The compiled loops, ``None`` where they were not built or cannot be loaded.

    Args:
        pdfium: the library whose functions they call.
    """
    loops = open_library("_pdfium", _PROTOTYPES)
    return None if loops is None else NativeCalls(pdfium, loops)


class NativeCalls:
    """Calls made by compiled loops. Handles are addresses as integers."""

    def __init__(self, pdfium: Any, loops: ctypes.PyDLL) -> None:
        self.lib = pdfium
        self._addresses: dict[int, int | None] = {}  # by the identity of functions that live as long as the library
        self._loops: Any = loops
        lib = self.lib
        self._form_child = lib.FPDFFormObj_GetObject
        self._text_functions = self._table_of(
            lib.FPDFPageObj_GetMatrix, lib.FPDFTextObj_GetTextRenderMode, lib.FPDFPageObj_GetFillColor
        )
        self._glyph_functions = self._table_of(
            lib.FPDFText_GetLooseCharBox,
            lib.FPDFText_GetCharOrigin,
            lib.FPDFText_GetFontSize,
            lib.FPDFText_GetMatrix,
            lib.FPDFText_GetCharBox,
        )
        self._mark_functions = self._table_of(
            lib.FPDFPageObj_CountMarks,
            lib.FPDFPageObj_GetMark,
            lib.FPDFPageObjMark_CountParams,
            lib.FPDFPageObjMark_GetName,
        )
        self._path_functions = self._table_of(
            lib.FPDFPageObj_GetBounds,
            lib.FPDFPath_CountSegments,
            lib.FPDFPath_GetDrawMode,
            lib.FPDFPageObj_GetClipPath,
            lib.FPDFClipPath_CountPaths,
        )
        self._outline_functions = self._table_of(
            lib.FPDFPath_GetPathSegment,
            lib.FPDFPathSegment_GetType,
            lib.FPDFPathSegment_GetPoint,
            lib.FPDFPageObj_GetMatrix,
        )

    def _table_of(self, *functions: Function) -> Any:
        return (c_void_p * len(functions))(*map(self._address_of, functions))

    def _address_of(self, function: Function) -> int | None:
        known = self._addresses.get(id(function))
        if known is None:
            pointer: Any = function
            known = self._addresses[id(function)] = ctypes.cast(pointer, c_void_p).value
        return known

    def children(self, function: Function, holder: Handle, count: int) -> list[Handle]:
        found = array(_ADDRESSES, bytes(8 * count))
        loop = self._loops.children_of if function is self._form_child else self._loops.pointers_at
        loop(self._address_of(function), holder, count, found.buffer_info()[0])
        return found.tolist()

    def integers(self, function: Function, items: Sequence[Handle]) -> list[int]:
        given = array(_ADDRESSES, items)
        found = array("i", bytes(4 * len(given)))
        self._loops.integers_each(
            self._address_of(function), given.buffer_info()[0], len(given), found.buffer_info()[0]
        )
        return found.tolist()

    def integers_at(self, function: Function, holder: Handle, count: int, step: int = 1) -> list[int]:
        found = array("i", bytes(4 * count))
        self._loops.integers_at(self._address_of(function), holder, count, step, found.buffer_info()[0])
        return found.tolist()

    def handles(self, function: Function, items: Sequence[Handle]) -> list[Handle]:
        given = array(_ADDRESSES, items)
        found = array(_ADDRESSES, bytes(8 * len(given)))
        self._loops.pointers_each(
            self._address_of(function), given.buffer_info()[0], len(given), found.buffer_info()[0]
        )
        return found.tolist()

    def handles_in(self, function: Function, items: Sequence[Handle], first: int, second: int) -> list[Handle]:
        given = array(_ADDRESSES, items)
        found = array(_ADDRESSES, bytes(8 * len(given)))
        self._loops.pointers_in(
            self._address_of(function), given.buffer_info()[0], len(given), first, second, found.buffer_info()[0]
        )
        return found.tolist()

    def segments_in(self, function: Function, holder: Handle, level: int, count: int) -> list[Handle]:
        found = array(_ADDRESSES, bytes(8 * count))
        self._loops.segments_in(self._address_of(function), holder, level, count, found.buffer_info()[0])
        return found.tolist()

    def address(self, handle: Handle) -> int | None:
        if isinstance(handle, c_void_p):
            return handle.value
        address: int | None = handle or None
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
        given = array(_ADDRESSES, items)
        count, width = len(given), WIDTHS[code]
        found = array(code, bytes(width * fields * count))
        blank = _BLANK if unset is None else blank_item(code, unset)
        self._loops.gather_each(
            self._address_of(function),
            given.buffer_info()[0],
            count,
            fields if out is None else out,
            fields,
            width,
            blank,
            found.buffer_info()[0],
        )
        values = found.tolist()
        return [values[k * count : (k + 1) * count] for k in range(fields)]

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
        count, width = len(indices), WIDTHS[code]
        given = None if isinstance(indices, range) else array("i", indices)  # ranges count from 0
        found = array(code, bytes(width * fields * count))
        self._loops.gather_at(
            self._address_of(function),
            holder,
            None if given is None else given.buffer_info()[0],
            count,
            fields if out is None else out,
            fields,
            width,
            found.buffer_info()[0],
        )
        values = found.tolist()
        return [values[k * count : (k + 1) * count] for k in range(fields)]

    def upright_glyphs(self, text_page: Handle, count: int, left: float, top: float) -> Columns:
        found = array("d", bytes(40 * count))
        self._loops.upright_glyphs(self._glyph_functions, text_page, count, left, top, found.buffer_info()[0])
        return tuple([found[k * count : (k + 1) * count] for k in range(5)])

    def glyph_sizes(self, text_page: Handle, count: int) -> list[float]:
        found = array("d", bytes(8 * count))
        self._loops.glyph_sizes(self._glyph_functions, text_page, count, found.buffer_info()[0])
        return found.tolist()

    def layered(self, objects: Sequence[Handle]) -> list[int]:
        given = array(_ADDRESSES, objects)
        found = array("i", bytes(4 * len(given)))
        count = self._loops.layered(self._mark_functions, given.buffer_info()[0], len(given), found.buffer_info()[0])
        return found[:count].tolist()

    def plain_texts(self, texts: Sequence[Handle], nearly_white: int, nearly_clear: int) -> bool:
        given = array(_ADDRESSES, texts)
        address = given.buffer_info()[0]
        return bool(self._loops.plain_texts(self._text_functions, address, len(given), nearly_white, nearly_clear))

    def paths(self, paths: Sequence[Handle]) -> PathColumns:
        given = array(_ADDRESSES, paths)
        count = len(given)
        bounds, numbers = array("f", bytes(16 * count)), array("i", bytes(12 * count))
        clipped = self._loops.path_columns(
            self._path_functions, given.buffer_info()[0], count, bounds.buffer_info()[0], numbers.buffer_info()[0]
        )
        sides, values = bounds.tolist(), numbers.tolist()
        boxes = list(zip(*(sides[k * count : (k + 1) * count] for k in range(4)), strict=True))
        return PathColumns(boxes, values[:count], values[count : 2 * count], values[2 * count :], clipped > 0)

    def boxes(self, paths: Sequence[Handle], counts: Sequence[int]) -> list[BBox | None]:
        given, sizes = array(_ADDRESSES, paths), array("i", counts)
        count = len(given)
        found, is_box = array("d", bytes(32 * count)), array("b", bytes(count))
        self._loops.plain_boxes(
            self._outline_functions,
            given.buffer_info()[0],
            sizes.buffer_info()[0],
            count,
            found.buffer_info()[0],
            is_box.buffer_info()[0],
        )
        sides = iter(found.tolist())
        boxes = zip(sides, sides, sides, sides, strict=True)
        return [box if plain else None for box, plain in zip(boxes, is_box, strict=True)]
