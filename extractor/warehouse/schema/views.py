"""The views: SQL files of this package, made anew whenever a release changes them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from extractor.warehouse.database import Database, in_dialect, literal, quoted
from extractor.warehouse.schema.official import COLUMN_NAMES

_FILES = ("views.sql", "official.sql")
_OFFICIAL = ("PM_", "BGT_", "BAS_", "PAY_")


@cache
def sql_file(name: str) -> str:
    """One of the package's SQL files."""
    return (files("extractor.warehouse.schema") / "sql" / name).read_text(encoding="utf-8")


def view_names() -> list[str]:
    """The views, in the order in which they are made."""
    lines = (line for name in _FILES for line in sql_file(name).splitlines())
    return [line.split()[2] for line in lines if line.startswith("CREATE VIEW ")]


@cache
def views_fingerprint() -> str:
    """What tells this release's views from another's."""
    text = "".join(map(sql_file, _FILES)) + repr(COLUMN_NAMES)
    return hashlib.sha256(text.encode()).hexdigest()


def create_views(database: Database) -> None:
    """Make the views, with comments on the columns of the official ones."""
    for name in _FILES:
        database.execute(in_dialect(sql_file(name), database.dialect))
    there = database.tables()
    for view in view_names():
        if view.startswith(_OFFICIAL):
            # PostgreSQL folds unquoted names to lower case, DuckDB keeps them.
            found = view.lower() if view.lower() in there else view
            comments = [
                f"COMMENT ON COLUMN {quoted(found)}.{quoted(column)} IS {literal(COLUMN_NAMES[column.upper()])}"
                for column in there[found]
            ]
            database.execute(";\n".join(comments))


def drop_views(database: Database) -> None:
    """Take the views away, those first that are on others; one that is not there is passed over."""
    for view in reversed(view_names()):
        database.execute(f"DROP VIEW IF EXISTS {view}")
