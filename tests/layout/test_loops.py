"""The compiled loops give what the Python code gives, to the last bit."""

from __future__ import annotations

import itertools
import math
from array import array
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.layout.pages.lines import Run, runs_of
from extractor.layout.ruled.assign import assign_runs
from extractor.layout.ruled.edges import merge_lines
from extractor.layout.ruled.lattice import find_grids, grids_of_lines
from extractor.layout.ruled.page import layout_page
from extractor.model.page import Glyphs
from extractor.model.table import Source
from extractor.native.lattice import Loops, loops
from extractor.readers.pdf import read_pdf
from tests.machine import needs_compiled_loops

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.pdf"))
pytestmark = needs_compiled_loops

Line = tuple[float, float, float]

anything = st.floats(allow_nan=True, allow_infinity=True, width=64)
near = st.one_of(
    st.integers(0, 12).map(lambda n: 10.0 * n),
    st.builds(
        lambda n, d: 10.0 * n + d, st.integers(0, 12), st.sampled_from([-3.1, -1, -0.4, 0.3, 0.9, 2.9, 3.2, 4.1])
    ),
    st.floats(0, 130, allow_nan=False),
)
line = st.builds(lambda p, a, b: (p, min(a, b), max(a, b)), near, near, near)
wild = st.tuples(*[st.one_of(near, anything)] * 3)


def compiled() -> Loops:
    found = loops()
    assert found is not None
    return found


def drawn_grid(xs: list[float], ys: list[float], missing: set[int]) -> tuple[list[Line], list[Line]]:
    """Unit by unit the sides of a grid, some of them left out: merged cells, gaps, open sides."""
    number = itertools.count()
    rows = [(y, a, b) for y in ys for a, b in itertools.pairwise(xs) if next(number) not in missing]
    columns = [(x, a, b) for x in xs for a, b in itertools.pairwise(ys) if next(number) not in missing]
    return rows, columns


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_laid_out_the_same(path: Path) -> None:
    with read_pdf(Source(path.name, path.read_bytes())) as document:
        for page in document.pages():
            assert layout_page(page) == layout_page(page, pure=True)


@settings(max_examples=300)
@given(st.lists(st.one_of(line, line, wild), max_size=40))
@example([(0.0, 0.0, 9.0), (0.0, 10.5, 14.0), (0.9, 3.0, 40.0), (3.1, 20.0, 22.0), (3.15, 0.0, 1.0)])
def test_edges_are_merged_the_same(lines: list[Line]) -> None:
    found = compiled().merged(lines)
    if found is None:
        assert not all(math.isfinite(value) for one in lines for value in one)
        return
    assert all(math.isfinite(value) for one in lines for value in one)
    assert list(zip(found[0::3], found[1::3], found[2::3], strict=True)) == merge_lines(lines)


@settings(max_examples=300)
@given(st.lists(line, max_size=30), st.lists(line, max_size=30))
def test_grids_of_scattered_lines_are_the_same(horizontals: list[Line], verticals: list[Line]) -> None:
    assert grids_of_lines(horizontals, verticals) == find_grids(merge_lines(horizontals), merge_lines(verticals))


steps = st.lists(st.sampled_from([2.0, 3.7, 4.0, 9.5, 20.0, 61.3]), min_size=1, max_size=7)


@settings(max_examples=500)
@given(steps, steps, st.sets(st.integers(0, 90), max_size=12), st.booleans())
def test_grids_with_merged_and_open_cells_are_the_same(
    widths: list[float], heights: list[float], missing: set[int], twice: bool
) -> None:
    xs = list(itertools.accumulate(widths, initial=40.0))
    ys = list(itertools.accumulate(heights, initial=70.0))
    rows, columns = drawn_grid(xs, ys, missing)
    if twice:  # a second table beside it
        rows += [(y, a + 400, b + 400) for y, a, b in rows]
        columns += [(x + 400, a, b) for x, a, b in columns]
    assert grids_of_lines(rows, columns) == find_grids(merge_lines(rows), merge_lines(columns))


def test_a_drawn_table_is_found_by_the_compiled_loops() -> None:
    rows, columns = drawn_grid([0.0, 50.0, 100.0], [0.0, 20.0, 40.0], {1})
    found = compiled().grids(rows, columns)
    assert found == [
        ((0.0, 50.0, 100.0), (0.0, 20.0, 40.0), ((0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 2, 1), (1, 1, 2, 2)), (0, 1, 2, 3))
    ]


def test_what_does_not_tile_its_grid_is_left_to_python() -> None:
    rows, columns = drawn_grid([0.0, 50.0, 100.0, 150.0], [0.0, 20.0, 40.0, 60.0], {3, 15})
    assert compiled().grids(rows, columns) is None
    assert len(grids_of_lines(rows, columns)) == 1


glyph = st.tuples(
    st.sampled_from("绩效a1 \u3000\u200b\ufeff\u2011\U00020000\ud800"),
    *[st.one_of(st.sampled_from([0.0, 4.9, 5.0, 10.0, 10.4, 20.0]), anything)] * 5,
)


def glyphs_of(rows: list[tuple[str, float, float, float, float, float]]) -> Glyphs:
    text, y, x0, y0, x1, y1 = zip(*rows, strict=True) if rows else ("", (), (), (), (), ())
    left = array("d", x0)
    return Glyphs("".join(text), left, array("d", y), left, array("d", y0), array("d", x1), array("d", y1))


def fields(run: Run) -> tuple[object, ...]:
    return (
        repr(run.baseline),
        repr(run.start),
        repr(run.end),
        repr(run.size),
        run.text,
        run.first,
        run.spaced,
        run.turn,
    )


@settings(max_examples=400)
@given(st.lists(glyph, max_size=30))
def test_runs_are_the_same(rows: list[tuple[str, float, float, float, float, float]]) -> None:
    glyphs = glyphs_of(rows)
    assert list(map(fields, runs_of(glyphs))) == list(map(fields, runs_of(glyphs, pure=True)))


def test_every_character_is_as_blank_as_for_python() -> None:
    text = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000))))
    zeros = array("d", bytes(8 * len(text)))
    apart = array("d", map(float, range(0, 50 * len(text), 50)))
    glyphs = Glyphs(text, apart, zeros, apart, zeros, apart, zeros)
    runs = runs_of(glyphs)
    assert list(map(fields, runs)) == list(map(fields, runs_of(glyphs, pure=True)))
    assert not {run.text for run in runs} & set(" \t\u3000\u200b\ufeff\xa0")


def test_columns_shorter_than_the_text_are_not_read_beyond_their_end() -> None:
    one = array("d", [1.0])
    short = Glyphs("绩效", one, one, one, one, one, one)
    assert compiled().runs(short) is None


place = st.one_of(st.floats(-20, 320), st.sampled_from([0.0, 50.0, 100.0, 300.0]), anything)


@settings(max_examples=300)
@given(st.lists(st.tuples(place, place, st.floats(0, 90), st.floats(1, 30)), max_size=25), st.booleans())
def test_runs_come_into_the_same_cells(rows: list[tuple[float, float, float, float]], inner: bool) -> None:
    lines = drawn_grid([0.0, 50.0, 100.0, 300.0], [0.0, 40.0, 100.0, 200.0], {4, 15})
    grids = find_grids(*map(merge_lines, lines))
    if inner:
        grids += find_grids(*map(merge_lines, drawn_grid([120.0, 140.0, 200.0], [110.0, 130.0, 150.0], set())))
    count = len(rows)
    starts, widths = [row[1] for row in rows], [row[2] for row in rows]
    ends = [start + width for start, width in zip(starts, widths, strict=True)]
    tops = [row[0] - row[3] for row in rows]
    glyphs = Glyphs("字" * count, starts, [r[0] for r in rows], starts, tops, ends, [r[0] for r in rows])
    runs = [Run(rows[i][0], starts[i], ends[i], rows[i][3], "字", i, True, 0) for i in range(count)]
    cells, outside = assign_runs(runs, grids, glyphs)
    pure_cells, pure_outside = assign_runs(runs, grids, glyphs, pure=True)
    assert [[(k, list(map(fields, v))) for k, v in sorted(own.items())] for own in cells] == [
        [(k, list(map(fields, v))) for k, v in sorted(own.items())] for own in pure_cells
    ]
    assert list(map(fields, outside)) == list(map(fields, pure_outside))
