"""Records as rows of the staging tables, gathered in columns and handed on as Arrow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from extractor.errors import WarehouseError
from extractor.model.columns import COLUMNS, RowContext, column_info
from extractor.model.contract import DocumentResult, Form, TableName
from extractor.model.serialize import to_jsonable
from extractor.warehouse.keys import form_keys, name_key
from extractor.warehouse.spec import Column, SqlType
from extractor.warehouse.staging import contract_columns, staging_name, staging_tables, technical_columns

if TYPE_CHECKING:
    import pyarrow

Flat: TypeAlias = list[Any]


@cache
def _flattener(table: TableName) -> Callable[[RowContext], Flat]:
    """A contract row as a list, columns that share a parent fetched together: a wide table is half as fast otherwise."""
    columns = COLUMNS[table]
    jsons = [n for n, info in enumerate(column_info(table)) if info.type == "json"]
    computed = [(n, column.compute) for n, column in enumerate(columns) if column.compute is not None]
    parents: dict[str, list[tuple[int, str]]] = {}
    for n, column in enumerate(columns):
        if column.compute is None:
            parent, _, leaf = column.path.rpartition(".")
            parents.setdefault(parent, []).append((n, leaf))
    groups = [
        (tuple(parent.split(".")), [n for n, _ in leaves], attrgetter(*(leaf for _, leaf in leaves)))
        for parent, leaves in parents.items()
    ]

    def flatten(row: RowContext) -> Flat:
        flat: Flat = [None] * len(columns)
        for parent, places, get in groups:
            value: Any = row
            for name in parent:
                value = getattr(value, name)
                if value is None:
                    break
            else:
                found = get(value)
                for place, cell in zip(places, found if len(places) > 1 else (found,), strict=True):
                    flat[place] = cell
        for place, compute in computed:
            flat[place] = compute(row)
        for place in jsons:
            cell = flat[place]
            flat[place] = json.dumps(to_jsonable(cell), ensure_ascii=False) if cell else None
        return flat

    return flatten


class StagingRows:
    """Rows of many documents, by staging table, until they are handed on."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Flat]] = {table.name: [] for table in staging_tables()}

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def add(self, version_id: int, result: DocumentResult) -> None:
        """One document's rows."""
        self._add("documents", [version_id], RowContext(result, None, None, 1))
        for n, finding in enumerate(result.findings, 1):
            self._add("findings", [version_id, 0], RowContext(result, None, finding, n))
        for form_no, form in enumerate(result.forms, 1):
            self._form(version_id, form_no, form, result)

    def _form(self, version_id: int, form_no: int, form: Form, result: DocumentResult) -> None:
        head = [version_id, form_no]
        self._add("forms", head, RowContext(result, form, None, form_no))
        for n, line in enumerate(form.funding.lines, 1):
            self._add("funding", head, RowContext(result, form, line, n))
        extra = len(technical_columns("indicators")) - 2
        for n, indicator in enumerate(form.indicators, 1):
            more = {"horizon": indicator.horizon, "name_key": name_key(indicator.name)}
            names = [column.name for column in technical_columns("indicators")[-extra:]]
            self._add("indicators", [*head, *(more[name] for name in names)], RowContext(result, form, indicator, n))
        for n, finding in enumerate(form.findings, 1):
            self._add("findings", head, RowContext(result, form, finding, n))
        keys = form_keys(form, form_no, result.document.sha256)
        self._rows["stg_form_keys"].append(
            [
                *head, keys.project_key, keys.project_key_kind, keys.project_name_key, keys.unit_key, keys.unit_name_key,
                keys.department_key, keys.department_name_key,
                _date(form.project.start_date), _date(form.project.end_date),
            ]
        )  # fmt: skip
        for n, item in enumerate(form.execution or (), 1):
            raw = json.dumps(to_jsonable(item.raw), ensure_ascii=False)
            amounts = [item.budget_initial, item.budget_current, item.executed, item.rate, item.weight, item.score]
            self._rows["stg_execution"].append([*head, n, item.item, *amounts, raw])

    def _add(self, table: TableName, head: Flat, row: RowContext) -> None:
        flat = _flattener(table)(row)
        if table == "indicators":
            flat[_ordinal_place(table)] = row.ordinal  # the place in the list: unique, whatever the record says
        self._rows[staging_name(table)].append([*head, *flat])

    def take(self) -> Iterable[tuple[str, pyarrow.Table]]:
        """Each staging table's rows as Arrow, emptied as they are taken; tables in the order of their keys."""
        for table in staging_tables():
            rows = self._rows[table.name]
            if rows:
                yield table.name, to_arrow(table.columns, rows, table.name)
                self._rows[table.name] = []


@cache
def _ordinal_place(table: TableName) -> int:
    return [column.name for column in COLUMNS[table]].index("ordinal")


def _date(text: str | None) -> date | None:
    """A date of the calendar; ``None`` for what is none, such as a month."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def to_arrow(columns: Iterable[Column], rows: Sequence[Sequence[Any]], name: str) -> pyarrow.Table:
    """Rows as an Arrow table.

    Raises:
        WarehouseError: a number that the column's type cannot hold.
    """
    import pyarrow

    types: dict[SqlType, pyarrow.DataType] = {
        "TEXT": pyarrow.large_string(),
        "BIGINT": pyarrow.int64(),
        "INTEGER": pyarrow.int32(),
        "BOOLEAN": pyarrow.bool_(),
        "DATE": pyarrow.date32(),
        "FLOAT8": pyarrow.float64(),
    }
    fields = [(column.name, types[column.type]) for column in columns]
    arrays = []
    for (column, kind), cells in zip(fields, zip(*rows, strict=True), strict=True):
        try:
            arrays.append(pyarrow.array(cells, kind))
        except (pyarrow.ArrowInvalid, OverflowError) as exc:
            raise WarehouseError(f"a value does not fit {name}.{column} ({exc}).") from exc
    return pyarrow.table(arrays, names=[column for column, _ in fields])


def staging_columns(table: TableName) -> tuple[Column, ...]:
    """All columns of a contract table's staging table."""
    return (*technical_columns(table), *contract_columns(table))
