"""The end of a run: tables and report, made anew from the documents so that they cannot disagree with them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from extractor.batch.folder import HIDDEN, Folder
from extractor.batch.pool import Workers
from extractor.batch.store import Store
from extractor.errors import JixiaoError
from extractor.model.columns import TABLES
from extractor.model.form import DocumentResult
from extractor.output.directory import Format, add_document
from extractor.output.files import part_of, write_whole, writing
from extractor.output.sinks import Style, open_sink, open_sinks
from extractor.views.run.statistics import Statistics

if TYPE_CHECKING:
    from extractor.batch.events import RunSummary
    from extractor.views.run.data import Report

_MOST = 64
"""Documents that one worker turns into rows at a time, at most; the parts of a run are of one size, so that all end together."""
_FEWEST = 8
"""Fewer are not worth a worker."""
_PART_SECONDS = 1800.0
_LISTED = 200


class Finished(Struct, frozen=True):
    """What was written at the end of a run."""

    report: Path
    tables: tuple[Path, ...]
    damaged: tuple[str, ...]


class Part(Struct, frozen=True):
    """Some documents to be turned into rows.

    Attributes:
        paths: of their JSON.
        directory: gets a CSV file a table, without header but for the first part; ``None``: only count.
    """

    paths: tuple[Path, ...]
    directory: Path | None
    style: Style


class Overlay(Struct, frozen=True):
    """One document whose pages are to be drawn."""

    origin: Path
    name: str
    target: Path
    settings: dict[str, object] = field(default_factory=dict)


def finish(
    store: Store, workers: Workers, formats: AbstractSet[Format], style: Style, *, overlays: int, run: RunSummary
) -> Finished:
    """Write the tables and the report of everything in the output folder.

    Raises:
        OutputError: they cannot be written.
    """
    folder = store.folder
    statistics, tables = rebuild(folder, workers, formats, style)
    for file in statistics.damaged:
        with store.ledger.together():
            store.ledger.change(
                "UPDATE reading SET current = 0 WHERE sha256 IN (SELECT sha256 FROM content WHERE file = ?)", (file,)
            )
    draw_overlays(store, workers, statistics, overlays)
    from extractor.views.run.html import report_pages

    write_whole(folder.report, report_pages(_report(store, statistics, run)))
    return Finished(folder.report, tuple(tables), tuple(statistics.damaged))


def rebuild(
    folder: Folder, workers: Workers, formats: AbstractSet[Format], style: Style
) -> tuple[Statistics, list[Path]]:
    """Write the tables from the documents, and count them.

    Returns:
        The counts, and the files written.
    """
    paths = sorted(path for path in folder.documents.glob("*.json") if not path.name.startswith("."))
    statistics = Statistics()
    written: list[Path] = []
    with tempfile.TemporaryDirectory(dir=folder.root / HIDDEN) as scratch:
        csv = "csv" in formats
        size = part_size(len(paths), workers.jobs)
        parts = [
            Part(tuple(paths[n : n + size]), Path(scratch, str(n)) if csv else None, replace(style, header=n == 0))
            for n in range(0, max(len(paths), 1), size)
        ]
        for counted in _counted(parts, workers):
            statistics.merge(counted)
        if csv:
            written += _joined(folder.root, [part.directory for part in parts if part.directory])
    for sink in open_sinks(frozenset(formats) - {"csv"}, folder.root, style):
        with ExitStack() as stack:
            stack.callback(sink.discard)
            for path in paths:
                result = load_document(path)
                if result is not None:
                    add_document(sink, result)
            sink.commit()
            written += sink.files
    return statistics, written


def part_size(documents: int, jobs: int) -> int:
    """How many documents a worker gets at a time."""
    turns = ceil(documents / (_MOST * jobs)) or 1
    return max(_FEWEST, ceil(documents / (turns * jobs)))


def _counted(parts: Sequence[Part], workers: Workers) -> Iterator[Statistics]:
    if len(parts) == 1:  # not worth a worker
        yield read_part(parts[0])
        return
    for part, outcome in workers.map(read_part, parts, _PART_SECONDS, ordered=True):
        # A worker that fails is limited in memory; this process is not.
        yield outcome if isinstance(outcome, Statistics) else read_part(part)


def read_part(part: Part) -> Statistics:
    """Turn some documents into rows, and count them."""
    statistics = Statistics()
    if part.directory is not None:
        part.directory.mkdir(exist_ok=True)
    tables = open_sink("csv", part.directory, part.style) if part.directory else None
    for path in part.paths:
        result = load_document(path)
        if result is None:
            statistics.damaged.append(path.name)
            continue
        statistics.add(result, path.name)
        if tables is not None:
            add_document(tables, result)
    if tables is not None:
        tables.commit()
    return statistics


def load_document(path: Path) -> DocumentResult | None:
    """A document's record, ``None`` when the file is none."""
    from extractor.model.schema import validate_json

    try:
        return validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def _joined(root: Path, parts: Sequence[Path]) -> list[Path]:
    """Put the parts of each CSV table one after the other into its place."""
    written = []
    for table in TABLES:
        path = root / f"{table}.csv"
        with writing(path):
            part = part_of(path)
            try:
                with part.open("wb") as whole:
                    for directory in parts:
                        with (directory / path.name).open("rb") as piece:
                            shutil.copyfileobj(piece, whole)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
        written.append(path)
    return written


def draw_overlays(store: Store, workers: Workers, statistics: Statistics, most: int) -> None:
    """Draw the pages of documents that the report points at, the gravest findings' first."""
    if most <= 0:
        return
    wanted = [one for one in _wanted(store, statistics, most) if not one.target.exists() or _outdated(one, store)]
    if not wanted:
        return
    with writing(store.folder.overlays):
        store.folder.overlays.mkdir(exist_ok=True)
    for overlay, outcome in workers.map(draw_overlay, wanted, 120.0):
        if isinstance(outcome, BaseException):  # the report links to the document's JSON instead
            overlay.target.unlink(missing_ok=True)


def _wanted(store: Store, statistics: Statistics, most: int) -> Iterator[Overlay]:
    rank = {"error": 0, "warning": 1, "info": 2}
    codes = sorted(statistics.findings, key=lambda pair: (rank[pair[1]], -statistics.findings[pair]))
    examples = [statistics.examples.get(code, []) for code, _ in codes]
    seen: set[str] = set()
    for turn in range(max(map(len, examples), default=0)):
        for one in (found[turn] for found in examples if turn < len(found)):
            entry = store.ledger.entry(one.sha256)
            if (
                one.sha256 in seen
                or entry is None
                or entry.status not in ("ok", "partial", "no_forms")
                or len(seen) >= most
            ):
                continue
            origin = store.origin(one.sha256)
            if origin is None:
                continue
            seen.add(one.sha256)
            settings = {name: entry.settings[name] for name in ("engine", "encoding") if name in entry.settings}
            yield Overlay(origin, one.source, (store.folder.overlays / one.file).with_suffix(".html"), settings)


def _outdated(overlay: Overlay, store: Store) -> bool:
    document = (store.folder.documents / overlay.target.name).with_suffix(".json")
    return overlay.target.stat().st_mtime < document.stat().st_mtime


def draw_overlay(overlay: Overlay) -> None:
    """Draw one document's pages."""
    from extractor.model.table import Source
    from extractor.pipeline import ExtractOptions
    from extractor.views.page.write import draw_document, write_pieces

    options = ExtractOptions(**overlay.settings)  # type: ignore[arg-type]
    try:
        write_pieces(overlay.target, draw_document(Source(overlay.name, overlay.origin.read_bytes()), options, "html"))
    except (JixiaoError, OSError):  # it was read once; without its password, say, it cannot be drawn
        overlay.target.unlink(missing_ok=True)


def _report(store: Store, statistics: Statistics, run: RunSummary) -> Report:
    from extractor.views.run.data import Quarantined, Report, Slow

    ledger, folder = store.ledger, store.folder
    slow = [
        Slow(_name(store, one.sha256), one.file, one.pages, one.forms, one.seconds)
        for one in sorted(ledger.entries("status NOT IN ('quarantined', 'released')"), key=lambda one: -one.seconds)[
            :15
        ]
    ]
    away = [
        Quarantined(
            _name(store, one.sha256), one.code or "", one.message or "", one.remedy or "", f"quarantine/{one.file}"
        )
        for one in ledger.entries("status = 'quarantined'")
    ]
    away += [
        Quarantined(row["name"], row["code"], row["message"], row["remedy"], None)
        for row in ledger.rows("SELECT * FROM unreadable ORDER BY name")
    ]
    (names,) = next(
        ledger.rows("SELECT count(*) FROM name WHERE sha256 IN (SELECT sha256 FROM reading WHERE current = 1)")
    )
    status = {
        row[0]: row[1] for row in ledger.rows("SELECT status, count(*) FROM reading WHERE current = 1 GROUP BY status")
    }
    (last,) = ledger.rows("SELECT * FROM run WHERE id = ?", (run.run,))
    contents = sum(status.values())
    return Report(
        folder=str(folder.root.resolve()),
        at=last["started_at"],
        tool_version=last["tool_version"],
        rules_version=last["rules_version"],
        found=names + sum(one.note is None for one in away),
        ok=status.get("ok", 0),
        partial=status.get("partial", 0),
        no_forms=status.get("no_forms", 0),
        quarantined=len(away),
        skipped=names - contents + status.get("released", 0),
        run={name: value for name, value in asdict(run).items() if isinstance(value, int | float)},
        statistics=statistics,
        overlays=frozenset(path.name for path in folder.overlays.glob("*.html"))
        if folder.overlays.exists()
        else frozenset(),
        slow=tuple(slow),
        away=tuple(away[:_LISTED]),
        reasons=_reasons(away),
    )


def _reasons(away: Sequence[object]) -> dict[str, int]:
    from collections import Counter

    return dict(Counter(str(getattr(one, "code", "")) for one in away).most_common())


def _name(store: Store, sha256: str) -> str:
    return next((name for name, _ in store.ledger.names(sha256)), sha256[:12])
