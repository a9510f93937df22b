"""The ledger of an output folder: what was found, what came of it, under which versions.

Its rules assume neither one machine nor one run. A content is named by its hash; a reading of it is keyed by what
decides its result (content, tool version, rules version, options), never by who made it or where; recording a reading
twice is the same as once; times are UTC. There are no claims and no locks in it: two that read the same content write
the same document.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct
from msgspec.structs import asdict

from extractor.errors import OutputError

if TYPE_CHECKING:
    from extractor.pipeline import ExtractOptions

VERSION = 1
_NOT_OF_THE_RESULT = frozenset({"password", "rules_dir", "max_pages", "notify"})
"""Options that are no part of a reading's key: rules have their own version, and the others only decide whether there is a result."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS content (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, file TEXT NOT NULL, first_seen TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS name (
    name TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES content, path TEXT NOT NULL, last_seen TEXT NOT NULL,
    PRIMARY KEY (name, sha256)) STRICT;
CREATE INDEX IF NOT EXISTS name_sha256 ON name (sha256);
CREATE TABLE IF NOT EXISTS reading (
    sha256 TEXT NOT NULL REFERENCES content, tool_version TEXT NOT NULL, rules_version TEXT NOT NULL, options TEXT NOT NULL,
    current INTEGER NOT NULL, status TEXT NOT NULL, pages INTEGER NOT NULL, forms INTEGER NOT NULL, indicators INTEGER NOT NULL,
    errors INTEGER NOT NULL, warnings INTEGER NOT NULL, infos INTEGER NOT NULL, seconds REAL NOT NULL,
    code TEXT, message TEXT, remedy TEXT, limits TEXT, settings TEXT NOT NULL, run TEXT NOT NULL, finished_at TEXT NOT NULL,
    PRIMARY KEY (sha256, tool_version, rules_version, options)) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS reading_current ON reading (sha256) WHERE current = 1;
CREATE TABLE IF NOT EXISTS unreadable (
    name TEXT PRIMARY KEY, path TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, remedy TEXT NOT NULL,
    seen_at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, host TEXT NOT NULL,
    tool_version TEXT NOT NULL, rules_version TEXT NOT NULL, options TEXT NOT NULL, counts TEXT) STRICT;
CREATE TABLE IF NOT EXISTS input (
    run TEXT NOT NULL REFERENCES run, name TEXT NOT NULL, sha256 TEXT, outcome TEXT NOT NULL, PRIMARY KEY (run, name)) STRICT;
"""
Row: TypeAlias = sqlite3.Row


class Key(Struct, frozen=True):
    """What decides a content's reading."""

    tool_version: str
    rules_version: str
    options: str


class Entry(Struct, frozen=True):
    """The reading of a content that is in force.

    Attributes:
        file: name of its JSON in ``documents/``.
        status: ``ok``, ``partial``, ``no_forms``, ``quarantined``, or ``released`` from the quarantine.
        limits: in force when it was quarantined.
        settings: the options it was read with, as JSON (see :func:`settings_of`).
    """

    sha256: str
    size: int
    file: str
    key: Key
    status: str
    pages: int
    forms: int
    indicators: int
    errors: int
    warnings: int
    infos: int
    seconds: float
    code: str | None
    message: str | None
    remedy: str | None
    limits: Mapping[str, float]
    settings: Mapping[str, Any]
    finished_at: str


def now() -> str:
    """The time, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def settings_of(options: ExtractOptions) -> dict[str, Any]:
    """The options that change a result, as plain values, those at their default left out."""
    changed = {}
    defaults = asdict(type(options)())
    for name, value in asdict(options).items():
        if name not in _NOT_OF_THE_RESULT and value != defaults[name]:
            changed[name] = _plain(value)
    return changed


def options_key(options: ExtractOptions) -> str:
    """The same for all options that give the same result: ``default``, or a hash of what was changed."""
    settings = settings_of(options)
    if not settings:
        return "default"
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


def _columns(db: sqlite3.Connection, schema: str = "") -> set[tuple[str, str]]:
    """Every table and column of a database, after a script was run in it."""
    db.executescript(schema)
    query = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    return {(table, column) for table, column in db.execute(query)}


def _plain(value: Any) -> Any:
    if isinstance(value, Struct):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


class Ledger:
    """The ledger in a file, made if it is not there.

    Raises:
        OutputError: (also :meth:`open`) the file cannot be written, is damaged, or is of a later release.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise OutputError(
                    "its ledger was written by a later release.", source=str(path), remedy="Update jixiao."
                )
            self._db.executescript(_SCHEMA)
            strange = _columns(sqlite3.connect(":memory:"), _SCHEMA) - _columns(self._db)
            if strange:
                table, column = min(strange)
                raise sqlite3.DatabaseError(f"its table {table} has no column {column}")
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            remedy = "Free some space; if it is damaged, move it away: everything is then read again."
            raise OutputError(f"the ledger cannot be used ({exc}).", source=str(self._path), remedy=remedy) from exc

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything in the block, or nothing of it."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> Iterator[Row]:
        """Rows of a query, one by one."""
        with self._told():
            yield from self._db.execute(query, values)

    def change(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        """One change."""
        with self._told():
            self._db.execute(statement, values)

    def entry(self, sha256: str) -> Entry | None:
        """The reading of a content that is in force."""
        return next(self.entries("sha256 = ?", (sha256,)), None)

    def entries(self, where: str = "1", values: tuple[Any, ...] = ()) -> Iterator[Entry]:
        """The readings in force, by document file."""
        query = f"SELECT * FROM reading JOIN content USING (sha256) WHERE current = 1 AND ({where}) ORDER BY file"  # noqa: S608 -- conditions are ours
        for row in self.rows(query, values):
            yield Entry(
                sha256=row["sha256"], size=row["size"], file=row["file"],
                key=Key(row["tool_version"], row["rules_version"], row["options"]), status=row["status"],
                pages=row["pages"], forms=row["forms"], indicators=row["indicators"],
                errors=row["errors"], warnings=row["warnings"], infos=row["infos"], seconds=row["seconds"],
                code=row["code"], message=row["message"], remedy=row["remedy"],
                limits=json.loads(row["limits"] or "{}"), settings=json.loads(row["settings"]), finished_at=row["finished_at"],
            )  # fmt: skip

    def names(self, sha256: str) -> list[tuple[str, str]]:
        """Every name and path under which a content was found, the latest first."""
        query = "SELECT name, path FROM name WHERE sha256 = ? ORDER BY last_seen DESC, name"
        return [(row["name"], row["path"]) for row in self.rows(query, (sha256,))]

    def see(self, sha256: str, size: int, file: str, name: str, path: str) -> str:
        """Note that a content was found under a name.

        Returns:
            The name of its JSON file: that of the name it was first found under.
        """
        at = now()
        self.change("INSERT INTO content VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (sha256, size, file, at))
        self.change(
            "INSERT INTO name VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET path = excluded.path, last_seen = excluded.last_seen",
            (name, sha256, path, at),
        )
        self.change("DELETE FROM unreadable WHERE name = ?", (name,))
        kept: str = next(self.rows("SELECT file FROM content WHERE sha256 = ?", (sha256,)))["file"]
        return kept

    def record(self, entry: Entry, run: str) -> None:
        """Put a reading in force in the place of an earlier one of the content."""
        self.change("UPDATE reading SET current = 0 WHERE sha256 = ? AND current = 1", (entry.sha256,))
        self.change(
            "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.sha256, entry.key.tool_version, entry.key.rules_version, entry.key.options, entry.status, entry.pages,
                entry.forms, entry.indicators, entry.errors, entry.warnings, entry.infos, entry.seconds, entry.code,
                entry.message, entry.remedy, json.dumps(dict(entry.limits)),
                json.dumps(dict(entry.settings), ensure_ascii=False, sort_keys=True), run, entry.finished_at,
            ),
        )  # fmt: skip

    def counts(self, run: str) -> dict[str, int]:
        """How many inputs of a run ended how."""
        query = "SELECT outcome, count(*) AS n FROM input WHERE run = ? GROUP BY outcome ORDER BY outcome"
        return {row["outcome"]: row["n"] for row in self.rows(query, (run,))}
