"""A warehouse that another release made, brought up to date in one transaction; its rows stay."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from extractor.errors import WarehouseError
from extractor.warehouse.database import Database, quoted
from extractor.warehouse.schema.table_spec import Column, Table, column_comment, comments, create_table
from extractor.warehouse.schema.tables import all_tables
from extractor.warehouse.schema.views import create_views, drop_views, views_fingerprint


class Difference(Struct, frozen=True):
    """How a warehouse's schema differs from this release's; columns are named ``table.column``.

    Attributes:
        tables: not there.
        columns: not there.
        types: of another type.
        unknown: there, but not in this release.
        views: whether the views are another release's.
    """

    tables: tuple[str, ...]
    columns: tuple[str, ...]
    types: tuple[str, ...]
    unknown: tuple[str, ...]
    views: bool

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns or self.types or self.unknown or self.views)


def differences(database: Database, views: str | None) -> Difference:
    """Compare; ``views`` is the fingerprint that the warehouse has of its own."""
    there = database.tables()
    columns = [(table, column) for table in all_tables() for column in table.columns if table.name in there]
    return Difference(
        tuple(table.name for table in all_tables() if table.name not in there),
        tuple(_full(table, column) for table, column in columns if column.name not in there[table.name]),
        tuple(
            _full(table, column)
            for table, column in columns
            if there[table.name].get(column.name, column.type) != column.type
        ),
        tuple(
            f"{table.name}.{name}"
            for table in all_tables()
            for name in there.get(table.name, ())
            if name not in {column.name for column in table.columns}
        ),
        views != views_fingerprint(),
    )


def _full(table: Table, column: Column) -> str:
    return f"{table.name}.{column.name}"


def migrate_schema(database: Database, found: Difference) -> None:
    """Add what is missing, change what is of another type, make the views anew.

    Raises:
        WarehouseError: a column that may not be empty is missing, or a value does not fit its column's new type;
            nothing was changed.
    """
    for table, column in _named(found.columns):
        if not column.null:
            message = f"{_full(table, column)} cannot be added to rows that are there."
            remedy = "Load into a new database: jixiao load output/ --to …"
            raise WarehouseError(message, source=database.target.label, remedy=remedy)
    with database.transaction():
        drop_views(database)
        if found.types and database.dialect == "duckdb":
            _rebuild(database)
        else:
            _alter(database, found)
        create_views(database)
        database.execute("DELETE FROM warehouse_meta WHERE key = 'views'")
        database.execute("INSERT INTO warehouse_meta (key, value) VALUES ('views', ?)", [views_fingerprint()])


def _named(names: tuple[str, ...]) -> Iterator[tuple[Table, Column]]:
    for table in all_tables():
        for column in table.columns:
            if _full(table, column) in names:
                yield table, column


def _alter(database: Database, found: Difference) -> None:
    """In place: what was granted on the tables stays granted."""
    for table in all_tables():
        if table.name in found.tables:
            database.execute(";\n".join([create_table(table), *comments(table)]))
    for table, column in _named(found.columns):
        database.execute(f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(column.name)} {column.type}")
        database.execute(column_comment(table.name, column))
    for table, column in _named(found.types):
        name = quoted(column.name)
        change = f"ALTER COLUMN {name} TYPE {column.type} USING CAST({name} AS {column.type})"
        database.execute(f"ALTER TABLE {quoted(table.name)} {change}")
        database.execute(column_comment(table.name, column))


def _rebuild(database: Database) -> None:
    """All tables made anew and filled from the old: DuckDB changes no column of a table that others refer to."""
    there = database.tables()
    old = [table for table in all_tables() if table.name in there]
    for table in old:
        database.execute(f"CREATE TEMP TABLE {_kept(table)} AS SELECT * FROM {quoted(table.name)}")  # noqa: S608 -- quoted
    for table in reversed(old):
        database.execute(f"DROP TABLE {quoted(table.name)}")
    for table in all_tables():
        database.execute(";\n".join([create_table(table), *comments(table)]))
    for table in old:
        names = ", ".join(quoted(column.name) for column in table.columns if column.name in there[table.name])
        database.execute(f"INSERT INTO {quoted(table.name)} ({names}) SELECT {names} FROM {_kept(table)}")  # noqa: S608 -- quoted
        database.execute(f"DROP TABLE {_kept(table)}")


def _kept(table: Table) -> str:
    return quoted(f"old_{table.name}")
