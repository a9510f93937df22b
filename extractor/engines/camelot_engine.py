"""Pages as camelot reads them: lattice cells with their drawn sides, and the characters of its parser."""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Sequence
from typing import Any, Literal

from extractor.engines.boxes import Char, blocks_of_page, is_inside, lines_of_chars, turn_of
from extractor.engines.plain import PlainPdf
from extractor.errors import UsageError
from extractor.layout.aligned.page import runs_on_page
from extractor.layout.pages.lines import lines_of
from extractor.layout.ruled.cells import rectangles
from extractor.model.page import Page
from extractor.model.table import BBox, Block, Source, Table, TextLine
from extractor.model.text import join_lines

NAME = "camelot"
_WIDE_GAP = 2.0
_LINE_SCALE = 40
"""Rules in a rendered page are as long as its height (or width) over this: about one row."""


class CamelotPages:
    """An open document. Camelot reads tables only: the lines outside them are PDFium's.

    Args:
        lines: ``raster`` finds rules in the rendered page as well (pictures of rules too, some 0.2 s a page), ``vector``
            only drawn ones.

    Raises:
        UsageError: camelot is not installed.
        DamagedError: the document cannot be opened.
    """

    name = NAME

    def __init__(
        self, source: Source, password: str | None = None, *, lines: Literal["raster", "vector"] = "raster"
    ) -> None:
        try:
            import camelot
        except ImportError as error:
            raise UsageError("camelot is not installed.", remedy="pip install 'jixiao[engines]'") from error
        for name in ("camelot", "playa"):
            logging.getLogger(name).setLevel(logging.ERROR)
        self._camelot: Any = camelot
        self._lines = lines
        self._plain = PlainPdf(source, password, decrypt=True)
        handle, self._path = tempfile.mkstemp(suffix=".pdf")
        with os.fdopen(handle, "wb") as file:
            file.write(self._plain.data)
        self._number = 0
        self._chars: list[Char] = []
        self._cells: list[list[BBox]] = []

    def close(self) -> None:
        """Close the document and remove its copy."""
        self._plain.close()
        os.unlink(self._path)

    def blocks(self, page: Page) -> list[Block]:
        """Tables and text lines of a page in reading order."""
        self._load(page)
        return blocks_of_page(page, self._cells, self._chars, lines_outside=_lines_outside)

    def lines_in(self, page: Page, box: BBox) -> tuple[str, ...] | None:
        """The visual lines of the characters in a box; ``None`` on a page without tables, of which camelot tells nothing."""
        self._load(page)
        if not self._chars:
            return None
        return tuple(line.text for line in lines_of_chars(char for char in self._chars if is_inside(char, box)))

    def _load(self, page: Page) -> None:
        if self._number == page.number:
            return
        left, top = self._plain.origin(page.number)
        # A rendered page shows the crop box only, which camelot would lay over the media box.
        engine = "vector" if self._lines == "vector" or left or top else "combined"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = self._camelot.read_pdf(
                self._path,
                pages=str(page.number),
                flavor="lattice",
                engine=engine,
                line_scale=_LINE_SCALE,
                suppress_stdout=True,
            )
        places = [_Place(table.rotation, table.pdf_size[0], table.pdf_size[1], left, top) for table in tables]
        self._cells = [_cell_boxes(table, place) for table, place in zip(tables, places, strict=True)]
        self._chars = _chars(tables[0], places[0]) if places else []
        self._number = page.number


class _Place:
    """From camelot's frame (origin at the bottom left, turned so that its text is upright) to the page as displayed."""

    def __init__(self, rotation: str, width: float, height: float, left: float, top: float) -> None:
        self._rotation, self._width, self._height, self._left, self._top = rotation, width, height, left, top

    @property
    def turns(self) -> int:
        """Clockwise quarter turns of the frame's text on the page."""
        return {"clockwise": 1, "anticlockwise": 3}.get(self._rotation, 0)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        y0, y1 = self._height - y1, self._height - y0
        if self.turns == 1:
            x0, y0, x1, y1 = self._height - y1, x0, self._height - y0, x1
        elif self.turns == 3:
            x0, y0, x1, y1 = y0, self._width - x1, y1, self._width - x0
        return x0 - self._left, y0 - self._top, x1 - self._left, y1 - self._top


def _cell_boxes(table: Any, place: _Place) -> list[BBox]:
    """The boxes of a table's cells, those without a side between them joined."""
    units: list[list[Any]] = table.cells
    seen: set[tuple[int, int]] = set()
    boxes: list[BBox] = []
    for row, cells in enumerate(units):
        for column in range(len(cells)):
            if (row, column) in seen:
                continue
            region = _region(units, row, column)
            seen.update(region)
            for r, c, r_end, c_end in rectangles(region):
                first, last = units[r][c], units[r_end - 1][c_end - 1]
                boxes.append(place.box(first.x1, last.y1, last.x2, first.y2))
    return boxes


def _region(units: list[list[Any]], row: int, column: int) -> list[tuple[int, int]]:
    region = [(row, column)]
    seen = {(row, column)}
    for r, c in region:
        cell = units[r][c]
        for wall, other in (
            (cell.left, (r, c - 1)),
            (cell.right, (r, c + 1)),
            (cell.top, (r - 1, c)),
            (cell.bottom, (r + 1, c)),
        ):
            if not wall and other not in seen and 0 <= other[0] < len(units) and 0 <= other[1] < len(units[0]):
                seen.add(other)
                region.append(other)
    return region


def _chars(table: Any, place: _Place) -> list[Char]:
    """The characters of the table's page."""
    chars: list[Char] = []
    for line in table.textlines:
        for char in line:
            matrix = getattr(char, "matrix", None)
            turn = turn_of(matrix) if matrix is not None else None
            if turn is not None:
                chars.append(Char(char.get_text(), place.box(*char.bbox), (turn + place.turns) % 4))
    return chars


def _lines_outside(page: Page, blocks: Sequence[Block]) -> list[TextLine]:
    """The lines of a page outside its tables, as PDFium reads them."""
    boxes = [block.bbox for block in blocks if isinstance(block, Table) and block.bbox is not None]
    runs = [run for run in runs_on_page(page) if not any(_holds(box, run.bbox) for box in boxes)]
    lines = lines_of(runs, page.glyphs, split=_WIDE_GAP) if runs else []
    return [TextLine(text, page.number, line.bbox) for line in lines if (text := join_lines((line.text,)))]


def _holds(box: BBox, inner: BBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
