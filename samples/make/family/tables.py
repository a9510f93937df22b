"""The tables that repeat: budget execution, indicators, a tree of indicators, several projects in one table.

``columns`` lists ``[role, head, n]`` from left to right; ``groups`` lists ``[head, first role, last role]`` where heads stand
in two rows. Runs of equal level 1 and level 2 are one merged cell each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from samples.make.family.board import Board
from samples.make.family.facts import Facts, Raw, Row
from samples.make.family.texts import column_role, shown_text
from samples.make.grid import print_amount

MONEY_COLUMNS = ("budget_initial", "budget_current", "executed", "forecast")
_LEVELS = ("level1", "level2")


def draw_execution(board: Board, facts: Facts, raw: Raw) -> None:
    """``{side, n, head: [label, n], columns, rows: [[label, item], …], dash}``: funding items down, columns across."""
    rows, columns = raw["rows"], raw["columns"]
    board.put(raw["side"], int(raw.get("n", 1)), 1 + len(rows), "side")
    label, span = raw.get("head") or [None, "1"]
    board.put(label or "", int(span), 1, "label")
    for role, head, n in columns:
        board.put(head, int(n), 1, "label", f"execution.*.{role}")
    for label, item in rows:
        board.put(label, int(span), 1, "label", f"execution.{item}")
        for role, _, n in columns:
            text = _execution_text(facts, item, role) or raw.get("dash") or ""
            board.put(text, int(n), 1, "amount" if role in MONEY_COLUMNS else "value", f"execution.*.{role}")


def _execution_text(facts: Facts, item: str, role: str) -> str | None:
    text = facts.execution[item].get(role)
    if text is None or role not in MONEY_COLUMNS:
        return text
    return print_amount(text, facts.money_unit or "元")


def draw_indicators(board: Board, facts: Facts, raw: Raw) -> None:
    """``{side, n, over, columns, groups, horizon, join, numbered}``: one row an indicator.

    ``over``: the side label covers the heads too. ``join``: a level 1 without a level 2 covers both columns. ``numbered``: a
    prefix of the name, counted within its level 2 (``指标{n}:``).
    """
    columns, groups = raw["columns"], raw.get("groups") or []
    horizon = raw.get("horizon")
    rows = [row for row in facts.rows if row.horizon == horizon]
    prefix = f"column.{horizon}." if horizon else "column."
    over, heads = raw.get("over") != "false", 2 if groups else 1
    if side := raw.get("side"):
        board.put(side, int(raw.get("n", 1)), (heads + len(rows)) if over else heads, "side", f"{prefix}side")
    draw_heads(board, columns, groups, prefix)
    board.mark_indicators()
    for at, row in enumerate(rows):
        if side and not over and at == 0:
            board.put("", int(raw.get("n", 1)), len(rows), "side")
        _level_cells(board, rows, at, columns, joined=raw.get("join") == "true")
        for role, _, n in columns:
            if role not in _LEVELS:
                text = numbered_name(rows, at, raw.get("numbered")) if role == "name" else row.cells.get(role)
                board.put(text or "", int(n), 1, column_role(role), prefix + role)


def draw_heads(board: Board, columns: Sequence[Raw], groups: Sequence[Raw], prefix: str) -> None:
    """The column heads, in two rows where there are groups."""
    roles = [role for role, _, _ in columns]
    spans = {first: (head, roles.index(first), roles.index(last)) for head, first, last in groups}
    under: list[Raw] = []
    at = 0
    while at < len(columns):
        role, head, n = columns[at]
        if role in spans:
            group, first, last = spans[role]
            board.put(group, sum(int(column[2]) for column in columns[first : last + 1]), 1, "label")
            under += columns[first : last + 1]
            at = last + 1
        else:
            board.put(head, int(n), 2 if groups else 1, "label", role if "." in role else prefix + role)
            at += 1
    for role, head, n in under:
        board.put(head, int(n), 1, "label", prefix + role)


def _level_cells(board: Board, rows: Sequence[Row], at: int, columns: Sequence[Raw], *, joined: bool) -> None:
    """The level cells that begin in this row."""
    widths = {role: int(n) for role, _, n in columns}
    for depth, role in enumerate(_LEVELS, 1):
        if role not in widths or (at and rows[at].printed[:depth] == rows[at - 1].printed[:depth]):
            continue
        length = len(next(list(run) for _, run in groupby(rows[at:], key=lambda row: row.printed[:depth])))
        text = rows[at].printed[depth - 1]
        if joined and rows[at].printed[1] is None:
            if depth == 1:
                board.put(text or "", widths["level1"] + widths["level2"], length, "label", "level")
            continue
        board.put(text or "", widths[role], length, "label", "level")


def numbered_name(rows: Sequence[Row], at: int, pattern: str | None) -> str | None:
    """The name of an indicator with its number among those of its levels, where the form prints one."""
    name = rows[at].cells.get("name")
    if not pattern:
        return name
    before = [row for row in rows[:at] if row.printed == rows[at].printed]
    return pattern.replace("{n}", str(len(before) + 1)) + (name or "")


def draw_tree(board: Board, facts: Facts, raw: Raw) -> None:
    """``{columns, marks: [level 1, level 2, name]}``: levels and names one below the other, told by indentation.

    A mark is put before the text; ``{n}`` counts the level within the one above, ``_`` is an ideographic space.
    """
    columns = raw["columns"]
    marks = [mark.replace("_", "\u3000") for mark in (part or "" for part in raw["marks"])]
    for role, head, n in columns:
        board.put(head, int(n), 1, "label", f"column.{role}")
    board.mark_indicators()
    printed: tuple[str | None, ...] = ()
    counts = [0, 0]
    for row in facts.rows:
        for depth in (1, 2):
            if printed[:depth] != row.printed[:depth]:
                counts = [counts[0] + 1, 0] if depth == 1 else [counts[0], counts[1] + 1]
                mark = marks[depth - 1].replace("{n}", str(counts[depth - 1]))
                board.put(mark + (row.printed[depth - 1] or ""), int(columns[0][2]), 1, "text", "level")
                for _, _, n in columns[1:]:
                    board.put("", int(n), 1, "value")
                printed = row.printed[:depth]
        for role, _, n in columns:
            text = row.cells.get(role) or ""
            board.put(marks[2] + text if role == "name" else text, int(n), 1, column_role(role), f"column.{role}")


def draw_projects(board: Board, facts: Sequence[Facts], raw: Raw) -> None:
    """``{columns}``: projects one below the other; a column whose role is a key belongs to the project and is merged."""
    columns = raw["columns"]
    draw_heads(board, columns, raw.get("groups") or [], "column.")
    board.mark_indicators()
    for at, project in enumerate(facts):
        for down, row in enumerate(project.rows):
            for role, _, n in columns:
                if "." in role:
                    text = shown_text(project, role, "")
                    same = role == "project.unit" and len({other.project["unit"] for other in facts}) == 1
                    if down == 0 and not (same and at):
                        height = sum(len(other.rows) for other in facts) if same else len(project.rows)
                        board.put(text, int(n), height, "amount" if role.startswith("funding") else "text", role)
                elif role in _LEVELS:
                    depth = _LEVELS.index(role) + 1
                    if down == 0 or row.printed[:depth] != project.rows[down - 1].printed[:depth]:
                        runs = groupby(project.rows[down:], key=lambda other: other.printed[:depth])
                        board.put(row.printed[depth - 1] or "", int(n), len(list(next(runs)[1])), "label", "level")
                else:
                    board.put(row.cells.get(role) or "", int(n), 1, column_role(role), f"column.{role}")
