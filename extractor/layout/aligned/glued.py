"""Rows whose cells are on one line with nothing between them, cut again at the labels that are known.

``项目名称道路养护主管部门某县交通局`` is a label, its value, a label and its value; ``产出指标数量指标养护里程12公里`` are two levels and
what the rules cut into a name and its value. Text is cut so only where it shows that it is glued: by a line that holds nothing
but the heads of indicators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from extractor.layout.labels import MAX_LABEL, Labels
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Block, TextLine

_LONGEST = 400  # characters of a line that is cut
_LONGEST_HEAD = 120
_FEWEST_HEADS = 3
_SHORTEST = 3  # characters of a label within a line
_LONGEST_UNKNOWN = 6  # of a head that no rule knows
_MOST_WORDS = 2  # of a line of heads: one of them may stand apart
_PROSE = compiled(r"[,，。;；!！?？≥≤%％]")
_MOST_TEXTS = 4000  # of a document without a form
_VALUE_ENDS = " %％‰)）"
_FULL = ("指标", "目标")
_LEVEL_ENDS = (*_FULL, ")")


def is_glued(lines: Sequence[RawLine], labels: Labels) -> bool:
    """Whether a line holds nothing but heads of indicators, without a blank between most of them."""
    return any(
        len(heads := heads_in(line.text, labels)) >= _FEWEST_HEADS and labels.heads_indicators(heads) for line in lines
    )


def glued_rows(blocks: Iterable[Block], labels: Labels) -> list[str]:
    """The texts that begin with the labels of two levels and go on: rows whose cells have nothing between them."""
    found = []
    for text in islice(_texts(blocks), _MOST_TEXTS):
        levels = _levels_before(text, labels) if len(text) <= _LONGEST else []
        if len(levels) > 1 and sum(map(len, levels)) < len(text):
            found.append(text)
    return found


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TextLine):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def heads_in(text: str, labels: Labels) -> list[str]:
    """The heads that a line consists of; none where anything else is in it but one that no rule knows, at its beginning."""
    text = text.strip()
    if len(text) > _LONGEST_HEAD or _PROSE.search(text) or len(text.split()) > _MOST_WORDS or labels.is_label(text):
        return []
    if not any(labels.is_label(text[-size:]) for size in range(2, min(MAX_LABEL, len(text)))):
        return []  # most lines end with no label
    if whole := _labels_in(text, labels):
        return whole
    for start in range(_SHORTEST, min(_LONGEST_UNKNOWN, len(text)) + 1):
        known = _labels_in(text[start:], labels)
        if len(known) >= _FEWEST_HEADS and labels.heads_indicators(known):
            return [text[:start], *known]
    return []


def _labels_in(text: str, labels: Labels) -> list[str]:
    """The fewest labels that a text consists of."""
    # fewest[i]: those that the first i characters consist of.
    fewest: list[list[str] | None] = [[], *[None] * len(text)]
    for start in range(len(text)):
        before = fewest[start]
        if before is None:
            continue
        if text[start].isspace():
            fewest[start + 1] = fewest[start + 1] or before
            continue
        for stop in range(start + 2, min(start + MAX_LABEL, len(text)) + 1):
            found = fewest[stop]
            if (found is None or len(found) > len(before) + 1) and _is_head(text[start:stop], labels):
                fewest[stop] = [*before, text[start:stop]]
    return fewest[-1] or []


def _is_head(text: str, labels: Labels) -> bool:
    return text == text.strip() and labels.is_label(text)


def cut_lines(lines: Sequence[RawLine], labels: Labels) -> list[RawLine]:
    """The cells of glued lines, each as a line with its own number."""
    return [replace(line, text=text) for line in lines for text in cut_line(line.text, labels)]


def cut_line(text: str, labels: Labels) -> list[str]:
    """The cells of a line: its heads, the labels and values of the part above the indicators, or levels and the rest."""
    text = text.strip()
    if len(text) > _LONGEST or labels.is_label(text):
        return [text]
    if heads := heads_in(text, labels):
        return heads
    if _levels_before(text, labels):
        return _groups(text, labels)
    first = _label_at(text, 0, labels)
    return [text] if first is None else [first, *_values_and_labels(text[len(first) :], labels)]


def _groups(text: str, labels: Labels) -> list[str]:
    """The levels that a line begins with and what follows them, again for each group of levels behind a value, and its end."""
    cells: list[str] = []
    start = 0
    while start < len(text):
        levels = _levels_before(text[start:], labels) or _end_before(text[start:], labels)
        first = start + sum(map(len, levels))
        stop = next((at for at in range(first + 1, len(text)) if _begins_group(text, at, labels)), len(text))
        cells += [*levels, *filter(None, [text[first:stop].strip()])]
        start = stop
    return cells


def _begins_group(text: str, at: int, labels: Labels) -> bool:
    """Whether levels, or the label that ends a form, are right behind a value or a blank."""
    if not (text[at - 1].isdigit() or text[at - 1] in _VALUE_ENDS) or text[at].isspace():
        return False
    if _levels_before(text[at : at + 2 * MAX_LABEL], labels):
        return True
    return bool(_end_before(text[at:], labels))


def _end_before(text: str, labels: Labels) -> list[str]:
    """The label that ends a form, where a text begins with one: 合计100."""
    return next(([text[:size]] for size in (4, 3, 2) if labels.ends_form(text[:size])), [])


def _levels_before(text: str, labels: Labels) -> list[str]:
    """The labels of levels that a line begins with: as many characters as possible, the last of them one that says 指标."""
    best: list[str] = []
    if not any(end in text for end in _LEVEL_ENDS):
        return best  # most lines
    options: list[list[str]] = [[]]
    for _ in range(3):
        longer = []
        for levels in options:
            start = sum(map(len, levels))
            parts = (text[start:stop] for stop in range(start + 2, min(start + MAX_LABEL, len(text)) + 1))
            longer += [[*levels, part] for part in parts if _is_level(part, labels, after=bool(levels))]
        best = max([best, *(levels for levels in longer if levels[-1].endswith(_LEVEL_ENDS))], key=_reach)
        options = longer
    return best


def _reach(levels: Sequence[str]) -> tuple[int, int]:
    return sum(map(len, levels)), -len(levels)


def _is_level(text: str, labels: Labels, *, after: bool) -> bool:
    if labels.is_level(text):
        return True
    return (
        after and text.endswith(_FULL) and labels.column_role(text) is not None
    )  # 具体指标, where a level is left open


def _label_at(text: str, start: int, labels: Labels) -> str | None:
    """The longest label that begins at a place."""
    for stop in range(min(start + MAX_LABEL, len(text)), start + 1, -1):
        part = text[start:stop]
        if labels.is_header(part) or labels.is_side(part) or labels.ends_form(part):
            return part
    return None


def _values_and_labels(text: str, labels: Labels) -> list[str]:
    """What follows a line's first label: values, and the labels between them that can be there."""
    cells: list[str] = []
    start = at = 0
    while at < len(text):
        label = _label_at(text, at, labels)
        if label is None or not _can_stand(text, at, label, labels):
            at += 1
            continue
        cells += [text[start:at].strip(), label]
        start = at = at + len(label)
    return [cell for cell in [*cells, text[start:].strip()] if cell]


def _can_stand(text: str, at: int, label: str, labels: Labels) -> bool:
    """Whether a label within a line is one there: a field's, an amount's before its figures, another's before a label."""
    if len(label.strip(":：")) < _SHORTEST and not label.endswith((":", "：")):
        return False
    if labels.is_field(label):
        return True
    following = text[at + len(label) :].lstrip()
    if labels.is_amount(label):
        return not following or following[0].isdigit() or following[0] in ":："
    return not following or _label_at(following, 0, labels) is not None
