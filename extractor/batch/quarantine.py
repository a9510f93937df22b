"""What could not be read: listed, tried again, or let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.batch.corrections import load_corrections
from extractor.batch.events import Event, RunSummary
from extractor.batch.failure import Failure
from extractor.batch.folder import Folder
from extractor.batch.inputs import Input, path_spelt
from extractor.batch.ledger import Entry, Ledger, now, options_key, settings_of
from extractor.batch.limits import DEFAULT_LIMITS, Limits, cores
from extractor.batch.pool import worker_pool
from extractor.batch.session import Session, begin_run, ended, missing_source
from extractor.batch.store import Store, holds, key_of, quarantined_files, released
from extractor.batch.worker import Task
from extractor.errors import InputMissingError, UsageError
from extractor.output.directory import DEFAULT_FORMATS
from extractor.output.sinks import Style
from extractor.pipeline import ExtractOptions


class Quarantined(Struct, frozen=True):
    """One input that could not be read.

    Attributes:
        sha256: ``None`` for an input without bytes (missing, or not allowed to be read).
        reason: the error's code.
        limits: in force when it was given up.
        file: the file and the note beside it are in ``quarantine/`` under this name (the note's).
    """

    name: str
    sha256: str | None
    reason: str
    message: str
    remedy: str
    limits: dict[str, float]
    file: str | None
    since: str


@contextmanager
def open_folder(output: Input) -> Iterator[tuple[Folder, Ledger]]:
    """An output folder that a batch was written to.

    Raises:
        InputMissingError: there is none.
    """
    folder = Folder(Path(output))
    if not folder.known:
        remedy = "Name the directory that jixiao extract -o was given."
        raise InputMissingError("no batch was written to this directory.", source=str(output), remedy=remedy)
    with closing(Ledger(folder.ledger)) as ledger:
        yield folder, ledger


def quarantined(output: Input, select: Sequence[str] = (), reason: str | None = None) -> list[Quarantined]:
    """What is in the quarantine of an output folder.

    Args:
        select: names, ends of names or beginnings of hashes (6 digits or more); all by default.
        reason: only those with this code.

    Raises:
        InputMissingError: the folder is none of a batch.
        UsageError: something selected is not in the quarantine.
    """
    with open_folder(output) as (_, ledger):
        found = [_of_entry(ledger, entry) for entry in ledger.entries("status = 'quarantined'")]
        found += [
            Quarantined(row["name"], None, row["code"], row["message"], row["remedy"], {}, None, row["seen_at"])
            for row in ledger.rows("SELECT * FROM unreadable ORDER BY name")
        ]
    wrong = [one for one in select if not any(_meant(item, one) for item in found)]
    if wrong:
        raise UsageError(f"not in the quarantine: {', '.join(wrong)}.", remedy="jixiao quarantine list shows what is.")
    return [
        item
        for item in found
        if (not select or any(_meant(item, one) for one in select)) and (reason is None or item.reason == reason)
    ]


def _of_entry(ledger: Ledger, entry: Entry) -> Quarantined:
    name = next((name for name, _ in ledger.names(entry.sha256)), entry.file)
    return Quarantined(
        name, entry.sha256, entry.code or "", entry.message or "", entry.remedy or "", dict(entry.limits), entry.file, entry.finished_at
    )  # fmt: skip


def _meant(item: Quarantined, word: str) -> bool:
    if len(word) >= 6 and item.sha256 is not None and item.sha256.startswith(word.lower()):
        return True
    return word in (item.name, item.file) or item.name.endswith("/" + word)


def options_from(settings: dict[str, Any], **given: Any) -> ExtractOptions:
    """The options that a content was read with, and what the ledger does not keep of them (passwords, directories)."""
    from rules.checks import Thresholds

    values = dict(settings)
    if "checks" in values:
        checks = dict(values["checks"])
        values["checks"] = Thresholds(**{**checks, "enabled": frozenset(checks.get("enabled", ()))})
    return ExtractOptions(**{**values, **given})


def retry_quarantined(
    output: Input,
    select: Sequence[str] = (),
    *,
    reason: str | None = None,
    password: str | None = None,
    rules_dir: Path | None = None,
    jobs: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    excel: bool = False,
    observer: Callable[[Event], None] | None = None,
) -> RunSummary:
    """Read what is in the quarantine again, with the options it was first read with, whatever its reason.

    Args:
        select, reason: as for :func:`quarantined`.
        limits: in force now.

    Raises:
        JixiaoError: as for :func:`extractor.batch.run_batch`.
    """
    from rules.ruleset.load import load_rules

    wanted = quarantined(output, select, reason)
    rules = load_rules(rules_dir)
    with open_folder(output) as (folder, ledger), folder.locked(), worker_pool(jobs or cores(), limits) as workers:
        usual = key_of("default", rules.version)
        store = Store(folder, ledger, begin_run(ledger, "retry", usual), load_corrections(folder.corrections))
        with ended(ledger, store.run):
            run: Session | None = None
            base = Session(store, usual, {}, ExtractOptions(), limits, True, observer or (lambda event: None))
            for settings, group in _by_settings(ledger, wanted):
                given = {"password": password, "rules_dir": rules_dir, "max_pages": limits.pages}
                options = options_from(settings, **given)
                key = key_of(options_key(options), rules.version)
                run = replace(base, key=key, settings=settings_of(options), options=options, total=len(wanted))
                _read_again(run, group, workers)
            return (run or base).finish(workers, DEFAULT_FORMATS, Style(excel=excel), overlays=0)


def _by_settings(ledger: Ledger, wanted: Sequence[Quarantined]) -> list[tuple[dict[str, Any], list[Quarantined]]]:
    import json

    groups: dict[str, list[Quarantined]] = {}
    for item in wanted:
        entry = ledger.entry(item.sha256) if item.sha256 else None
        groups.setdefault(json.dumps(dict(entry.settings) if entry else {}, sort_keys=True), []).append(item)
    return [(json.loads(settings), group) for settings, group in groups.items()]


def _read_again(run: Session, group: Sequence[Quarantined], workers: Any) -> None:
    """Read contents that are known, whatever the ledger says of them."""

    def tasks() -> Iterator[Task]:
        for item in group:
            if item.sha256 is None:
                path = next(run.store.ledger.rows("SELECT path FROM unreadable WHERE name = ?", (item.name,)))["path"]
                task = run.task(Path(path_spelt(path)))
                if task is not None:
                    yield task
                continue
            origin = run.store.origin(item.sha256) or _in_quarantine(run.store.folder, item)
            if origin is None:
                run.done(item.name, item.sha256, "quarantined", None, Failure(item.name, missing_source(item.name)))
                continue
            run.waiting[item.name] = (item.file or "", origin)
            yield Task(str(origin), item.name, item.sha256, run.options)

    for reading in workers.read(tasks()):
        file, origin = run.waiting.pop(reading.name)
        if reading.sha256 is None:
            continue
        outcome = run.store.keep(reading, file, origin, run.key, run.settings, run.limits)
        run.done(reading.name, reading.sha256, outcome, reading, reading.failure)


def _in_quarantine(folder: Folder, item: Quarantined) -> Path | None:
    files = quarantined_files(folder.quarantine, item.file or "")
    return next((path for path in files if holds(path, item.sha256 or "")), None)


def release_quarantined(output: Input, select: Sequence[str] = (), *, reason: str | None = None) -> list[Quarantined]:
    """Let files go: they leave the quarantine unread and are no failure any more; their records stay ``failed``.

    Args:
        select, reason: as for :func:`quarantined`; one of them must be given.

    Raises:
        UsageError: nothing was selected.
    """
    if not select and reason is None:
        raise UsageError("name what is to be released.", remedy="Give names, hashes or --reason CODE.")
    wanted = quarantined(output, select, reason)
    with open_folder(output) as (folder, ledger), folder.locked():
        store = Store(folder, ledger, "", {})
        for item in wanted:
            entry = ledger.entry(item.sha256) if item.sha256 else None
            with ledger.together():
                if entry is not None:
                    ledger.record(released(entry), f"released {now()}")
                else:
                    ledger.change("DELETE FROM unreadable WHERE name = ?", (item.name,))
            if item.file:
                store.free(item.file)
    return wanted
