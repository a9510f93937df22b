"""Loading: records in, one transaction, nothing at all where nothing is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from extractor import __version__
from extractor.model.collector import without_collector
from extractor.warehouse.database import Database, in_dialect
from extractor.warehouse.history.likeness import Known, candidates
from extractor.warehouse.loading.corrections import find_corrections, new_corrections, write_corrections
from extractor.warehouse.loading.records import Record, RecordReader, find_pieces
from extractor.warehouse.loading.rows import StagingRows, to_arrow
from extractor.warehouse.loading.state import LoadReport, State
from extractor.warehouse.schema.tables import all_tables
from extractor.warehouse.schema.versions import ensure_schema
from extractor.warehouse.schema.views import sql_file

BATCH_ROWS = 50_000
_COUNTED = ("form", "fact_funding", "fact_indicator", "fact_execution", "finding")
_TABLES = {table.name: table for table in all_tables()}
Progress = Callable[[int, int], None]


def load(
    database: Database, inputs: Sequence[str], *, migrate: bool = False, progress: Progress | None = None
) -> LoadReport:
    """Load records into a warehouse, making it where there is none: all of them or, if anything fails, none.

    A document is known by its bytes and a version of it by its content, so what is there already is left alone. Of
    several records of one document the one written last becomes current, the others its earlier versions.

    Args:
        inputs: output directories, JSON files, ``.jsonl`` files.
        migrate: bring the schema of another release up to date first.
        progress: told how many records of how many are done.

    Raises:
        InputMissingError: an input is not there, or is no output.
        WarehouseError: a record is none of the contract, or the database refused.
    """
    pieces = sorted(find_pieces(inputs), key=lambda piece: piece.order)
    corrections = list(find_corrections(inputs))
    ensure_schema(database, migrate=migrate)
    reader = RecordReader()
    report = LoadReport(found=len(pieces))
    with database.transaction():
        loading = Loading(database, ", ".join(inputs), report)
        with without_collector():
            for number, piece in enumerate(pieces, 1):
                if not loading.recognise(piece.file_sha256):
                    loading.add(reader.read(piece))
                if progress is not None:
                    progress(number, len(pieces))
        loading.finish(new_corrections(database, corrections))
    return report


class Loading:
    """One load within its transaction."""

    def __init__(self, database: Database, source: str, report: LoadReport) -> None:
        self._database = database
        self._source = source
        self._report = report
        self._state = State(database)
        self._staging = StagingRows()
        self._documents: list[Sequence[Any]] = []
        self._versions: list[Sequence[Any]] = []
        self._begun = False

    def recognise(self, file_sha256: str) -> bool:
        """Whether the warehouse has this very text, which then need not be read."""
        found = self._state.by_file.get(file_sha256)
        if found is None:
            return False
        found[0].want(found[1])
        self._report.unchanged += 1
        return True

    def add(self, record: Record) -> None:
        """Stage one record, if its content is new."""
        known, version_id, document_row, version_row = self._state.add(record)
        wanted = known.want(version_id)
        if version_row is None:
            self._report.unchanged += 1
            return
        self._report.kept += not wanted
        if document_row is None:
            self._report.versions += 1
        else:
            self._report.new += 1
            self._documents.append(document_row)
        self._versions.append(version_row)
        self._report.replaced_characters += record.replaced
        self._staging.add(version_id, record.result)
        if len(self._staging) >= BATCH_ROWS:
            self._flush()

    def finish(self, corrections: list[tuple[Any, ...]]) -> None:
        """Write what is left, build the model, move what is current."""
        state, report, database = self._state, self._report, self._database
        moved = state.moved()
        if state.next_version == state.first_version and not moved and not corrections:
            return
        self._flush()
        self._begin()
        if state.next_version > state.first_version:
            build(database, state.first_version, state.load_id)
        _point(database, [(known.document_id, known.wanted, known.current is not None) for known in moved])
        write_corrections(database, corrections, state.load_id)
        report.restored = sum((known.wanted or 0) < state.first_version for known in moved)
        report.corrections = len(corrections)
        report.load_id = state.load_id
        for table in _COUNTED:
            sql = f"SELECT count(*) FROM {table} WHERE version_id >= ?"  # noqa: S608 -- our own names
            report.rows[table] = database.query(sql, [state.first_version]).rows[0][0]
        database.execute(
            'UPDATE "load" SET documents = ?, restored = ?, replaced_characters = ? WHERE load_id = ?',
            [state.next_version - state.first_version, report.restored, report.replaced_characters, state.load_id],
        )

    def _begin(self) -> None:
        """The load's own row, which the others refer to."""
        if not self._begun:
            now = datetime.now(UTC).replace(tzinfo=None)
            self._database.execute(
                'INSERT INTO "load" (load_id, loaded_at, source, tool_version, documents, restored,'
                " replaced_characters) VALUES (?, ?, ?, ?, 0, 0, 0)",
                [self._state.load_id, now, self._source, __version__],
            )
            self._begun = True

    def _flush(self) -> None:
        self._begin()
        for name, rows in (("document", self._documents), ("document_version", self._versions)):
            if rows:
                self._database.append(name, to_arrow(_TABLES[name].columns, rows, name))
                rows.clear()
        for name, table in self._staging.take():
            self._database.append(name, table)


def build(database: Database, first_version: int, load_id: int) -> None:
    """Dimensions and facts of the versions from ``first_version`` on, and which projects may be one."""
    script = in_dialect(sql_file("build.sql"), database.dialect)
    database.execute(script.replace("{first}", str(first_version)).replace("{load}", str(load_id)))
    _propose(database, load_id)


def _propose(database: Database, load_id: int) -> None:
    rows = database.query(
        "SELECT project_id, key_kind, name_key, unit_name_key, load_id FROM project WHERE name_key IS NOT NULL"
        " ORDER BY project_id"
    ).rows
    old = [Known(*row[:4]) for row in rows if row[4] != load_id]
    new = [Known(*row[:4]) for row in rows if row[4] == load_id]
    found = {(one.project_id, one.other_project_id): one for one in candidates(old, new)}
    if found:
        cells = [(one.project_id, one.other_project_id, one.score, one.reason, load_id) for one in found.values()]
        database.append("project_candidate", to_arrow(_TABLES["project_candidate"].columns, cells, "project_candidate"))


def _point(database: Database, moved: list[tuple[int, int | None, bool]]) -> None:
    """Move the pointers to the current versions."""
    for document_id, version_id, had_one in moved:
        if had_one:
            database.execute(
                "UPDATE current_version SET version_id = ? WHERE document_id = ?", [version_id, document_id]
            )
    fresh = [(document_id, version_id) for document_id, version_id, had_one in moved if not had_one]
    if fresh:
        table = _TABLES["current_version"]
        database.append("current_version", to_arrow(table.columns, fresh, "current_version"))
