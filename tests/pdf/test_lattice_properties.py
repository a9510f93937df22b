"""Random span layouts, drawn in every ruling style, come back exactly."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from extractor.model.text import join_lines
from tests.pdf.draw import STYLES, Box, Layout, Sheet, pages_of, structure, tables_in

_TEXT = st.text(alphabet="项目绩效指标一二三成本产出质量数量时效社会满意度率0123456789.%≥≤=()", min_size=1, max_size=4)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """A grid cut into rectangles at random, without grid lines that bound nothing."""
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    if rows * columns < 2:
        rows = 2
    taken: set[tuple[int, int]] = set()
    spans: list[tuple[int, int, int, int]] = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in taken:
                continue
            width = 1
            limit = draw(st.sampled_from((1, 1, 1, 2, 3)))
            while width < limit and c + width < columns and (r, c + width) not in taken:
                width += 1
            height = min(draw(st.sampled_from((1, 1, 1, 2, 4))), rows - r)
            taken |= {(r + i, c + j) for i in range(height) for j in range(width)}
            spans.append((r, c, r + height, c + width))
    kept_rows = sorted({s[0] for s in spans} | {s[2] for s in spans})
    kept_columns = sorted({s[1] for s in spans} | {s[3] for s in spans})
    boxes = []
    for r0, c0, r1, c1 in sorted(spans):
        lines = draw(st.lists(_TEXT, max_size=2))
        boxes.append(
            Box(
                kept_rows.index(r0),
                kept_columns.index(c0),
                kept_rows.index(r1) - kept_rows.index(r0),
                kept_columns.index(c1) - kept_columns.index(c0),
                tuple(lines),
            )
        )
    widths = tuple(draw(st.sampled_from((44.0, 57.5, 71.3))) for _ in kept_columns[1:])
    heights = tuple(draw(st.sampled_from((27.0, 33.4, 41.0))) for _ in kept_rows[1:])
    return Layout(widths, heights, tuple(boxes))


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(layout=layouts())
def test_a_drawn_layout_comes_back_exactly(style: str, layout: Layout) -> None:
    assume(len(layout.boxes) > 1)
    pdf = Sheet().table(layout, STYLES[style]).pdf()
    tables = tables_in(pdf)
    assert len(tables) == 1
    (table,) = tables
    assert (table.rows, table.columns) == (len(layout.heights), len(layout.widths))
    assert structure(table) == list(layout.boxes)
    # Whether a line break stays between two numbers hangs on the room that a line leaves.
    assert [_solid(cell.text) for cell in table.cells] == [_solid(join_lines(box.lines)) for box in layout.boxes]


def _solid(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(layout=layouts(), style=st.sampled_from(sorted(STYLES)))
def test_cells_tile_the_table_and_no_glyph_is_lost(layout: Layout, style: str) -> None:
    pdf = Sheet().table(layout, STYLES[style]).text(60, 810, "表外文字").pdf()
    printed = sorted("".join(page.glyphs.text for page in pages_of(pdf)).replace("\r\n", "").replace(" ", ""))
    assume(len(layout.boxes) > 1)
    tables = tables_in(pdf)
    found = "表外文字" + "".join(line for table in tables for cell in table.cells for line in cell.lines)
    assert sorted(found) == printed
    for table in tables:
        units = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        ]
        assert len(units) == len(set(units)) == table.rows * table.columns
        assert set(units) == {(row, column) for row in range(table.rows) for column in range(table.columns)}
