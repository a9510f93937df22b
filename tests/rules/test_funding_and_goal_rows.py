"""Amounts by year, below their labels, in a row without a label; goals and periods over several cells; lines above."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from extractor.model.form import Form
from extractor.model.table import TextLine
from rules.heading.fields import ticked
from tests.rules.build import drawn, read

TREE = ["一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|巡查次数|≥12次"]
YEARS = [
    "项目资金(万元)|资金来源|2024年|2025年|合计",
    "^|资金总额|10|20.5|30.5",
    "^|其中:财政拨款|8|18|26",
    "一级指标|二级指标|三级指标|指标值|备注",
    "产出指标|数量指标|巡查次数|≥12次|",
]


def funding(form: Form) -> Mapping[str, str | None]:
    return {f"{line.scope}.{line.item}": line.amount for line in form.funding.lines}


@pytest.mark.parametrize(
    ("year", "annual"),
    [
        (2024, {"annual.total": "100000", "annual.fiscal": "80000"}),
        (2025, {"annual.total": "205000.0", "annual.fiscal": "180000"}),
        (2030, {}),
    ],
)
def test_the_fiscal_years_column_is_this_years_funding(year: int, annual: Mapping[str, str]) -> None:
    form = read(replace(drawn(YEARS), title=f"{year}年度项目绩效目标表"))
    project = {"project.total": "305000.0", "project.fiscal": "260000"}
    assert {key: float(amount or 0) for key, amount in funding(form).items()} == {
        key: float(amount) for key, amount in {**project, **annual}.items()
    }


def test_one_row_of_years_is_no_table_of_years() -> None:
    form = read(drawn(["项目名称|某项目|计划年度|2024年", "资金总额|10|单位|万元", *TREE]))
    assert form.project.name == "某项目"
    assert [line.raw for line in form.funding.lines] == ["10"]


def test_amounts_stand_below_a_row_of_their_labels() -> None:
    form = read(drawn(["资金(万元)|资金总额|财政拨款|其他资金", "^|30|28|2", *TREE]))
    assert [(line.item, line.raw) for line in form.funding.lines] == [("total", "30"), ("fiscal", "28"), ("other", "2")]


def test_a_blank_amount_does_not_take_the_text_below() -> None:
    form = read(drawn(["项目名称|某项目|<|<", "资金总额||财政拨款|28", "项目代码|12|其他资金|2", *TREE]))
    assert [(line.item, line.raw) for line in form.funding.lines] == [("total", None), ("fiscal", "28"), ("other", "2")]


def test_the_sum_of_the_weights_is_no_amount() -> None:
    rows = [
        "项目资金(万元)|资金总额|30|<|<",
        "一级指标|二级指标|三级指标|指标值|权重",
        "产出指标|数量指标|巡查次数|≥12次|90",
        "合计|<|<|<|90",
    ]
    form = read(drawn(rows))
    assert [(line.item, line.raw) for line in form.funding.lines] == [("total", "30")]
    assert [(i.name, i.weight) for i in form.indicators] == [("巡查次数", "90")]


def test_a_numbered_goal_goes_on_in_the_rows_below() -> None:
    form = read(drawn(["年度目标|目标1:巡查12次。|<|<", "^|目标2:整改到位。|<|<", "^|说明文字|<|<", *TREE]))
    assert form.goals.annual == "目标1:巡查12次。目标2:整改到位。"


@pytest.mark.parametrize("cells", ["2023年3月1日|2023年11月30日|<", "2023年3月1日|至|2023年11月30日"])
def test_a_period_in_two_cells(cells: str) -> None:
    form = read(drawn([f"项目起止时间|{cells}", *TREE]))
    assert (form.project.start_date, form.project.end_date) == ("2023-03-01", "2023-11-30")


@pytest.mark.parametrize(
    ("line", "unit", "code"),
    [
        ("309001冀南县生态环境分局", "冀南县生态环境分局", "309001"),
        ("[309001]冀南县生态环境分局 单位:万元", "冀南县生态环境分局", "309001"),
        ("2024年冀南县生态环境分局", None, None),
        ("冀南县生态环境分局", None, None),
    ],
)
def test_a_body_with_its_code_above_the_table(line: str, unit: str | None, code: str | None) -> None:
    region = drawn(["项目名称|某项目|<|<", *TREE])
    assert region.tables[0].bbox is not None
    left, top, right, _ = region.tables[0].bbox
    above = TextLine(line, page=1, bbox=(left, top - 14, right, top - 4))
    form = read(replace(region, lines=(above,)))
    assert (form.project.unit, form.project.unit_code) == (unit, code)


@pytest.mark.parametrize(
    ("printed", "read_as"), [("☑新增", "新增"), ("□新增", "□新增"), ("☑", "☑"), ("□新增 ☑延续", "延续")]
)
def test_boxes(printed: str, read_as: str) -> None:
    assert ticked(printed) == read_as


def test_a_department_code_in_wide_brackets() -> None:
    form = read(drawn(["主管部门及代码|［245］某测量局|<|<", *TREE]))
    assert (form.project.department, form.project.department_code) == ("某测量局", "245")
