"""What a form prints for a key of its facts, and where the truth keeps it."""

from __future__ import annotations

from collections.abc import Mapping

from samples.make.family.facts import Facts
from samples.make.grid import Role, print_amount

CENTRED = frozenset({
    "value", "operator", "number", "unit", "weight", "score", "actual", "forecast", "baseline", "direction", "rate",
    "budget_initial", "budget_current", "executed", "grade1", "grade2", "grade3", "grade4",
})  # fmt: skip


def shown_text(facts: Facts, key: str, label: str) -> str:
    """What a form prints for a key.

    Raises:
        KeyError: the facts do not hold it.
    """
    if key.startswith("="):
        return key[1:]
    if key == "-":
        return ""
    path = key_path(key, label) or key
    if path in facts.shown:
        return facts.shown[path]
    part, _, rest = path.partition(".")
    unit = facts.money_unit or "元"
    if part == "funding":
        return print_amount(facts.funding[rest], unit)
    if part == "amounts":
        return print_amount(facts.amounts[rest], unit)
    texts: Mapping[str, str] = getattr(facts, part)
    return texts[rest] or ""


def key_path(key: str | None, label: str) -> str | None:
    """Where the truth holds what a key speaks of."""
    if key is None or key.startswith("=") or key == "-":
        return None
    return f"{key}.{label.rstrip(':：')}" if key in ("extra", "amounts") else key


def key_role(key: str) -> Role:
    part = key.partition(".")[0]
    roles: dict[str, Role] = {"funding": "amount", "amounts": "amount", "goals": "goal", "score": "value"}
    return roles.get(part, "text")


def column_role(role: str) -> Role:
    """How the cells of an indicator column are set."""
    if role == "amount":
        return "amount"
    return "value" if role in CENTRED else "text"
