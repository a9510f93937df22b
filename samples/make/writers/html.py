"""Forms as one HTML page with declared spans, printed to PDF by a browser engine or by WeasyPrint."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from samples.make.blocks import Block, Printable, blocks_of
from samples.make.grid import Grid
from samples.make.writers.tools import chromium_to_pdf, weasyprint_to_pdf

PLAIN_FONT = "WenQuanYi Micro Hei"  # TrueType outlines, one weight
FONT_SIZE = 9.0  # points

_STYLE = """
@page {{ size: {page}; margin: 12mm 13mm; }}
body {{ margin: 0; font: {size}pt/1.4 "{font}", "Noto Sans CJK SC", sans-serif; color: #000; }}
h1, h2 {{ font-weight: {weight}; }}
h1 {{ font-size: 15pt; text-align: center; margin: 4mm 0 3mm; }}
h2 {{ font-size: 13pt; text-align: center; margin: 4mm 0 1mm; break-after: avoid; }}
p {{ margin: 0 0 2mm; text-indent: 2em; }}
p.year {{ text-align: center; text-indent: 0; margin: 0 0 1.5mm; break-after: avoid; }}
p.note {{ text-indent: 0; margin: 0 0 1.5mm; }}
section.new {{ break-before: page; }}
table {{ border-collapse: collapse; table-layout: fixed; margin: 0 0 4mm; }}
td {{ border: {line} solid #000; padding: 0.5mm 1mm; vertical-align: middle; overflow-wrap: anywhere; }}
tr {{ break-inside: {breaks}; }}
td.label, td.side {{ text-align: center; }}
td.amount {{ text-align: right; }}
td.value {{ text-align: center; }}
td.goal {{ text-align: left; height: 8mm; }}
td.vertical {{ writing-mode: vertical-rl; letter-spacing: 0.2em; }}
td.shaded {{ background: #e8ecf2; }}
"""


def html_page(
    forms: Iterable[Printable],
    title: str | None = None,
    *,
    font: str = PLAIN_FONT,
    line: str = "0.75pt",
    shaded: bool = False,
    cut_rows: bool = False,
) -> str:
    """Forms as HTML with real ``rowspan`` and ``colspan``; ``shaded`` gives label cells a background.

    With ``cut_rows`` a page break may fall inside merged cells and between two lines of a row; without, the engine
    moves what it can. Headings are bold unless the font has no bold face: a synthesised one comes out as Type 3 fonts.
    """
    body = [f"<h1>{escape(title)}</h1>"] if title else []
    landscape = False
    for number, form in enumerate(forms):
        new = ' class="new"' if form.style.new_page and number else ""
        blocks = "".join(_block(block, form, shaded) for block in blocks_of(form))
        body.append(f"<section{new}>{blocks}</section>")
        landscape = landscape or form.style.landscape
    style = _STYLE.format(
        page="A4 landscape" if landscape else "A4",
        size=FONT_SIZE,
        font=font,
        line=line,
        weight="normal" if font == PLAIN_FONT else "bold",
        breaks="auto" if cut_rows else "avoid",
    )
    head = f"<meta charset=utf-8><title>{escape(title or '绩效目标申报表')}</title><style>{style}</style>"
    return f"<!doctype html><html lang=zh-CN>{head}{''.join(body)}</html>"


def write_html_pdf(
    forms: Iterable[Printable], path: Path, title: str | None = None, *, font: str = PLAIN_FONT, cut_rows: bool = False
) -> None:
    """Print forms to PDF with Chromium: a font with CFF outlines (Noto) as Type 3 fonts, a TrueType one as it is.

    Raises:
        ProducerMissing: no Chromium is installed.
        RuntimeError: it printed nothing.
    """
    chromium_to_pdf(html_page(forms, title, font=font, cut_rows=cut_rows), path)


def write_weasyprint_pdf(
    forms: Iterable[Printable], path: Path, title: str | None = None, *, font: str = PLAIN_FONT
) -> None:
    """Print forms to PDF with WeasyPrint; label cells are shaded."""
    weasyprint_to_pdf(html_page(forms, title, font=font, line="0.5pt", shaded=True), path)


def _block(block: Block, form: Printable, shaded: bool) -> str:
    if isinstance(block, Grid):
        return _table(block, shaded, vertical=form.style.vertical_labels)
    text = escape(block.text)
    if block.kind == "title":
        return f"<h2>{text}</h2>"
    return f"<p>{text}</p>" if block.kind == "prose" else f"<p class={block.kind}>{text}</p>"


def _table(grid: Grid, shaded: bool, *, vertical: bool) -> str:
    columns = "".join(f'<col style="width:{width}mm">' for width in grid.widths)
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        classes: list[str] = [cell.role]
        if cell.role == "side" and vertical and len(cell.text) == 4:
            classes.append("vertical")
        if shaded and cell.role in ("label", "side") and cell.text:
            classes.append("shaded")
        span = "".join(
            f" {name}={size}" for name, size in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if size > 1
        )
        rows[cell.row].append(f'<td class="{" ".join(classes)}"{span}>{escape(cell.text)}</td>')
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    return f'<table style="width:{sum(grid.widths)}mm"><colgroup>{columns}</colgroup>{body}</table>'
