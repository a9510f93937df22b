"""Options of the commands that read many documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from extractor.cli.command import Option


class LogFormat(StrEnum):
    """What is said on standard error."""

    TEXT = "text"
    JSON = "json"


Jobs = Annotated[int | None, Option("--jobs", "-j", metavar="N", min=1, help="Read N at a time; default one a core.")]
Timeout = Annotated[
    float | None,
    Option("--timeout", metavar="SECONDS", min=0.1, help="Give a document up after so long; default 120."),
]
Memory = Annotated[
    int | None, Option("--memory", metavar="MB", min=64, help="Address space of a worker; default 2048.")
]
MaxPages = Annotated[
    int | None, Option("--max-pages", metavar="N", min=1, help="Refuse PDFs of more pages; default 2000.")
]
Log = Annotated[LogFormat, Option("--log-format", help="json: one object a line on standard error, for schedulers.")]
