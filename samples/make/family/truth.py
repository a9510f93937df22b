"""The expected record of a family's document, from its facts and from nothing else."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from samples.make.family.facts import GOALS, PROJECT_FIELDS, Facts, Family, Row, Sheet
from samples.make.family.tables import MONEY_COLUMNS

OPERATORS = {"≥": "≥", "≧": "≥", ">": ">", "=": "=", "═": "=", "<": "<", "≤": "≤", "≦": "≤"}
DIRECTIONS = {"正向指标": "up", "反向指标": "down"}
GRADES = ("优", "良", "中", "差")
_GRADED = tuple(f"grade{number}" for number in range(1, 5))
_OPTIONAL = {
    "weight": "weight",
    "score": "score",
    "actual": "actual_raw",
    "baseline": "baseline_raw",
    "forecast": "forecast_raw",
    "deviation_reason": "deviation_reason",
    "standard": "standard",
    "explanation": "explanation",
    "amount": "amount_raw",
    "remark": "remark",
}
_HIDDEN_EXECUTION = frozenset({"forecast"})  # printed, but no column of the contract

_YEAR_BEHIND = re.compile(r"[(（]20\d{2}年度[)）]$")  # which is the fiscal year and no part of the title


def expected_family(family: Family) -> dict[str, Any]:
    """What is true of every file of a family: its forms in reading order, and the files' names."""
    forms = [_form(facts, sheet) for sheet in family.sheets for facts in sheet.facts]
    files = [entry["file"] for entry in family.files]
    return {"family": family.name, "title": family.title, "forms": forms, "files": files}


def _form(facts: Facts, sheet: Sheet) -> dict[str, Any]:
    tree = any("tree" in block for block in sheet.blocks if not isinstance(block, str))
    return {
        "profile": facts.profile,
        "kind": facts.kind,
        "title": _YEAR_BEHIND.sub("", facts.title),
        "fiscal_year": facts.fiscal_year,
        "project": {name: facts.project.get(name) for name in PROJECT_FIELDS},
        "extra": dict(facts.extra),
        "money_unit": facts.money_unit,
        "funding": None if facts.execution else _funding(facts),
        "unplaced": [{"label": label, "amount": _yuan(amount)} for label, amount in facts.amounts.items()],
        "goals": {goal: facts.goals.get(goal) for goal in GOALS},
        "execution": [_execution(facts, item) for item in facts.execution] or None,
        "score": {part: facts.score.get(part) for part in ("total", "grade")} if facts.score else None,
        "indicators": [_indicator(row, printed=not tree) for row in facts.rows],
    }


def _funding(facts: Facts) -> list[dict[str, str | None]]:
    return [
        {"scope": key.partition(".")[0], "item": key.partition(".")[2], "amount": _yuan(amount)}
        for key, amount in facts.funding.items()
    ]


def _execution(facts: Facts, item: str) -> dict[str, str | None]:
    line: dict[str, str | None] = {"item": item}
    for column, text in facts.execution[item].items():
        if column in _HIDDEN_EXECUTION:
            continue
        if text is None:
            line[column] = None
        else:
            line[column] = _yuan(text) if column in MONEY_COLUMNS else text.rstrip("%")
    return line


def _indicator(row: Row, *, printed: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"level1": row.levels[0], "level2": row.levels[1], "name": row.cells.get("name")}
    if printed:
        entry["printed_level1"], entry["printed_level2"] = row.printed
    entry.update(_value(row))
    entry.update({key: row.cells[role] for role, key in _OPTIONAL.items() if role in row.cells})
    if all(role in row.cells for role in _GRADED):
        entry["standard"] = ";".join(f"{name}:{row.cells[role]}" for name, role in zip(GRADES, _GRADED, strict=True))
    if direction := row.cells.get("direction"):
        entry["direction"] = DIRECTIONS[direction]
    if row.horizon:
        entry["horizon"] = row.horizon
    return entry


def _value(row: Row) -> dict[str, Any]:
    """The target as printed; where it stands in several columns also its parts."""
    cells = row.cells
    if "operator" in cells:
        sign, number, unit = (cells.get(role) for role in ("operator", "number", "unit"))
        return {
            "value_raw": "".join(part for part in (sign, number, unit) if part and part != "定性"),
            "operator": OPERATORS.get(sign or ""),
            "number": number if number and _is_number(number) else None,
            "unit": unit,
        }
    return {"value_raw": cells.get("value") if "value" in cells else cells.get("grade1")}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _yuan(amount: str | None) -> str | None:
    return None if amount is None else f"{Decimal(amount):.2f}"
