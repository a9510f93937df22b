"""``jixiao export``: the tables out of the warehouse."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from extractor.cli.command import Option
from extractor.cli.exits import exit_codes, say
from extractor.cli.load import DEFAULT, Debug, Warehouse


class ExportFormat(StrEnum):
    """What is written."""

    PARQUET = "parquet"
    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


class Language(StrEnum):
    """Language of the headers."""

    EN = "en"
    ZH = "zh"


Style = Annotated[ExportFormat, Option("--format", "-f", help="What to write.")]
Output = Annotated[str, Option("--output", "-o", metavar="DIR", help="Where to write.")]
Lang = Annotated[Language, Option("--lang", help="Headers: the contract's names, or Chinese labels.")]
Year = Annotated[int | None, Option("--year", metavar="YEAR", help="Only this fiscal year.")]
Excel = Annotated[bool, Option("--excel", help="Write CSV that opens well in Excel.")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="Do not say what was written.")]


def export(
    style: Style,
    output: Output = "output/export",
    warehouse: Warehouse = DEFAULT,
    lang: Lang = Language.EN,
    year: Year = None,
    excel: Excel = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write the warehouse's current rows as files: the tables of extract."""
    with exit_codes(debug=debug):
        from extractor.warehouse.database import open_database
        from extractor.warehouse.outgoing import export as export_tables
        from extractor.warehouse.schema.versions import check_schema

        with open_database(warehouse, read_only=True) as database:
            check_schema(database)
            written = export_tables(database, Path(output), style.value, language=lang.value, excel=excel, year=year)
        if not quiet:
            say(f"written: {', '.join(map(str, written))}")
