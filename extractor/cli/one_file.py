"""Options of the commands that are about one document."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from extractor.cli.command import Argument, Option


class Engine(StrEnum):
    """Who finds the tables of a PDF."""

    AUTO = "auto"
    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"
    CAMELOT = "camelot"


File = Annotated[str, Argument(metavar="FILE", help="A document, or - for standard input.")]
Password = Annotated[str | None, Option("--password", metavar="TEXT", help="Password of an encrypted document.")]
Encoding = Annotated[
    str | None, Option("--encoding", metavar="NAME", help="Encoding of a text file, where detection fails.")
]
TableEngine = Annotated[
    Engine, Option("--engine", help="Who finds the tables of a PDF; auto falls back where ours finds none.")
]
Verify = Annotated[
    bool, Option("--verify", help="Read each PDF page with a second engine too and report what differs.")
]
Ocr = Annotated[bool, Option("--ocr/--no-ocr", help="Recognise the text of pages that are pictures (jixiao[ocr]).")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="Say nothing but what fails.")]
Debug = Annotated[bool, Option("--debug", help="Show the traceback of an unexpected error (or set JIXIAO_DEBUG=1).")]
