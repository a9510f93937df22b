"""What the warehouse asks of a database, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, Self

from msgspec import Struct

from extractor.errors import UsageError
from extractor.warehouse.target import DEFAULT, Dialect, Target, parse_target

if TYPE_CHECKING:
    import pyarrow

# What DECIMAL(38, 10) holds exactly; anything else stays text and its number is NULL, never rounded.
EXACT = r"^[-+]?[0-9]{1,28}(\.[0-9]{1,10}0*)?$"
_CALL = re.compile(r"\bexact\(([\w.]+)\)")


class Rows(Struct, frozen=True):
    """A query's answer."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Database(Protocol):
    """An open warehouse database. Every method raises :class:`extractor.errors.WarehouseError`."""

    target: Target

    @property
    def dialect(self) -> Dialect: ...
    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run statements; ``?`` stands for a parameter, and only one statement takes any."""

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Run one query; ``?`` stands for a parameter."""

    def stream(self, sql: str, parameters: Sequence[Any] = (), *, size: int = 10_000) -> Iterator[Rows]:
        """Run one query, its answer a part at a time, so that memory stays flat; at least one part."""

    def append(self, table: str, rows: pyarrow.Table) -> None:
        """Add rows in bulk; the columns are matched by name."""

    def tables(self) -> dict[str, dict[str, str]]:
        """Tables and views of the warehouse's schema, with names and types of their columns, spelt as in ``spec.py``."""

    def transaction(self) -> AbstractContextManager[None]:
        """All of the block or nothing; one load at a time."""

    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...


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


def in_dialect(sql: str, dialect: Dialect) -> str:
    """SQL of this package for one kind of database: ``exact(column)`` is a text's number where DECIMAL holds it exactly."""
    cast = "TRY_CAST" if dialect == "duckdb" else "CAST"
    return _CALL.sub(rf"CASE WHEN \1 ~ '{EXACT}' THEN {cast}(\1 AS DECIMAL(38, 10)) END", sql)


def quoted(name: str) -> str:
    """An SQL identifier, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string, for the statements (comments) that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
