"""How near an answer is to the truth: TEDS, GriTS, adjacency relations, and which answer belongs to which table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from msgspec import Struct

from benchmarks.layout.record import TableRecord

_LEAST_SHARED = 0.2
"""Two tables that share less of their text than this are not the same table."""


class Scores(Struct, frozen=True):
    """Of one true table: how near the answer is, each 0 to 1; all 0 when there is none.

    Attributes:
        teds_s: tree edit distance similarity of the structure.
        teds: the same with texts.
        grits_top: grid table similarity of the spans.
        grits_con: grid table similarity of the texts.
        relations: adjacency relations: right ones, true ones, answered ones.
        exact: whether every cell has the right place, spans and text.
    """

    teds_s: float = 0.0
    teds: float = 0.0
    grits_top: float = 0.0
    grits_con: float = 0.0
    relations: tuple[int, int, int] = (0, 0, 0)
    exact: bool = False


def score(truth: TableRecord, answer: TableRecord | None) -> Scores:
    """Compare the answer for one table with the truth."""
    true_relations = adjacency(truth)
    if answer is None:
        return Scores(relations=(0, sum(true_relations.values()), 0))
    if answer == truth:
        count = sum(true_relations.values())
        return Scores(1.0, 1.0, 1.0, 1.0, (count, count, count), exact=True)
    answered = adjacency(answer)
    right = sum((true_relations & answered).values())
    same_structure = answer.structure() == truth.structure()
    return Scores(
        teds_s=teds_s(truth, answer),
        teds=_teds(structure_only=False)(answer.html(texts=True), truth.html(texts=True)),
        grits_top=1.0 if same_structure else _grits("top", truth, answer),
        grits_con=_grits("con", truth, answer),
        relations=(right, sum(true_relations.values()), sum(answered.values())),
    )


def teds_s(truth: TableRecord, answer: TableRecord) -> float:
    """Tree edit distance similarity of two structures."""
    if answer.structure() == truth.structure():
        return 1.0
    similarity: float = _teds(structure_only=True)(answer.html(texts=False), truth.html(texts=False))
    return similarity


@lru_cache(maxsize=4096)
def adjacency(table: TableRecord) -> Counter[tuple[str, str, str]]:
    """The adjacency relations of the ICDAR 2013 table competition: ``(text, text of the next cell, direction)``.

    The next cell to the right or below is the nearest that is not blank; blank cells have no relations.
    """
    grid = [[-1] * table.columns for _ in range(table.rows)]
    for index, cell in enumerate(table.cells):
        for row in range(cell.row, cell.row + cell.rowspan):
            grid[row][cell.column : cell.column + cell.colspan] = [index] * cell.colspan
    pairs: set[tuple[int, int, str]] = set()
    for direction, lines in (("right", grid), ("below", list(zip(*grid, strict=True)))):
        for line in lines:
            filled = [index for index in line if index >= 0 and table.cells[index].text]
            pairs |= {(a, b, direction) for a, b in pairwise(filled) if a != b}
    return Counter((table.cells[a].text, table.cells[b].text, direction) for a, b, direction in pairs)


def match(truths: Sequence[TableRecord], answers: Sequence[TableRecord]) -> list[int | None]:
    """Which answer belongs to which true table of one page, by the text they share, the likest pair first."""
    pairs = sorted(
        (-_shared_text(truth, answer), i, j) for i, truth in enumerate(truths) for j, answer in enumerate(answers)
    )
    chosen: dict[int, int] = {}
    for shared, i, j in pairs:
        if -shared >= _LEAST_SHARED and i not in chosen and j not in chosen.values():
            chosen[i] = j
    return [chosen.get(i) for i in range(len(truths))]


def _shared_text(first: TableRecord, second: TableRecord) -> float:
    a, b = _pairs_of_letters(first), _pairs_of_letters(second)
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


@lru_cache(maxsize=4096)
def _pairs_of_letters(table: TableRecord) -> Counter[str]:
    return Counter(cell.text[i : i + 2] for cell in table.cells for i in range(len(cell.text)))


@cache
def _teds(*, structure_only: bool):  # type: ignore[no-untyped-def]
    from table_recognition_metric import TEDS  # type: ignore[import-untyped]

    return TEDS(structure_only=structure_only)


def _grits(kind: str, truth: TableRecord, answer: TableRecord) -> float:
    import grits  # type: ignore[import-untyped]

    true_grid, grid = _grits_grid(kind, truth), _grits_grid(kind, answer)
    compare = grits.grits_top if kind == "top" else grits.grits_con
    return float(compare(true_grid, grid)[0])


def _grits_grid(kind: str, table: TableRecord):  # type: ignore[no-untyped-def]
    import grits

    cells = [
        grits.TableCell(
            row_nums=list(range(cell.row, cell.row + cell.rowspan)),
            column_nums=list(range(cell.column, cell.column + cell.colspan)),
            cell_text=cell.text,
        )
        for cell in table.cells
    ]
    return (grits.cell_list_to_grid_top if kind == "top" else grits.cell_list_to_grid_con)(cells)
