"""How fast documents are read, side by side with PDFium's own floor, pdfplumber and camelot; see docs/benchmarks.md."""
