"""A batch as the user sees it: progress on a terminal, lines elsewhere, JSON for schedulers."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

from click.exceptions import Exit

from extractor.cli.outcome import plain, say, tell
from extractor.cli.summary import Tally, ending
from extractor.errors import ExitCode, JixiaoError, NoFormsError, PartialFailure

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

    from extractor.batch.events import Event, RunSummary
    from extractor.cli.options import LogFormat

T = TypeVar("T")


def show_run(
    run: Callable[[Callable[[Event], None]], RunSummary],
    *,
    quiet: bool,
    debug: bool,
    log_format: LogFormat,
) -> int:
    """Do a run and show it; the exit code is that of its outcome.

    Raises:
        JixiaoError: as the run does; with JSON logs it is logged and ends the command here.
    """
    tally = Tally()
    log = EventLog() if log_format == "json" else None
    try:
        with observing(tally, log, quiet=quiet, debug=debug) as observer:
            summary = run(observer)
        if log is not None:
            code = _json_exit_code(tally)
            log.write("ended", **_numbers(summary), report=str(summary.report), exit_code=code)
            return code
        if not quiet:
            tally.show([summary.output / "documents", *summary.tables], report=summary.report)
        for name in summary.damaged:
            say(f"jixiao: documents/{name} is no record any more; it is read again by the next run.")
        return ending(tally)
    except KeyboardInterrupt:
        say_interrupted(tally, log)
        raise Exit(ExitCode.INTERRUPTED) from None
    except JixiaoError as error:
        if log is None:
            raise
        log.write("failed", code=error.code, message=str(error), exit_code=error.exit_code)
        raise Exit(error.exit_code) from None


def say_interrupted(tally: Tally, log: EventLog | None) -> None:
    """Say what an interrupted run leaves and how it goes on, as an event where there is a log."""
    if log is not None:
        log.write("interrupted", done=tally.found, exit_code=ExitCode.INTERRUPTED)
        return
    say(f"jixiao: interrupted after {tally.found} inputs, which are kept; run the same command again to go on.")


def _json_exit_code(tally: Tally) -> int:
    if tally.failed:
        return tally.first_exit_code if tally.found == 1 else PartialFailure.exit_code
    return NoFormsError.exit_code if tally.without_forms == tally.found else 0


def _numbers(summary: RunSummary) -> dict[str, Any]:
    from msgspec.structs import asdict

    return {name: value for name, value in asdict(summary).items() if isinstance(value, int | float)}


@contextmanager
def observing(tally: Tally, log: EventLog | None, *, quiet: bool, debug: bool) -> Iterator[Callable[[Event], None]]:
    """What a run tells its events to, while the block runs; SIGTERM ends the run as Ctrl-C does."""
    with ExitStack() as stack:
        stack.enter_context(_terminable())
        bar = stack.enter_context(_Bar()) if log is None and not quiet and sys.stderr.isatty() else None

        def observer(event: Event) -> None:
            if event.kind == "document":
                tally.add_reading(event.name, event.outcome, event.reading, event.failure)
            if log is not None:
                log.event(event)
            elif event.failure is not None:
                with bar.above() if bar else ExitStack():
                    tell(event.failure, debug=debug)
            if bar is not None:
                bar.event(event, tally)

        yield observer


@contextmanager
def _terminable() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class EventLog:
    """One JSON object a line on standard error."""

    def write(self, event: str, **fields: Any) -> None:
        """Log something that happened."""
        from extractor.batch.ledger import now

        level = "error" if event in ("failed", "interrupted") or fields.get("outcome") == "quarantined" else "info"
        record = {"at": now(), "level": level, "event": event, **fields}
        sys.stderr.write(json.dumps(record, ensure_ascii=True) + "\n")
        sys.stderr.flush()

    def event(self, event: Event) -> None:
        """Log an event of a run."""
        if event.kind != "document":
            self.write("started" if event.kind == "found" else "finishing", found=event.total)
            return
        fields: dict[str, Any] = {"source": event.name, "outcome": event.outcome}
        if event.reading is not None:
            reading = event.reading
            fields |= {"sha256": reading.sha256, "pages": reading.pages, "forms": reading.forms}
            fields |= {"indicators": reading.indicators, "seconds": round(reading.seconds, 3)}
        if event.failure is not None:
            error = event.failure.error
            fields |= {"code": error.code, "message": error.message, "remedy": error.remedy}
        self.write("document", **fields)


class _Bar:
    """Documents, pages, forms, rate, time left and failures on the terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns: list[ProgressColumn | str] = [
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pages]} pages · {task.fields[forms]} forms · {task.fields[rate]}/s"),
            TimeRemainingColumn(),
            TextColumn("[red]{task.fields[failed]}"),
            TextColumn("[dim]{task.fields[last]}"),
        ]
        self._console = Console(stderr=True)
        self._progress: Progress = Progress(*columns, console=self._console, transient=True)
        self._pages = 0
        self._forms = 0
        self._task = self._progress.add_task("reading", total=None, pages=0, forms=0, rate="–", failed="", last="")

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *rest: object) -> None:
        self._progress.stop()

    @contextmanager
    def above(self) -> Iterator[None]:
        """Print in the block without breaking the bar."""
        self._progress.stop()
        try:
            yield
        finally:
            self._progress.start()

    def event(self, event: Event, tally: Tally) -> None:
        """Show an event of a run."""
        if event.kind == "found":
            self._progress.update(self._task, total=event.total)
        elif event.kind == "finishing":
            self._progress.update(self._task, description="tables and report")
        else:
            if event.reading is not None:
                self._pages += event.reading.pages
                self._forms += event.reading.forms
            (task,) = self._progress.tasks
            rate = f"{tally.found / task.elapsed:.1f}" if task.elapsed else "–"
            failed = f"{tally.failed} failed" if tally.failed else ""
            fields: dict[str, Any] = {"pages": self._pages, "forms": self._forms, "rate": rate, "failed": failed}
            self._progress.update(self._task, advance=1, last=plain(Path(event.name).name)[:32], **fields)


def progress(items: Iterable[T], *, shown: bool, total: int | None = None) -> Iterator[T]:
    """The items one by one, with a bar on standard error if it is to be shown."""
    if not shown:
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, "reading", total=total, console=Console(stderr=True), transient=True)
