"""Lines of text to tables and the text lines between them.

Three shapes are told apart by the evidence of each stretch of lines, not once for the file:

1. delimited: tabs between texts, or a table drawn with pipes (origin ``tabbed``);
2. aligned: columns made by runs of spaces, as ``pdftotext -layout`` prints them (origin ``aligned``);
3. stacked: one cell a line (origin ``tabbed``, one column), where lines read like the labels of a form.

What is none of these is prose and stays text lines. Nothing is dropped: every character that is not blank, nor marks a heading
in Markdown, nor is the frame of a drawn table, nor the quotes and delimiters of a delimited one, is in one of the blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.layout.aligned.blocks import plain_blocks
from extractor.layout.aligned.grouping import grouped
from extractor.layout.aligned.pipes import drawn_cells, drawn_lines, drawn_table
from extractor.layout.aligned.tabs import closing_lines, has_columns, tabbed_paragraph
from extractor.layout.labels import Labels
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Block, Origin, Table

_DOUBLE_SPACED = 0.8
_FEW_ROWS = 4
_HEADING = compiled(r" {0,3}#{1,6} +(?=\S)")
"""What marks a line as a heading in Markdown."""
_FOOTER = 4  # blocks that may stand below the last table of a page


def layout_text(lines: Iterable[RawLine], labels: Labels, *, delimiter: str = "\t") -> list[Block]:
    """Tables and text lines of a text source, in reading order.

    Args:
        lines: the lines of the source, blank ones included, as :func:`extractor.readers.text.read_text` gives them.
        labels: what is known of printed labels.
        delimiter: what separates cells in delimited stretches: a tab, or a comma for CSV.

    Returns:
        ``Table`` and ``TextLine`` records; rows and columns from 0, ``Cell.line`` the line number in the source. Tables
        end at blank lines and at form feeds; what belongs to one form is joined later.
    """
    blocks: list[Block] = []
    plain: list[RawLine] = []
    for paragraph in _paragraphs(_single_spaced(list(map(_without_mark, lines)), delimiter), delimiter):
        if plain and plain[0].page != paragraph[0].page:
            blocks += _plain(blocks, plain, labels)
            plain = []
        for drawn, part in _runs(paragraph):
            delimited = not drawn and any(has_columns(line.text, delimiter) for line in part)
            cells = drawn_cells(part) if drawn else None
            if cells is not None or not (drawn or delimited):
                plain += part if cells is None else cells
                continue
            blocks += _plain(blocks, plain, labels)
            plain = []
            blocks += drawn_table(part, labels) if drawn else tabbed_paragraph(part, labels, delimiter)
    return grouped(blocks + _plain(blocks, plain, labels), labels)


def _plain(blocks: Sequence[Block], lines: Sequence[RawLine], labels: Labels) -> list[Block]:
    """The blocks of lines without delimiters, given the blocks before them: what a page ended in may go on."""
    tables = [block for block in blocks[-_FOOTER:] if isinstance(block, Table)]
    if not tables or not lines or tables[-1].cells[-1].page != lines[0].page - 1:
        return plain_blocks(lines, labels)
    aligned = tables[-1].origin is Origin.ALIGNED
    return plain_blocks(lines, labels, goes_on=aligned, cells_go_on=not aligned and tables[-1].columns == 1)


def _runs(paragraph: Sequence[RawLine]) -> Iterator[tuple[bool, list[RawLine]]]:
    """Split a paragraph where tables drawn with characters (two lines at least) begin and end."""
    plain = index = 0
    while index < len(paragraph):
        drawn = drawn_lines(paragraph, index)
        if not drawn:  # a lone bar is part of the text around it
            index += 1
            continue
        if index > plain:
            yield False, list(paragraph[plain:index])
        yield True, list(paragraph[index : index + drawn])
        plain = index = index + drawn
    if len(paragraph) > plain:
        yield False, list(paragraph[plain:])


def _paragraphs(lines: Sequence[RawLine], delimiter: str) -> Iterator[list[RawLine]]:
    """Runs of lines up to a blank line, a line of nothing but delimiters, or a new page; quoted cells hold together."""
    closers = closing_lines(lines, delimiter)
    paragraph: list[RawLine] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if paragraph and (line.page != paragraph[-1].page or _is_blank(line.text, delimiter)):
            yield paragraph
            paragraph = []
        stop = index
        if not _is_blank(line.text, delimiter):
            while closers[stop]:
                stop = closers[stop]
            paragraph += lines[index : stop + 1]
        index = stop + 1
    if paragraph:
        yield paragraph


def _without_mark(line: RawLine) -> RawLine:
    mark = _HEADING.match(line.text)
    return replace(line, text=line.text[mark.end() :]) if mark else line


def _is_blank(text: str, delimiter: str) -> bool:
    return not text.strip() or (delimiter in text and not text.replace(delimiter, "").strip())


def _single_spaced(lines: list[RawLine], delimiter: str) -> list[RawLine]:
    """The lines without the blank ones that are between every two rows of a double-spaced table."""
    filled = [index for index, line in enumerate(lines) if not _is_blank(line.text, delimiter)]
    rows = [index for index in filled if has_columns(lines[index].text, delimiter)]
    if len(rows) < _FEW_ROWS:
        return lines
    pairs = list(pairwise(filled))
    spaced = sum(after - before == 2 for before, after in pairs)
    if spaced < _DOUBLE_SPACED * len(pairs):
        return lines
    dropped = {before + 1 for before, after in pairs if after - before == 2}
    return [line for index, line in enumerate(lines) if index not in dropped]
