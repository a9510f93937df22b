"""A value back to text, in one canonical spelling."""

from __future__ import annotations

from extractor.model.form import Direction, Value
from rules.values.dates import read_period, read_point

_COMPARISONS = ("同比", "环比", "年均")


def render(value: Value) -> str:
    """The canonical spelling, which :meth:`rules.values.ValueGrammar.parse` reads back to an equal value (but for ``raw`` and ``confidence``).

    Numbers as the finance systems print them, ``≥30.00(万张)``; ranges ``80~90(%)``; deadlines ``≤2023年12月31日``; periods
    ``2023年7月至2024年1月``; blanks of a template ``≥**(人)``; whatever is qualitative as printed; ``""`` for a missing value.
    """
    if value.kind in ("text", "grade", "boolean"):
        return value.raw or ""
    if value.kind == "missing":
        return ""
    if value.kind == "quantity" and value.number is None:
        return value.raw or ""  # a ratio
    head = _growth(value) + ("定性" if value.operator_code == 6 else "") + (value.operator or "")
    if value.kind == "placeholder":
        return f"{head}**{_unit(value)}" if head or value.unit else "-"
    if value.kind == "period":
        return head + _period(value)
    if value.kind == "deadline":
        return head + _deadline(value, bare=bool(value.operator))
    number = f"{value.low}~{value.high}" if value.low is not None else value.number or ""
    if head in ("", "定性") and not value.unit and _is_date(number):
        return f"{head}{number}()"  # an empty unit says that it is a number
    return f"{head}{number}{_unit(value)}"


def _growth(value: Value) -> str:
    """The words that say what a number is the growth or the fall of: 较上年增长, 下降."""
    usual: Direction = "up" if value.operator in ("≥", ">") else "down" if value.operator in ("≤", "<") else "none"
    falls = value.operator != "=" and value.direction != usual and not (usual == "none" and value.direction == "up")
    rises = value.basis is not None or (usual == "none" and value.direction == "up" and value.operator is None)
    if not falls and not rises:
        return ""
    reference = "" if value.basis is None else value.basis if value.basis in _COMPARISONS else f"较{value.basis}"
    return reference + ("下降" if falls else "增长")


def _is_date(number: str) -> bool:
    """Whether digits alone would be read as a date or a period (2023.07, 20261231)."""
    point = read_point(number)
    return (point is not None and point[2] == len(number)) or read_period(number) is not None


def _unit(value: Value) -> str:
    return f"({value.unit})" if value.unit else ""


def _period(value: Value) -> str:
    start, end = (value.canonical.start, value.canonical.end) if value.canonical else (None, None)
    if not start or not end:
        return ""
    return _words(start) if start == end and start.isdigit() else f"{_words(start)}至{_words(end)}"


def _deadline(value: Value, *, bare: bool) -> str:
    iso = value.canonical.date if value.canonical else None
    if not iso:
        return ""
    if bare:
        return _words(iso) + ("底" if iso.startswith("--") and len(iso) == 4 else "")
    return f"{_words(iso)}完成"


def _words(iso: str) -> str:
    """``2026-12-31`` as 2026年12月31日, ``--12`` as 12月."""
    year, *rest = ("", *iso[2:].split("-")) if iso.startswith("--") else iso.split("-")
    text = f"{year}年" if year else ""
    return text + "".join(f"{int(part)}{name}" for part, name in zip(rest, ("月", "日"), strict=False))
