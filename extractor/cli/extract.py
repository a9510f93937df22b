"""``jixiao extract``: inputs in, records out, the exit code that says how it went."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from msgspec import Struct
from msgspec.structs import replace

from extractor.batch import Failure, attempt, find_inputs, names_one_file
from extractor.cli.exits import notice
from extractor.cli.report import Tally, exit_code, progress, tell
from extractor.cli.stdout import data_stream, line_of
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.batch.events import Event, RunSummary
    from extractor.batch.limits import Limits
    from extractor.model.form import DocumentResult
    from extractor.output.directory import Format
    from extractor.pipeline import ExtractOptions

STDOUT = "-"
LEDGER = ".jixiao/ledger.sqlite"


class Job(Struct, frozen=True):
    """One call of the command, as given."""

    inputs: list[str]
    output: str
    formats: Set[str]
    excel: bool
    password: str | None
    encoding: str | None
    engine: Literal["auto", "pdfium", "pdfplumber", "camelot"]
    verify: bool
    ocr: bool
    quiet: bool
    debug: bool
    checks: str | None = None
    rules: str | None = None
    ignore_broken_rules: bool = False
    jobs: int | None = None
    timeout: float | None = None
    memory: int | None = None
    max_pages: int | None = None
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    archive: bool = True
    overlays: int | None = None
    log_format: Literal["text", "json"] = "text"

    @property
    def isolated(self) -> bool:
        """Whether documents are read in workers: when there may be several, or a limit is asked for."""
        asked = (self.jobs, self.timeout, self.memory, self.max_pages)
        return not names_one_file(self.inputs) or any(one is not None for one in asked)

    @property
    def batch(self) -> bool:
        """Whether the output folder gets a ledger: when documents are read in workers, or it has one already."""
        if self.output == STDOUT:
            return False
        return self.isolated or self.log_format == "json" or Path(self.output, LEDGER).exists()

    @property
    def limits(self) -> Limits:
        """What a document may cost."""
        from extractor.batch.limits import DEFAULT_LIMITS as usual
        from extractor.batch.limits import Limits

        return Limits(self.timeout or usual.seconds, self.memory or usual.memory_mb, self.max_pages or usual.pages)


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
    if job.batch:
        _check_output(job)
        return _run_batch(job, options)
    tally = Tally()
    if job.isolated:
        return _stream(job, options, tally)
    if not job.quiet:
        options = replace(options, notify=notice)
    with _sink(job) as sink:
        inputs = list(find_inputs(job.inputs))
        for item in progress(inputs, shown=not job.quiet and _progress_fits(job)):
            outcome = item if isinstance(item, Failure) else attempt(item, options)
            if isinstance(outcome, Failure):
                tell(outcome, debug=job.debug)
            record = outcome.result if isinstance(outcome, Failure) else outcome
            written = record is None or sink.write(record)
            tally.add(outcome, duplicate=not written)
    if not job.quiet:
        tally.show(sink.places)
    return exit_code(tally)


def _run_batch(job: Job, options: ExtractOptions) -> int:
    """Read everything into the output folder.

    Returns:
        The exit code.

    Raises:
        JixiaoError: nothing could be begun, or the output broke.
    """
    from extractor.batch.run import OVERLAYS, run_batch
    from extractor.cli.batch import show_run

    def run(observer: Callable[[Event], None]) -> RunSummary:
        return run_batch(
            job.inputs,
            job.output,
            options=options,
            formats=cast("Any", job.formats),
            excel=job.excel,
            jobs=job.jobs,
            limits=job.limits,
            include=job.include,
            exclude=job.exclude,
            archive=job.archive,
            overlays=OVERLAYS if job.overlays is None else job.overlays,
            observer=observer,
        )

    return show_run(run, quiet=job.quiet, debug=job.debug, log_format=job.log_format)


def _stream(job: Job, options: ExtractOptions, tally: Tally) -> int:
    """Documents read in workers, as lines on standard output."""
    from extractor.batch import Selection, read_isolated
    from extractor.batch.limits import cores

    found = list(find_inputs(job.inputs, Selection(job.include, job.exclude)))
    readings = read_isolated(found, options, job.jobs or min(cores(), len(found) or 1), job.limits, want="line")
    with data_stream() as stream:
        for reading in progress(readings, shown=not job.quiet and _progress_fits(job), total=len(found)):
            if reading.failure is not None:
                tell(reading.failure, debug=job.debug)
            if reading.record is not None:
                stream.write(reading.record)
            tally.add_reading(reading.name, reading.status, reading, reading.failure)
    if not job.quiet:
        tally.show([])
    return exit_code(tally)


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
        password=job.password,
        encoding=job.encoding,
        engine=job.engine,
        verify=job.verify,
        checks=checks,
        rules_dir=rules,
        ignore_broken_rules=job.ignore_broken_rules,
        ocr=job.ocr,
    )


@contextmanager
def _sink(job: Job) -> Iterator[Sink]:
    if job.output == STDOUT:
        with data_stream() as stream:
            yield _Lines(stream.write)
        return
    from extractor.output.directory import DirectoryWriter

    path = _check_output(job)
    formats = cast("Set[Format]", job.formats)
    with DirectoryWriter(path, formats, excel=job.excel) as writer:
        yield writer


def _check_output(job: Job) -> Path:
    path = Path(job.output)
    if path.suffix.lower() in (".json", ".jsonl", ".csv", ".xlsx") and not path.is_dir():
        raise UsageError(
            "-o takes a directory.", source=job.output, remedy=f"For one file of JSON lines: -o - > {job.output}"
        )
    return path


class _Lines(Struct, frozen=True):
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
