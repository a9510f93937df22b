"""One HTML file, offline: pages or tables on the left, the records on the right, each pointing at the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from extractor.model.table import Cell, TextLine
from extractor.output.html import html_page, text_of
from extractor.output.table_formats import html_rows
from extractor.views.page.page_svg import data_uri, number, page_layers, role_css
from extractor.views.page.records import SURE, Line, Panel
from extractor.views.page.roles import STYLES, Role
from extractor.views.page.view import PageView, ShownTable, View
from rules.families.profile import is_title

_ASSETS = Path(__file__).parent / "assets"


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def document_html(
    view: View, pages: Iterable[tuple[PageView, bytes]], shown: Sequence[Panel], *, left_out: Sequence[int] = ()
) -> Iterator[str]:
    """The file in pieces, so that no more than one page's picture is in memory.

    Args:
        shown: the panels beside the pages.
        pages: each page with its picture as PNG; none for a document without pages, whose tables are shown as grids.
        left_out: pages of the document that are not shown.
    """
    yield from html_page(
        f"{view.result.document.source} · jixiao show",
        _body(view, pages, shown, left_out),
        style=role_css() + "\n" + _asset("show.css"),
        script=_asset("show.js"),
        pictures=True,
    )


def _body(
    view: View, pages: Iterable[tuple[PageView, bytes]], shown: Sequence[Panel], left_out: Sequence[int]
) -> Iterator[str]:
    name = text_of(view.result.document.source)
    yield _bar(view, name)
    yield '<main><div id="pages">\n'
    empty = True
    for page, png in pages:
        empty = False
        yield _page(page, png)
    if empty:
        yield from _grids(view)
    if left_out:
        yield f'<p class="note">未显示的页（用 --page 单独查看）：{_ranges(left_out)}</p>\n'
    yield '</div><div id="grip" title="拖动以调整宽度"></div><aside id="records">\n'
    for index, panel in enumerate(shown):
        yield _panel(panel, index, linked=not empty)
    yield '</aside></main>\n<footer id="status"></footer>\n'


def _ranges(numbers: Sequence[int]) -> str:
    """``1, 2, 3, 7`` as ``1–3, 7``."""
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return "、".join(f"{a}" if a == b else f"{a}–{b}" for a, b in runs)


def _bar(view: View, name: str) -> str:
    used = {shown.role for table in view.tables for shown in table.cells if shown.cell.text}
    keys = "".join(
        f'<button type="button" class="key r-{role}" data-role="{role}" aria-pressed="true">'
        f"<i></i>{style.zh} <small>{style.en}</small></button>"
        for role, style in STYLES.items()
        if role in used or role is Role.NONE
    )
    layers = "".join(
        f'<label><input type="checkbox" data-layer="{layer}" checked> {title}</label>'
        for layer, title in (("picture", "原页"), ("rulings", "线条"), ("cells", "单元格"), ("badges", "合并与序号"))
        if view.result.document.format == "pdf"
    )
    result = view.result
    return (
        f'<header><div class="row"><strong title="{name}">{name}</strong>'
        f'<span class="status s-{text_of(result.status)}">{text_of(result.status)}</span>'
        f'<span class="layers">{layers}</span>'
        '<label class="zoom">缩放 <input id="zoom" type="range" min="50" max="300" value="100" step="10"></label></div>'
        f'<div class="row keys">{keys}</div></header>\n'
    )


def _page(page: PageView, png: bytes) -> str:
    width, height = number(page.width), number(page.height)
    picture = (
        f'<image class="picture" width="{width}" height="{height}" preserveAspectRatio="none" href="{data_uri(png)}"/>'
    )
    return (
        f'<section class="page" id="page-{page.number}"><h2>第 {page.number} 页</h2>'
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="第 {page.number} 页">'
        f"{picture}{''.join(page_layers(page))}</svg></section>\n"
    )


def _grids(view: View) -> Iterator[str]:
    """The document's tables as grids, with the lines between them."""
    yield '<section class="grids">'
    for block in view.blocks:
        if isinstance(block, TextLine):
            kind = " r-title" if is_title(block.text) else ""
            yield f'<p class="textline{kind}">{_line_number(block.line)}{text_of(block.text)}</p>\n'
        else:
            yield _grid(block)
    yield "</section>\n"


def _grid(table: ShownTable) -> str:
    shown = {(one.cell.row, one.cell.column): one for one in table.cells}

    def attributes(cell: Cell) -> str:
        one = shown[cell.row, cell.column]
        style = STYLES[one.role]
        spans = f"{cell.rowspan}×{cell.colspan}" if cell.rowspan > 1 or cell.colspan > 1 else ""
        blank = "" if cell.text else " blank"
        pairs = {
            "id": one.id,
            "class": f"cell r-{one.role}{blank}",
            "data-role": f"{style.zh} {style.en}",
            "data-place": f"T{table.number} · {cell.row}, {cell.column}",
            "data-span": spans,
            "data-text": cell.text,
            "data-mark": one.mark,
        }
        return "".join(f' {name}="{text_of(value)}"' for name, value in pairs.items())

    lines: dict[int, int | None] = {}
    for cell in table.table.cells:
        lines.setdefault(cell.row, cell.line)
    rows = "".join(
        f"<tr><th>{_line_number(lines.get(row))}</th>{cells}</tr>"
        for row, cells in enumerate(html_rows(table.table, attributes))
    )
    what = f"{table.table.origin} {table.table.rows}×{table.table.columns}"
    return f'<table class="grid"><caption>T{table.number} {text_of(what)}</caption>{rows}</table>\n'


def _line_number(line: int | None) -> str:
    return "" if line is None else f'<span class="ln">{line}</span>'


def _panel(panel: Panel, index: int, *, linked: bool) -> str:
    facts = "".join(f"<dt>{text_of(label)}</dt><dd>{text_of(text)}</dd>" for label, text in panel.facts)
    sections = "".join(
        f"<h3>{text_of(section.title)} <small>{len(section.lines)}</small></h3>" + "".join(map(_record, section.lines))
        for section in panel.sections
    )
    page = f'<a href="#page-{panel.pages[0]}">第 {panel.pages[0]} 页</a>' if linked and panel.pages else ""
    return (
        f'<details class="panel" id="panel-{index}" open><summary>{text_of(panel.title)}{page}</summary>'
        f"<dl>{facts}</dl>{sections}</details>\n"
    )


def _record(line: Line) -> str:
    tag = f'<span class="tag">{text_of(line.tag)}</span>' if line.tag else ""
    notes = "".join(f'<div class="note">{text_of(note)}</div>' for note in line.notes)
    severity = f" sev-{line.severity}" if line.severity else ""
    confidence = "".join(
        f'<span class="sure{"" if value >= SURE else " doubt"}">{text_of(what)} {value:.2f}</span>'
        for what, value in line.confidence
    )
    foot = f'<div class="sures">{confidence}</div>' if confidence else ""
    return (
        f'<div class="record r-{line.role}{severity}" id="{line.id}" data-cells="{" ".join(line.cells)}" '
        f'title="{text_of(line.path)}" tabindex="0">{tag}<div class="main"><div class="head">{text_of(line.head)}</div>'
        f'<div class="body">{text_of(line.body)}</div>{notes}</div>{foot}</div>\n'
    )
