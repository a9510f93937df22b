"""``jixiao trend``: the years in a row."""

from __future__ import annotations

from typing import Annotated

from extractor.cli.command import Option
from extractor.cli.compare import Output, Style, chosen_style, write_report
from extractor.cli.exits import exit_codes
from extractor.cli.load import DEFAULT, Debug, Warehouse

Unit = Annotated[str, Option("--unit", metavar="TEXT", help="Only units or departments whose name holds TEXT.")]
Project = Annotated[str, Option("--project", metavar="TEXT", help="Only projects whose name holds TEXT.")]


def trend(
    warehouse: Warehouse = DEFAULT,
    unit: Unit = "",
    project: Project = "",
    output: Output = "-",
    style: Style = None,
    debug: Debug = False,
) -> None:
    """Show budgets, unit costs and satisfaction floors over the years."""
    with exit_codes(debug=debug):
        from extractor.warehouse.database import open_database
        from extractor.warehouse.history.compare_report import write_sections
        from extractor.warehouse.history.trend import trend as trend_sections
        from extractor.warehouse.schema.versions import check_schema

        with open_database(warehouse, read_only=True) as database:
            check_schema(database)
            found = trend_sections(database, unit=unit, project=project)
        write_report(write_sections("Trend", found, chosen_style(output, style)), output)
