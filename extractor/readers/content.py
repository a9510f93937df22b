"""What every reader takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from extractor.model.notice import Notice
from extractor.model.page import Page, RawLine
from extractor.model.table import Block, Source


class ReadOptions(Struct, frozen=True):
    """How to open a file.

    Attributes:
        password: for an encrypted PDF.
        encoding: of a text file, where detection cannot tell.
        max_pages: a document of more pages is refused before any of them is read.
        ocr: recognise the text of pages that are pictures, where what that needs is installed (``jixiao[ocr]``).
        notify: called with what takes long or cannot be read, while a document is read in this process.
    """

    password: str | None = None
    encoding: str | None = None
    max_pages: int | None = None
    ocr: bool = True
    notify: Callable[[str], None] | None = None


class Content(Struct, frozen=True):
    """What a reader finds in a file: pages or lines to be laid out, or blocks that the file itself declares.

    Attributes:
        pages: the pages of a printed document (PDF, OFD, pictures), read one by one as they are asked for. The reader
            closes its file after the last; one that raises has closed it too.
        lines: the lines of a text, blank ones included.
        blocks: tables with the spans that the file declares (``Origin.OFFICE``, ``Origin.HTML``) and the lines between
            them, in reading order. Given where ``pages`` and ``lines`` are ``None``.
        page_count: ``None`` for a format without pages.
        producer: the program that wrote the file, where the file says so.
        notices: what there is to say of the reading; of ``pages``, complete after the last.
    """

    pages: Iterator[Page] | None = None
    lines: Sequence[RawLine] | None = None
    blocks: Sequence[Block] = ()
    page_count: int | None = None
    producer: str | None = None
    notices: Sequence[Notice] = ()


class Read(Protocol):
    """The function ``read`` of a reader's module."""

    def __call__(self, source: Source, options: ReadOptions) -> Content:
        """Open a file of the reader's format.

        Raises:
            JixiaoError: it cannot be read; an error about the pages may come with the page or after the last.
        """
