"""The warehouse's schema: made, recognised, brought up to date, or refused with what to do."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from extractor.errors import WarehouseError
from extractor.warehouse.database import Database, in_dialect, quoted
from extractor.warehouse.model import SCHEMA_VERSION, all_tables
from extractor.warehouse.spec import Table, column_comment, comments, create_table

VIEW_FILES = ("views.sql", "official.sql")
_VERSION_KEY = "schema_version"


@cache
def sql_file(name: str) -> str:
    """One of the package's SQL files."""
    return (files("extractor.warehouse") / "sql" / name).read_text(encoding="utf-8")


def ensure_schema(database: Database, *, migrate: bool = False) -> None:
    """Make the tables and views in an empty database, or see that they are this release's.

    Columns that the contract gained since the tables were made are added with ``migrate``; the rows stay.

    Raises:
        WarehouseError: the schema is of another version, or is not ours.
    """
    found = _version(database)
    if found is None:
        _create(database)
        return
    if found != SCHEMA_VERSION:
        raise _other_version(database, found)
    missing = _missing(database)
    if not missing:
        return
    if not migrate:
        names = ", ".join(f"{table.name}.{column}" for table, column in missing[:3])
        message = f"its schema is older than this release: {names}{' …' if len(missing) > 3 else ''} is not there."
        remedy = f"Bring it up to date, keeping its rows: jixiao load --migrate --to {database.target.label} INPUT"
        raise WarehouseError(message, source=database.target.label, remedy=remedy)
    _migrate(database, missing)


def check_schema(database: Database) -> None:
    """See that the database is a warehouse that this release can read.

    Raises:
        WarehouseError: it is none, or of another version.
    """
    found = _version(database)
    if found is None:
        remedy = f"Load something first: jixiao load output/ --to {database.target.label}"
        raise WarehouseError("it holds no warehouse.", source=database.target.label, remedy=remedy)
    if found != SCHEMA_VERSION:
        raise _other_version(database, found)


def _version(database: Database) -> str | None:
    """The schema's version, ``None`` in a database without tables of ours."""
    there = database.tables()
    if "warehouse_meta" not in there:
        taken = [table.name for table in all_tables() if table.name in there]
        if taken:
            message = f"it holds a table {taken[0]!r} that is not the warehouse's."
            remedy = "Name another database with --to, or another schema with postgresql://…?schema=NAME."
            raise WarehouseError(message, source=database.target.label, remedy=remedy)
        return None
    rows = database.query("SELECT value FROM warehouse_meta WHERE key = ?", [_VERSION_KEY]).rows
    return str(rows[0][0]) if rows else "unknown"


def _other_version(database: Database, found: str) -> WarehouseError:
    message = f"its schema is of version {found}, this release's is {SCHEMA_VERSION}."
    remedy = "Load into a new database: jixiao load output/ --to …; or use the release that made it."
    return WarehouseError(message, source=database.target.label, remedy=remedy)


def _create(database: Database) -> None:
    with database.transaction():
        if _version(database) is not None:  # another load made it while this one waited
            return
        statements = [one for table in all_tables() for one in (create_table(table), *comments(table))]
        database.execute(";\n".join(statements))
        _create_views(database)
        database.execute("INSERT INTO warehouse_meta (key, value) VALUES (?, ?)", [_VERSION_KEY, SCHEMA_VERSION])


def _create_views(database: Database) -> None:
    for name in VIEW_FILES:
        database.execute(in_dialect(sql_file(name), database.dialect))


def view_names() -> list[str]:
    """The views, in the order in which they are made."""
    lines = (line for name in VIEW_FILES for line in sql_file(name).splitlines())
    return [line.split()[2] for line in lines if line.startswith("CREATE VIEW ")]


def _missing(database: Database) -> list[tuple[Table, str]]:
    found = database.tables()
    return [
        (table, column.name)
        for table in all_tables()
        for column in table.columns
        if column.name not in found.get(table.name, [])
    ]


def _migrate(database: Database, missing: list[tuple[Table, str]]) -> None:
    """Add what is missing; views stand on ``SELECT *``, so they are made anew."""
    there = database.tables()
    with database.transaction():
        for view in reversed(view_names()):
            database.execute(f"DROP VIEW IF EXISTS {quoted(view) if database.dialect == 'duckdb' else view}")
        for table, name in missing:
            column = next(column for column in table.columns if column.name == name)
            if not column.null or table.name not in there:
                message = f"{table.name}.{name} cannot be added to rows that are there."
                remedy = "Load into a new database: jixiao load output/ --to …"
                raise WarehouseError(message, source=database.target.label, remedy=remedy)
            database.execute(f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(name)} {column.type}")
            database.execute(column_comment(table.name, column))
        _create_views(database)
