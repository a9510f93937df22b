"""The compiled loops of ``_lattice.c``: optional, built when the package is and a C compiler is there.

Flat arrays go in, plain values come out. Whatever they give is, to the last bit, what the Python code of the module that
asks them would give; where they give ``None``, that code is to be run.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from ctypes import c_int, c_long, c_void_p
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

from extractor.model.page import Glyphs
from extractor.native.loader import Prototypes, open_library, wanted

_P = c_void_p
_PROTOTYPES: Prototypes = {
    "find_runs": (c_long, (_P, _P, _P, _P, _P, _P, c_long, _P, _P)),
    "merge_edges": (c_long, (_P, c_long)),
    "find_plain_grids": (c_long, (_P, c_int, _P, c_int, c_long, c_int, _P, _P, _P)),
    "place_runs": (None, (_P, c_long, _P, c_long, _P, c_long, _P, c_int, _P, _P)),
}
_MOST_LINES = 2000
"""More lines than this are sooner told apart by the Python code, which looks at long ones first."""
_MOST_NUMBERS = 300_000

Lines: TypeAlias = Sequence[tuple[float, float, float]]
RunValues: TypeAlias = tuple[float, float, float, float, int, int, int]
"""Baseline, start, end, size, first glyph, glyph after the last, whether a blank is before (0 or 1)."""
GridValues: TypeAlias = tuple[
    tuple[float, ...], tuple[float, ...], tuple[tuple[int, int, int, int], ...], tuple[int, ...]
]
"""x and y of the grid lines, the cells' spans, and the cell of each unit."""


@lru_cache(maxsize=2)
def loops(*, pure: bool = False) -> Loops | None:
    """The compiled loops where they were built, unless ``pure`` or the environment (``JIXIAO_PURE=1``) asks for none."""
    if not wanted(pure=pure):
        return None
    library = open_library("_lattice", _PROTOTYPES)
    return None if library is None else Loops(library)


class Loops:
    """The loops of one opened library."""

    def __init__(self, library: Any) -> None:
        self._library = library

    def runs(self, glyphs: Glyphs) -> list[RunValues] | None:
        """The runs of glyphs that all are upright; ``None`` when the columns are not as long as the text."""
        count = len(glyphs.text)
        columns = [_doubles(column) for column in (glyphs.y, glyphs.x0, glyphs.x1, glyphs.y0, glyphs.y1)]
        if any(len(column) != count for column in columns):
            return None
        text = glyphs.text.encode("utf-32-le", "surrogatepass")
        buffer = array("I", text) if array("I").itemsize == 4 else None
        if buffer is None:
            return None
        values, places = array("d", bytes(32 * count)), array("i", bytes(12 * count))
        found = self._library.find_runs(
            _address(buffer), *map(_address, columns), count, _address(values), _address(places)
        )
        numbers, indices = values[: 4 * found].tolist(), places[: 3 * found].tolist()
        columns_of_runs = (*(numbers[k::4] for k in range(4)), *(indices[k::3] for k in range(3)))
        return list(zip(*columns_of_runs, strict=True))

    def merged(self, lines: Lines) -> array[float] | None:
        """The edges that line fragments make up, three values each; ``None`` when a coordinate is not finite."""
        flat = array("d", chain.from_iterable(lines))
        count = len(flat) // 3
        found = self._library.merge_edges(_address(flat), count)
        return flat[: 3 * found] if found >= 0 else None

    def grids(self, horizontals: Lines, verticals: Lines) -> list[GridValues] | None:
        """The grids that line fragments form; ``None`` when there are too many of them or the cells of one do not tile it."""
        rows, columns = self.merged(horizontals), self.merged(verticals)
        if rows is None or columns is None:
            return None
        n_rows, n_columns = len(rows) // 3, len(columns) // 3
        if n_rows + n_columns > _MOST_LINES:
            return None
        most = (n_rows + n_columns) // 4 + 1
        room = min(5 * (n_rows + 2) * (n_columns + 2), _MOST_NUMBERS)
        sizes, numbers = array("i", bytes(12 * most)), array("i", bytes(4 * room))
        coordinates = array("d", bytes(8 * (n_rows + n_columns + 4 * most)))
        count = self._library.find_plain_grids(
            _address(rows), n_rows, _address(columns), n_columns, room, most,
            _address(sizes), _address(coordinates), _address(numbers),
        )  # fmt: skip
        if count < 0:
            return None
        grids: list[GridValues] = []
        at = start = 0
        for k in range(count):
            n_x, n_y, cells = sizes[3 * k : 3 * k + 3]
            end, stop = at + 4 * cells, at + 4 * cells + (n_x - 1) * (n_y - 1)
            spans = iter(numbers[at:end].tolist())
            xs, ys = coordinates[start : start + n_x], coordinates[start + n_x : start + n_x + n_y]
            grids.append(
                (tuple(xs), tuple(ys), tuple(zip(spans, spans, spans, spans, strict=True)), tuple(numbers[end:stop]))
            )
            at, start = stop, start + n_x + n_y
        return grids

    def places(
        self, runs: Sequence[float], grids: Sequence[tuple[int, Sequence[float], Sequence[float], Sequence[int]]]
    ) -> tuple[list[int], list[int]]:
        """In which grid each upright run is (-1: none) and in which of its cells (-1: across some).

        Args:
            runs: baseline, start, end and size of each, one after the other.
            grids: number, x and y of the grid lines and the cell of each unit; the first that holds a run takes it.
        """
        flat = array("d", runs)
        count = len(flat) // 4
        own, cells = array("i", [-1]) * count, array("i", [-1]) * count
        for number, xs, ys, owner in grids:
            across, down, units = array("d", xs), array("d", ys), array("i", owner)
            self._library.place_runs(
                _address(flat), count, _address(across), len(across), _address(down), len(down), _address(units), number,
                _address(own), _address(cells),
            )  # fmt: skip
        return own.tolist(), cells.tolist()


def _doubles(column: Sequence[float]) -> array[float]:
    return column if isinstance(column, array) and column.typecode == "d" else array("d", column)


def _address(values: array[Any]) -> int:
    return values.buffer_info()[0]
