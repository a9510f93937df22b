"""Pages of a PDF drawn as pictures, for text recognition."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from extractor.model.page import Page
from extractor.model.table import Source
from extractor.readers.pdf.library import LOCK
from extractor.readers.pdf.substitutes import SUBSTITUTES

_DPI = 200
"""At 150 dpi recognition confuses a comma with a point now and then; above 200 it takes longer and reads no better."""
_MOST_PIXELS = 12_000_000


class PagePictures:
    """Draws pages of one PDF, opened anew when the first is asked for; use it as a context manager.

    Args:
        source: the PDF.
        password: opens it.
    """

    def __init__(self, source: Source, password: str | None) -> None:
        self._source = source
        self._password = password
        self._document: Any = None

    def __enter__(self) -> PagePictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            with LOCK:
                self._document.close()
            self._document = None

    def draw(self, page: Page) -> Any:
        """The page as displayed: height × width × (red, green, blue)."""
        import pypdfium2

        with LOCK, SUBSTITUTES.suspended():
            if self._document is None:
                self._document = pypdfium2.PdfDocument(self._source.data, password=self._password)
            opened = self._document[page.number - 1]
            try:
                scale = min(_DPI / 72, (_MOST_PIXELS / max(page.width * page.height, 1.0)) ** 0.5)
                bitmap = opened.render(scale=scale, rev_byteorder=True)
                picture = bitmap.to_numpy()[:, :, :3].copy()
                bitmap.close()
            finally:
                opened.close()
        return picture
