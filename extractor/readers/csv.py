"""Delimited text (CSV): each record a line of cells, laid out as tab-separated text is. The lines tell the delimiter."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from extractor.errors import DamagedError, EmptyFileError
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Source
from extractor.model.text import join_lines
from extractor.readers.content import Content, ReadOptions
from extractor.readers.encoding import decode

_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE = 200  # lines that tell the delimiter
_AS_TEXT = compiled(r'="(.*)"', 16)  # re.DOTALL; how programs keep Excel from reading 001 as a number


def read(source: Source, options: ReadOptions) -> Content:
    """Read delimited text.

    Raises:
        DamagedError: it is not delimited as it should be.
        EmptyFileError: nothing but blanks.
        EncodingError: its encoding cannot be told.
    """
    text = decode(source.data, source=source.name, encoding=options.encoding).text
    if not text.strip():
        raise EmptyFileError("The file holds nothing but blanks.", source=source.name)
    lines = text.splitlines(keepends=True)
    try:
        return Content(lines=tuple(_records(lines, _delimiter(lines))))
    except csv.Error as error:
        message = f"The records cannot be told apart ({error})."
        raise DamagedError(message, source=source.name, remedy="Save it again as CSV or XLSX.") from None


def _records(lines: list[str], delimiter: str) -> Iterator[RawLine]:
    reader = csv.reader(lines, delimiter=delimiter)
    first = 1
    for record in reader:
        yield RawLine(first, "\t".join(map(_cell, record)))
        first = reader.line_num + 1


def _cell(text: str) -> str:
    """A cell as tab-separated text holds it."""
    match = _AS_TEXT.fullmatch(text)
    lines = (match[1] if match else text).replace("\t", " ").splitlines()
    text = lines[0] if len(lines) == 1 else join_lines(lines)  # blanks within a line keep its parts apart
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _delimiter(lines: list[str]) -> str:
    """The delimiter that cuts the most lines into the same number of cells; a comma on doubt."""

    def fit(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(record) for record in csv.reader(lines[:_SAMPLE], delimiter=delimiter))
        counts.pop(1, None)
        counts.pop(0, None)
        cells, rows = max(counts.items(), key=lambda item: item[1], default=(0, 0))
        return rows, cells

    return max(_DELIMITERS, key=fit)
