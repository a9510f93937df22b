"""The records that travel between the layers.

All records are frozen. Coordinates are PDF points (1/72 inch) with the origin at the **top left of the page as
displayed** (after rotation and crop box), x to the right, y downwards; a box is ``(x0, y0, x1, y1)`` with
``x0 <= x1`` and ``y0 <= y1``. Pages, ordinals and text lines count from 1; rows and columns count from 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import force_setattr

BBox: TypeAlias = tuple[float, float, float, float]

_DECIMALS = 2  # a hundredth of a point is finer than any edge is known


def rounded(edges: Iterable[float]) -> tuple[float, ...]:
    """Edges as cells hold them and as they are written: to a hundredth of a point."""
    return tuple([round(edge, _DECIMALS) for edge in edges])


def rounded_box(box: BBox) -> BBox:
    """A box with its sides rounded so."""
    x0, y0, x1, y1 = box
    return round(x0, _DECIMALS), round(y0, _DECIMALS), round(x1, _DECIMALS), round(y1, _DECIMALS)


class Origin(StrEnum):
    """How a table's structure was found, and so how far it may be trusted."""

    RULED = "ruled"  # drawn rulings: spans are exact
    PARTLY_RULED = "partly_ruled"  # drawn rulings, and cells split where only texts show columns or rows
    OFFICE = "office"  # spans declared by a word processor or a spreadsheet
    HTML = "html"  # spans declared by markup
    ALIGNED = "aligned"  # no rulings: columns inferred from alignment
    TABBED = "tabbed"  # flattened text: spans lost, labels may slide
    OCR = "ocr"  # read from a picture

    @property
    def has_spans(self) -> bool:
        """Whether a merged label covers exactly the rows it speaks for."""
        return self in (Origin.RULED, Origin.PARTLY_RULED, Origin.OFFICE, Origin.HTML)

    @property
    def is_exact(self) -> bool:
        """Whether every side of every cell is drawn or declared."""
        return self.has_spans and self is not Origin.PARTLY_RULED

    @property
    def is_drawn(self) -> bool:
        """Whether the table is between lines drawn on a page."""
        return self in (Origin.RULED, Origin.PARTLY_RULED)


class Source(Struct, frozen=True):
    """One document as it came in.

    Attributes:
        name: what the user called it (a path, or ``-``); used in messages and in ``document.source``.
        data: the bytes.
        sha256: hex digest of ``data``.
    """

    name: str
    data: bytes
    sha256: str = ""

    def __post_init__(self) -> None:
        if not self.sha256:
            force_setattr(self, "sha256", hashlib.sha256(self.data).hexdigest())


class Cell(Struct, frozen=True):
    """One cell of a table; a merged cell covers ``rowspan`` × ``colspan`` grid units.

    Attributes:
        row, column: grid position of the top-left unit, from 0.
        rowspan, colspan: grid units covered, at least 1.
        text: the lines joined in reading order (see :func:`extractor.model.text.join_lines`); ``""`` when blank.
        lines: the visual lines as printed, top to bottom.
        page: page number from 1.
        bbox: the cell's box, or ``None`` where the source has no geometry (text files).
        line: line number from 1 in a text source, else ``None``.
        certainty: of the least certain of its characters, where they were recognised in a picture, 0 to 1.
    """

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    text: str = ""
    lines: tuple[str, ...] = ()
    page: int = 1
    bbox: BBox | None = None
    line: int | None = None
    certainty: float = 1.0


class Table(Struct, frozen=True):
    """A grid of cells. Cells are sorted by (row, column), never overlap, and with drawn spans tile the grid.

    Attributes:
        cells: every cell, blank ones included where the source shows them.
        rows, columns: size of the grid.
        origin: how the structure was found.
        page: page number (from 1) on which the table begins.
        bbox: box on that page, or ``None`` without geometry.
        column_edges: the ``columns + 1`` x coordinates of the grid lines, empty without geometry.
        row_edges: the ``rows + 1`` y coordinates of the grid lines, empty without geometry or once joined over pages.
        open_below: the columns that no line closes at the lower end: their last cells go on over the end of the page.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    origin: Origin
    page: int = 1
    bbox: BBox | None = None
    column_edges: tuple[float, ...] = ()
    row_edges: tuple[float, ...] = ()
    open_below: tuple[int, ...] = ()

    def rows_of_cells(self) -> Iterator[list[Cell]]:
        """Yield for each grid row the cells that begin in it, left to right."""
        by_row: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            by_row[cell.row].append(cell)
        yield from by_row


class TextLine(Struct, frozen=True):
    """A line of text that is outside every table."""

    text: str
    page: int = 1
    bbox: BBox | None = None
    line: int | None = None


Block: TypeAlias = Table | TextLine


class FormRegion(Struct, frozen=True):
    """The part of a document that one form occupies: a title, its tables and the lines between them.

    Attributes:
        title: the title line's text, or ``None`` where the form prints none.
        tables: the form's tables, in reading order, joined over page breaks.
        lines: text lines of the region outside its tables (year line, unit line, notes), in reading order.
        ordinal: position in the document, from 1.
    """

    title: str | None
    tables: tuple[Table, ...]
    lines: tuple[TextLine, ...]
    ordinal: int
