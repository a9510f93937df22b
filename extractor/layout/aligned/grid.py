"""Rows of text to tables: what all shapes of flattened text share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractor.model.page import RawLine
from extractor.model.table import Cell, Origin, Table, TextLine
from extractor.model.text import clean, collapse_spaces, join_lines


class Field(Struct, frozen=True):
    """What is printed in one cell.

    Attributes:
        column: from 0.
        lines: the visual lines, top to bottom, never blank.
        number: line number of the first of them in the source.
        page: page it is on.
    """

    column: int
    lines: tuple[str, ...]
    number: int
    page: int


def table(rows: Sequence[Sequence[Field]], origin: Origin) -> Table:
    """A table of the rows in order; blank cells are left out, so that a row of nothing but tabs costs nothing."""
    cells = [_cell(index, field) for index, row in enumerate(rows) for field in row]
    columns = max((cell.column for cell in cells), default=-1) + 1
    return Table(
        cells=tuple(cells),
        rows=len(rows),
        columns=columns,
        origin=origin,
        page=cells[0].page if cells else 1,
    )


def _cell(row: int, field: Field) -> Cell:
    lines = field.lines
    text = collapse_spaces(clean(lines[0])) if len(lines) == 1 else join_lines(lines)
    return Cell(row=row, column=field.column, text=text, lines=lines, page=field.page, line=field.number)


def text_line(line: RawLine) -> TextLine:
    """A line outside every table."""
    return TextLine(collapse_spaces(clean(line.text)), page=line.page, line=line.number)


def text_lines(lines: Iterable[RawLine]) -> Iterable[TextLine]:
    """The lines that are not blank, as text outside every table."""
    return (text_line(line) for line in lines if line.text.strip())
