"""What every kind of archive gives: its members, and their bytes piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any, Protocol, Self

from msgspec import Struct

from extractor.errors import DamagedError, EncryptedError, UnsafeError

MOST_TOTAL = 4 << 30
CHUNK = 1 << 20
REMEDY = "Unpack it and name the files inside."


class Member(Struct, frozen=True):
    """A file in an archive.

    Attributes:
        name: as the archive writes it.
        size: unpacked, as the archive says.
        packed: ``None`` where members are not packed one by one.
        locked: whether it needs a password.
        key: what its archive finds it by.
    """

    name: str
    size: int
    packed: int | None
    locked: bool
    key: Any


class Packed(Protocol):
    """An open archive; use it as a context manager."""

    def members(self) -> Iterator[Member]:
        """Its files, without folders, links and devices."""

    def pieces(self, member: Member) -> Iterator[bytes]:
        """The bytes of a file as they come.

        Raises:
            Exception: any, where it cannot be unpacked; whoever asks makes a :class:`DamagedError` of it.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def damaged(error: BaseException, source: str) -> DamagedError:
    """That an archive cannot be opened."""
    return DamagedError(f"The archive cannot be opened ({error}).", source=source, remedy="Ask for the file anew.")


def locked(source: str) -> EncryptedError:
    """That an archive, or a member, cannot be opened without its password."""
    message = "It is locked with a password."
    return EncryptedError(message, source=source, remedy="Unpack the archive with its password first.")


def too_large(size: int, source: str) -> UnsafeError:
    """That all of an archive is more than any delivery of documents."""
    return UnsafeError(f"It unpacks to {size >> 20} MB; the limit is {MOST_TOTAL >> 20}.", source=source, remedy=REMEDY)


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream, piece by piece."""
    while piece := stream.read(CHUNK):
        yield piece


def spelt(data: bytes, fallback: str) -> str:
    """A name in UTF-8, or in what Chinese systems write without saying so."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return fallback
