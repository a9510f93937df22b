"""The ten questions of docs/warehouse.md, run on sample documents; what the page names exists."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import extractor
from extractor.warehouse.ask.queries import ask
from extractor.warehouse.connect import open_database
from extractor.warehouse.loading.load import load
from extractor.warehouse.schema.tables import all_tables
from extractor.warehouse.schema.views import view_names
from tests.warehouse.conftest import form, short, target

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
SAMPLES = (
    "shanghai-2026-calc.pdf",
    "shanghai-2026-flattened.txt",
    "self-evaluation-chromium.pdf",
    "multi-year-writer.pdf",
)
CENTRE = "上海市社会保障卡服务中心"


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    output = tmp_path_factory.mktemp("output")
    (output / "documents").mkdir()
    for name in SAMPLES:
        text = extractor.extract(ROOT / "samples" / name).to_json()
        (output / "documents" / f"{name}.json").write_text(text, encoding="utf-8")
    return output


@pytest.fixture
def loaded(url, records, tmp_path):
    shutil.copytree(records, tmp_path / "records")
    with open_database(url) as database:
        load(database, [str(tmp_path / "records")])
    return url


def test_the_ten_questions_have_their_answers(loaded):
    assert len(QUERIES) == 10
    answers = [ask(query, loaded).rows for query in QUERIES]
    assert [(row[0], row[2], row[4], row[5], row[6]) for row in answers[0]] == [
        ("敬老卡制作费", "≤10.45(元)", "≥30.00(万张)", Decimal("3135000"), Decimal("3133500")),
        ("敬老卡制作费", "≤10.45(元)", "≥30.00(万人)", Decimal("3135000"), Decimal("3133500")),
        ("正式居住证制作费", "≤12.42(元)", "≥70.00(万人)", Decimal("8694000"), Decimal("7679600")),
        ("社会保障卡制作费", "≤8.66(元)", "=90.00(万张)", Decimal("7794000"), Decimal("6841000")),
        ("社会保障卡制作费", "≤8.66(元)", "=90.00(万人)", Decimal("7794000"), Decimal("6841000")),
    ]
    assert [row[:4] for row in answers[1]] == [
        (CENTRE, "交换平台运行费", "市民满意度", Decimal(0)),
        ("岚溪县公路养护段", "乡村公路养护", "沿线群众满意度", Decimal(85)),
        ("澄湖区水文水质监测站", "智慧水务监测平台建设", "平台使用人员满意度", Decimal(85)),
        ("云川市公共交通服务中心", "城市公共自行车运营补贴", "市民满意度", Decimal(88)),
    ]
    assert answers[4] == []
    assert answers[2] == [
        (2025, "澄湖区河道管理事务中心", "中小河道综合整治工程", Decimal(12865000)),
        (2026, CENTRE, "正式居住证制作费", Decimal(7679600)),
        (2026, CENTRE, "社会保障卡制作费", Decimal(6841000)),
    ]
    assert {row[0]: row[1:] for row in answers[3]} == {
        "产出指标": (60, 50, Decimal("83.3")),
        "成本指标": (16, 11, Decimal("68.8")),
        "效益指标": (45, 19, Decimal("42.2")),
        "满意度指标": (12, 12, Decimal("100.0")),
    }
    assert {row[:4] for row in answers[5]} == {
        ("敬老卡制作费", "批准到制发时限(10个工作日)合规率", "社会效益指标", "时效指标"),
        ("敬老卡制作费", "有责投诉率", "可持续影响指标", "社会效益指标"),
        ("敬老卡制作费", "质量管理体系健全性", "服务对象满意度指标", "可持续影响指标"),
        ("申领、补换卡网点运行费", "设备维护机制健全性", "服务对象满意度指标", "可持续影响指标"),
    }
    assert answers[6][0] == ("服务对象满意度指标", "市民满意度", 10, Decimal(0), Decimal(90))
    assert ("VALUE_MISSING", "error") in {row[:2] for row in answers[7]}
    assert answers[8] == [("乡村公路养护", "total", Decimal(5640000), Decimal(5301600), Decimal(94))]
    assert answers[9] == []


def test_the_questions_about_money_find_what_is_wrong_and_nothing_else(database, url, output):
    def amounts(one, **parts):
        lines = one["funding"]["lines"]
        lines += [{**lines[0], "item": item, "raw": amount, "amount": amount} for item, amount in parts.items()]
        return one

    def metres(number, name="管网改造长度"):
        return target("产出指标", "数量指标", name, "≥", number, "米")

    ceiling = target("成本指标", "经济成本指标", "每米改造成本", "≤", "100.00", "元")
    output.write(short("a" * 64, 2026, [
        amounts(form("不符", "甲局", "100.00", []), appropriation="60.00", carryover="30.00", other="0"),
        amounts(form("相符", "甲局", "100.00", []), appropriation="60.00", carryover="30.00", other="10.00"),
        amounts(form("另行分列", "甲局", "100.00", []), fiscal="90.00", other="10.00"),
        form("超出", "甲局", "1000.00", [dict(ceiling), metres("11")]),
        form("未超出", "甲局", "1000.00", [dict(ceiling), metres("11", "巡查长度"), metres("10")]),
        form("年度总额", "甲局", "1000.00", [target("成本指标", "经济成本指标", "人员成本", "≤", "900.00", "元/年")]),
    ]))  # fmt: skip
    load(database, [str(output)])
    database.close()
    assert [(row[0], row[5]) for row in ask(QUERIES[0], url).rows] == [("超出", Decimal(1100))]
    assert ask(QUERIES[4], url).rows == [("不符", Decimal(100), Decimal(90))]
    assert ask("SELECT name FROM unit_costs ORDER BY form_no", url).rows == [("每米改造成本",), ("每米改造成本",)]


def test_what_the_page_names_exists():
    known = {table.name for table in all_tables()} | set(view_names())
    columns = {column.name for table in all_tables() for column in table.columns}
    named = set(re.findall(r"`((?:stg|fact|all|current|PM|BGT)_\w+)`", PAGE))
    assert named - known == set()
    for table in re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE):
        assert table in known
    assert {"version_id", "document_sha256", "load_id"} <= columns
