"""Years, versions and rules beside each other."""

from __future__ import annotations

import copy
import csv
import io
from decimal import Decimal

import pytest

from extractor.errors import UsageError
from extractor.warehouse.history.compare import compare, is_unit_cost
from extractor.warehouse.history.compare_report import comparison_text, sections
from extractor.warehouse.history.sides import read_side
from extractor.warehouse.history.trend import trend
from extractor.warehouse.loading.load import load
from tests.warehouse.conftest import form, short, target

A, B = "a" * 64, "b" * 64


def cost(number):
    return target("成本指标", "经济成本指标", "单张卡成本", "≤", number, "元/张")


def quantity(number, canonical, name="社保卡制作数量"):
    return target("产出指标", "数量指标", name, "≥", number, "万张", canonical)


def happy(number, name="市民满意度"):
    return target("满意度指标", "服务对象满意度指标", name, "≥", number, "%")


@pytest.fixture
def years(database, output):
    output.write(short(A, 2025, [
        form("社会保障卡制作费", "中心", "6000000.00", [
            cost("8.00"), quantity("80.00", "800000"), happy("85.00"), target("产出指标", "质量指标", "卡片一次合格率", "≥", "98.00", "%"),
            target("产出指标", "时效指标", "制卡周期", "≤", "10", "个工作日"),
        ]),
        form("信息化系统运行维护费", "中心", "100.00", [happy("90.00")]),
        form("车辆购置", "中心", "180000", []),
    ]), "2025.json")  # fmt: skip
    output.write(short(B, 2026, [
        form("社会保障卡制作费", "中心", "6841000.00", [
            cost("8.66"), quantity("90.00", "900000"), happy("80.00", "持卡市民满意度"),
            target("产出指标", "质量指标", "卡片一次性合格率", "≥", "98.00", "%"), target("效益指标", "社会效益指标", "有责投诉率", "=", "0.00", "%"),
        ]),
        form("信息化系统运维费", "中心", "120.00", [happy("90.00")]),
    ]), "2026.json")  # fmt: skip
    load(database, [str(output)])
    return database


def test_two_years(years):
    found = compare(years, "2025", "2026")
    projects = [(one.presence, one.form.project_name, one.difference, one.maybe) for one in found.projects]
    assert projects == [
        ("continued", "社会保障卡制作费", Decimal("841000"), None),
        ("new", "信息化系统运维费", None, "信息化系统运行维护费 (88.9)"),
        ("gone", "信息化系统运行维护费", None, "信息化系统运维费 (88.9)"),
        ("gone", "车辆购置", None, None),
    ]
    targets = [(one.change, one.target.name, one.difference, one.stricter, one.pair.score) for one in found.targets]
    assert targets == [
        ("raised", "单张卡成本", Decimal("0.66"), False, 100.0),
        ("raised", "社保卡制作数量", Decimal("100000"), True, 100.0),
        ("lowered", "持卡市民满意度", Decimal("-5"), False, 83.3),
        ("reworded", "卡片一次性合格率", None, None, 93.3),
        ("added", "有责投诉率", None, None, None),
        ("dropped", "制卡周期", None, None, None),
    ]


def test_the_report_in_three_styles(years):
    found = compare(years, "2025", "2026")
    by_title = {section.title: section for section in sections(found)}
    assert by_title["Unit costs"].rows == (
        ("社会保障卡制作费", "经济成本指标", "单张卡成本", "≤8.00(元/张)", "≤8.66(元/张)", "+0.66 元/张"),
    )
    assert by_title["Satisfaction"].rows == (
        ("社会保障卡制作费", "服务对象满意度指标", "持卡市民满意度", "≥85.00(%)", "≥80.00(%)", "-5 %"),
    )
    assert dict(by_title["Summary"].rows)["targets laxer"] == 2
    markdown = comparison_text(found, "markdown")
    assert "| continued | 社会保障卡制作费 | 中心 | 6000000 | 6841000 | 841000 | 14 |  |" in markdown
    rows = list(csv.reader(io.StringIO(comparison_text(found, "csv"))))
    assert ["Targets that differ", "lowered", "社会保障卡制作费", "服务对象满意度指标", "持卡市民满意度", "≥85.00(%)", "≥80.00(%)", "'-5 %",
            "no", "市民满意度", "83.3"] in rows  # fmt: skip
    assert "<td>持卡市民满意度</td>" in comparison_text(found, "html")


def test_two_versions_of_a_document_and_two_rules_versions(years, output):
    record = short(B, 2026, [form("社会保障卡制作费", "中心", "6841000.00", [happy("80.00")])])
    for number, rules in ((90, "r2"), (95, "r3")):
        again = copy.deepcopy(record)
        again["document"]["rules_version"] = rules
        again["forms"][0]["indicators"] = [happy(f"{number}.00")]
        output.write(again, "2026.json")
        load(years, [str(output)])
    found = compare(years, "bbbbbbbb@2", "bbbb.pdf@3")
    assert (found.one.label, found.other.label) == ("bbbbbbbbbbbb@2", "bbbbbbbbbbbb@3")
    assert [(one.change, one.difference, one.stricter) for one in found.targets] == [("raised", Decimal("5"), True)]
    assert [(one.change, one.difference) for one in compare(years, "rules:r2", "rules:r3").targets] == [
        ("raised", Decimal("5"))
    ]
    first = compare(years, "rules:r1", "rules:r3")
    assert [one.presence for one in first.projects] == ["continued", "gone", "gone", "gone", "gone"]


@pytest.mark.parametrize(
    ("side", "says"),
    [
        ("2031", "no form of 2031"),
        ("rules:none", "no form of rules:none"),
        ("zzzz", "no document called 'zzzz'"),
        ("aaaa@7", "the versions 1 to 1, not 7"),
        ("' OR 1=1 --", "no document called"),
    ],
)
def test_a_side_that_is_nothing(years, side, says):
    with pytest.raises(UsageError, match=says):
        compare(years, "2026", side)


def test_a_budget_counts_once_however_many_forms_a_project_has(database, output):
    evaluation = {**form("制卡费", "中心", "100.00", []), "kind": "self_evaluation"}
    whole = {**form(None, None, "900.00", [], department="甲局"), "kind": "department_target"}
    output.write(
        short(A, 2025, [evaluation, form("制卡费", "中心", "110.00", []), whole, form("绿化", "中心", "5.00", [])]),
        "a.json",
    )
    output.write(short(B, 2026, [form("制卡费", "中心", "120.00", [])]), "b.json")
    load(database, [str(output)])
    summary = dict(sections(compare(database, "2025", "2026"))[0].rows)
    assert (summary["budget of 2025, yuan"], summary["budget of 2026, yuan"]) == (Decimal(115), Decimal(120))
    found = {section.title: section for section in trend(database)}
    assert found["Years"].rows == ((2025, 2, Decimal(115), 0, 0), (2026, 1, Decimal(120), 0, 0))
    assert found["Budgets (yuan)"].rows == (
        ("制卡费", "中心", Decimal(110), Decimal(120)), ("绿化", "中心", Decimal(5), None),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit", "is_one"),
    [
        ("单张卡成本", "元", True), ("保洁成本", "元/平方米", True), ("亩均投资", "元", True), ("每公里成本", "元", True),
        ("人员成本控制数", "元/年", False), ("人均经费", "元/年", True), ("总成本", "元", False), ("成本节约率", "%", False),
    ],
)  # fmt: skip
def test_what_is_a_unit_cost_is_the_same_in_the_view_and_in_a_comparison(database, output, name, unit, is_one):
    one = target("成本指标", "经济成本指标", name, "≤", "9.00", unit)
    output.write(short(A, 2026, [form("制卡费", "中心", "100.00", [one])]))
    load(database, [str(output)])
    assert database.query("SELECT count(*) FROM unit_costs").rows == [(int(is_one),)]
    (found,) = read_side(database, "2026").forms[0].targets
    assert is_unit_cost(found) is is_one


def test_trend(years):
    found = {section.title: section for section in trend(years)}
    assert found["Years"].rows == ((2025, 3, Decimal("6180100"), 6, 6), (2026, 2, Decimal("6841120"), 6, 6))
    assert ("社会保障卡制作费", "中心", Decimal("6000000"), Decimal("6841000")) in found["Budgets (yuan)"].rows
    assert found["Unit costs"].rows == (("社会保障卡制作费", "单张卡成本", "元/张", Decimal("8"), Decimal("8.66")),)
    narrow = {section.title: section for section in trend(years, unit="中", project="运")}
    assert narrow["Satisfaction floors (%)"].rows == (
        ("信息化系统运维费", "市民满意度", None, Decimal("90")), ("信息化系统运行维护费", "市民满意度", Decimal("90"), None),
    )  # fmt: skip
    with pytest.raises(UsageError, match="no form with a year"):
        trend(years, unit="%")
