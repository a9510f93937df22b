"""Tab-separated text to tables: one line a row, one tab a column; quoted cells may hold line breaks.

Which lines are rows is decided for each paragraph (lines up to the next blank one, or one of nothing but tabs):

- leading lines with a single cell in the first column (titles, year lines; their trailing tabs say nothing) are text
  lines, unless that cell is a structural label;
- closing lines without any tab (notes) are text lines; with tabs they are rows, for a slid label may be all that is left;
- lines without a tab in between are rows where they read like labels, text lines where they read like prose. In a
  rectangular paragraph (every row has the same number of tabs) the parts of a row that was broken by a line break inside a cell are
  joined again when their tabs add up exactly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from extractor.layout.aligned.grid import Field, text_line
from extractor.layout.aligned.left_out import PrintedRow, with_left_out
from extractor.layout.labels import Labels
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Block, Table
from extractor.model.text import label_key

_RECTANGULAR = 0.8  # share of lines with the same number of tabs
_PROSE_END = "。;；：:!?"
_PROSE_LINES = 3
_MAX_QUOTED = 100  # lines of one quoted cell
_MAX_BROKEN = 60  # lines over which one row may have been broken


class _Row(Struct, frozen=True):
    line: RawLine
    fields: tuple[Field, ...]  # those that are not blank
    tabs: int


def has_columns(text: str, delimiter: str = "\t") -> bool:
    """Whether a line has a delimiter between two texts (an indent or trailing tabs are none)."""
    return delimiter in text.strip()


def tabbed_paragraph(lines: Sequence[RawLine], labels: Labels, delimiter: str = "\t") -> list[Block]:
    """The blocks of one paragraph of delimited text."""
    rows = [row for row in _rows(lines, delimiter) if row.fields]
    if delimiter == "\t":
        rows = _mend(rows)
    first, last = 0, len(rows)
    while first < last and _is_heading(rows[first], labels):
        first += 1
    while last > first and not rows[last - 1].tabs:
        last -= 1
    if first == last:
        return [text_line(row.line) for row in rows]
    blocks: list[Block] = [text_line(row.line) for row in rows[:first]]
    blocks += _tables(rows[first:last], labels)
    blocks += [text_line(row.line) for row in rows[last:]]
    return blocks


def _is_heading(row: _Row, labels: Labels) -> bool:
    return len(row.fields) == 1 and row.fields[0].column == 0 and not labels.is_label(row.fields[0].lines[0])


def _tables(rows: Sequence[_Row], labels: Labels) -> Iterator[Block]:
    kept: list[_Row] = []
    index = 0
    while index < len(rows):
        run = index
        while run < len(rows) and not rows[run].tabs:
            run += 1
        if kept and index < run and _goes_on(kept[-1], rows[index:run], labels):
            kept[-1] = _joined([kept[-1], *rows[index:run]])
        elif _is_prose(rows[index:run], labels):
            if kept:
                yield from _with_columns(kept, labels)
                kept = []
            yield from (text_line(row.line) for row in rows[index:run])
        else:
            kept += rows[index:run]
        if run < len(rows):
            kept.append(rows[run])
        index = run + 1
    if kept:
        yield from _with_columns(kept, labels)


def _goes_on(row: _Row, rows: Sequence[_Row], labels: Labels) -> bool:
    """Whether lines without a tab go on with the goal that ends the row above them."""
    texts = ["".join(field.lines) for field in row.fields]
    if not any(map(labels.is_goal, texts[:-1])) or row.fields[-1].column != row.tabs or labels.is_label(texts[-1]):
        return False
    return not any(labels.is_label(other.line.text) or ":" in label_key(other.line.text)[:8] for other in rows)


def _with_columns(rows: Sequence[_Row], labels: Labels) -> list[Table]:
    return with_left_out([PrintedRow(row.fields, row.fields[-1].column + 1) for row in rows], labels)


def _is_prose(rows: Sequence[_Row], labels: Labels) -> bool:
    if any(labels.is_label(row.line.text) for row in rows):
        return False
    return len(rows) >= _PROSE_LINES or any(row.line.text.rstrip().endswith(tuple(_PROSE_END)) for row in rows)


def _rows(lines: Sequence[RawLine], delimiter: str) -> Iterator[_Row]:
    closers = closing_lines(lines, delimiter)
    index = 0
    while index < len(lines):
        line = lines[index]
        if '"' in line.text:
            row, index = _quoted_row(lines, index, delimiter, closers)
        else:
            row, index = _plain_row(line, delimiter), index + 1
        yield row


def _plain_row(line: RawLine, delimiter: str) -> _Row:
    parts = line.text.split(delimiter)
    fields = tuple(Field(column, (part,), line.number, line.page) for column, part in enumerate(parts) if part.strip())
    return _Row(line, fields, len(parts) - 1)


def closing_lines(lines: Sequence[RawLine], delimiter: str = "\t") -> list[int]:
    """For each line the index of the line in which its quoted cell ends, ``0`` where it leaves none open.

    A quote is believed only if it opens right after a delimiter or closes right before one, if no other cell opens before it
    has closed, and if that is not too far away; otherwise it is a character like any other.
    """
    closing = _closing(delimiter)
    opening = compiled(rf'(?:^|{re.escape(delimiter)})"[^"]')
    result = [0] * len(lines)
    following, before_delimiter = 0, False
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if '"' not in text:
            continue
        start = _unclosed(text, delimiter)
        if start is not None and following and following - index <= _MAX_QUOTED and (start or before_delimiter):
            result[index] = following
        match, opened = closing.search(text), opening.search(text)
        if match is not None and (opened is None or match.start() < opened.start()):
            following, before_delimiter = index, text.startswith(delimiter, match.end() - len(delimiter))
        elif opened is not None:
            following = 0
    return result


def _closing(delimiter: str) -> re.Pattern[str]:
    return compiled(rf'(?<!")((?:"")*)" *(?:{re.escape(delimiter)}|$)')


def _unclosed(text: str, delimiter: str) -> int | None:
    """Where a cell of this line begins with a quote that the line does not close."""
    position = 0
    while True:
        end = position
        if text.startswith('"', position):
            closed = _quote_end(text, position, delimiter)
            if closed is None:
                return position
            end = closed
        cut = text.find(delimiter, end)
        if cut < 0:
            return None
        position = cut + len(delimiter)


def _quoted_row(lines: Sequence[RawLine], start: int, delimiter: str, closers: Sequence[int]) -> tuple[_Row, int]:
    fields: list[Field] = []
    index, position, column = start, 0, 0
    while True:
        line = lines[index]
        parts, index, position = _quoted_cell(lines, index, position, delimiter, closers)
        filled = [(offset, part) for offset, part in enumerate(parts) if part.strip()]
        if filled:
            number = lines[index].number if len(parts) == 1 else line.number + filled[0][0]
            fields.append(Field(column, tuple(part for _, part in filled), number, line.page))
        if position < 0:
            return _Row(lines[start], tuple(fields), column), index + 1
        position += len(delimiter)
        column += 1


def _quoted_cell(
    lines: Sequence[RawLine], index: int, position: int, delimiter: str, closers: Sequence[int]
) -> tuple[list[str], int, int]:
    """The lines of the cell at ``position``, the line in which it ends, and the delimiter behind it (-1 for none)."""
    text = lines[index].text
    if text.startswith('"', position):
        end = _quote_end(text, position, delimiter)
        if end is not None:
            return [text[position + 1 : end].replace('""', '"')], index, text.find(delimiter, end)
        if stop := closers[index]:
            last = lines[stop].text
            match = _closing(delimiter).search(last)
            end = match.end(1) if match is not None else len(last)
            inner = [text[position + 1 :], *(each.text for each in lines[index + 1 : stop]), last[:end]]
            return [part.replace('""', '"') for part in inner], stop, last.find(delimiter, end)
    cut = text.find(delimiter, position)
    return [text[position:] if cut < 0 else text[position:cut]], index, cut


def _quote_end(text: str, position: int, delimiter: str) -> int | None:
    """Where the quoted cell that opens at ``position`` closes, if this line closes it right before a delimiter or its end."""
    index = text.find('"', position + 1)
    while index >= 0 and text.startswith('""', index):
        index = text.find('"', index + 2)
    if index < 0:
        return None
    rest = index + 1
    while rest < len(text) and text[rest] == " ":
        rest += 1
    return index if rest == len(text) or text.startswith(delimiter, rest) else None


def _mend(rows: list[_Row]) -> list[_Row]:
    """Join the parts of rows that line breaks inside unquoted cells have cut, where the tabs prove it."""
    counts = Counter(row.tabs for row in rows if row.tabs)
    if not counts:
        return rows
    usual, number = counts.most_common(1)[0]
    if usual < 2 or number < 3 or number < _RECTANGULAR * sum(counts.values()):
        return rows
    mended: list[_Row] = []
    index = 0
    while index < len(rows):
        stop, tabs = index + 1, rows[index].tabs
        limit = min(len(rows), index + _MAX_BROKEN)
        while 0 < tabs < usual and stop < limit and rows[stop].tabs < usual:
            tabs += rows[stop].tabs
            stop += 1
        if stop > index + 1 and tabs == usual:
            mended.append(_joined(rows[index:stop]))
            index = stop
        else:
            mended.append(rows[index])
            index += 1
    return mended


def _joined(rows: Sequence[_Row]) -> _Row:
    fields = list(rows[0].fields)
    base = rows[0].tabs
    for row in rows[1:]:
        for field in row.fields:
            if field.column == 0 and fields and fields[-1].column == base:
                last = fields.pop()
                fields.append(Field(base, last.lines + field.lines, last.number, last.page))
            else:
                fields.append(Field(base + field.column, field.lines, field.number, field.page))
        base += row.tabs
    return _Row(rows[0].line, tuple(fields), base)
