"""An OFD as content: its pages one by one."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.errors import PageLimitError
from extractor.model.notice import Notice
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.readers.container import Container
from extractor.readers.content import Content, ReadOptions
from extractor.readers.ofd.page import page_of
from extractor.readers.ofd.resources import OfdFile
from extractor.readers.pdf.content import Seen

_REMEDY = "Save it as PDF: there the text of pages that are pictures can be recognised."


def read(source: Source, options: ReadOptions) -> Content:
    """Open an OFD.

    Raises:
        DamagedError: it cannot be opened.
        OcrNeededError: after the last page, when all are pictures or too many characters have no text.
        PageLimitError: it has more pages than the options allow.
        UnsafeError: it unpacks to more than is safe.
    """
    container = Container(source)
    file = OfdFile(container, source)
    count = file.page_count
    if options.max_pages is not None and count > options.max_pages:
        raise PageLimitError(f"it has {count} pages; the limit is {options.max_pages}.", source=source.name)
    notices: list[Notice] = []
    pages = _pages(container, file, source, notices)
    return Content(pages=pages, page_count=count, producer=file.producer, notices=notices)


def _pages(container: Container, file: OfdFile, source: Source, notices: list[Notice]) -> Iterator[Page]:
    seen = Seen(lambda: _REMEDY)
    with container:
        for number, parts in enumerate(file.pages(), start=1):
            page = page_of(parts, number)
            seen.add(page)
            yield page
    seen.refuse(source, file.page_count)
    notices += seen.notices()
