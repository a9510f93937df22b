"""A PDF as content: its pages, those without a text read from their pictures, and what there is to say about that."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from extractor.errors import OcrNeededError, PageLimitError
from extractor.model.form import Finding
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.pdf.document import PdfDocument, read_pdf
from extractor.readers.pdf.picture import PagePictures
from extractor.readers.scan import UNMAPPED_SHARE, Scans, recognised_finding

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
    findings: list[Finding] = []
    pages = _pages(document, source, options, findings)
    return Content(pages=pages, page_count=count, producer=producer, findings=findings)


def _pages(document: PdfDocument, source: Source, options: ReadOptions, findings: list[Finding]) -> Iterator[Page]:
    seen = Seen()
    with document, PagePictures(source, options.password) as pictures:
        scans = Scans(pictures.draw, wanted=options.ocr)
        for page in map(scans.read, document.pages()):
            seen.add(page)
            yield page
    seen.refuse(source, document.page_count)
    findings += seen.findings()
    if scans.pages:
        findings.append(recognised_finding(scans))


class Seen(Struct):
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

    def findings(self) -> Iterator[Finding]:
        """What is lacking where the rest can be read."""
        if self.pictures:
            yield _picture_finding(self.pictures)
        if self.unmapped:
            yield _unmapped_finding(self.unmapped)


def _picture_finding(pages: list[int]) -> Finding:
    shown = ", ".join(map(str, pages[:_MOST_SHOWN]))
    return Finding(
        code="PAGES_NEED_OCR",
        severity="warning",
        path="document",
        message=f"Pages {shown} are pictures without text and were not read.",
        message_zh=f"第 {shown} 页为图片,没有文字,未能读取。",
        evidence={"pages": pages},
        suggestion=OcrNeededError.remedy,
    )


def _unmapped_finding(unmapped: dict[int, int]) -> Finding:
    shown = ", ".join(map(str, list(unmapped)[:_MOST_SHOWN]))
    count = sum(unmapped.values())
    return Finding(
        code="TEXT_UNMAPPED",
        severity="warning",
        path="document",
        message=f"{count} characters on pages {shown} have no text: their font does not say what their shapes mean.",
        message_zh=f"第 {shown} 页有 {count} 个字符的字体没有说明其文字,可能缺字。",
        evidence={"pages": {str(page): number for page, number in unmapped.items()}},
        suggestion="对照原页核对有关单元格。",
    )
