"""``jixiao trend``: the years in a row."""

from __future__ import annotations

from typing import Annotated

from extractor.cli.command import Option
from extractor.cli.compare import Format, format_for
from extractor.cli.options import WAREHOUSE, Output, Warehouse

Unit = Annotated[str, Option("--unit", metavar="TEXT", help="Only units or departments whose name holds TEXT.")]
Project = Annotated[str, Option("--project", metavar="TEXT", help="Only projects whose name holds TEXT.")]


def trend(
    warehouse: Warehouse = WAREHOUSE, unit: Unit = "", project: Project = "", output: Output = "-", style: Format = None
) -> None:
    """Show budgets, unit costs and satisfaction floors over the years."""
    from extractor.cli.stdout import emit
    from extractor.warehouse.connect import open_database
    from extractor.warehouse.history.compare_report import write_sections
    from extractor.warehouse.history.trend import trend as trend_sections
    from extractor.warehouse.schema.versions import check_schema

    with open_database(warehouse, read_only=True) as database:
        check_schema(database)
        found = trend_sections(database, unit=unit, project=project)
    emit(write_sections("Trend", found, format_for(output, style)), output)
