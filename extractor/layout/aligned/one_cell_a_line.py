"""One cell a line: forms copied out of a word processor, or printed by ``pdftotext -raw``.

Lines are cells where they are among the labels of a form; everything else is prose and stays text lines. A line with
several labels in it is cut around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.layout.aligned.glued import cut_lines, is_glued
from extractor.layout.aligned.grid import Field, table, text_lines
from extractor.layout.aligned.pieces import cell_ends, is_quantity, line_pieces
from extractor.layout.labels import MAX_LABEL, Labels, is_whole
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Block, Origin

_IDEOGRAPH = compiled(r"[\u4e00-\u9fff]")
_ANSWERS = frozenset("是否有无优良中差高低甲乙丙")
_MIN_LABELS = 4  # different ones, for lines to be a form
_MAX_BETWEEN = 60  # lines from one label to the next
_MAX_TAIL = 30
_PROSE_WIDTH = 60
_MAX_PARTS = 3


def stacked_blocks(lines: Sequence[RawLine], labels: Labels, *, goes_on: bool = False) -> list[Block]:
    """Text lines, with each stretch of lines that reads like the cells of a form as a table of one column.

    Args:
        lines: in order.
        labels: what is known of printed labels.
        goes_on: whether cells of a form ended the page before: then the first lines are its rest.
    """
    if is_glued(lines, labels):
        lines = cut_lines(lines, labels)
    blocks: list[Block] = []
    done = 0
    for start, stop in _stretches(lines, labels, goes_on):
        blocks += text_lines(lines[done:start])
        blocks.append(table([[field] for field in _cells(lines[start:stop], labels)], Origin.TABBED))
        done = stop
    return blocks + list(text_lines(lines[done:]))


def _stretches(lines: Sequence[RawLine], labels: Labels, goes_on: bool) -> list[tuple[int, int]]:
    found = [(index, label) for index, line in enumerate(lines) for label in _labels(line.text, labels)]
    stretches: list[tuple[int, int]] = []
    if goes_on:
        found = [(-1, ""), *found]
    first = 0
    for position in range(1, len(found) + 1):
        if position < len(found) and found[position][0] - found[position - 1][0] <= _MAX_BETWEEN:
            continue
        run = found[first:position]
        if run[0][0] < 0 or len({label for _, label in run}) >= _MIN_LABELS:
            stretches.append((max(run[0][0], 0), _tail(lines, run[-1][0] + 1)))
        first = position
    return stretches


def _labels(text: str, labels: Labels) -> list[str]:
    if " " not in text.strip() and len(text) > 2 * MAX_LABEL:
        return []
    return [piece.text for piece in line_pieces(text, labels) if piece.label]


def _tail(lines: Sequence[RawLine], start: int) -> int:
    """The cells behind the last label: up to the first line that reads like prose."""
    stop = start
    while stop < len(lines) and stop - start < _MAX_TAIL:
        text = lines[stop].text.strip()
        if len(text) >= _PROSE_WIDTH or text.endswith(("。", "；", "：")):
            break
        stop += 1
    return stop


def _cells(lines: Sequence[RawLine], labels: Labels) -> list[Field]:
    rows = [(line_pieces(line.text, labels), line) for line in lines]
    # Several cells on a line: the spaces between ideographs are where cells end. Where each line is one cell, they are wraps.
    mixed = sum(len(pieces) > 1 for pieces, _ in rows) > 1
    pieces = [
        (text, line)
        for parts, line in rows
        for part in parts
        for text in (_cut(part.text, cell_ends(part.text)) if mixed else [part.text])
    ]
    fields: list[Field] = []
    index = 0
    while index < len(pieces):
        count = _label_length(pieces, index, labels)
        while (
            mixed
            and index + count < len(pieces)
            and _is_rest(pieces[index + count - 1][0], pieces[index + count][0], labels)
        ):
            count += 1
        texts = tuple(text for text, _ in pieces[index : index + count])
        line = pieces[index][1]
        fields.append(Field(0, texts, line.number, line.page))
        index += count
    return fields


def _cut(text: str, places: Sequence[int]) -> list[str]:
    bounds = [0, *places, len(text)]
    return [text[first:last].strip() for first, last in pairwise(bounds)]


def _is_rest(text: str, following: str, labels: Labels) -> bool:
    """Whether a piece can only be the rest of the cell before it: a lone ideograph that is no answer, or a bracket's end."""
    if labels.is_label(text) or is_quantity(text):
        return False
    opened = text.count("(") + text.count("（") > text.count(")") + text.count("）")
    return opened or (len(following) == 1 and _IDEOGRAPH.match(following) is not None and following not in _ANSWERS)


def _label_length(pieces: Sequence[tuple[str, RawLine]], index: int, labels: Labels) -> int:
    """How many pieces from here make one label: 计划开始日 and 期 are one cell, 项目资金 and 总额: too."""
    text, longest = "", 1
    for count, (part, _) in enumerate(pieces[index : index + _MAX_PARTS], start=1):
        if count > 1 and is_whole(part, labels) and (labels.is_label(text) or not labels.is_label(text + part)):
            break
        if count > 1 and part.isdigit():
            break  # a number of its own: 指标值 | 1
        text += part
        if labels.is_label(text):
            longest = count
        if not labels.begins_label(text):
            break
    return longest
