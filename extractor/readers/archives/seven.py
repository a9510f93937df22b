"""7-Zip archives, by py7zr (``pip install 'jixiao[archives]'``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, cast

from extractor.readers.archives.packed import Member, damaged, locked, pieces_of

MAGIC = b"7z\xbc\xaf\x27\x1c"
_IN_MEMORY = 32 << 20


class SevenArchive:
    """An open 7-Zip archive.

    Raises:
        DamagedError: it is none.
        EncryptedError: not even its names can be read without its password.
    """

    def __init__(self, stream: IO[bytes], source: str) -> None:
        import py7zr
        from py7zr.exceptions import PasswordRequired

        try:
            self._archive = py7zr.SevenZipFile(stream)
        except PasswordRequired:
            raise locked(source) from None
        except Exception as error:  # py7zr lets through whatever its decoders raise
            raise damaged(error, source) from None

    def __enter__(self) -> SevenArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def members(self) -> Iterator[Member]:
        is_locked = bool(self._archive.needs_password())
        for info in self._archive.list():
            if info.is_file and not info.is_symlink:
                yield Member(info.filename, info.uncompressed, None, is_locked, info.filename)

    def pieces(self, member: Member) -> Iterator[bytes]:
        import tempfile

        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as kept:
            self._archive.reset()
            self._archive.extract(targets=[member.key], factory=cast(Any, _Into(kept, member.size)))
            kept.seek(0)
            yield from pieces_of(kept)


class _Into:
    """Where py7zr writes a member: a nameless file, and never more than the archive says that it holds."""

    def __init__(self, kept: Any, limit: int) -> None:
        self._kept = kept
        self._left = limit

    def create(self, filename: str, *_: object) -> _Into:
        return self

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("it holds more than the archive says")
        return int(self._kept.write(data))

    def read(self, size: int | None = None) -> bytes:
        return bytes(self._kept.read(-1 if size is None else size))

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._kept.seek(offset, whence))

    def flush(self) -> None:
        self._kept.flush()

    def close(self) -> None:
        """Leave it open: it is read after it was written."""

    def size(self) -> int:
        return int(self._kept.tell())
