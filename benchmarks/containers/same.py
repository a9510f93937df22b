"""Every document in every container against the PDF of the same forms."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.containers.documents import CONVERTED, OFD_WAYS, as_ofd, convert, printed, save_as_mht, write
from benchmarks.containers.records import REASONS, differences, record


def rows(names: Sequence[str], folder: Path) -> Iterator[tuple[str, int, int, int, int]]:
    """Of each container: its name, documents, those equal, those equal but for the reasons of levels, values that differ."""
    for container, files in _made(names, folder):
        equal = nearly = values = 0
        for name, path in files.items():
            found = _differences(path, name, frozenset())
            rest = _differences(path, name, REASONS) if found else []
            equal += not found
            nearly += not rest
            values += len(rest)
            for line in found[:20]:
                print(container, name, line, file=sys.stderr)
        yield container, len(files), equal, nearly, values


def _differences(path: Path, name: str, without: frozenset[str]) -> list[str]:
    try:
        return list(differences(record(path, without), record(printed(name), without)))
    except Exception as error:  # a document that is not read is one that differs
        return [f"{type(error).__name__}: {error}"]


def _made(names: Sequence[str], folder: Path) -> Iterator[tuple[str, Mapping[str, Path]]]:
    written: dict[str, dict[str, Path]] = {}
    for container in ("docx", "xlsx", "html", "csv"):
        (folder / container).mkdir()
        written[container] = {
            name: write(name, container, folder / container / f"{name}.{container}") for name in names
        }
        yield container, written[container]
    for title, (origin, ending, target) in CONVERTED.items():
        into = folder / title.replace(" ", "-")
        into.mkdir()
        convert(list(written[origin].values()), target, into)
        yield title, {name: into / f"{name}.{ending}" for name in names}
    save_as_mht(written["html"].values())
    yield "mht by Chromium", {name: path.with_suffix(".mht") for name, path in written["html"].items()}
    for way in OFD_WAYS:
        files = {}
        for name in names:
            files[name] = folder / f"{name}.ofd"
            files[name].write_bytes(as_ofd(printed(name), way))
        yield f"ofd, {way}", files
