"""Tables as HTML with declared spans, printed by Chromium or by WeasyPrint."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from benchmarks.layout.plan import MARGIN, SIZE, DrawnTable, PlannedPage
from benchmarks.layout.styles import FILL, GREY, PALETTE, colour
from samples.make.writers.tools import chromium_to_pdf, weasyprint_to_pdf

_STYLE = f"""
@page {{ size: A4; margin: {MARGIN}pt; }}
body {{ margin: 0; font-size: {SIZE}pt; line-height: 1.35; color: #000; }}
section + section {{ break-before: page; }}
h1 {{ font-size: 10pt; font-weight: normal; margin: 0 0 6pt; border-bottom: 0.75pt solid #000; }}
p {{ margin: 0 0 6pt; text-indent: 2em; }}
h2 {{ font-size: 10.5pt; font-weight: normal; text-align: center; margin: 6pt 0 3pt; }}
table {{ table-layout: fixed; border-collapse: collapse; border-spacing: 0; margin: 0 auto 12pt; break-inside: avoid; }}
td {{ padding: 2pt 3pt; vertical-align: middle; overflow-wrap: anywhere; }}
td.v {{ writing-mode: vertical-rl; text-align: center; white-space: nowrap; }}
.lines td, .underlined td, .highlighted td, .check-boxes td, .dark-header td, .side-by-side td, .small-print td {{
  border: 0.75pt solid #000; }}
.underlined td.u {{ text-decoration: underline; }}
.highlighted td.u span {{ background: #ffe94d; }}
.check-boxes td.u span::before {{ content: ""; display: inline-block; width: 6pt; height: 6pt; border: 0.5pt solid #000;
  margin-right: 2pt; }}
.dark-header tr:first-child td {{ background: #1f3864; color: #fff; }}
.thick-lines td {{ border: 3pt solid #000; }}
div.pair {{ display: flex; gap: 9pt; align-items: flex-start; }}
section.page-small-print {{ font-size: 5pt; }} .small-print td {{ padding: 1pt 2pt; border-width: 0.4pt; }}
.cell-boxes {{ border-collapse: separate; }} .cell-boxes td {{ border: 0.5pt solid #000; }}
.spaced-boxes {{ border-collapse: separate; border-spacing: 2pt; }} .spaced-boxes td {{ border: 0.5pt solid #000; }}
.dashed td {{ border: 0.75pt dashed #000; }}
.dotted td {{ border: 1pt dotted #000; }}
.double td {{ border: 2.25pt double #000; }}
.bold-frame {{ border: 2.25pt solid #000; }} .bold-frame td {{ border: 0.5pt solid #000; }}
.light-grey td {{ border: 0.5pt solid #{GREY}; }}
.hairline td {{ border: 0.25pt solid #000; }}
.backgrounds {{ border-collapse: separate; border-spacing: 1.5pt; }} .backgrounds td {{ background: #{FILL}; }}
.white-lines td {{ border: 1pt solid #fff; background: #{FILL}; }}
.open-sides td {{ border: 0.75pt solid #000; }}
.open-sides td.first {{ border-left: none; }} .open-sides td.last {{ border-right: none; }}
.horizontal-only td {{ border: 0.75pt solid #000; border-left: none; border-right: none; }}
"""


def html_page(pages: Sequence[PlannedPage]) -> str:
    """All pages as one document; every section begins a page."""
    colours = "".join(f".coloured-cells .k{i} {{ background: #{value}; }}\n" for i, value in enumerate(PALETTE))
    body = []
    for page in pages:
        paragraph = f"<p>{escape(page.paragraph)}</p>" if page.paragraph else ""
        tables = "".join(_table(table, page.style) for table in page.tables)
        if page.style == "side by side":
            tables = f"<div class=pair>{tables}</div>"
        begin = f'<section class="page-{_name(page.style)}" style="font-family: \'{page.font}\'">'
        body.append(f"{begin}<h1>{escape(page.heading)}</h1>{paragraph}{tables}</section>")
    return (
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>tables</title><style>{_STYLE}{colours}</style>"
        f"{''.join(body)}</html>"
    )


def print_with_chromium(pages: Sequence[PlannedPage], path: Path) -> None:
    """Print to PDF with Chromium.

    Raises:
        ProducerMissing: no Chromium is installed.
        RuntimeError: it printed nothing.
    """
    chromium_to_pdf(html_page(pages), path)


def print_with_weasyprint(pages: Sequence[PlannedPage], path: Path) -> None:
    """Print to PDF with WeasyPrint."""
    weasyprint_to_pdf(html_page(pages), path)


def _table(table: DrawnTable, style: str) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.3f}%">' for width in table.widths)
    rows: list[list[str]] = [[] for _ in table.heights]
    for cell in table.cells:
        classes = [f"k{PALETTE.index(colour(cell.colour))}"]
        classes += ["v"] if cell.vertical else []
        classes += ["u"] if cell.marked else []
        classes += ["first"] if cell.column == 0 else []
        classes += ["last"] if cell.column + cell.colspan == len(table.widths) else []
        spans = "".join(
            f" {name}={size}" for name, size in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if size > 1
        )
        rows[cell.row].append(f'<td class="{" ".join(classes)}"{spans}><span>{escape(cell.text)}</span></td>')
    zoom = 0.55 if style == "small print" else 1.0
    body = "".join(
        f'<tr style="height:{zoom * height:.1f}pt">{"".join(cells)}</tr>'
        for height, cells in zip(table.heights, rows, strict=True)
    )
    width = zoom * total
    return (
        f"<div><h2>{escape(table.caption)}</h2>"
        f'<table class="{_name(style)}" style="width:{width:.1f}pt"><colgroup>{columns}</colgroup>{body}</table></div>'
    )


def _name(style: str) -> str:
    return style.replace(" ", "-")
