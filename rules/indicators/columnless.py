"""Rows of a text whose cells have lost their columns: a cell a line, or cells under a span left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rules.grid import Row
from rules.indicators.decoder import Mark
from rules.indicators.flat_rows import PRE_2021_COST, FlatRow, levels_of
from rules.indicators.header import LEVEL_ROLES, Column, Header, Panel
from rules.indicators.names import Lexicon
from rules.indicators.row_sequence import Decoded, decode_rows
from rules.indicators.row_tokens import Tokens, apart_of, fit_of, is_whole, tokens_of
from rules.labels import Vocabulary

_PER_NAT, _LEAST_SURE = 0.35, 0.3
"""How much less sure a row is for every nat by which its texts fit their columns less than they could."""
_BESIDE_OUTSIDE, _CUT_WORDS, _COLUMN_EMPTY = 0.6, 0.75, 0.7


def columns_lost(rows: Sequence[Row], columns: Sequence[Column], vocabulary: Vocabulary) -> bool:
    """Whether a cell's place says nothing of its column: a cell a line, or the blank cells under a span left out.

    Then every row begins in the first column, with a level's label in some rows and with the name in others.
    """
    if all(len(row.cells) <= 1 for row in rows):
        return True
    begun = [row.filled[0] for row in rows if row.filled]
    if not columns or columns[0].role not in LEVEL_ROLES or any(cell.column > columns[0].first for cell in begun):
        return False
    labelled = [vocabulary.is_level(cell.text) for cell in begun]
    return any(labelled) and not all(labelled)


def _all_columns(header: Header | None) -> list[Column]:
    """The columns of all panels, left to right; those that every form has where no header says which."""
    if header is None or not any(panel.role("name") for panel in header.panels):
        return [Column(role, place, place + 1, "") for place, role in enumerate((*LEVEL_ROLES, "name", "value"))]
    found = dict.fromkeys(column for panel in header.panels for column in panel.columns)
    return sorted(found, key=lambda column: column.first)


def _levels_without_head(columns: Sequence[Column], rows: Sequence[Row], vocabulary: Vocabulary) -> list[Column]:
    """The columns of levels that a header does not name although labels of levels are below it."""
    named = {column.role for column in columns}
    printed = any(vocabulary.is_level(cell.text) for row in rows for cell in row.filled)
    missing = [role for role in LEVEL_ROLES if role not in named]
    return [Column(role, place - 2, place - 1, "") for place, role in enumerate(missing)] if printed else []


def sequence_rows(
    rows: Sequence[Row], header: Header | None, panel: Panel | None, vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[list[FlatRow], list[Mark], bool]:
    """Rows of a text that has lost its columns: a cell a line, or cells under a span left out."""
    columns = _all_columns(header)
    columns = [*_levels_without_head(columns, rows, vocabulary), *columns]
    roles = [column.role for column in columns]
    own = [panel is None or column in panel.columns or column.first < 0 for column in columns]
    tokens = tokens_of(rows, roles, vocabulary)
    decoded = decode_rows(
        tokens.cells,
        tokens.steps,
        roles,
        lambda text, role: fit_of(text, role, vocabulary, lexicon),
        apart=lambda text: apart_of(text, vocabulary),
    )
    sure = _sureness(decoded, tokens, vocabulary)
    if _has_empty_column(decoded, roles):
        sure = {first: min(value, _COLUMN_EMPTY) for first, value in sure.items()}
    out: list[FlatRow] = []
    marks: list[Mark] = []
    damaged = False
    parent: str | None = None
    for found in decoded.rows:
        of_panel = {roles[index]: cell for index, cell in found.cells.items() if own[index]}
        labels = [cell for role, cell in of_panel.items() if role in LEVEL_ROLES and vocabulary.is_level(cell.text)]
        cells = {role: cell for role, cell in of_panel.items() if role not in LEVEL_ROLES}
        named = levels_of(labels, {"level2": labels[0].column} if len(labels) == 1 and parent else {}, vocabulary)
        index = float(len(out)) if cells else len(out) - 0.5
        for level, canonical, cell in named:
            marks.append(Mark(level, canonical, cell.text, index))
            new = canonical if level == 1 else vocabulary.levels[canonical].parent
            if level == 2 and canonical == PRE_2021_COST and parent == "产出指标":
                continue
            damaged = damaged or (level == 2 and new != parent)
            parent = new
        damaged = damaged or len(named) < len(labels)
        if cells:
            out.append(FlatRow(tokens.rows[found.first], cells, sure[found.first]))
    return out, marks, damaged


def _has_empty_column(decoded: Decoded, roles: Sequence[str]) -> bool:
    """Whether no row has anything in a column between two that rows have: what is printed there was read into another."""
    filled = {index for row in decoded.rows for index in row.cells}
    inner = range(min(filled, default=0), max(filled, default=0))
    return any(index not in filled and roles[index] not in LEVEL_ROLES for index in inner)


def _sureness(decoded: Decoded, tokens: Tokens, vocabulary: Vocabulary) -> dict[int, float]:
    """How sure each row is, by its first cell: less where texts hardly fit their columns, or beside cells that fit nowhere."""
    sure = {row.first: max(_LEAST_SURE, round(1 - _PER_NAT * row.cost, 2)) for row in decoded.rows}
    firsts = sorted(sure)
    for index in decoded.outside:
        place = bisect_left(firsts, index)
        behind_all = place == len(firsts)
        if behind_all and not is_whole(tokens.cells[index].text, vocabulary):
            continue  # what stands below a table
        for first in firsts[max(place - 1, 0) : place + 1]:
            sure[first] = min(sure[first], _BESIDE_OUTSIDE)
    for index in tokens.worded():
        if place := bisect_right(firsts, index):
            sure[firsts[place - 1]] = min(sure[firsts[place - 1]], _CUT_WORDS)
    return sure
