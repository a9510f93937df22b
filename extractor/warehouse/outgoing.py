"""The contract's tables out of the warehouse: the current versions, as the contract has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.errors import UsageError
from extractor.model.columns import TABLES
from extractor.model.form import TableName
from extractor.output.files import writing
from extractor.output.sinks import PLAIN, Columns, Style, open_sink
from extractor.warehouse.database import Database, quoted
from extractor.warehouse.schema.staging import KEYS, contract_columns, staging_name


def export(
    database: Database, directory: Path, name: str, style: Style = PLAIN, *, year: int | None = None
) -> list[Path]:
    """Write the current rows into a directory; files of the same names are replaced once all is written.

    Args:
        name: a format of :data:`extractor.output.sinks.FORMATS`.
        style: how it is written.
        year: forms of this fiscal year alone, with what belongs to them.

    Returns:
        What was written.

    Raises:
        UsageError: the format's library is not installed, or there is nothing of that year.
        OutputError: the directory cannot be written to.
        WarehouseError: the database refused.
    """
    _refuse_empty(database, year)
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
    sink = open_sink(name, directory, style)
    try:
        for table in TABLES:
            for part in _parts(database, table, year):
                sink.add(table, part)
        sink.commit()
        return sink.files
    finally:
        sink.discard()


def _refuse_empty(database: Database, year: int | None) -> None:
    if year is None:
        return
    years = [row[0] for row in database.query("SELECT DISTINCT fiscal_year FROM current_forms ORDER BY 1").rows]
    if year not in years:
        has = ", ".join(str(one) for one in years if one is not None) or "none"
        raise UsageError(f"the warehouse has no form of {year}.", remedy=f"It has: {has}.")


def _parts(database: Database, table: TableName, year: int | None) -> Iterator[Columns]:
    columns = ", ".join(f"s.{quoted(column.name)}" for column in contract_columns(table))
    keys = ", ".join(f"s.{quoted(key)}" for key in KEYS[table])
    sql = f"SELECT {columns} FROM {staging_name(table)} s JOIN current_version c ON c.version_id = s.version_id"  # noqa: S608 -- our own names
    parameters = []
    if year is not None:
        inner = "SELECT 1 FROM form f WHERE f.version_id = s.version_id AND f.fiscal_year = ?"
        same_form = "" if table == "documents" else " AND f.form_no = s.form_no"
        sql += f" WHERE EXISTS ({inner}{same_form})"
        parameters = [year]
    for part in database.stream(f"{sql} ORDER BY {keys}", parameters):
        if part.rows:
            yield list(zip(*part.rows, strict=True))
