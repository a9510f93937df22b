"""Open whichever database an address names."""

from __future__ import annotations

from importlib.util import find_spec

from extractor.errors import UsageError
from extractor.warehouse.database import Database
from extractor.warehouse.target import DEFAULT, Target, parse_target


def open_database(to: str | Target = DEFAULT, *, read_only: bool = False) -> Database:
    """Open a warehouse's database; a DuckDB file is made where there is none, unless it is only to be read.

    Raises:
        UsageError: the address cannot be understood, or the ``warehouse`` extra is not installed.
        WarehouseError: it cannot be reached, opened or written to.
    """
    target = to if isinstance(to, Target) else parse_target(to)
    driver = "duckdb" if target.dialect == "duckdb" else "psycopg"
    if find_spec(driver) is None or find_spec("pyarrow") is None:
        raise UsageError(f"a warehouse needs {driver} and pyarrow.", remedy="Run: pip install 'jixiao[warehouse]'")
    if target.dialect == "duckdb":
        from extractor.warehouse.duckdb import DuckDatabase

        return DuckDatabase(target, read_only=read_only)
    from extractor.warehouse.postgres import PostgresDatabase

    return PostgresDatabase(target, read_only=read_only)
