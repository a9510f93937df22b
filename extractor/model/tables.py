"""One document's result as flat rows of the contract's tables, and rows as a data frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from extractor.model.columns import COLUMNS, TABLES, Column, RowContext, Scalar, column_info
from extractor.model.flatten import Cells, flatten
from extractor.model.form import DocumentResult, Finding, Form, FundingLine, Indicator, TableName

if TYPE_CHECKING:
    import pandas

Row: TypeAlias = dict[str, Scalar]


def column_names(table: TableName) -> list[str]:
    """Header of a table.

    Raises:
        ValueError: ``table`` is not one of the contract's tables.
    """
    return [column.name for column in _columns(table)]


def _columns(table: TableName) -> Sequence[Column]:
    if table not in COLUMNS:
        raise ValueError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
    return COLUMNS[table]


def rows_of(result: DocumentResult, table: TableName) -> list[Row]:
    """One table's rows for one document, every row with the same keys in the same order.

    Decimals and dates are text as in the JSON; boxes, pages and dictionaries are JSON text; what is blank is ``None``.

    Raises:
        ValueError: ``table`` is not one of the contract's tables.
    """
    names = column_names(table)
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns_of(result, table), strict=True)]


def columns_of(result: DocumentResult, table: TableName) -> list[Cells]:
    """The same, a column at a time in the order of the contract's columns."""
    _columns(table)
    return flatten(table, list(_contexts(result, table)))


def _contexts(result: DocumentResult, table: TableName) -> Iterator[RowContext]:
    if table == "documents":
        yield RowContext(result, None, None, 1)
        return
    if table == "findings":
        yield from (RowContext(result, None, finding, n) for n, finding in enumerate(result.findings, 1))
    for ordinal, form in enumerate(result.forms, 1):
        if table == "forms":
            yield RowContext(result, form, None, ordinal)
            continue
        yield from (RowContext(result, form, item, n) for n, item in enumerate(_items(form, table), 1))


def _items(form: Form, table: TableName) -> Sequence[FundingLine | Indicator | Finding]:
    if table == "funding":
        return form.funding.lines
    return form.indicators if table == "indicators" else form.findings


# Strings kept by Python, so that a frame is the same whether or not pyarrow is there.
_TEXT = "string[python]"
_DTYPES = {"text": _TEXT, "json": _TEXT, "integer": "Int64", "boolean": "boolean", "number": "Float64"}


def to_frame(table: TableName, rows: Sequence[Row]) -> pandas.DataFrame:
    """Rows of one table as a data frame: text, ``Int64``, ``boolean``, ``Float64`` for confidences; blank is ``NA``.

    Decimals stay text, so that no digit is lost; ``frame["amount"].map(Decimal)`` or ``pandas.to_numeric`` turn them.
    """
    import pandas

    dtypes = {info.path: _DTYPES[info.type] for info in column_info(table)}
    return pandas.DataFrame(list(rows), columns=list(dtypes), dtype=object).astype(dtypes)
