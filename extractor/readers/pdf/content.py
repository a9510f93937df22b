"""A PDF as content: its pages, those without a text read from their pictures, and what there is to say about that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from extractor.errors import OcrNeededError, PageLimitError
from extractor.model.notice import Notice
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.pdf.document import PdfDocument, read_pdf
from extractor.readers.pdf.picture import PagePictures
from extractor.readers.scan import UNMAPPED_SHARE, Scans, recognised_notice

_MOST_SHOWN = 20  # page numbers that a message lists


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
    seen = _Seen()
    with document, PagePictures(source, options.password) as pictures:
        scans = Scans(pictures.draw, wanted=options.ocr)
        for page in map(scans.read, document.pages()):
            seen.add(page)
            yield page
    seen.refuse(source, document.page_count)
    notices += seen.notices()
    if scans.pages:
        notices.append(recognised_notice(scans))


class _Seen(Struct):
    """What the pages read so far lack.

    Attributes:
        pictures: numbers of the pages that are pictures without text.
        unmapped: glyphs without a character, by page.
        glyphs: all that print something.
    """

    pictures: list[int] = field(default_factory=list)
    unmapped: dict[int, int] = field(default_factory=dict)
    glyphs: int = 0

    def add(self, page: Page) -> None:
        """Note what a page lacks."""
        if page.is_picture_only:
            self.pictures.append(page.number)
        if page.unmapped:
            self.unmapped[page.number] = page.unmapped
        self.glyphs += page.glyph_count

    def refuse(self, source: Source, pages: int) -> None:
        """Refuse a document whose text is not there.

        Raises:
            OcrNeededError: every page is a picture, or more characters than :data:`UNMAPPED_SHARE` have no text.
        """
        if self.pictures and len(self.pictures) == pages:
            raise OcrNeededError(f"All {pages} pages are pictures without text.", source=source.name)
        unknown = sum(self.unmapped.values())
        if unknown > UNMAPPED_SHARE * max(self.glyphs, 1):
            message = (
                f"{unknown} of {self.glyphs} characters have no text: the fonts do not say what their shapes mean."
            )
            raise OcrNeededError(message, source=source.name)

    def notices(self) -> Iterator[Notice]:
        """What is lacking where the rest can be read."""
        if self.pictures:
            words = {"pages": _numbers(self.pictures)}
            yield Notice("PAGES_NEED_OCR", words, {"pages": self.pictures})
        if self.unmapped:
            words = {"pages": _numbers(self.unmapped), "count": str(sum(self.unmapped.values()))}
            evidence = {"pages": {str(page): number for page, number in self.unmapped.items()}}
            yield Notice("TEXT_UNMAPPED", words, evidence)


def _numbers(pages: Iterable[int]) -> str:
    return ", ".join(map(str, list(pages)[:_MOST_SHOWN]))
