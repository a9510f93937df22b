"""The contract's tables out of the warehouse: the current versions, as the contract has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from extractor.errors import UsageError
from extractor.model.columns import TABLES
from extractor.model.form import TableName
from extractor.output.files import writing
from extractor.warehouse.database import Database, Rows, quoted
from extractor.warehouse.schema.staging import KEYS, contract_columns, staging_name
from extractor.warehouse.schema.table_spec import Column

Style: TypeAlias = Literal["parquet", "xlsx", "csv", "jsonl"]
Language: TypeAlias = Literal["en", "zh"]
_DECIMALS = frozenset({"amount", "weight", "score", "project_total", "annual_total", "score_total"})
_DECIMAL_ENDINGS = ("_number", "_low", "_high")


class Sink(Protocol):
    """A kind of file that takes the tables one after the other."""

    def begin(self, table: TableName, columns: tuple[Column, ...]) -> None: ...
    def add(self, rows: Rows) -> None: ...
    def end(self) -> None: ...
    def commit(self) -> list[Path]: ...
    def discard(self) -> None: ...


def is_decimal(column: Column) -> bool:
    """Whether a text column of the contract holds exact decimals."""
    return column.name in _DECIMALS or (column.type == "TEXT" and column.name.endswith(_DECIMAL_ENDINGS))


def export(
    database: Database,
    directory: Path,
    style: Style,
    *,
    language: Language = "en",
    excel: bool = False,
    year: int | None = None,
) -> list[Path]:
    """Write the current rows into a directory; what stood there under the same names is replaced once all is written.

    Args:
        language: headers: the contract's names, or their Chinese labels.
        excel: CSV for Excel.
        year: forms of this fiscal year alone, with what belongs to them.

    Returns:
        What was written.

    Raises:
        UsageError: xlsxwriter is not installed, or there is nothing of that year.
        OutputError: the directory cannot be written to.
        WarehouseError: the database refused.
    """
    _refuse_empty(database, year)
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
    sink = _sink(style, directory, language, excel=excel)
    try:
        for table in TABLES:
            sink.begin(table, contract_columns(table))
            for part in _parts(database, table, year, by_year=style == "parquet"):
                sink.add(part)
            sink.end()
        return sink.commit()
    finally:
        sink.discard()


def _refuse_empty(database: Database, year: int | None) -> None:
    if year is None:
        return
    years = [row[0] for row in database.query("SELECT DISTINCT fiscal_year FROM current_forms ORDER BY 1").rows]
    if year not in years:
        has = ", ".join(str(one) for one in years if one is not None) or "none"
        raise UsageError(f"the warehouse has no form of {year}.", remedy=f"It has: {has}.")


def _parts(database: Database, table: TableName, year: int | None, *, by_year: bool) -> Iterator[Rows]:
    columns = ", ".join(f"s.{quoted(column.name)}" for column in contract_columns(table))
    keys = ", ".join(f"s.{quoted(key)}" for key in KEYS[table])
    dated = by_year and "fiscal_year" in {column.name for column in contract_columns(table)}
    order = f"s.fiscal_year, {keys}" if dated else keys
    sql = f"SELECT {columns} FROM {staging_name(table)} s JOIN current_version c ON c.version_id = s.version_id"  # noqa: S608 -- our own names
    if year is None:
        yield from database.stream(f"{sql} ORDER BY {order}")
        return
    inner = "SELECT 1 FROM form f WHERE f.version_id = s.version_id AND f.fiscal_year = ?"
    same_form = "" if table == "documents" else " AND f.form_no = s.form_no"
    yield from database.stream(f"{sql} WHERE EXISTS ({inner}{same_form}) ORDER BY {order}", [year])


def _sink(style: Style, directory: Path, language: Language, *, excel: bool) -> Sink:
    if style == "parquet":
        from extractor.warehouse.parquet_files import ParquetFiles

        return ParquetFiles(directory, language)
    if style == "xlsx":
        from extractor.warehouse.workbook import Workbook

        return Workbook(directory, language)
    from extractor.warehouse.text_files import TextFiles

    return TextFiles(directory, style, language, excel=excel)


def header(column: Column, language: Language) -> str:
    """What stands above a column."""
    return column.zh if language == "zh" and column.zh else column.name


def headers(columns: tuple[Column, ...], language: Language) -> list[str]:
    """Headers, each once: labels that occur twice are told apart by their names."""
    labels = [header(column, language) for column in columns]
    return [
        label if labels.count(label) == 1 else f"{label}({column.name})"
        for label, column in zip(labels, columns, strict=True)
    ]
