"""The seeded corpus: every fault is named at its cell, near misses and clean forms are left alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.checks.drafts import clean
from benchmarks.checks.run import cases, findings_of, in_place, read, rng_of
from rules.checks import check_form, registry

ROOT = Path(__file__).resolve().parents[2]
UNDECIDABLE = {"LEVEL_SLID"}
"""A label that slid onto a row where it reads as well."""


@pytest.fixture(scope="module")
def corpus() -> list:
    """Some variants of each check, spread over its list, with everything that is said of them."""
    taken: Counter[tuple[str, bool]] = Counter()
    chosen = []
    for case in cases(1):
        number = taken[case.code, case.planted]
        taken[case.code, case.planted] += 1
        if number % 4 == 0:
            chosen.append(case)
    assert {code for code, _ in taken} == set(registry())
    assert set(taken.values()) == {10}
    return [(case, findings_of(case)) for case in chosen]


def test_planted_faults_are_named_at_their_place(corpus: list) -> None:
    missed = [
        case.code
        for case, found in corpus
        if case.planted and not any(f.code == case.code and in_place(case, f) for f in found)
    ]
    assert set(missed) <= UNDECIDABLE


def test_near_misses_are_left_alone(corpus: list) -> None:
    woken = [
        case.code
        for case, found in corpus
        if not case.planted and not case.own_row and any(f.code == case.code for f in found)
    ]
    assert woken == []


def test_nothing_else_is_said_of_a_planted_form(corpus: list) -> None:
    strays = [
        (case.code, finding.code)
        for case, found in corpus
        if not case.own_row
        for finding in found
        if finding.code != case.code and finding.code not in case.also
    ]
    assert strays == []


@pytest.mark.parametrize("number", range(40))
def test_clean_forms_have_no_finding(number: int) -> None:
    placed = clean(rng_of(1, "clean", number, False)).place()
    assert check_form(read(placed), 0).findings == ()


def test_the_printed_table_has_every_check() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert [code for code in registry() if page.count(f"| `{code}` | 10 |") != 1] == []
