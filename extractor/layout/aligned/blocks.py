"""Text without delimiters to blocks: aligned tables, stacked cells, prose.

Title lines cut the lines into sections. In a section a table of aligned columns reaches from its first to its last line with
several pieces, with the wrapped lines around and between them; lines of prose end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractor.layout.aligned.form import aligned_table, unaligned_table
from extractor.layout.aligned.grid import text_lines
from extractor.layout.aligned.one_cell_a_line import stacked_blocks
from extractor.layout.aligned.pieces import has_gap, line_pieces
from extractor.layout.labels import Labels
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Block, Table
from extractor.model.text import display_width, label_key

_PAGE_NUMBER = compiled(
    r"[-—–\s]*\d{1,4}[-—–\s]*(?:/\s*\d{1,4})?|第\s*\d+\s*页.{0,12}|Page\s+\d+.{0,12}|Sheet\s?\d+", re.I
)
_UNIT_LINE = compiled(r"[(（]?\s*(?:金额)?单位\s*[:：].{1,8}")
_YEAR = compiled(r"\(?\d{4}年(?:度)?(?:[-至]\d{4}年(?:度)?)?\)?")
_FURNITURE = 2  # lines at the top and at the foot of a page among which its number stands
_MAX_BLANK = 6  # blank lines inside one table
_MAX_LINES = 4000  # of one table: more is no form, and is not worth the comparing of lines
_MAX_PLAIN = 60  # lines of one wrapped cell
_FEW_LABELS = 3
_ALIGNED_SHARE = 0.2  # of the lines of an aligned form that have a gap
_PROSE_SHARE = 0.6  # of the table's width


def plain_blocks(
    lines: Sequence[RawLine], labels: Labels, *, goes_on: bool = False, cells_go_on: bool = False
) -> list[Block]:
    """The blocks of lines (not blank, of one page) that have no delimiters.

    Args:
        lines: in order.
        labels: what is known of printed labels.
        goes_on: whether an aligned table ended the page before: then the first lines, even without a label, may be its rest.
        cells_go_on: the same of cells that stood one a line.
    """
    blocks: list[Block] = []
    section: list[RawLine] = []
    spacing = median([after.number - before.number for before, after in pairwise(lines)] or [1])
    for index, line in enumerate(lines):
        titled = _is_title(line.text.strip(), labels)
        if titled or _is_page_number(lines, index, spacing):
            blocks += _section(section, labels, goes_on, cells_go_on)
            blocks += text_lines([line])
            if section or titled:
                goes_on = cells_go_on = False
            section = []
        else:
            section.append(line)
    return blocks + _section(section, labels, goes_on, cells_go_on)


def _is_title(text: str, labels: Labels) -> bool:
    """Whether a line is the title of a form or the year below one."""
    return labels.is_title(text) or ("年" in text and _YEAR.fullmatch(label_key(text)) is not None)


def _is_page_number(lines: Sequence[RawLine], index: int, spacing: float) -> bool:
    """Whether a line near the top or the foot of its page numbers it; a bare number in touch with others is a cell."""
    text = lines[index].text.strip()
    if _FURNITURE <= index < len(lines) - _FURNITURE or not _PAGE_NUMBER.fullmatch(text):
        return False
    near = [other for other in lines[max(index - 1, 0) : index + 2] if other is not lines[index]]
    return not text.isdigit() or all(abs(other.number - lines[index].number) > spacing for other in near)


def _section(lines: Sequence[RawLine], labels: Labels, goes_on: bool, cells_go_on: bool) -> list[Block]:
    blocks: list[Block] = []
    done = _rest_of_table(lines, labels) if goes_on else 0
    if done:
        blocks.append(_table(lines[:done], labels))
        lines, done = lines[done:], 0
    for start, stop in _stretches(lines, labels):
        if _is_aligned(lines[start:stop], labels):
            blocks += stacked_blocks(lines[done:start], labels, goes_on=cells_go_on)
            blocks.append(_table(lines[start:stop], labels))
            done, cells_go_on = stop, False
    return blocks + stacked_blocks(lines[done:], labels, goes_on=cells_go_on)


def _table(lines: Sequence[RawLine], labels: Labels) -> Table:
    return aligned_table(lines, labels) if len(lines) <= _MAX_LINES else unaligned_table(lines, labels)


def _rest_of_table(lines: Sequence[RawLine], labels: Labels) -> int:
    """How many lines from the top of a page go on with the table of the page before: those above the first prose."""
    if not any(has_gap(line.text) for line in lines):
        return 0
    extents = [_extent(line) for line in lines[:400]]
    left, right = min(begin for begin, _ in extents), max(end for _, end in extents)
    stop = 0
    while stop < len(lines) and not all(_is_prose(line, left, right, labels) for line in lines[stop : stop + 2]):
        stop += 1
    return stop


def _is_aligned(lines: Sequence[RawLine], labels: Labels) -> bool:
    gaps = sum(has_gap(line.text) for line in lines)
    if not gaps:
        return False
    found = {piece.text for line in lines for piece in line_pieces(line.text, labels) if piece.label}
    if len(found) >= _FEW_LABELS:
        return gaps >= _ALIGNED_SHARE * len(lines)
    return gaps >= 3 and gaps >= len(lines) / 2 and _has_columns(lines, labels)


def _has_columns(lines: Sequence[RawLine], labels: Labels) -> bool:
    """Whether the second pieces of most lines begin, end or are centred below each other, by either ruler."""
    for ruler in (len, display_width):
        places: dict[tuple[str, int], int] = {}
        rows = [row for line in lines[:400] if len(row := line_pieces(line.text, labels, ruler=ruler)) > 1]
        for row in rows:
            piece = row[1]
            for key in (("l", piece.left), ("r", piece.right), ("c", piece.left + piece.right)):
                places[key] = places.get(key, 0) + 1
        if rows and max(places.values()) >= max(2, len(rows) / 2):
            return True
    return False


def _stretches(lines: Sequence[RawLine], labels: Labels) -> Iterator[tuple[int, int]]:
    """Runs of lines that may be one table each."""
    several = [has_gap(line.text) or len(line_pieces(line.text, labels)) > 1 for line in lines]
    index = 0
    while index < len(lines):
        if not several[index]:
            index += 1
            continue
        stop = _end(lines, several, index, labels)
        start = index
        while start > 0 and _belongs(lines[start - 1], lines[start], lines[index:stop]):
            start -= 1
            if index - start >= 4:
                break
        yield start, stop
        index = stop


def _end(lines: Sequence[RawLine], several: Sequence[bool], first: int, labels: Labels) -> int:
    """Where the table that begins at ``first`` stops: behind its last line with several pieces and the lines that wrap on."""
    last, prose = first, 0
    left, right = _extent(lines[first])
    index = first + 1
    while index < len(lines) and index - last <= _MAX_PLAIN:
        line = lines[index]
        if line.number - lines[index - 1].number > _MAX_BLANK + 1:
            break
        if several[index]:
            last, prose = index, 0
            begin, end = _extent(line)
            left, right = min(left, begin), max(right, end)
        elif _is_prose(line, left, right, labels):
            prose += 1
            if prose > 1:
                break
        index += 1
    stop = last + 1
    while (
        stop < len(lines)
        and stop - last <= _MAX_PLAIN
        and _belongs(lines[stop], lines[stop - 1], lines[first : last + 1])
    ):
        stop += 1
    return stop


def _extent(line: RawLine) -> tuple[int, int]:
    text = line.text.rstrip()
    return len(text) - len(text.lstrip()), len(text)


def _is_prose(line: RawLine, left: int, right: int, labels: Labels) -> bool:
    begin, end = _extent(line)
    return (
        begin - left <= 4 and end - begin >= _PROSE_SHARE * (right - left) and len(line_pieces(line.text, labels)) == 1
    )


def _belongs(line: RawLine, neighbour: RawLine, table: Sequence[RawLine]) -> bool:
    """Whether a line with one piece, right above or below a table, is the wrapped line of one of its cells."""
    if abs(line.number - neighbour.number) != 1 or _UNIT_LINE.fullmatch(line.text.strip()):
        return False
    sample = table[:200]
    left = min(_extent(row)[0] for row in sample)
    right = max(_extent(row)[1] for row in sample)
    begin, end = _extent(line)
    if end > right + 4 or end - begin > _PROSE_SHARE * (right - left):
        return False
    return begin > left + 3 or (end - begin <= 6 and len(line.text.strip()) <= 6)
