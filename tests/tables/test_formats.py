"""Tables as JSON, HTML, CSV and Markdown, to the letter."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.table import Cell, Origin, Table
from extractor.output.cells import unguard
from extractor.output.table_formats import (
    table_to_dict,
    table_to_rows,
    to_csv,
    to_html,
    to_json,
    to_markdown,
    write_tables,
)

RULED = Table(
    cells=(
        Cell(0, 0, 2, 1, "指标", ("指标",), 2, (10.004, 20.0, 60.123, 60.0)),
        Cell(0, 1, 1, 2, "=1+1", ("=1+1",), 2, (60.123, 20.0, 160.0, 40.0)),
        Cell(1, 1, 1, 1, "a|b\n<c>", ("a|b", "<c>"), 2, (60.123, 40.0, 110.0, 60.0)),
        Cell(1, 2, 1, 1, "", (), 2, (110.0, 40.0, 160.0, 60.0)),
    ),
    rows=2,
    columns=3,
    origin=Origin.RULED,
    page=2,
    bbox=(10.004, 20.0, 160.0, 60.0),
)
HOLES = Table((Cell(0, 1, text="x", line=4), Cell(1, 0, text="0123")), 2, 2, Origin.TABBED)


def test_a_table_as_plain_values():
    assert table_to_dict(RULED) == {
        "page": 2,
        "bbox": [10.0, 20.0, 160.0, 60.0],
        "origin": "ruled",
        "rows": 2,
        "columns": 3,
        "cells": [
            {"row": 0, "column": 0, "rowspan": 2, "colspan": 1, "text": "指标", "bbox": [10.0, 20.0, 60.12, 60.0]},
            {"row": 0, "column": 1, "rowspan": 1, "colspan": 2, "text": "=1+1", "bbox": [60.12, 20.0, 160.0, 40.0]},
            {
                "row": 1, "column": 1, "rowspan": 1, "colspan": 1, "text": "a|b\n<c>", "bbox": [60.12, 40.0, 110.0, 60.0],
                "lines": ["a|b", "<c>"],
            },
            {"row": 1, "column": 2, "rowspan": 1, "colspan": 1, "text": "", "bbox": [110.0, 40.0, 160.0, 60.0]},
        ],
    }  # fmt: skip


def test_without_geometry_boxes_are_null():
    assert table_to_dict(HOLES)["bbox"] is None
    assert [cell["bbox"] for cell in table_to_dict(HOLES)["cells"]] == [None, None]


def test_only_a_cell_on_another_page_names_its_page():
    joined = Table((Cell(0, 0, text="a", page=1), Cell(1, 0, text="b", page=2)), 2, 1, Origin.RULED, page=1)
    assert [cell.get("page") for cell in table_to_dict(joined)["cells"]] == [None, 2]


@pytest.mark.parametrize("tables", [[], [RULED], [RULED, HOLES]])
def test_json_is_an_array_of_them(tables):
    assert json.loads(to_json(tables)) == [table_to_dict(table) for table in tables]


def test_json_has_a_line_a_cell():
    lines = to_json([RULED]).splitlines()
    assert lines[:3] == [
        "[",
        '{"page": 2, "bbox": [10.0, 20.0, 160.0, 60.0], "origin": "ruled", "rows": 2, "columns": 3, "cells": [',
        '  {"row": 0, "column": 0, "rowspan": 2, "colspan": 1, "text": "指标", "bbox": [10.0, 20.0, 60.12, 60.0]},',
    ]
    assert len(lines) == 8


def test_csv_gives_spanned_text_once_and_nothing_that_runs():
    assert to_csv([RULED, HOLES]) == '指标,\'=1+1,\n,"a|b\n<c>",\n\n,x\n0123,\n'


def test_csv_for_excel():
    assert to_csv([HOLES], excel=True) == "\ufeff,x\r\n\t0123,\r\n"


def test_html_has_real_spans():
    html = to_html([RULED, HOLES])
    assert '<tr><td rowspan="2">指标</td><td colspan="2">=1+1</td></tr>\n' in html
    assert "<tr><td>a|b<br>&lt;c&gt;</td><td></td></tr>\n" in html
    assert "<tr><td></td><td>x</td></tr>\n<tr><td>0123</td><td></td></tr>\n" in html
    assert '<table data-page="2" data-origin="ruled" data-bbox="10.0 20.0 160.0 60.0">' in html


def test_markdown():
    assert to_markdown([RULED]) == (
        "## table 1, page 2, 2 × 3, ruled\n\n| 指标 | =1+1 |  |\n| --- | --- | --- |\n|  | a\\|b<br>&lt;c&gt; |  |\n"
    )


@pytest.mark.parametrize(("form", "empty"), [("json", "[\n]\n"), ("csv", ""), ("markdown", "")])
def test_no_tables(form, empty):
    assert write_tables([], form) == empty


@st.composite
def _tables(draw):
    """Ruled tables of random spans: each cell takes what is free to its right and below."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            width = draw(st.integers(1, next(n for n in range(1, columns + 1) if (row, column + n) not in free)))
            height = draw(st.integers(1, rows - row))
            units = {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            if not units <= free:
                units, height = {(row, c) for c in range(column, column + width)}, 1
            free -= units
            text = draw(st.text(st.sampled_from("绩效=+-@'|<&>\"\n,;\t1"), max_size=6))
            cells.append(Cell(row, column, height, width, text))
    return Table(tuple(cells), rows, columns, Origin.RULED)


class _Grid(HTMLParser):
    """The grid of an HTML table as a browser lays it out: (row, column) to the text of the cell there."""

    def __init__(self, html):
        super().__init__()
        self.units, self.texts, self._row, self._column = {}, {}, -1, 0
        self._cell = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self._row, self._column = self._row + 1, 0
        if tag == "td":
            while (self._row, self._column) in self.units:
                self._column += 1
            spans = {name: int(value) for name, value in attrs}
            self._cell = (self._row, self._column)
            self.texts[self._cell] = ""
            for row in range(spans.get("rowspan", 1)):
                for column in range(spans.get("colspan", 1)):
                    self.units[self._row + row, self._column + column] = self._cell
        if tag == "br" and self._cell:
            self.texts[self._cell] += "\n"

    def handle_endtag(self, tag):
        if tag == "td":
            self._cell = None

    def handle_data(self, data):
        if self._cell:
            self.texts[self._cell] += data


@settings(max_examples=80, derandomize=True)
@given(_tables())
def test_html_lays_out_as_the_table_is(table):
    grid = _Grid(to_html([table]))
    expected = {
        (row, column): (cell.row, cell.column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    assert grid.units == expected
    assert grid.texts == {(cell.row, cell.column): "\n".join(cell.text.splitlines()) for cell in table.cells}


@settings(max_examples=80, derandomize=True)
@given(_tables())
def test_csv_reads_back(table):
    rows = list(csv.reader(io.StringIO(to_csv([table]))))
    assert [[unguard(cell) for cell in row] for row in rows] == table_to_rows(table)
