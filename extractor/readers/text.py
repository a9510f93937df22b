"""Text files to numbered lines."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from extractor.errors import EmptyFileError
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.encoding import decode

# A text-mode copy of a Windows file turns \r\n into \r\r\n: still one line end.
_LINE_END = compiled(r"\r\r\n|\r\n|\n|\r")


class TextDocument(Struct, frozen=True):
    """A decoded text file; iterating it gives its lines.

    Attributes:
        lines: every line, blank ones included; a line with a form feed inside gives one record for each page.
        pages: number of pages, ``None`` where the file has no form feeds.
        encoding, evidence, notes: see :class:`extractor.readers.encoding.Decoded`.
    """

    lines: tuple[RawLine, ...]
    pages: int | None
    encoding: str
    evidence: str
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[RawLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


def read(source: Source, options: ReadOptions) -> Content:
    """Decode a text file; see :func:`read_text`."""
    text = read_text(source, encoding=options.encoding)
    return Content(lines=text.lines, page_count=text.pages)


def read_text(source: Source, *, encoding: str | None = None) -> TextDocument:
    """Decode a text file and number its lines.

    Args:
        source: the file.
        encoding: its encoding where the user names one; otherwise it is found by evidence.

    Raises:
        EncodingError: the encoding cannot be told, or the one named does not fit.
        EmptyFileError: nothing but blanks.
    """
    decoded = decode(source.data, source=source.name, encoding=encoding)
    if not decoded.text.strip():
        raise EmptyFileError("The file holds nothing but blanks.", source=source.name)
    lines = tuple(split_lines(decoded.text))
    return TextDocument(lines, _page_count(decoded.text), decoded.encoding, decoded.evidence, decoded.notes)


def split_lines(text: str) -> Iterator[RawLine]:
    r"""Number the lines of a text: ``\n``, ``\r\n`` and ``\r`` end a line, a form feed begins a page."""
    page = 1
    parts = _LINE_END.split(text)
    if parts and not parts[-1]:
        parts.pop()
    for number, part in enumerate(parts, start=1):
        first, *others = part.split("\f")
        if first or not others:
            yield RawLine(number, first, page)
        for other in others:
            page += 1
            yield RawLine(number, other, page)


def _page_count(text: str) -> int | None:
    """Pages of a text with form feeds; ``pdftotext`` ends each page with one, other programs put them between pages."""
    breaks = text.count("\f")
    if not breaks:
        return None
    return breaks + (1 if text[text.rfind("\f") + 1 :].strip() else 0)
