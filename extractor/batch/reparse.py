"""Read everything that is kept once more, by today's rules: what would change is told before anything is written."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from extractor.batch.compare import Change, compare
from extractor.batch.corrections import correct, load_corrections
from extractor.batch.events import Event, RunSummary
from extractor.batch.failure import Failure
from extractor.batch.finish import finish
from extractor.batch.inputs import Input
from extractor.batch.ledger import Entry, Key, options_key, settings_of
from extractor.batch.limits import DEFAULT_LIMITS, Limits, cores
from extractor.batch.pool import Workers, worker_pool
from extractor.batch.quarantine import open_folder, options_from
from extractor.batch.session import begin_run, ended, missing_source
from extractor.batch.store import Store, key_of
from extractor.batch.worker import Reading, Task
from extractor.output.directory import DEFAULT_FORMATS
from extractor.output.files import LONE, part_of, write_bytes, write_whole, writing
from extractor.output.sinks import Style
from extractor.views.run.changes import Changed, Changes, changes_page

_SHOWN_DOCUMENTS = 300
_SHOWN_CHANGES = 60


class Reparse(Struct, frozen=True):
    """What reading again gave; ``kept`` is the sum of the counts after it.

    Attributes:
        kept: contents in the ledger.
        current: already read by today's rules.
        same: read again, no field differs.
        changed: some field differs.
        recovered: were in the quarantine and can be read now.
        still: were in the quarantine and still cannot be read.
        failed: could be read and cannot be now; their documents stay as they were.
        fields: changes by field.
        report: the page that shows them; beside it ``reparse.jsonl`` has every change.
        written: whether the new documents were put in force.
    """

    kept: int = 0
    current: int = 0
    same: int = 0
    changed: int = 0
    recovered: int = 0
    still: int = 0
    failed: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    report: Path | None = None
    written: bool = False
    failures: tuple[Failure, ...] = ()


class _Plan(Struct, frozen=True):
    """How one content is read again."""

    entry: Entry
    key: Key
    settings: dict[str, Any]
    origin: Path


def reparse(
    output: Input,
    *,
    rules_dir: Path | None = None,
    password: str | None = None,
    jobs: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    dry_run: bool = False,
    confirm: Callable[[Reparse], bool] | None = None,
    excel: bool = False,
    observer: Callable[[Event], None] | None = None,
) -> Reparse:
    """Read the kept contents of an output folder again, with the options each was read with.

    ``reparse.html`` and ``reparse.jsonl`` say what would change, old against new; only then, and unless it is a dry run or
    ``confirm`` says no, the new documents are put in force. Corrections by people are applied to them as before. A run
    that is killed is gone on with by the next one.

    Raises:
        InputMissingError: the folder is none of a batch.
        JixiaoError: as for :func:`extractor.batch.run_batch`.
    """
    from rules.ruleset.load import load_rules

    rules = load_rules(rules_dir)
    with open_folder(output) as (folder, ledger), folder.locked(), worker_pool(jobs or cores(), limits) as workers:
        folder.sweep()
        shutil.rmtree(folder.drafts, ignore_errors=True)
        usual = key_of("default", rules.version)
        store = Store(folder, ledger, begin_run(ledger, "reparse", usual), load_corrections(folder.corrections))
        given = {"password": password, "rules_dir": rules_dir, "max_pages": limits.pages}
        with (
            ended(ledger, store.run),
            closing(_Comparison(store, limits, observer or (lambda event: None))) as comparison,
        ):
            comparison.read(workers, given, rules.version)
            outcome = comparison.report()
            if dry_run or (confirm is not None and not confirm(outcome)):
                return outcome
            comparison.put_in_force()
            summary = RunSummary(folder.root, store.run, found=outcome.kept, skipped=outcome.kept)
            finish(store, workers, DEFAULT_FORMATS, Style(excel=excel), overlays=0, run=summary)
            return replace(outcome, written=True)


class _Comparison:
    """Drafts of new documents, and how they differ from the ones in force."""

    def __init__(self, store: Store, limits: Limits, tell: Callable[[Event], None]) -> None:
        self._store = store
        self._limits = limits
        self._tell = tell
        self._counts: Counter[str] = Counter()
        self._fields: Counter[str] = Counter()
        self._plans: dict[str, _Plan] = {}
        self._drafts: list[Reading] = []
        self._shown: list[Changed] = []
        self._failures: list[Failure] = []
        folder = store.folder
        self._lines_at = folder.root / "reparse.jsonl"
        with writing(folder.drafts):
            folder.drafts.mkdir(parents=True, exist_ok=True)
            self._lines: IO[str] = part_of(self._lines_at).open("w", encoding="utf-8", errors=LONE)

    def close(self) -> None:
        """Leave nothing half done behind."""
        self._lines.close()
        part_of(self._lines_at).unlink(missing_ok=True)
        shutil.rmtree(self._store.folder.drafts, ignore_errors=True)

    def read(self, workers: Workers, given: dict[str, Any], rules_version: str) -> None:
        """Read what is not current, and compare."""
        (total,) = next(self._store.ledger.rows("SELECT count(*) FROM reading WHERE current = 1"))
        self._tell(Event("found", total))
        for reading in workers.read(self._tasks(given, rules_version), ordered=True):
            outcome = self._weigh(reading)
            self._counts[outcome] += 1
            told = "quarantined" if reading.failure else reading.status
            self._tell(Event("document", total, reading.name, told, reading, reading.failure))  # type: ignore[arg-type]

    def _tasks(self, given: dict[str, Any], rules_version: str) -> Iterator[Task]:
        for entry in list(self._store.ledger.entries()):
            self._counts["kept"] += 1
            options = options_from(dict(entry.settings), **given)
            key = key_of(options_key(options), rules_version)
            if entry.status == "released" or (
                entry.key == key and (self._store.folder.documents / entry.file).exists()
            ):
                self._counts["current"] += 1
                continue
            name = self._name(entry)
            origin = self._store.origin(entry.sha256)
            if origin is None:
                self._counts["failed"] += 1
                self._failures.append(Failure(name, missing_source(name), entry.sha256))
                continue
            self._plans[entry.sha256] = _Plan(entry, key, settings_of(options), origin)
            yield Task(str(origin), name, entry.sha256, options)

    def _name(self, entry: Entry) -> str:
        """The name in the document that is in force, so that a new name is no change."""
        try:
            record = json.loads((self._store.folder.documents / entry.file).read_bytes())
            return str(record["document"]["source"])
        except (OSError, ValueError, KeyError, TypeError):
            return next((name for name, _ in self._store.ledger.names(entry.sha256)), entry.file)

    def _weigh(self, reading: Reading) -> str:
        """Keep a reading as a draft, and tell how it differs."""
        sha256 = reading.sha256 or ""
        plan = self._plans.get(sha256)
        if plan is None or reading.record is None:  # its bytes went away meanwhile
            if reading.failure:
                self._failures.append(reading.failure)
            return "failed"
        was_away = plan.entry.status == "quarantined"
        if reading.failure is not None and not was_away:
            self._failures.append(reading.failure)
            return "failed"
        write_bytes(self._store.folder.drafts / plan.entry.file, reading.record)
        self._drafts.append(replace(reading, record=None))
        if reading.failure is not None:
            return "still"
        return self._compare(reading, plan, "recovered" if was_away else "changed")

    def _compare(self, reading: Reading, plan: _Plan, outcome: str) -> str:
        corrections = self._store.corrections.get(plan.entry.sha256)
        record = reading.record or b""
        new = json.loads(correct(record, corrections) if corrections else record)
        try:
            old = json.loads((self._store.folder.documents / plan.entry.file).read_bytes())
        except (OSError, ValueError):
            old = {}
        changes = list(compare(old, new))
        if not changes:
            return "same"
        self._fields.update(change.field for change in changes)
        for change in changes:
            line = {"document": plan.entry.sha256, "source": reading.name, **asdict(change)}
            self._lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        if len(self._shown) < _SHOWN_DOCUMENTS:
            self._shown.append(
                Changed(reading.name, f"documents/{plan.entry.file}", len(changes), _rows(changes[:_SHOWN_CHANGES]))
            )
        return outcome

    def report(self) -> Reparse:
        """Write what would change."""
        folder = self._store.folder
        with writing(self._lines_at):
            self._lines.close()
            part_of(self._lines_at).replace(self._lines_at)
        count = self._counts
        outcome = Reparse(
            count["kept"], count["current"], count["same"], count["changed"], count["recovered"], count["still"], count["failed"],
            dict(self._fields.most_common()), folder.root / "reparse.html", False, tuple(self._failures),
        )  # fmt: skip
        counts = {
            name: getattr(outcome, name)
            for name in ("kept", "current", "same", "changed", "recovered", "still", "failed")
        }
        failures = tuple((one.source, one.error.code, one.error.message) for one in self._failures)
        page = Changes(str(folder.root.resolve()), counts, outcome.fields, tuple(self._shown), failures)
        write_whole(folder.root / "reparse.html", changes_page(page))
        return outcome

    def put_in_force(self) -> None:
        """Put the drafts in the place of the documents."""
        for reading in self._drafts:
            plan = self._plans[reading.sha256 or ""]
            record = (self._store.folder.drafts / plan.entry.file).read_bytes()
            whole = replace(reading, record=record)
            self._store.keep(whole, plan.entry.file, plan.origin, plan.key, plan.settings, self._limits)


def _rows(changes: list[Change]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((one.path, one.what, _text(one.old), _text(one.new)) for one in changes)


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
