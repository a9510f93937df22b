"""``jixiao compare``: two years, two versions of a document or two rules versions beside each other."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from extractor.cli.command import Argument, Option
from extractor.cli.exits import exit_codes
from extractor.cli.load import DEFAULT, Debug, Warehouse

_SUFFIXES = {".md": "markdown", ".csv": "csv", ".html": "html", ".htm": "html"}


class ReportFormat(StrEnum):
    """How a report is written."""

    MARKDOWN = "markdown"
    CSV = "csv"
    HTML = "html"


_SIDE = "A year (2026), a document (its file name or the beginning of its hash, with @VERSION), or rules:VERSION."
One = Annotated[str, Argument(metavar="A", help=_SIDE)]
Other = Annotated[str, Argument(metavar="B", help="As A.")]
Output = Annotated[str, Option("--output", "-o", metavar="FILE|-", help="Where to write; default stdout.")]
Style = Annotated[
    ReportFormat | None,
    Option("--format", "-f", help="How to write; default what the file's name says, else markdown."),
]


def compare(
    one: One,
    other: Other,
    warehouse: Warehouse = DEFAULT,
    output: Output = "-",
    style: Style = None,
    debug: Debug = False,
) -> None:
    """Compare two years, two versions of a document, or two rules versions."""
    with exit_codes(debug=debug):
        from extractor.warehouse.database import open_database
        from extractor.warehouse.history.compare import compare as compare_sides
        from extractor.warehouse.history.compare_report import comparison_text
        from extractor.warehouse.schema.versions import check_schema

        with open_database(warehouse, read_only=True) as database:
            check_schema(database)
            found = compare_sides(database, one, other)
        write_report(comparison_text(found, chosen_style(output, style)), output)


def chosen_style(output: str, style: ReportFormat | None) -> str:
    """The style that was asked for, or that the file's name says."""
    return style.value if style else _SUFFIXES.get(Path(output).suffix.lower(), "markdown")


def write_report(text: str, output: str) -> None:
    """A report to a file or to standard output.

    Raises:
        OutputError: it cannot be written.
    """
    from extractor.cli.stdout import data_stream
    from extractor.output.files import LONE, write_whole

    if output == "-":
        with data_stream() as stream:
            stream.write(text.encode("utf-8", LONE))
    else:
        write_whole(Path(output), text)
