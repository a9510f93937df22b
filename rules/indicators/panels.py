"""The panels of an indicator table, each with the horizon that it says it has: medium-term beside annual."""

from __future__ import annotations

from collections.abc import Sequence

from rules.grid import Grid, Row
from rules.indicators.header import LEVEL_ROLES, Column, Horizon, Panel
from rules.labels import Vocabulary


def panels_of(grid: Grid, row: Row, columns: Sequence[Column], vocabulary: Vocabulary) -> tuple[Panel, ...]:
    """One panel, or one for each name column; a column that only the first panel has (level 1) belongs to all."""
    names = [index for index, column in enumerate(columns) if column.role == "name"]
    if len(names) < 2:
        return (Panel(tuple(columns), horizon_above(grid, row, vocabulary)),)
    groups: list[list[Column]] = [[]]
    for index, column in enumerate(columns):
        # Each panel has one name: none is closed before its own, and none is opened but by a name or the levels before it.
        opens = column.role in (*LEVEL_ROLES, "name") and names[len(groups) - 1] < index <= names[-1]
        if opens and any(other.role == column.role for other in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    # A level 2 before the second panel's name belongs to that panel.
    shared = [column for column in groups[0] if column.role == "level1"]
    stated = [_stated_horizon(grid, row, group) for group in groups]
    if len(set(stated)) < len(groups):
        stated = [None] * len(groups)  # what does not tell the panels apart says nothing: the right one is this year's
    panels = []
    for number, group in enumerate(groups):
        own = group if any(column.role == "level1" for column in group) else [*shared, *group]
        horizon = stated[number] or ("annual" if number == len(groups) - 1 else "medium_term")
        panels.append(Panel(tuple(own), horizon))
    return tuple(panels)


def _stated_horizon(grid: Grid, row: Row, columns: Sequence[Column]) -> Horizon | None:
    """What the headers of a panel, or the labels drawn above it, say of its horizon."""
    texts = [column.label for column in columns]
    name = next(column for column in columns if column.role == "name")
    for above in range(row.position - 1, max(row.position - 4, -1), -1):
        other = grid.rows[above]
        if other.table == row.table:
            texts += [cell.text for cell in other.filled if cell.column <= name.first < cell.column + cell.colspan]
    return next((horizon for text in texts if len(text) <= 24 and (horizon := horizon_in(text))), None)


def horizon_in(text: str) -> Horizon | None:
    """The horizon that a label names."""
    if any(word in text for word in ("中期", "长期", "实施期")):
        return "medium_term"
    if any(word in text for word in ("年度", "当年", "本年")):
        return "annual"
    return "medium_term" if "总体" in text else None


def horizon_above(grid: Grid, row: Row, vocabulary: Vocabulary) -> Horizon | None:
    """The horizon of a table of its own: the side label beside its header (长期绩效指标, 年度绩效指标)."""
    for cell in (*row.filled, *(c for r in grid.rows[row.position + 1 : row.position + 2] for c in r.filled)):
        if vocabulary.zones.get(cell.text) == "indicators":
            return horizon_in(cell.text)
    if (
        row.position
        and len(title := grid.rows[row.position - 1].texts) == 1
        and vocabulary.zones.get(title[0]) == "indicators"
    ):
        return horizon_in(title[0])
    beside = grid.covering(row, 0)
    above = grid.line_above(row)
    for text in (beside.text if beside is not None else "", above.text if above is not None else ""):
        if vocabulary.zones.get(text) == "indicators":
            return horizon_in(text)
    return None
