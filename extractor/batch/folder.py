"""The layout of an output folder, and how files get into it whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from extractor.errors import OutputError
from extractor.output.files import part_of, writing

Link: TypeAlias = Literal["hard", "copy"]
HIDDEN = ".jixiao"


class Folder(Struct, frozen=True):
    """Where everything of a batch is kept.

    ``documents/`` one JSON a content · ``quarantine/`` what could not be read, and why · ``overlays/`` pages drawn ·
    ``corrections/`` what people set right · ``report.html`` and the tables · ``.jixiao/`` ledger, archive, drafts.
    """

    root: Path

    @property
    def documents(self) -> Path:
        return self.root / "documents"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def overlays(self) -> Path:
        return self.root / "overlays"

    @property
    def corrections(self) -> Path:
        return self.root / "corrections"

    @property
    def report(self) -> Path:
        return self.root / "report.html"

    @property
    def ledger(self) -> Path:
        return self.root / HIDDEN / "ledger.sqlite"

    @property
    def drafts(self) -> Path:
        """Documents of a re-parse that are not in force yet."""
        return self.root / HIDDEN / "reparse"

    def archived(self, sha256: str) -> Path:
        """Where the bytes of a content are kept."""
        return self.root / HIDDEN / "archive" / sha256[:2] / sha256

    @property
    def known(self) -> bool:
        """Whether a batch was written here before."""
        return self.ledger.exists()

    def make(self) -> None:
        """Make what a batch needs; found out before any document is read whether it can be written.

        Raises:
            OutputError: it cannot.
        """
        with writing(self.root):
            if self.root.exists() and not self.root.is_dir():
                raise OutputError("it is a file, not a directory.", source=str(self.root))
            for directory in (self.documents, self.ledger.parent):
                directory.mkdir(parents=True, exist_ok=True)
                probe = part_of(directory / "probe")
                probe.touch()
                probe.unlink()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes of this machine from writing here; the lock goes with the process, however it ends.

        Raises:
            OutputError: another process is writing here.
        """
        with writing(self.root):
            handle = (self.root / HIDDEN / "lock").open("a+")
        with handle:
            if not _lock(handle.fileno()):
                remedy = "Wait for it to end, or choose another directory with -o."
                raise OutputError("another run is writing into this directory.", source=str(self.root), remedy=remedy)
            yield

    def sweep(self) -> None:
        """Remove what a killed run left half written."""
        for directory in (self.root, self.documents, self.quarantine, self.overlays):
            for path in directory.glob(".*.part*"):
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def _lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # not on Windows, where two runs at a time are the user's to avoid
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def place(source: Path, target: Path) -> Link:
    """Put a file's bytes at another place, by a hard link where the file system allows it.

    Raises:
        OSError: neither a link nor a copy could be made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(target)
    part.unlink(missing_ok=True)
    how: Link = "hard"
    try:
        try:
            os.link(source, part, follow_symlinks=True)
        except OSError:
            shutil.copyfile(source, part)
            how = "copy"
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)  # renaming one link of a file onto another leaves both in place
    return how


def hash_file(path: Path | str) -> str:
    """Hex digest of a file's SHA-256.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
