"""Flattened text: where cells stand, and what each kind of damage does to a row."""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from samples.make.flattened import Printed, flat_rows, flatten, one_cell_a_line, printed
from samples.make.random_forms import random_damage, random_form
from samples.make.spec import Damage, FormSpec, Funding, Indicator, Project, Style
from samples.make.truth import expected_form

FORM = FormSpec(
    fiscal_year=2026,
    project=Project(
        "绿地养护", "经常性专项业务费", "特定目标类", "某市绿化局", "某市绿化中心", "2026-01-01", "2026-12-31"
    ),
    funding=Funding(
        annual_total="1200000", annual_appropriation="1000000", annual_carryover="200000", annual_other="0"
    ),
    indicators=(
        Indicator("成本指标", "经济成本指标", "单位成本", "≤2.60(元)"),
        Indicator("产出指标", "数量指标", "养护面积", "≥320.00(万平方米)"),
        Indicator("产出指标", "数量指标", "巡查次数", None),
        Indicator("产出指标", "质量指标", "养护达标率", "≥95.00(%)"),
        Indicator("满意度指标", "服务对象满意度指标", "市民满意度", "≥88.00(%)"),
    ),
    annual_goal="养护绿地320万平方米,满意度88%。",
)


def indicator_rows(*damage: Damage, **style: object) -> list[list[str]]:
    form = replace(FORM, damage=damage, style=Style(**style))  # type: ignore[arg-type]
    return flat_rows(form)[12:]


def test_labels_stand_in_the_first_row_of_their_span_only() -> None:
    assert indicator_rows(label_over_header=False) == [
        ["绩效指标", "成本指标", "经济成本指标", "单位成本", "≤2.60(元)", ""],
        ["", "产出指标", "数量指标", "养护面积", "≥320.00(万平方米)", ""],
        ["", "", "", "巡查次数", "", ""],
        ["", "", "质量指标", "养护达标率", "≥95.00(%)", ""],
        ["", "满意度指标", "服务对象满意度指标", "市民满意度", "≥88.00(%)", ""],
    ]


def test_header_and_funding_rows() -> None:
    assert flat_rows(FORM)[:12] == [
        ["财政项目支出绩效目标申报表", "", "", "", "", ""],
        ["(2026年度)", "", "", "", "", ""],
        ["项目名称", "绿地养护", "项目性质", "经常性专项业务费", "项目类别", "特定目标类"],
        ["主管部门", "某市绿化局", "实施单位", "某市绿化中心", "", ""],
        ["计划开始日期", "2026-01-01", "计划完成日期", "2026-12-31", "", ""],
        ["项目资金(元)", "项目资金总额:", "", "年度资金申请总额:", "1,200,000.00", ""],
        ["", "其中: 财政资金", "", "其中: 当年财政拨款", "1,000,000.00", ""],
        ["", "", "", "上年结转资金", "200,000.00", ""],
        ["", "其他资金", "", "其他资金", "0.00", ""],
        ["项目绩效目标", "项目总目标", "", "年度总体目标", "", ""],
        ["", "", "", "养护绿地320万平方米,满意度88%。", "", ""],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度(/项目)指标值", ""],
    ]


@pytest.mark.parametrize(
    ("damage", "row", "expected"),
    [
        (Damage(2, lose=("level2",)), 2, ["", "产出指标", "", "养护面积", "≥320.00(万平方米)", ""]),
        (Damage(2, shift=1), 2, ["", "", "产出指标", "数量指标", "养护面积", "≥320.00(万平方米)"]),
        (Damage(2, shift=2), 2, ["", "", "", "产出指标", "数量指标", "养护面积"]),
        (Damage(5, shift=-1), 5, ["满意度指标", "服务对象满意度指标", "市民满意度", "≥88.00(%)", "", ""]),
        (Damage(4, move={"level2": 0, "name": 1, "value": 5}), 4, ["质量指标", "养护达标率", "", "", "", "≥95.00(%)"]),
        (Damage(4, slide=-1), 3, ["", "", "质量指标", "巡查次数", "", ""]),
        (Damage(4, slide=-1), 4, ["", "", "", "养护达标率", "≥95.00(%)", ""]),
        (Damage(2, slide=1, cells=("level1",)), 3, ["", "产出指标", "", "巡查次数", "", ""]),
    ],
)
def test_one_damage(damage: Damage, row: int, expected: list[str]) -> None:
    assert indicator_rows(damage)[row - 1] == expected


def test_labels_slide_all_at_once() -> None:
    rows = indicator_rows(Damage(4, lose=("level2",)), Damage(5, slide=-1))
    assert rows[3] == ["", "满意度指标", "服务对象满意度指标", "养护达标率", "≥95.00(%)", ""]
    assert rows[4] == ["", "", "", "市民满意度", "≥88.00(%)", ""]


@pytest.mark.parametrize(
    "damage",
    [
        Damage(4, slide=1),
        Damage(5, slide=1),
        Damage(9, shift=1),
        Damage(4, move={"name": 4}),
        Damage(2, shift=1, move={"level1": 3}),
    ],
)
def test_damage_that_cannot_be_printed_is_refused(damage: Damage) -> None:
    with pytest.raises(ValueError, match=r"slides|damage to row|two cells"):
        flat_rows(replace(FORM, damage=(damage,)))


def test_printed_labels_are_carried_down_and_cut_values_are_missing() -> None:
    form = replace(
        FORM, damage=(Damage(2, slide=1, cells=("level1",)), Damage(4, lose=("level2",)), Damage(5, shift=2))
    )
    assert printed(form) == [
        Printed("成本指标", "经济成本指标", "单位成本", "≤2.60(元)"),
        Printed("成本指标", "数量指标", "养护面积", "≥320.00(万平方米)"),
        Printed("产出指标", None, "巡查次数", None),
        Printed("产出指标", None, "养护达标率", "≥95.00(%)"),
        Printed("满意度指标", "服务对象满意度指标", "市民满意度", None),
    ]


def test_goal_text_shows_the_spaces_of_its_file() -> None:
    assert flat_rows(replace(FORM, style=Style(spaced_goal=True)))[10][3] == "养护绿地 320 万平方米, 满意度 88%。"
    assert flat_rows(replace(FORM, style=Style(wrapped_goal=8)))[10][3] == "养护绿地320万 平方米,满意度8 8%。"
    assert indicator_rows(wraps={"经济成本指标": "经济成本 指标"})[0][2] == "经济成本 指标"


def test_one_cell_a_line_leaves_blank_cells_out() -> None:
    lines = one_cell_a_line([FORM]).splitlines()
    assert lines[:4] == ["财政项目支出绩效目标申报表", "(2026年度)", "项目名称", "绿地养护"]
    assert lines[-9:] == [
        "≥320.00(万平方米)", "巡查次数", "质量指标", "养护达标率", "≥95.00(%)",
        "满意度指标", "服务对象满意度指标", "市民满意度", "≥88.00(%)",
    ]  # fmt: skip
    assert "" not in lines


def test_undamaged_text_ignores_the_damage() -> None:
    damaged = replace(FORM, damage=(Damage(2, shift=2),))
    assert flatten([damaged], damaged=False) == flatten([FORM])
    assert flatten([damaged]) != flatten([FORM])


@pytest.mark.parametrize("rate", [0.2, 0.6, 1.0])
def test_random_damage_never_moves_a_value_to_another_indicator(rate: float) -> None:
    rng = Random(20260101)
    hits = 0
    for _ in range(40):
        form = random_form(rng)
        damaged = replace(form, damage=random_damage(rng, form, rate))
        hits += len(damaged.damage)
        for truth, shown in zip(form.indicators, printed(damaged), strict=True):
            assert shown.name == truth.name
            assert shown.value in (truth.value, None)
        assert expected_form(damaged) == expected_form(form)
    assert hits > 40 * 4 * rate
