"""Lines of text to tables and the text lines between them.

Three shapes are told apart by the evidence of each stretch of lines, not once for the file:

1. delimited: tabs between texts, or a table drawn with pipes (origin ``tabbed``);
2. aligned: columns made by runs of spaces, as ``pdftotext -layout`` prints them (origin ``aligned``);
3. stacked: one cell a line (origin ``tabbed``, one column), where lines read like the labels of a form.

What is none of these is prose and stays text lines. Nothing is dropped: every character that is not blank, nor the frame
of a drawn table, nor the quotes and delimiters of a delimited one, stands in one of the blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractor.layout.aligned.blocks import plain_blocks
from extractor.layout.aligned.pipes import drawn_table, is_drawn
from extractor.layout.aligned.tabs import closing_lines, has_columns, tabbed_paragraph
from extractor.model.page import RawLine
from extractor.model.table import Block, Origin, Table

_DOUBLE_SPACED = 0.8
_FEW_ROWS = 4
_FOOTER = 4  # blocks that may stand below the last table of a page


def layout_text(lines: Iterable[RawLine], *, delimiter: str = "\t") -> list[Block]:
    """Tables and text lines of a text source, in reading order.

    Args:
        lines: the lines of the source, blank ones included, as :func:`extractor.readers.text.read_text` gives them.
        delimiter: what separates cells in delimited stretches: a tab, or a comma for CSV.

    Returns:
        ``Table`` and ``TextLine`` records; rows and columns from 0, ``Cell.line`` the line number in the source. Tables
        end at blank lines and at form feeds; what belongs to one form is joined later.
    """
    blocks: list[Block] = []
    plain: list[RawLine] = []
    for paragraph in _paragraphs(_single_spaced(list(lines), delimiter), delimiter):
        if plain and plain[0].page != paragraph[0].page:
            blocks += _plain(blocks, plain)
            plain = []
        for drawn, part in _runs(paragraph):
            delimited = not drawn and any(has_columns(line.text, delimiter) for line in part)
            if not drawn and not delimited:
                plain += part
                continue
            blocks += _plain(blocks, plain)
            plain = []
            blocks += drawn_table(part) if drawn else tabbed_paragraph(part, delimiter)
    return blocks + _plain(blocks, plain)


def _plain(blocks: Sequence[Block], lines: Sequence[RawLine]) -> list[Block]:
    """The blocks of lines without delimiters, given the blocks before them: what a page ended in may go on."""
    tables = [block for block in blocks[-_FOOTER:] if isinstance(block, Table)]
    if not tables or not lines or tables[-1].cells[-1].page != lines[0].page - 1:
        return plain_blocks(lines)
    aligned = tables[-1].origin is Origin.ALIGNED
    return plain_blocks(lines, goes_on=aligned, cells_go_on=not aligned and tables[-1].columns == 1)


def _runs(paragraph: Sequence[RawLine]) -> Iterator[tuple[bool, list[RawLine]]]:
    """Split a paragraph where tables drawn with characters (two lines at least) begin and end."""
    marks = [is_drawn(line.text) for line in paragraph]
    index = 0
    while index < len(paragraph):
        stop = index + 1
        while stop < len(paragraph) and marks[stop] == marks[index]:
            stop += 1
        drawn = marks[index] and stop - index > 1
        if not drawn:  # a lone bar is part of the text around it
            while stop < len(paragraph) and not (marks[stop] and stop + 1 < len(paragraph) and marks[stop + 1]):
                stop += 1
        yield drawn, list(paragraph[index:stop])
        index = stop


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


def _is_blank(text: str, delimiter: str) -> bool:
    return not text.strip() or (delimiter in text and not text.replace(delimiter, "").strip())


def _single_spaced(lines: list[RawLine], delimiter: str) -> list[RawLine]:
    """The lines without the blank ones that stand between every two rows of a double-spaced table."""
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
