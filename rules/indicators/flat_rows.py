"""What a row of flattened text says: the labels of its levels, and its other cells by their roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from extractor.model.table import Cell
from rules.grid import Row
from rules.labels import Vocabulary

PRE_2021_COST = "经济成本指标"


class FlatRow(Struct):
    """A row of flattened text: what is left of it beside its labels, and how sure it is that this is one row."""

    row: Row
    cells: dict[str, Cell] = field(default_factory=dict)
    sure: float = 1.0


def levels_of(
    cells: Sequence[Cell], expected: Mapping[str, int], vocabulary: Vocabulary
) -> list[tuple[int, str, Cell]]:
    """Level and canonical label of a row's level labels.

    A label such as 满意度指标 or 成本指标 stands in both vocabularies: it is a level 1 when a level 2 follows it in the row,
    a level 2 after its level 1 or in the level-2 column, else a level 1.
    """
    labels: list[tuple[int, str, Cell]] = []
    for position, cell in enumerate(cells):
        one, two = vocabulary.level1.get(cell.text), vocabulary.level2.get(cell.text)
        if one and two:
            followed = position + 1 < len(cells) and cells[position + 1].text in vocabulary.level2
            after = any(level == 1 for level, _, _ in labels)
            in_second = cell.column == expected.get("level2") != expected.get("level1")
            if followed or not (after or in_second):
                two = None
            else:
                one = None
        if one:
            labels.append((1, one, cell))
        elif two:
            labels.append((2, two, cell))
    return labels
