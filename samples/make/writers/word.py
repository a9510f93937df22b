"""Forms as a word-processor document with merged cells, printed by LibreOffice Writer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from samples.make.blocks import Line, Printable, blocks_of
from samples.make.grid import Grid, GridCell
from samples.make.writers.tools import office_to_pdf

FONT = "WenQuanYi Micro Hei"
FONT_SIZE = 9
_ALIGN = {
    "label": WD_ALIGN_PARAGRAPH.CENTER,
    "side": WD_ALIGN_PARAGRAPH.CENTER,
    "amount": WD_ALIGN_PARAGRAPH.RIGHT,
    "value": WD_ALIGN_PARAGRAPH.CENTER,
}


def write_docx(forms: Iterable[Printable], path: Path, title: str | None = None) -> None:
    """Forms one below the other, each with its title above its table; rows do not break over pages."""
    forms = list(forms)
    document: Any = Document()
    _page(document, landscape=any(form.style.landscape for form in forms))
    if title:
        _paragraph(document, title, size=15, centred=True)
    for number, form in enumerate(forms):
        if number and form.style.new_page:
            document.add_page_break()
        for block in blocks_of(form):
            if isinstance(block, Line):
                size = 13 if block.kind == "title" else FONT_SIZE
                _paragraph(document, block.text, size=size, centred=block.kind in ("title", "year"))
            else:
                _table(document, block, vertical=form.style.vertical_labels)
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)
    document.save(str(path))


def write_writer_pdf(forms: Iterable[Printable], path: Path, title: str | None = None) -> None:
    """Print forms to PDF with LibreOffice Writer.

    Raises:
        ProducerMissing: LibreOffice is not installed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        document = Path(scratch, "forms.docx")
        write_docx(forms, document, title)
        office_to_pdf(document, path)


def _page(document: Any, *, landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(14)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(FONT_SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(2)


def _paragraph(document: Any, text: str, *, size: int = FONT_SIZE, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).font.size = Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True


def _table(document: Any, grid: Grid, *, vertical: bool) -> None:
    table = document.add_table(rows=grid.rows, cols=grid.columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    units = [list(row.cells) for row in table.rows]
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(width)
    for units_row in units:
        for unit, width in zip(units_row, grid.widths, strict=True):
            unit.width = Mm(width)
    for cell in grid.cells:
        _cell(units, cell, vertical=vertical and cell.role == "side" and len(cell.text) == 4)


def _cell(units: list[list[Any]], cell: GridCell, *, vertical: bool) -> None:
    unit = units[cell.row][cell.column]
    if cell.rowspan > 1 or cell.colspan > 1:
        unit = unit.merge(units[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1])
    unit.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = unit.paragraphs[0]
    paragraph.text = cell.text
    paragraph.alignment = _ALIGN.get(cell.role, WD_ALIGN_PARAGRAPH.LEFT)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if vertical:
        direction = OxmlElement("w:textDirection")
        direction.set(qn("w:val"), "tbRlV")
        unit._tc.get_or_add_tcPr().append(direction)
