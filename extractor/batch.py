"""Many documents: find them, read them one by one, and never let one bad file stop the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Any, TypeAlias

from extractor.errors import InputMissingError, JixiaoError, NothingReadableError, RulesError, UsageError
from extractor.model.records import Source

if TYPE_CHECKING:
    from extractor.model.contract import DocumentResult
    from extractor.pipeline import ExtractOptions

STDIN = "-"
# What a directory is searched for. A file that is named is always tried, whatever it is called.
READABLE_SUFFIXES = frozenset({".pdf", ".txt", ".tsv"})
Input: TypeAlias = "str | os.PathLike[str]"


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that could not be read.

    Attributes:
        source: what the user called it.
        error: what happened, with its remedy.
        sha256: hex digest of its bytes, ``None`` where they could not be had.
        traceback: Python's traceback of an error that nobody foresaw, ``""`` otherwise.
    """

    source: str
    error: JixiaoError
    sha256: str | None = None
    traceback: str = ""

    @property
    def result(self) -> DocumentResult | None:
        """The same as a contract record of status ``failed``; ``None`` without bytes, for a record is about some."""
        if self.sha256 is None:
            return None
        from extractor import __version__
        from extractor.model.contract import SCHEMA_VERSION, Document, DocumentResult, Finding
        from rules.version import rules_version

        error = self.error
        finding = Finding(error.code, "error", "document", error.message, error.message_zh, suggestion=error.remedy)
        document = Document(self.source, self.sha256, None, None, None, None, __version__, rules_version())
        return DocumentResult(SCHEMA_VERSION, document, "failed", (), (finding,))


def extract(source: Input | bytes | Source, **options: Any) -> DocumentResult:
    """Read one document: a path, its bytes, or a :class:`Source`.

    Args:
        source: what to read; ``-`` is standard input.
        options: fields of :class:`extractor.pipeline.ExtractOptions` (``password``, ``encoding``).

    Returns:
        The document's record; one without forms has status ``no_forms`` and says in a finding what came nearest.

    Raises:
        JixiaoError: the document could not be read; the subclass says why, its message what to do.
        TypeError: an option that does not exist.
    """
    from extractor.pipeline import ExtractOptions, extract_document

    chosen = ExtractOptions(**options)
    if isinstance(source, bytes):
        source = Source("<bytes>", source)
    return extract_document(source if isinstance(source, Source) else read_source(source), chosen)


def extract_many(inputs: Iterable[Input] | Input, **options: Any) -> Iterator[DocumentResult | Failure]:
    """Read many documents, one at a time, each as it is asked for.

    Args:
        inputs: files and directories (searched recursively), or one of them.
        options: as for :func:`extract`.

    Yields:
        A record per document, or a :class:`Failure` per input that could not be read; nothing is raised for a bad file.

    Raises:
        RulesError: the rules themselves are broken.
        UsageError: an option that no document can be read with.
    """
    from extractor.pipeline import ExtractOptions

    chosen = ExtractOptions(**options)
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    for item in find_inputs(inputs):
        yield item if isinstance(item, Failure) else attempt(item, chosen)


def attempt(path: Input, options: ExtractOptions) -> DocumentResult | Failure:
    """Read one document and return what went wrong with it, rather than raise it.

    Raises:
        RulesError, UsageError: as for :func:`extract_many`.
    """
    from extractor.pipeline import extract_document

    name = display_name(path)
    sha256 = None
    try:
        source = read_source(path)
        sha256 = source.sha256
        return extract_document(source, options)
    except (RulesError, UsageError):  # not about this document: every other would end alike
        raise
    except JixiaoError as error:
        return Failure(name, _kept(error, name), sha256)
    except Exception as exc:
        unforeseen = JixiaoError(f"unexpected {type(exc).__name__}: {exc}.", source=name)
        return Failure(name, unforeseen, sha256, "".join(format_exception(exc)))


def _kept(error: JixiaoError, name: str) -> JixiaoError:
    """The error without its traceback, whose frames would keep the document's bytes alive as long as the failure."""
    return type(error)(error.message, source=error.source or name, remedy=error.remedy)


def read_source(path: Input) -> Source:
    """The bytes of a file (``-``: standard input) under the name the user gave it.

    Raises:
        InputMissingError: there is no such file, or it may not be read.
    """
    name = display_name(path)
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(path).read_bytes()
    except FileNotFoundError as exc:
        raise InputMissingError("no such file.", source=name) from exc
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise InputMissingError(f"it cannot be read ({reason}).", source=name, remedy="Check its permissions.") from exc
    return Source(name, data)


def display_name(path: Input) -> str:
    """A path as text that every output can carry: bytes of a file name that are no UTF-8 are spelt ``\\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find_inputs(inputs: Iterable[Input]) -> Iterator[Path | Failure]:
    """The files that some inputs stand for, in a stable order, none twice.

    Files are taken as they are named; directories are searched recursively for :data:`READABLE_SUFFIXES`, without what
    is hidden. Links to directories are not followed.
    """
    seen: set[str] = set()
    for item in inputs:
        path = Path(item)
        found = _inside(path) if str(item) != STDIN and path.is_dir() else iter((path,))
        for one in found:
            if isinstance(one, Failure):
                yield one
            elif (key := os.path.abspath(one)) not in seen:
                seen.add(key)
                yield one


def _inside(directory: Path) -> Iterator[Path | Failure]:
    name = display_name(directory)
    problems: list[OSError] = []
    empty = True
    for folder, folders, files in os.walk(directory, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            if os.path.splitext(file)[1].lower() in READABLE_SUFFIXES and not file.startswith((".", "~$")):
                empty = False
                yield Path(folder, file)
    for problem in problems:
        message = f"this directory cannot be read ({problem.strerror})."
        where = display_name(problem.filename or directory)
        yield Failure(where, InputMissingError(message, source=where, remedy="Check its permissions."))
    if empty and not problems:
        kinds = ", ".join(sorted(READABLE_SUFFIXES))
        yield Failure(name, NothingReadableError(f"no file in this directory ends in {kinds}.", source=name))
