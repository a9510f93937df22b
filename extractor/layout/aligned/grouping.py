"""Text with one cell a line, grouped into rows again by what its labels mean.

A copy from a word processor or ``pdftotext -raw`` prints every cell on a line of its own. Labels and the text after
them become rows of two cells, a run of column headers becomes the header row, and the indicator part is left one cell
a row for the rules, which tell names from values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from extractor.layout.aligned.heads import Group, head_run, leaf_order
from extractor.layout.labels import Labels
from extractor.model.table import Block, Cell, Origin, Table
from extractor.model.text import join_lines


def grouped(blocks: Iterable[Block], labels: Labels) -> list[Block]:
    """The same blocks, one-column text tables with their cells grouped into rows; no cell is lost or changed."""
    return [
        _grouped(block, labels)
        if isinstance(block, Table) and block.columns == 1 and block.origin is Origin.TABBED
        else block
        for block in blocks
    ]


def _grouped(table: Table, labels: Labels) -> Table:
    cells = [cell for cell in table.cells if cell.text]
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
        taken = _labelled(cells, position, labels)
        rows.extend(taken)
        position += sum(map(len, taken))
    return _table(table, rows)


def _ends_indicators(cells: Sequence[Cell], position: int, labels: Labels) -> bool:
    """Whether a field begins another part: the project's name, or a field with a label behind its value.

    An indicator may be named like a field (项目完成时间); behind its value another indicator or a level stands.
    """
    text = cells[position].text
    if not labels.is_field(text):
        return False
    following = [cell.text for cell in cells[position + 1 : position + 3]]
    return labels.names_project([text]) or any(
        labels.is_header(other) and not labels.is_level(other) for other in following
    )


def _header_rows(cells: Sequence[Cell], heads: Sequence[Group], labels: Labels) -> list[list[Cell]]:
    """The row of heads that stand right over the columns, below a row for each that stands over others."""
    whole = [_joined(cells[first:stop]) for first, stop in heads]
    order = leaf_order([cell.text for cell in whole], labels)
    tops = [[cell] for index, cell in enumerate(whole) if index not in order]
    return [*tops, [whole[index] for index in order]]


def _joined(cells: Sequence[Cell]) -> Cell:
    lines = tuple(line for cell in cells for line in cell.lines)
    return cells[0] if len(cells) == 1 else replace(cells[0], text=join_lines(lines), lines=lines)


def _labelled(cells: Sequence[Cell], start: int, labels: Labels) -> list[list[Cell]]:
    """Rows from ``start`` on: a label with its value, or several goal labels with the texts that follow them."""
    if not labels.is_header(cells[start].text):
        return [[cells[start]]]
    stop_labels = start + 1
    goals = labels.is_goal(cells[start].text)
    while goals and stop_labels < len(cells) and labels.is_goal(cells[stop_labels].text):
        stop_labels += 1
    stop = stop_labels
    while (
        stop < len(cells) and stop - stop_labels < stop_labels - start and not _is_any_label(cells[stop].text, labels)
    ):
        stop += 1
    if stop == start + 1 and labels.is_field(cells[start].text) and _is_value(cells, stop, labels):
        stop += 1
    texts = list(cells[stop_labels:stop])
    # A lone text under several goal labels is the last one's: the annual goal may not be left blank.
    offset = stop_labels - start - len(texts)
    return [
        [label] if number < offset else [label, texts[number - offset]]
        for number, label in enumerate(cells[start:stop_labels])
    ]


def _is_value(cells: Sequence[Cell], position: int, labels: Labels) -> bool:
    """Whether the label of an amount (其他) behind that of a field is its value: a field, no amount, stands behind it."""
    texts = [cell.text for cell in cells[position : position + 2]]
    return len(texts) == 2 and labels.is_amount(texts[0]) and labels.is_field(texts[1])


def _is_any_label(text: str, labels: Labels) -> bool:
    return (
        labels.is_header(text) or labels.column_role(text) is not None or labels.is_side(text) or labels.ends_form(text)
    )


def _table(table: Table, rows: Sequence[Sequence[Cell]]) -> Table:
    cells = tuple(
        replace(cell, row=row, column=column) for row, texts in enumerate(rows) for column, cell in enumerate(texts)
    )
    return replace(table, cells=cells, rows=len(rows), columns=max((len(texts) for texts in rows), default=1))
