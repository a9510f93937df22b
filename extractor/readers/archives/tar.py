"""TAR archives, plain or packed as a whole (gzip, bzip2, xz)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import IO

from extractor.errors import UnsafeError
from extractor.readers.archives.packed import MOST_TOTAL, REMEDY, Member, damaged, pieces_of, spelt, too_large
from extractor.readers.container import MOST_RATIO, SMALL

PACKED = {b"\x1f\x8b\x08": "gzip", b"BZh": "bz2", b"\xfd7zXZ\x00": "lzma"}
"""First bytes to the module that unpacks what follows."""
_MAGIC_AT = 257
_MAGIC = b"ustar"
_IN_MEMORY = 32 << 20


def is_archive(stream: IO[bytes]) -> bool:
    """Whether a stream, unpacked where it is packed, begins as a TAR archive does."""
    stream.seek(0)
    head = stream.read(_MAGIC_AT + 8)
    packer = _packer(head)
    if packer is not None:
        stream.seek(0)
        try:
            head = import_module(packer).open(stream).read(_MAGIC_AT + 8)
        except Exception:  # whatever is wrong with it, it is no archive that can be read
            return False
    return head[_MAGIC_AT : _MAGIC_AT + 5] == _MAGIC


def _packer(head: bytes) -> str | None:
    return next((module for magic, module in PACKED.items() if head.startswith(magic)), None)


class TarArchive:
    """An open TAR archive. One that is packed is unpacked once, into a nameless file: there is no other way to its end.

    Raises:
        DamagedError: it is none.
        UnsafeError: it unpacks to more than is safe.
    """

    def __init__(self, stream: IO[bytes], source: str) -> None:
        import tarfile

        stream.seek(0)
        packer = _packer(stream.read(6))
        stream.seek(0)
        try:
            plain = stream if packer is None else _unpacked(stream, packer, source)
            self._archive = tarfile.open(fileobj=plain, mode="r:", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        except (tarfile.TarError, OSError, EOFError, ValueError) as error:
            raise damaged(error, source) from None
        self._plain = plain

    def __enter__(self) -> TarArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()
        self._plain.close()

    def members(self) -> Iterator[Member]:
        for info in self._archive:
            if info.isreg():
                name = spelt(info.name.encode("utf-8", "surrogateescape"), info.name)
                yield Member(name, info.size, None, locked=False, key=info)

    def pieces(self, member: Member) -> Iterator[bytes]:
        stream = self._archive.extractfile(member.key)
        if stream is not None:
            with stream:
                yield from pieces_of(stream)


def _unpacked(stream: IO[bytes], packer: str, source: str) -> IO[bytes]:
    import tempfile
    import zlib

    stream.seek(0, 2)
    packed = stream.tell()
    stream.seek(0)
    plain: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed with the archive)
    size = 0
    try:
        for piece in pieces_of(import_module(packer).open(stream)):
            size += len(piece)
            if size > MOST_TOTAL:
                raise too_large(size, source)
            if size > SMALL and size > MOST_RATIO * packed:
                raise UnsafeError(f"It unpacks to more than {MOST_RATIO} times its size.", source=source, remedy=REMEDY)
            plain.write(piece)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        plain.close()
        raise damaged(error, source) from None
    except UnsafeError:
        plain.close()
        raise
    plain.seek(0)
    return plain
