"""Random forms are sound: amounts add up, levels nest, goals state the targets, the grid is tiled."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

import pytest

from samples.make.grid import build_grid, print_amount, print_date
from samples.make.random_forms import LEVELS, _words, random_form
from samples.make.spec import Damage, FormSpec

FORMS: list[FormSpec] = []
_RNG = Random(7)
for _ in range(200):
    FORMS.append(random_form(_RNG))


def test_the_same_seed_gives_the_same_form() -> None:
    assert random_form(Random(7)) == FORMS[0]
    assert random_form(Random(8)) != FORMS[0]


def test_amounts_add_up() -> None:
    for form in FORMS:
        money = form.funding
        parts = [money.annual_appropriation, money.annual_carryover, money.annual_other]
        assert Decimal(money.annual_total or "") == sum(Decimal(part or "") for part in parts)
        if money.project_total is not None:
            assert Decimal(money.project_total) == Decimal(money.project_fiscal or "") + Decimal(
                money.project_other or ""
            )
            assert Decimal(money.project_total) >= Decimal(money.annual_total or "")
            assert form.project.end_date > f"{form.fiscal_year}-12-31"


def test_every_form_has_every_level1_once_in_a_row_and_level2_within_it() -> None:
    for form in FORMS:
        runs = [
            item.level1
            for at, item in enumerate(form.indicators)
            if not at or form.indicators[at - 1].level1 != item.level1
        ]
        assert sorted(runs) == sorted(LEVELS)
        assert all(item.level2 in LEVELS[item.level1] for item in form.indicators)
        names = [item.name for item in form.indicators]
        assert len(names) == len(set(names))


def test_goal_text_states_only_figures_of_its_own_indicators() -> None:
    for form in FORMS:
        told = re.findall(r",([^,。]+?)(?:不少于|不超过|达到)(\d+)", form.annual_goal or "")
        values = {item.name: item.value for item in form.indicators}
        for name, number in told:
            assert re.search(rf"(?<!\d){number}(?!\d)", values[name] or "")


def test_number_of_indicators_follows_the_bounds() -> None:
    rng = Random(3)
    assert {len(random_form(rng, indicators=(6, 6)).indicators) for _ in range(20)} == {6}
    assert len(random_form(rng, indicators=(40, 40)).indicators) == 40


def test_word_lists_are_broad_and_without_repetition() -> None:
    for level2s in LEVELS.values():
        for level2 in level2s:
            names = [entry.split(" | ")[0] for entry in _words()["indicators"][level2]]
            assert len(names) == len(set(names)) >= 25


def test_the_grid_is_tiled() -> None:
    for form in FORMS:
        grid = build_grid(form)
        units = [
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        ]
        assert sorted(units) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (None, "元", ""),
        ("0", "元", "0.00"),
        ("955500", "元", "955,500.00"),
        ("63250000.08", "元", "63,250,000.08"),
        ("42600000", "万元", "4,260.00"),
        ("5901120", "万元", "590.112"),
    ],
)
def test_amounts_are_printed_exactly(amount: str | None, unit: str, text: str) -> None:
    assert print_amount(amount, unit) == text


def test_dates_are_printed_in_the_form_s_spelling() -> None:
    assert [print_date("2026-01-09", style) for style in ("iso", "slash", "chinese")] == [
        "2026-01-09",
        "2026/1/9",
        "2026年1月9日",
    ]


def test_a_damage_touches_only_labels_by_default() -> None:
    assert Damage(1, slide=1).cells == ("level1", "level2")
