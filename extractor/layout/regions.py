"""Cut a document's blocks into form regions.

A form begins at its title: a text line, or a table row with one cell, that reads like a form's title. Where forms
follow each other without titles, the next begins at the row that names the project again after indicators were seen.
Which text is a title, names a project or heads the indicators is the rules' knowledge and comes in as ``Labels``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from extractor.layout.form_end import Item, TableRow, end_of_form
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
        end = end_of_form(body, labels)
        after += (item for item in body[end:] if isinstance(item, TextLine))
        body = body[:end]
        if not any(isinstance(item, TableRow) for item in body):
            # A title without a table is the document's own heading, or a line of its table of contents.
            if heading is None and not regions:
                heading = title
            continue
        lines = [item for item in body if isinstance(item, TextLine)]
        before = items[first - 1] if first else None
        if isinstance(before, TextLine) and _UNIT_LINE.search(before.text):
            lines.insert(0, before)  # 金额单位:万元 above the title
        title = title and _ATTACHED.sub("", title)
        for behind in (_UNIT_BEHIND, _YEAR_BEHIND):
            if title is not None and (said := behind.search(title)) is not None:
                title = title[: said.start()]
                if isinstance(part[0], TextLine):
                    lines.insert(0, replace(part[0], text=said[0].strip()))
                else:
                    lines.insert(0, TextLine(said[0].strip(), part[0].table.page))
        regions.append(
            FormRegion(
                title=title or above,
                tables=tuple(_tables(body)),
                lines=tuple(lines),
                ordinal=len(regions) + 1,
            )
        )
    return Cut(heading, tuple(regions), outside, tuple(after))


def _items(blocks: Iterable[Block]) -> Iterable[Item]:
    for block in blocks:
        if isinstance(block, TextLine):
            if block.text:
                yield block
            continue
        for row, cells in enumerate(block.rows_of_cells()):
            yield TableRow(block, row, tuple(cell.text for cell in cells if cell.text))


def _starts(items: Sequence[Item], labels: Labels) -> list[int]:
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


def _heading_above(items: Sequence[Item], index: int) -> int:
    """The place of the numbered heading right above a line (一、道路养护), else the line's own."""
    above = items[index - 1] if index else None
    return index - 1 if isinstance(above, TextLine) and _SECTION.match(above.text) else index


def _first_said(items: Sequence[Item], first: int, labels: Labels) -> int:
    """Where the form that begins at a place begins if it has no title: at a line above that names its project (项目名称:…)."""
    for index in range(first - 1, max(first - _LINES_SAID, 0) - 1, -1):
        item = items[index]
        if not isinstance(item, TextLine):
            break
        label, colon, _ = item.text.replace("：", ":").partition(":")
        if colon and labels.names_project([label]):
            return index
    return first


def _heads_next(items: Sequence[Item], index: int, labels: Labels) -> bool:
    """Whether the row right below a line heads indicators."""
    following = items[index + 1] if index + 1 < len(items) else None
    return isinstance(following, TableRow) and labels.heads_indicators(following.texts)


def _title_of(part: Sequence[Item], labels: Labels) -> tuple[str | None, Sequence[Item]]:
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
_YEAR_BEHIND = compiled(r"(?<=.{4})\s*[(（]\s*20\d{2}\s*年?\s*度?\s*[)）]\s*$")
"""The year, which as often has a line of its own below the title."""
_UNIT_LINE = compiled(r"(?:^|[^\u4e00-\u9fff]|金额|货币)单位[:：]\s*(?:人民币)?(?:元|万元|亿元)\s*[)）]?\s*$")
_LIKE_TITLE = compiled(
    r"(?![一二三四五六七八九十]{1,3}[、.．])[^,;.!?:，。；！？：、]{0,40}绩效[^,;.!?:，。；！？：、]{0,16}"
)
_LINES_ABOVE = 4
_LINES_SAID = 24
"""Lines over a form's first table that may say what its header fields are."""


def _line_above(items: Sequence[Item], first: int, labels: Labels) -> str | None:
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


_FIRST_ROWS = 4


def _tables(items: Sequence[Item]) -> Iterable[Table]:
    """The tables of a region: whole ones as they are, the part of a table that lies in the region otherwise."""
    index = 0
    while index < len(items):
        item = items[index]
        index += 1
        if isinstance(item, TextLine):
            continue
        last = item.row
        while index < len(items) and isinstance(follower := items[index], TableRow) and follower.table is item.table:
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
