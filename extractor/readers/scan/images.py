"""Pictures (PNG, JPEG, TIFF, BMP, WebP) as content: each frame a page whose text is recognised."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extractor.errors import DamagedError, OcrNeededError, PageLimitError, UnsafeError
from extractor.model.notice import Notice
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.scan.scans import Notify, Scans, can_recognise, recognised_notice, remedy

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 120_000_000
"""Of a frame: A3 at 600 dpi has 70 million, the largest phone's photo 108."""
_LONG_SIDE = 2339
"""Pixels of A4's longer side at 200 dpi, at which pages of a PDF are recognised too."""
_A4 = 842.0
_REMEDY = "Save it again as PNG, JPEG or PDF, or ask for the file anew."


def read(source: Source, options: ReadOptions) -> Content:
    """Open a picture.

    Raises:
        DamagedError: it cannot be opened.
        OcrNeededError: text recognition is not installed or not wanted; after the last page, when no text was found in any.
        PageLimitError: it has more frames than the options allow.
        UnsafeError: it has more pixels than any page.
    """
    if not options.ocr or not can_recognise():
        raise OcrNeededError("This is a picture without text.", source=source.name, remedy=remedy(wanted=options.ocr))
    picture = _opened(source)
    count: int = getattr(picture, "n_frames", 1)
    if options.max_pages is not None and count > options.max_pages:
        raise PageLimitError(f"it has {count} pages; the limit is {options.max_pages}.", source=source.name)
    notices: list[Notice] = []
    return Content(pages=_pages(picture, count, source, notices, options.notify), page_count=count, notices=notices)


def _opened(source: Source) -> Image.Image:
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is ours
            picture = Image.open(io.BytesIO(source.data))
    except Image.DecompressionBombError:
        raise UnsafeError("It has more pixels than any page.", source=source.name) from None
    except (OSError, ValueError, SyntaxError) as error:
        message = f"The picture cannot be opened ({error})."
        raise DamagedError(message, source=source.name, remedy=_REMEDY) from None
    return picture


def _pages(
    picture: Image.Image, count: int, source: Source, notices: list[Notice], notify: Notify | None
) -> Iterator[Page]:
    scans = Scans(lambda page: _seen(picture, page.number, source), notify=notify)
    found = False
    with picture:
        for number in range(1, count + 1):
            width, height = _size(picture, number, source)
            page = scans.read(Page(number, width, height, images=((0.0, 0.0, width, height),)))
            found = found or not page.is_picture_only
            yield page
    if not found:
        raise OcrNeededError("No text was recognised in the picture.", source=source.name, remedy=remedy(wanted=True))
    if scans.pages:
        notices.append(recognised_notice(scans))


def _size(picture: Image.Image, number: int, source: Source) -> tuple[float, float]:
    """Width and height of a frame as it is to be seen, in points: the longer side is A4's, whatever the camera."""
    try:
        picture.seek(number - 1)
    except (OSError, ValueError, SyntaxError) as error:
        raise DamagedError(f"Page {number} cannot be read ({error}).", source=source.name, remedy=_REMEDY) from None
    width, height = picture.size
    if width * height > MOST_PIXELS:
        message = f"Page {number} has {width} × {height} pixels; the limit is {MOST_PIXELS // 1_000_000} million."
        raise UnsafeError(message, source=source.name, remedy="Save it with fewer pixels: 200 to 300 dpi are enough.")
    if picture.getexif().get(0x0112, 1) >= 5:  # orientation: lies on its side
        width, height = height, width
    scale = _A4 / max(width, height, 1)
    return width * scale, height * scale


def _seen(picture: Image.Image, number: int, source: Source) -> Any:
    """A frame as it is to be seen, on white, no finer than is recognised: height × width × (red, green, blue)."""
    import numpy
    from PIL import Image, ImageOps

    picture.seek(number - 1)
    try:
        upright = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError) as error:
        raise DamagedError(f"Page {number} cannot be read ({error}).", source=source.name, remedy=_REMEDY) from None
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.new("RGBA", clear.size, "white")
        upright.alpha_composite(clear)
    colours = upright.convert("RGB")
    scale = _LONG_SIDE / max(colours.size)
    if scale < 1:
        size = (round(colours.width * scale), round(colours.height * scale))
        colours = colours.resize(size, Image.Resampling.LANCZOS)
    return numpy.asarray(colours)
