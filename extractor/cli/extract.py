"""``jixiao extract``: inputs in, records out, the exit code that says how it went."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from click.exceptions import Exit
from msgspec import Struct
from msgspec.structs import replace

from extractor.cli import options as opt
from extractor.cli.command import Option
from extractor.output.sinks import FORMATS, Style, check_formats

if TYPE_CHECKING:
    from extractor.batch.events import Event, RunSummary
    from extractor.batch.limits import Limits
    from extractor.cli.summary import Tally
    from extractor.model.form import DocumentResult
    from extractor.pipeline import ExtractOptions

STDOUT = "-"
LEDGER = ".jixiao/ledger.sqlite"

Output = Annotated[
    str,
    Option("--output", "-o", metavar="DIR|-", help="Directory for JSON and tables, or - for JSON lines on stdout."),
]
Formats = Annotated[
    list[str],
    Option("--format", "-f", choices=("json", *FORMATS), help="What to write into DIR; may be given several times."),
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


def extract(
    inputs: opt.Inputs,
    output: Output = "output",
    formats: Formats = ["json", "csv"],  # noqa: B006 -- a list is made of it
    excel: opt.Excel = False,
    lang: opt.Headings = "en",
    password: opt.Password = None,
    encoding: opt.Encoding = None,
    engine: opt.Engine = "auto",
    verify: opt.Verify = False,
    ocr: opt.Ocr = True,
    rules: opt.RulesDir = None,
    ignore_broken_rules: opt.IgnoreBroken = False,
    checks: opt.Checks = None,
    jobs: opt.Jobs = None,
    timeout: opt.Timeout = None,
    memory: opt.Memory = None,
    max_pages: opt.MaxPages = None,
    include: Include = [],  # noqa: B006
    exclude: Exclude = [],  # noqa: B006
    archive: Archive = True,
    overlays: Overlays = None,
    log_format: opt.Log = "text",
    to: To = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Read documents and write their records."""
    if to is not None:
        from extractor.cli.load import check_target

        check_target(to, output)
    job = Job(
        inputs=inputs,
        output=output,
        formats=frozenset(formats),
        style=Style(lang, excel=excel),
        options=opt.read_options(
            password=password,
            encoding=encoding,
            engine=engine,
            verify=verify,
            ocr=ocr,
            checks=checks,
            rules=rules,
            ignore_broken_rules=ignore_broken_rules,
        ),
        jobs=jobs,
        limits=opt.limits_of(timeout, memory, max_pages),
        limited=any(one is not None for one in (jobs, timeout, memory, max_pages)),
        include=include,
        exclude=exclude,
        archive=archive,
        overlays=overlays,
        log_format=log_format,
        quiet=quiet,
        debug=debug,
    )
    code = run_job(job)
    if to is not None:
        from extractor.cli.load import load_into

        load_into([output], to, quiet=quiet)
    raise Exit(code)


class Job(Struct, frozen=True):
    """One call of the command.

    Attributes:
        limited: whether workers, or a limit of them, were asked for.
    """

    inputs: list[str]
    output: str
    formats: Set[str]
    style: Style
    options: ExtractOptions
    jobs: int | None
    limits: Limits
    limited: bool
    include: Sequence[str]
    exclude: Sequence[str]
    archive: bool
    overlays: int | None
    log_format: opt.LogFormat
    quiet: bool
    debug: bool

    @property
    def isolated(self) -> bool:
        """Whether documents are read in workers: when there may be several, or a limit is asked for."""
        from extractor.batch import names_one_file

        return self.limited or not names_one_file(self.inputs)

    @property
    def batch(self) -> bool:
        """Whether the output folder gets a ledger: when documents are read in workers, or it has one already."""
        if self.output == STDOUT:
            return False
        return self.isolated or self.log_format == "json" or Path(self.output, LEDGER).exists()

    @property
    def bar(self) -> bool:
        """Whether a bar is drawn: on a terminal only, and not into the lines that are printed on the same one."""
        return not self.quiet and sys.stderr.isatty() and not (self.output == STDOUT and sys.stdout.isatty())


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
    from extractor.batch import Failure, attempt, find_inputs
    from extractor.cli.outcome import notice, tell
    from extractor.cli.progress import progress
    from extractor.cli.summary import Tally, ending

    if job.output != STDOUT:
        _check_output(job)
    if job.batch:
        return _run_batch(job)
    tally = Tally()
    if job.isolated:
        return _stream(job, tally)
    options = job.options if job.quiet else replace(job.options, notify=notice)
    with _sink(job) as sink:
        for item in progress(list(find_inputs(job.inputs)), shown=job.bar):
            outcome = item if isinstance(item, Failure) else attempt(item, options)
            if isinstance(outcome, Failure):
                tell(outcome, debug=job.debug)
            record = outcome.result if isinstance(outcome, Failure) else outcome
            written = record is None or sink.write(record)
            tally.add(outcome, duplicate=not written)
    if not job.quiet:
        tally.show(sink.places)
    return ending(tally)


def _run_batch(job: Job) -> int:
    """Read everything into the output folder."""
    from extractor.batch.run import OVERLAYS, run_batch
    from extractor.cli.progress import show_run

    def run(observer: Callable[[Event], None]) -> RunSummary:
        return run_batch(
            job.inputs,
            job.output,
            options=job.options,
            formats=job.formats,
            excel=job.style.excel,
            language=job.style.language,
            jobs=job.jobs,
            limits=job.limits,
            include=job.include,
            exclude=job.exclude,
            archive=job.archive,
            overlays=OVERLAYS if job.overlays is None else job.overlays,
            observer=observer,
        )

    return show_run(run, quiet=job.quiet, debug=job.debug, log_format=job.log_format)


def _stream(job: Job, tally: Tally) -> int:
    """Read documents in workers, and write them as lines on standard output."""
    from extractor.batch import Selection, find_inputs, read_isolated
    from extractor.batch.limits import cores
    from extractor.cli.outcome import tell
    from extractor.cli.progress import progress
    from extractor.cli.stdout import data_stream
    from extractor.cli.summary import ending

    found = list(find_inputs(job.inputs, Selection(job.include, job.exclude)))
    readings = read_isolated(found, job.options, job.jobs or min(cores(), len(found) or 1), job.limits, want="line")
    with data_stream() as stream:
        for reading in progress(readings, shown=job.bar, total=len(found)):
            if reading.failure is not None:
                tell(reading.failure, debug=job.debug)
            if reading.record is not None:
                stream.write(reading.record)
            tally.add_reading(reading.name, reading.status, reading, reading.failure)
    if not job.quiet:
        tally.show([])
    return ending(tally)


@contextmanager
def _sink(job: Job) -> Iterator[Sink]:
    if job.output == STDOUT:
        from extractor.cli.stdout import data_stream

        with data_stream() as stream:
            yield _Lines(stream.write)
        return
    from extractor.output.directory import DirectoryWriter

    with DirectoryWriter(Path(job.output), job.formats, job.style) as writer:
        yield writer


def _check_output(job: Job) -> None:
    """See, before anything is read, that the output can be what was asked for.

    Raises:
        UsageError: it is named like a file, or a format needs a library that is not installed.
    """
    from extractor.errors import UsageError

    path = Path(job.output)
    if path.suffix.lower() in (".json", ".jsonl", ".csv", ".xlsx") and not path.is_dir():
        raise UsageError(
            "-o takes a directory.", source=job.output, remedy=f"For one file of JSON lines: -o - > {job.output}"
        )
    check_formats(job.formats)


class _Lines(Struct, frozen=True):
    """JSON lines on standard output."""

    emit: Any

    @property
    def places(self) -> list[Path]:
        return []

    def write(self, result: DocumentResult) -> bool:
        from extractor.cli.stdout import line_of

        self.emit(line_of(result.to_json()))
        return True
