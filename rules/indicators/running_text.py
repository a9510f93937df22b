"""Indicators as running text: one cell holds all of a level, ``数量指标：1.培训人数≥600人；2.培训班次≥12期。质量指标：…``.

Lists of projects print them so, with a column for every level 1 (or level 2) or one column for all. A cell's text is cut
into items, an item into the levels printed before it, the indicator's name and its value. The cut goes by marks and by what
reads as a value; nothing is left out but the marks: an item without a value keeps its whole text as its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.indicators.levels_across import label_over
from rules.labels import Vocabulary, plain_label
from rules.likeness import likely
from rules.values.folding import fold
from rules.values.grammar import ValueGrammar
from rules.values.mentions import Mention

_NUMBER = compiled(r"(?<![\d.,])(?:[(（](?P<round>\d{1,2})[)）]|(?P<plain>\d{1,2})[.．、](?!\d)|(?P<circle>[①-⑳]))")
_END = compiled(r"[;；。\n]+")
_COMMA = compiled(r"(?<!\d)[,，]|[,，](?!\d{3}(?!\d))")  # but 1,850
_COLON = compiled(r"[:：]")
_BRACKETED = compiled(r"[【\[〔]([\u4e00-\u9fff]{2,14})[】\]〕]\s*[:：]?")
_LABELLED = compiled(r"(?<![\u4e00-\u9fff、.．)）])[\u4e00-\u9fff]{2,14}(?=\s?[:：])")
_ITEM_LABEL = compiled(r"(?:绩效)?(?:指标|目标)\s?(?:\d{1,2}|[一二三四五六七八九十])")
_TRIM = " \u3000,，、;；。:："
_LEADING = compiled(r"(?:达到了?|达|为|至|到|是|应|的)+$")
_BARE = compiled(r"(?:[≥≤<>=＝＞＜≧≦]\s?)?\d+(?:\.\d+)?$")
_TIMES = frozenset({"deadline", "period", "duration"})
_NOTHING = frozenset({"无", "暂无", "不涉及", "不适用"})
_HOW = "(?:有效|明显|有所|持续|稳步|逐步|不断|大幅|显著|进一步|基本)"
_TREND, _ADVERB = compiled(_HOW + r"[\u4e00-\u9fff]{2,4}$"), compiled(_HOW + "$")
_LABEL_ENDING = "指标"
_MAY_LIST = compiled(r"[:：【\[〔]|指标")  # a level within a text ends so or has a colon or brackets
_FEWEST_ITEMS = 2
"""Items under printed levels that make a text a list of indicators; a goal may name one level in a sentence."""
_LIKE = ("zones", "columns", "fields", "funding", "goals", "goal_block", "execution")
_INDICATORS = frozenset({("zones", "indicators"), ("columns", "name"), ("columns", "value")})
_LABELS = ("一级指标", "二级指标", "三级指标", "指标值")


class Item(Struct, frozen=True):
    """One indicator of a text.

    Attributes:
        level2: the level-2 label printed before it or before an earlier one of the same cell.
        name: what is measured; the whole item where no value is found in it.
        value: the target as printed.
        level1: the level-1 label printed before it in the same way.
    """

    level2: str | None
    name: str
    value: str | None
    level1: str | None = None


class Listed(Struct, frozen=True):
    """An item with its place.

    Attributes:
        source: the cell that it was cut from.
        label: the cell that names its level 1: a head, or the same one.
        column: grid column of the text.
    """

    source: Cell
    item: Item
    label: Cell
    column: int = 0


def items_of(text: str, vocabulary: Vocabulary) -> list[Item]:
    """The indicators that a cell's text lists, in order."""
    return [item for _, item in items_in([text], vocabulary)]


def items_in(texts: Iterable[str], vocabulary: Vocabulary) -> list[tuple[int, Item]]:
    """The indicators that texts list one after the other, each with the text's number, from 0; a level holds till the next."""
    values = vocabulary.values
    found: list[tuple[int, Item]] = []
    level1: str | None = None
    level2: str | None = None
    for number, piece in ((number, piece) for number, text in enumerate(texts) for piece in _pieces(text, vocabulary)):
        labels, rest = _labels(piece, vocabulary)
        for label, level in labels:
            level1, level2 = (label, None) if level == 1 else (level1, label)
        if labels and rest and _value_start(rest, values.mentions(rest), values) == 0:  # 服务对象满意度：≥90%
            found.append((number, Item(level2, labels[-1][0], rest, level1)))
            continue
        parts = (parted(part, values) for part in _by_commas(rest, values) if part)
        found.extend((number, Item(level2, name, value, level1)) for name, value in parts)
    return [one for one in found if one[1].value or not _is_blank(one[1].name, values)]


def opens_list(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text begins with a level's label and goes on with indicators, or is the label alone."""
    if not _MAY_LIST.search(text):
        return False
    piece = next(_pieces(text, vocabulary), "")
    return bool(_labels(piece, vocabulary)[0])


def lists_indicators(text: str, vocabulary: Vocabulary, *, headed: bool) -> bool:
    """Whether a text lists indicators: with a value where its head says so, else several under levels that it prints."""
    items = items_of(text, vocabulary)
    if headed:
        return any(item.value for item in items)
    return sum(item.level2 is not None for item in items) >= _FEWEST_ITEMS


def _is_blank(text: str, values: ValueGrammar) -> bool:
    """Whether a text only says that nothing is there: 无, ——."""
    folded = fold(text).lower()
    placeholders = values.terms.words.placeholders
    return not any(char.isalnum() for char in folded) or folded in _NOTHING or folded in placeholders


def _pieces(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The text cut at semicolons, full stops, before labels of levels, and at numbers that count on from 1."""
    text = _BRACKETED.sub(lambda match: f";{match[1]}:" if vocabulary.is_level(match[1]) else match[0], text)
    cuts = [(match.start(), match.end()) for match in _END.finditer(text)]
    cuts += [
        (match.start(), match.start())
        for match in _LABELLED.finditer(text)
        # A label right behind a colon belongs to the one before it: 产出指标:数量指标:
        if vocabulary.is_level(match[0]) and not text[: match.start()].rstrip().endswith((":", "："))
    ]
    due: dict[str, int] = {}
    for match in _NUMBER.finditer(text):
        kind = match.lastgroup or ""
        number = ord(match[kind]) - ord("①") + 1 if kind == "circle" else int(match[kind])
        if number in (1, due.get(kind)):
            cuts.append(match.span())
            due[kind] = number + 1
    start = 0
    for begin, end in [*sorted(cuts), (len(text), len(text))]:
        if piece := text[start:begin].strip():
            yield piece
        start = max(start, end)


def _labels(piece: str, vocabulary: Vocabulary) -> tuple[list[tuple[str, int]], str]:
    """The levels that a piece names before its indicator, each label with its level, and the rest without 指标1.

    A word of both levels (满意度指标) is of the upper one where no indicator follows it.
    """
    heads: list[str] = []
    rest = piece
    while rest:
        head, *after = (part.strip(_TRIM) for part in _COLON.split(rest, maxsplit=1))
        if vocabulary.is_level(head) and (after or head.endswith(_LABEL_ENDING)):
            heads.append(head)
        elif not after or not _ITEM_LABEL.fullmatch(head):
            break
        rest = after[0] if after else ""
    last = heads[-1] if heads and rest.strip(_TRIM) else None
    lower = [head in vocabulary.level2 and (head is last or head not in vocabulary.level1) for head in heads]
    return [(head, 2 if low else 1) for head, low in zip(heads, lower, strict=True)], rest.strip(_TRIM)


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
    colon = next((colon for colon in _COLON.finditer(item) if not _is_open(item[: colon.start()])), None)
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


def _is_open(text: str) -> bool:
    """Whether a bracket of a text is still open at its end."""
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


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

    Two level 1s at least, or three level 2s (a level 1 without any may be among them), and no column of names or values.
    """
    heads = [cell for cell in grid.across(row, 0, grid.tables[row.table].columns) if cell.text]
    if any(vocabulary.columns.get(cell.text) in ("name", "value") for cell in heads):
        return ()
    first = [cell for cell in heads if cell.text in vocabulary.level1 and cell.colspan == 1]
    levels = [cell for cell in heads if cell.text in vocabulary.level2 or cell in first]
    if len({vocabulary.level2.get(cell.text) for cell in levels if cell not in first}) >= 3:
        return tuple(levels)
    return tuple(first) if len({vocabulary.level1.get(cell.text) for cell in first}) >= 2 else ()


def list_columns(grid: Grid, row: Row, vocabulary: Vocabulary) -> tuple[Cell, ...]:
    """The cells of a header row that head a column of running text with all levels in it, told by most of its cells."""
    heads = [cell for cell in grid.across(row, 0, grid.tables[row.table].columns) if cell.text]
    below = [other for other in grid.rows[row.position + 1 :] if other.table == row.table]
    return tuple(
        head for head in heads if not _is_known(head.text, vocabulary) and _lists(grid, head, below, vocabulary)
    )


def _is_known(text: str, vocabulary: Vocabulary) -> bool:
    return text in vocabulary.fields or text in vocabulary.funding


def _lists(grid: Grid, head: Cell, below: Sequence[Row], vocabulary: Vocabulary) -> bool:
    """Whether most of the cells under a head list indicators."""
    headed = is_indicators_label(head.text, vocabulary)
    texts = {cell.text for row in below if (cell := grid.covering(row, head.column)) is not None and cell.text}
    listed = [text for text in texts - {head.text} if lists_indicators(text, vocabulary, headed=headed)]
    return 0 < len(texts) <= 2 * len(listed)


def is_indicators_label(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a label says that indicators follow: 绩效指标, or one that is like it (绩效指标及指标值)."""
    if vocabulary.zones.get(text) == "indicators":
        return True
    guess = likely(plain_label(text), _LIKE)
    return guess is not None and (guess.kind, guess.meaning) in _INDICATORS


def listed_items(
    grid: Grid, header: Row, columns: Sequence[Cell], rows: Sequence[Row], top: int, vocabulary: Vocabulary
) -> tuple[list[Cell], int]:
    """The items of all columns as rows of an indicator table from grid row ``top`` on, and how many rows they take.

    Every cell has the place on the page of the cell that it was cut from.
    """
    listed = [found for head in columns for found in _items_under(grid, header, head, rows, vocabulary)]
    return item_rows(listed, columns[0], top), 1 + len(listed)


def item_rows(listed: Sequence[Listed], head: Cell, top: int) -> list[Cell]:
    """The cells of an indicator table from grid row ``top`` on, its header first, then an item a row."""
    cells = [_cell(head, top, column, label) for column, label in enumerate(_LABELS)]
    at = top + 1
    for (level1, label, _), group in groupby(listed, key=lambda one: (one.item.level1, one.label, one.column)):
        begin = at
        for one in group:
            texts = (one.item.level2, one.item.name, one.item.value)
            cells += [_cell(one.source, at, column, text or "") for column, text in enumerate(texts, 1)]
            at += 1
        cells.append(replace(_cell(label, begin, 0, level1 or ""), rowspan=at - begin))
    return cells


def _items_under(grid: Grid, header: Row, head: Cell, rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[Listed]:
    """The items of a column's cells, with the levels that its head and the head above it name."""
    over = label_over(grid, header, head, vocabulary)
    is_level1 = over is None and head.text in vocabulary.level1
    above = head if is_level1 else over
    own = head.text if not is_level1 and vocabulary.is_level(head.text) else None
    seen: list[Cell] = []
    for row in rows:
        cell = grid.covering(row, head.column)
        if cell is None or not cell.text or cell in seen:
            continue
        seen.append(cell)
        for item in items_of(cell.text, vocabulary):
            level1 = above.text if above is not None else item.level1
            yield Listed(cell, replace(item, level1=level1, level2=own or item.level2), above or cell, head.column)


def _cell(source: Cell, row: int, column: int, text: str) -> Cell:
    return replace(source, row=row, column=column, rowspan=1, colspan=1, text=text, lines=(text,) if text else ())
