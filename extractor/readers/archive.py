"""ZIP archives of documents: each member is an input of its own, called ``ARCHIVE!/MEMBER``, read without being unpacked to disk.

A member's name says where a document came from. It is never used as a path: members are found again by the name that was made
for them, with everything taken out that leads anywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from extractor.errors import DamagedError, EncryptedError, UnsafeError
from extractor.readers.container import MOST_RATIO, SMALL

if TYPE_CHECKING:
    import zipfile

INSIDE = "!/"
"""What is printed between the name of an archive and that of a member."""
SUFFIXES = (".zip",)
MOST_MEMBERS = 20_000
MOST_BYTES = 256 << 20
"""Of one member: a scanned volume of some hundred pages."""
MOST_TOTAL = 4 << 30
DEEPEST = 3
"""Archives inside each other: a province's holds its cities', these their counties'."""
_CHUNK = 1 << 20
_OFFICE = ("word/", "xl/", "ppt/", "ofd.xml", "content.xml")  # what tells a document from an archive
_REMEDY = "Unpack it and name the files inside."


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of documents, and not a document that is a ZIP container itself."""
    try:
        if not path.is_file():  # opening a pipe would wait for somebody to write into it
            return False
        with path.open("rb") as stream:
            return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06") and _holds_documents(stream)
    except OSError:
        return False


def _holds_documents(stream: IO[bytes]) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            return not any(name.lower().lstrip("/").startswith(_OFFICE) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False  # reading it says what is wrong


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
            f"It holds {len(names)} members; the limit is {MOST_MEMBERS}.", source=str(path), remedy=_REMEDY
        )
    return names


def _names(stream: IO[bytes], source: str, depth: int) -> Iterator[str]:
    with _opened(stream, source) as archive:
        members = _members(archive)
        total = sum(info.file_size for info in members.values())
        if total > MOST_TOTAL:
            raise UnsafeError(
                f"It unpacks to {total >> 20} MB; the limit is {MOST_TOTAL >> 20}.", source=source, remedy=_REMEDY
            )
        for name, info in members.items():
            inner = _inner(archive, name, info, source) if name.lower().endswith(SUFFIXES) and depth < DEEPEST else None
            if inner is None:
                yield name
            else:
                yield from (f"{name}{INSIDE}{one}" for one in _names(inner, f"{source}{INSIDE}{name}", depth + 1))


def _inner(archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo, source: str) -> IO[bytes] | None:
    """An archive inside another; ``None`` for one that cannot be opened, which is then one document that cannot be read."""
    try:
        stream = io.BytesIO(_unpacked(archive, info, f"{source}{INSIDE}{name}"))
    except (DamagedError, EncryptedError, UnsafeError):
        return None
    return stream if _holds_documents(stream) else None


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
        info = _members(opened).get(last)
        if info is None:
            raise DamagedError("There is no such member in the archive.", source=source, remedy="Check the name.")
        return _unpacked(opened, info, source)


@lru_cache(maxsize=1)
def _inner_bytes(archive: str, changed: int, name: str) -> bytes:
    """An inner archive, kept while its members are read one after the other."""
    return read_member(Path(archive), name)


def _opened(stream: IO[bytes], source: str) -> zipfile.ZipFile:
    import zipfile

    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        message = f"The archive cannot be opened ({error})."
        raise DamagedError(message, source=source, remedy="Ask for the file anew.") from None


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by the names that are made for them, each its own."""
    members: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist()[: MOST_MEMBERS + 1]:
        if info.is_dir():
            continue
        name = _harmless(_named(info))
        number = 1
        unique = name
        while unique in members:
            number += 1
            unique = f"{name} ({number})"
        members[unique] = info
    return members


def _named(info: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where its flag says so, else what Chinese systems write without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        data = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _harmless(name: str) -> str:
    """A name without anything that leads out of the archive, or into another."""
    parts = [part for part in name.replace("\\", "/").replace("\0", "").split("/") if part not in ("", ".", "..")]
    return "/".join(part.rstrip("!") or "_" for part in parts) or "_"


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str) -> bytes:
    import zipfile
    import zlib

    if info.flag_bits & 1:
        message = "It is locked with a password."
        raise EncryptedError(message, source=source, remedy="Unpack the archive with its password first.")
    _check(info, info.file_size, source)
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                _check(info, size, source)  # the size in the directory may lie
                parts.append(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        message = f"The member cannot be unpacked ({error})."
        raise DamagedError(message, source=source, remedy="Ask for the archive anew.") from None
    return b"".join(parts)


def _check(info: zipfile.ZipInfo, size: int, source: str) -> None:
    if size > MOST_BYTES:
        raise UnsafeError(f"It unpacks to more than {MOST_BYTES >> 20} MB.", source=source, remedy=_REMEDY)
    if size > SMALL and size > MOST_RATIO * max(info.compress_size, 1):
        raise UnsafeError(f"It unpacks to more than {MOST_RATIO} times its size.", source=source, remedy=_REMEDY)
