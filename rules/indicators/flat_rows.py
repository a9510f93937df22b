"""What a row of flattened text says: the labels of its levels, and its other cells by their roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from extractor.model.table import Cell
from rules.grid import Row
from rules.indicators.header import LEVEL_ROLES
from rules.labels import Vocabulary

PRE_2021_COST = "经济成本指标"


class FlatRow(Struct):
    """A row of flattened text.

    Attributes:
        cells: what is left of it beside its labels, by roles.
        sure: how sure it is that this is one row.
        own: the words in force in the columns of levels that are no labels (过程, 业务管理), by their level.
    """

    row: Row
    cells: dict[str, Cell] = field(default_factory=dict)
    sure: float = 1.0
    own: Mapping[int, str] = field(default_factory=dict)


class OwnLevels:
    """The words in columns of levels that no vocabulary knows, carried down as the labels beside them are.

    Args:
        columns: role to its column. A row whose name and value are in theirs has not slid.
    """

    def __init__(self, columns: Mapping[str, int]) -> None:
        self._levels = {level: columns[role] for level, role in enumerate(LEVEL_ROLES, 1) if role in columns}
        self._whole = {columns[role] for role in ("name", "value") if role in columns}
        self._own: dict[int, str] = {}

    def in_force(self, cells: Sequence[Cell], labels: Sequence[tuple[int, str, Cell]]) -> dict[int, str]:
        """Return the words that speak for a row, given its cells and those of them that are labels."""
        for level, _, _ in labels:
            self._own = {other: word for other, word in self._own.items() if other < level}
        known = [cell for _, _, cell in labels]
        if len(self._whole) < 2 or not self._whole <= {cell.column for cell in cells}:
            return dict(self._own)
        for level, column in self._levels.items():
            cell = next((cell for cell in cells if cell.column == column), None)
            if cell is not None and cell not in known:
                self._own = {other: word for other, word in self._own.items() if other < level} | {level: cell.text}
        return dict(self._own)


def levels_of(
    cells: Sequence[Cell], expected: Mapping[str, int], vocabulary: Vocabulary
) -> list[tuple[int, str, Cell]]:
    """Level and canonical label of a row's level labels.

    A label such as 满意度指标 or 成本指标 is in both vocabularies: it is a level 1 when a level 2 follows it in the row,
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
