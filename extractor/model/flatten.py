"""The contract's rows, many at once and a column at a time: a wide table takes several times as long cell by cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, TypeAlias

from msgspec import Struct

from extractor.model.columns import COLUMNS, RowContext, column_info
from extractor.model.form import TableName
from extractor.model.json import to_builtins

Cells: TypeAlias = list[Any]
_place_in_list = attrgetter("ordinal")


class _Group(Struct, frozen=True):
    """Columns that are attributes of one object: the path to it from the row, the columns' places, what fetches them."""

    path: str
    places: tuple[int, ...]
    get: Callable[[Any], Any]
    blank: SimpleNamespace


class _Plan(Struct, frozen=True):
    """How one table's columns are filled."""

    width: int
    groups: tuple[_Group, ...]
    computed: tuple[tuple[int, Callable[[RowContext], Any]], ...]
    jsons: tuple[int, ...]


@cache
def _plan(table: TableName) -> _Plan:
    columns = COLUMNS[table]
    leaves: dict[str, list[tuple[int, str]]] = {}
    for place, column in enumerate(columns):
        if column.compute is None:
            parent, _, leaf = column.path.rpartition(".")
            leaves.setdefault(parent, []).append((place, leaf))
    groups = tuple(
        _Group(
            parent,
            tuple(place for place, _ in found),
            attrgetter(*(leaf for _, leaf in found)),
            SimpleNamespace(**dict.fromkeys(leaf for _, leaf in found)),
        )
        for parent, found in leaves.items()
    )
    return _Plan(
        len(columns),
        groups,
        tuple(
            (place, _place_in_list if column.name == "ordinal" else column.compute)
            for place, column in enumerate(columns)
            if column.compute is not None
        ),
        tuple(place for place, info in enumerate(column_info(table)) if info.type == "json"),
    )


def flatten(table: TableName, rows: Sequence[RowContext]) -> list[Cells]:
    """Rows of one table, of any forms and documents, as columns in the order of the contract's columns.

    An item's number is its place in its form's list, whatever the record says.
    """
    plan = _plan(table)
    cells: list[Cells] = [[] for _ in range(plan.width)]
    owners: dict[str, list[Any]] = {"": list(rows)}
    for group in plan.groups:
        for place, column in zip(group.places, _columns(group, _owners(group.path, owners)), strict=True):
            cells[place] = list(column)
    for place, compute in plan.computed:
        cells[place] = list(map(compute, rows))
    for place in plan.jsons:
        cells[place] = [json_text(cell) if cell else None for cell in cells[place]]
    return cells


def _owners(path: str, known: dict[str, list[Any]]) -> list[Any]:
    """The objects at a path, one a row; those of a longer path are found from a shorter one's."""
    if path not in known:
        before, _, name = path.rpartition(".")
        get = attrgetter(name)
        known[path] = [None if owner is None else get(owner) for owner in _owners(before, known)]
    return known[path]


def _columns(group: _Group, owners: list[Any]) -> Iterable[Iterable[Any]]:
    if not any(owners):
        return [[None] * len(owners) for _ in group.places]
    found = map(group.get, [group.blank if owner is None else owner for owner in owners])
    return zip(*found, strict=True) if len(group.places) > 1 else (found,)


def json_text(value: Any) -> str:
    """A box, a list or a dictionary of the contract as JSON."""
    if type(value) is tuple and type(value[0]) is float:  # a box; there are most of these, and json is slow at them
        text = str(list(value))
        if "n" not in text:  # nan and inf, which JSON spells in its own way
            return text
    return json.dumps(to_builtins(value), ensure_ascii=False)
