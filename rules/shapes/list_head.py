"""The head of a list of projects: a column for the project's name beside columns, or running text, of its indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.indicators.header import LEVEL_ROLES, heads_indicators
from rules.indicators.levels_across import Band, bands_of
from rules.indicators.running_text import list_columns, prose_columns
from rules.labels import Vocabulary, plain_label
from rules.likeness import likely
from rules.values import find_money_unit
from rules.values.money import MoneyUnit

_DEEPEST = 12
"""Rows of a table among which the header of columns of running text is sought."""
_INDICATOR_ROLES = frozenset({*LEVEL_ROLES, "name", "value"})
BODIES = frozenset({"unit", "department"})
_NAME = compiled(r"(?=.*[\u4e00-\u9fff]{2})[^。；;≥≤]{2,60}")
_SAYING_ROLES = ("name", "value")
_LIKE = ("fields", "funding", "goals", "goal_block", "columns", "zones")


class ListHead(Struct, frozen=True):
    """A list's header.

    Attributes:
        row: the last row of the header.
        labels: of the project's columns, left to right; ``name`` is the project's.
        first: the first column of the indicators.
        bands: where level 1 is across instead of down, its bands.
        prose: where indicators are running text, the heads of its columns.
        above: the rows of the table over the header, which speak of every project (部门:…, 单位:万元).
        unit: the money unit that the header declares anywhere, as over several amounts.
    """

    row: Row
    labels: tuple[Cell, ...]
    name: Cell
    first: int
    bands: tuple[Band, ...] = ()
    prose: tuple[Cell, ...] = ()
    above: tuple[Row, ...] = ()
    unit: MoneyUnit | None = None

    @property
    def right(self) -> frozenset[int]:
        """The project's columns that are right of the first indicator column."""
        return frozenset(label.column for label in self.labels if label.column >= self.first)


def list_head(grid: Grid, vocabulary: Vocabulary, *, table: int = 0) -> ListHead | None:
    """Return the header of the list of projects that a table is; ``None`` for any other table."""
    rows = [row for row in grid.rows if row.table == table]
    heads = [row for row in rows if heads_indicators(row.texts, vocabulary)]
    if heads:
        return next((found for row in heads if (found := _over_columns(grid, row, vocabulary))), None)
    across = [found for row in rows[:_DEEPEST] if (found := _over_text(grid, row, vocabulary))]
    return max(across, key=lambda head: len(head.prose), default=None)


def repeats_head(grid: Grid, row: Row, head: ListHead, vocabulary: Vocabulary) -> bool:
    """Whether a row is a list's header once more, or a part of it."""
    if heads_indicators(row.texts, vocabulary) or row.position <= head.row.position:
        return True
    name = grid.covering(row, head.name.column)
    return name is not None and name.text == head.name.text


def is_project_name(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a label is of the project's name, or like one that is (项目编码-项目名称)."""
    known = vocabulary.fields.get(text)
    if known is not None or text in vocabulary.columns:
        return known == "name"
    guess = likely(plain_label(text), _LIKE)
    return guess is not None and (guess.kind, guess.meaning) == ("fields", "name")


def _over_columns(grid: Grid, row: Row, vocabulary: Vocabulary) -> ListHead | None:
    above = [other for other in grid.rows[max(row.position - 2, 0) : row.position + 1] if other.table == row.table]
    if not any(_is_list_label(text, vocabulary) for other in above for text in other.texts):
        return None  # most tables: no list of projects
    bands = bands_of(grid, row, vocabulary)
    first = bands[0].first if bands else _first_of_indicators(row, vocabulary)
    last = max((cell.column for cell in row.filled if cell.text in vocabulary.columns), default=first)
    return _head(grid, row, first, last, vocabulary, bands=bands)


def _is_list_label(text: str, vocabulary: Vocabulary) -> bool:
    return text in vocabulary.fields or text in vocabulary.funding or is_project_name(text, vocabulary)


def _first_of_indicators(row: Row, vocabulary: Vocabulary) -> int:
    """The first column of the indicators: levels may be right of what they are of."""
    roles = {cell.column: _indicator_role(cell, row, vocabulary) for cell in row.filled}
    levels = [column for column, role in roles.items() if role in LEVEL_ROLES]
    sayings = [column for column, role in roles.items() if role in _SAYING_ROLES]
    first = min(levels or sayings)
    for column in sorted((column for column in roles if column < first), reverse=True):
        if roles[column] not in _INDICATOR_ROLES:
            break
        first = column
    return first


def _indicator_role(cell: Cell, row: Row, vocabulary: Vocabulary) -> str | None:
    return "name" if names_indicators(cell, row, vocabulary) else vocabulary.columns.get(cell.text)


def names_indicators(cell: Cell, row: Row, vocabulary: Vocabulary) -> bool:
    """Whether a head 绩效指标 is over the indicators' names: over one column, and none else of the row does."""
    if cell.colspan > 1 or cell.row != row.index or vocabulary.zones.get(cell.text) != "indicators":
        return False
    return "name" not in map(vocabulary.columns.get, row.texts)


def _over_text(grid: Grid, row: Row, vocabulary: Vocabulary) -> ListHead | None:
    prose = prose_columns(grid, row, vocabulary)
    if not prose:
        heads = grid.across(row, 0, grid.tables[row.table].columns)
        if any(cell.text and _is_list_label(cell.text, vocabulary) for cell in heads):
            prose = list_columns(grid, row, vocabulary)
    return _head(grid, row, prose[0].column, prose[-1].column, vocabulary, prose=prose) if prose else None


def _head(
    grid: Grid,
    row: Row,
    first: int,
    last: int,
    vocabulary: Vocabulary,
    *,
    bands: tuple[Band, ...] = (),
    prose: tuple[Cell, ...] = (),
) -> ListHead | None:
    above = _rows_of_head(grid, row, first, vocabulary)
    width = grid.tables[row.table].columns
    labels = _lowest(grid, above, (*range(first), *range(last + 1, width)))
    left = [label for label in labels if label.column < first]
    name = next((cell for cell in left if is_project_name(cell.text, vocabulary)), None)
    name = name or _by_content(grid, row, left, vocabulary)
    if name is None:
        return None
    top = min([row.index, *(label.row for label in labels)])
    over = [other for other in grid.rows if other.table == row.table and other.index < top and other.texts]
    units = (find_money_unit(cell.text) for other in (*over, *above) for cell in other.filled)
    unit = next((unit for unit in units if unit), None)
    return ListHead(row, labels, name, first, bands, prose, tuple(over), unit)


def _by_content(grid: Grid, row: Row, labels: Sequence[Cell], vocabulary: Vocabulary) -> Cell | None:
    """The first column of different names under a head that says nothing else, beside a body's or an amount's (项目 | 金额)."""
    known = [label for label in labels if vocabulary.is_header_label(label.text)]
    if not any(label.text in vocabulary.funding or vocabulary.fields.get(label.text) in BODIES for label in known):
        return None
    for label in labels:
        if label in known or likely(plain_label(label.text), _LIKE) is not None or label.text in vocabulary.columns:
            continue
        below = (
            grid.covering(other, label.column) for other in grid.rows[row.position + 1 :] if other.table == row.table
        )
        texts = [text for cell in dict.fromkeys(cell for cell in below if cell is not None) if (text := cell.text)]
        if texts and len(set(texts)) == len(texts) and all(map(_NAME.fullmatch, texts)):
            return label
    return None


def _rows_of_head(grid: Grid, row: Row, first: int, vocabulary: Vocabulary) -> list[Row]:
    """The rows of a header, the last first."""
    above = [row]
    for other in reversed(grid.rows[max(row.position - 2, 0) : row.position]):
        if other.table != row.table or not _heads_block(grid, other, first, vocabulary):
            break
        above.append(other)
    return above


def _lowest(grid: Grid, above: Sequence[Row], columns: Iterable[int]) -> tuple[Cell, ...]:
    """The labels over some columns, the lowest of each."""
    labels: list[Cell] = []
    for column in columns:
        covering = (grid.covering(other, column) for other in above)
        cell = next((cell for cell in covering if cell is not None and cell.text), None)
        if cell is not None and cell not in labels and cell.column == column:
            labels.append(cell)
    return tuple(labels)


def _heads_block(grid: Grid, row: Row, first: int, vocabulary: Vocabulary) -> bool:
    """Whether a row's cells over the indicators say no more than that they are (绩效指标), or what level 1."""
    width = grid.tables[row.table].columns
    texts = [cell.text for cell in grid.across(row, first, width) if cell.text]
    return bool(texts) and all(
        vocabulary.zones.get(text) == "indicators" or text in vocabulary.goal_block or text in vocabulary.level1
        for text in texts
    )
