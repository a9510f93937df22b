"""Reads the clean forms of ``tests/data/clean_forms`` and draws them: as a PDF with rulings, or as text with tabs.

A file has the lines above the table, ``--``, and the table's rows as :mod:`samples.make.typed` has them.
"""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from samples.make.typed import CONTINUED, cells_of, grid_of
from samples.make.writers.canvas import registered

FOLDER = Path(__file__).resolve().parents[1] / "data" / "clean_forms"


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    """The lines above the table, and its grid."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n--\n")
    return head.splitlines(), grid_of(body.splitlines())


def drawn(path: Path) -> bytes:
    """A form as a PDF with ruled cells."""
    return pdf([read(path)])


def pdf(parts: list[tuple[list[str], list[list[str]]]]) -> bytes:
    """Lines of text and the grid below them, each part on a page of its own."""
    text = ParagraphStyle("cell", fontName=registered("cid"), fontSize=8, leading=10, wordWrap="CJK")
    title = ParagraphStyle("title", parent=text, fontSize=12, leading=18, alignment=TA_CENTER)
    size = landscape(A4) if max(len(grid[0]) for _, grid in parts) > 8 else A4
    story: list[Flowable] = []
    for lines, grid in parts:
        rows = [[Paragraph(escape(cell), text) if cell not in CONTINUED else "" for cell in row] for row in grid]
        style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        style += [
            ("SPAN", (c, r), (c + wide - 1, r + high - 1)) for r, c, high, wide, _ in cells_of(grid) if high * wide > 1
        ]
        widths = [(size[0] - 72) / len(grid[0])] * len(grid[0])
        story += [*(Paragraph(escape(line), title if n == 0 else text) for n, line in enumerate(lines))]
        story += [Table(rows, colWidths=widths, style=TableStyle(style)), PageBreak()]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=size, margin=36, leftMargin=36, rightMargin=36, invariant=1).build(story)
    return out.getvalue()


def tabbed(path: Path) -> bytes:
    """A form as text, one row a line: merged cells stand once, in their first row."""
    lines, grid = read(path)
    rows = ["\t".join("" if cell == "^" else cell for cell in row if cell != "<") for row in grid]
    return "\n".join([*lines, *rows, ""]).encode()
