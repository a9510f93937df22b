"""Level 1 across, projects in rows, labels with their values in one cell or line, levels in one cell, repeated columns."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from extractor.model.form import Form
from rules.heading.fields import ticked
from rules.heading.inline import inline_pairs
from rules.indicators.rows import without_counter
from rules.labels import load_vocabulary
from rules.shapes.project_list import numbers_columns, split_wide
from tests.rules.build import drawn, flattened, read

PROJECT = ["项目名称|某项目", "年度目标|办好。"]


def funding(form: Form) -> Mapping[str, str | None]:
    return {f"{line.scope}.{line.item}": line.amount for line in form.funding.lines}


def levels(form: Form) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(i.level1, i.level2, i.name, i.value.raw) for i in form.indicators]


ACROSS = [
    "项目编码|项目名称|资金总额(万元)|成本指标|<|产出指标|<|满意度指标|<",
    "^|^|^|三级指标|指标值|三级指标|指标值|三级指标|指标值",
    "206|某局||||||||",
    "01|甲项目|30|总成本|≤30万元|巡查次数|≥12次|群众满意度|≥90%",
    "^|^|^|||整改率|100%||",
    "02|乙项目|5.5|单价|≤2元|印制册数|100册||",
]


def test_level_1_across_is_set_under_each_other() -> None:
    forms = [read(part) for part in split_wide(drawn(ACROSS), load_vocabulary())]
    assert [(f.project.name, f.project.code, f.project.unit) for f in forms] == [
        ("甲项目", "01", "某局"),
        ("乙项目", "02", "某局"),
    ]
    assert [funding(f) for f in forms] == [{"annual.total": "300000.00"}, {"annual.total": "55000.00"}]
    assert [[(i.level1, i.name, i.value.raw) for i in f.indicators] for f in forms] == [
        [
            ("成本指标", "总成本", "≤30万元"),
            ("产出指标", "巡查次数", "≥12次"),
            ("产出指标", "整改率", "100%"),
            ("满意度指标", "群众满意度", "≥90%"),
        ],
        [("成本指标", "单价", "≤2元"), ("产出指标", "印制册数", "100册")],
    ]
    assert forms[0].indicators[0].provenance.cells["name"] == (150.0, 60.0, 200.0, 80.0)


def test_panels_of_one_level_1_are_not_across() -> None:
    region = drawn(
        [
            "项目名称|甲项目|<|<|<",
            "一级指标|三级指标(长期)|指标值(长期)|三级指标(年度)|指标值(年度)",
            "产出指标|里程|30公里|里程|10公里",
        ]
    )
    assert split_wide(region, load_vocabulary()) == [region]


def test_a_head_of_two_rows_and_numbered_columns() -> None:
    region = drawn(
        [
            "项目名称|预算数(元)|绩效指标|<|<|<",
            "^|^|一级指标|二级指标|三级指标|指标值",
            "1|2|3|4|5|6",
            "甲项目|100.00|产出指标|数量指标|培训人次|10人",
            "甲项目|100.00|产出指标|质量指标|合格率|95%",
            "乙项目|200.00|产出指标|数量指标|会议次数|2次",
        ]
    )
    forms = [read(part) for part in split_wide(region, load_vocabulary())]
    assert [(f.project.name, [i.name for i in f.indicators]) for f in forms] == [
        ("甲项目", ["培训人次", "合格率"]),
        ("乙项目", ["会议次数"]),
    ]
    assert [f.indicators[-1].level2 for f in forms] == ["质量指标", "数量指标"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(("1", "2", "3"), True), (("1", "2"), False), (("1", "3", "2"), False), (("2", "3", "4"), False)],
)
def test_a_row_that_numbers_the_columns(texts: tuple[str, ...], expected: bool) -> None:
    assert numbers_columns(texts) is expected


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("项目名称：某项目", [("项目名称", "某项目")]),
        ("资金总额：35 其中：财政拨款：30", [("资金总额", "35"), ("财政拨款", "30")]),
        ("其中：财政拨款：30", [("财政拨款", "30")]),
        ("填报单位：某局    项目负责人：张三", [("填报单位", "某局"), ("项目负责人", "张三")]),
        ("项目起止时间：2024年1月", [("项目起止时间", "2024年1月")]),
        ("项目名称：某项目：二期", [("项目名称", "某项目：二期")]),
        ("部门名称：某局    单位：万元", [("部门名称", "某局")]),
        ("部门名称：某局金额单位：元", [("部门名称", "某局")]),
        ("单位：万元", []),
        ("项目名称：", []),
        ("目标1：改造渠道", []),
        ("没有标签", []),
    ],
)
def test_labels_with_their_values_in_one_text(text: str, pairs: list[tuple[str, str]]) -> None:
    assert inline_pairs(text, load_vocabulary()) == pairs


def test_amounts_behind_their_labels_and_lines_above_the_table() -> None:
    form = read(
        flattened(
            "项目支出绩效目标表\n（2024年度）\n项目名称：某项目\n填报单位：某局\n"
            "项目资金（万元）\t资金总额：35\t其中：财政拨款：30\n年度目标\t办好。\n"
            "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t培训人次\t≥100人次\n"
        )
    )
    assert (form.project.name, form.project.unit, form.fiscal_year) == ("某项目", "某局", 2024)
    assert funding(form) == {"annual.total": "350000.00", "annual.fiscal": "300000.00"}


def test_a_block_with_an_amount_beside_it_is_the_total() -> None:
    form = read(drawn(["项目名称|某项目", "项目资金(万元)|45.5", "三级指标|指标值", "培训人次|10人"]))
    assert funding(form) == {"annual.total": "455000.00"}


def test_uses_of_money_are_no_sources() -> None:
    form = read(
        drawn(
            [
                "项目名称|某项目",
                "资金来源：(1)财政拨款|10元",
                "(2)其他资金|2元",
                "资金结构：(1)基本支出|5元",
                "(2)项目支出|4元",
                "(3)其他|3元",
                "三级指标|指标值",
                "培训人次|10人",
            ]
        )
    )
    assert funding(form) == {"annual.fiscal": "10.00", "annual.other": "2.00"}


def test_both_levels_in_one_cell() -> None:
    form = read(
        drawn(
            [
                *(f"{row}|<" for row in PROJECT),
                "指标类型|指标名称|指标值",
                "产出指标-数量指标|培训人次|10人",
                "效益指标/社会效益指标|知晓率|90%",
                "产出指标—成本指标|总成本|5元",
            ]
        )
    )
    assert levels(form) == [
        ("产出指标", "数量指标", "培训人次", "10人"),
        ("效益指标", "社会效益指标", "知晓率", "90%"),
        ("成本指标", "经济成本指标", "总成本", "5元"),
    ]


def test_a_table_without_levels_is_judged_by_clear_names_alone() -> None:
    form = read(drawn([*(f"{row}|<" for row in PROJECT), "指标名称|指标值|<", "群众满意度|≥90%|<", "水质报告|12份|<"]))
    assert levels(form) == [
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
        (None, None, "水质报告", "12份"),
    ]
    assert form.indicators[0].judgement["level2"].by == "name"
    assert form.indicators[0].printed.level2 is None


@pytest.mark.parametrize(
    ("head", "row", "value", "baseline"),
    [
        ("实施周期指标值|年度指标值", "26座|8座", "8座", None),
        ("半年目标值|全年目标值", "3次|6次", "6次", None),
        ("前年|上年|预计当年实现", "1次|2次|3次", "3次", "2次"),
    ],
)
def test_one_target_of_several_columns(head: str, row: str, value: str, baseline: str | None) -> None:
    blank = "|<" * (head.count("|") + 2)
    lines = [f"{row}{blank[2:]}" for row in PROJECT]
    form = read(drawn([*lines, f"一级指标|三级指标|{head}", f"产出指标|次数|{row}"]))
    (indicator,) = form.indicators
    assert (indicator.name, indicator.value.raw) == ("次数", value)
    assert (indicator.baseline and indicator.baseline.raw) == baseline


def test_a_second_name_column_explains() -> None:
    form = read(
        drawn([*(f"{row}|<|<" for row in PROJECT), "一级指标|三级指标|指标值|指标内容", "产出指标|次数|3次|台账"])
    )
    assert (form.indicators[0].name, form.indicators[0].value.raw, form.indicators[0].explanation) == (
        "次数",
        "3次",
        "台账",
    )


def test_full_width_marks() -> None:
    assert without_counter("指标1：培训人次") == "培训人次"
    assert ticked("1.持续性项目☑ 2.新增性项目□") == "持续性项目"
    form = read(drawn(["项目名称|某项目", "主管部门|（220001）某局", "三级指标|指标值", "次数|3次"]))
    assert (form.project.department_code, form.project.department) == ("220001", "某局")
