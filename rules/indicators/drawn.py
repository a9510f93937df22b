"""Indicator rows of a table with drawn or declared spans: what covers a row speaks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.indicators.header import LEVEL_ROLES, Column, Header, Panel, columns_in
from rules.indicators.levels import judge_spans
from rules.indicators.names import Lexicon
from rules.indicators.rows import IndicatorRow
from rules.indicators.running_text import parted
from rules.labels import Vocabulary
from rules.values import ValueGrammar

_COLON = compiled("[:：]")
_VALUE_ROLES = frozenset({"value", "actual", "baseline"})
_MEASURED = frozenset({"quantity", "range", "duration", "deadline", "period", "frequency"})
_NUMBERING = compiled(r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.、．](?!\d)|[①-⑳])\s*")


def read_drawn(
    grid: Grid, rows: Sequence[Row], header: Header, panel: Panel, vocabulary: Vocabulary, lexicon: Lexicon
) -> list[IndicatorRow]:
    """The indicators of one panel of a drawn table, in reading order.

    A blank level cell is the rest of a span that a page break cut, or of a table that was never merged: the label above
    it carries down. In a one-column tree the labels are in the name column, on rows of their own.
    """
    tree = not any(panel.role(role) for role in LEVEL_ROLES)
    carried: dict[str, Cell] = {}
    out: list[IndicatorRow] = []
    taken: set[tuple[int, int, int]] = set()
    for row in rows:
        if (band := _band(row, carried, vocabulary)) is not None:
            if band == "level1":
                carried.pop("level2", None)
            carried[band] = row.filled[0]
            continue
        cells, texts = _role_cells(grid, row, columns_in(grid, row, header, panel), vocabulary)
        name, value = cells.get("name"), cells.get("value")
        if tree and name is not None and (level := _tree_level(name, value, carried, vocabulary)):
            if level == "level1":
                carried.pop("level2", None)
            carried[level] = name
            continue
        labels = {role: cell for role in LEVEL_ROLES if (cell := cells.get(role)) is not None}
        carry = {role: role not in labels for role in LEVEL_ROLES}
        if "level1" in labels and carry["level2"] and labels["level1"] is not carried.get("level1"):
            carried.pop("level2", None)
        carried |= labels
        first = name or value
        if first is None or _seen(first, value, row, taken):
            continue
        level1, level2 = carried.get("level1"), carried.get("level2")
        levels = judge_spans(
            level1.text if level1 else None,
            level2.text if level2 else None,
            texts.get("name"),
            vocabulary,
            lexicon,
            spans=(bool(level1 and level1.rowspan > 1), bool(level2 and level2.rowspan > 1)),
            carried=(carry["level1"], carry["level2"]),
            one_column=tree,
            certainty=0.99 if grid.tables[row.table].origin.is_exact else 0.9,
        )
        if tree and name is not None:
            texts["name"] = _NUMBERING.sub("", texts["name"]) or texts["name"]
        out.append(IndicatorRow(row, cells, texts, levels))
    return out


def _seen(first: Cell, value: Cell | None, row: Row, taken: set[tuple[int, int, int]]) -> bool:
    """Whether a merged name was read already; a name over several rows is read again where another value begins."""
    mark = (row.table, first.row, first.column)
    again = mark in taken and (value is None or value.row != row.index)
    taken.add(mark)
    return again


def _band(row: Row, carried: Mapping[str, Cell], vocabulary: Vocabulary) -> str | None:
    """The level whose label is all that is in a row; ``None`` for any other row."""
    if len(row.filled) != 1:
        return None
    return _tree_level(row.filled[0], None, carried, vocabulary)


def _tree_level(name: Cell, value: Cell | None, carried: Mapping[str, Cell], vocabulary: Vocabulary) -> str | None:
    """The level that a label row of a one-column tree opens, ``None`` for an indicator."""
    if value is not None:
        return None
    one, two = vocabulary.level1.get(name.text), vocabulary.level2.get(name.text)
    if one and two:
        above = carried.get("level1")
        return "level2" if above is not None and vocabulary.level1.get(above.text) == one else "level1"
    return "level1" if one else "level2" if two else None


def _role_cells(
    grid: Grid, row: Row, columns: Sequence[Column], vocabulary: Vocabulary
) -> tuple[dict[str, Cell], dict[str, str]]:
    """Role to its first filled cell in a row, and role to the text of all its cells."""
    cells: dict[str, Cell] = {}
    texts: dict[str, str] = {}
    for column in columns:
        for cell in grid.across(row, column.first, column.stop):
            if not cell.text or _role_of(cell, columns, vocabulary) != column.role:
                continue
            if column.role not in texts:
                cells[column.role], texts[column.role] = cell, _share(cell, row, column.role, vocabulary.values)
            elif cell is not cells[column.role]:
                texts[column.role] += cell.text
    if "name" not in texts and "value" not in texts:
        _take_apart(grid, row, columns, cells, texts, vocabulary)
    return cells, texts


def _share(cell: Cell, row: Row, role: str, values: ValueGrammar) -> str:
    """What of a cell over several rows is this row's: its line, where the rule between two values is missing."""
    if role not in _VALUE_ROLES or cell.rowspan < 2 or len(cell.lines) != cell.rowspan:
        return cell.text
    if values.alone(cell.text).kind != "text" or not any(values.alone(line).kind in _MEASURED for line in cell.lines):
        return cell.text
    return cell.lines[row.index - cell.row]


def _take_apart(
    grid: Grid,
    row: Row,
    columns: Sequence[Column],
    cells: dict[str, Cell],
    texts: dict[str, str],
    vocabulary: Vocabulary,
) -> None:
    """Read a name and a value from one cell, where the rule between the two is missing and the text ends with a value."""
    name, value = (next((c for c in columns if c.role == role), None) for role in ("name", "value"))
    if name is None or value is None or name.first > value.first:
        return
    for cell in grid.across(row, name.first, name.stop):
        if cell.column + cell.colspan <= value.first or cell.column < name.first or vocabulary.is_level(cell.text):
            continue
        said, target = parted(cell.text, vocabulary.values)
        if target is None or said == cell.text:
            return
        # A colon also stands in notes (说明:…): what follows it must measure something.
        if _COLON.search(cell.text) is None or vocabulary.values.alone(target).kind in _MEASURED:
            cells["name"] = cells["value"] = cell
            texts["name"], texts["value"] = said, target
        return


def _role_of(cell: Cell, columns: Sequence[Column], vocabulary: Vocabulary) -> str | None:
    """The one role that a cell plays when it covers several columns; ``None`` for a banner over name and value."""
    stop = cell.column + cell.colspan
    covered = [column.role for column in columns if cell.column < column.stop and column.first < stop]
    if len(covered) <= 1:
        return covered[0] if covered else None
    if covered[0] in LEVEL_ROLES and vocabulary.is_level(cell.text):
        return covered[0]
    if "name" in covered:
        return None if "value" in covered else "name"
    return covered[0]
