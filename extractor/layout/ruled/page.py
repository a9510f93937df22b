"""One page to blocks: ruled tables with their cells' texts, and the lines of text outside them, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from msgspec.structs import replace

from extractor.layout.pages.lines import Run, VisualLine, baselines_of, lines_of, runs_of, texts_of
from extractor.layout.pages.reading_order import in_reading_order
from extractor.layout.pages.skew import lean_back
from extractor.layout.pages.turned import is_turned, turn_blocks_back
from extractor.layout.ruled.assign import assign_runs
from extractor.layout.ruled.check_boxes import without_check_boxes
from extractor.layout.ruled.drawings import is_drawing
from extractor.layout.ruled.edges import SAME
from extractor.layout.ruled.fills import bounding_fills, sides_of
from extractor.layout.ruled.inferred import infer_cells
from extractor.layout.ruled.lattice import Grid, grids_of_lines
from extractor.layout.ruled.open_columns import closing_lines, open_below
from extractor.layout.ruled.underlines import without_underlines
from extractor.model.page import Glyphs, Page, upright
from extractor.model.table import BBox, Block, Cell, Origin, Table, TextLine, rounded
from extractor.model.text import hangs_on_room, join_lines

_FEWEST_LINES = 3
WIDE_GAP = 2.0
"""A gap along a line outside tables wider than this many font heights separates two text lines."""
_HANGS = 3.0
"""How far below a table (font heights) a line may hang out of a cell: what a page end cuts off is a line or two."""

_PADDING = 0.6
"""Most that a cell keeps clear at either side, in font heights: Word's 5.4 points at its smallest usual size of 9."""
_DIGIT = 0.8
"""Room, in font heights, that one more digit (0.5 or 0.56 wide) surely finds."""


def layout_page(page: Page, *, pure: bool = False) -> list[Block]:
    """The page's ruled tables (every cell with box, lines and text) and the text lines outside them, in reading order.

    Text that is in a table within a cell belongs to the inner table. Text at an oblique angle is left out. On a page
    whose text runs up or down the page as a whole, structure is read in the turned frame and boxes are given on the page
    as displayed; ``column_edges`` and ``row_edges`` stay in the turned frame.

    Args:
        pure: leave the compiled loops unused, even where they were built; what comes out is the same.
    """
    if page.skew:
        return lean_back(layout_page(replace(page, skew=0.0), pure=pure), page)
    turn = is_turned(page)
    if turn:
        return turn_blocks_back(layout_page(upright(page, turn), pure=pure), page, turn)
    runs = runs_of(page.glyphs, pure=pure)
    grids = grids_of_page(page, runs, pure=pure)
    in_cells, outside = assign_runs(runs, grids, page.glyphs, pure=pure)
    blocks: list[Block] = []
    for grid, cells in zip(grids, in_cells, strict=True):
        if not cells and _inside_another(grid, grids):
            continue
        if is_drawing(grid, len(cells)):
            outside = [*outside, *(run for runs_of_cell in cells.values() for run in runs_of_cell)]
            continue
        split = infer_cells(grid, cells)
        blocks.append(_table(grid, cells, page) if split is None else _table(*split, page, Origin.PARTLY_RULED))
    for line in _lines_outside(outside, grids, page):
        text = join_lines((line.text,))
        if text and _on_page(line.bbox, page):
            blocks.append(TextLine(text, page.number, line.bbox))
    return in_reading_order(blocks)


def _lines_outside(runs: list[Run], grids: list[Grid], page: Page) -> list[VisualLine]:
    """The lines of text outside all tables.

    What hangs out of the cells at a table's lower end is told apart by cell: each line there goes on in one of them.
    """
    if not runs:
        return []
    lowest = max(grids, key=_bottom, default=None)
    edge = page.height if lowest is None else lowest.ys[-1]
    below = [run for run in runs if edge < run.baseline <= edge + _HANGS * run.size and not run.turn]
    if lowest is None or len(below) < 2:
        return lines_of(runs, page.glyphs, split=WIDE_GAP)
    hanging: list[list[Run]] = []
    for line in baselines_of(below):
        by_cell: dict[int, list[Run]] = {}
        for run in line:
            cell = lowest.at(run.start, edge - 0.01)
            by_cell.setdefault(cell if cell == lowest.at(run.end, edge - 0.01) else -1, []).append(run)
        if len(by_cell) > 1 and -1 not in by_cell:
            hanging += by_cell.values()
    kept = {run.first for line in hanging for run in line}
    rest = [run for run in runs if run.first not in kept]
    return [
        *(lines_of(rest, page.glyphs, split=WIDE_GAP) if rest else ()),
        *(one for line in hanging for one in lines_of(line, page.glyphs)),
    ]


def _bottom(grid: Grid) -> float:
    return grid.ys[-1]


def tables_of_page(page: Page) -> list[Table]:
    """The page's ruled tables in reading order."""
    return [block for block in layout_page(page) if isinstance(block, Table)]


def grids_of_page(page: Page, runs: list[Run], *, pure: bool = False) -> list[Grid]:
    """The grids that the page's rulings form, each with two cells or more; ``runs`` tell borders from underlines."""
    rulings = page.rulings
    horizontals, verticals = without_check_boxes(rulings.horizontals, rulings.verticals)
    horizontals = without_underlines(horizontals, verticals, runs, page.glyphs)
    grids: list[Grid] = []
    if len(horizontals) + len(verticals) >= _FEWEST_LINES:
        grids = grids_of_lines(horizontals, verticals, pure=pure)
        closing = closing_lines(verticals, grids, page.height)
        if closing:
            horizontals = horizontals + closing
            grids = grids_of_lines(horizontals, verticals, pure=pure)
    if not rulings.fills:
        return grids
    fills = bounding_fills(rulings, [grid.bbox for grid in grids], runs, page.width * page.height)
    if not fills:
        return grids
    sides_h, sides_v = sides_of(fills)
    closed = grids_of_lines(horizontals + sides_h, verticals + sides_v, pure=pure)
    return [grid for grid in closed if _is_among(grid, grids) or _is_coloured_table(grid, runs)]


def _is_coloured_table(grid: Grid, runs: list[Run]) -> bool:
    """Whether coloured areas make a table and no chart: several rows and columns, and text in them."""
    if len(grid.xs) < 3 or len(grid.ys) < 3:
        return False
    x0, y0, x1, y1 = grid.bbox
    return any(x0 < run.bbox[0] < x1 and y0 < run.bbox[1] < y1 for run in runs)


def _is_among(grid: Grid, grids: list[Grid]) -> bool:
    return any(all(abs(a - b) <= SAME for a, b in zip(grid.bbox, other.bbox, strict=True)) for other in grids)


def _on_page(box: BBox, page: Page) -> bool:
    """Whether any of a box can be seen; producers print text beyond the paper too."""
    return box[0] < page.width and box[1] < page.height and box[2] > 0 and box[3] > 0


def _inside_another(grid: Grid, grids: list[Grid]) -> bool:
    box = grid.bbox
    return any(other is not grid and _contains(other.bbox, box) for other in grids)


def _contains(outer: BBox, inner: BBox) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


@lru_cache(maxsize=4096)
def _join(lines: tuple[str, ...]) -> str:
    """Labels come back form after form: join each text once."""
    return join_lines(lines)


def _fullness(runs: list[Run], left: float, right: float) -> Callable[[int], bool] | None:
    """Whether each line of a cell between two sides leaves no room for one more digit; ``None`` for turned text."""
    if any(run.turn for run in runs):
        return None
    lines = [(group[0].start, max(run.end for run in group), group[0].size) for group in baselines_of(runs)]
    nearest = min(min(start - left, right - end) for start, end, _ in lines)

    def is_full(index: int) -> bool:
        start, end, size = lines[index]
        padding = min(max(nearest, 0.0), _PADDING * size)
        return right - left - (end - start) - 2 * padding < _DIGIT * size

    return is_full


def _certainty(runs: list[Run], glyphs: Glyphs) -> float:
    return min(glyphs.least_certainty(run.first, len(run.text)) for run in runs)


def _table(grid: Grid, texts: dict[int, list[Run]], page: Page, origin: Origin = Origin.RULED) -> Table:
    cells: list[Cell] = []
    xs, ys, number, glyphs = rounded(grid.xs), rounded(grid.ys), page.number, page.glyphs
    for index, (row, column, row_end, column_end) in enumerate(grid.spans):
        runs = texts.get(index)
        lines: tuple[str, ...] = ()
        text = ""
        if runs:
            lines = (runs[0].text,) if len(runs) == 1 else texts_of(runs, glyphs)
            text = _join(lines)
        box = (xs[column], ys[row], xs[column_end], ys[row_end])
        if len(lines) > 1 and hangs_on_room(lines):
            text = join_lines(lines, _fullness(runs or [], box[0], box[2]))
        sure = _certainty(runs, glyphs) if runs and glyphs.certainty is not None else 1.0
        cells.append(Cell(row, column, row_end - row, column_end - column, text, lines, number, box, certainty=sure))
    return Table(
        cells=tuple(cells),
        rows=len(grid.ys) - 1,
        columns=len(grid.xs) - 1,
        origin=origin,
        page=page.number,
        bbox=(xs[0], ys[0], xs[-1], ys[-1]),
        column_edges=xs,
        row_edges=ys,
        open_below=() if page.rulings.fills else open_below(grid, page.rulings.horizontals),
    )
