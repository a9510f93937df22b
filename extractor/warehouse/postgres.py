"""PostgreSQL as the warehouse: psycopg 3, rows by COPY."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg import errors, sql

from extractor.errors import WarehouseError
from extractor.warehouse.database import Rows
from extractor.warehouse.target import Dialect, Target

if TYPE_CHECKING:
    import pyarrow

_CHUNK = 20_000
_TIMEOUT = "10"


class PostgresDatabase:
    """See :class:`extractor.warehouse.database.Database`. The tables live in a schema of their own."""

    def __init__(self, target: Target, *, read_only: bool = False) -> None:
        self.target = target
        with _told(target.label, connecting=True):
            self._connection = psycopg.connect(
                target.place,
                autocommit=True,
                connect_timeout=_TIMEOUT,
                application_name="jixiao",
                client_encoding="utf8",
            )
            self._connection.read_only = read_only
        with _told(target.label):
            name = sql.Identifier(target.schema)
            if not read_only and not self._has_schema():
                self._connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
            self._connection.execute(sql.SQL("SET search_path TO {}").format(name))
            if read_only:
                self._connection.execute("SET default_transaction_read_only = on")

    def _has_schema(self) -> bool:
        found = self._connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [self.target.schema])
        return found.fetchone() is not None

    @property
    def dialect(self) -> Dialect:
        return "postgresql"

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        with _told(self.target.label):
            self._run(sql, parameters)

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        with _told(self.target.label):
            cursor = self._run(sql, parameters)
            if cursor.description is None:
                return Rows((), [])
            return Rows(tuple(column.name for column in cursor.description), cursor.fetchall())

    def _run(self, sql: str, parameters: Sequence[Any]) -> psycopg.Cursor[Any]:
        if not parameters:
            return self._connection.execute(sql.encode())
        return self._connection.execute(sql.replace("%", "%%").replace("?", "%s").encode(), list(parameters))

    def stream(self, sql: str, parameters: Sequence[Any] = (), *, size: int = 10_000) -> Iterator[Rows]:
        text = (sql.replace("%", "%%").replace("?", "%s") if parameters else sql).encode()
        with _told(self.target.label), self._connection.transaction(), self._connection.cursor(name="jixiao") as cursor:
            cursor.execute(text, list(parameters) or None)
            part = cursor.fetchmany(size)
            columns = tuple(column.name for column in cursor.description or ())
            yield Rows(columns, part)
            while part := cursor.fetchmany(size):
                yield Rows(columns, part)

    def append(self, table: str, rows: pyarrow.Table) -> None:
        from pyarrow import BufferOutputStream, csv

        command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, rows.column_names))
        )
        options = csv.WriteOptions(include_header=False, quoting_style="needed")
        with _told(self.target.label), self._connection.cursor().copy(command) as copy:
            for start in range(0, rows.num_rows, _CHUNK):
                buffer = BufferOutputStream()
                csv.write_csv(rows.slice(start, _CHUNK), buffer, options)
                copy.write(memoryview(buffer.getvalue()))

    def tables(self) -> dict[str, list[str]]:
        text = (
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ?"
            " ORDER BY table_name, ordinal_position"
        )
        found: dict[str, list[str]] = {}
        for table, column in self.query(text, [self.target.schema]).rows:
            found.setdefault(table, []).append(column)
        return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with _told(self.target.label), self._connection.transaction():
            # Ids are counted up, so two loads must not count at once; released when the transaction ends.
            self._connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"jixiao.{self.target.schema}"])
            yield

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


@contextmanager
def _told(label: str, *, connecting: bool = False) -> Iterator[None]:
    """psycopg's errors as ours; the server's own words, never the password."""
    try:
        yield
    except errors.InsufficientPrivilege as exc:
        remedy = (
            "Ask the database's owner: GRANT CREATE, USAGE on the schema, and SELECT, INSERT, UPDATE on its tables."
        )
        raise WarehouseError(_words(exc), source=label, remedy=remedy) from exc
    except errors.IntegrityError as exc:
        remedy = "Nothing was loaded; the document named is at fault."
        raise WarehouseError(f"a key or a constraint forbids it ({_words(exc)})", source=label, remedy=remedy) from exc
    except errors.ReadOnlySqlTransaction as exc:
        remedy = "The warehouse is only read here; `jixiao load` is what writes to it."
        raise WarehouseError(_words(exc), source=label, remedy=remedy) from exc
    except (errors.UndefinedTable, errors.UndefinedColumn, errors.SyntaxError, errors.UndefinedFunction) as exc:
        remedy = "See the tables and columns in docs/warehouse.md."
        raise WarehouseError(_words(exc), source=label, remedy=remedy) from exc
    except psycopg.OperationalError as exc:
        remedy = "Check that the server runs and takes connections from here, and the address, user and password."
        what = "the database cannot be reached" if connecting else "the connection broke"
        raise WarehouseError(f"{what} ({_words(exc)})", source=label, remedy=remedy) from exc
    except psycopg.Error as exc:
        raise WarehouseError(_words(exc), source=label) from exc


def _words(exc: psycopg.Error) -> str:
    message = exc.diag.message_primary or str(exc).strip().split("\n")[0] or type(exc).__name__
    detail = f" {exc.diag.message_detail}" if exc.diag.message_detail else ""
    return f"{message.rstrip('.')}.{detail}"
