"""Documents that list several projects: running text in one cell, labels that no vocabulary lists, lists over pages, blocks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from extractor.model.form import Form
from extractor.model.table import FormRegion, Source
from extractor.pipeline import extract_document
from rules.families.profile import choose_profile
from rules.labels import load_vocabulary
from rules.ruleset.load import load_rules
from rules.shapes.project_list import split_wide
from tests.rules.build import drawn, read

GREEN = "数量指标：植树≥300株；质量指标：成活率≥90%；满意度指标：居民满意度≥85%"
LAMPS = (
    "产出指标:数量指标:更换灯具120盏;效益指标:社会效益指标:亮灯率≥98%;满意度指标:服务对象满意度指标:市民满意度≥88%。"
)


def forms_of(region: FormRegion) -> list[Form]:
    parts = split_wide(region, load_vocabulary())
    assert parts[0] is not region
    return [read(part) for part in parts]


def levels(form: Form) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(i.level1, i.level2, i.name, i.value.raw) for i in form.indicators]


def totals(form: Form) -> Mapping[str, str | None]:
    return {line.item: line.amount for line in form.funding.lines}


def extracted(text: str) -> tuple[Form, ...]:
    return extract_document(Source("list.txt", text.encode())).forms


def test_all_indicators_of_a_project_in_one_cell() -> None:
    first, second = forms_of(
        drawn(
            [
                "序号|项目名称|项目负责部门|预算安排(万元)|年度绩效目标|绩效指标及指标值|备注",
                f"1|行道树补植|绿化科|12.5|补植树木。|{GREEN}|",
                "|小计||12.5|||",
                f"2|路灯更新|照明科|40|更换灯具。|{LAMPS}|跨年",
                "|合计||52.5|||",
            ]
        )
    )
    assert levels(first) == [
        ("产出指标", "数量指标", "植树", "≥300株"),
        ("产出指标", "质量指标", "成活率", "≥90%"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥85%"),
    ]
    assert levels(second) == [
        ("产出指标", "数量指标", "更换灯具", "120盏"),
        ("效益指标", "社会效益指标", "亮灯率", "≥98%"),
        ("满意度指标", "服务对象满意度指标", "市民满意度", "≥88%"),
    ]
    assert [(f.project.name, totals(f), f.goals.annual) for f in (first, second)] == [
        ("行道树补植", {"total": "125000.00"}, "补植树木。"),
        ("路灯更新", {"total": "400000.00"}, "更换灯具。"),
    ]
    assert second.project.extra["备注"] == "跨年"
    assert first.indicators[0].provenance.cells["name"] == (250.0, 20.0, 300.0, 40.0)


def test_a_list_is_a_form_by_its_shape() -> None:
    profiles = load_rules().profiles
    listed = drawn(["项目|实施单位|金额|主要绩效指标", f"行道树补植|绿化队|3|{GREEN}"], title="绩效目标一览表")
    choice = choose_profile(listed, profiles)
    assert choice.match is not None
    assert choice.match.by_shape
    assert forms_of(listed)[0].project.name == "行道树补植"
    plain = drawn(["项目名称|实施单位|金额|绩效目标", "行道树补植|绿化队|3|补植行道树300株。"], title="绩效目标一览表")
    assert choose_profile(plain, profiles).match is None


def test_a_list_that_goes_on_in_another_table() -> None:
    head = "项目名称|项目单位|绩效指标"
    first = drawn([head, f"甲项目|甲队|{GREEN}"])
    second = drawn([head, f"乙项目|乙队|{LAMPS}"])
    third = drawn([f"丙项目|丙队|{GREEN}"])
    region = replace(first, tables=(*first.tables, *second.tables, *third.tables))
    assert [(f.project.name, f.project.unit, len(f.indicators)) for f in forms_of(region)] == [
        ("甲项目", "甲队", 3),
        ("乙项目", "乙队", 3),
        ("丙项目", "丙队", 3),
    ]


def test_a_project_without_indicators_is_no_body() -> None:
    forms = forms_of(
        drawn(
            [
                "项目名称|项目单位|预算金额|绩效指标",
                f"甲项目|甲队|3|{GREEN}",
                "乙项目|乙队|5|",
                f"丙项目|丙队|7|{LAMPS}",
            ]
        )
    )
    assert [(f.project.name, f.project.unit, len(f.indicators)) for f in forms] == [
        ("甲项目", "甲队", 3),
        ("乙项目", "乙队", 0),
        ("丙项目", "丙队", 3),
    ]


def test_rows_over_the_head_speak_of_every_project() -> None:
    forms = forms_of(
        drawn(
            [
                "部门：某州林业局|<|<|<|<|<|金额单位：万元|<",
                "单位代码|单位(专项)名称|资金总额|年度目标|绩效指标|<|<|<",
                "^|^|^|^|一级指标|二级指标|三级指标|指标值",
                "301|某林场|9||||||",
                "301|造林补助|4|造林。|产出指标|数量指标|造林面积|≥30亩",
                "301|管护补助|5|管护。|产出指标|数量指标|管护面积|≥90亩",
            ]
        )
    )
    assert [(f.project.name, f.project.unit, f.project.department, totals(f)) for f in forms] == [
        ("造林补助", "某林场", "某州林业局", {"total": "40000.00"}),
        ("管护补助", "某林场", "某州林业局", {"total": "50000.00"}),
    ]


def test_blocks_of_projects_under_one_heading() -> None:
    block = "项目名称\t{}\n预算金额\t{}\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t{}\t{}\n"
    text = "部门预算项目支出绩效目标表\n预算年度：2027\n部门名称：某县农机局\n金额单位：万元\n"
    first, second = extracted(
        text + block.format("农机补贴", "6", "补贴农机", "≥40台") + block.format("农机培训", "2", "培训机手", "≥90人")
    )
    for form in (first, second):
        assert (form.title, form.fiscal_year, form.project.department) == (
            "部门预算项目支出绩效目标表",
            2027,
            "某县农机局",
        )
    assert [(f.project.name, totals(f)) for f in (first, second)] == [
        ("农机补贴", {"total": "60000.00"}),
        ("农机培训", {"total": "20000.00"}),
    ]


NOTICE = """关于青石镇渠道维修项目绩效目标设定的公示
根据有关通知精神，2026年实施青石镇渠道维修项目。年度绩效目标是：维修渠道9公里。现公示如下：
一、产出指标
数量指标：维修渠道≥9公里；质量指标：验收合格率100%。
二、满意度指标
受益农户满意度≥93%。
青石镇人民政府
2026年3月8日
"""


def test_indicators_in_prose() -> None:
    (form,) = extracted(NOTICE)
    assert (form.title, form.fiscal_year, form.project.name, form.goals.annual) == (
        "关于青石镇渠道维修项目绩效目标设定的公示",
        2026,
        "青石镇渠道维修项目",
        "维修渠道9公里",
    )
    assert levels(form) == [
        ("产出指标", "数量指标", "维修渠道", "≥9公里"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("满意度指标", "服务对象满意度指标", "受益农户满意度", "≥93%"),
    ]
    assert form.indicators[1].provenance.line == 4


def test_projects_in_prose_under_headings_of_their_own() -> None:
    part = "（一）产出指标\n数量指标：{}；质量指标：合格率≥95%。\n（二）效益指标\n社会效益指标：覆盖率≥60%。\n"
    text = "某区2026年绩效目标公开\n一、公园改造项目\n" + part.format("改造公园3座")
    forms = extracted(text + "二、步道新建工程\n" + part.format("新建步道5公里"))
    assert [(f.project.name, [i.name for i in f.indicators]) for f in forms] == [
        ("公园改造项目", ["改造公园", "合格率", "覆盖率"]),
        ("步道新建工程", ["新建步道", "合格率", "覆盖率"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "关于申报绩效目标的通知\n产出指标：反映提供的产品，包括数量指标、质量指标。\n数量指标：反映数量，如培训人次；\n"
        "质量指标：反映效果，如合格率；\n时效指标：反映及时程度，如完成率不低于95%；\n满意度指标：反映认可程度，如满意度达到90%以上。\n"
        "请于2026年9月30日前报送。\n",
        "绩效说明\n数量指标：完成任务3项；\n",
    ],
)
def test_a_text_about_indicators_is_no_form(text: str) -> None:
    assert extracted(text) == ()


def test_the_sum_of_a_body_is_no_project_though_it_stands_in_the_names_column() -> None:
    text = (
        "| 绩效目标表(2024年度) | |||||||\n"
        "| 金额单位:元 | |||||||\n"
        "| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | |\n"
        "| 410-某区园林局 | 1,250,000.00 | |||||||\n"
        "| 410001-某区绿化队 | 行道树补植 | 1,000,000.00 | 补植行道树 | 产出指标 | 数量指标 | 补植树木 | ≥300株 | |\n"
        "| 效益指标 | 生态效益指标 | 绿化覆盖率 | ≥42% | |||||\n"
        "| 路灯更新 | 250,000.00 | 更换灯具 | 产出指标 | 数量指标 | 更换灯具 | 120盏 | |||\n"
    )
    assert [(f.project.name, f.project.unit, totals(f), len(f.indicators)) for f in extracted(text)] == [
        ("行道树补植", "某区绿化队", {"total": "1000000.00"}, 2),
        ("路灯更新", "某区绿化队", {"total": "250000.00"}, 1),
    ]
