"""``jixiao check``: a reviewer's sheet per form, and an exit code for gates."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from click.exceptions import Exit

from extractor.cli import options as opt
from extractor.cli.command import Option

if TYPE_CHECKING:
    from extractor.batch import Failure
    from extractor.errors import JixiaoError
    from extractor.model.form import DocumentResult
    from extractor.pipeline import ExtractOptions
    from extractor.views.review.review import Review

SheetFormat: TypeAlias = Literal["table", "json", "html", "sarif", "markdown"]
FailOn: TypeAlias = Literal["error", "warning", "never"]
Format = Annotated[
    SheetFormat | None,
    Option("--format", "-f", help="How to write the sheet; default what FILE's ending says, else table."),
]
Gate = Annotated[FailOn, Option("--fail-on", help="Exit with 19 when there is a finding of this severity.")]
Lang = Annotated[opt.Language, Option("--lang", help="The sheet's language.")]
Coverage = Annotated[bool, Option("--coverage", help="Tell how often each check fired, never included.")]


def check(
    inputs: opt.Inputs,
    form: Format = None,
    output: opt.Output = "-",
    fail_on: Gate = "never",
    lang: Lang = "zh",
    checks: opt.Checks = None,
    rules: opt.RulesDir = None,
    ignore_broken_rules: opt.IgnoreBroken = False,
    coverage: Coverage = False,
    password: opt.Password = None,
    encoding: opt.Encoding = None,
    engine: opt.Engine = "auto",
    verify: opt.Verify = False,
    quiet: opt.Quiet = False,
) -> None:
    """Review forms: what looks wrong, where, why, and what to do, with a score per form."""
    from extractor.cli.outcome import describe, say
    from extractor.views.review.review import review

    options = opt.read_options(
        password=password,
        encoding=encoding,
        engine=engine,
        verify=verify,
        checks=checks,
        rules=rules,
        ignore_broken_rules=ignore_broken_rules,
    )
    shape = _format(form, output)
    results, failures, found = _read(inputs, options, quiet=quiet)
    sheet = review(results, options.checks, coverage=coverage)
    if results:
        _write(sheet, shape, lang, output)
    error = _ending(sheet, failures, found, fail_on)
    if error is not None:
        if not (found == 1 and failures):  # a single failure has been told
            say(describe(error))
        raise Exit(error.exit_code)


def _format(form: SheetFormat | None, output: str) -> SheetFormat:
    from extractor.views.review.write import SUFFIXES

    if form is not None:
        return form
    return "table" if output == "-" else SUFFIXES.get(Path(output).suffix.lower(), "table")


def _read(
    inputs: list[str], options: ExtractOptions, *, quiet: bool
) -> tuple[list[DocumentResult], list[Failure], int]:
    """The documents of all inputs, none twice; what could not be read is told, and kept as failed where it has bytes."""
    from extractor.batch import Failure, attempt, find_inputs
    from extractor.cli.outcome import describe, say
    from extractor.cli.progress import progress

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


def _write(sheet: Review, shape: SheetFormat, lang: opt.Language, output: str) -> None:
    from extractor.cli.stdout import emit
    from extractor.views.review.write import render

    if output != "-":
        emit(render(sheet, shape, lang), output)
        return
    terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else 120
    emit(render(sheet, shape, lang, width=width, colour=terminal and "NO_COLOR" not in os.environ))


def _ending(sheet: Review, failures: list[Failure], found: int, fail_on: FailOn) -> JixiaoError | None:
    """The error that the command ends with: what was not read first, then what was found."""
    from extractor.errors import FindingsError, NoFormsError, PartialFailure

    if failures:
        return failures[0].error if found == 1 else PartialFailure(f"{len(failures)} of {found} inputs were not read.")
    if not any(document.forms for document in sheet.documents):
        return NoFormsError("no performance form was found.")
    counts = sheet.counts()
    severe = counts["error"] + (counts["warning"] if fail_on == "warning" else 0)
    if fail_on == "never" or not severe:
        return None
    forms = sum(1 for _ in sheet.forms())
    return FindingsError(f"{counts['error']} errors and {counts['warning']} warnings in {forms} forms.")
