"""PDF pages as plain data: characters, drawn lines, pictures; read with PDFium."""

from __future__ import annotations

from extractor.readers.pdf.document import PdfDocument, read_pdf

__all__ = ["PdfDocument", "read_pdf"]
