"""Two panels of indicators side by side below one level 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from samples.make.family.board import Board
from samples.make.family.facts import Facts, Raw, Row
from samples.make.family.tables import draw_heads, numbered_name
from samples.make.family.texts import column_role


class _Slot(Struct, frozen=True):
    """One row of a panel: the indicator in it, and the level-2 cell that begins there (its text and height)."""

    name: str | None
    row: Row | None
    level2: tuple[str, int] | None


def draw_twin(board: Board, facts: Facts, raw: Raw) -> None:
    """``{side, level1: [head, n], panels: [{horizon, columns}, …], align, numbered, filler}``: panels side by side.

    The panels share level 1. With ``align: level2`` they share the rows of each level 2 too, otherwise each panel fills its
    rows of a level 1 from the top. ``filler`` is printed in the name's place where a panel has fewer rows than the other.
    """
    head, n = raw["level1"]
    panels = [(panel["horizon"], panel["columns"]) for panel in raw["panels"]]
    bands = [
        (level1, [_slots(rows, height, raw) for rows in parts])
        for level1, height, parts in _bands(
            facts.rows, [horizon for horizon, _ in panels], raw.get("align") == "level2"
        )
    ]
    if side := raw.get("side"):
        board.put(side, 1, 1 + sum(len(slots[0]) for _, slots in bands), "side")
    board.put(head, int(n), 1, "label", "column.level1")
    for horizon, columns in panels:
        draw_heads(board, columns, [], f"column.{horizon}.")
    board.mark_indicators()
    for level1, group in groupby(bands, key=lambda band: band[0]):
        parts = [slots for _, slots in group]
        board.put(level1 or "", int(n), sum(len(slots[0]) for slots in parts), "label", "level")
        for slots in parts:
            for down in range(len(slots[0])):
                for (horizon, columns), panel in zip(panels, slots, strict=True):
                    _panel_row(board, panel[down], columns, f"column.{horizon}.")


def _bands(
    rows: Sequence[Row], horizons: Sequence[str], by_level2: bool
) -> Iterator[tuple[str | None, int, list[list[Row]]]]:
    """``(level 1, height, rows per panel)`` from the top down."""
    depth = 2 if by_level2 else 1
    for key in dict.fromkeys(row.printed[:depth] for row in rows):
        parts = [[row for row in rows if row.horizon == h and row.printed[:depth] == key] for h in horizons]
        yield key[0], max(map(len, parts)), parts


def _slots(rows: Sequence[Row], height: int, raw: Raw) -> list[_Slot]:
    """A panel's rows in a band: what is missing at the end is blank, below the last level 2 where panels share its rows."""
    shared = raw.get("align") == "level2"
    slots: list[_Slot] = []
    for at in range(height):
        row = rows[at] if at < len(rows) else None
        label: tuple[str, int] | None = None
        if shared:
            label = ((rows[0].printed[1] if rows else None) or "", height) if at == 0 else None
        elif row is None:
            label = ("", 1)
        elif at == 0 or row.printed != rows[at - 1].printed:
            label = (row.printed[1] or "", sum(other.printed == row.printed for other in rows))
        name = raw.get("filler") if row is None else numbered_name(rows, at, raw.get("numbered"))
        slots.append(_Slot(name, row, label))
    return slots


def _panel_row(board: Board, slot: _Slot, columns: Sequence[Raw], prefix: str) -> None:
    for role, _, n in columns:
        if role == "level2":
            if slot.level2:
                board.put(slot.level2[0], int(n), slot.level2[1], "label", "level")
        else:
            text = slot.name if role == "name" else slot.row.cells.get(role) if slot.row else None
            board.put(text or "", int(n), 1, column_role(role), prefix + role)
