"""A planned table placed on a page that is drawn by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

from benchmarks.layout.plan import DrawnCell, DrawnTable

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in PDF user space."""


class Placed:
    """The boxes of a table's cells and the lines between them; ``left`` and ``top`` are the table's corner."""

    def __init__(self, table: DrawnTable, left: float, top: float) -> None:
        self.table = table
        self.xs = list(accumulate(table.widths, initial=left))
        self.ys = list(accumulate((-height for height in table.heights), initial=top))

    def box(self, cell: DrawnCell) -> Box:
        """The cell's box."""
        return (
            self.xs[cell.column],
            self.ys[cell.row + cell.rowspan],
            self.xs[cell.column + cell.colspan],
            self.ys[cell.row],
        )

    @property
    def frame(self) -> Box:
        """The box of the whole table."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def boxes(self) -> Iterator[Box]:
        """The boxes of all cells."""
        yield from map(self.box, self.table.cells)

    def sides(self) -> list[Box]:
        """The four sides of every cell as flat boxes, each different one once."""
        return sorted({side for box in self.boxes() for side in sides_of(box)})

    def lines(self) -> Iterator[Box]:
        """Every line once, from end to end, as flat boxes."""
        parts: dict[tuple[bool, float], set[tuple[float, float]]] = {}
        for cell in self.table.cells:
            x0, y0, x1, y1 = self.box(cell)
            for column in range(cell.column, cell.column + cell.colspan):
                for y in (y0, y1):
                    parts.setdefault((True, y), set()).add((self.xs[column], self.xs[column + 1]))
            for row in range(cell.row, cell.row + cell.rowspan):
                for x in (x0, x1):
                    parts.setdefault((False, x), set()).add((self.ys[row + 1], self.ys[row]))
        for (horizontal, at), spans in parts.items():
            for a, b in _joined(sorted(spans)):
                yield (a, at, b, at) if horizontal else (at, a, at, b)


def sides_of(box: Box) -> list[Box]:
    """Bottom, top, left and right side of a box."""
    x0, y0, x1, y1 = box
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def _joined(parts: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = parts[0]
    for a, b in parts[1:]:
        if a > end:
            yield start, end
            start = a
        end = max(end, b)
    yield start, end
