"""``jixiao load``: what was extracted, into a warehouse."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from extractor.cli.command import Argument, Option
from extractor.cli.options import WAREHOUSE, Quiet
from extractor.cli.outcome import say

if TYPE_CHECKING:
    from extractor.warehouse.loading.load import Progress
    from extractor.warehouse.loading.state import LoadReport

Inputs = Annotated[
    list[str], Argument(metavar="INPUT", help="Output directories of extract, JSON files, or .jsonl files.")
]
To = Annotated[str, Option("--to", metavar="URL", help="duckdb:///FILE or postgresql://….")]
Migrate = Annotated[bool, Option("--migrate", help="Bring an older warehouse's tables up to date first.")]


def load(inputs: Inputs, to: To = WAREHOUSE, migrate: Migrate = False, quiet: Quiet = False) -> None:
    """Load extracted records into a warehouse; what it has already is left alone."""
    load_into(inputs, to, migrate=migrate, quiet=quiet)


def check_target(to: str, output: str) -> None:
    """See, before documents are read, that what is written can be loaded.

    Raises:
        UsageError: the address cannot be understood, or nothing is written that could be loaded.
    """
    from extractor.errors import UsageError
    from extractor.warehouse.target import parse_target

    parse_target(to)
    if output == "-":
        raise UsageError("--to loads what -o DIR holds, and -o - keeps nothing.", remedy="Name a directory with -o.")


def load_into(inputs: list[str], to: str, *, migrate: bool = False, quiet: bool = False) -> None:
    """Load, and say on standard error what was done.

    Raises:
        JixiaoError: nothing was loaded.
    """
    from extractor.warehouse.connect import open_database
    from extractor.warehouse.loading.load import load as load_records

    with open_database(to) as database:
        shown = None if quiet or not sys.stderr.isatty() else _bar()
        report = load_records(database, inputs, migrate=migrate, progress=shown)
        if not quiet:
            say(summary(report, database.target.label))


def summary(report: LoadReport, label: str) -> str:
    """One line that adds up."""
    parts = [f"{report.new} new", f"{report.versions} new versions", f"{report.unchanged} unchanged"]
    more = [
        f"{count} {what}"
        for count, what in (
            (report.restored, "earlier versions current again"),
            (report.kept, "failed readings kept beside good ones"),
            (report.corrections, "corrections"),
            (report.replaced_characters, "characters spelt out that no database takes"),
        )
        if count
    ]
    rows = ", ".join(f"{count} {name}" for name, count in report.rows.items())
    added = f"; rows added: {rows}" if rows else "; nothing to add"
    return (
        f"loaded into {label}: {report.found} records: {', '.join(parts)}{''.join('; ' + one for one in more)}{added}"
    )


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import Progress as Bar

    bar = Bar(console=Console(stderr=True), transient=True)
    task = bar.add_task("loading")

    def tell(done: int, total: int) -> None:
        if done == 1:
            bar.start()
        bar.update(task, completed=done, total=total)
        if done == total:
            bar.stop()

    return tell
