"""RAR archives, by rarfile (``pip install 'jixiao[archives]'``) and a program that unpacks them (unrar, unar, 7-Zip or bsdtar)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from extractor.errors import UnsupportedFormatError
from extractor.readers.archives.packed import Member, damaged, locked, pieces_of

MAGIC = b"Rar!\x1a\x07"


class RarArchive:
    """An open RAR archive.

    Raises:
        DamagedError: it is none.
        EncryptedError: not even its names can be read without its password.
    """

    def __init__(self, stream: IO[bytes], source: str) -> None:
        import rarfile

        self._source = source
        try:
            self._archive = rarfile.RarFile(stream)
        except rarfile.Error as error:
            raise damaged(error, source) from None
        if self._archive.needs_password() and not self._archive.infolist():
            raise locked(source)

    def __enter__(self) -> RarArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def members(self) -> Iterator[Member]:
        for info in self._archive.infolist():
            if info.is_file():
                yield Member(info.filename, info.file_size, info.compress_size, bool(info.needs_password()), info)

    def pieces(self, member: Member) -> Iterator[bytes]:
        import rarfile

        try:
            with self._archive.open(member.key) as stream:
                yield from pieces_of(stream)
        except rarfile.RarCannotExec:
            message = "No program that unpacks RAR is installed."
            remedy = "Install one (apt-get install unrar, or unar), or unpack the archive and name the files inside."
            raise UnsupportedFormatError(message, source=self._source, remedy=remedy) from None
