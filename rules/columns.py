"""The header of an indicator table: which column plays which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.grid import Grid, Row
from rules.labels import Vocabulary

_KEY_ROLES = frozenset({"level1", "level2", "name", "value"})
# Roles that speak for the target side; where a header repeats a role, the right-hand panel is this year's.
_SINGLE = frozenset({"level1"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the indicator table.

    Attributes:
        role: level1, level2, name, value, operator, unit, weight, …
        first, stop: grid columns ``first`` up to ``stop``.
        label: the header as printed.
    """

    role: str
    first: int
    stop: int
    label: str


@dataclass(frozen=True, slots=True)
class Header:
    """A header row and what it says.

    Attributes:
        position: index into ``Grid.rows`` of the last header row.
        columns: left to right.
    """

    position: int
    columns: tuple[Column, ...]

    def role(self, role: str) -> Column | None:
        """The column of a role."""
        return next((column for column in self.columns if column.role == role), None)


def row_roles(texts: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The column roles that the texts of a row name."""
    return [role for text in texts if (role := vocabulary.columns.get(text))]


def heads_indicators(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a row's texts are the header of an indicator table: at least two key columns, one of them name or value."""
    roles = set(row_roles(texts, vocabulary))
    return len(roles & _KEY_ROLES) >= 2 and bool(roles & {"name", "value"})


def find_headers(grid: Grid, vocabulary: Vocabulary) -> list[Header]:
    """Every indicator header of the region, in reading order (a repeated one after a page break included)."""
    headers: list[Header] = []
    skip = -1
    for position, row in enumerate(grid.rows):
        if position <= skip or not heads_indicators(row.texts, vocabulary):
            continue
        columns = [
            Column(role, cell.column, cell.column + cell.colspan, cell.text)
            for cell in row.filled
            if (role := vocabulary.columns.get(cell.text)) is not None
        ]
        if position + 1 < len(grid.rows):
            refined = _sub_header(grid, row, grid.rows[position + 1], columns, vocabulary)
            if refined is not None:
                columns, skip = refined, position + 1
        headers.append(Header(max(position, skip), tuple(_one_panel(columns))))
    return headers


def _sub_header(
    grid: Grid, row: Row, following: Row, columns: list[Column], vocabulary: Vocabulary
) -> list[Column] | None:
    """A second header row under wide header cells (指标值 over 指标性质 | 指标值 | 度量单位), merged into the first."""
    if following.table != row.table or not grid.has_spans(row):
        return None
    tops = [cell for cell in row.filled if cell.colspan > 1 and cell.rowspan == 1]
    subs = [cell for cell in following.filled if any(top.column <= cell.column < top.column + top.colspan for top in tops)]
    named = [(cell, role) for cell in subs if (role := vocabulary.columns.get(cell.text))]
    if len(named) < 2 or len(named) < len(following.filled):
        return None
    inner = [Column(role, cell.column, cell.column + cell.colspan, cell.text) for cell, role in named]
    outer = [column for column in columns if not any(column.first <= sub.first < column.stop for sub in inner)]
    return sorted([*outer, *inner], key=lambda column: column.first)


def _one_panel(columns: Sequence[Column]) -> list[Column]:
    """Of two panels side by side (medium-term left, annual right) the right one, with the shared columns before both."""
    names = [index for index, column in enumerate(columns) if column.role == "name"]
    if len(names) < 2:
        return list(columns)
    seen: dict[str, Column] = {}
    for column in columns:
        if column.role in _SINGLE:
            seen.setdefault(column.role, column)
        else:
            seen[column.role] = column
    return sorted(seen.values(), key=lambda column: column.first)
