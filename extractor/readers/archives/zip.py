"""ZIP archives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from extractor.readers.archives.packed import Member, damaged, pieces_of, spelt

_OFFICE = ("word/", "xl/", "ppt/", "ofd.xml", "content.xml")  # what tells a document from an archive


def is_archive(stream: IO[bytes]) -> bool:
    """Whether it holds documents, and is not one that is a ZIP container itself."""
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            return not any(name.lower().lstrip("/").startswith(_OFFICE) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False  # reading it says what is wrong


class ZipArchive:
    """An open ZIP archive.

    Raises:
        DamagedError: it is none.
    """

    def __init__(self, stream: IO[bytes], source: str) -> None:
        import zipfile

        try:
            self._archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise damaged(error, source) from None

    def __enter__(self) -> ZipArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def members(self) -> Iterator[Member]:
        for info in self._archive.infolist():
            if not info.is_dir():
                name = info.filename
                if not info.flag_bits & 0x800:  # nothing says that it is UTF-8
                    with suppress(UnicodeEncodeError):  # of characters that no old system wrote
                        name = spelt(info.orig_filename.encode("cp437"), name)
                yield Member(name, info.file_size, info.compress_size, bool(info.flag_bits & 1), info)

    def pieces(self, member: Member) -> Iterator[bytes]:
        with self._archive.open(member.key) as stream:
            yield from pieces_of(stream)
