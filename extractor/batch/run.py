"""A batch: every input found, read in a worker and accounted for; resumable at any moment; tables and a report at its end."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from uuid import uuid4

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.batch.corrections import load_corrections
from extractor.batch.failure import Failure
from extractor.batch.folder import Folder, hash_file
from extractor.batch.inputs import (
    STDIN,
    Input,
    Selection,
    display_name,
    find_inputs,
    not_a_file,
    path_spelt,
    unreadable,
)
from extractor.batch.ledger import Entry, Key, Ledger, now, options_key, settings_of
from extractor.batch.limits import DEFAULT_LIMITS, Limits, cores
from extractor.batch.pool import Workers, worker_pool
from extractor.batch.store import Store, json_name, key_of, worth_another_try
from extractor.batch.worker import Reading, Task
from extractor.errors import InputMissingError
from extractor.output.directory import DEFAULT_FORMATS, Format
from extractor.output.sinks import Language, Style
from extractor.pipeline import ExtractOptions

if TYPE_CHECKING:
    from extractor.batch.finish import Finished

Outcome: TypeAlias = Literal["ok", "partial", "no_forms", "quarantined", "duplicate", "unchanged"]
OVERLAYS = 12
_OPTIONS = ExtractOptions()


class Event(Struct, frozen=True):
    """Something that happened in a run, for whoever shows it.

    Attributes:
        kind: ``found`` (all inputs are known), ``document`` (one is done), ``finishing`` (tables and report).
        total: inputs of the run.
        name: of the document.
        outcome: of the document; ``duplicate`` and ``unchanged`` count as skipped.
        reading: what a document that was read now gave; of one that was read before, what the ledger says of it.
        failure: why it is in the quarantine.
    """

    kind: Literal["found", "document", "finishing"]
    total: int
    name: str = ""
    outcome: Outcome = "ok"
    reading: Reading | None = None
    failure: Failure | None = None


class RunSummary(Struct, frozen=True):
    """What came of a run; ``found`` is the sum of the five counts after it.

    Attributes:
        skipped: ``duplicates`` (the same bytes under another name) and ``unchanged`` (read before, same versions).
        held_forms: inputs whose content holds a form, read now or before.
        seconds: wall-clock time of the run.
        damaged: files in ``documents/`` that are no records; they are read again by the next run.
    """

    output: Path
    run: str
    found: int = 0
    ok: int = 0
    partial: int = 0
    no_forms: int = 0
    quarantined: int = 0
    skipped: int = 0
    duplicates: int = 0
    unchanged: int = 0
    held_forms: int = 0
    pages: int = 0
    forms: int = 0
    indicators: int = 0
    seconds: float = 0.0
    report: Path | None = None
    tables: tuple[Path, ...] = ()
    damaged: tuple[str, ...] = ()


def run_batch(
    inputs: Iterable[Input] | Input,
    output: Input = "output",
    *,
    options: ExtractOptions = _OPTIONS,
    formats: AbstractSet[Format] = DEFAULT_FORMATS,
    excel: bool = False,
    language: Language = "en",
    jobs: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    archive: bool = True,
    overlays: int = OVERLAYS,
    observer: Callable[[Event], None] | None = None,
) -> RunSummary:
    """Read everything that some inputs stand for into an output folder; what is there already is not read again.

    Args:
        inputs: files, directories and patterns, or one of them (``-``: standard input).
        output: the folder, made if it is not there.
        options: how to read.
        formats: which tables to write; the documents' JSON is always written.
        excel: CSV for Excel.
        language: headings of the tables: the contract's names, or Chinese labels.
        jobs: workers; by default one a core.
        limits: what one document may cost.
        include, exclude: patterns for what directories are searched for (see :class:`extractor.batch.inputs.Selection`).
        archive: keep every content under its hash, linked where possible, so that it can be read again.
        overlays: draw the pages of at most so many documents that the report points at.
        observer: called in this thread with each :class:`Event`.

    Raises:
        OutputError: the folder cannot be written, or another run is writing into it.
        RulesError: the rules are broken.
        UsageError: a file of corrections is broken.
        KeyboardInterrupt: passed on; everything that was read until then is kept.
    """
    from rules.ruleset.load import load_rules

    rules = load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    folder = Folder(Path(output))
    folder.make()
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    outside = frozenset(map(os.path.abspath, (folder.root, folder.quarantine, folder.overlays)))
    with folder.locked(), closing(Ledger(folder.ledger)) as ledger, worker_pool(jobs or cores(), limits) as workers:
        folder.sweep()
        key = key_of(options_key(options), rules.version)
        run = _Run(
            Store(folder, ledger, begin_run(ledger, "extract", key), load_corrections(folder.corrections)),
            key, settings_of(options), replace(options, max_pages=limits.pages), limits, archive, observer or _ignore,
        )  # fmt: skip
        with ended(ledger, run.store.run):
            run.read(list(find_inputs(inputs, Selection(include, exclude, outside))), workers)
            return run.finish(workers, formats, Style(language, excel=excel), overlays=overlays)


def begin_run(ledger: Ledger, kind: str, key: Key) -> str:
    """Enter a run into the ledger."""
    import platform

    run = uuid4().hex[:12]
    with ledger.together():
        ledger.change("UPDATE run SET state = 'killed', finished_at = ? WHERE state = 'running'", (now(),))
        ledger.change(
            "INSERT INTO run VALUES (?, ?, 'running', ?, NULL, ?, ?, ?, ?, NULL)",
            (run, kind, now(), platform.node(), key.tool_version, key.rules_version, key.options),
        )
    return run


class ended:
    """Enter into the ledger how the block ended."""

    def __init__(self, ledger: Ledger, run: str) -> None:
        self._ledger = ledger
        self._run = run

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        import json

        state = "done" if kind is None else "interrupted" if issubclass(kind, KeyboardInterrupt) else "failed"
        counts = json.dumps(self._ledger.counts(self._run))
        self._ledger.change(
            "UPDATE run SET state = ?, finished_at = ?, counts = ? WHERE id = ?", (state, now(), counts, self._run)
        )


def _ignore(event: Event) -> None:
    pass


class _Run(Struct):
    """The state of one run; no more of a document than its name and hash is kept once it is done."""

    store: Store
    key: Key
    settings: dict[str, Any]
    options: ExtractOptions
    limits: Limits
    archive: bool
    tell: Callable[[Event], None]
    total: int = 0
    started: float = field(default_factory=time.perf_counter)
    counts: Counter[str] = field(default_factory=Counter)
    begun: set[bytes] = field(default_factory=set)
    waiting: dict[str, tuple[str, Path]] = field(default_factory=dict)

    def read(self, found: Sequence[Path | Failure], workers: Workers) -> None:
        """Read what is not read yet."""
        self.total = len(found)
        self.tell(Event("found", self.total))
        for reading in workers.read(self._tasks(found)):
            file, origin = self.waiting.pop(reading.name)
            if reading.sha256 is None and reading.failure is not None:
                self._unreadable(reading.failure, reading.failure.source)
                continue
            outcome = self.store.keep(reading, file, origin, self.key, self.settings, self.limits)
            self._done(reading.name, reading.sha256, outcome, reading, reading.failure)

    def _tasks(self, found: Sequence[Path | Failure]) -> Iterator[Task]:
        for item in found:
            if isinstance(item, Failure):
                self._unreadable(item, item.source)
                continue
            problem = None if str(item) == STDIN else not_a_file(item)
            if problem is not None:
                self._unreadable(problem, problem.source)
                continue
            task = self._task(item)
            if task is not None:
                yield task

    def _task(self, path: Path) -> Task | None:
        """What is to be done for a file, ``None`` when it is accounted for already."""
        name = display_name(path)
        try:
            path, sha256, size = self._look(path, name)
        except OSError as exc:
            self._unreadable(Failure(name, unreadable(exc, name)), name)
            return None
        with self.store.ledger.together():
            file = self.store.ledger.see(
                sha256, size, json_name(name, sha256), name, display_name(os.path.abspath(path))
            )
        if bytes.fromhex(sha256) in self.begun:
            self._done(name, sha256, "duplicate")
            return None
        self.begun.add(bytes.fromhex(sha256))
        entry = self.store.ledger.entry(sha256)
        if entry is not None and self._stands(entry):
            self._skip(name, entry)
            return None
        origin = self.store.archive(sha256, path) if self.archive else path
        self.waiting[name] = (file, origin)
        return Task(str(origin), name, sha256, self.options)

    def _look(self, path: Path, name: str) -> tuple[Path, str, int]:
        """Where a file's bytes are, their hash and their number; standard input is put into the archive for that."""
        if name != STDIN:
            return path, hash_file(path), path.stat().st_size
        import hashlib

        from extractor.output.files import write_bytes

        data = sys.stdin.buffer.read()
        sha256 = hashlib.sha256(data).hexdigest()
        kept = self.store.folder.archived(sha256)
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(kept, data, sync=True)
        return kept, sha256, len(data)

    def _stands(self, entry: Entry) -> bool:
        """Whether an earlier reading is as good as a new one; what was released is not read again by itself."""
        if entry.status == "released":
            return True
        if entry.key != self.key or not (self.store.folder.documents / entry.file).exists():
            return False
        return not worth_another_try(entry, self.limits, password=self.options.password is not None)

    def _skip(self, name: str, entry: Entry) -> None:
        failure = None
        if entry.status == "quarantined":
            from extractor.batch.quarantine import failure_of

            failure = failure_of(entry, name)
        status = "failed" if failure else entry.status
        reading = Reading(
            name, entry.sha256, status, None, None, failure, entry.pages, entry.forms, entry.indicators,
            entry.errors, entry.warnings, entry.infos, entry.seconds,
        )  # fmt: skip
        self._done(name, entry.sha256, "quarantined" if failure else "unchanged", reading, failure)

    def _unreadable(self, failure: Failure, path: str) -> None:
        self.store.unreadable(failure, display_name(os.path.abspath(path_spelt(path))))
        self._done(failure.source, None, "quarantined", None, failure)

    def _done(
        self,
        name: str,
        sha256: str | None,
        outcome: str,
        reading: Reading | None = None,
        failure: Failure | None = None,
    ) -> None:
        self.store.put(name, sha256, outcome)
        self.counts[outcome] += 1
        if reading is not None:
            self.counts["held_forms"] += reading.status in ("ok", "partial")
            if outcome != "unchanged":
                self.counts.update(pages=reading.pages, forms=reading.forms, indicators=reading.indicators)
        self.tell(Event("document", self.total, name, outcome, reading, failure))  # type: ignore[arg-type]

    def finish(self, workers: Workers, formats: AbstractSet[Format], style: Style, *, overlays: int) -> RunSummary:
        """Tables and report."""
        from extractor.batch.finish import finish

        self.tell(Event("finishing", self.total))
        seconds = time.perf_counter() - self.started
        count = self.counts
        summary = RunSummary(
            self.store.folder.root, self.store.run, self.total, count["ok"], count["partial"], count["no_forms"],
            count["quarantined"], count["duplicate"] + count["unchanged"], count["duplicate"], count["unchanged"],
            count["held_forms"], count["pages"], count["forms"], count["indicators"], seconds,
        )  # fmt: skip
        done: Finished = finish(self.store, workers, formats, style, overlays=overlays, run=summary)
        return replace(
            summary,
            seconds=time.perf_counter() - self.started,
            report=done.report,
            tables=done.tables,
            damaged=done.damaged,
        )


def missing_source(name: str) -> InputMissingError:
    """The bytes of a content are gone."""
    remedy = "Extract the file again; with the archive on, its bytes are kept."
    return InputMissingError("its bytes are in no place where they were.", source=name, remedy=remedy)
