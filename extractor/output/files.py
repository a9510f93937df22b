"""Files that are whole or not there: written beside their place, then renamed into it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import OutputError

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_STEM_BYTES = 180
# Half a surrogate pair has no UTF-8: spelt \\udXXX it is valid JSON, and legible elsewhere.
LONE = "backslashreplace"


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the operating system says against writing into an :class:`OutputError` that names the place."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise OutputError(f"it cannot be written ({exc.strerror or type(exc).__name__}).", source=str(place)) from exc


def part_of(path: Path) -> Path:
    """Where a file is written until it is whole; of this process alone."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, never half of it."""
    write_bytes(path, text.encode("utf-8", LONE))


def write_bytes(path: Path, data: bytes, *, sync: bool = False) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Args:
        sync: have it on the disk before it is put in place, so that a power failure cannot leave an empty one there.
    """
    part = part_of(path)
    with writing(path):
        try:
            with part.open("wb") as handle:
                handle.write(data)
                if sync:
                    handle.flush()
                    os.fsync(handle.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def document_file(source: str, sha256: str) -> str:
    """Name of a document's JSON file: the source's stem and the first 12 of its hash, safe on any file system."""
    name = "stdin" if source == "-" else re.split(r"[/\\]", source.rstrip("/"))[-1]
    stem = _UNSAFE.sub("_", os.path.splitext(name)[0]).strip(". ") or "document"
    stem = stem.encode(errors=LONE)[:_STEM_BYTES].decode("utf-8", "ignore")
    return f"{stem}-{sha256[:12]}.json"
