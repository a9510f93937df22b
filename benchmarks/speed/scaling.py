"""Part ``scaling``: what a page more costs, and what a cell more on the same page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from benchmarks.speed.big_pages import form_page, grid_page
from benchmarks.speed.documents import among_prose, dense, different, ten_forms
from benchmarks.speed.plot import Line, Panel, line_plot
from benchmarks.speed.prose import prose_by_reportlab
from benchmarks.speed.readers import FLOOR, READERS, TABLES, WHOLE
from benchmarks.speed.rounds import Candidate, medians
from benchmarks.speed.section import Section, say, table

PLOT = "speed-scaling.svg"
PAGES = (10, 30, 100, 300, 1000)
CELLS = (100, 500, 1000, 3000, 6000)
Costs = dict[str, dict[int, dict[str, float]]]
"""What was read → how much of it → reader → median seconds (a page, or a cell)."""
_PER_PAGE: Mapping[str, Callable[[int], bytes]] = {
    "LibreOffice Calc, ten forms again and again": lambda pages: dense("LibreOffice Calc", pages).data,
    "reportlab, different forms": lambda pages: different(pages).data,
    "reportlab, prose with three forms": lambda pages: among_prose(
        prose_by_reportlab(pages), ten_forms("LibreOffice Calc"), [pages // 4, pages // 2, pages - 1]
    ),
}
_PER_CELL: Mapping[str, Callable[[int], bytes]] = {
    "a grid without a form": grid_page,
    "one form with merged levels": form_page,
}
_READERS = (FLOOR, TABLES, WHOLE)


def run(rounds: int) -> Section:
    """Time documents of more and more pages, and pages of more and more cells."""
    per_page = measure(_PER_PAGE, PAGES, rounds, rounds * 10, "pages")
    per_cell = measure(_PER_CELL, CELLS, rounds, rounds * 200, "cells")
    return Section("scaling", markdown(per_page, per_cell), {PLOT: plot(per_page, per_cell)})


def measure(
    makers: Mapping[str, Callable[[int], bytes]], sizes: Sequence[int], rounds: int, budget: int, unit: str
) -> Costs:
    """Median seconds a unit.

    Args:
        makers: make the bytes of a document of a given size.
        sizes: how large, in pages or cells.
        rounds: of small documents.
        budget: pages or cells all rounds together may have; large documents get fewer rounds, two at least.
        unit: for the progress.
    """
    costs: Costs = {}
    for what, make in makers.items():
        costs[what] = {}
        for size in sizes:
            data = make(size)
            candidates = [
                Candidate(name, partial(READERS[name], data), size, warm=size <= sizes[1]) for name in _READERS
            ]
            costs[what][size] = medians(candidates, max(2, min(rounds, budget // size)))
            shown = ", ".join(f"{name} {seconds * 1e6:.0f} µs" for name, seconds in costs[what][size].items())
            say(f"scaling: {what}, {size} {unit}: {shown}")
    return costs


def growth(costs: Mapping[int, Mapping[str, float]], reader: str) -> float:
    """The exponent by which the whole cost grows from the second smallest to the largest: 1 is linear, 2 quadratic.

    The smallest is left out: what every document pays once counts most there.
    """
    sizes = sorted(costs)
    low, high = sizes[1], sizes[-1]
    return 1 + math.log(costs[high][reader] / costs[low][reader]) / math.log(high / low)


def markdown(per_page: Costs, per_cell: Costs) -> str:
    """Costs a page and a cell, with the exponent of growth."""
    return "\n\n".join([
        "Milliseconds a page in documents of more and more pages, and the exponent of the whole document's cost from "
        f"{PAGES[1]} to {PAGES[-1]:,} pages (1: linear, 2: quadratic):",
        _table(per_page, PAGES, 1e3, "pages"),
        f"Microseconds a cell on one page of more and more cells, and the exponent from {CELLS[1]} to {CELLS[-1]:,} cells:",
        _table(per_cell, CELLS, 1e6, "cells"),
        f"![Cost a page and a cell]({PLOT})",
    ])  # fmt: skip


def plot(per_page: Costs, per_cell: Costs) -> str:
    """The whole document's cost: straight lines that rise a decade in a decade are linear."""
    pages, cells = next(iter(per_page.values())), list(per_cell.values())[-1]
    return line_plot(
        "Cost of a document against its size (logarithmic axes)",
        [
            Panel("ms, of so many pages", "pages (LibreOffice Calc)", _lines(pages)),
            Panel("ms, of so many cells on a page", "cells (one form)", _lines(cells)),
        ],
    )


def _lines(costs: Mapping[int, Mapping[str, float]]) -> list[Line]:
    return [Line(name, [(size, costs[size][name] * size * 1e3) for size in sorted(costs)]) for name in _READERS]


def _table(costs: Costs, sizes: Sequence[int], scale: float, unit: str) -> str:
    rows = [
        [what, name, *(f"{costs[what][size][name] * scale:.2f}" for size in sizes), f"{growth(costs[what], name):.2f}"]
        for what in costs
        for name in _READERS
    ]
    return table(["document", "reader", *(f"{size:,} {unit}" for size in sizes), "exponent"], rows, labels=2)
