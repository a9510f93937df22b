"""How far a result reached its target, by which rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract
from rules.indicators.attainment import attainment_of
from rules.values import parse

ATTAINED = [
    {"rate": "107.22", "met": True, "rule": "actual / target"},
    {"rate": "100.00", "met": True, "rule": "actual / target"},
    {"rate": "101.47", "met": True, "rule": "actual / target"},
]


@pytest.mark.parametrize(
    ("target", "actual", "rate", "met", "rule"),
    [
        ("≥95(%)", "96%", "101.05", True, "actual / target"),
        ("≥95(%)", "90", "94.74", False, "actual / target"),
        ("≥3万张", "27000张", "90.00", False, "actual / target"),
        (">10次", "10次", "100.00", False, "actual / target"),
        ("=12期", "12期", "100.00", True, "actual / target"),
        ("12期", "13期", "108.33", False, "actual / target"),
        ("≤5(个工作日)", "4(个工作日)", "125.00", True, "target / actual"),
        ("≤1150元/人", "1250元/人", "92.00", False, "target / actual"),
        ("≤5次", "0次", None, True, "target / actual"),
        ("≥0次", "3次", None, True, "actual / target"),
        ("10-15次", "12次", "100.00", True, "range"),
        ("10-15次", "8次", "80.00", False, "range"),
        ("10-15次", "20次", "75.00", False, "range"),
        ("2025年12月底前", "2025年11月30日", None, True, "date"),
        ("2025年11月底前", "2025年12月5日", None, False, "date"),
        ("有效提升", "有效提升", None, True, "same wording"),
        ("定性健全", "健全", None, True, "same wording"),
    ],
)
def test_measured(target: str, actual: str, rate: str | None, met: bool, rule: str) -> None:
    found = attainment_of(parse(target), parse(actual))
    assert found is not None
    assert (found.rate, found.met, found.rule) == (rate, met, rule)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥95(%)", "38人"),
        ("有效提升", "基本达成"),
        ("≥95(%)", None),
        (None, "3"),
        ("≥95(%)", "已完成"),
        ("2025年12月31日前", "2025年12月"),
        ("10-15次", "12人"),
    ],
)
def test_not_comparable(target: str | None, actual: str | None) -> None:
    assert attainment_of(parse(target), parse(actual)) is None


def test_only_self_evaluations_carry_it() -> None:
    samples = Path(__file__).parents[2] / "samples"
    evaluated = extract(samples / "self-evaluation-flattened.txt").to_dict()["forms"][0]["indicators"]
    assert [one.get("attainment") for one in evaluated[:3]] == ATTAINED
    for form in extract(samples / "shanghai-2026-calc.pdf").to_dict()["forms"]:
        assert all("attainment" not in one for one in form["indicators"])
