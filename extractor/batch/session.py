"""One run over an output folder: what is read, kept and accounted for, whatever command began it."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.batch.events import Event, RunSummary
from extractor.batch.failure import Failure, without_frames
from extractor.batch.folder import hash_file
from extractor.batch.inputs import STDIN, display_name, is_member, not_a_file, path_spelt, read_bytes, unreadable
from extractor.batch.ledger import Entry, Key, Ledger, now
from extractor.batch.limits import Limits
from extractor.batch.pool import Workers
from extractor.batch.store import Store, failure_of, json_name, worth_another_try
from extractor.batch.worker import Reading, Task
from extractor.errors import InputMissingError, JixiaoError
from extractor.output.directory import Format
from extractor.output.sinks import Style
from extractor.pipeline import ExtractOptions

if TYPE_CHECKING:
    from extractor.batch.finish import Finished


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


class Session(Struct):
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
            self.keep(reading)

    def keep(self, reading: Reading) -> None:
        """Store what a worker read."""
        file, origin = self.waiting.pop(reading.name)
        if reading.sha256 is None and reading.failure is not None:
            self._unreadable(reading.failure, reading.failure.source)
            return
        outcome = self.store.keep(reading, file, origin, self.key, self.settings, self.limits)
        self.done(reading.name, reading.sha256, outcome, reading, reading.failure)

    def _tasks(self, found: Sequence[Path | Failure]) -> Iterator[Task]:
        for item in found:
            if isinstance(item, Failure):
                self._unreadable(item, item.source)
                continue
            problem = None if str(item) == STDIN else not_a_file(item)
            if problem is not None:
                self._unreadable(problem, problem.source)
                continue
            task = self.task(item)
            if task is not None:
                yield task

    def task(self, path: Path) -> Task | None:
        """What is to be done for a file, ``None`` when it is accounted for already."""
        name = display_name(path)
        try:
            path, sha256, size = self._look(path, name)
        except OSError as exc:
            self._unreadable(Failure(name, unreadable(exc, name)), name)
            return None
        except JixiaoError as error:  # a member of an archive that cannot be unpacked
            self._unreadable(Failure(name, without_frames(error, name)), name)
            return None
        with self.store.ledger.together():
            file = self.store.ledger.see(
                sha256, size, json_name(name, sha256), name, display_name(os.path.abspath(path))
            )
        if bytes.fromhex(sha256) in self.begun:
            self.done(name, sha256, "duplicate")
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
        """Where a file's bytes are, their hash and their number; what is no file is put into the archive for that."""
        if name != STDIN and not is_member(path):
            return path, hash_file(path), path.stat().st_size
        import hashlib

        from extractor.output.files import write_bytes

        data = sys.stdin.buffer.read() if name == STDIN else read_bytes(path)
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
            failure = failure_of(entry, name)
        status = "failed" if failure else entry.status
        reading = Reading(
            name, entry.sha256, status, None, None, failure, entry.pages, entry.forms, entry.indicators,
            entry.errors, entry.warnings, entry.infos, entry.seconds,
        )  # fmt: skip
        self.done(name, entry.sha256, "quarantined" if failure else "unchanged", reading, failure)

    def _unreadable(self, failure: Failure, path: str) -> None:
        self.store.unreadable(failure, display_name(os.path.abspath(path_spelt(path))))
        self.done(failure.source, None, "quarantined", None, failure)

    def done(
        self,
        name: str,
        sha256: str | None,
        outcome: str,
        reading: Reading | None = None,
        failure: Failure | None = None,
    ) -> None:
        """Account for an input."""
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
