"""What the warehouse asks of a database, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, Self

from msgspec import Struct

from extractor.output.headings import EXACT
from extractor.warehouse.target import Dialect, Target

if TYPE_CHECKING:
    import pyarrow

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
