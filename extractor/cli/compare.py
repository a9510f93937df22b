"""``jixiao compare``: two years, two versions of a document or two rules versions beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from extractor.cli.command import Argument, Option
from extractor.cli.options import WAREHOUSE, Output, Warehouse

_SUFFIXES = {".md": "markdown", ".csv": "csv", ".html": "html", ".htm": "html"}
_SIDE = "A year (2026), a document (its file name or the beginning of its hash, with @VERSION), or rules:VERSION."
ReportFormat: TypeAlias = Literal["markdown", "csv", "html"]
One = Annotated[str, Argument(metavar="A", help=_SIDE)]
Other = Annotated[str, Argument(metavar="B", help="As A.")]
Format = Annotated[
    ReportFormat | None,
    Option("--format", "-f", help="How to write; default what the file's name says, else markdown."),
]


def compare(
    one: One, other: Other, warehouse: Warehouse = WAREHOUSE, output: Output = "-", style: Format = None
) -> None:
    """Compare two years, two versions of a document, or two rules versions."""
    from extractor.cli.stdout import emit
    from extractor.warehouse.connect import open_database
    from extractor.warehouse.history.compare import compare as compare_sides
    from extractor.warehouse.history.compare_report import comparison_text
    from extractor.warehouse.schema.versions import check_schema

    with open_database(warehouse, read_only=True) as database:
        check_schema(database)
        found = compare_sides(database, one, other)
    emit(comparison_text(found, format_for(output, style)), output)


def format_for(output: str, style: ReportFormat | None) -> str:
    """Return the format that was asked for, or that the file's name says."""
    return style or _SUFFIXES.get(Path(output).suffix.lower(), "markdown")
