"""Calls of PDFium's functions by the hundred: what both who makes them from Python and who makes them in C agree upon."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from extractor.model.table import BBox

Handle: TypeAlias = Any
"""A native object as the calls pass it around: a :class:`Pointer`, or its address as an integer."""
Function: TypeAlias = Callable[..., Any]
Columns: TypeAlias = "tuple[array[float], ...]"
"""Values of many items as flat columns of doubles."""

STRIDE = 32
"""Bytes per item: eight floats or integers, or four doubles."""
WIDTHS = {"f": 4, "I": 4, "i": 4, "d": 8}


class PathColumns(Struct, frozen=True):
    """What the lines of a page are told from.

    Attributes:
        bounds: the box of each path, as the page's content stream gives it.
        counts: its segments.
        filled, stroked: whether it is (not 0).
        clipped: whether any of them is clipped.
    """

    bounds: list[BBox]
    counts: list[int]
    filled: list[int]
    stroked: list[int]
    clipped: bool


class Calls(Protocol):
    """Many calls of one PDFium function.

    Attributes:
        lib: the library itself, for single calls.
    """

    lib: Any

    def children(self, function: Function, holder: Handle, count: int) -> list[Handle]:
        """``function(holder, i)`` for ``count`` indices."""

    def integers(self, function: Function, items: Sequence[Handle]) -> list[int]:
        """``function(item)`` for every item."""

    def integers_at(self, function: Function, holder: Handle, count: int, step: int = 1) -> list[int]:
        """``function(holder, i)`` for ``count`` indices, ``step`` apart."""

    def handles(self, function: Function, items: Sequence[Handle]) -> list[Handle]:
        """``function(item)`` for every item."""

    def handles_in(self, function: Function, items: Sequence[Handle], first: int, second: int) -> list[Handle]:
        """``function(item, first, second)`` for every item."""

    def segments_in(self, function: Function, holder: Handle, level: int, count: int) -> list[Handle]:
        """``function(holder, level, i)`` for ``count`` indices."""

    def address(self, handle: Handle) -> int | None:
        """What tells one native object from another, ``None`` for none."""

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
        """Call ``function(item, &value0, &value1, …)`` for every item; one list per field.

        Args:
            code: ``array`` type code of what is written: ``f``, ``d``, ``i`` or ``I``.
            fields: how many values a call writes.
            out: how many pointers a call takes: one per field unless told (1 for a struct).
            unset: values of an item for which the call writes nothing; zeros unless told.
        """

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
        """Call ``function(holder, index, &value0, …)`` for every index; one list per field."""

    def upright_glyphs(self, text_page: Handle, count: int, left: float, top: float) -> Columns:
        """Boxes and baselines (x0, y0, x1, y1, y) of the glyphs of a page that is not rotated, as displayed.

        Args:
            left, top: of the page box, in user space.
        """

    def glyph_sizes(self, text_page: Handle, count: int) -> list[float]:
        """The height of each glyph's font as the page shows it."""

    def layered(self, objects: Sequence[Handle]) -> list[int]:
        """Indices of the objects that belong to a layer (optional content)."""

    def plain_texts(self, texts: Sequence[Handle], nearly_white: int, nearly_clear: int) -> bool:
        """Whether every text object is painted upright in a colour that plainly shows; ``False`` in doubt."""

    def paths(self, paths: Sequence[Handle]) -> PathColumns:
        """Bounds, segment counts and modes of path objects."""

    def boxes(self, paths: Sequence[Handle], counts: Sequence[int]) -> list[BBox | None]:
        """The box of each path that is plainly one upright rectangle, as its content stream gives it; ``None`` in doubt.

        Args:
            counts: the segments of each path.
        """


def blank_item(code: str, unset: Sequence[int] | None) -> bytes:
    """The bytes of an item to which no call has written."""
    if unset is None:
        return bytes(STRIDE)
    return array(code, unset).tobytes().ljust(STRIDE, b"\0")
