"""A PDF as content: its pages, those without a text read from their pictures, and what there is to say about that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct, field

from extractor.errors import OcrNeededError, PageLimitError
from extractor.model.notice import Notice
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.pdf.document import PdfDocument, read_pdf
from extractor.readers.pdf.picture import PagePictures
from extractor.readers.scan import UNMAPPED_SHARE, Scans, recognised_notice, remedy

_MOST_SHOWN = 20  # page numbers that a message lists
_MOST_UNMAPPED = 0.5
"""Share of characters without a text above which what is left of a document is too little to be read."""


def read(source: Source, options: ReadOptions) -> Content:
    """Open a PDF.

    Raises:
        EncryptedError, DamagedError: see :func:`extractor.readers.pdf.document.read_pdf`.
        PageLimitError: it has more pages than the options allow.
        OcrNeededError: after the last page, when all are pictures or too many characters have no text.
    """
    document = read_pdf(source, password=options.password)
    count, producer = document.page_count, document.producer
    if options.max_pages is not None and count > options.max_pages:
        document.close()
        message = f"it has {count} pages; the limit is {options.max_pages}."
        raise PageLimitError(message, source=source.name)
    notices: list[Notice] = []
    pages = _pages(document, source, options, notices)
    return Content(pages=pages, page_count=count, producer=producer, notices=notices)


def _pages(document: PdfDocument, source: Source, options: ReadOptions, notices: list[Notice]) -> Iterator[Page]:
    seen = Seen(partial(remedy, wanted=options.ocr))
    with document, PagePictures(source, options.password) as pictures:
        scans = Scans(pictures.draw, wanted=options.ocr, notify=options.notify)
        for page in map(scans.read, document.pages(damaged=seen.damaged)):
            seen.add(page)
            yield page
    seen.refuse(source, document.page_count)
    notices += seen.notices()
    if scans.pages:
        notices.append(recognised_notice(scans))


class Seen(Struct):
    """What the pages read so far lack.

    Attributes:
        remedy: gives what to do about pages without text.
        pictures: numbers of the pages that are pictures without text.
        damaged: numbers of the pages that cannot be loaded.
        unmapped: glyphs without a character and all that print something, by page that has the former.
        glyphs: all that print something.
    """

    remedy: Callable[[], str]
    pictures: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    unmapped: dict[int, tuple[int, int]] = field(default_factory=dict)
    glyphs: int = 0

    def add(self, page: Page) -> None:
        """Note what a page lacks."""
        if page.is_picture_only:
            self.pictures.append(page.number)
        if page.unmapped:
            self.unmapped[page.number] = page.unmapped, page.glyph_count
        self.glyphs += page.glyph_count

    def refuse(self, source: Source, pages: int) -> None:
        """Refuse a document whose text is not there.

        Raises:
            OcrNeededError: every page is a picture, or more characters than :data:`_MOST_UNMAPPED` have no text.
        """
        if self.pictures and len(self.pictures) == pages:
            message = f"All {pages} pages are pictures without text."
            raise OcrNeededError(message, source=source.name, remedy=self.remedy())
        unknown = sum(count for count, _ in self.unmapped.values())
        if unknown > _MOST_UNMAPPED * max(self.glyphs, 1):
            message = (
                f"{unknown} of {self.glyphs} characters have no text: the fonts do not say what their shapes mean."
            )
            raise OcrNeededError(message, source=source.name, remedy=self.remedy())

    def notices(self) -> Iterator[Notice]:
        """What is lacking where the rest can be read."""
        if self.pictures:
            words = {"pages": _numbers(self.pictures)}
            yield Notice("PAGES_NEED_OCR", words, {"pages": self.pictures}, advice=self.remedy())
        if self.damaged:
            yield Notice("PAGES_DAMAGED", {"pages": _numbers(self.damaged)}, {"pages": self.damaged})
        if self.unmapped:
            yield self._unmapped()

    def _unmapped(self) -> Notice:
        """What fonts leave unsaid, page by page; an error where that is more than a few characters of a page."""
        count = sum(unknown for unknown, _ in self.unmapped.values())
        many = any(unknown > UNMAPPED_SHARE * glyphs for unknown, glyphs in self.unmapped.values())
        words = {"pages": _numbers(self.unmapped), "count": str(count)}
        evidence = {"pages": {str(page): number for page, (number, _) in self.unmapped.items()}}
        return Notice("TEXT_UNMAPPED", words, evidence, severity="error" if many else None)


def _numbers(pages: Iterable[int]) -> str:
    return ", ".join(map(str, list(pages)[:_MOST_SHOWN]))
