"""The warehouse's schema: made, recognised, brought up to date, or refused with what to do."""

from __future__ import annotations

from extractor.errors import WarehouseError
from extractor.warehouse.database import Database
from extractor.warehouse.schema.migrate import Difference, differences, migrate_schema
from extractor.warehouse.schema.table_spec import comments, create_table
from extractor.warehouse.schema.tables import SCHEMA_VERSION, all_tables
from extractor.warehouse.schema.views import create_views, view_names, views_fingerprint

_VERSION_KEY = "schema_version"
VIEWS_KEY = "views"


def ensure_schema(database: Database, *, migrate: bool = False) -> None:
    """Make the tables and views in an empty database, or see that they are this release's.

    What another release of the same schema version has otherwise is brought up to date with ``migrate``: tables and
    columns that were added, columns of another type, views. The rows stay.

    Raises:
        WarehouseError: the schema is of another version, or is not ours.
    """
    meta = _meta(database)
    if meta is None:
        _create(database)
        return
    _refuse_other_version(database, meta)
    found = differences(database, meta.get(VIEWS_KEY))
    if found.unknown:
        message = f"its schema is newer than this release: {_listed(found.unknown)} is not known here."
        remedy = "Use the release that made it: pip install --upgrade jixiao; or load into a new database with --to."
        raise WarehouseError(message, source=database.target.label, remedy=remedy)
    if not found:
        return
    if not migrate:
        raise _older(database, found)
    migrate_schema(database, found)


def check_schema(database: Database, *, views: bool = True) -> None:
    """See that the database is a warehouse that this release can read.

    Args:
        views: see, too, that every view of this release is there; a query of the user's own may do without.

    Raises:
        WarehouseError: it is none, or of another version, or a view is not there.
    """
    meta = _meta(database)
    if meta is None:
        remedy = f"Load something first: jixiao load output/ --to {database.target.label}"
        raise WarehouseError("it holds no warehouse.", source=database.target.label, remedy=remedy)
    _refuse_other_version(database, meta)
    there = {name.lower() for name in database.tables()}
    missing = tuple(name for name in view_names() if name.lower() not in there) if views else ()
    if missing:
        raise _older(database, Difference(missing, (), (), (), views=False))


def _meta(database: Database) -> dict[str, str] | None:
    """What the schema says of itself, ``None`` in a database without tables of ours."""
    there = database.tables()
    if "warehouse_meta" not in there:
        taken = [table.name for table in all_tables() if table.name in there]
        if taken:
            message = f"it holds a table {taken[0]!r} that is not the warehouse's."
            remedy = "Name another database with --to, or another schema with postgresql://…?schema=NAME."
            raise WarehouseError(message, source=database.target.label, remedy=remedy)
        return None
    return {str(key): str(value) for key, value in database.query("SELECT key, value FROM warehouse_meta").rows}


def _refuse_other_version(database: Database, meta: dict[str, str]) -> None:
    found = meta.get(_VERSION_KEY, "unknown")
    if found == SCHEMA_VERSION:
        return
    message = f"its schema is of version {found}, this release's is {SCHEMA_VERSION}."
    newer = found.isdecimal() and int(found) > int(SCHEMA_VERSION)
    remedy = (
        "Use a release that knows it: pip install --upgrade jixiao; or load into a new database: jixiao load output/ --to …"
        if newer
        else "Load into a new database: jixiao load output/ --to …; or use the release that made it."
    )
    raise WarehouseError(message, source=database.target.label, remedy=remedy)


def _older(database: Database, found: Difference) -> WarehouseError:
    names = [*found.tables, *found.columns]
    said = [f"{_listed(names)} is not there"] if names else []
    if found.types:
        said.append(f"{_listed(found.types)} is of another type")
    if found.views:
        said.append("its views are another release's")
    remedy = f"Bring it up to date, keeping its rows: jixiao load --migrate --to {database.target.label} INPUT"
    message = f"its schema is older than this release: {'; '.join(said)}."
    return WarehouseError(message, source=database.target.label, remedy=remedy)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _create(database: Database) -> None:
    with database.transaction():
        if _meta(database) is not None:  # another load made it while this one waited
            return
        statements = [one for table in all_tables() for one in (create_table(table), *comments(table))]
        database.execute(";\n".join(statements))
        create_views(database)
        for key, value in ((_VERSION_KEY, SCHEMA_VERSION), (VIEWS_KEY, views_fingerprint())):
            database.execute("INSERT INTO warehouse_meta (key, value) VALUES (?, ?)", [key, value])
