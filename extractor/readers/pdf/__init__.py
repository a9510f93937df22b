"""PDF pages as plain data: characters, drawn lines, pictures; read with PDFium."""

from __future__ import annotations

from extractor.readers.pdf.document import PdfDocument, read_pdf
from extractor.readers.pdf.records import OBLIQUE, Glyphs, Page, Rulings

__all__ = ["OBLIQUE", "Glyphs", "Page", "PdfDocument", "Rulings", "read_pdf"]
