"""Forms against the other tables of their PDF, and those tables left out of the forms."""

from __future__ import annotations

import pytest

from extractor.model.form import DocumentResult
from extractor.model.table import Source
from extractor.pipeline import extract_document
from rules.checks.names import is_same_written_otherwise, project_key
from tests.rules.clean_forms import FOLDER, pdf, read

Part = tuple[list[str], list[list[str]]]
FORMS = [read(FOLDER / f"{stem}.txt") for stem in ("11-multi-year", "14-zero-targets")]


def _grid(*rows: str) -> list[list[str]]:
    return [row.split("|") for row in rows]


def _said(*parts: Part) -> tuple[DocumentResult, list[tuple[str, str]]]:
    result = extract_document(Source("a.pdf", pdf(list(parts))))
    found = [*result.findings, *(finding for form in result.forms for finding in form.findings)]
    return result, [(finding.code, finding.path) for finding in found if finding.code != "YEARS_DIFFER"]


def _list(unit: str, head: str, *rows: str, title: str = "项目支出表") -> Part:
    return [title, f"单位:{unit}"], _grid(head, *rows)


def test_a_table_after_the_last_form_is_none_of_it() -> None:
    after = (
        ["“三公”经费预算表", "单位:万元"],
        _grid("项目|2025年预算数|2026年预算数", "公务接待费|1.20|1.00", "合计|1.20|1.00"),
    )
    alone, _ = _said(*FORMS)
    result, said = _said(*FORMS, after)
    assert said == []
    assert [form.indicators for form in result.forms] == [form.indicators for form in alone.forms]
    assert [form.funding for form in result.forms] == [form.funding for form in alone.forms]


def test_a_list_of_projects_gives_a_project_another_amount() -> None:
    rows = ("1|中小学校舍加固工程|1,250.00", "2|轨道交通安全保卫|465.00")
    result, said = _said(_list("万元", "序号|项目名称|金额", *rows), *FORMS)
    assert said == [("SUMMARY_AMOUNT", "forms[1].funding.lines[1]")]
    (finding,) = (one for one in result.findings if one.code == "SUMMARY_AMOUNT")
    assert finding.evidence["total"] == "4560000.00"
    assert (finding.evidence["listed"], finding.evidence["listed_unit"]) == ("465.00", "万元")
    assert finding.evidence["listed_place"]["page"] == 1
    assert finding.provenance == result.forms[1].funding.lines[1].provenance
    assert finding.message_zh == (
        "“轨道交通安全保卫”的“年度资金申请总额”为 4,560,000.00 元,本文件第 1 页项目表中该项目为 4,650,000.00 元。"
    )


@pytest.mark.parametrize(
    "part",
    [
        _list("万元", "项目名称|合计|当年拨款|结转", "中小学校舍加固工程|1250|1050|200", "轨道交通安全保卫|456|456|0"),
        _list("元", "项目名称|金额", "中小学校舍加固工程|10,500,000.00", "轨道交通安全保卫|4,560,000.00"),
        _list("万元", "项目名称|金额", "中小学校舍加固工程|36", "轨道交通安全保卫|1", title="2024年项目支出决算表"),
        _list("万元", "项目名称|采购品目|金额", "轨道交通安全保卫|安检设备|36.00", title="政府采购预算表"),
        _list("万元", "项目名称|2024年执行数|说明", "轨道交通安全保卫|36.00|略"),
        _list("万元", "项目名称|金额", "轨道交通安全保卫|400.00", "轨道交通安全保卫|56.00"),
        (["项目清单"], _grid("项目名称|金额", "轨道交通安全保卫|456")),
        _list("万元", "项目名称|金额", "轨道交通站点养护|36.00", "中小学塑胶跑道工程|18.00"),
    ],
)
def test_tables_that_agree_or_speak_of_something_else_are_left_alone(part: Part) -> None:
    _, said = _said(part, *FORMS)
    assert said == []


def test_a_list_that_names_a_project_otherwise() -> None:
    rows = ("1|中小学校舍加固工程|1,250.00", "2|轨道交通安全保卫工作|456.00")
    _, said = _said(_list("万元", "序号|项目名称|金额", *rows), *FORMS)
    assert said == [("PROJECT_NAME_DRIFT", "forms[1].project.name")]


def test_the_forms_come_to_more_than_all_project_spending() -> None:
    form = FORMS[1]
    table = (
        ["部门收支总表", "单位:万元"],
        _grid("收入|预算数|支出|预算数", "拨款收入|500.00|基本支出|100.00", "其他收入|0.00|项目支出|400.00"),
    )
    result, said = _said(table, form)
    assert said == [("PROJECT_SPENDING_EXCEEDED", "document")]
    assert result.findings[0].evidence["stated"] == "400.00"
    funds = ["一般公共预算支出表", "单位:万元"], table[1]
    assert _said(funds, form)[1] == []  # a part of the money
    two = [([f"{unit}中心部门收支总表", "单位:万元"], table[1]) for unit in "甲乙"]
    assert _said(two[0], FORMS[0], two[1], form)[1] == []  # the budgets of two units


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("社会保障卡制作费", "社保卡制作费", True),
        ("某县人民政府办公室", "某县政府办", True),
        ("某市社区服务中心", "某市服社区务中心", False),
        ("某市社区服务中心", "某市社服区务中心", True),
        ("某市社区服务中心", "某市社区务服中心", True),
        ("设备帐目完整率", "设备账目完整率", True),
        ("第一人民医院", "第二人民医院", False),
        ("城东派出所大楼", "城西派出所大楼", False),
        ("市妇女儿童医院", "市儿童医院门诊", False),
        ("市民族服务中心", "市民族服务中心", False),
        ("税收征管经费", "非税收征管经费", False),
    ],
)
def test_names_written_otherwise(one: str, other: str, same: bool) -> None:
    assert is_same_written_otherwise(one, other) is same
    assert is_same_written_otherwise(other, one) is same


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("2026年社区服务站点运行", "社区服务站点运行"),
        ("310112200001-社区服务站点运行", "社区服务站点运行"),
        ("51000021R000000019951-工资性支出", "工资性支出"),
        ("3、社区服务站点运行", "社区服务站点运行"),
        ("5G基站电费补助", "5g基站电费补助"),
        ("120急救指挥中心运行", "120急救指挥中心运行"),
        ("2026年", "2026年"),
    ],
)
def test_project_keys(name: str, key: str) -> None:
    assert project_key(name).lower() == key


def _text(*parts: Part) -> tuple[DocumentResult, list[tuple[str, str]]]:
    lines = [line for head, grid in parts for line in (*head, *("\t".join(c if c != "^" else "" for c in row if c != "<") for row in grid))]  # fmt: skip
    result = extract_document(Source("a.txt", "\n".join([*lines, ""]).encode()))
    found = [*result.findings, *(finding for form in result.forms for finding in form.findings)]
    return result, [(finding.code, finding.path) for finding in found]


def test_tables_beside_the_forms_of_a_text() -> None:
    listed = _list("万元", "序号|项目名称|金额", "1|中小学校舍加固工程|1,250.00", "2|轨道交通安全保卫|465.00")
    after = (
        ["“三公”经费预算表", "单位:万元"],
        _grid("项目|2025年预算数|2026年预算数", "公务接待费|1.20|1.00", "合计|1.20|1.00"),
    )
    alone, _ = _text(*FORMS)
    result, said = _text(listed, *FORMS, after)
    assert said == [("SUMMARY_AMOUNT", "forms[1].funding.lines[1]")]
    assert [len(form.indicators) for form in result.forms] == [len(form.indicators) for form in alone.forms] == [6, 7]
    (finding,) = result.findings
    assert finding.evidence["listed_place"] == {"page": 1, "line": 5}


def test_a_list_of_projects_is_no_unread_form() -> None:
    listed = _list("元", "序号|项目名称|金额", "1|轨道交通安全保卫|4,560,000.00", title="项目支出绩效目标汇总表")
    assert _said(listed, FORMS[1])[1] == []
