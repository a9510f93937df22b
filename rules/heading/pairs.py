"""Labels and what is printed beside or below them, outside the indicator table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.heading.inline import told_apart
from rules.heading.meanings import (
    SURELY,
    Meaning,
    PairKind,
    classify,
    funding_like,
    goal_like,
    is_amount,
    is_label,
    is_label_like,
    is_like_goal,
    meaning_beside,
)
from rules.labels import Vocabulary, plain_label
from rules.values import find_money_unit, parse_date, parse_money

BOXES = frozenset("□☐√☑■✓✔☒▣")
_SUMS = frozenset({"小计", "合计", "总计"})
_FEWEST_HEADS = 3
_LONGEST_WORD = 6
"""Characters of a value that may be in two columns by chance."""
_TO = frozenset({"至", "到", "-", "—", "~", "～"})
# An item of a goal that is a numbered list: 目标1:…, 1.…, (1)…, ①…
_LISTED = compiled(r"目标\s*[一二三四五六七八九十\d]{1,2}|[(（]?\d{1,2}[)）.、．](?!\d)|[①-⑳]")


class Pair(Struct, frozen=True):
    """A label and the cells that belong to it.

    Attributes:
        kind: what vocabulary knows the label; ``unknown`` for a label-like cell with a value that none knows.
        meaning: the contract field, funding item, …; ``""`` for an unknown label.
        label: the label's cell.
        values: the cells beside it, or below it where none is beside; blank ones left out.
        row: the row the label is in.
        certainty: 1 for a listed label, else how likely an unlisted one means this (see :mod:`rules.likeness`).
    """

    kind: PairKind
    meaning: str
    label: Cell
    values: tuple[Cell, ...]
    row: Row
    certainty: float = 1.0


def read_pairs(grid: Grid, rows: Iterable[Row], vocabulary: Vocabulary) -> list[Pair]:
    """All labels of the given rows with their values, in reading order."""
    pairs: list[Pair] = []
    for row in rows:
        drawn = grid.has_spans(row)
        cells = told_apart(row.cells if drawn else _once(row.filled, vocabulary), vocabulary)
        position = 0
        values: list[Cell]
        while position < len(cells):
            cell = cells[position]
            position += 1
            known = classify(cell.text, vocabulary) if cell.text else None
            certainty = 1.0
            if known is None and cell.text and (like := _goal_head(cell, row, vocabulary)) is not None:
                known, certainty = (like.kind, like.meaning), like.certainty
            if known is None:
                following = cells[position] if position < len(cells) else None
                if _is_unknown_label(cell, following, row, pairs, vocabulary):
                    assert following is not None
                    values = [following]
                    position += 1
                    while (
                        position < len(cells) and is_amount(following.text) and _goes_on(cell, values, cells[position])
                    ):
                        values.append(cells[position])
                        position += 1
                    pairs.append(_unlisted_pair(grid, cell, values, row, vocabulary))
                continue
            kind, meaning = known
            values = []
            while position < len(cells) and not _begins_pair(cells, position, kind, vocabulary, drawn):
                if cells[position].text:
                    values.append(cells[position])
                position += 1
                following = cells[position] if position < len(cells) else None
                if meaning == "period" and values and following is not None and _ends_period(values, following):
                    continue
                if kind == "field" and values and following is not None and _is_box(values[-1]) and _is_box(following):
                    continue  # a row of boxes that its blanks took apart
                if kind == "funding" and values and _goes_on(cell, values, following):
                    continue
                if drawn or kind in ("field", "funding"):
                    break
            if drawn and kind in ("goal", "goal_block"):
                values = values or _below(grid, row, cell, vocabulary)
                values += _goes_on_below(grid, row, values, vocabulary)
            if kind == "funding" and not values:
                values = _amount_below(grid, row, cell) if drawn else _amount_in_next_row(grid, row, cell, vocabulary)
            pairs.append(Pair(kind, meaning, cell, tuple(values), row, certainty))
    return _without_doubles(pairs)


def _once(cells: Sequence[Cell], vocabulary: Vocabulary) -> list[Cell]:
    """The cells, a label or a longer text that is printed in each column which it spans kept once."""
    return [
        cell
        for before, cell in zip((None, *cells), cells, strict=False)
        if before is None
        or (before.text, before.column + 1) != (cell.text, cell.column)
        or not (len(cell.text) > _LONGEST_WORD or is_label(cell.text, vocabulary))
    ]


def _without_doubles(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, an unlisted label of an amount left unknown where a listed one of its kind is (省级资金 beside 地方资金).

    This year's total beside the whole project's is no double.
    """
    listed = {pair.meaning for pair in pairs if pair.kind == "funding" and pair.certainty == 1 and _sums_up(pair)}
    items = {meaning.partition("/")[0]: meaning.partition("/")[2] for meaning in sorted(listed)}

    def doubles(pair: Pair) -> bool:
        item, _, scope = pair.meaning.partition("/")
        return item in items and not (item == "total" and scope and items[item] and f"{item}/{scope}" not in listed)

    return [
        replace(pair, kind="unknown", meaning="")
        if pair.kind == "funding" and pair.certainty < 1 and doubles(pair)
        else pair
        for pair in pairs
    ]


def _sums_up(pair: Pair) -> bool:
    """Whether a label's amount may hold those of unlisted ones: 地方资金, and no 县级资金 beside 省级资金."""
    return not pair.meaning.startswith("local") or "地方" in pair.label.text


def _goal_head(cell: Cell, row: Row, vocabulary: Vocabulary) -> Meaning | None:
    """What an unlisted head beside another goal's label is surely like: 实施周期总体目标 | 年度总体目标."""
    if not any(text in vocabulary.goals or text in vocabulary.goal_block for text in row.texts if text != cell.text):
        return None
    return goal_like(cell.text)


def _goes_on(label: Cell, values: Sequence[Cell], following: Cell | None) -> bool:
    """Whether the next cell is a label's amount too: the one behind 小计, or further ones of which one is the sum."""
    if following is None or not is_amount(following.text):
        return False
    if plain_label(values[-1].text) in _SUMS:
        return True
    return is_amount(values[-1].text) and label.column < values[0].column


def _unlisted_pair(grid: Grid, label: Cell, values: Sequence[Cell], row: Row, vocabulary: Vocabulary) -> Pair:
    """An unlisted label with its value: as what it is like, where that is clear and the value can be such a thing."""
    sides = grid.across(row, 0, label.column) if row.position >= 0 else ()
    among_amounts = any(cell.text in vocabulary.funding_block for cell in sides)
    told = meaning_beside(label.text, values[0].text, among_amounts=among_amounts)
    if told is None:
        return Pair("unknown", "", label, tuple(values), row)
    return Pair(told.kind, told.meaning, label, tuple(values), row, told.certainty)


def _begins_pair(cells: Sequence[Cell], position: int, before: PairKind, vocabulary: Vocabulary, drawn: bool) -> bool:
    """Whether a label is at a place.

    Right behind a field's label one of an amount (其他) without an amount is its value, unless the row holds heads alone.
    """
    known = classify(cells[position].text, vocabulary) if cells[position].text else None
    if known is None and before in ("goal", "goal_block") and cells[position].text:
        return is_like_goal(cells[position].text)
    if known is None and before == "field" and is_label_like(cells[position].text):
        if cells[position].text[-1:] in (":", "："):
            return True  # 项目负责人: | 财务负责人:
        # A label of its own behind the block's: 实施时间 | 预计开始时间 | 2017年1月1日
        behind = next((cell.text for cell in cells[position + 1 :] if cell.text), "")
        told = meaning_beside(cells[position].text, behind) if behind and not is_label(behind, vocabulary) else None
        return told is not None and told.kind == "field" and told.certainty >= SURELY
    if known is None or before != "field" or known[0] != "funding":
        return known is not None
    following = next((cell.text for cell in cells[position + 1 :] if cell.text), "")
    texts = [cell.text for cell in cells if cell.text]
    heads = (drawn or len(texts) > 2) and all(is_label(text, vocabulary) for text in texts)
    return heads or (bool(following) and not is_label(following, vocabulary))


def _is_unknown_label(
    cell: Cell, following: Cell | None, row: Row, pairs: Sequence[Pair], vocabulary: Vocabulary
) -> bool:
    """A short text without digits or sentence marks, before a value, in a row of labels and values."""
    if not cell.text or following is None or not following.text or is_label(following.text, vocabulary):
        return False
    if not is_label_like(cell.text):
        return False
    if any(classify(text, vocabulary) for text in row.texts):
        return True
    if is_amount(following.text):
        among_amounts = bool(pairs) and pairs[-1].kind == "funding"
        if find_money_unit(cell.text) is not None or (among_amounts and funding_like(cell.text, surely_money=False)):
            return True
    # A row of labels and values that no rule knows: labels stand first, third, …
    filled = row.filled
    leading = filled[0].column == min(c.column for c in row.cells)
    return leading and len(filled) % 2 == 0 and all(is_label_like(c.text) for c in filled[::2]) and cell in filled[::2]


def _heads_table(text: str, vocabulary: Vocabulary) -> bool:
    return text in vocabulary.columns or text in vocabulary.zones or vocabulary.is_level(text)


def _ends_period(values: Sequence[Cell], following: Cell) -> bool:
    """Whether a period that begins in one cell goes on in the next: 2023年3月 | 2023年11月, or with 至 between."""
    if parse_date(values[0].text) is None or len(values) > 2:
        return False
    if following.text in _TO:
        return len(values) == 1
    return (len(values) == 1 or values[1].text in _TO) and parse_date(following.text) is not None


def _is_box(cell: Cell) -> bool:
    return cell.text[:1] in BOXES and len(cell.text) > 1


def _goes_on_below(grid: Grid, row: Row, values: Sequence[Cell], vocabulary: Vocabulary) -> list[Cell]:
    """The rows in which a goal's numbered list goes on (目标1:… in one row, 目标2:… in the next), in the same column."""
    found: list[Cell] = []
    last = values[0] if len(values) == 1 else None
    while last is not None and _LISTED.match(last.text):
        below = grid.below(row, last)
        if below is None or not _LISTED.match(below.text) or below.colspan != last.colspan:
            break
        if is_label(below.text, vocabulary) or _heads_table(below.text, vocabulary):
            break
        found.append(below)
        last = below
    return found


def _amount_below(grid: Grid, row: Row, label: Cell) -> list[Cell]:
    """The amount under a funding label in a head of several (资金总额 | 财政拨款 | 其他资金 over their amounts)."""
    below = grid.below(row, label)
    amount = below is not None and below.column == label.column and below.colspan == label.colspan
    return [below] if below is not None and amount and parse_money(below.text, "元") is not None else []


def _amount_in_next_row(grid: Grid, row: Row, label: Cell, vocabulary: Vocabulary) -> list[Cell]:
    """In flattened text, the amount in the row below a row of funding labels, in the label's column or its place."""
    labels = [cell for cell in row.filled if cell.text in vocabulary.funding]
    if len(labels) < _FEWEST_HEADS or row.position + 1 >= len(grid.rows):
        return []
    following = grid.rows[row.position + 1]
    if following.table != row.table or any(is_label(text, vocabulary) for text in following.texts):
        return []
    amounts = [cell for cell in following.filled if parse_money(cell.text, "元") is not None]
    found = next((cell for cell in amounts if cell.column == label.column), None)
    if found is None and len(amounts) == len(labels):
        found = amounts[labels.index(label)]
    return [found] if found is not None else []


def _below(grid: Grid, row: Row, label: Cell, vocabulary: Vocabulary) -> list[Cell]:
    """The text under a label, followed over a page break."""
    found: list[Cell] = []
    cell = grid.below(row, label)
    if cell is not None and cell.colspan > label.colspan and len(row.filled) > 1:
        return found  # a row of its own across the table
    while cell is not None:
        if cell.text and (is_label(cell.text, vocabulary) or _heads_table(cell.text, vocabulary)):
            break
        if found and cell.page == found[-1].page:
            break
        if cell.text:
            found.append(cell)
        elif found or cell.page == label.page:
            break
        cell = grid.below(row, cell)
    return found
