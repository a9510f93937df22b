"""``jixiao tables``: every table of a document, form or not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from extractor.cli.command import Option
from extractor.cli.options import Encoding, Engine, Excel, File, Ocr, Output, Password

_SUFFIXES = {".json": "json", ".html": "html", ".htm": "html", ".csv": "csv", ".md": "markdown"}

Format = Annotated[
    Literal["json", "html", "csv", "markdown"] | None,
    Option("--format", "-f", help="How to write; default what the file's name says, else json."),
]
Join = Annotated[bool, Option("--join", help="Join the parts of a table that goes on over pages.")]


def tables(
    file: File,
    output: Output = "-",
    form: Format = None,
    join: Join = False,
    excel: Excel = False,
    password: Password = None,
    encoding: Encoding = None,
    engine: Engine = "auto",
    ocr: Ocr = True,
) -> None:
    """Write every table of a document, form or not, with its spans."""
    from extractor.cli.outcome import notice
    from extractor.cli.stdout import emit
    from extractor.output.table_formats import write_tables
    from extractor.tabular import tables as read_tables

    found = read_tables(file, join=join, password=password, encoding=encoding, engine=engine, ocr=ocr, notify=notice)
    chosen = form or _SUFFIXES.get(Path(output).suffix.lower(), "json")
    emit(write_tables(found, chosen, excel=excel), output)
