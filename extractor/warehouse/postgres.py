"""PostgreSQL as the warehouse: psycopg 3, rows by COPY."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
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
_TYPES = {
    "numeric(38,10)": "DECIMAL(38, 10)",
    "double precision": "FLOAT8",
    "timestamp without time zone": "TIMESTAMP",
}
_GRANT = "Ask the database's owner: GRANT CREATE, USAGE on the schema, and SELECT, INSERT, UPDATE on its tables."
_READING = "The warehouse is only read here; `jixiao load` is what writes to it."
_QUESTION = re.compile(
    r"(?:\s|\(|--[^\n]*\n|(?>/\*.*?\*/))*+(?:SELECT|WITH|VALUES|TABLE|SHOW|EXPLAIN)\b", re.IGNORECASE | re.DOTALL
)


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
        self._read_only = read_only
        with _told(target.label):
            name = sql.Identifier(target.schema)
            usable = self._may_use_schema()
            if usable is None and not read_only:
                self._make_schema(name)
            if usable is False:  # else its tables would only seem not to be there
                message = f"permission denied for schema {target.schema}."
                raise WarehouseError(message, source=target.label, remedy=_GRANT)
            self._connection.execute(sql.SQL("SET search_path TO {}").format(name))
            if read_only:
                self._connection.execute("SET default_transaction_read_only = on")
                self._begin_reading()

    def _begin_reading(self) -> None:
        """One read-only transaction for all that is asked: one state of the data, and no statement ends it.

        A session's default alone would not do: any query may set it back.
        """
        self._connection.set_read_only(True)
        self._connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        self._connection.set_autocommit(False)
        self._connection.execute("SELECT 1")  # begins it; from here on it cannot be made read-write

    def _may_use_schema(self) -> bool | None:
        """``None`` where there is no schema."""
        text = "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = %s"
        found = self._connection.execute(text, [self.target.schema]).fetchone()
        return None if found is None else bool(found[0])

    def _make_schema(self, name: sql.Identifier) -> None:
        with suppress(errors.DuplicateSchema, errors.UniqueViolation):  # another load made it just now
            self._connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))

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
        text = (sql.replace("%", "%%").replace("?", "%s") if parameters else sql).encode()
        if not self._read_only:
            return self._connection.execute(text, list(parameters) or None)
        if not _QUESTION.match(sql):
            message = "only a query can be asked here (SELECT, WITH, VALUES, TABLE, SHOW, EXPLAIN)."
            raise WarehouseError(message, source=self.target.label, remedy=_READING)
        with self._connection.transaction():  # a savepoint: after an error the next query is answered all the same
            # Prepared, so that the server takes one statement and no second one behind it.
            return self._connection.execute(text, list(parameters) or None, prepare=True)

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

    def tables(self) -> dict[str, dict[str, str]]:
        # Not from information_schema, which hides what this user may not read, and so would call it empty.
        text = (
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped"
            " ORDER BY c.relname, a.attnum"
        )
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in self.query(text, [self.target.schema]).rows:
            found.setdefault(table, {})[column] = _TYPES.get(kind, kind.upper())
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
    """Raise the driver's errors as ours; with the server's own words, never the password."""
    try:
        yield
    except errors.InsufficientPrivilege as exc:
        raise WarehouseError(_words(exc), source=label, remedy=_GRANT) from exc
    except errors.IntegrityError as exc:
        remedy = "Nothing was loaded: the records contradict each other or the contract."
        raise WarehouseError(f"a key or a constraint forbids it ({_words(exc)})", source=label, remedy=remedy) from exc
    except errors.ReadOnlySqlTransaction as exc:
        raise WarehouseError(_words(exc), source=label, remedy=_READING) from exc
    except (errors.UndefinedTable, errors.UndefinedColumn, errors.SyntaxError, errors.UndefinedFunction) as exc:
        remedy = "See the tables and columns in docs/warehouse.md."
        raise WarehouseError(_words(exc), source=label, remedy=remedy) from exc
    except (errors.DiskFull, errors.OutOfMemory) as exc:
        remedy = "Free some space on the database's server, and load again: nothing was loaded."
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
