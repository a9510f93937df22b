"""The corpus of the ICDAR 2013 table competition: PDF files with the cells of their tables beside them as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from benchmarks.layout.record import CellRecord, TableRecord, table_record

_LEAST_DRAWN = 0.95
"""Share of neighbouring cells that a line must part in a table that counts as fully ruled; texts may hang over a line."""
_SLACK = 2.0
_DIGITS = re.compile(r"-?\d+")

Box = tuple[float, float, float, float]


class TrueTable(Struct, frozen=True):
    """A table of the corpus.

    Attributes:
        page: from 1.
        record: its cells.
        ruled: whether a drawn line parts all its cells from their neighbours.
    """

    page: int
    record: TableRecord
    ruled: bool


class _Placed(Struct, frozen=True):
    cell: CellRecord
    box: Box  # of its text, from the lower left corner of the page


def documents(folder: Path) -> Iterator[tuple[Path, list[TrueTable]]]:
    """Every PDF file below a folder with its tables; files that no truth stands beside are left out."""
    for path in sorted(folder.rglob("*.pdf")):
        truth = path.with_name(f"{path.stem}-str.xml")
        if truth.is_file():
            yield path, _tables(path, truth)


def _tables(path: Path, truth: Path) -> list[TrueTable]:
    import pdfplumber

    found = []
    with pdfplumber.open(path) as document:
        for table in ElementTree.parse(truth).getroot().iter("table"):
            regions = table.findall("region")
            number = int(regions[0].get("page", "1"))
            placed = [cell for region in regions for cell in _cells(region)]
            page = document.pages[number - 1]
            found.append(TrueTable(number, table_record(p.cell for p in placed), _is_ruled(placed, page)))
    return found


def _cells(region: ElementTree.Element) -> Iterator[_Placed]:
    down, across = int(region.get("row-increment", "0")), int(region.get("col-increment", "0"))
    for cell in region.findall("cell"):
        row, column = int(cell.get("start-row", "0")), int(cell.get("start-col", "0"))
        rows = int(cell.get("end-row", row)) - row + 1
        columns = int(cell.get("end-col", column)) - column + 1
        box = cell.find("bounding-box")
        sides = [_number(box, side) for side in ("x1", "y1", "x2", "y2")]
        text = cell.findtext("content") or ""
        yield _Placed(
            CellRecord(row + down, column + across, rows, columns, text), (sides[0], sides[1], sides[2], sides[3])
        )


def _number(box: ElementTree.Element | None, side: str) -> float:
    digits = _DIGITS.match("0" if box is None else box.get(side, "0"))  # one file of the corpus has 26ß
    return float(digits[0]) if digits else 0.0


def _is_ruled(placed: list[_Placed], page: object) -> bool:
    """Whether a line lies between the texts of (nearly) all cells that touch."""
    height, edges = float(page.height), page.edges  # type: ignore[attr-defined]
    upright = [(e["x0"], height - e["bottom"], height - e["top"]) for e in edges if e["orientation"] == "v"]
    level = [(height - e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"]
    parted = []
    for first in placed:
        for second in placed:
            a, b = first.cell, second.cell
            if a.column + a.colspan == b.column and a.row < b.row + b.rowspan and b.row < a.row + a.rowspan:
                middle = (max(first.box[1], second.box[1]) + min(first.box[3], second.box[3])) / 2
                parted.append(_between(first.box[2], second.box[0], middle, upright))
            if a.row + a.rowspan == b.row and a.column < b.column + b.colspan and b.column < a.column + a.colspan:
                middle = (max(first.box[0], second.box[0]) + min(first.box[2], second.box[2])) / 2
                parted.append(_between(second.box[3], first.box[1], middle, level))
    return bool(parted) and sum(parted) >= _LEAST_DRAWN * len(parted)


def _between(low: float, high: float, middle: float, lines: list[tuple[float, float, float]]) -> bool:
    return any(
        low - _SLACK <= position <= high + _SLACK and start - _SLACK <= middle <= end + _SLACK
        for position, start, end in lines
    )
