"""``jixiao extract``: inputs in, records out, the exit code that says how it went."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from extractor.batch import Failure, attempt, find_inputs
from extractor.cli.exits import debugging, describe, say
from extractor.cli.report import Tally, progress
from extractor.cli.stdout import data_stream, line_of
from extractor.errors import NoFormsError, PartialFailure, UsageError

if TYPE_CHECKING:
    from extractor.export.directory import Format
    from extractor.model.contract import DocumentResult
    from extractor.pipeline import ExtractOptions

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Job:
    """One call of the command, as given."""

    inputs: list[str]
    output: str
    formats: Set[str]
    excel: bool
    password: str | None
    encoding: str | None
    engine: Literal["auto", "pdfium", "pdfplumber", "camelot"]
    verify: bool
    quiet: bool
    debug: bool
    checks: str | None = None
    rules: str | None = None
    ignore_broken_rules: bool = False


class Sink(Protocol):
    """Where records go; ``write`` tells whether it was written, or is one that was written before."""

    @property
    def places(self) -> list[Path]: ...
    def write(self, result: DocumentResult) -> bool: ...


def run_job(job: Job) -> int:
    """Read every input and write every record.

    Returns:
        The exit code: 0; the failure's own for a single input; 6 when no document held a form; 14 when several were
        given and not all were read.

    Raises:
        JixiaoError: nothing could be begun, or the output broke.
    """
    options = _options(job)
    tally = Tally()
    with _sink(job) as sink:
        inputs = list(find_inputs(job.inputs))
        for item in progress(inputs, shown=not job.quiet and _progress_fits(job)):
            outcome = item if isinstance(item, Failure) else attempt(item, options)
            if isinstance(outcome, Failure):
                _tell(outcome, debug=job.debug)
            record = outcome.result if isinstance(outcome, Failure) else outcome
            written = record is None or sink.write(record)
            tally.add(outcome, duplicate=not written)
    if not job.quiet:
        tally.show(sink.places)
    return _exit_code(tally)


def _exit_code(tally: Tally) -> int:
    if tally.failed and tally.found > 1:
        say(describe(PartialFailure(f"{tally.failed} of {tally.found} inputs were not read.")))
        return PartialFailure.exit_code
    if tally.failed:
        return tally.first_exit_code
    if tally.without_forms == tally.found:
        where = tally.rows[0].source if tally.found == 1 else f"{tally.found} documents"
        say(describe(NoFormsError("no performance form was found.", source=where)))
        return NoFormsError.exit_code
    return 0


def _tell(failure: Failure, *, debug: bool) -> None:
    say(describe(failure.error))
    if failure.traceback and debugging(debug):
        sys.stderr.write(failure.traceback)
    elif failure.traceback:
        say("jixiao: run again with --debug to see where it happened.")


def _options(job: Job) -> ExtractOptions:
    """The library's options, checked before anything is read.

    Raises:
        UsageError: an encoding that there is none of.
        RulesError: a settings file of checks that is not valid, or the user's rules, each problem of which was told.
    """
    from extractor.cli.rules import load
    from extractor.pipeline import ExtractOptions

    if job.encoding is not None:
        try:
            b"jixiao".decode(job.encoding, "replace")  # codecs such as base64 are found, but are none of text
        except LookupError:
            message = f"{job.encoding!r} is no encoding of text."
            raise UsageError(message, remedy="Try utf-8, gb18030 or utf-16.") from None
    from rules.checks import DEFAULTS, load_checks

    checks = load_checks(job.checks) if job.checks is not None else DEFAULTS
    load(job.rules, ignore_broken=job.ignore_broken_rules)
    rules = Path(job.rules) if job.rules is not None else None
    return ExtractOptions(
        job.password, job.encoding, job.engine, job.verify, checks, rules, ignore_broken_rules=job.ignore_broken_rules
    )


@contextmanager
def _sink(job: Job) -> Iterator[Sink]:
    if job.output == STDOUT:
        with data_stream() as stream:
            yield _Lines(stream.write)
        return
    from extractor.export.directory import DirectoryWriter

    path = Path(job.output)
    if path.suffix.lower() in (".json", ".jsonl", ".csv", ".xlsx") and not path.is_dir():
        raise UsageError(
            "-o takes a directory.", source=job.output, remedy=f"For one file of JSON lines: -o - > {job.output}"
        )
    formats = cast("Set[Format]", job.formats)
    with DirectoryWriter(path, formats, excel=job.excel) as writer:
        yield writer


@dataclass(frozen=True, slots=True)
class _Lines:
    """JSON lines on standard output."""

    emit: Any

    @property
    def places(self) -> list[Path]:
        return []

    def write(self, result: DocumentResult) -> bool:
        self.emit(line_of(result.to_json()))
        return True


def _progress_fits(job: Job) -> bool:
    """A bar is drawn on a terminal only, and not into the lines that are printed on the same one."""
    return sys.stderr.isatty() and not (job.output == STDOUT and sys.stdout.isatty())
