"""Heads that say less than the cells below them, drawn, in columns of text, and a cell a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.model.form import Form
from extractor.model.table import FormRegion
from rules.read_regions import read_regions
from rules.ruleset.load import load_rules
from tests.rules.build import drawn, flattened

Levels = tuple[str | None, str | None, str | None, str | None]


def tabs(rows: list[str]) -> FormRegion:
    lines = (row.replace("^", "").replace("<", "").replace("|", "\t") for row in rows)
    return flattened("项目支出绩效目标申报表\n(2025年度)\n" + "\n".join(lines) + "\n")


def cells(rows: list[str]) -> FormRegion:
    texts = [text for row in rows for text in row.split("|") if text not in ("", "^", "<")]
    return flattened("项目支出绩效目标申报表\n(2025年度)\n" + "\n".join(texts) + "\n")


def in_grid(rows: list[str]) -> FormRegion:
    width = max(row.count("|") for row in rows)
    return drawn([row + "|<" * (width - row.count("|")) for row in rows])


def form_of(region: FormRegion) -> Form:
    (form,) = (trace.form for one in read_regions([region], load_rules()) for trace in one.forms)
    return form


def read(form: Form) -> list[Levels]:
    return [(one.level1, one.level2, one.name, one.value.raw) for one in form.indicators]


HEADER = ["项目名称|古树名木保护", "主管部门|某县林业局"]
TREES: list[Levels] = [
    ("产出指标", "数量指标", "复壮古树", "≥60株"),
    ("产出指标", "质量指标", "存活率", "≥97%"),
    ("效益指标", "社会效益指标", "认养人次", "300人次"),
    ("满意度指标", "服务对象满意度指标", "村民满意度", "≥92%"),
]
EVERYWHERE = [in_grid, tabs, cells]
Shape = Callable[[list[str]], FormRegion]


@pytest.mark.parametrize("shape", EVERYWHERE)
def test_levels_stand_in_rows_of_their_own(shape: Shape) -> None:
    rows = ["绩效指标|指标内容|指标值|备注"]
    for level1, level2, name, value in TREES:
        rows += [f"{level1}|<|<|<", f"{level2}|{name}|{value}|"]
    assert read(form_of(shape([*HEADER, *rows]))) == TREES


@pytest.mark.parametrize("shape", [in_grid, tabs])
def test_levels_stand_in_the_last_columns(shape: Shape) -> None:
    rows = [f"{name}|{value}|{level2}|{level1}" for level1, level2, name, value in TREES]
    assert read(form_of(shape([*HEADER, "指标名称|指标值|二级指标|一级指标", *rows]))) == TREES


@pytest.mark.parametrize("shape", EVERYWHERE)
def test_the_second_level_under_the_head_of_the_first_and_names_under_that_of_the_second(shape: Shape) -> None:
    rows = [f"{level2}|{name}|计划标准|{value}" for _, level2, name, value in TREES]
    assert read(form_of(shape([*HEADER, "一级指标|二级指标|绩效标准|当年预期实现值", *rows]))) == TREES


@pytest.mark.parametrize("shape", [in_grid, tabs])
def test_years_below_the_head_of_the_value_are_targets(shape: Shape) -> None:
    rows = ["一级指标|二级指标|三级指标|指标值|<", "^|^|^|2025年|2026年"]
    rows += [f"{level1}|{level2}|{name}|{value}|{value}" for level1, level2, name, value in TREES]
    form = form_of(shape([*HEADER, *rows]))
    assert read(form) == TREES
    assert [(one.targets[0].year, one.targets[0].value.raw) for one in form.indicators] == [
        (2026, value) for _, _, _, value in TREES
    ]


@pytest.mark.parametrize("shape", EVERYWHERE)
def test_the_first_of_columns_of_places_is_the_target(shape: Shape) -> None:
    rows = [f"{level1}|{level2}|{name}|{value}|≥1株|≥2株" for level1, level2, name, value in TREES]
    form = form_of(shape([*HEADER, "一级指标|二级指标|三级指标|全县|东乡镇|西乡镇", *rows]))
    assert read(form) == TREES
    assert [target.label for target in form.indicators[0].targets] == ["东乡镇", "西乡镇"]


def test_heads_that_nothing_tells_end_where_the_first_level_begins() -> None:
    rows = [f"{level1}|{level2}|{name}|{value}|台账" for level1, level2, name, value in TREES]
    form = form_of(cells([*HEADER, "一级指标|二级指标|三级指标|指标值|佐证资料", *rows]))
    assert read(form) == TREES
    assert [one.extra for one in form.indicators] == [{"佐证资料": "台账"}] * len(TREES)


def test_levels_without_any_head_a_cell_a_line() -> None:
    rows = [f"{level1}|{level2}|{name}|{value}" for level1, level2, name, value in TREES]
    assert read(form_of(cells([*HEADER, *rows]))) == TREES


def test_what_counts_the_rows_is_no_part_of_them() -> None:
    split = [("≥", "60", "株"), ("≥", "97", "%"), ("＝", "300", "人次"), ("≥", "92", "%")]
    rows = [
        f"{number}|{level1}|{level2}|{name}|{unit}|{sign}|{figure}"
        for number, ((level1, level2, name, _), (sign, figure, unit)) in enumerate(zip(TREES, split, strict=True), 1)
    ]
    form = form_of(cells([*HEADER, "序号|一级指标|二级指标|三级指标|度量单位|指标性质|指标值", *rows]))
    assert [(one.name, one.value.number) for one in form.indicators] == [
        ("复壮古树", "60"),
        ("存活率", "97"),
        ("认养人次", "300"),
        ("村民满意度", "92"),
    ]
