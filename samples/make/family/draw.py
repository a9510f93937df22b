"""A sheet's blocks to lines and tables. The blocks of a specification:

- ``title``, ``year``; ``{note: text}``, ``{prose: text}``, ``{year: text}``: lines outside the tables
- ``{table: [widths in mm]}``: the blocks that follow fill a table of these columns
- ``{row: [item, …]}``: one row of it
- ``{side: label, n: columns, rows: [[item, …], …]}``: rows with one label beside them all
- ``{execution: …}``, ``{indicators: …}``, ``{twin: …}``, ``{tree: …}``, ``{projects: …}``: see :mod:`samples.make.family.tables`

An item is ``text`` or ``[text, n]`` (a label over ``n`` columns), ``[text, n, key, m]`` (a label and its value over ``m``
columns) or a mapping with one of ``label``, ``value`` (a key) and ``text``, and ``n``, ``rows``, ``key``, ``role``. Keys are
``project.name``, ``extra`` (the text kept for this label), ``goals.annual``, ``funding.annual.total``, ``amounts``,
``score.total``, ``=literal`` and ``-`` (blank).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from samples.make.blocks import Block, DrawnForm, Line, LineKind
from samples.make.family.board import Board
from samples.make.family.facts import Facts, Raw, Sheet
from samples.make.family.panels import draw_twin
from samples.make.family.tables import draw_execution, draw_indicators, draw_projects, draw_tree
from samples.make.family.texts import key_path, key_role, shown_text
from samples.make.grid import Role
from samples.make.spec import Style

_TABLES = {
    "execution": draw_execution,
    "indicators": draw_indicators,
    "twin": draw_twin,
    "tree": draw_tree,
}
_LINES: tuple[LineKind, ...] = ("prose", "note", "year")


def draw_sheet(sheet: Sheet) -> DrawnForm:
    """Lay one sheet out.

    Raises:
        ValueError: its rows do not fill their table, or a block is unknown.
    """
    facts = sheet.facts[0]
    blocks: list[Block] = []
    board: Board | None = None
    for raw in sheet.blocks:
        kind, content = ("title", facts.title) if raw == "title" else _one(raw, facts)
        if kind == "table" or kind in (*_LINES, "title"):
            if board is not None:
                blocks.append(board.grid())
            board = Board([float(width) for width in content]) if kind == "table" else None
            if board is None:
                blocks.append(Line(content, cast(LineKind, kind)))
        elif board is None:
            raise ValueError(f"{kind} stands outside a table")
        elif kind == "projects":
            draw_projects(board, sheet.facts, content)
        elif kind in _TABLES:
            _TABLES[kind](board, facts, content)
        else:
            _rows(board, facts, kind, content)
    if board is not None:
        blocks.append(board.grid())
    return DrawnForm(tuple(blocks), Style(landscape=sheet.landscape))


def _one(raw: Raw, facts: Facts) -> tuple[str, Raw]:
    if raw == "year":
        return "year", f"({facts.fiscal_year}年度)"
    if "side" in raw:
        return "side", raw
    (entry,) = raw.items()
    return cast("tuple[str, Raw]", entry)


def _rows(board: Board, facts: Facts, kind: str, content: Raw) -> None:
    if kind == "row":
        _row(board, facts, content)
    elif kind == "side":
        board.put(content["side"], int(content.get("n", 1)), len(content["rows"]), "side", content.get("key"))
        for items in content["rows"]:
            _row(board, facts, items)
    else:
        raise ValueError(f"unknown block {kind!r}")


def _row(board: Board, facts: Facts, items: Sequence[Raw]) -> None:
    for item in items:
        if isinstance(item, str) or item is None:
            board.put(item or "", 1, 1, "label")
        elif isinstance(item, list):
            _pair(board, facts, item)
        else:
            _item(board, facts, item)


def _pair(board: Board, facts: Facts, item: list[Raw]) -> None:
    label, span, *value = item
    key = value[0] if value else None
    board.put(label or "", int(span), 1, "label", key_path(key, label))
    if value:
        board.put(shown_text(facts, value[0], label), int(value[1]), 1, key_role(value[0]), key_path(key, label))


def _item(board: Board, facts: Facts, item: Mapping[str, Raw]) -> None:
    span, rows = int(item.get("n", 1)), int(item.get("rows", 1))
    if "value" in item:
        key = item["value"]
        board.put(
            shown_text(facts, key, item.get("key", "")), span, rows, key_role(key), key_path(key, item.get("key", ""))
        )
    elif "label" in item:
        board.put(item["label"] or "", span, rows, "label", item.get("key"))
    else:
        board.put(item["text"] or "", span, rows, cast(Role, item.get("role", "text")), item.get("key"))
