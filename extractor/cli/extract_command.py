"""``jixiao extract``: its options."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from click.exceptions import Exit

from extractor.cli.command import Argument, Option
from extractor.cli.exits import exit_codes
from extractor.cli.limits import Jobs, Log, LogFormat, MaxPages, Memory, Timeout
from extractor.cli.one_file import Ocr
from extractor.cli.rules import IgnoreBroken, RulesDir


class Format(StrEnum):
    """What ``-o DIR`` is given."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class Engine(StrEnum):
    """Who finds the tables of a PDF."""

    AUTO = "auto"
    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"
    CAMELOT = "camelot"


Inputs = Annotated[
    list[str],
    Argument(metavar="INPUT", help="Files, directories (searched recursively), or - for standard input."),
]
Output = Annotated[
    str,
    Option("--output", "-o", metavar="DIR|-", help="Directory for JSON and tables, or - for JSON lines on stdout."),
]
Formats = Annotated[
    list[Format],
    Option("--format", "-f", help="What to write into DIR; may be given several times."),
]
Excel = Annotated[bool, Option("--excel", help="Write CSV that opens well in Excel.")]
Password = Annotated[str | None, Option("--password", metavar="TEXT", help="Password of encrypted documents.")]
Encoding = Annotated[
    str | None, Option("--encoding", metavar="NAME", help="Encoding of text files, where detection fails.")
]
TableEngine = Annotated[
    Engine, Option("--engine", help="Who finds the tables of a PDF; auto falls back where ours finds none.")
]
Verify = Annotated[
    bool, Option("--verify", help="Read each PDF page with a second engine too and report what differs.")
]
Checks = Annotated[
    str | None, Option("--checks", metavar="FILE", help="Thresholds, severities and checks on or off (YAML).")
]
Include = Annotated[
    list[str], Option("--include", metavar="PATTERN", help="Of directories, only files that fit; repeatable.")
]
Exclude = Annotated[
    list[str],
    Option("--exclude", metavar="PATTERN", help="Of directories, no file or folder that fits; repeatable."),
]
Archive = Annotated[
    bool, Option("--archive/--no-archive", help="Keep every file under its hash, so that it can be read again.")
]
Overlays = Annotated[
    int | None,
    Option("--overlays", metavar="N", min=0, help="Draw the pages of N documents that the report points at."),
]
To = Annotated[
    str | None,
    Option("--to", metavar="URL", help="Load what was written into this warehouse: duckdb:///FILE, postgresql://…."),
]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress bar and no summary; failures are still told.")]
Debug = Annotated[bool, Option("--debug", help="Show the traceback of an unexpected error (or set JIXIAO_DEBUG=1).")]


def extract(
    inputs: Inputs,
    output: Output = "output",
    formats: Formats = [Format.JSON, Format.CSV],  # noqa: B006 -- a list is made of it
    excel: Excel = False,
    password: Password = None,
    encoding: Encoding = None,
    engine: TableEngine = Engine.AUTO,
    verify: Verify = False,
    ocr: Ocr = True,
    rules: RulesDir = None,
    ignore_broken_rules: IgnoreBroken = False,
    checks: Checks = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    max_pages: MaxPages = None,
    include: Include = [],  # noqa: B006
    exclude: Exclude = [],  # noqa: B006
    archive: Archive = True,
    overlays: Overlays = None,
    log_format: Log = LogFormat.TEXT,
    to: To = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Read documents and write their records."""
    with exit_codes(debug=debug):
        from extractor.cli.extract import Job, run_job

        if to is not None:
            from extractor.cli.load import check_target

            check_target(to, output)
        chosen = frozenset(item.value for item in formats)
        job = Job(
            inputs, output, chosen, excel, password, encoding, engine.value, verify, ocr, quiet, debug, checks, rules,
            ignore_broken_rules, jobs, timeout, memory, max_pages, include, exclude, archive, overlays, log_format.value,
        )  # fmt: skip
        code = run_job(job)
        if to is not None:
            from extractor.cli.load import load_into

            load_into([output], to, quiet=quiet)
        raise Exit(code)
