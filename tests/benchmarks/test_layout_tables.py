"""The random tables of the layout benchmark: sound, repeatable, and printed as planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from benchmarks.layout.metrics import adjacency, match
from benchmarks.layout.plan import (
    MARGIN,
    MOST_COLUMNS_BESIDE,
    PAGE_WIDTH,
    DrawnCell,
    DrawnTable,
    plan_pages,
    random_table,
)
from benchmarks.layout.printers.canvas import print_with_reportlab
from benchmarks.layout.printers.placed import Placed
from benchmarks.layout.printers.web import html_page
from benchmarks.layout.readers import jixiao, pdfplumber
from benchmarks.layout.record import CellRecord, TableRecord, fold, merged_units, table_record
from benchmarks.layout.structures import random_structure
from benchmarks.layout.styles import PARTLY, STYLES, colour
from samples.make.writers.canvas import EMBEDDED_FONT
from tests.fonts import register


@settings(max_examples=60, derandomize=True)
@given(st.integers(0, 10**9), st.booleans())
def test_spans_tile_the_grid_and_every_line_bounds_a_cell(seed: int, merged: bool) -> None:
    rows, columns, spans = random_structure(Random(seed), merged=merged)
    units = Counter((r, c) for r0, c0, r1, c1 in spans for r in range(r0, r1) for c in range(c0, c1))
    assert units == Counter((r, c) for r in range(rows) for c in range(columns))
    assert {y for span in spans for y in (span[0], span[2])} == set(range(rows + 1))
    assert {x for span in spans for x in (span[1], span[3])} == set(range(columns + 1))
    assert {span[0] for span in spans if span[2] - span[0] == 1} == set(range(rows))
    assert 3 <= rows <= 18
    assert 2 <= columns <= 9
    assert merged or len(spans) == rows * columns


@settings(max_examples=30, derandomize=True)
@given(st.integers(0, 10**9))
def test_a_table_fits_its_page_and_neighbours_differ_in_colour(seed: int) -> None:
    table = random_table(Random(seed))
    assert sum(table.widths) <= PAGE_WIDTH - 2 * MARGIN
    assert min(table.widths) >= 48.0
    assert min(table.heights) >= 18.5
    assert 2 * sum(bool(cell.text) for cell in table.cells) > len(table.cells)
    owner = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    for (row, column), cell in owner.items():
        for beside in (owner.get((row + 1, column), cell), owner.get((row, column + 1), cell)):
            assert beside is cell or colour(beside.colour) != colour(cell.colour)
    truth = table.truth()
    assert (truth.rows, truth.columns) == (len(table.heights), len(table.widths))
    assert [cell.text for cell in truth.cells] == [fold(cell.text) for cell in table.cells]


def test_tables_that_stand_beside_each_other_are_narrow() -> None:
    (page, *_) = plan_pages("reportlab", ["side by side"], 4, 1)
    assert len(page.tables) == 2
    assert max(len(table.widths) for table in page.tables) <= MOST_COLUMNS_BESIDE
    assert sum(sum(table.widths) for table in page.tables) + 12 <= PAGE_WIDTH - 2 * MARGIN


def test_the_same_seed_gives_the_same_pages_whatever_else_is_drawn() -> None:
    pages = plan_pages("calc", ["dashed", "lines"], 6, 5)
    assert pages == plan_pages("calc", ["dashed", "lines"], 6, 5)
    assert [page for page in pages if page.style == "lines"] == plan_pages("calc", ["lines"], 6, 5)
    assert pages != plan_pages("calc", ["dashed", "lines"], 6, 6)
    assert sum(len(page.tables) for page in pages) == 12


def test_truth_drops_lines_that_bound_nothing_and_fills_holes() -> None:
    cells = [CellRecord(0, 0, 2, 2, " 数 量\n指标 "), CellRecord(0, 2, 2, 1, "⼀")]
    assert table_record(cells) == TableRecord(1, 2, (CellRecord(0, 0, text="数量指标"), CellRecord(0, 1, text="一")))
    assert table_record([CellRecord(0, 0, 1, 2, "a"), CellRecord(1, 1, text="b")]) == TableRecord(
        2, 2, (CellRecord(0, 0, 1, 2, "a"), CellRecord(1, 0), CellRecord(1, 1, text="b"))
    )


def test_units_without_a_line_between_them_become_one_cell_when_they_form_a_rectangle() -> None:
    texts = [["a", "b", "c"], ["d", "e", "f"]]
    assert merged_units(texts, {(0, 0)}, {(0, 2)}) == TableRecord(
        2,
        3,
        (
            CellRecord(0, 0, 1, 2, "ab"),
            CellRecord(0, 2, 2, 1, "cf"),
            CellRecord(1, 0, text="d"),
            CellRecord(1, 1, text="e"),
        ),
    )
    assert len(merged_units(texts, {(0, 0)}, {(0, 0)}).cells) == 6  # an L is no cell


def test_html_of_a_table_declares_its_spans() -> None:
    table = table_record([CellRecord(0, 0, 2, 1, "甲<"), CellRecord(0, 1), CellRecord(1, 1, text="乙")])
    assert table.html(texts=True) == (
        '<html><body><table><tr><td rowspan="2">甲&lt;</td><td></td></tr><tr><td>乙</td></tr></table></body></html>'
    )
    assert '<td rowspan="2"></td>' in table.html(texts=False)


def test_adjacency_skips_blank_cells() -> None:
    table = table_record(
        [CellRecord(0, 0, 2, 1, "a"), CellRecord(0, 1), CellRecord(0, 2, text="b"), CellRecord(1, 1, 1, 2, "c")]
    )
    assert adjacency(table) == Counter({("a", "b", "right"): 1, ("a", "c", "right"): 1, ("b", "c", "below"): 1})


def test_answers_are_matched_by_their_text() -> None:
    first, second, other = (
        table_record(CellRecord(0, column, text=text) for column, text in enumerate(texts))
        for texts in (("项目名称", "主管部门"), ("数量指标", "30个"), ("完全", "不同"))
    )
    assert match([first, second], [other, second, first]) == [2, 1]
    assert match([first], [other]) == [None]
    assert match([first], []) == [None]


_FOUR = (
    DrawnCell(0, 0, 2, 1, "产出指标", 0),
    DrawnCell(0, 1, 1, 1, "数量指标", 1, marked=True),
    DrawnCell(1, 1, 1, 1, "≥30.00(万张)", 2),
    DrawnCell(2, 0, 1, 2, "", 1),
)
TABLE = DrawnTable("表一", _FOUR, (84.0, 120.0), (20.0, 20.0, 24.0))


def test_lines_of_a_placed_table_run_from_end_to_end() -> None:
    placed = Placed(TABLE, 100.0, 700.0)
    assert sorted(placed.lines()) == [
        (100.0, 636.0, 100.0, 700.0),
        (100.0, 636.0, 304.0, 636.0),
        (100.0, 660.0, 304.0, 660.0),
        (100.0, 700.0, 304.0, 700.0),
        (184.0, 660.0, 184.0, 700.0),
        (184.0, 680.0, 304.0, 680.0),
        (304.0, 636.0, 304.0, 700.0),
    ]


def test_html_carries_spans_widths_and_style() -> None:
    (page,) = plan_pages("chromium", ["dashed"], 1, 1)
    text = html_page([page])
    assert text.count("<section ") == 1
    assert text.count("<td ") == len(page.tables[0].cells)
    assert 'table class="dashed"' in text
    assert text.count("rowspan=") == sum(cell.rowspan > 1 for cell in page.tables[0].cells)


@pytest.fixture
def embedded_font() -> Iterator[None]:
    """A font of boxes in place of the one that the benchmark embeds, which not every machine has."""
    register(EMBEDDED_FONT, 0.88, -0.12, "绩效指标0123456789")
    yield
    del pdfmetrics._fonts[EMBEDDED_FONT]


@pytest.mark.usefixtures("embedded_font")
@pytest.mark.parametrize("read", [jixiao, pdfplumber])
def test_a_printed_document_has_the_planned_pages_and_reads_back(tmp_path: Path, read) -> None:  # type: ignore[no-untyped-def]
    pages = plan_pages("reportlab", ["long strokes", "outlines"], 2, 3)
    path = tmp_path / "tables.pdf"
    print_with_reportlab(pages, path)
    with pdfium.PdfDocument(path) as document:
        assert len(document) == len(pages)
    found = read(path, range(1, len(pages) + 1))
    assert {number: [table.structure() for table in tables] for number, tables in found.items()} == {
        number: [table.truth().structure() for table in page.tables] for number, page in enumerate(pages, 1)
    }


@pytest.mark.usefixtures("embedded_font")
def test_every_style_of_reportlab_can_be_drawn(tmp_path: Path) -> None:
    styles = (*STYLES["reportlab"], *PARTLY)
    pages = plan_pages("reportlab", styles, 1, 1)
    path = tmp_path / "tables.pdf"
    print_with_reportlab(pages, path)
    with pdfium.PdfDocument(path) as document:
        assert len(document) == len(styles)
