"""``jixiao check``: a reviewer's sheet per form, and an exit code for gates."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from click.exceptions import Exit

from extractor.cli.command import Argument, Option
from extractor.cli.exits import describe, exit_codes, say
from extractor.cli.one_file import Debug, Encoding, Engine, Password, Quiet, TableEngine, Verify
from extractor.cli.rules import IgnoreBroken, RulesDir, load

if TYPE_CHECKING:
    from extractor.batch import Failure
    from extractor.errors import JixiaoError
    from extractor.model.form import DocumentResult
    from extractor.pipeline import ExtractOptions
    from extractor.views.review.review import Review
    from extractor.views.review.write import ReportFormat


class SheetFormat(StrEnum):
    """How the sheet is written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    SARIF = "sarif"
    MARKDOWN = "markdown"


class FailOn(StrEnum):
    """From which severity on findings fail the command."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class Language(StrEnum):
    """The sheet's language."""

    ZH = "zh"
    EN = "en"


Inputs = Annotated[
    list[str],
    Argument(metavar="INPUT", help="Files, directories (searched recursively), or - for standard input."),
]
Format = Annotated[
    SheetFormat | None,
    Option("--format", "-f", help="How to write the sheet; default what FILE's ending says, else table."),
]
Output = Annotated[str, Option("--output", "-o", metavar="FILE|-", help="Where to write; default stdout.")]
Gate = Annotated[FailOn, Option("--fail-on", help="Exit with 19 when there is a finding of this severity.")]
Lang = Annotated[Language, Option("--lang", help="The sheet's language.")]
Checks = Annotated[
    str | None, Option("--checks", metavar="FILE", help="Thresholds, severities and checks on or off (YAML).")
]
Coverage = Annotated[bool, Option("--coverage", help="Tell how often each check fired, never included.")]


def check(
    inputs: Inputs,
    form: Format = None,
    output: Output = "-",
    fail_on: Gate = FailOn.NEVER,
    lang: Lang = Language.ZH,
    checks: Checks = None,
    rules: RulesDir = None,
    ignore_broken_rules: IgnoreBroken = False,
    coverage: Coverage = False,
    password: Password = None,
    encoding: Encoding = None,
    engine: TableEngine = Engine.AUTO,
    verify: Verify = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Review forms: what looks wrong, where, why, and what to do, with a score per form."""
    with exit_codes(debug=debug):
        from extractor.pipeline import ExtractOptions
        from extractor.views.review.review import review
        from rules.checks import DEFAULTS, load_checks

        limits = load_checks(checks) if checks is not None else DEFAULTS
        load(rules, ignore_broken=ignore_broken_rules)
        directory = Path(rules) if rules is not None else None
        options = ExtractOptions(
            password=password,
            encoding=encoding,
            engine=engine.value,
            verify=verify,
            checks=limits,
            rules_dir=directory,
            ignore_broken_rules=ignore_broken_rules,
        )
        shape = _format(form, output)
        results, failures, found = _read(inputs, options, quiet=quiet)
        sheet = review(results, limits, coverage=coverage)
        if results:
            _write(sheet, shape, lang, output)
        error = _ending(sheet, failures, found, fail_on)
        if error is not None:
            if not (found == 1 and failures):  # a single failure has been told
                say(describe(error))
            raise Exit(error.exit_code)


def _format(form: SheetFormat | None, output: str) -> ReportFormat:
    from extractor.views.review.write import SUFFIXES

    if form is not None:
        return form.value
    return "table" if output == "-" else SUFFIXES.get(Path(output).suffix.lower(), "table")


def _read(
    inputs: list[str], options: ExtractOptions, *, quiet: bool
) -> tuple[list[DocumentResult], list[Failure], int]:
    """The documents of all inputs, none twice; what could not be read is told, and kept as failed where it has bytes."""
    from extractor.batch import Failure, attempt, find_inputs
    from extractor.cli.report import progress

    results: list[DocumentResult] = []
    failures: list[Failure] = []
    seen: set[str] = set()
    places = list(find_inputs(inputs))
    for place in progress(places, shown=not quiet and sys.stderr.isatty()):
        outcome = place if isinstance(place, Failure) else attempt(place, options)
        if isinstance(outcome, Failure):
            failures.append(outcome)
            say(describe(outcome.error))
        result = outcome.result if isinstance(outcome, Failure) else outcome
        if result is not None and result.document.sha256 not in seen:
            seen.add(result.document.sha256)
            results.append(result)
    return results, failures, len(places)


def _write(sheet: Review, shape: ReportFormat, lang: Language, output: str) -> None:
    from extractor.views.review.write import render

    if output != "-":
        from extractor.output.files import write_whole

        write_whole(Path(output), render(sheet, shape, lang.value))
        return
    from extractor.cli.stdout import data_stream
    from extractor.output.files import LONE

    terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else 120
    text = render(sheet, shape, lang.value, width=width, colour=terminal)
    with data_stream() as stream:
        stream.write(text.encode("utf-8", LONE))


def _ending(sheet: Review, failures: list[Failure], found: int, fail_on: FailOn) -> JixiaoError | None:
    """The error that the command ends with: what was not read first, then what was found."""
    from extractor.errors import FindingsError, NoFormsError, PartialFailure

    if failures:
        return failures[0].error if found == 1 else PartialFailure(f"{len(failures)} of {found} inputs were not read.")
    if not any(document.forms for document in sheet.documents):
        return NoFormsError("no performance form was found.")
    counts = sheet.counts()
    severe = counts["error"] + (counts["warning"] if fail_on is FailOn.WARNING else 0)
    if fail_on is FailOn.NEVER or not severe:
        return None
    forms = sum(1 for _ in sheet.forms())
    return FindingsError(f"{counts['error']} errors and {counts['warning']} warnings in {forms} forms.")
