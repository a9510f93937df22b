"""What becomes of a reading: a document, a quarantined file, a line in the ledger."""

from __future__ import annotations

import glob
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from extractor import __version__, errors
from extractor.batch.corrections import Correction, correct
from extractor.batch.failure import Failure
from extractor.batch.folder import Folder, hash_file, place
from extractor.batch.inputs import path_spelt
from extractor.batch.ledger import Entry, Key, Ledger, now
from extractor.batch.limits import Limits
from extractor.batch.worker import Reading
from extractor.errors import JixiaoError
from extractor.output.files import document_file, write_bytes, write_whole, writing

QUARANTINE_VERSION = "1"


_ERRORS: dict[str, type[JixiaoError]] = {
    cls.code: cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, JixiaoError)
}


class Store(Struct, frozen=True):
    """An output folder with its ledger, open for one run."""

    folder: Folder
    ledger: Ledger
    run: str
    corrections: Mapping[str, list[Correction]]

    def keep(
        self, reading: Reading, file: str, origin: Path, key: Key, settings: Mapping[str, Any], limits: Limits
    ) -> str:
        """Write what came of a content; the ledger knows of it only when everything is in its place.

        Args:
            file: name of the document's JSON.
            origin: where the content's bytes are.

        Returns:
            The reading's outcome: the contract's status, or ``quarantined``.
        """
        sha256 = reading.sha256 or ""
        outcome = "quarantined" if reading.failure else reading.status
        if reading.failure is not None:
            self.isolate(reading.failure, file, origin, key, settings, limits)
        else:
            self.free(file)
        record = reading.record or b""
        corrections = self.corrections.get(sha256)
        write_bytes(self.folder.documents / file, correct(record, corrections) if corrections else record, sync=True)
        entry = entry_of(reading, outcome, file, key, settings, limits if reading.failure else None)
        with self.ledger.together():
            self.ledger.record(entry, self.run)
        return outcome

    def isolate(
        self, failure: Failure, file: str, origin: Path, key: Key, settings: Mapping[str, Any], limits: Limits
    ) -> None:
        """Put a file that cannot be read into the quarantine, with a note that says why and what to do."""
        sha256 = failure.sha256 or ""
        names = self.ledger.names(sha256)
        target = self.folder.quarantine / (Path(file).stem + _suffix(names[0][0] if names else ""))
        with writing(target):
            link = place(origin, target)
        note = {
            "quarantine_version": QUARANTINE_VERSION,
            "reason": failure.error.code,
            "message": failure.error.message,
            "message_zh": failure.error.message_zh,
            "remedy": failure.error.remedy,
            "file": target.name,
            "link": link,
            "sha256": sha256,
            "names": [name for name, _ in names],
            "limits": asdict(limits),
            "options": dict(settings),
            "tool_version": key.tool_version,
            "rules_version": key.rules_version,
            "at": now(),
        }
        if failure.traceback:
            note["traceback"] = failure.traceback
        write_whole(self.folder.quarantine / file, json.dumps(note, ensure_ascii=False, indent=2) + "\n")

    def free(self, file: str) -> None:
        """Take a content out of the quarantine, if it is there."""
        note = self.folder.quarantine / file
        if not note.exists():
            return
        with writing(note):
            for path in quarantined_files(note.parent, file):
                path.unlink(missing_ok=True)

    def unreadable(self, failure: Failure, path: str) -> None:
        """Note an input that has no bytes: missing, or not allowed to be read."""
        error = failure.error
        with self.ledger.together():
            self.ledger.change(
                "INSERT OR REPLACE INTO unreadable VALUES (?, ?, ?, ?, ?, ?)",
                (failure.source, path, error.code, error.message, error.remedy, now()),
            )

    def put(self, name: str, sha256: str | None, outcome: str) -> None:
        """Account for one input of the run."""
        with self.ledger.together():
            self.ledger.change("INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?)", (self.run, name, sha256, outcome))

    def archive(self, sha256: str, origin: Path) -> Path:
        """Keep a content's bytes under their hash.

        Returns:
            Where they are now.
        """
        kept = self.folder.archived(sha256)
        if kept.exists() and hash_file(kept) == sha256:  # a link's bytes change with the file it was made from
            return kept
        with writing(kept):
            place(origin, kept)
        return kept

    def origin(self, sha256: str) -> Path | None:
        """Where the bytes of a content can be had: in the archive, or under a name it was found by; checked by their hash."""
        places = [self.folder.archived(sha256), *(Path(path_spelt(path)) for _, path in self.ledger.names(sha256))]
        return next((path for path in places if holds(path, sha256)), None)


def entry_of(
    reading: Reading, status: str, file: str, key: Key, settings: Mapping[str, Any], limits: Limits | None
) -> Entry:
    """What the ledger keeps of a reading; the size is the content's and is not kept with it."""
    error = reading.failure.error if reading.failure else None
    return Entry(
        sha256=reading.sha256 or "",
        size=0,
        file=file,
        key=key,
        status=status,
        pages=reading.pages,
        forms=reading.forms,
        indicators=reading.indicators,
        errors=reading.errors,
        warnings=reading.warnings,
        infos=reading.infos,
        seconds=reading.seconds,
        code=error.code if error else None,
        message=error.message if error else None,
        remedy=error.remedy if error else None,
        limits=asdict(limits) if limits else {},
        settings=settings,
        finished_at=now(),
    )


def failure_of(entry: Entry, name: str) -> Failure:
    """The failure that a quarantined content stands for."""
    cls = _ERRORS.get(entry.code or "", JixiaoError)
    return Failure(name, cls(entry.message or "", source=name, remedy=entry.remedy), entry.sha256)


def worth_another_try(entry: Entry, limits: Limits, *, password: bool) -> bool:
    """Whether what put a content into the quarantine may have gone: higher limits, a password."""
    given = asdict(limits)
    raised = {name: given[name] > entry.limits.get(name, 0) for name in given}
    decides = {
        "TIME_LIMIT": raised["seconds"],
        "MEMORY_LIMIT": raised["memory_mb"],
        "CRASHED": raised["memory_mb"],
        "PAGE_LIMIT": raised["pages"],
        "ENCRYPTED": password,
    }
    return bool(decides.get(entry.code or "", False))


def key_of(options_part: str, rules: str) -> Key:
    """The key of readings made now."""
    return Key(__version__, rules, options_part)


def released(entry: Entry) -> Entry:
    """An entry that was taken out of the quarantine by hand."""
    return replace(entry, status="released", finished_at=now())


def json_name(name: str, sha256: str) -> str:
    """Name of a content's JSON file."""
    return document_file(name if os.sep == "\\" else name.replace("\\", "_"), sha256)


def holds(path: Path, sha256: str) -> bool:
    """Whether a file has the bytes with this hash."""
    try:
        return path.is_file() and hash_file(path) == sha256
    except OSError:
        return False


def quarantined_files(quarantine: Path, file: str) -> list[Path]:
    """What lies in the quarantine for a content: its bytes and its note."""
    return sorted(quarantine.glob(f"{glob.escape(Path(file).stem)}*"))


def _suffix(name: str) -> str:
    """The ending of a file's name, if it is one: short, and nothing that another system would stumble over."""
    suffix = Path(name).suffix
    return suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) and suffix != ".json" else ""
