"""Indicators as running text: one cell holds all of a level, ``数量指标：1.培训人数≥600人；2.培训班次≥12期。质量指标：…``.

Lists of projects print them so, with a column for every level 1 (or level 2). A cell's text is cut into items, an item
into a level 2 where it names one, the indicator's name and its value. The cut goes by marks and by what reads as a value;
nothing is left out but the marks: an item without a value keeps its whole text as its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.indicators.levels_across import label_over
from rules.labels import Vocabulary
from rules.values.folding import fold
from rules.values.grammar import ValueGrammar
from rules.values.mentions import Mention

_NUMBER = compiled(r"(?<![\d.,])(?:[(（](?P<round>\d{1,2})[)）]|(?P<plain>\d{1,2})[.．、](?!\d)|(?P<circle>[①-⑳]))")
_END = compiled(r"[;；。\n]+")
_COMMA = compiled(r"(?<!\d)[,，]|[,，](?!\d{3}(?!\d))")  # but 1,850
_COLON = compiled(r"[:：]")
_ITEM_LABEL = compiled(r"(?:绩效)?(?:指标|目标)\s?(?:\d{1,2}|[一二三四五六七八九十])")
_TRIM = " \u3000,，、;；。:："
_LEADING = compiled(r"(?:达到了?|达|为|至|到|是|应|的)+$")
_BARE = compiled(r"(?:[≥≤<>=＝＞＜≧≦]\s?)?\d+(?:\.\d+)?$")
_TIMES = frozenset({"deadline", "period", "duration"})
_NOTHING = frozenset({"无", "暂无", "不涉及", "不适用"})
_HOW = "(?:有效|明显|有所|持续|稳步|逐步|不断|大幅|显著|进一步|基本)"
_TREND, _ADVERB = compiled(_HOW + r"[\u4e00-\u9fff]{2,4}$"), compiled(_HOW + "$")
_LABELS = ("一级指标", "二级指标", "三级指标", "指标值")


class Item(Struct, frozen=True):
    """One indicator of a text.

    Attributes:
        level2: the level-2 label printed before it or before an earlier one of the same cell.
        name: what is measured; the whole item where no value is found in it.
        value: the target as printed.
    """

    level2: str | None
    name: str
    value: str | None


def items_of(text: str, vocabulary: Vocabulary) -> list[Item]:
    """The indicators that a cell's text lists, in order."""
    values = vocabulary.values
    found: list[Item] = []
    level2: str | None = None
    for piece in _pieces(text):
        label, rest = _label(piece, vocabulary)
        level2 = label or level2
        if label and rest and _value_start(rest, values.mentions(rest), values) == 0:  # 服务对象满意度：≥90%
            found.append(Item(label, label, rest))
            continue
        found.extend(Item(level2, *parted(part, values)) for part in _by_commas(rest, values) if part)
    return [item for item in found if item.value or not _is_blank(item.name, values)]


def _is_blank(text: str, values: ValueGrammar) -> bool:
    """Whether a text only says that nothing stands there: 无, ——."""
    folded = fold(text).lower()
    placeholders = values.terms.words.placeholders
    return not any(char.isalnum() for char in folded) or folded in _NOTHING or folded in placeholders


def _pieces(text: str) -> Iterator[str]:
    """The text cut at semicolons, full stops, and numbers that count on from 1."""
    cuts = [(match.start(), match.end()) for match in _END.finditer(text)]
    due = 1
    for match in _NUMBER.finditer(text):
        circle = match["circle"]
        number = ord(circle) - ord("①") + 1 if circle else int(match["round"] or match["plain"])
        if number in (1, due):
            cuts.append(match.span())
            due = number + 1
    start = 0
    for begin, end in [*sorted(cuts), (len(text), len(text))]:
        if piece := text[start:begin].strip():
            yield piece
        start = max(start, end)


def _label(piece: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """A level-2 label before the first colon, and the rest without it and without 指标1."""
    colon = _COLON.search(piece)
    if colon is None:
        return None, _without_label(piece)
    head = piece[: colon.start()].strip(_TRIM)
    if head in vocabulary.level2:
        return head, _without_label(piece[colon.end() :])
    if head in vocabulary.level1 or _ITEM_LABEL.fullmatch(head):
        return None, _without_label(piece[colon.end() :])
    return None, piece


def _without_label(piece: str) -> str:
    colon = _COLON.search(piece)
    if colon is not None and _ITEM_LABEL.fullmatch(piece[: colon.start()].strip(_TRIM)):
        piece = piece[colon.end() :]
    return piece.strip(_TRIM)


def _by_commas(piece: str, values: ValueGrammar) -> list[str]:
    """The parts between commas where every one of them has a name and a value of its own."""
    parts = [part.strip(_TRIM) for part in _COMMA.split(piece)]
    if len(parts) > 1 and all(
        name != part and value is not None for part in parts for name, value in [parted(part, values)]
    ):
        return parts
    return [piece.strip(_TRIM)]


def parted(item: str, values: ValueGrammar) -> tuple[str, str | None]:
    """Name and value of an item."""
    colon = _COLON.search(item)
    if colon is not None and 0 < colon.start() <= len(item) - 2:
        return item[: colon.start()].strip(_TRIM), item[colon.end() :].strip(_TRIM)
    said = values.mentions(item)
    start = _value_start(item, said, values)
    name = _LEADING.sub("", item[:start].rstrip(_TRIM)).rstrip(_TRIM)
    end = said[0].end if said and said[0].start == 0 and said[0].value.kind in _TIMES else 0
    if start < len(item) and len(name) > max(1, end):
        return name, item[start:]
    if end:  # 12月底前完成验收
        rest = item[end:].strip(_TRIM)
        return (rest, item[:end]) if len(rest) > 1 else (item, item)
    # 完成3个项目建设: the one quantity within the words is the target, and the words stay whole.
    return item, item[said[0].start : said[0].end] if len(said) == 1 else None


def _value_start(item: str, said: Sequence[Mention], values: ValueGrammar) -> int:
    """Where the value begins that the item ends with; its length where it ends with none."""
    last = said[-1] if said else None
    if last is not None and not item[last.end :].strip(_TRIM + ")）"):
        return last.start
    bare = _BARE.search(item)
    if bare is not None:
        return bare.start()
    trend = _TREND.search(item)
    words = values.terms.words
    if trend is not None and any(pattern.search(trend[0]) for pattern in words.trends):
        return trend.start()
    for length in range(min(len(item), 8), 1, -1):
        if item[-length:] in words.listed or words.grades.fullmatch(item[-length:]):
            how = _ADVERB.search(item[:-length])  # 逐步 | 健全
            return len(item) - length if how is None else how.start()
    return len(item)


def prose_columns(grid: Grid, row: Row, vocabulary: Vocabulary) -> tuple[Cell, ...]:
    """The cells that head a column of running text each, seen from the last row of a header.

    Two level 1s at least, or three level 2s (a level 1 without any may stand among them), and no column of names or values.
    """
    heads = [cell for cell in grid.across(row, 0, grid.tables[row.table].columns) if cell.text]
    if any(vocabulary.columns.get(cell.text) in ("name", "value") for cell in heads):
        return ()
    first = [cell for cell in heads if cell.text in vocabulary.level1 and cell.colspan == 1]
    levels = [cell for cell in heads if cell.text in vocabulary.level2 or cell in first]
    if len({vocabulary.level2.get(cell.text) for cell in levels if cell not in first}) >= 3:
        return tuple(levels)
    return tuple(first) if len({vocabulary.level1.get(cell.text) for cell in first}) >= 2 else ()


def listed_items(
    grid: Grid, header: Row, columns: Sequence[Cell], rows: Sequence[Row], top: int, vocabulary: Vocabulary
) -> tuple[list[Cell], int]:
    """The items of all columns as rows of an indicator table from grid row ``top`` on, and how many rows they take.

    Every cell has the place on the page of the cell that it was cut from.
    """
    cells = [_cell(columns[0], top, column, label) for column, label in enumerate(_LABELS)]
    at = top + 1
    for head in columns:
        over = label_over(grid, header, head, vocabulary)
        is_level1 = over is None and head.text in vocabulary.level1
        over = head if is_level1 else over
        begin = at
        seen: list[Cell] = []
        for row in rows:
            cell = grid.covering(row, head.column)
            if cell is None or not cell.text or cell in seen:
                continue
            seen.append(cell)
            for item in items_of(cell.text, vocabulary):
                level2 = item.level2 if is_level1 else head.text
                cells.append(_cell(cell, at, 1, level2 or ""))
                cells.append(_cell(cell, at, 2, item.name))
                cells.append(_cell(cell, at, 3, item.value or ""))
                at += 1
        if at > begin:
            label = over.text if over is not None else ""
            cells.append(replace(_cell(over or head, begin, 0, label), rowspan=at - begin))
    return cells, at - top


def _cell(source: Cell, row: int, column: int, text: str) -> Cell:
    return replace(source, row=row, column=column, rowspan=1, colspan=1, text=text, lines=(text,) if text else ())
