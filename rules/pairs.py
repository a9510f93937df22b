"""Labels and what stands beside or below them, outside the indicator table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from extractor.model.records import Cell
from rules.grid import Grid, Row
from rules.labels import Vocabulary, plain_label

PairKind: TypeAlias = Literal["field", "funding", "goal", "goal_block", "block", "unknown"]

_COLON = re.compile("[:：]")
_BLANK = re.compile(r"[\s;；]+")
_NO_LABEL = frozenset({"其中"})
# A line's last words on its amounts; the blank before them may be lost.
_MONEY_UNIT = re.compile(r"\s*(?:金额|货币|资金|计量)?单位[:：]\s*(?:人民币)?(?:元|万元|亿元)\s*$")
_LABEL_LIKE = re.compile(r"[^\d,.;!?%,。;!?]{2,18}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the cells that belong to it.

    Attributes:
        kind: what vocabulary knows the label; ``unknown`` for a label-like cell with a value that none knows.
        meaning: the contract field, funding item, …; ``""`` for an unknown label.
        label: the label's cell.
        values: the cells beside it, or below it where none stands beside; blank ones left out.
        row: the row the label stands in.
    """

    kind: PairKind
    meaning: str
    label: Cell
    values: tuple[Cell, ...]
    row: Row


def classify(text: str, vocabulary: Vocabulary) -> tuple[PairKind, str] | None:
    """What kind of header label a text is, ``None`` when it is none."""
    if (meaning := vocabulary.goals.get(text)) is not None:
        return "goal", meaning
    if (meaning := vocabulary.fields.get(text)) is not None:
        return "field", meaning
    if (meaning := vocabulary.funding.get(text)) is not None:
        return "funding", meaning
    if (meaning := vocabulary.goal_block.get(text)) is not None:
        return "goal_block", meaning
    if (meaning := vocabulary.funding_block.get(text)) is not None:
        return "block", meaning
    return None


def read_pairs(grid: Grid, rows: Iterable[Row], vocabulary: Vocabulary) -> list[Pair]:
    """All labels of the given rows with their values, in reading order."""
    pairs: list[Pair] = []
    for row in rows:
        drawn = grid.has_spans(row)
        cells = _told_apart(row.cells if drawn else row.filled, vocabulary)
        position = 0
        while position < len(cells):
            cell = cells[position]
            position += 1
            known = classify(cell.text, vocabulary) if cell.text else None
            if known is None:
                following = cells[position] if position < len(cells) else None
                if _is_unknown_label(cell, following, row, pairs, vocabulary):
                    assert following is not None
                    pairs.append(Pair("unknown", "", cell, (following,), row))
                    position += 1
                continue
            kind, meaning = known
            values: list[Cell] = []
            while position < len(cells) and not (cells[position].text and _is_label(cells[position].text, vocabulary)):
                if cells[position].text:
                    values.append(cells[position])
                position += 1
                if drawn or kind in ("field", "funding"):
                    break
            if not values and kind in ("goal", "goal_block") and drawn:
                values = _below(grid, row, cell, vocabulary)
            pairs.append(Pair(kind, meaning, cell, tuple(values), row))
    return pairs


def line_pairs(grid: Grid, vocabulary: Vocabulary) -> list[Pair]:
    """Labels and values in the text lines above a form's first table (项目名称:…, 填报单位:…)."""
    if not grid.rows:
        return []
    first = grid.tables[0]
    number = next((cell.line for cell in first.cells if cell.line is not None), None)
    pairs: list[Pair] = []
    for line in grid.lines:
        if line.bbox is not None and first.bbox is not None:
            above = line.page < first.page or (line.page == first.page and line.bbox[3] <= first.bbox[1] + 2)
        else:
            above = line.line is not None and number is not None and line.line < number
        if not above:
            continue
        whole = Cell(0, 0, text=line.text, page=line.page, bbox=line.bbox, line=line.line)
        row = Row(-1, 0, 0, (whole,))
        for label, value in inline_pairs(line.text, vocabulary):
            kind, meaning = classify(label, vocabulary) or ("unknown", "")
            pairs.append(Pair(kind, meaning, replace(whole, text=label), (replace(whole, text=value),), row))
    return pairs


def inline_pairs(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Labels and values that one text holds, each label with a colon: ``资金总额:35 其中:财政拨款:30``; none in a sentence.

    A label begins the text or follows a blank; a value goes on to the next label. Labels without a value are left out.
    """
    text = _MONEY_UNIT.sub("", text)
    parts = _COLON.split(text)
    label = parts[0].strip()
    found: list[tuple[str, str]] = []
    for number, part in enumerate(parts[1:], 1):
        if not _names_value(label, vocabulary):
            # 其中:财政拨款:30, or a block's name before its first label
            if not (plain_label(label) in _NO_LABEL or (classify(label, vocabulary) or ("",))[0] == "block"):
                return found
            label = part.strip()
            continue
        value, following = (part, "") if number == len(parts) - 1 else _before_label(part, vocabulary)
        if value.strip():
            found.append((label, value.strip()))
        if not following and number < len(parts) - 1:
            # The colon stands inside the value.
            rest = text[sum(len(p) + 1 for p in parts[:number]) :].strip()
            return [*found[:-1], (label, rest)] if found else found
        label = following
    return found


def _names_value(label: str, vocabulary: Vocabulary) -> bool:
    known = classify(label, vocabulary)
    return known is not None and known[0] in ("field", "funding", "goal")


def _before_label(part: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """A value and the label after it, or all of the part and ``""`` where it ends with none."""
    starts = [0, *(match.end() for match in _BLANK.finditer(part))]
    for start in starts:
        label = part[start:].strip()
        if label and (plain_label(label) in _NO_LABEL or _names_value(label, vocabulary)):
            return part[:start], label
    return part, ""


def _told_apart(cells: Sequence[Cell], vocabulary: Vocabulary) -> list[Cell]:
    """The cells, one that holds labels with their values taken apart, and a block's name taken off a label behind it."""
    out: list[Cell] = []
    for cell in cells:
        if not _COLON.search(cell.text[:-1]) or _is_label(cell.text, vocabulary):
            out.append(cell)
            continue
        head, _, rest = cell.text.replace("：", ":").partition(":")
        block = classify(head, vocabulary)
        if block is not None and block[0] == "block" and _is_label(rest, vocabulary):
            out.append(replace(cell, text=rest))
            continue
        found = inline_pairs(cell.text, vocabulary)
        # A text under or beside a goal's label may begin with such words; a label before it says what it is.
        if not found or (out and out[-1].text and (classify(out[-1].text, vocabulary) or ("",))[0] == "goal"):
            out.append(cell)
            continue
        for label, value in found:
            out += [replace(cell, text=label), replace(cell, text=value)]
    return out


def _is_label(text: str, vocabulary: Vocabulary) -> bool:
    return classify(text, vocabulary) is not None


def _is_unknown_label(
    cell: Cell, following: Cell | None, row: Row, pairs: Sequence[Pair], vocabulary: Vocabulary
) -> bool:
    """A short text without digits or sentence marks, before a value, in a row of labels and values."""
    if not cell.text or following is None or not following.text or _is_label(following.text, vocabulary):
        return False
    if not _is_label_like(cell.text):
        return False
    if any(classify(text, vocabulary) for text in row.texts):
        return True
    # A row of labels and values that no rule knows: labels stand first, third, …
    filled = row.filled
    leading = filled[0].column == min(c.column for c in row.cells)
    return leading and len(filled) % 2 == 0 and all(_is_label_like(c.text) for c in filled[::2]) and cell in filled[::2]


def _is_label_like(text: str) -> bool:
    return _LABEL_LIKE.fullmatch(text.strip().rstrip(":：")) is not None


def _heads_table(text: str, vocabulary: Vocabulary) -> bool:
    return text in vocabulary.columns or text in vocabulary.zones or vocabulary.is_level(text)


def _below(grid: Grid, row: Row, label: Cell, vocabulary: Vocabulary) -> list[Cell]:
    """The text under a label, followed over a page break."""
    found: list[Cell] = []
    cell = grid.below(row, label)
    while cell is not None:
        if cell.text and (_is_label(cell.text, vocabulary) or _heads_table(cell.text, vocabulary)):
            break
        if found and cell.page == found[-1].page:
            break
        if cell.text:
            found.append(cell)
        elif found or cell.page == label.page:
            break
        cell = grid.below(row, cell)
    return found
