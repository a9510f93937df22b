"""Labels and what stands beside or below them, outside the indicator table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.model.records import Cell
from rules.grid import Grid, Row
from rules.labels import Vocabulary

PairKind: TypeAlias = Literal["field", "funding", "goal", "goal_block", "block", "unknown"]

_LABEL_LIKE = re.compile(r"[^\d,.;!?%,。;!?]{2,18}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the cells that belong to it.

    Attributes:
        kind: what vocabulary knows the label; ``unknown`` for a label-like cell with a value that none knows.
        meaning: the contract field, funding item, …; ``""`` for an unknown label.
        label: the label's cell.
        values: the cells beside it, or below it where none stands beside; blank ones left out.
        row: the row the label stands in.
    """

    kind: PairKind
    meaning: str
    label: Cell
    values: tuple[Cell, ...]
    row: Row


def classify(text: str, vocabulary: Vocabulary) -> tuple[PairKind, str] | None:
    """What kind of header label a text is, ``None`` when it is none."""
    for kind, labels in (
        ("goal", vocabulary.goals),
        ("field", vocabulary.fields),
        ("funding", vocabulary.funding),
        ("goal_block", vocabulary.goal_block),
        ("block", vocabulary.funding_block),
    ):
        meaning = labels.get(text)
        if meaning is not None:
            return kind, meaning  # type: ignore[return-value]
    return None


def read_pairs(grid: Grid, rows: Iterable[Row], vocabulary: Vocabulary) -> list[Pair]:
    """All labels of the given rows with their values, in reading order."""
    pairs: list[Pair] = []
    for row in rows:
        drawn = grid.has_spans(row)
        cells = row.cells if drawn else row.filled
        position = 0
        while position < len(cells):
            cell = cells[position]
            position += 1
            known = classify(cell.text, vocabulary) if cell.text else None
            if known is None:
                following = cells[position] if position < len(cells) else None
                if _is_unknown_label(cell, following, row, pairs, vocabulary):
                    assert following is not None
                    pairs.append(Pair("unknown", "", cell, (following,), row))
                    position += 1
                continue
            kind, meaning = known
            values: list[Cell] = []
            while position < len(cells) and not (cells[position].text and _is_label(cells[position].text, vocabulary)):
                if cells[position].text:
                    values.append(cells[position])
                position += 1
                if drawn or kind in ("field", "funding"):
                    break
            if not values and kind in ("goal", "goal_block") and drawn:
                values = _below(grid, row, cell, vocabulary)
            pairs.append(Pair(kind, meaning, cell, tuple(values), row))
    return pairs


def _is_label(text: str, vocabulary: Vocabulary) -> bool:
    return classify(text, vocabulary) is not None


def _is_unknown_label(
    cell: Cell, following: Cell | None, row: Row, pairs: Sequence[Pair], vocabulary: Vocabulary
) -> bool:
    """A short text without digits or sentence marks, before a value, in a row of labels and values."""
    if not cell.text or following is None or not following.text or _is_label(following.text, vocabulary):
        return False
    if not _is_label_like(cell.text):
        return False
    if any(classify(text, vocabulary) for text in row.texts):
        return True
    # A row of labels and values that no rule knows: labels stand first, third, …
    filled = row.filled
    leading = filled[0].column == min(c.column for c in row.cells)
    return leading and len(filled) % 2 == 0 and all(_is_label_like(c.text) for c in filled[::2]) and cell in filled[::2]


def _is_label_like(text: str) -> bool:
    return _LABEL_LIKE.fullmatch(text.strip().rstrip(":：")) is not None


def _heads_table(text: str, vocabulary: Vocabulary) -> bool:
    return text in vocabulary.columns or text in vocabulary.zones or vocabulary.is_level(text)


def _below(grid: Grid, row: Row, label: Cell, vocabulary: Vocabulary) -> list[Cell]:
    """The text under a label, followed over a page break."""
    found: list[Cell] = []
    cell = grid.below(row, label)
    while cell is not None:
        if cell.text and (_is_label(cell.text, vocabulary) or _heads_table(cell.text, vocabulary)):
            break
        if found and cell.page == found[-1].page:
            break
        if cell.text:
            found.append(cell)
        elif found or cell.page == label.page:
            break
        cell = grid.below(row, cell)
    return found
