"""Optional content: layers that are switched off are on the page, but nobody sees them.

PDFium tells which objects belong to a layer but not whether it is on. It draws those that are on, though: a layer without
which the page looks the same is off. Pages without layers, nearly all, are never drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from extractor.model.table import BBox
from extractor.native.calls import Calls, Handle

_MOST_LAYERS = 32
_LONGEST_SIDE = 1600
"""Of the drawn page, in pixels: at two a point even small print leaves a trace."""
_GREY = 0x08
_WHITE = 0xFFFFFFFF
_NAME_BYTES = 256


class Layers:
    """The layers of one page.

    Args:
        page: a loaded page; its objects are as before when a call returns.
        page_box: its visible part.
    """

    def __init__(self, calls: Calls, page: Handle, page_box: BBox) -> None:
        self._calls = calls
        self._page = page
        left, bottom, right, top = page_box
        scale = min(2.0, _LONGEST_SIDE / max(right - left, top - bottom, 1.0))
        self._width, self._height = max(1, int((right - left) * scale)), max(1, int((top - bottom) * scale))
        self._whole: bytes | None = None
        self._off: dict[tuple[str, ...], bool] = {}

    def hidden(self, objects: Sequence[Handle]) -> set[int]:
        """Indices of the objects that belong to a layer that is off."""
        by_layer: dict[tuple[str, ...], list[int]] = {}
        for index in self._calls.layered(objects):
            by_layer.setdefault(self._names(objects[index]), []).append(index)
        return {
            index
            for names, members in by_layer.items()
            if self._is_off(names, [objects[i] for i in members])
            for index in members
        }

    def _names(self, item: Handle) -> tuple[str, ...]:
        lib = self._calls.lib
        buffer, length = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_ulong()
        names = []
        for number in range(lib.FPDFPageObj_CountMarks(item)):
            mark = lib.FPDFPageObj_GetMark(item, number)
            length.value = 0
            lib.FPDFPageObjMark_GetParamStringValue(mark, b"Name", buffer, _NAME_BYTES, ctypes.byref(length))
            names.append(buffer.raw[: min(length.value, _NAME_BYTES)].decode("utf-16-le", "replace"))
        return tuple(names)

    def _is_off(self, names: tuple[str, ...], members: Sequence[Handle]) -> bool:
        if names not in self._off:
            self._off[names] = len(self._off) < _MOST_LAYERS and self._leaves_no_trace(members)
        return self._off[names]

    def _leaves_no_trace(self, members: Sequence[Handle]) -> bool:
        lib = self._calls.lib
        if self._whole is None:
            self._whole = self._drawn()
        for item in members:
            lib.FPDFPageObj_SetIsActive(item, 0)
        try:
            return self._drawn() == self._whole
        finally:
            for item in members:
                lib.FPDFPageObj_SetIsActive(item, 1)

    def _drawn(self) -> bytes:
        lib = self._calls.lib
        bitmap = lib.FPDFBitmap_Create(self._width, self._height, 0)
        try:
            lib.FPDFBitmap_FillRect(bitmap, 0, 0, self._width, self._height, _WHITE)
            lib.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, self._width, self._height, 0, _GREY)
            size = lib.FPDFBitmap_GetStride(bitmap) * self._height
            return ctypes.string_at(lib.FPDFBitmap_GetBuffer(bitmap), size)
        finally:
            lib.FPDFBitmap_Destroy(bitmap)
