"""The embedded warehouse: a DuckDB file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb

from extractor.errors import WarehouseError
from extractor.warehouse.database import Rows, quoted
from extractor.warehouse.target import Dialect, Target

if TYPE_CHECKING:
    import pyarrow

_MEMORY = ":memory:"
_SPACE = "Free some space on the disk, and load again: nothing was loaded."
_TYPES = {"VARCHAR": "TEXT", "DOUBLE": "FLOAT8", "DECIMAL(38,10)": "DECIMAL(38, 10)"}
# Not in the documents' power to change: no extension is fetched, no other file read or written.
_CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


class DuckDatabase:
    """See :class:`extractor.warehouse.database.Database`."""

    def __init__(self, target: Target, *, read_only: bool = False) -> None:
        self.target = target
        path = Path(target.place)
        self._made = target.place != _MEMORY and not path.exists()
        if target.place != _MEMORY:
            if read_only and not path.exists():
                message = "there is no warehouse there."
                remedy = f"Make it first: jixiao load output/ --to {target.label}"
                raise WarehouseError(message, source=target.label, remedy=remedy)
            if not read_only:
                self._make_directory(path)
        with _told(target.label):
            self._connection = duckdb.connect(target.place, read_only=read_only, config=dict(_CONFIG))
            if read_only:
                self._connection.execute("SET enable_external_access = false; SET lock_configuration = true")

    @staticmethod
    def _make_directory(path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            message = f"its directory cannot be made ({exc.strerror})."
            raise WarehouseError(message, source=str(path), remedy="Choose another place with --to.") from exc

    @property
    def dialect(self) -> Dialect:
        return "duckdb"

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        with _told(self.target.label):
            self._connection.execute(sql, list(parameters))

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        with _told(self.target.label):
            cursor = self._connection.execute(sql, list(parameters))
            columns = tuple(item[0] for item in cursor.description or ())
            return Rows(columns, cursor.fetchall())

    def stream(self, sql: str, parameters: Sequence[Any] = (), *, size: int = 10_000) -> Iterator[Rows]:
        with _told(self.target.label):
            cursor = self._connection.cursor().execute(sql, list(parameters))
            columns = tuple(item[0] for item in cursor.description or ())
            part = cursor.fetchmany(size)
        yield Rows(columns, part)
        while part:
            with _told(self.target.label):
                part = cursor.fetchmany(size)
            if part:
                yield Rows(columns, part)

    def append(self, table: str, rows: pyarrow.Table) -> None:
        names = ", ".join(map(quoted, rows.column_names))
        with _told(self.target.label):
            self._connection.register("arriving", rows)
            try:
                self._connection.execute(f"INSERT INTO {quoted(table)} ({names}) SELECT {names} FROM arriving")  # noqa: S608 -- quoted
            finally:
                self._connection.unregister("arriving")

    def tables(self) -> dict[str, dict[str, str]]:
        text = (
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = ?"
            " AND table_catalog = current_database() ORDER BY table_name, ordinal_position"
        )
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in self.query(text, ["main"]).rows:
            found.setdefault(table, {})[column] = _TYPES.get(kind, kind)
        return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.execute("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self.execute("COMMIT")

    def close(self) -> None:
        try:
            empty = self._made and not self.tables()
        except WarehouseError:  # closed already, or broken
            empty = False
        self._connection.close()
        if empty:  # nothing was loaded, such as for a mistyped input
            Path(self.target.place).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


@contextmanager
def _told(label: str) -> Iterator[None]:
    """DuckDB's errors as ours."""
    try:
        yield
    except duckdb.IOException as exc:
        raise WarehouseError(_first_line(exc), source=label, remedy=_io_remedy(str(exc))) from exc
    except duckdb.ConstraintException as exc:
        message = f"a key or a constraint forbids it ({_first_line(exc)})"
        raise WarehouseError(
            message, source=label, remedy="Nothing was loaded: the records contradict each other or the contract."
        ) from exc
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as exc:
        remedy = 'See the tables and columns in docs/warehouse.md, or: jixiao sql "SHOW TABLES"'
        raise WarehouseError(_first_line(exc), source=label, remedy=remedy) from exc
    except duckdb.InvalidInputException as exc:
        remedy = "The warehouse is only read here; `jixiao load` is what writes to it."
        raise WarehouseError(_first_line(exc), source=label, remedy=remedy) from exc
    except duckdb.Error as exc:
        space = _SPACE if "No space left" in str(exc) else None
        raise WarehouseError(_first_line(exc), source=label, remedy=space) from exc


def _first_line(exc: Exception) -> str:
    line = str(exc).strip().split("\n")[0].rstrip(".")
    return line + "."


def _io_remedy(text: str) -> str:
    if "lock" in text.lower():
        return "Another program has it open: close that one, or wait until its load has ended."
    if "not a valid DuckDB" in text or "not a DuckDB" in text:
        return "Name another file with --to; this one is left as it is."
    if "ermission denied" in text or os.strerror(13) in text:
        return "Choose a place that you may write to, with --to."
    return _SPACE if "No space left" in text else "Check the path, and that there is space left on the disk."
