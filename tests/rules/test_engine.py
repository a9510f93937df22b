"""A region to a form: fields, funding, goals, indicators and the tables of other families."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.model.form import ExecutionLine, Form, Score
from rules.labels import load_vocabulary
from rules.shapes.project_list import split_wide
from tests.rules.build import drawn, flattened, read

INDICATORS = ["一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|培训人次|≥100人次"]


def funding(form: Form) -> list[tuple[str, str, str | None]]:
    return [(line.scope, line.item, line.amount) for line in form.funding.lines]


def levels(form: Form) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(i.level1, i.level2, i.name, i.value.raw) for i in form.indicators]


def test_fields_with_codes_periods_and_unknown_labels() -> None:
    form = read(
        drawn(
            [
                "项目名称|某工程|项目编码|51000021R000000019951",
                "主管部门及编码|[015001]某区教育局|实施单位|某学校",
                "项目起止时间|2024年1月-2025年12月|政策依据|某文件",
                "主管部门联系人||联系人|张三",
                *INDICATORS,
            ]
        )
    )
    project = form.project
    assert (project.name, project.code) == ("某工程", "51000021R000000019951")
    assert (project.department, project.department_code) == ("某区教育局", "015001")
    assert (project.start_date, project.end_date) == ("2024-01-01", "2025-12-31")
    assert (project.unit, project.contact) == ("某学校", "张三")
    assert project.extra == {"政策依据": "某文件"}


def test_a_blank_value_stays_blank() -> None:
    form = read(drawn(["项目名称|某工程|主管部门|", "实施单位||项目类别|特定目标类", *INDICATORS]))
    assert (form.project.department, form.project.unit, form.project.category) == (None, None, "特定目标类")


def test_the_same_label_in_two_funding_blocks_is_told_by_its_column() -> None:
    rows = [
        "项目名称|某工程|<|<|<",
        "项目资金(万元)|项目资金总额|120|年度资金申请总额|50.5",
        "^|其中:财政资金|100|其中:当年财政拨款|40.5",
        "^|其他资金|20|其他资金|10",
    ]
    form = read(drawn([*rows, *INDICATORS]), "shanghai-2021")
    assert form.funding.money_unit == "万元"
    assert funding(form) == [
        ("project", "total", "1200000.00"), ("annual", "total", "505000.00"), ("project", "fiscal", "1000000.00"),
        ("annual", "appropriation", "405000.00"), ("project", "other", "200000.00"), ("annual", "other", "100000.00"),
    ]  # fmt: skip
    assert [line.label for line in form.funding.lines][2:4] == ["其中:财政资金", "其中:当年财政拨款"]


def test_one_funding_block_is_this_years() -> None:
    form = read(drawn(["项目名称|甲", "资金总额(元)|1,000.00", "财政拨款|600.00", "其他资金|400.00", *INDICATORS]))
    assert funding(form) == [
        ("annual", "total", "1000.00"),
        ("annual", "fiscal", "600.00"),
        ("annual", "other", "400.00"),
    ]


def test_goals_beside_and_below_their_labels() -> None:
    below = read(drawn(["项目绩效目标|项目总目标|<|年度总体目标", "^|三年建成。|<|今年开工。", *INDICATORS]))
    assert (below.goals.overall, below.goals.annual) == ("三年建成。", "今年开工。")
    beside = read(drawn(["项目名称|甲", "年度目标|今年开工。", "中期目标|三年建成。", *INDICATORS]))
    assert (beside.goals.medium_term, beside.goals.annual) == ("三年建成。", "今年开工。")


def test_the_year_is_the_titles_then_the_dates() -> None:
    assert read(drawn(INDICATORS, title="2023年度项目支出绩效目标表")).fiscal_year == 2023
    assert read(drawn(INDICATORS, lines=("(2024 年度)",))).fiscal_year == 2024
    dated = ["计划开始日期|2025-01-01|计划完成日期|2025-12-31"]
    assert read(drawn([*dated, *INDICATORS])).fiscal_year == 2025
    assert read(drawn(["计划开始日期|2025-01-01|计划完成日期|2027-12-31", *INDICATORS])).fiscal_year is None


def test_drawn_labels_speak_for_the_rows_they_cover() -> None:
    form = read(
        drawn(
            [
                "绩效指标|一级指标|二级指标|三级指标|指标值",
                "^|产出指标|数量指标|培训人次|≥100人次",
                "^|^|^|培训班次|5期",
                "^|^|质量指标|合格率|",
                "^|满意度指标|服务对象满意度指标|服务对象满意度|≥90%",
            ]
        )
    )
    assert levels(form) == [
        ("产出指标", "数量指标", "培训人次", "≥100人次"),
        ("产出指标", "数量指标", "培训班次", "5期"),
        ("产出指标", "质量指标", "合格率", None),
        ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%"),
    ]
    assert [i.judgement["level2"].by for i in form.indicators] == ["span", "span", "cell", "cell"]
    assert form.indicators[0].provenance.cells == {
        "name": (150.0, 20.0, 200.0, 40.0),
        "value": (200.0, 20.0, 250.0, 40.0),
    }


def test_a_label_cut_by_a_page_break_carries_down() -> None:
    form = read(drawn([*INDICATORS, "||培训班次|5期", "效益指标||知晓率|≥80%"]))
    assert levels(form)[1:] == [("产出指标", "数量指标", "培训班次", "5期"), ("效益指标", None, "知晓率", "≥80%")]


def test_what_follows_the_indicators_is_no_indicator() -> None:
    form = read(drawn([*INDICATORS, "其他需要说明的问题|无|<|<", "填报人|李四|联系电话|123"]))
    assert len(form.indicators) == 1


def test_values_split_into_columns() -> None:
    form = read(
        drawn(
            [
                "一级指标|二级指标|三级指标|年度指标值|<|<|指标方向性",
                "^|^|^|指标性质|指标值|度量单位|^",
                "产出指标|数量指标|培训人次|≧|100|人次|正向指标",
                "产出指标|质量指标|合格情况|定性|优良||",
            ]
        )
    )
    first, second = (i.value for i in form.indicators)
    assert (first.operator, first.operator_code, first.number, first.unit, first.direction) == (
        "≥",
        1,
        "100",
        "人次",
        "up",
    )
    assert (second.operator, second.operator_code, second.number) == (None, 6, None)


def test_graded_columns_give_the_best_grade_as_target() -> None:
    form = read(
        drawn(
            [
                "一级指标|二级指标|三级指标|绩效指标描述|评价标准|<|<|<",
                "^|^|^|^|优|良|中|差",
                "产出指标|质量指标|验收合格率|合格数/总数|≥95%|≥90%|≥80%|<80%",
            ]
        )
    )
    indicator = form.indicators[0]
    assert (indicator.value.operator, indicator.value.number, indicator.value.unit) == ("≥", "95", "%")
    assert indicator.standard == "优:≥95%;良:≥90%;中:≥80%;差:<80%"
    assert indicator.explanation == "合格数/总数"


def test_two_panels_side_by_side() -> None:
    form = read(
        drawn(
            [
                "总体目标|中期目标|<|<|年度目标|<|<",
                "^|三年建成。|<|<|今年开工。|<|<",
                "一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值",
                "产出指标|数量指标|道路里程|30公里|数量指标|道路里程|10公里",
                "^|质量指标|合格率|100%|时效指标|开工时间|6月底前",
            ]
        )
    )
    assert [(i.horizon, i.level1, i.level2, i.name, i.value.raw) for i in form.indicators] == [
        ("medium_term", "产出指标", "数量指标", "道路里程", "30公里"),
        ("medium_term", "产出指标", "质量指标", "合格率", "100%"),
        ("annual", "产出指标", "数量指标", "道路里程", "10公里"),
        ("annual", "产出指标", "时效指标", "开工时间", "6月底前"),
    ]
    assert (form.goals.medium_term, form.goals.annual) == ("三年建成。", "今年开工。")


def test_value_columns_between_two_panels_make_no_panel_without_a_name() -> None:
    form = read(
        drawn(
            [
                "一级指标|二级指标|三级指标|指标值|指标值|指标值|三级指标|指标值",
                "产出指标|数量指标|道路里程|30公里|40公里|50公里|桥梁座数|3座",
            ]
        )
    )
    assert [(i.horizon, i.name, i.value.raw) for i in form.indicators] == [
        ("medium_term", "道路里程", "30公里40公里50公里"),
        ("annual", "桥梁座数", "3座"),
    ]


def test_two_tables_one_below_the_other() -> None:
    form = read(
        drawn(
            [
                "长期绩效指标|一级指标|二级指标|指标内容|指标值",
                "^|产出指标|数量指标|道路里程|30公里",
                "年度绩效指标|一级指标|二级指标|指标内容|指标值",
                "^|产出指标|数量指标|道路里程|10公里",
            ]
        ),
        "rules-2011",
    )
    assert [(i.horizon, i.value.number) for i in form.indicators] == [("medium_term", "30"), ("annual", "10")]


def test_a_one_column_tree() -> None:
    form = read(
        drawn(
            [
                "项目|指标值|绩效金额(元)",
                "成本指标(必填硬性指标)||",
                "1.培训总成本|≤5万元|50,000",
                "产出指标||",
                "数量指标(必填)||",
                "2.培训人次|≥100人次|",
            ]
        ),
        "shizuishan",
    )
    assert levels(form) == [
        ("成本指标", "经济成本指标", "培训总成本", "≤5万元"),
        ("产出指标", "数量指标", "培训人次", "≥100人次"),
    ]


def test_self_evaluation_reads_execution_actuals_and_scores() -> None:
    form = read(
        drawn(
            [
                "项目名称|某工程|<|<|<|<|<",
                "项目资金(万元)||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
                "^|年度资金总额|100|90|81|10|90%|9",
                "^|其中:财政拨款|100|90|81|-|90%|-",
                "年度总体目标|预期目标|<|<|<|实际完成情况|<|<",
                "^|建成道路。|<|<|<|已建成道路。|<|<",
                "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
                "^|产出指标(50分)|数量指标|道路里程|≥10公里|9公里|50|45|雨季停工",
                "总分|<|<|<|<|<|100|54|",
            ]
        ),
        "self-evaluation",
    )
    assert form.execution is not None
    assert form.execution[0] == ExecutionLine(
        "total", "1000000.00", "900000.00", "810000.00", "90", "10", "9",
        {"budget_initial": "100", "budget_current": "90", "executed": "81", "weight": "10", "rate": "90%", "score": "9"},
    )  # fmt: skip
    assert funding(form) == [("annual", "total", "900000.00"), ("annual", "fiscal", "900000.00")]
    assert (form.goals.annual, form.goals.actual) == ("建成道路。", "已建成道路。")
    indicator = form.indicators[0]
    assert indicator.actual is not None
    assert (indicator.value.number, indicator.actual.number, indicator.weight, indicator.score) == (
        "10",
        "9",
        "50",
        "45",
    )
    assert indicator.deviation_reason == "雨季停工"
    assert form.score == Score("54", None)


def test_a_wide_table_of_several_projects() -> None:
    region = drawn(
        [
            "单位名称|项目名称|预算数(元)|年度目标|一级指标|二级指标|三级指标|指标值",
            "某局|甲项目|100.00|办好甲。|产出指标|数量指标|培训人次|10人",
            "^|^|^|^|满意度指标|服务对象满意度指标|学员满意度|≥90%",
            "^|乙项目|200.00|办好乙。|产出指标|数量指标|会议次数|2次",
        ]
    )
    forms = [read(part) for part in split_wide(region, load_vocabulary())]
    assert [(f.project.unit, f.project.name, f.goals.annual) for f in forms] == [
        ("某局", "甲项目", "办好甲。"),
        ("某局", "乙项目", "办好乙。"),
    ]
    assert [funding(f) for f in forms] == [[("annual", "total", "100.00")], [("annual", "total", "200.00")]]
    assert [[i.name for i in f.indicators] for f in forms] == [["培训人次", "学员满意度"], ["会议次数"]]
    assert forms[0].indicators[1].level2 == "服务对象满意度指标"


def test_main_tasks_of_a_department() -> None:
    form = read(
        drawn(
            [
                "部门名称|某局|<|<|<",
                "年度主要任务|任务名称|主要内容|预算金额(万元)|<",
                "^|^|^|总额|财政拨款",
                "^|修路|修建道路|60|60",
                "^|植树|道路绿化|40|30",
                "^|金额合计|<|100|90",
                "年度总体目标|修路植树。|<|<|<",
                "一级指标|二级指标|三级指标|指标值|<",
                "产出指标|数量指标|道路里程|10公里|<",
            ],
            title="部门整体支出绩效目标申报表",
        ),
        "department-target",
    )
    assert form.project.extra == {"修路": "修建道路;60;60", "植树": "道路绿化;40;30"}
    assert funding(form) == [("annual", "total", "1000000.00"), ("annual", "fiscal", "900000.00")]
    assert (form.project.department, form.goals.annual) == ("某局", "修路植树。")


FLAT = (
    "项目支出绩效目标表\n项目名称\t某工程\n一级指标\t二级指标\t三级指标\t指标值\n"
    "产出指标\t数量指标\t培训人次\t≥100人次\n\t\t培训班次\t\n\t质量指标\t合格率\t100%\n"
)


def test_a_cut_off_value_is_missing_and_never_a_neighbours() -> None:
    form = read(flattened(FLAT))
    assert levels(form) == [
        ("产出指标", "数量指标", "培训人次", "≥100人次"),
        ("产出指标", "数量指标", "培训班次", None),
        ("产出指标", "质量指标", "合格率", "100%"),
    ]
    assert form.indicators[1].value.kind == "missing"
    assert [i.provenance.line for i in form.indicators] == [4, 5, 6]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_one_cell_a_line(encoding: str) -> None:
    cells = "\n".join(part for line in FLAT.splitlines() for part in line.split("\t") if part)
    form = read(flattened(cells.encode(encoding).decode(encoding).removeprefix("\ufeff")))
    assert [(i.name, i.value.raw) for i in form.indicators] == [
        ("培训人次", "≥100人次"),
        ("培训班次", None),
        ("合格率", "100%"),
    ]
    assert form.project.name == "某工程"


def test_amounts_are_exact() -> None:
    form = read(drawn(["项目名称|甲", "资金总额(亿元)|0.123456789", *INDICATORS]))
    assert Decimal(form.funding.lines[0].amount or "") == Decimal("12345678.9")
