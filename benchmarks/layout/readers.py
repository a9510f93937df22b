"""The readers that are compared, each brought to the common record in the way that serves it best."""

from __future__ import annotations

import logging
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.layout.record import CellRecord, TableRecord, merged_units, table_record
from extractor import tables
from extractor.layout.ruled.page import layout_page
from extractor.layout.ruled.row_rules import layout_row_rules
from extractor.model.table import Source, Table
from extractor.readers.pdf import read_pdf
from rules.ruleset.load import load_rules

Tables = dict[int, list[TableRecord]]
"""Page number (from 1) to the tables found there."""
Reader = Callable[[Path, Sequence[int]], Tables]

_SAME = 2.0
"""Sides of pdfplumber's cells this close (points) are one grid line; its own snapping leaves fractions of a point."""


def jixiao(path: Path, pages: Sequence[int]) -> Tables:
    """jixiao's ``tables`` with its own engine alone, so that no peer answers in its name."""
    found: Tables = {number: [] for number in pages}
    for table in tables(path, engine="pdfium"):
        if table.page in found:
            found[table.page].append(_of_cells(table))
    return found


def jixiao_row_rules(path: Path, pages: Sequence[int]) -> Tables:
    """jixiao with what it falls back on where the lattice finds no table: columns from alignment between drawn rows.

    ``--engine auto`` does so on pages that hold the labels of a form, here it is asked on every page.
    """
    found: Tables = {}
    with read_pdf(Source(path.name, path.read_bytes())) as document:
        for number in pages:
            page = document.read_page(number)
            drawn = [block for block in layout_page(page) if isinstance(block, Table)]
            inferred = (
                [] if drawn else [b for b in layout_row_rules(page, load_rules().labels) or () if isinstance(b, Table)]
            )
            found[number] = [_of_cells(table) for table in drawn or inferred]
    return found


def _of_cells(table: Table) -> TableRecord:
    return table_record(CellRecord(c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.cells)


def pdfplumber(path: Path, pages: Sequence[int]) -> Tables:
    """pdfplumber's ``find_tables`` with its default settings.

    Its ``extract_tables`` gives ``None`` for every unit that a merged cell covers beyond the first, and loses which
    cell covers it; the boxes of its cells say more. Spans are taken from those: grid lines are the cells' sides. Texts
    are its own ``extract_text`` of the characters whose middle lies in the cell, as ``Table.extract`` takes them, after
    its ``dedupe_chars``.
    """
    return _pdfplumber(path, pages, {})


def pdfplumber_text_columns(path: Path, pages: Sequence[int]) -> Tables:
    """pdfplumber told to find columns by alignment of words, for tables without vertical lines."""
    return _pdfplumber(path, pages, {"vertical_strategy": "text"})


def _pdfplumber(path: Path, pages: Sequence[int], settings: dict[str, Any]) -> Tables:
    import pdfplumber as library

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font that is named but not embedded
    found: Tables = {}
    with library.open(path) as document:
        for number in pages:
            page = document.pages[number - 1]
            single = page.dedupe_chars()
            found[number] = [_of_boxes(table, single) for table in page.find_tables(settings)]
            page.close()  # its caches outlive the loop otherwise
    return found


def _of_boxes(table: Any, page: Any) -> TableRecord:
    from pdfplumber.utils.text import extract_text

    boxes = table.cells
    xs = _grid_lines(x for box in boxes for x in (box[0], box[2]))
    ys = _grid_lines(y for box in boxes for y in (box[1], box[3]))
    cells = []
    for x0, y0, x1, y1 in boxes:
        inside = [
            char
            for char in page.chars
            if x0 <= (char["x0"] + char["x1"]) / 2 < x1 and y0 <= (char["top"] + char["bottom"]) / 2 < y1
        ]
        row, column = _index(ys, y0), _index(xs, x0)
        text = extract_text(inside) if inside else ""
        cells.append(CellRecord(row, column, max(1, _index(ys, y1) - row), max(1, _index(xs, x1) - column), text))
    return table_record(cells)


def _grid_lines(positions: Iterable[float]) -> list[float]:
    lines: list[float] = []
    for position in sorted(positions):
        if not lines or position - lines[-1] > _SAME:
            lines.append(position)
    return lines


def _index(lines: Sequence[float], position: float) -> int:
    at = bisect_left(lines, position)
    near = [i for i in (at - 1, at) if 0 <= i < len(lines)]
    return min(near, key=lambda i: abs(lines[i] - position))


def camelot(path: Path, pages: Sequence[int]) -> Tables:
    """camelot's lattice with its default engine: the rendered page, with the drawn lines added.

    Of the settings tried these did best: ``line_scale=60`` finds lines from a sixtieth of the page on (the default of 15
    overlooks the short lines between merged cells), tolerances of 4 instead of 2 join double and overshooting lines,
    ``split_text`` cuts lines of text that cross cells. ``process_background`` is worse on every producer but for cells
    without lines.
    """
    return _camelot(path, pages, line_scale=60, line_tol=4, joint_tol=4, split_text=True)


def camelot_vector(path: Path, pages: Sequence[int]) -> Tables:
    """camelot's lattice on the drawn lines alone, without rendering."""
    return _camelot(path, pages, engine="vector", line_tol=4, joint_tol=4, split_text=True)


def camelot_network(path: Path, pages: Sequence[int]) -> Tables:
    """camelot's reader for tables without lines."""
    return _camelot(path, pages, flavor="network")


def _camelot(path: Path, pages: Sequence[int], *, flavor: str = "lattice", **options: Any) -> Tables:
    from camelot.io import read_pdf as read_with_camelot

    logging.getLogger("camelot").setLevel(logging.ERROR)
    logging.getLogger("playa").setLevel(logging.ERROR)
    found: Tables = {number: [] for number in pages}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = read_with_camelot(
            str(path), pages=",".join(map(str, pages)), flavor=flavor, suppress_stdout=True, **options
        )
    for table in answer:
        found[table.page].append(_of_units(table, merged=flavor == "lattice"))
    return found


def _of_units(table: Any, *, merged: bool) -> TableRecord:
    """camelot's grid units, joined where it found no line between them (what its ``hspan`` and ``vspan`` say)."""
    units = table.cells
    rows, columns = len(units), len(units[0]) if units else 0
    right_open = {(r, c) for r in range(rows) for c in range(columns - 1) if merged and not _side(units, r, c, "right")}
    below_open = {
        (r, c) for r in range(rows - 1) for c in range(columns) if merged and not _side(units, r, c, "bottom")
    }
    return merged_units([[unit.text for unit in row] for row in units], right_open, below_open)


def _side(units: Any, row: int, column: int, name: str) -> bool:
    """Whether a side is drawn, said by either of the two units beside it."""
    if name == "right":
        return bool(units[row][column].right or units[row][column + 1].left)
    return bool(units[row][column].bottom or units[row + 1][column].top)


READERS: dict[str, Reader] = {
    "jixiao": jixiao,
    "pdfplumber": pdfplumber,
    "camelot": camelot,
    "camelot vector": camelot_vector,
}
PARTLY_READERS: dict[str, Reader] = {
    **READERS,
    "jixiao row rules": jixiao_row_rules,
    "pdfplumber text columns": pdfplumber_text_columns,
    "camelot network": camelot_network,
}
"""For partly ruled tables, with the settings that the peers have for them."""
