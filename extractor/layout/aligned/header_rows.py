"""The part above the indicators in cells without columns: labels with their values, goals, amounts and their heads as rows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extractor.layout.labels import Labels
from extractor.model.patterns import compiled
from extractor.model.table import Cell
from extractor.model.text import join_lines

_FIGURE = compiled(r"[-—–/]+|\d[\d,]*(?:\.\d+)?(?:[%％]|元|万元|亿元|分)?")
_SENTENCES = compiled(r"[^。]+。?")
_NUMBERED = compiled(r"[(（]?\d{1,2}[)）.、．](?!\d)")
_NUMBERED_HEAD = compiled(r"\d{1,2}[.、．][^\d,，.。;；!！?？]{4,16}")
"""What heads the next part of a form, behind a text that is no numbered list: 2.项目实施内容及过程概述."""
_FEWEST_HEADS = 2
_MOST_HEADS = 12
_MOST_GOAL_LINES = 40
_ENDS_TEXT = ("。", "；", ";", "！", "!")


def joined(cells: Sequence[Cell]) -> Cell:
    """The lines of several cells as one."""
    lines = tuple(line for cell in cells for line in cell.lines)
    return cells[0] if len(cells) == 1 else replace(cells[0], text=join_lines(lines), lines=lines)


def is_figure(text: str) -> bool:
    """Whether a text is an amount, a rate or a score, or the dash in place of one."""
    return _FIGURE.fullmatch(text) is not None


def labelled_rows(cells: Sequence[Cell], start: int, labels: Labels) -> tuple[list[list[Cell]], int]:
    """Rows from ``start`` on, and where the next begin: a label with its value, amounts in a line, or goals with their texts."""
    first = cells[start]
    amount = labels.is_amount(first.text)
    if amount or labels.is_side(first.text) or labels.ends_form(first.text):
        figures, stop = _figures(cells, start + 1)
        alone = labels.ends_form(first.text) or (amount and not labels.is_header(first.text))
        if figures and (alone or len(figures) > 1):
            return [[first, *figures]], stop
        heads, stop = _heads_of_amounts(cells, start + 1, labels)
        if heads:
            return [[first, *heads]], stop
    if not labels.is_header(first.text):
        return [[first]], start + 1
    if labels.is_goal(first.text):
        return _goals(cells, start, labels)
    stop = start + 1
    named = labels.is_field(first.text) and _is_value(cells, stop, labels)
    if named or (stop < len(cells) and not _is_any_label(cells[stop].text, labels)):
        stop += 1
    return [list(cells[start:stop])], stop


def _words(cell: Cell) -> list[Cell]:
    """The words of a cell as cells; the text itself has no blanks beside ideographs."""
    words = " ".join(cell.lines).split()
    return [cell] if len(words) < 2 else [replace(cell, text=word, lines=(word,)) for word in words]


def sum_apart(cell: Cell, labels: Labels) -> list[Cell]:
    """A cell, or the label of a sum and the figures behind it as cells: 总分 100."""
    first, *rest = _words(cell)
    sums = rest and labels.ends_form(first.text) and all(is_figure(word.text) for word in rest)
    return [first, *rest] if sums else [cell]


def _figures(cells: Sequence[Cell], start: int) -> tuple[list[Cell], int]:
    """The figures that follow, one a cell or with blanks between, and the cell behind them."""
    found: list[Cell] = []
    while start < len(cells) and len(found) < _MOST_HEADS:
        words = _words(cells[start])
        if not all(is_figure(word.text) for word in words):
            break
        found += words
        start += 1
    return found, start


def _heads_of_amounts(cells: Sequence[Cell], start: int, labels: Labels) -> tuple[list[Cell], int]:
    """The heads over the amounts of the labels that follow (年初预算数, 执行率), and the cell behind them; none for a value."""
    found: list[Cell] = []
    at = start
    while at < len(cells) and len(found) < _MOST_HEADS:
        cell = cells[at]
        if labels.is_amount(cell.text) and at + 1 < len(cells) and is_figure(_words(cells[at + 1])[0].text):
            break
        words = _words(cell)
        if labels.is_header(cell.text) or any(is_figure(word.text) for word in words):
            return [], start
        found += words
        at += 1
    amounts, _ = _figures(cells, at + 1)
    return (found, at) if len(found) >= _FEWEST_HEADS and len(amounts) >= _FEWEST_HEADS else ([], start)


def _goals(cells: Sequence[Cell], start: int, labels: Labels) -> tuple[list[list[Cell]], int]:
    """Labels of goals that follow each other, each with its text.

    Of fewer texts each is one of the last labels'. A lone one is the annual goal, which may not be left blank as what became of
    it may.
    """
    stop = start + 1
    while stop < len(cells) and labels.is_goal(cells[stop].text):
        stop += 1
    count = stop - start
    end = stop
    while end < len(cells) and end - stop < _MOST_GOAL_LINES and not _is_any_label(cells[end].text, labels):
        if end > stop and _NUMBERED_HEAD.fullmatch(cells[end].text) and not _NUMBERED.match(cells[end - 1].text):
            break
        end += 1
    while end > stop and end < len(cells) and cells[end - 1].line == cells[end].line:
        end -= 1  # it stands beside a label
    texts = list(cells[stop:end])
    if len(texts) < count:
        texts = [part for text in texts for part in _parts(text, count)] if len(texts) == 1 else texts
    elif len(texts) > count:
        whole = _whole_texts(texts)
        texts, end = (whole, end) if len(whole) == count else (texts[:count], stop + count)
    heads = cells[start:stop]
    receivers = [label for label in heads if len(texts) > 1 or not labels.is_outcome(label.text)] or heads
    text_of = dict(zip([label.text for label in receivers[-len(texts) :]], texts, strict=False)) if texts else {}
    return [[label, *filter(None, [text_of.get(label.text)])] for label in heads], end


def _parts(cell: Cell, count: int) -> list[Cell]:
    """A text cut into as many as there are labels, or one less where the first is the others': at its blanks, or by sentences."""
    for parts in (" ".join(cell.lines).split(), _SENTENCES.findall(cell.text)):
        if len(parts) > 1 and len(parts) in (count, count - 1):
            return [replace(cell, text=part, lines=(part,)) for part in parts]
    return [cell]


def _whole_texts(cells: Sequence[Cell]) -> list[Cell]:
    """The texts that the lines make, each up to a line that ends a sentence."""
    texts: list[list[Cell]] = [[]]
    for cell in cells:
        texts[-1].append(cell)
        if cell.text.endswith(_ENDS_TEXT):
            texts.append([])
    return [joined(lines) for lines in texts if lines]


def _is_value(cells: Sequence[Cell], position: int, labels: Labels) -> bool:
    """Whether the label of an amount (其他) behind that of a field is its value: a field, no amount, is behind it."""
    texts = [cell.text for cell in cells[position : position + 2]]
    return len(texts) == 2 and labels.is_amount(texts[0]) and labels.is_field(texts[1])


def _is_any_label(text: str, labels: Labels) -> bool:
    return (
        labels.is_header(text) or labels.column_role(text) is not None or labels.is_side(text) or labels.ends_form(text)
    )
