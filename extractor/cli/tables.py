"""``jixiao tables``: every table of a document, form or not."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from extractor.cli.command import Option
from extractor.cli.exits import exit_codes, notice
from extractor.cli.one_file import Debug, Encoding, Engine, File, Ocr, Password, TableEngine


class TableFormat(StrEnum):
    """How tables are written."""

    JSON = "json"
    HTML = "html"
    CSV = "csv"
    MARKDOWN = "markdown"


_SUFFIXES = {".json": "json", ".html": "html", ".htm": "html", ".csv": "csv", ".md": "markdown"}

Output = Annotated[str, Option("--output", "-o", metavar="FILE|-", help="Where to write; default stdout.")]
Format = Annotated[
    TableFormat | None,
    Option("--format", "-f", help="How to write; default what the file's name says, else json."),
]
Join = Annotated[bool, Option("--join", help="Join the parts of a table that goes on over pages.")]
Excel = Annotated[bool, Option("--excel", help="Write CSV that opens well in Excel.")]


def tables(
    file: File,
    output: Output = "-",
    form: Format = None,
    join: Join = False,
    excel: Excel = False,
    password: Password = None,
    encoding: Encoding = None,
    engine: TableEngine = Engine.AUTO,
    ocr: Ocr = True,
    debug: Debug = False,
) -> None:
    """Write every table of a document, form or not, with its spans."""
    with exit_codes(debug=debug):
        from extractor.cli.stdout import data_stream
        from extractor.output.files import LONE, write_whole
        from extractor.output.table_formats import write_tables
        from extractor.tabular import tables as read_tables

        found = read_tables(
            file, join=join, password=password, encoding=encoding, engine=engine.value, ocr=ocr, notify=notice
        )
        chosen = form.value if form else _SUFFIXES.get(Path(output).suffix.lower(), "json")
        text = write_tables(found, chosen, excel=excel)
        if output == "-":
            with data_stream() as stream:
                stream.write(text.encode("utf-8", LONE))
        else:
            write_whole(Path(output), text)
