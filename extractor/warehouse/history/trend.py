"""The years in a row: what each asked for in sum, project by project, unit costs and satisfaction floors.

Budgets are of one form a project and year (view ``official_projects``): a self-evaluation does not count what its target
asked for once more, nor does a department's form as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extractor.errors import UsageError
from extractor.warehouse.database import Database
from extractor.warehouse.history.compare_report import Section
from extractor.warehouse.schema.keys import name_key

_MATCH = "fiscal_year IS NOT NULL AND strpos(coalesce({unit}, ''), ?) > 0 AND strpos(coalesce(project_name, ''), ?) > 0"
_BODY = "coalesce(unit_name, department_name)"


def trend(database: Database, *, unit: str = "", project: str = "") -> list[Section]:
    """The report's tables over all years.

    Args:
        unit: keep units (or departments) whose name holds this.
        project: keep projects whose name holds this.

    Raises:
        UsageError: nothing in the warehouse is left.
        WarehouseError: the database refused.
    """
    years, sums = _sums(database, unit, project)
    if not years:
        raise UsageError("no form with a year is left.", remedy="Give another --unit or --project, or none.")
    heads = tuple(map(str, years))
    return [
        Section("Years", ("year", "projects", "budget, yuan", "indicators", "with a number"), tuple(sums)),
        Section("Budgets (yuan)", ("project", "unit", *heads), tuple(_budgets(database, years, unit, project))),
        Section("Unit costs", ("project", "indicator", "unit", *heads), tuple(_figures(database, years, unit, project, "costs"))),
        Section(
            "Satisfaction floors (%)",
            ("project", "indicator", *heads),
            tuple(row[:2] + row[3:] for row in _figures(database, years, unit, project, "satisfaction")),
        ),
    ]  # fmt: skip


def _sums(database: Database, unit: str, project: str) -> tuple[list[int], list[tuple[Any, ...]]]:
    match = _MATCH.format(unit=_BODY)
    sql = (
        "SELECT y.fiscal_year, count(DISTINCT y.project_id), sum(y.annual_total), sum(n.indicators), sum(n.numbers)"  # noqa: S608 -- our text
        f" FROM (SELECT * FROM official_projects WHERE {match}) y LEFT JOIN ("
        "SELECT version_id, form_no, count(*) AS indicators, count(target_number) AS numbers FROM fact_indicator"
        " GROUP BY version_id, form_no) n ON n.version_id = y.version_id AND n.form_no = y.form_no"
        " GROUP BY y.fiscal_year ORDER BY y.fiscal_year"
    )
    rows = [
        (row[0], row[1], row[2], int(row[3] or 0), int(row[4] or 0))
        for row in database.query(sql, [unit, project]).rows
    ]
    return [row[0] for row in rows], rows


def _budgets(database: Database, years: list[int], unit: str, project: str) -> Iterable[tuple[Any, ...]]:
    sql = (
        f"SELECT project_id, project_name, {_BODY}, fiscal_year, annual_total FROM official_projects"  # noqa: S608 -- our text
        f" WHERE {_MATCH.format(unit=_BODY)} ORDER BY fiscal_year, version_id, form_no"
    )
    names: dict[int, tuple[Any, ...]] = {}
    amounts: dict[tuple[int, int], Any] = {}
    for project_id, name, body, year, amount in database.query(sql, [unit, project]).rows:
        names[project_id] = (name, body)
        if amount is not None:
            amounts[project_id, year] = amount
    for project_id in sorted(names, key=lambda one: tuple(map(str, names[one]))):
        yield (*names[project_id], *(amounts.get((project_id, year)) for year in years))


def _figures(database: Database, years: list[int], unit: str, project: str, what: str) -> Iterable[tuple[Any, ...]]:
    """One row a project and indicator; of several figures in one year the first, medium-term ones left aside."""
    view, figure, unit_of = {
        "costs": ("unit_costs", "unit_cost", "cost_unit"),
        "satisfaction": ("satisfaction_floors", "floor_percent", "'%'"),
    }[what]
    sql = (
        f"SELECT project_id, project_name, name, {unit_of}, fiscal_year, {figure} FROM {view}"  # noqa: S608 -- our text
        f" WHERE {_MATCH.format(unit=_BODY)} AND horizon IS DISTINCT FROM 'medium_term' ORDER BY fiscal_year, version_id, form_no, ordinal"
    )
    labels: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    figures: dict[tuple[Any, ...], Any] = {}
    for project_id, name, indicator, measure, year, number in database.query(sql, [unit, project]).rows:
        key = (project_id, name_key(indicator), measure)
        labels[key] = (name, indicator, measure)
        figures.setdefault((*key, year), number)
    for key in sorted(labels, key=lambda one: tuple(map(str, labels[one]))):
        yield (*labels[key], *(figures.get((*key, year)) for year in years))
