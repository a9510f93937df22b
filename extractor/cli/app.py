"""The commands by name. Each is imported when it is called, so that ``jixiao --help`` answers at once."""

from __future__ import annotations

import click

from extractor.cli.command import Entry, LazyGroup


def _print_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        click.echo(f"jixiao {__version__}")
        ctx.exit()


_VERSION = click.Option(
    ["--version"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)

# The help is the first line of the function's own (a test holds them together).
app = LazyGroup(
    "jixiao",
    "Budget performance forms (绩效目标申报表) as exact JSON and CSV.",
    {
        "extract": Entry("extractor.cli.extract:extract", "Read documents and write their records."),
        "schema": Entry("extractor.cli.schema:schema", "Print the JSON Schema of a record, or the data dictionary."),
        "check": Entry(
            "extractor.cli.check:check",
            "Review forms: what looks wrong, where, why, and what to do, with a score per form.",
        ),
        "checks": Entry(
            "extractor.cli.checks:checks",
            "Tell which checks there are, or explain some: severity, source, what they need, examples.",
        ),
        "show": Entry("extractor.cli.show:show", "Draw what was read: every cell with its role, beside the records."),
        "tables": Entry("extractor.cli.tables:tables", "Write every table of a document, form or not, with its spans."),
        "value": Entry(
            "extractor.cli.value:value",
            "Print the parts of a value as printed: kind, operator, number, unit, canonical spelling.",
        ),
        "quarantine": Entry(
            "extractor.cli.quarantine:quarantine", "List what could not be read, try it again, or let it go."
        ),
        "reparse": Entry(
            "extractor.cli.reparse:reparse",
            "Read everything that is kept again, by today's rules; say first what would change.",
        ),
        "load": Entry(
            "extractor.cli.load:load", "Load extracted records into a warehouse; what it has already is left alone."
        ),
        "sql": Entry("extractor.cli.sql:sql", "Ask the warehouse; it is opened for reading alone."),
        "compare": Entry(
            "extractor.cli.compare:compare", "Compare two years, two versions of a document, or two rules versions."
        ),
        "trend": Entry("extractor.cli.trend:trend", "Show budgets, unit costs and satisfaction floors over the years."),
        "export": Entry(
            "extractor.cli.export:export", "Write the warehouse's current rows as files: the tables of extract."
        ),
        "rules": Entry("extractor.cli.rules:rules_app", "Write form profiles, and see why they match."),
    },
    [_VERSION],
)
