"""Rows whose cells under a span were left out: the cells that remain go back into their columns.

A row below the first row of a merged cell begins with the cell behind it, so that every cell is too far left. How far, its
first label of a level says, or else that it begins with a name; all rows must then end in one column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from extractor.layout.aligned.grid import Field, table
from extractor.layout.aligned.heads import leaf_order
from extractor.layout.labels import Labels
from extractor.model.table import Origin, Table

_LEVELS = ("level1", "level2")
_ENDING_ALIKE = 0.7
"""Share of the rows of a list of projects that end in one column, for the others to be moved there as well."""


class PrintedRow(Struct, frozen=True):
    """The cells of one line.

    Attributes:
        fields: those that are not blank, left to right.
        width: how many cells were printed, blank ones included, without those that only fill the row up.
    """

    fields: tuple[Field, ...]
    width: int

    @property
    def texts(self) -> list[str]:
        return ["".join(field.lines) for field in self.fields]


class _Head(Struct, frozen=True):
    """A row that heads indicators.

    Attributes:
        columns: the first column of each role.
        row: the row's place.
        panels: how many are side by side.
        listed: whether columns of projects are before the indicators.
    """

    columns: dict[str, int]
    row: int
    panels: int
    listed: bool


def with_left_out(printed: Sequence[PrintedRow], labels: Labels) -> list[Table]:
    """The table that printed rows make, the cells of rows with cells left out moved to where they stood.

    Where that cannot be told, the rows below the heads are a table of their own, for their columns are not the heads'.
    """
    rows = _heads_made_one(printed, labels)
    heads = [head for index, row in enumerate(rows) if (head := _head(row, index, labels))]
    result: list[Sequence[Field]] = [row.fields for row in rows]
    taken: set[int] = set()
    cuts: list[int] = []
    lost = False
    for number, head in enumerate(heads):
        stop = heads[number + 1].row if number + 1 < len(heads) else len(rows)
        stop = _end(rows, head.row + 1, stop, labels)
        taken.update(range(head.row, stop))
        body = rows[head.row + 1 : stop]
        if any(row.fields[0].column for row in rows[head.row : stop]):
            continue  # a cell left blank keeps its place
        if all(row.width >= rows[head.row].width for row in body):
            continue  # nothing is left out
        placed = _placed(body, head, labels)
        if placed is not None:
            result[head.row + 1 : stop] = placed
        elif body and (_begins_below_side(rows, head, labels) or any(_by_level(row, head, labels) for row in body)):
            cuts.append(head.row + 1)
        lost = lost or placed is not None or cuts[-1:] == [head.row + 1]
    if lost:
        for index in _below_sides(rows, taken, labels):
            result[index] = [replace(field, column=field.column + 1) for field in rows[index].fields]
    bounds = [0, *cuts, len(result)]
    return [table(result[first:stop], Origin.TABBED) for first, stop in pairwise(bounds) if first < stop]


def _heads_made_one(rows: Sequence[PrintedRow], labels: Labels) -> list[PrintedRow]:
    """The rows, the heads of each column in one: those of the upper of two rows that nothing is below go into the lower."""
    out = list(rows)
    for index in range(len(rows) - 1):
        upper, lower = out[index], out[index + 1]
        if not (labels.heads_indicators(upper.texts) and labels.heads_indicators(lower.texts)):
            continue
        fields = [*upper.fields, *lower.fields]
        order = leaf_order([*upper.texts, *lower.texts], labels)
        if len(order) == len(fields):
            continue
        below = {field.column for field in lower.fields}
        if len(upper.fields) == upper.fields[-1].column + 1:  # the cells that the wide heads span are left out
            leaves = [replace(fields[place], column=column) for column, place in enumerate(order)]
        else:
            leaves = sorted(
                [*lower.fields, *(field for field in upper.fields if field.column not in below)],
                key=lambda field: field.column,
            )
        kept = tuple(field for number, field in enumerate(fields) if number not in order)
        out[index] = PrintedRow(kept, len(kept))
        out[index + 1] = PrintedRow(tuple(leaves), leaves[-1].column + 1)
    return [row for row in out if row.fields]


def _head(row: PrintedRow, index: int, labels: Labels) -> _Head | None:
    """The head that a row is; ``None`` for any other row."""
    texts = row.texts
    if not labels.heads_indicators(texts):
        return None
    # 绩效指标 before the levels is the block's label, although it heads a column of names elsewhere.
    heads = [(text, field.column) for text, field in zip(texts, row.fields, strict=True) if not labels.is_side(text)]
    columns: dict[str, int] = {}
    for text, column in heads:
        if (role := labels.column_role(text)) is not None:
            columns.setdefault(role, column)
    listed = any(labels.is_field(text) for text, _ in heads)
    return _Head(columns, index, sum(labels.column_role(text) == "name" for text, _ in heads), listed)


def _end(rows: Sequence[PrintedRow], first: int, stop: int, labels: Labels) -> int:
    """Where the rows of indicators end: at a label of the part above them or of a form's end."""
    for index in range(first, stop):
        text = rows[index].texts[0]
        ends = labels.ends_form(text) or labels.names_project([text]) or labels.is_title(text)
        if ends or (labels.is_header(text) and not labels.is_level(text)) or labels.heads_indicators(rows[index].texts):
            return index
    return stop


def _begins_below_side(rows: Sequence[PrintedRow], head: _Head, labels: Labels) -> bool:
    """Whether the label of the block (绩效指标) is in the head's first column and the row below begins there as well."""
    first = rows[head.row].fields[0]
    levels = any(role in head.columns for role in _LEVELS)
    if not levels or not labels.is_side("".join(first.lines)) or head.row + 1 >= len(rows):
        return False
    below = rows[head.row + 1]
    return below.fields[0].column == first.column and not labels.is_side(below.texts[0])


def _placed(rows: Sequence[PrintedRow], head: _Head, labels: Labels) -> list[Sequence[Field]] | None:
    """The rows with their cells in the head's columns; ``None`` where nothing is left out or the rows do not end alike."""
    if head.panels != 1 or not any(role in head.columns for role in _LEVELS):
        return None
    shifts = [_by_level(row, head, labels) for row in rows]
    ends = Counter(shift + row.width for shift, row in zip(shifts, rows, strict=True) if shift is not None)
    if not ends or not any(shifts):
        return None
    end, count = ends.most_common(1)[0]
    # Where rows end apart, blank cells within them may be left out too: only the texts then say what stands where.
    if count < (_ENDING_ALIKE if head.listed else 1.0) * sum(ends.values()) or any(
        shift is not None and shift < 0 for shift in shifts
    ):
        return None
    return [_row(row, shift, head, end, labels) for row, shift in zip(rows, shifts, strict=True)]


def _by_level(row: PrintedRow, head: _Head, labels: Labels) -> int | None:
    """How far the first label of a row is left of its level's column; ``None`` without one, or where its level is open.

    Of two labels side by side the first is of level 1, whatever else it may be.
    """
    levels = [labels.is_level(text) for text in row.texts]
    first = levels.index(True) if True in levels else None
    if first is None:
        return None
    level = labels.level_of(row.texts[first]) or int(any(levels[first + 1 : first + 2]))
    column = head.columns.get(f"level{level}")
    return None if column is None else column - row.fields[first].column


def _row(row: PrintedRow, shift: int | None, head: _Head, end: int, labels: Labels) -> list[Field]:
    """A row's cells in their columns: its labels of levels by what they say, the rest so that it ends where others do.

    Where the rest would then not begin in the name's column, it goes with the labels; without any of these a row is moved to
    where it ends with the others if it begins in the name's column so, or in a level's with a label of any level (成本指标).
    """
    by_end = end - row.width
    name = head.columns["name"]
    levels = [head.columns[role] for role in _LEVELS if role in head.columns]
    texts = row.texts
    if shift is None:
        first = row.fields[0].column
        fit = levels if labels.is_level(texts[0]) else [name]
        shift = by_end if first + by_end in fit else 0 if head.listed else max(0, fit[-1] - first)
        return [replace(field, column=field.column + shift) for field in row.fields]
    labelled = [
        index for index, field in enumerate(row.fields) if labels.is_level(texts[index]) and field.column + shift < name
    ]
    rest = labelled[-1] + 1 if labelled else 0
    begins = rest < len(row.fields) and row.fields[rest].column + by_end == name
    moved = [shift] * rest + [by_end if begins else shift] * (len(row.fields) - rest)
    return [replace(field, column=field.column + by) for field, by in zip(row.fields, moved, strict=True)]


def _below_sides(rows: Sequence[PrintedRow], taken: set[int], labels: Labels) -> list[int]:
    """The rows outside the indicators that a block's label (项目资金) to their left speaks for, left out in them."""
    found: list[int] = []
    under = False
    for index, row in enumerate(rows):
        text = row.texts[0]
        if index in taken or row.fields[0].column:
            under = False
        elif labels.is_side(text) or (labels.is_goal(text) and len(row.fields) > 1 and labels.is_goal(row.texts[1])):
            under = len(row.fields) > 1
        elif labels.is_field(text) or labels.is_goal(text) or labels.is_title(text) or labels.ends_form(text):
            under = False
        elif under:
            found.append(index)
    return found
