"""Cut a document's blocks into form regions.

A form begins at its title: a text line, or a table row with one cell, that reads like a form's title. Where forms
follow each other without titles, the next begins at the row that names the project again after indicators were seen.
Which text is a title, names a project or heads the indicators is the rules' knowledge and comes in as ``Labels``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from extractor.layout.labels import Labels
from extractor.model.boxes import around
from extractor.model.patterns import compiled
from extractor.model.table import Block, Cell, FormRegion, Table, TextLine


class Cut(Struct, frozen=True):
    """What a document's blocks came to.

    Attributes:
        heading: title-like line before the first form that is no form's own title.
        regions: the candidate form regions, in reading order.
        outside: text lines before the first region.
        after: text lines around the tables that follow a form and are none of it.
    """

    heading: str | None
    regions: tuple[FormRegion, ...]
    outside: tuple[TextLine, ...]
    after: tuple[TextLine, ...] = ()


class _TableRow(Struct, frozen=True):
    table: Table
    row: int
    texts: tuple[str, ...]


_Item: TypeAlias = TextLine | _TableRow


def cut_regions(blocks: Iterable[Block], labels: Labels) -> Cut:
    """Cut blocks (in reading order) into candidate form regions; what is no form is told later by the profiles."""
    items = list(_items(blocks))
    starts = _starts(items, labels)
    if starts:
        starts[0] = _first_said(items, starts[0], labels)
    bounds = [*starts, len(items)]
    outside = tuple(item for item in items[: bounds[0]] if isinstance(item, TextLine))
    heading: str | None = None
    regions: list[FormRegion] = []
    after: list[TextLine] = []
    for first, last in pairwise(bounds):
        part = items[first:last]
        title, body = _title_of(part, labels)
        above = None if title is not None else _line_above(items, first, labels)
        end = _end_of_form(body, labels)
        after += (item for item in body[end:] if isinstance(item, TextLine))
        body = body[:end]
        if not any(isinstance(item, _TableRow) for item in body):
            # A title without a table is the document's own heading, or a line of its table of contents.
            if heading is None and not regions:
                heading = title
            continue
        lines = [item for item in body if isinstance(item, TextLine)]
        before = items[first - 1] if first else None
        if isinstance(before, TextLine) and _UNIT_LINE.search(before.text):
            lines.insert(0, before)  # 金额单位:万元 above the title
        title = title and _ATTACHED.sub("", title)
        if title is not None and (unit := _UNIT_BEHIND.search(title)) is not None:
            title = title[: unit.start()]
            lines = (
                [TextLine(unit[0], part[0].page, part[0].bbox, part[0].line), *lines]
                if isinstance(part[0], TextLine)
                else lines
            )
        regions.append(
            FormRegion(
                title=title or above,
                tables=tuple(_tables(body)),
                lines=tuple(lines),
                ordinal=len(regions) + 1,
            )
        )
    return Cut(heading, tuple(regions), outside, tuple(after))


def _items(blocks: Iterable[Block]) -> Iterable[_Item]:
    for block in blocks:
        if isinstance(block, TextLine):
            if block.text:
                yield block
            continue
        for row, cells in enumerate(block.rows_of_cells()):
            yield _TableRow(block, row, tuple(cell.text for cell in cells if cell.text))


def _starts(items: Sequence[_Item], labels: Labels) -> list[int]:
    starts: list[int] = []
    headed = False  # the current region already has an indicator header
    named = False  # … and a project name
    pending: int | None = None  # first field row after the indicators: where an untitled form would begin
    said: int | None = None  # first line since the last table, where one of them says what a header field or a goal is
    for index, item in enumerate(items):
        texts = (item.text,) if isinstance(item, TextLine) else item.texts
        if not texts:
            continue
        if len(texts) == 1 and labels.is_title(texts[0]):
            if named and not headed and _heads_next(items, index, labels):
                continue  # the indicators' own caption within a form (绩效指标表)
            starts.append(index)
            headed = named = False
            pending = None
            continue
        if isinstance(item, TextLine):
            if headed and said is None and _says_field(item.text, labels):
                said = _heading_above(items, index)
            continue
        if labels.heads_indicators(texts):
            if not starts:
                starts.append(index)
            elif said is not None:
                starts.append(said)
            said = None
            headed = True
            pending = None
            continue
        if labels.is_field(texts[0]):
            if not starts:
                starts.append(index)
            if headed and pending is None:
                pending = index
            if labels.names_project(texts):
                if headed and named and pending is not None:
                    starts.append(pending)
                    headed = False
                    pending = None
                named = True
        elif headed and pending is not None and len(texts) > 2:
            pending = None
    return starts


def _says_field(text: str, labels: Labels) -> bool:
    """Whether a line names a header field, an amount or a goal and says what it is: 预算金额:25.80万元."""
    label, colon, value = text.replace("：", ":").partition(":")
    return bool(colon) and bool(value.strip()) and labels.is_header(label) and not labels.ends_form(label)


def _heading_above(items: Sequence[_Item], index: int) -> int:
    """The place of the numbered heading right above a line (一、道路养护), else the line's own."""
    above = items[index - 1] if index else None
    return index - 1 if isinstance(above, TextLine) and _SECTION.match(above.text) else index


def _first_said(items: Sequence[_Item], first: int, labels: Labels) -> int:
    """Where the form that begins at a place begins if it has no title: at a line above that names its project (项目名称:…)."""
    for index in range(first - 1, max(first - _LINES_SAID, 0) - 1, -1):
        item = items[index]
        if not isinstance(item, TextLine):
            break
        label, colon, _ = item.text.replace("：", ":").partition(":")
        if colon and labels.names_project([label]):
            return index
    return first


def _heads_next(items: Sequence[_Item], index: int, labels: Labels) -> bool:
    """Whether the row right below a line heads indicators."""
    following = items[index + 1] if index + 1 < len(items) else None
    return isinstance(following, _TableRow) and labels.heads_indicators(following.texts)


def _title_of(part: Sequence[_Item], labels: Labels) -> tuple[str | None, Sequence[_Item]]:
    first = part[0]
    texts = (first.text,) if isinstance(first, TextLine) else first.texts
    if len(texts) == 1 and labels.is_title(texts[0]):
        return texts[0], part[1:]
    return None, part


_SECTION = compiled(r"\s*[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?\s*[\u4e00-\u9fff]")
_ATTACHED = compiled(r"^附(?:件|表)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[-—:：、.．]\s*(?=.{4})")
"""What numbers a form as an attachment, before its title."""
_UNIT_BEHIND = compiled(r"\s*[(（](?:金额)?单位[:：]\s*[^()（）]{1,8}[)）]\s*$")
"""The money unit behind a title, which is no part of it."""
_UNIT_LINE = compiled(r"(?:^|[^\u4e00-\u9fff]|金额|货币)单位[:：]\s*(?:人民币)?(?:元|万元|亿元)\s*[)）]?\s*$")
_LIKE_TITLE = compiled(
    r"(?![一二三四五六七八九十]{1,3}[、.．])[^,;.!?:，。；！？：、]{0,40}绩效[^,;.!?:，。；！？：、]{0,16}"
)
_LINES_ABOVE = 4
_LINES_SAID = 24
"""Lines over a form's first table that may say what its header fields are."""


def _line_above(items: Sequence[_Item], first: int, labels: Labels) -> str | None:
    """The short line on performance among those right above a form without a title: 2021年部门预算项目绩效目标."""
    for item in reversed(items[max(0, first - _LINES_ABOVE) : first]):
        if not isinstance(item, TextLine):
            if len(item.texts) == 1:
                continue  # a band that heads the form's first part: 基本信息
            return None
        text = item.text.strip()
        if _LIKE_TITLE.fullmatch(text) and not labels.is_label(text):
            return text
    return None


_WORDS = compiled(r"[\u4e00-\u9fff]{4}")
_MONEY_HEAD = compiled(r"预算|决算|金额|合计|总计|小计|收入|支出|执行数|拨款|增减")
_CAPTION = compiled(r".{2,40}表|[(（]?(?:金额)?单位[::].{1,8}")
_FRAMEWORK = compiled(r"[^,，。;；]{0,24}评价(?:指标|评分|标准)?(?:体系|评分表|打分表)[^,，。;；]{0,12}")
"""The title of a table by which projects are scored afterwards, which often stands behind a form."""
_SIGN = compiled(r"[≥≤≧≦]")
_FIRST_ROWS = 4
_SAME_EDGE = 3.0  # points


def _end_of_form(body: Sequence[_Item], labels: Labels) -> int:
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


def _captions_before(body: Sequence[_Item], index: int, labels: Labels) -> int:
    """Where the lines begin that name a table and its money unit, just before a row; ``index`` where none stands there."""
    while index:
        item = body[index - 1]
        texts = (item.text,) if isinstance(item, TextLine) else item.texts
        if len(texts) != 1 or labels.is_label(texts[0]) or not _CAPTION.fullmatch(texts[0]):
            break
        index -= 1
    return index


def _same_columns(one: Table, other: Table) -> bool:
    """Whether two tables stand on the same column edges; without geometry nothing says that they do not."""
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


def _tables(items: Sequence[_Item]) -> Iterable[Table]:
    """The tables of a region: whole ones as they are, the part of a table that lies in the region otherwise."""
    index = 0
    while index < len(items):
        item = items[index]
        index += 1
        if isinstance(item, TextLine):
            continue
        last = item.row
        while index < len(items) and isinstance(follower := items[index], _TableRow) and follower.table is item.table:
            last = follower.row
            index += 1
        yield slice_rows(item.table, item.row, last + 1)


def starts_form(block: Block, labels: Labels) -> bool:
    """Whether a block begins a new form: a title, or a table that names a project in its first rows."""
    if isinstance(block, TextLine):
        return labels.is_title(block.text)
    for number, cells in enumerate(block.rows_of_cells()):
        texts = tuple(cell.text for cell in cells if cell.text)
        if number >= _FIRST_ROWS:
            return False
        if texts and (labels.names_project(texts) or (len(texts) == 1 and labels.is_title(texts[0]))):
            return True
    return False


def slice_rows(table: Table, first: int, stop: int) -> Table:
    """Rows ``first`` (from 0) up to ``stop`` of a table as a table of its own; spans are clipped at the cut."""
    if first == 0 and stop == table.rows:
        return table
    cells: list[Cell] = []
    for cell in table.cells:
        top, bottom = max(cell.row, first), min(cell.row + cell.rowspan, stop)
        if top >= bottom:
            continue
        whole = top == cell.row
        cells.append(
            replace(
                cell,
                row=top - first,
                rowspan=bottom - top,
                text=cell.text if whole else "",
                lines=cell.lines if whole else (),
            )
        )
    boxes = [cell.bbox for cell in cells if cell.bbox is not None]
    page = min((cell.page for cell in cells), default=table.page)
    on_page = [cell.bbox for cell in cells if cell.bbox is not None and cell.page == page]
    return replace(
        table,
        cells=tuple(cells),
        rows=stop - first,
        page=page,
        bbox=around(on_page) if boxes else None,
        row_edges=table.row_edges[first : stop + 1] if table.row_edges else (),
    )
