"""``checks.yaml``: thresholds, severities and checks switched on or off, read with the line of every mistake.

.. code-block:: yaml

    thresholds: {satisfaction_floor: 80, money_tolerance: 0.01}
    severity: {DUPLICATE_NAME: info}
    disabled: {COST_MISSING: 本市未要求设置成本指标}   # the reason is kept in the output
    enabled: [SIGN_MISSING]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from extractor.model.form import Severity
from extractor.model.patterns import compiled
from rules.checks.thresholds import DEFAULTS, THRESHOLD_NAMES, Thresholds
from rules.files.problems import BrokenRules, nearest
from rules.files.yaml import compose
from rules.ruleset.schema import Report, Shape, choice, expect, items_of, kind_of, list_of, record, text

_NUMBER = compiled(r"\d{1,12}(?:\.\d{1,6})?")
_RATIOS = frozenset(("peer_ratio", "year_ratio"))


def load_settings(path: Path, codes: Sequence[str]) -> Thresholds:
    """Read a settings file; a blank one changes nothing.

    Args:
        codes: every check that there is.

    Raises:
        BrokenRules: the file cannot be read or is not valid; every mistake is named with line and column.
    """
    root = compose(path, guarded=True)
    if root is None or kind_of(root) == "null":
        return DEFAULTS
    report = Report(str(path))
    record(_sections(tuple(codes)), ())(root, report)
    sections = {key.value: value for key, value in items_of(root)}
    for code in _both(sections):
        report.add(code, f"{code.value} is disabled above or below; it cannot be enabled too.")
    if report.problems:
        raise BrokenRules(sorted(report.problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return _thresholds(sections)


def _sections(codes: tuple[str, ...]) -> dict[str, Shape]:
    thresholds = record({name: _threshold(name) for name in THRESHOLD_NAMES})
    return {
        "thresholds": _optional(thresholds),
        "severity": _optional(_by_code(choice(get_args(Severity), "severity"), codes)),
        "disabled": _optional(_by_code(text, codes)),
        "enabled": list_of(_code(codes)),
    }


def _optional(shape: Shape) -> Shape:
    """A shape that may be left blank."""
    return lambda node, report: None if kind_of(node) == "null" else shape(node, report)


def _code(codes: tuple[str, ...]) -> Shape:
    def shape(node: Any, report: Report) -> None:
        if expect(node, report, ("str",), "the code of a check") and node.value not in codes:
            report.add(node, f"There is no check {node.value!r}.", nearest(node.value, codes))

    return shape


def _by_code(value: Shape, codes: tuple[str, ...]) -> Shape:
    """A mapping from codes of checks."""
    key_shape = _code(codes)

    def shape(node: Any, report: Report) -> None:
        if not expect(node, report, ("map",), "a mapping from codes of checks"):
            return
        seen: set[str] = set()
        for key, one in node.value:
            key_shape(key, report)
            if key.value in seen:
                report.add(key, f"{key.value} stands twice.")
            seen.add(key.value)
            value(one, report)

    return shape


def _threshold(name: str) -> Shape:
    def shape(node: Any, report: Report) -> None:
        if _read(name, node) is None:
            shown = str(node.value)[:40] if kind_of(node) in ("int", "float", "str") else kind_of(node)
            report.add(node, f"{name} must be {_wanted(name)}, not {shown!r}.")

    return shape


def _read(name: str, node: Any) -> str | int | float | None:
    """A threshold of its default's type; decimals stay exact text."""
    raw, default = node.value, getattr(DEFAULTS, name)
    if kind_of(node) not in ("int", "float", "str") or _NUMBER.fullmatch(raw) is None:
        return None
    if isinstance(default, int):
        return int(raw) if raw.isdigit() and int(raw) > 0 else None
    if isinstance(default, float):
        return float(raw) if float(raw) <= 1 else None
    return str(raw) if name not in _RATIOS or Decimal(raw) > 1 else None


def _wanted(name: str) -> str:
    default = getattr(DEFAULTS, name)
    if isinstance(default, int):
        return "a whole number from 1"
    if isinstance(default, float):
        return "a number from 0 to 1"
    return "a number above 1" if name in _RATIOS else "a number from 0"


def _both(sections: dict[str, Any]) -> Iterator[Any]:
    """The nodes of enabled codes that are disabled too."""
    off = {key.value for key, _ in items_of(sections["disabled"])} if "disabled" in sections else set()
    enabled = sections.get("enabled")
    if enabled is not None and kind_of(enabled) == "seq":
        yield from (node for node in enabled.value if node.value in off)


def _thresholds(sections: dict[str, Any]) -> Thresholds:
    def entries(name: str) -> dict[str, Any]:
        return {key.value: value for key, value in items_of(sections[name])} if name in sections else {}

    enabled = sections.get("enabled")
    listed = enabled.value if enabled is not None and kind_of(enabled) == "seq" else []
    return Thresholds(
        **{name: _read(name, node) for name, node in entries("thresholds").items()},  # type: ignore[arg-type]
        severities={code: node.value for code, node in entries("severity").items()},
        disabled={code: node.value.strip() for code, node in entries("disabled").items()},
        enabled=frozenset(node.value for node in listed),
    )
