"""The members of archives of any kind: listed, found again by name, unpacked within limits."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from extractor.errors import DamagedError, JixiaoError, UnsafeError
from extractor.readers.archives import rar, seven, tar, zip
from extractor.readers.archives.packed import MOST_TOTAL, REMEDY, Member, Packed, locked, too_large
from extractor.readers.container import MOST_RATIO, SMALL

INSIDE = "!/"
"""What stands between the name of an archive and that of a member."""
SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".7z", ".rar")
MOST_MEMBERS = 20_000
MOST_BYTES = 256 << 20
"""Of one member: a scanned volume of some hundred pages."""
DEEPEST = 3
"""Archives inside each other: a province's holds its cities', these their counties'."""


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of documents that can be read, and not a document that is a ZIP container itself."""
    try:
        if not path.is_file():  # opening a pipe would wait for somebody to write into it
            return False
        with path.open("rb") as stream:
            return _kind(stream) is not None
    except OSError:
        return False


def _kind(stream: IO[bytes]) -> Callable[[IO[bytes], str], Packed] | None:
    """What opens an archive, ``None`` for a document, or where what that needs is not installed."""
    stream.seek(0)
    head = stream.read(8)
    found: Callable[[IO[bytes], str], Packed] | None = None
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        found = zip.ZipArchive if zip.is_archive(stream) else None
    elif head.startswith(seven.MAGIC):
        found = seven.SevenArchive if find_spec("py7zr") else None
    elif head.startswith(rar.MAGIC):
        found = rar.RarArchive if find_spec("rarfile") else None
    elif tar.is_archive(stream):
        found = tar.TarArchive
    stream.seek(0)
    return found


def member_names(path: Path) -> list[str]:
    """The names of all members of an archive, those of archives inside it among them (``inner.zip!/a.docx``).

    Raises:
        DamagedError: it cannot be opened.
        UnsafeError: it holds more than any delivery of documents does.
    """
    with path.open("rb") as stream:
        names = list(_names(stream, str(path), 1))
    if len(names) > MOST_MEMBERS:
        raise UnsafeError(
            f"It holds {len(names)} members; the limit is {MOST_MEMBERS}.", source=str(path), remedy=REMEDY
        )
    return names


def _names(stream: IO[bytes], source: str, depth: int) -> Iterator[str]:
    with _opened(stream, source) as archive:
        members = _members(archive)
        total = sum(member.size for member in members.values())
        if total > MOST_TOTAL:
            raise too_large(total, source)
        for name, member in members.items():
            inner = None
            if name.lower().endswith(SUFFIXES) and depth < DEEPEST:
                inner = _inner(archive, member, f"{source}{INSIDE}{name}", depth + 1)
            if inner is None:
                yield name
            else:
                yield from (f"{name}{INSIDE}{one}" for one in inner)


def _inner(archive: Packed, member: Member, source: str, depth: int) -> list[str] | None:
    """The members of an archive inside another; ``None`` for one that cannot be opened: one document that cannot be read."""
    try:
        stream = io.BytesIO(_unpacked(archive, member, source))
        return None if _kind(stream) is None else list(_names(stream, source, depth))
    except JixiaoError:
        return None


def split_member(path: str) -> tuple[Path, str] | None:
    """The archive and the member that a name such as ``a.zip!/b.docx`` stands for; ``None`` where it is a file's own."""
    start = path.find(INSIDE)
    while start >= 0:
        archive = Path(path[:start])
        if archive.is_file():
            return archive, path[start + len(INSIDE) :]
        start = path.find(INSIDE, start + 1)
    return None


def read_member(archive: Path, name: str) -> bytes:
    """The bytes of a member.

    Raises:
        DamagedError: there is no such member, or it cannot be unpacked.
        EncryptedError: it is locked with a password.
        OSError: the archive cannot be read.
        UnsafeError: it unpacks to more than is safe.
    """
    outer, _, last = name.rpartition(INSIDE)
    source = f"{archive}{INSIDE}{name}"
    stream = io.BytesIO(_inner_bytes(str(archive), archive.stat().st_mtime_ns, outer)) if outer else archive.open("rb")
    with stream, _opened(stream, source) as opened:
        member = _members(opened).get(last)
        if member is None:
            raise DamagedError("There is no such member in the archive.", source=source, remedy="Check the name.")
        return _unpacked(opened, member, source)


@lru_cache(maxsize=1)
def _inner_bytes(archive: str, changed: int, name: str) -> bytes:
    """An inner archive, kept while its members are read one after the other."""
    return read_member(Path(archive), name)


def _opened(stream: IO[bytes], source: str) -> Packed:
    open_archive = _kind(stream)
    if open_archive is None:
        raise DamagedError("This is no archive that can be opened.", source=source, remedy="Ask for the file anew.")
    return open_archive(stream, source)


def _members(archive: Packed) -> dict[str, Member]:
    """The members by the names that are made for them, each its own."""
    members: dict[str, Member] = {}
    try:
        for member in archive.members():
            name = _harmless(member.name)
            number = 1
            unique = name
            while unique in members:
                number += 1
                unique = f"{name} ({number})"
            members[unique] = member
            if len(members) > MOST_MEMBERS:
                break
    except JixiaoError:
        raise
    except Exception:  # a list that breaks off: what was listed before can be read
        return members
    return members


def _harmless(name: str) -> str:
    """A name without anything that leads out of the archive, or into another."""
    parts = [part for part in name.replace("\\", "/").replace("\0", "").split("/") if part not in ("", ".", "..")]
    return "/".join(part.rstrip("!") or "_" for part in parts) or "_"


def _unpacked(archive: Packed, member: Member, source: str) -> bytes:
    if member.locked:
        raise locked(source)
    _check(member, member.size, source)
    parts: list[bytes] = []
    size = 0
    try:
        for piece in archive.pieces(member):
            size += len(piece)
            _check(member, size, source)  # the size in the directory may lie
            parts.append(piece)
    except (JixiaoError, MemoryError):
        raise
    except Exception as error:  # each kind's library and decoders have errors of their own
        message = f"The member cannot be unpacked ({error})."
        raise DamagedError(message, source=source, remedy="Ask for the archive anew.") from None
    return b"".join(parts)


def _check(member: Member, size: int, source: str) -> None:
    if size > MOST_BYTES:
        raise UnsafeError(f"It unpacks to more than {MOST_BYTES >> 20} MB.", source=source, remedy=REMEDY)
    if member.packed is not None and size > SMALL and size > MOST_RATIO * max(member.packed, 1):
        raise UnsafeError(f"It unpacks to more than {MOST_RATIO} times its size.", source=source, remedy=REMEDY)
