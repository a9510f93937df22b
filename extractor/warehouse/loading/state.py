"""What the warehouse has of each document, and what a load adds to it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from extractor.warehouse.database import Database
from extractor.warehouse.loading.records import Record

FAILED = "failed"


class LoadReport(Struct):
    """What a load did.

    Attributes:
        found: records found: ``new`` + ``versions`` + ``unchanged``.
        new: first versions of documents.
        versions: further versions of documents.
        unchanged: records whose content the warehouse has.
        restored: documents whose earlier version is current again.
        kept: failed readings noted beside one that did not fail and stays current.
        corrections: corrections added.
        replaced_characters: NUL and half surrogates spelt out.
        rows: rows added, by table of the model.
        load_id: ``None`` where nothing was added or moved.
    """

    found: int = 0
    new: int = 0
    versions: int = 0
    unchanged: int = 0
    restored: int = 0
    kept: int = 0
    corrections: int = 0
    replaced_characters: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    load_id: int | None = None


class KnownDocument(Struct):
    """A document of the warehouse, or of this load.

    Attributes:
        by_record: version by hash of its content.
        statuses: status by version.
        current: the version that is current in the warehouse.
        wanted: the version that is to be current after this load.
    """

    document_id: int
    by_record: dict[str, int] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    current: int | None = None
    wanted: int | None = None

    def want(self, version_id: int) -> bool:
        """Make a version the one to be current; a failed reading does not displace one that did not fail."""
        standing = self.wanted if self.wanted is not None else self.current
        if standing is not None and self.statuses[version_id] == FAILED != self.statuses[standing]:
            self.wanted = standing
            return False
        self.wanted = version_id
        return True


class State:
    """The documents by their hash, and the next free numbers."""

    def __init__(self, database: Database) -> None:
        self.documents: dict[str, KnownDocument] = {}
        self.by_file: dict[str, tuple[KnownDocument, int]] = {}
        self.load_id = highest(database, "load", "load_id") + 1
        self.next_document = highest(database, "document", "document_id") + 1
        self.first_version = self.next_version = highest(database, "document_version", "version_id") + 1
        rows = database.query(
            "SELECT d.document_sha256, d.document_id, v.version_id, v.record_sha256, v.file_sha256, v.status,"
            " c.version_id IS NOT NULL FROM document d JOIN document_version v ON v.document_id = d.document_id"
            " LEFT JOIN current_version c ON c.document_id = v.document_id AND c.version_id = v.version_id"
        ).rows
        for sha, document_id, version_id, record, file, status, is_current in rows:
            known = self.documents.setdefault(sha, KnownDocument(document_id))
            known.by_record[record] = version_id
            known.statuses[version_id] = status
            self.by_file[file] = (known, version_id)
            if is_current:
                known.current = version_id

    def add(self, record: Record) -> tuple[KnownDocument, int, tuple[Any, ...] | None, tuple[Any, ...] | None]:
        """Note a record.

        Returns:
            The document, the version that the record is, and the rows to write for ``document`` and for
            ``document_version``; ``None`` for what is there.
        """
        document = record.result.document
        known = self.documents.get(document.sha256)
        document_row = None
        if known is None:
            known = self.documents[document.sha256] = KnownDocument(self.next_document)
            document_row = (self.next_document, document.sha256, self.load_id)
            self.next_document += 1
        version_row = None
        version_id = known.by_record.get(record.record_sha256)
        if version_id is None:
            version_id = self.next_version
            self.next_version += 1
            known.by_record[record.record_sha256] = version_id
            known.statuses[version_id] = record.result.status
            version_row = (
                version_id, known.document_id, len(known.by_record), record.record_sha256, record.piece.file_sha256,
                document.source, document.format, document.pages, document.title, document.producer,
                record.result.status, record.result.schema_version, document.tool_version, document.rules_version,
                self.load_id,
            )  # fmt: skip
        self.by_file[record.piece.file_sha256] = (known, version_id)
        return known, version_id, document_row, version_row

    def moved(self) -> list[KnownDocument]:
        """The documents whose current version is to be another."""
        return [known for known in self.documents.values() if known.wanted not in (None, known.current)]


def highest(database: Database, table: str, column: str) -> int:
    """The greatest number in a column, 0 in an empty table."""
    return int(database.query(f'SELECT coalesce(max({column}), 0) FROM "{table}"').rows[0][0])  # noqa: S608 -- our names
