"""Options of the commands that are about one document."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Engine(StrEnum):
    """Who finds the tables of a PDF."""

    AUTO = "auto"
    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"
    CAMELOT = "camelot"


File = Annotated[str, typer.Argument(metavar="FILE", help="A document, or - for standard input.")]
Password = Annotated[str | None, typer.Option("--password", metavar="TEXT", help="Password of an encrypted document.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of a text file, where detection fails.")
]
TableEngine = Annotated[
    Engine, typer.Option("--engine", help="Who finds the tables of a PDF; auto falls back where ours finds none.")
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Read each PDF page with a second engine too and report what differs.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what fails.")]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an unexpected error (or set JIXIAO_DEBUG=1).")
]
