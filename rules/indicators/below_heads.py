"""What is printed below the heads of an indicator table: the evidence for their roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.grid import Grid, Row
from rules.indicators.header import LEVEL_ROLES, Column, heads_indicators
from rules.labels import Vocabulary

_MOST_ROWS = 14
"""Rows below a head that are looked at."""
_MOST_LONE = 100
"""The same of cells, a cell a row."""


def data_rows(grid: Grid, row: Row, last: int, vocabulary: Vocabulary) -> list[Row]:
    """The first rows below a head."""
    rows: list[Row] = []
    for below in grid.rows[last + 1 :]:
        if below.table != row.table or len(rows) == _MOST_ROWS or heads_indicators(below.texts, vocabulary):
            break
        if below.texts and vocabulary.zones.get(below.texts[0]) == "end":
            break
        if len(below.texts) > 1:
            rows.append(below)
    return rows


def lone_texts(grid: Grid, row: Row, last: int, vocabulary: Vocabulary) -> list[str]:
    """The cells below a head in a table that has lost its columns, in reading order: one a row, or none where rows have more."""
    texts: list[str] = []
    for below in grid.rows[last + 1 :]:
        if below.table != row.table or len(texts) == _MOST_LONE:
            break
        if len(below.texts) > 1 or (below.texts and vocabulary.zones.get(below.texts[0]) == "end"):
            break
        texts += below.texts
    return texts


def texts_below(grid: Grid, rows: Sequence[Row], column: Column) -> Iterator[str]:
    """What is printed in a column in each of some rows; blank cells are left out."""
    for row in rows:
        yield from (cell.text for cell in grid.across(row, column.first, column.stop)[:1] if cell.text)


def texts_in_sequence(roles: Sequence[str], texts: Sequence[str], vocabulary: Vocabulary) -> list[list[str]]:
    """What is printed below each head where cells follow each other without columns: behind a level's label the heads that are none.

    Args:
        roles: what the heads are by their labels; more of them are no levels' where more cells are between all labels.
        texts: the cells behind the heads, in reading order.
    """
    first = next((place for place, role in enumerate(roles) if role not in LEVEL_ROLES), len(roles))
    groups: list[list[str]] = []
    labels: list[str] = []
    for text in texts:
        if vocabulary.is_level(text):
            labels.append(text)
            groups.append([])
        elif groups:
            groups[-1].append(text)
    groups = [group for group in groups if group]
    if groups and first > 1:
        first = max(1, min(first, len(roles) - min(map(len, groups))))
    below: list[list[str]] = [[] for _ in roles]
    below[first - 1] += labels
    for group in groups:
        for place, text in enumerate(group[: len(roles) - first], first):
            below[place].append(text)
    return below
