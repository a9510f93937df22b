"""Records as rows of the staging tables, gathered in columns and handed on as Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from extractor.errors import WarehouseError
from extractor.model.columns import TABLES, RowContext
from extractor.model.flatten import Cells, flatten, json_text
from extractor.model.form import DocumentResult, Finding, Form, FundingLine, Indicator, TableName
from extractor.warehouse.schema.keys import form_keys, name_key
from extractor.warehouse.schema.staging import contract_columns, staging_name, staging_tables, technical_columns
from extractor.warehouse.schema.table_spec import Column, SqlType

if TYPE_CHECKING:
    import pyarrow


_WAITING = 2_000


class StagingRows:
    """Rows of many documents, by staging table and column, until they are handed on."""

    def __init__(self) -> None:
        self._cells: dict[str, list[Cells]] = {table.name: [[] for _ in table.columns] for table in staging_tables()}
        self._waiting: dict[TableName, list[tuple[int, int, RowContext]]] = {table: [] for table in TABLES}

    def __len__(self) -> int:
        return sum(len(columns[0]) for columns in self._cells.values()) + sum(map(len, self._waiting.values()))

    def add(self, version_id: int, result: DocumentResult) -> None:
        """One document's rows."""
        self._waiting["documents"].append((version_id, 0, RowContext(result, None, None, 1)))
        self._items("findings", version_id, 0, result, None, result.findings)
        for form_no, form in enumerate(result.forms, 1):
            self._waiting["forms"].append((version_id, form_no, RowContext(result, form, None, form_no)))
            self._items("funding", version_id, form_no, result, form, form.funding.lines)
            self._items("indicators", version_id, form_no, result, form, form.indicators)
            self._items("findings", version_id, form_no, result, form, form.findings)
            self._form(version_id, form_no, form, result.document.sha256)
        for table, rows in self._waiting.items():
            if len(rows) >= _WAITING:
                self._flatten(table)

    def _items(
        self,
        table: TableName,
        version_id: int,
        form_no: int,
        result: DocumentResult,
        form: Form | None,
        items: Sequence[Indicator | FundingLine | Finding],
    ) -> None:
        rows = self._waiting[table]
        rows.extend((version_id, form_no, RowContext(result, form, item, n)) for n, item in enumerate(items, 1))

    def _flatten(self, table: TableName) -> None:
        """The waiting rows of one table as cells."""
        if not self._waiting[table]:
            return
        versions, forms, rows = zip(*self._waiting[table], strict=True)
        self._waiting[table] = []
        columns: list[Sequence[Any]] = [versions] if table == "documents" else [versions, forms]
        if table == "indicators":
            items = [row.item for row in rows]
            more = {"horizon": [item.horizon for item in items], "name_key": [name_key(item.name) for item in items]}
            columns += [more[column.name] for column in technical_columns(table)[len(columns) :]]
        for cells, added in zip(self._cells[staging_name(table)], [*columns, *flatten(table, rows)], strict=True):
            cells += added

    def _form(self, version_id: int, form_no: int, form: Form, sha256: str) -> None:
        keys = form_keys(form, form_no, sha256)
        self._add(
            "stg_form_keys",
            [
                version_id, form_no, keys.project_key, keys.project_key_kind, keys.project_name_key, keys.unit_key,
                keys.unit_name_key, keys.department_key, keys.department_name_key,
                _date(form.project.start_date), _date(form.project.end_date),
            ],
        )  # fmt: skip
        for n, item in enumerate(form.execution or (), 1):
            amounts = [item.budget_initial, item.budget_current, item.executed, item.rate, item.weight, item.score]
            self._add("stg_execution", [version_id, form_no, n, item.item, *amounts, json_text(item.raw)])

    def _add(self, table: str, row: Cells) -> None:
        for cells, cell in zip(self._cells[table], row, strict=True):
            cells.append(cell)

    def take(self) -> Iterable[tuple[str, pyarrow.Table]]:
        """Each staging table's rows as Arrow, emptied as they are taken; tables in the order of their keys."""
        for name in TABLES:
            self._flatten(name)
        for table in staging_tables():
            cells = self._cells[table.name]
            if cells[0]:
                self._cells[table.name] = [[] for _ in table.columns]
                yield table.name, columns_to_arrow(table.columns, cells, table.name)


def _date(text: str | None) -> date | None:
    """A date of the calendar; ``None`` for what is none, such as a month."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def to_arrow(columns: Sequence[Column], rows: Sequence[Sequence[Any]], name: str) -> pyarrow.Table:
    """Rows as an Arrow table; see :func:`columns_to_arrow`."""
    return columns_to_arrow(columns, list(zip(*rows, strict=True)) if rows else [() for _ in columns], name)


def columns_to_arrow(columns: Sequence[Column], cells: Sequence[Sequence[Any]], name: str) -> pyarrow.Table:
    """Columns as an Arrow table.

    Raises:
        WarehouseError: a number that the column's type cannot hold.
    """
    import pyarrow

    types: dict[SqlType, pyarrow.DataType] = {
        "TEXT": pyarrow.large_string(),
        "BIGINT": pyarrow.int64(),
        "INTEGER": pyarrow.int32(),
        "BOOLEAN": pyarrow.bool_(),
        "TIMESTAMP": pyarrow.timestamp("us"),
        "DATE": pyarrow.date32(),
        "FLOAT8": pyarrow.float64(),
    }
    arrays = []
    for column, values in zip(columns, cells, strict=True):
        try:
            arrays.append(pyarrow.array(values, types[column.type]))
        except (pyarrow.ArrowInvalid, OverflowError) as exc:
            raise WarehouseError(f"a value does not fit {name}.{column.name} ({exc}).") from exc
    return pyarrow.table(arrays, names=[column.name for column in columns])


def staging_columns(table: TableName) -> tuple[Column, ...]:
    """All columns of a contract table's staging table."""
    return (*technical_columns(table), *contract_columns(table))
