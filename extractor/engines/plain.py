"""A PDF made plain for other parsers: no password, values of form fields painted in; and where its visible boxes begin."""

from __future__ import annotations

import io
from types import TracebackType
from typing import Any

from extractor.errors import DamagedError
from extractor.model.table import Source
from extractor.readers.pdf.library import LOCK

_ENCRYPTED = b"/Encrypt"


class PlainPdf:
    """The document as any parser can open it; use it as a context manager.

    Args:
        source: the document.
        password: opens it.
        decrypt: whether the parser cannot open encrypted documents by itself.

    Attributes:
        data: the source's own bytes where nothing is in the parser's way, else a plain copy of the document.
        password: what opens ``data``.

    Raises:
        DamagedError: PDFium cannot open the document.
    """

    def __init__(self, source: Source, password: str | None = None, *, decrypt: bool) -> None:
        import pypdfium2

        self._raw: Any = pypdfium2.raw
        with LOCK:
            try:
                self._document: Any = pypdfium2.PdfDocument(source.data, password=password)
            except pypdfium2.PdfiumError as error:
                raise DamagedError("The PDF cannot be opened a second time.", source=source.name) from error
            fillable = self._document.get_formtype() != self._raw.FORMTYPE_NONE
            if fillable:
                self._paint_fields()
            changed = fillable or (decrypt and _ENCRYPTED in source.data)
            self.data = self._copy() if changed else source.data
            self.password = None if changed else password

    def _paint_fields(self) -> None:
        self._document.init_forms()
        for page in self._document:
            page.flatten()
            page.close()

    def _copy(self) -> bytes:
        buffer = io.BytesIO()
        self._document.save(buffer, flags=self._raw.FPDF_REMOVE_SECURITY)
        return buffer.getvalue()

    def __enter__(self) -> PlainPdf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the document; harmless when done twice."""
        with LOCK:
            self._document.close()

    def origin(self, number: int) -> tuple[float, float]:
        """Top left of the page as displayed, in points from the top left of its media box turned as displayed."""
        with LOCK:
            page = self._document[number - 1]
            try:
                media, crop, rotation = page.get_mediabox(), page.get_cropbox(), page.get_rotation()
            finally:
                page.close()
        left = max(0.0, crop[0] - media[0])
        bottom = max(0.0, crop[1] - media[1])
        right = max(0.0, media[2] - crop[2])
        top = max(0.0, media[3] - crop[3])
        return {0: (left, top), 90: (bottom, left), 180: (right, bottom), 270: (top, right)}[rotation]
