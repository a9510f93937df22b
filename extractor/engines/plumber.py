"""Pages as pdfplumber reads them."""

from __future__ import annotations

import io
import logging
from typing import Any

from extractor.engines.boxes import UNKNOWN, Char, blocks_of_page, is_inside, lines_of_chars, turn_of
from extractor.engines.plain import PlainPdf
from extractor.errors import UsageError
from extractor.model.page import Page
from extractor.model.patterns import compiled
from extractor.model.table import BBox, Block, Source

NAME = "pdfplumber"
_CID = compiled(r"\(cid:\d+\)")


class PlumberPages:
    """An open document; characters and cells come from pdfplumber (and so from pdfminer.six), none from PDFium.

    Raises:
        UsageError: pdfplumber is not installed.
        DamagedError: the document cannot be opened.
    """

    name = NAME

    def __init__(self, source: Source, password: str | None = None) -> None:
        try:
            import pdfplumber
        except ImportError as error:
            raise UsageError("pdfplumber is not installed.", remedy="pip install 'jixiao[engines]'") from error
        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        self._plain = PlainPdf(source, password, decrypt=False)
        self._pdf: Any = pdfplumber.open(io.BytesIO(self._plain.data), password=self._plain.password)
        self._number = 0
        self._chars: list[Char] = []
        self._cells: list[list[BBox]] = []

    def close(self) -> None:
        """Close the document."""
        self._pdf.close()
        self._plain.close()

    def blocks(self, page: Page) -> list[Block]:
        """Tables and text lines of a page in reading order."""
        self._load(page)
        return blocks_of_page(page, self._cells, self._chars)

    def lines_in(self, page: Page, box: BBox) -> tuple[str, ...] | None:
        """The visual lines of the characters in a box."""
        self._load(page)
        return tuple(line.text for line in lines_of_chars(char for char in self._chars if is_inside(char, box)))

    def _load(self, page: Page) -> None:
        if self._number == page.number:
            return
        left, top = self._plain.origin(page.number)
        read = self._pdf.pages[page.number - 1]
        try:
            left, top = left + read.mediabox[0], top + read.mediabox[1]
            tables = [[_moved(cell, left, top) for cell in table.cells] for table in read.find_tables()]
            chars = [_char(char, left, top) for char in read.chars]
        finally:
            read.close()
        area = (0.0, 0.0, page.width, page.height)
        self._cells = sorted(tables, key=_area)
        self._chars = [char for char in chars if char is not None and is_inside(char, area)]
        self._number = page.number


def _moved(box: BBox, left: float, top: float) -> BBox:
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _area(boxes: list[BBox]) -> float:
    return sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes)


def _char(char: dict[str, Any], left: float, top: float) -> Char | None:
    turn = turn_of(char["matrix"])
    if turn is None or not char["text"]:
        return None
    text = UNKNOWN if _CID.fullmatch(char["text"]) else char["text"]
    return Char(text, _moved((char["x0"], char["top"], char["x1"], char["bottom"]), left, top), turn)
