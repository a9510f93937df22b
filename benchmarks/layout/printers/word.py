"""Tables of a word-processor document, printed by LibreOffice Writer."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from benchmarks.layout.plan import MARGIN, PADDING, PAGE_HEIGHT, PAGE_WIDTH, SIZE, DrawnCell, DrawnTable, PlannedPage
from benchmarks.layout.styles import FILL, GREY, colour
from samples.make.writers.tools import office_to_pdf

_TWIPS = 20
_NONE = ("none", 0, "auto")
_BORDERS: dict[str, tuple[str, int, str]] = {
    "lines": ("single", 4, "000000"),
    "underlined": ("single", 4, "000000"),
    "highlighted": ("single", 4, "000000"),
    "thick lines": ("single", 24, "000000"),
    "dashed": ("dashed", 6, "000000"),
    "dotted": ("dotted", 8, "000000"),
    "double": ("double", 4, "000000"),
    "bold frame": ("single", 4, "000000"),
    "light grey": ("single", 4, GREY),
    "hairline": ("single", 2, "000000"),
    "coloured cells": _NONE,
    "white lines": ("single", 8, "FFFFFF"),
    "open sides": ("single", 4, "000000"),
    "horizontal only": ("single", 4, "000000"),
}


def print_with_writer(pages: Sequence[PlannedPage], path: Path) -> None:
    """Print to PDF with LibreOffice Writer.

    Raises:
        ProducerMissing: LibreOffice is not installed.
    """
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(MARGIN)
    end = document.element.body.sectPr
    for page in pages:
        parts = [_paragraph(page.heading, page.font, first=True)]
        parts += [_paragraph(page.paragraph, page.font)] if page.paragraph else []
        for table in page.tables:
            parts += [_paragraph(table.caption, page.font, centred=True), _table(table, page)]
            parts += [_paragraph("", page.font)]
        for part in parts:
            end.addprevious(parse_xml(part))
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "tables.docx")
        document.save(str(source))
        office_to_pdf(source, path)


def _run(text: str, font: str, mark: str = "") -> str:
    if not text:
        return ""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/><w:sz w:val="{round(2 * SIZE)}"/>'
    fonts += {"underlined": '<w:u w:val="single"/>', "highlighted": '<w:highlight w:val="yellow"/>'}.get(mark, "")
    return f'<w:r><w:rPr>{fonts}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(text: str, font: str, *, first: bool = False, centred: bool = False) -> str:
    properties = "<w:pageBreakBefore/>" if first else ""
    if first:
        properties += '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    properties += '<w:spacing w:before="0" w:after="80"/>' + ('<w:jc w:val="center"/>' if centred else "")
    return f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{_run(text, font)}</w:p>"


def _table(table: DrawnTable, page: PlannedPage) -> str:
    owner = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    rows = []
    for row, height in enumerate(table.heights):
        units, column = [], 0
        while column < len(table.widths):
            cell = owner[row, column]
            units.append(_unit(cell, row, table, page))
            column += cell.colspan
        size = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{round(_TWIPS * height)}" w:hRule="atLeast"/></w:trPr>'
        rows.append(f"<w:tr>{size}{''.join(units)}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{round(_TWIPS * width)}"/>' for width in table.widths)
    margin = round(_TWIPS * PADDING)
    properties = (
        f'<w:tblW w:w="{round(_TWIPS * sum(table.widths))}" w:type="dxa"/><w:jc w:val="center"/>{_borders(page.style)}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
    )
    return f"<w:tbl {nsdecls('w')}><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _borders(style: str) -> str:
    borders = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), _BORDERS[style])
    if style == "bold frame":
        borders |= dict.fromkeys(("top", "left", "bottom", "right"), ("single", 18, "000000"))
    elif style == "open sides":
        borders |= dict.fromkeys(("left", "right"), _NONE)
    elif style == "horizontal only":
        borders |= dict.fromkeys(("left", "right", "insideV"), _NONE)
    sides = "".join(
        f'<w:{name} w:val="{kind}" w:sz="{size}" w:space="0" w:color="{shade}"/>'
        for name, (kind, size, shade) in borders.items()
    )
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def _unit(cell: DrawnCell, row: int, table: DrawnTable, page: PlannedPage) -> str:
    width = sum(table.widths[cell.column : cell.column + cell.colspan])
    properties = f'<w:tcW w:w="{round(_TWIPS * width)}" w:type="dxa"/>'
    if cell.colspan > 1:
        properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
    if cell.rowspan > 1:
        properties += '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    shade = {"coloured cells": colour(cell.colour), "white lines": FILL}.get(page.style)
    if shade:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>'
    if cell.vertical:
        properties += '<w:textDirection w:val="tbRlV"/>'
    properties += '<w:vAlign w:val="center"/>'
    text = _run(cell.text, page.font, page.style if cell.marked else "") if row == cell.row else ""
    centred = '<w:jc w:val="center"/>' if cell.vertical or cell.colour % 2 else ""
    paragraph = f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{centred}</w:pPr>{text}</w:p>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"
