"""The head of an indicator table as records: columns with their roles, in one panel or in two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rules.grid import Grid, Row
from rules.labels import LabelMap, Vocabulary

Horizon: TypeAlias = Literal["medium_term", "annual"]

LEVEL_ROLES = ("level1", "level2")
_KEY_ROLES = frozenset({"level1", "level2", "name", "value"})
_SAYING_ROLES = frozenset({"name", "value"})


class Column(Struct, frozen=True):
    """One column of the indicator table.

    Attributes:
        role: level1, level2, name, value, operator, unit, weight, …
        first, stop: grid columns ``first`` up to ``stop``.
        label: the header as printed.
        confidence: how sure the role is, 0 to 1.
        second: the role it would have otherwise, where that is in doubt.
    """

    role: str
    first: int
    stop: int
    label: str
    confidence: float = 1.0
    second: str | None = None


class Panel(Struct, frozen=True):
    """The columns that describe one indicator a row.

    Attributes:
        columns: left to right.
        horizon: which of two panels it is, ``None`` where the form has one.
    """

    columns: tuple[Column, ...]
    horizon: Horizon | None = None

    def role(self, role: str) -> Column | None:
        """The column of a role."""
        return next((column for column in self.columns if column.role == role), None)


class Header(Struct, frozen=True):
    """A header row and what it says.

    Attributes:
        first, position: indexes into ``Grid.rows`` of the first and the last header row.
        panels: left to right; more than one where medium-term and annual are side by side.
    """

    first: int
    position: int
    panels: tuple[Panel, ...]


def heads_indicators(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a row's texts head an indicator table: at least two key columns, one of them name or value."""
    return len(texts) > 1 and _heads(tuple(texts), vocabulary.columns)


@lru_cache(maxsize=4096)
def _heads(texts: tuple[str, ...], columns: LabelMap) -> bool:
    """Asked of every row by all who look for the table's head."""
    return heads_by_roles(filter(None, map(columns.get, texts)))


def heads_by_roles(roles: Iterable[str]) -> bool:
    """Whether columns of some roles are those of an indicator table."""
    keys = _KEY_ROLES.intersection(roles)
    return len(keys) >= 2 and not keys.isdisjoint(_SAYING_ROLES)


def columns_in(grid: Grid, row: Row, header: Header, panel: Panel) -> Sequence[Column]:
    """A panel's columns in the grid of the row's own table.

    A table that goes on without a header of its own may be cut into other grid columns; its drawn edges tell which are
    the header's.
    """
    home = grid.rows[header.position].table
    source, target = grid.tables[home], grid.tables[row.table]
    if home == row.table or not source.column_edges or not target.column_edges:
        return panel.columns
    edges = target.column_edges
    return [
        replace(
            column,
            first=_nearest(edges, source.column_edges[column.first]),
            stop=_nearest(edges, source.column_edges[column.stop]),
        )
        for column in panel.columns
    ]


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - x))
