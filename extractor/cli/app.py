"""The commands and their options. Everything that works is imported inside them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli import check, compare, export, load, quarantine, reparse, show, sql, tables, trend
from extractor.cli.checks import checks as tell_checks
from extractor.cli.exits import exit_codes
from extractor.cli.limits import Jobs, Log, LogFormat, MaxPages, Memory, Timeout
from extractor.cli.rules import IgnoreBroken, RulesDir, rules_app

app = typer.Typer(
    name="jixiao",
    help="Budget performance forms (绩效目标申报表) as exact JSON and CSV.",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)


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


class DictionaryFormat(StrEnum):
    """How the data dictionary is printed."""

    MARKDOWN = "markdown"
    CSV = "csv"


def _print_version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"jixiao {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version and exit.")
]
Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Files, directories (searched recursively), or - for standard input."),
]
Output = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="DIR|-", help="Directory for JSON and tables, or - for JSON lines on stdout."
    ),
]
Formats = Annotated[
    list[Format],
    typer.Option("--format", "-f", help="What to write into DIR; may be given several times."),
]
Excel = Annotated[bool, typer.Option("--excel", help="Write CSV that opens well in Excel.")]
Password = Annotated[str | None, typer.Option("--password", metavar="TEXT", help="Password of encrypted documents.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of text files, where detection fails.")
]
TableEngine = Annotated[
    Engine, typer.Option("--engine", help="Who finds the tables of a PDF; auto falls back where ours finds none.")
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Read each PDF page with a second engine too and report what differs.")
]
Checks = Annotated[
    str | None, typer.Option("--checks", metavar="FILE", help="Thresholds, severities and checks on or off (YAML).")
]
Include = Annotated[
    list[str], typer.Option("--include", metavar="PATTERN", help="Of directories, only files that fit; repeatable.")
]
Exclude = Annotated[
    list[str],
    typer.Option("--exclude", metavar="PATTERN", help="Of directories, no file or folder that fits; repeatable."),
]
Archive = Annotated[
    bool, typer.Option("--archive/--no-archive", help="Keep every file under its hash, so that it can be read again.")
]
Overlays = Annotated[
    int | None,
    typer.Option("--overlays", metavar="N", min=0, help="Draw the pages of N documents that the report points at."),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="URL", help="Load what was written into this warehouse: duckdb:///FILE, postgresql://…."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary; failures are still told.")]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an unexpected error (or set JIXIAO_DEBUG=1).")
]
Dictionary = Annotated[
    bool, typer.Option("--dictionary", help="Print the data dictionary instead: every field and column.")
]
Style = Annotated[DictionaryFormat, typer.Option("--format", "-f", help="How to print the dictionary.")]


@app.callback()
def _main(version: Version = False) -> None:
    pass


@app.command()
def extract(
    inputs: Inputs,
    output: Output = "output",
    formats: Formats = [Format.JSON, Format.CSV],  # noqa: B006 -- typer copies it
    excel: Excel = False,
    password: Password = None,
    encoding: Encoding = None,
    engine: TableEngine = Engine.AUTO,
    verify: Verify = False,
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

        load.check_target(to, output)
        chosen = frozenset(item.value for item in formats)
        job = Job(
            inputs, output, chosen, excel, password, encoding, engine.value, verify, quiet, debug, checks, rules,
            ignore_broken_rules, jobs, timeout, memory, max_pages, include, exclude, archive, overlays, log_format.value,
        )  # fmt: skip
        code = run_job(job)
        if to is not None:
            load.load_into([output], to, quiet=quiet)
        raise typer.Exit(code)


@app.command()
def schema(dictionary: Dictionary = False, style: Style = DictionaryFormat.MARKDOWN, debug: Debug = False) -> None:
    """Print the JSON Schema of a record, or the data dictionary."""
    with exit_codes(debug=debug):
        from extractor.cli.schema import print_dictionary, print_schema

        if dictionary:
            print_dictionary(style.value)
        else:
            print_schema()


app.command()(check.check)
app.command("checks")(tell_checks)
app.command()(show.show)
app.command()(tables.tables)
app.command()(quarantine.quarantine)
app.command()(reparse.reparse)
app.command()(load.load)
app.command()(sql.sql)
app.command()(compare.compare)
app.command()(trend.trend)
app.command()(export.export)
app.add_typer(rules_app)
