"""What is compared: the forms and indicators of a year, of a document's version, or of a rules version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.errors import UsageError
from extractor.warehouse.database import Database

_YEAR = re.compile(r"(?:19|20)\d\d")
_DOCUMENT = re.compile(r"(?:doc:)?(?P<what>[^@]+?)(?:@(?P<version>\d+))?")
_FORM_COLUMNS = (
    "version_id, form_no, project_id, project_key, fiscal_year, kind, project_name, unit_name, department_name,"
    " annual_total, document_sha256"
)
_INDICATOR_COLUMNS = (
    "version_id, form_no, ordinal, level1, level2, name, name_key, horizon, target_raw, target_kind, target_operator,"
    " target_number, target_unit, target_canonical_number, target_canonical_unit, target_low, target_high, page"
)


class Target(Struct, frozen=True):
    """One indicator's target, as it is compared."""

    version_id: int
    form_no: int
    ordinal: int
    level1: str | None
    level2: str | None
    name: str | None
    name_key: str | None
    horizon: str | None
    raw: str | None
    kind: str | None
    operator: str | None
    number: Decimal | None
    unit: str | None
    canonical_number: Decimal | None
    canonical_unit: str | None
    low: Decimal | None
    high: Decimal | None
    page: int | None


class SideForm(Struct, frozen=True):
    """One form of a side."""

    version_id: int
    form_no: int
    project_id: int
    project_key: str
    fiscal_year: int | None
    kind: str
    project_name: str | None
    unit_name: str | None
    department_name: str | None
    annual_total: Decimal | None
    document_sha256: str
    targets: tuple[Target, ...] = ()

    @property
    def body(self) -> str | None:
        """Who carries the project out, else who is in charge of it."""
        return self.unit_name or self.department_name


class Side(Struct, frozen=True):
    """One side of a comparison: ``by`` is what was named, ``label`` how to call it."""

    by: str
    label: str
    forms: tuple[SideForm, ...]


def read_side(database: Database, text: str) -> Side:
    """The forms that ``2026``, ``doc:<hash or file name>[@version]`` or ``rules:<version>`` stands for.

    Of a year: one form a project and kind, of the current versions. Of a rules version: the latest reading of every
    document under it.

    Raises:
        UsageError: it stands for nothing in this warehouse, or for several documents.
    """
    if _YEAR.fullmatch(text):
        forms = _forms(database, "project_years", "fiscal_year = ?", [int(text)])
        return _found(Side("year", text, forms), text, database)
    if text.startswith("rules:"):
        where = (
            "rules_version = ? AND version_id = (SELECT max(w.version_id) FROM document_versions w"
            " WHERE w.document_sha256 = x.document_sha256 AND w.rules_version = x.rules_version)"
        )
        return _found(Side("rules", text, _forms(database, "all_forms", where, [text[6:]])), text, database)
    version_id, label = _version(database, text)
    return Side("document", label, _forms(database, "all_forms", "version_id = ?", [version_id]))


def _found(side: Side, text: str, database: Database) -> Side:
    if not side.forms:
        years = database.query(
            "SELECT DISTINCT fiscal_year FROM project_years WHERE fiscal_year IS NOT NULL ORDER BY 1"
        )
        rules = database.query("SELECT DISTINCT rules_version FROM document_version ORDER BY 1")
        has = ", ".join([*(str(row[0]) for row in years.rows), *(f"rules:{row[0]}" for row in rules.rows)])
        raise UsageError(f"the warehouse has no form of {text}.", remedy=f"It has: {has}.")
    return side


def _version(database: Database, text: str) -> tuple[int, str]:
    match = _DOCUMENT.fullmatch(text)
    what = match["what"] if match else text
    rows = database.query(
        "SELECT DISTINCT document_id, document_sha256 FROM document_versions"
        " WHERE substr(document_sha256, 1, ?) = ? OR source = ? OR substr(source, length(source) - ?) = ?",
        [len(what), what.lower(), what, len(what), f"/{what}"],
    ).rows
    if len(rows) != 1:
        count = "no document" if not rows else f"{len(rows)} documents"
        remedy = "Give a year (2026), a document's name or the beginning of its hash (with @VERSION), or rules:VERSION."
        raise UsageError(f"the warehouse has {count} called {what!r}.", remedy=remedy)
    wanted = match["version"] if match else None
    versions = database.query(
        "SELECT version_id, version_no, is_current FROM document_versions WHERE document_id = ? ORDER BY version_no",
        [rows[0][0]],
    ).rows
    for version_id, number, is_current in versions:
        if (wanted is None and is_current) or (wanted is not None and int(wanted) == number):
            return version_id, f"{rows[0][1][:12]}@{number}"
    raise UsageError(f"{what} has the versions 1 to {len(versions)}, not {wanted}.")


def _forms(database: Database, view: str, where: str, parameters: Sequence[Any]) -> tuple[SideForm, ...]:
    forms = database.query(
        f"SELECT {_FORM_COLUMNS} FROM {view} x WHERE {where} ORDER BY version_id, form_no",  # noqa: S608 -- our own text
        parameters,
    ).rows
    targets: dict[tuple[int, int], list[Target]] = {}
    inner = f"SELECT version_id, form_no FROM {view} x WHERE {where}"  # noqa: S608 -- our own text
    for row in database.query(
        f"SELECT {_INDICATOR_COLUMNS} FROM all_indicators WHERE (version_id, form_no) IN ({inner})"  # noqa: S608 -- as above
        " ORDER BY version_id, form_no, ordinal",
        parameters,
    ).rows:
        targets.setdefault(row[:2], []).append(Target(*row))
    return tuple(replace(SideForm(*row), targets=tuple(targets.get(row[:2], ()))) for row in forms)
