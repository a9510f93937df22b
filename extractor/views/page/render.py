"""Pages as pictures: PDFium draws them, Pillow packs them."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from extractor.errors import DamagedError
from extractor.model.table import Source
from extractor.readers.pdf.library import LOCK
from extractor.readers.pdf.substitutes import SUBSTITUTES

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 144
MOST_PIXELS = 8_000_000
"""A page of any size is drawn with no more pixels than this (an A3 page at 144 dpi has 3.9 million)."""
_COLOURS = 64
_FAST_OCTREE = 2


@contextmanager
def page_pictures(source: Source, password: str | None) -> Iterator[PagePictures]:
    """Open a PDF for drawing.

    Raises:
        DamagedError: it cannot be opened.
    """
    import pypdfium2

    with LOCK:
        try:
            document = pypdfium2.PdfDocument(source.data, password=password)
        except pypdfium2.PdfiumError as error:
            raise DamagedError("The PDF cannot be drawn.", source=source.name) from error
        if document.get_formtype():
            document.init_forms()
    try:
        yield PagePictures(document, source.name)
    finally:
        with LOCK:
            document.close()


class PagePictures:
    """The pages of an open PDF, drawn one at a time."""

    def __init__(self, document: Any, name: str) -> None:
        self._document = document
        self._name = name

    def draw(self, number: int, dpi: float = DPI) -> Image:
        """One page (``number`` from 1) as displayed, in RGB.

        Raises:
            DamagedError: the page cannot be loaded.
        """
        import pypdfium2

        with LOCK, SUBSTITUTES.suspended():
            try:
                page = self._document[number - 1]
            except pypdfium2.PdfiumError as error:
                raise DamagedError(f"Page {number} cannot be drawn.", source=self._name) from error
            try:
                width, height = page.get_size()
                bitmap = page.render(scale=_scale(width, height, dpi), rev_byteorder=True)
                image: Image = bitmap.to_pil().convert("RGB")
                bitmap.close()
            finally:
                page.close()
        return image


def _scale(width: float, height: float, dpi: float) -> float:
    return min(dpi / 72, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))


def pack(image: Image) -> bytes:
    """A picture as a small PNG: a page has few colours."""
    out = io.BytesIO()
    image.quantize(_COLOURS, method=_FAST_OCTREE).save(out, "PNG")
    return out.getvalue()
