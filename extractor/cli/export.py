"""``jixiao export``: the tables out of the warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from extractor.cli.command import Option
from extractor.cli.options import WAREHOUSE, Excel, Headings, Quiet, Warehouse
from extractor.output.sinks import FORMATS

Format = Annotated[str, Option("--format", "-f", choices=FORMATS, help="What to write.")]
Output = Annotated[str, Option("--output", "-o", metavar="DIR", help="Where to write.")]
Year = Annotated[int | None, Option("--year", metavar="YEAR", help="Only this fiscal year.")]


def export(
    name: Format,
    output: Output = "output/export",
    warehouse: Warehouse = WAREHOUSE,
    lang: Headings = "en",
    year: Year = None,
    excel: Excel = False,
    quiet: Quiet = False,
) -> None:
    """Write the warehouse's current rows as files: the tables of extract."""
    from extractor.cli.outcome import say
    from extractor.output.sinks import Style
    from extractor.warehouse.connect import open_database
    from extractor.warehouse.outgoing import export as export_tables
    from extractor.warehouse.schema.versions import check_schema

    with open_database(warehouse, read_only=True) as database:
        check_schema(database)
        written = export_tables(database, Path(output), name, Style(lang, excel=excel), year=year)
    if not quiet:
        say(f"written: {', '.join(map(str, written))}")
