"""Zip containers (office documents, OFD, archives), opened with distrust: nothing is unpacked without a limit.

Names inside a container are looked up and shown, never used as paths.
"""

from __future__ import annotations

import io
from types import TracebackType
from typing import IO, TYPE_CHECKING

from extractor.errors import DamagedError, EncryptedError, UnsafeError
from extractor.model.table import Source

if TYPE_CHECKING:
    import zipfile

MOST_PARTS = 20_000
MOST_BYTES = 64 << 20
"""Of one part. A form of a hundred pages is 2 MB of XML; 64 MB of XML need about 1 GB of memory as a tree."""
MOST_TOTAL = 256 << 20
MOST_RATIO = 250
"""Unpacked to packed, of parts above :data:`SMALL`. XML of real workbooks packs 60 : 1 at most, a bomb up to 1,032 : 1."""
SMALL = 4 << 20
_CHUNK = 1 << 20
_REMEDY = "Ask for the file anew."


class Container:
    """The parts of a zip container by name; use it as a context manager.

    Raises:
        DamagedError: it cannot be opened.
        UnsafeError: it holds more parts than any document has.
    """

    def __init__(self, source: Source) -> None:
        import zipfile

        self._source = source
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            message = f"The container cannot be opened ({error})."
            raise DamagedError(message, source=source.name, remedy=_REMEDY) from None
        infos = self._archive.infolist()
        if len(infos) > MOST_PARTS:
            raise UnsafeError(f"It holds {len(infos)} parts; the limit is {MOST_PARTS}.", source=source.name)
        self._infos = {part_name(info.filename): info for info in infos if not info.is_dir()}
        self._total = 0

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    @property
    def names(self) -> list[str]:
        """The parts' names in lower case, with forward slashes, in the order of the container."""
        return list(self._infos)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return part_name(name) in self._infos

    def get(self, name: str) -> bytes | None:
        """The bytes of a part, ``None`` where there is no such part."""
        return self.read(name) if self.has(name) else None

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            DamagedError: there is no such part, or it cannot be unpacked.
            EncryptedError: it is locked with a password.
            UnsafeError: it unpacks to more than is safe.
        """
        import zipfile
        import zlib

        info = self._infos.get(part_name(name))
        if info is None:
            raise DamagedError(f"The part {name} is missing.", source=self._source.name, remedy=_REMEDY)
        if info.flag_bits & 1:
            message = f"The part {name} is locked with a password."
            raise EncryptedError(message, source=self._source.name, remedy="Save a copy without the password.")
        self._check(info, info.file_size)
        try:
            with self._archive.open(info) as stream:
                return self._unpacked(info, stream)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
            message = f"The part {name} cannot be unpacked ({error})."
            raise DamagedError(message, source=self._source.name, remedy=_REMEDY) from None

    def _unpacked(self, info: zipfile.ZipInfo, stream: IO[bytes]) -> bytes:
        """All bytes of a part. The size in the directory may lie, so each piece is counted as it comes."""
        parts: list[bytes] = []
        size = 0
        while piece := stream.read(_CHUNK):
            size += len(piece)
            self._check(info, size)
            parts.append(piece)
        self._total += size
        return b"".join(parts)

    def _check(self, info: zipfile.ZipInfo, size: int) -> None:
        problem = too_large(size, info.compress_size, self._total)
        if problem:
            raise UnsafeError(f"The part {info.filename} {problem}.", source=self._source.name)


def part_name(name: str) -> str:
    """A part's name as it is compared: office programs do not mind case, slashes or a leading slash."""
    return name.replace("\\", "/").lstrip("/").lower()


def too_large(size: int, packed: int, total: int = 0) -> str | None:
    """Why a part of this size is not unpacked, ``None`` where it is."""
    if size > MOST_BYTES:
        return f"unpacks to more than {MOST_BYTES >> 20} MB"
    if total + size > MOST_TOTAL:
        return f"brings what is unpacked to more than {MOST_TOTAL >> 20} MB"
    if size > SMALL and size > MOST_RATIO * max(packed, 1):
        return f"unpacks to more than {MOST_RATIO} times its size"
    return None
