"""Where a form ends among the lines and table rows that follow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from extractor.layout.labels import Labels
from extractor.model.patterns import compiled
from extractor.model.table import Table, TextLine

_WORDS = compiled(r"[\u4e00-\u9fff]{4}")
_MONEY_HEAD = compiled(r"预算|决算|金额|合计|总计|小计|收入|支出|执行数|拨款|增减")
_CAPTION = compiled(r".{2,40}表|[(（]?(?:金额)?单位[::].{1,8}")
_FRAMEWORK = compiled(r"[^,，。;；]{0,24}评价(?:指标|评分|标准)?(?:体系|评分表|打分表)[^,，。;；]{0,12}")
"""The title of a table by which projects are scored afterwards, which often is behind a form."""
_SIGN = compiled(r"[≥≤≧≦]")
_SAME_EDGE = 3.0  # points


class TableRow(Struct, frozen=True):
    """A row of a table among the lines of a document, with its filled texts."""

    table: Table
    row: int
    texts: tuple[str, ...]


Item: TypeAlias = TextLine | TableRow


def end_of_form(body: Sequence[Item], labels: Labels) -> int:
    """Where a form ends: at the text before the first drawn table after its indicators that is another table altogether.

    So does a title that announces one: 绩效评价指标体系.
    """
    headed = False
    table: Table | None = None
    caption: int | None = None  # first line of text since the last table
    for index, item in enumerate(body):
        texts = (item.text,) if isinstance(item, TextLine) else item.texts
        # A row within a table may be an indicator's name (完善绩效评价体系).
        above = isinstance(item, TextLine) or item.row == 0
        if headed and above and len(texts) == 1 and _FRAMEWORK.fullmatch(texts[0]):
            return index if caption is None else caption
        if isinstance(item, TextLine):
            caption = index if caption is None else caption
            continue
        if table is not None and item.table is not table and headed and caption is not None:
            said = any(isinstance(line, TextLine) and _WORDS.search(line.text) for line in body[caption:index])
            if said and not _same_columns(table, item.table) and _is_foreign(item.table, labels):
                return caption
        if headed and not item.table.origin.has_spans and _heads_statement(item.texts):
            start = _captions_before(body, index, labels)
            if start < index and not labels.heads_indicators(item.texts):
                return start
        headed = headed or labels.heads_indicators(item.texts)
        table, caption = item.table, None
    return len(body)


def _heads_statement(texts: Sequence[str]) -> bool:
    """Whether a row heads columns of money, without any figures of its own."""
    figures = any(text.replace(",", "").replace(".", "").isdigit() for text in texts)
    return len(texts) > 1 and not figures and any(map(_MONEY_HEAD.search, texts))


def _captions_before(body: Sequence[Item], index: int, labels: Labels) -> int:
    """Where the lines begin that name a table and its money unit, just before a row; ``index`` where none is there."""
    while index:
        item = body[index - 1]
        texts = (item.text,) if isinstance(item, TextLine) else item.texts
        if len(texts) != 1 or labels.is_label(texts[0]) or not _CAPTION.fullmatch(texts[0]):
            break
        index -= 1
    return index


def _same_columns(one: Table, other: Table) -> bool:
    """Whether two tables are on the same column edges; without geometry nothing says that they do not."""
    if not one.column_edges or not other.column_edges:
        return True
    if len(one.column_edges) != len(other.column_edges):
        return False
    return all(abs(a - b) <= _SAME_EDGE for a, b in zip(one.column_edges, other.column_edges, strict=True))


def _is_foreign(table: Table, labels: Labels) -> bool:
    """Whether a table is none of a form's: it has no head of indicators, and begins like a statement or with unknown words."""
    rows = [tuple(cell.text for cell in cells if cell.text) for cells in table.rows_of_cells()]
    rows = [texts for texts in rows if texts]
    if not rows or any(map(labels.heads_indicators, rows)):
        return False
    statement = _heads_statement(rows[0])
    targets = any(_SIGN.search(text) for texts in rows for text in texts)
    return statement or not (targets or any(labels.is_label(texts[0]) for texts in rows))
