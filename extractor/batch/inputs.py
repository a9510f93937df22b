"""Which files some inputs stand for: files as named, directories searched, patterns expanded."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from extractor.batch.failure import Failure
from extractor.errors import InputMissingError, JixiaoError, NothingReadableError
from extractor.model.patterns import compiled
from extractor.model.table import Source
from extractor.readers.archives import members as archive
from extractor.readers.registry import readable_suffixes

STDIN = "-"
_SPELT = compiled(rb"\\x([0-9a-f]{2})")
_LIKE_SPELT = compiled(rb"\\(?=x[0-9a-f]{2})")
READABLE_SUFFIXES = (*readable_suffixes(), *archive.SUFFIXES)
"""What a directory is searched for. A file that is named is always tried, whatever it is called."""
Input: TypeAlias = "str | os.PathLike[str]"


class Selection(Struct, frozen=True):
    """What is taken from the directories and patterns that are searched.

    A pattern with a ``/`` is compared with the path below the directory searched (``*`` also crosses folders), one
    without with the name alone. Letters' case does not matter.

    Attributes:
        include: only files that fit one of these; none: every file whose name ends in :data:`READABLE_SUFFIXES`.
        exclude: no file that fits one of these, nothing below a folder that fits one.
        outside: folders that are never entered (absolute paths), the output of the call among them.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    outside: AbstractSet[str] = frozenset()

    def enters(self, relative: str, absolute: str) -> bool:
        """Whether a folder below the directory searched is searched too."""
        return absolute not in self.outside and not _fits(relative, self.exclude)

    def takes(self, relative: str) -> bool:
        """Whether a file below the directory searched is read."""
        name = os.path.basename(relative)
        if name.startswith((".", "~$")) or _fits(relative, self.exclude):
            return False
        if self.include and not name.lower().endswith(archive.SUFFIXES):
            return _fits(relative, self.include)
        return name.lower().endswith(READABLE_SUFFIXES)


def _fits(relative: str, patterns: Sequence[str]) -> bool:
    path = relative.replace(os.sep, "/").lower()
    name = path.rpartition("/")[2]
    return any(fnmatchcase(path if "/" in pattern else name, pattern.lower().strip("/")) for pattern in patterns)


EVERYTHING = Selection()


def read_source(path: Input) -> Source:
    """The bytes of a file (``-``: standard input) under the name the user gave it.

    Raises:
        InputMissingError: there is no such file, or it may not be read.
    """
    name = display_name(path)
    try:
        data = sys.stdin.buffer.read() if name == STDIN else read_bytes(path)
    except OSError as exc:
        raise unreadable(exc, name) from exc
    return Source(name, data)


def read_bytes(path: Input) -> bytes:
    """The bytes of a file, or of a member of an archive (``a.zip!/b.docx``).

    Raises:
        JixiaoError: the member cannot be unpacked.
        OSError: the file cannot be read.
    """
    inside = archive.split_member(os.fspath(path)) if is_member(path) else None
    return Path(path).read_bytes() if inside is None else archive.read_member(*inside)


def is_member(path: Input) -> bool:
    """Whether a path stands for a member of an archive."""
    return archive.INSIDE in os.fspath(path) and not os.path.lexists(path)


def unreadable(error: OSError, name: str) -> InputMissingError:
    """What the operating system says against reading a file."""
    if isinstance(error, FileNotFoundError):
        return InputMissingError("no such file.", source=name)
    reason = error.strerror or type(error).__name__
    return InputMissingError(f"it cannot be read ({reason}).", source=name, remedy="Check its permissions.")


def display_name(path: Input) -> str:
    r"""Return a path as text that every output can carry: bytes of a file name that are no UTF-8 are spelt ``\xNN``.

    No two paths are spelt alike (a backslash that would be read so is spelt ``\x5c``), and :func:`path_spelt` reads it back.
    """
    return _LIKE_SPELT.sub(rb"\\x5c", os.fsencode(path)).decode("utf-8", "backslashreplace")


def path_spelt(name: str) -> str:
    """The path whose :func:`display_name` this is."""
    return os.fsdecode(_SPELT.sub(lambda match: bytes.fromhex(match[1].decode()), name.encode()))


def not_a_file(path: Input) -> Failure | None:
    """Why a path cannot be read at any time by any process: it leads to a pipe, a socket or a device."""
    try:
        mode = os.stat(path).st_mode
    except OSError:  # whoever reads it says so
        return None
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    name = display_name(path)
    message = "it is no file, but a pipe, a socket or a device."
    return Failure(name, InputMissingError(message, source=name, remedy="Leave it out, with --exclude for example."))


def find_inputs(inputs: Iterable[Input], selection: Selection = EVERYTHING) -> Iterator[Path | Failure]:
    """The files that some inputs stand for, in a stable order, none twice.

    Files are taken as they are named; directories are searched recursively, without what is hidden; a pattern
    (``*``, ``?``, with them ``[…]``, ``**`` for any folders) that is the name of no file stands for what fits it. Links to
    directories are not followed.
    """
    seen: set[str] = set()
    for item in inputs:
        for one in _unpacked(_of(item, selection), selection):
            if isinstance(one, Failure):
                yield one
            elif (key := os.path.abspath(one)) not in seen:
                seen.add(key)
                yield one


def names_one_file(inputs: Sequence[Input]) -> bool:
    """Whether the inputs are a single file, and neither a directory nor a pattern."""
    if len(inputs) != 1:
        return False
    name = str(inputs[0])
    return name == STDIN or not (os.path.isdir(name) or _is_pattern(name) or archive.is_archive(Path(name)))


def _unpacked(found: Iterable[Path | Failure], selection: Selection) -> Iterator[Path | Failure]:
    """What was found, archives replaced by those of their members that a directory would be searched for."""
    for one in found:
        if isinstance(one, Failure) or str(one) == STDIN or not archive.is_archive(one):
            yield one
            continue
        name = display_name(one)
        try:
            members = [member for member in archive.member_names(one) if _takes_member(member, selection)]
        except JixiaoError as error:
            yield Failure(name, type(error)(error.message, source=name, remedy=error.remedy))
            continue
        if not members:
            yield Failure(name, NothingReadableError("no file in this archive is asked for.", source=name))
        yield from (Path(f"{one}{archive.INSIDE}{member}") for member in members)


def _takes_member(member: str, selection: Selection) -> bool:
    path = member.replace(archive.INSIDE, "/")
    if any(part.startswith((".", "__MACOSX")) for part in path.split("/")):
        return False
    return selection.takes(path)


def _is_pattern(name: str) -> bool:
    return ("*" in name or "?" in name) and not os.path.lexists(name)


def _of(item: Input, selection: Selection) -> Iterator[Path | Failure]:
    name = str(item)
    if name == STDIN:
        return iter((Path(name),))
    if os.path.isdir(name):
        return _inside(Path(name), selection)
    return _matching(name, selection) if _is_pattern(name) else iter((Path(item),))


def _matching(pattern: str, selection: Selection) -> Iterator[Path | Failure]:
    from glob import glob  # seldom asked for

    found = sorted(glob(pattern, recursive=True))
    folders = {path for path in found if os.path.isdir(path)}
    if not found:
        name = display_name(pattern)
        yield Failure(name, InputMissingError("no file fits this pattern.", source=name))
    for path in found:
        if any(parent in folders for parent in _parents(path)):
            continue  # its folder is among what the pattern found, and is searched as a whole
        if path not in folders:
            if not _fits(path, selection.exclude):
                yield not_a_file(path) or Path(path)
        elif selection.enters(path, os.path.abspath(path)):
            yield from _inside(Path(path), selection)


def _parents(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path.rstrip(os.sep))) not in ("", path):
        yield parent
        path = parent


def _inside(directory: Path, selection: Selection) -> Iterator[Path | Failure]:
    name = display_name(directory)
    problems: list[OSError] = []
    empty = True
    for folder, folders, files in os.walk(directory, onerror=problems.append):
        below = os.path.relpath(folder, directory)
        base = "" if below == os.curdir else below
        folders[:] = sorted(
            one
            for one in folders
            if not one.startswith(".")
            and selection.enters(os.path.join(base, one), os.path.abspath(os.path.join(folder, one)))
        )
        for file in sorted(files):
            if selection.takes(os.path.join(base, file)):
                empty = False
                yield not_a_file(Path(folder, file)) or Path(folder, file)
    for problem in problems:
        message = f"this directory cannot be read ({problem.strerror})."
        where = display_name(problem.filename or directory)
        yield Failure(where, InputMissingError(message, source=where, remedy="Check its permissions."))
    if empty and not problems:
        kinds = "fits what was asked for" if selection.include else f"ends in {', '.join(READABLE_SUFFIXES)}"
        yield Failure(name, NothingReadableError(f"no file in this directory {kinds}.", source=name))
