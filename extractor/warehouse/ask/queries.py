"""Questions to a warehouse, answered without the power to change it."""

from __future__ import annotations

from extractor.errors import UsageError
from extractor.warehouse.connect import open_database
from extractor.warehouse.database import Rows
from extractor.warehouse.schema.versions import check_schema
from extractor.warehouse.target import DEFAULT


def ask(sql: str, warehouse: str = DEFAULT) -> Rows:
    """The answer to one query. The database is opened for reading alone; DuckDB also reads and writes no other file.

    Raises:
        UsageError: nothing was asked.
        WarehouseError: there is no warehouse there, or the database did not understand the query.
    """
    if not sql.strip().strip(";"):
        raise UsageError("no query was given.", remedy='For example: jixiao sql "SELECT * FROM current_forms"')
    with open_database(warehouse, read_only=True) as database:
        check_schema(database, views=False)
        return database.query(sql)
