"""Text with one cell a line, grouped into rows again by what its labels mean.

A copy from a word processor or ``pdftotext -raw`` prints every cell on a line of its own. Labels and the text after
them become rows of two cells, a run of column headers becomes the header row, and the indicator part is left one cell
a row for the rules, which tell names from values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from extractor.layout.aligned.header_rows import is_figure, joined, labelled_rows, sum_apart
from extractor.layout.aligned.heads import Group, head_run, leaf_order
from extractor.layout.aligned.local_heads import heads_over_cells
from extractor.layout.labels import Labels
from extractor.model.table import Block, Cell, Origin, Table


def grouped(blocks: Iterable[Block], labels: Labels) -> list[Block]:
    """The same blocks, one-column text tables with their cells grouped into rows; no cell is lost or changed."""
    return [
        _grouped(block, labels)
        if isinstance(block, Table) and block.columns == 1 and block.origin is Origin.TABBED
        else block
        for block in blocks
    ]


def _grouped(table: Table, labels: Labels) -> Table:
    cells = [part for cell in table.cells if cell.text for part in sum_apart(cell, labels)]
    labels = heads_over_cells(cells, labels)
    rows: list[list[Cell]] = []
    in_indicators = False
    position = 0
    while position < len(cells):
        heads = head_run(cells, position, labels)
        if heads:
            rows += _header_rows(cells, heads, labels)
            in_indicators = True
            position = heads[-1][1]
            continue
        if in_indicators and not _ends_indicators(cells, position, labels):
            rows.append([cells[position]])
            position += 1
            continue
        in_indicators = False
        taken, position = labelled_rows(cells, position, labels)
        rows.extend(taken)
    return _table(table, rows)


def _ends_indicators(cells: Sequence[Cell], position: int, labels: Labels) -> bool:
    """Whether a field begins another part: the project's name, or a field with a label behind its value.

    An indicator may be named like a field (项目完成时间); behind its value another indicator or a level is.
    """
    text = cells[position].text
    if labels.ends_form(text) and position + 1 < len(cells) and is_figure(cells[position + 1].text):
        return True  # 合计 | 100
    if not labels.is_field(text):
        return False
    following = [cell.text for cell in cells[position + 1 : position + 3]]
    return labels.names_project([text]) or any(
        labels.is_header(other) and not labels.is_level(other) for other in following
    )


def _header_rows(cells: Sequence[Cell], heads: Sequence[Group], labels: Labels) -> list[list[Cell]]:
    """The row of heads that are right over the columns, below a row for each that is over others."""
    whole = [joined(cells[first:stop]) for first, stop in heads]
    order = leaf_order([cell.text for cell in whole], labels)
    tops = [[cell] for index, cell in enumerate(whole) if index not in order]
    return [*tops, [whole[index] for index in order]]


def _table(table: Table, rows: Sequence[Sequence[Cell]]) -> Table:
    cells = tuple(
        replace(cell, row=row, column=column) for row, texts in enumerate(rows) for column, cell in enumerate(texts)
    )
    return replace(table, cells=cells, rows=len(rows), columns=max((len(texts) for texts in rows), default=1))
