"""A form in the labels of a user's profile alone reads the same in every shape, however its labels are decorated."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model.form import Form
from extractor.model.table import Source
from extractor.pipeline import ExtractOptions, extract_document
from rules.ruleset.load import load_rules
from tests.layout.local_form import LABELS, PROFILE, SHAPES, SHIPPED, TITLE

DECORATED = {
    "办事名称": "★办事名称:",
    "牵头科室": "1.牵头科室",
    "承办科室": "2、承办科室",
    "钱款安排": "钱款/安排",
    "用钱总数": "（一）用钱总数:",
    "外来出钱": "（二）外来出钱",
    "全年要办成": "*全年要办成",
    "办成的事": "办成的事（50分）",
    "带来好处": "二、带来好处",
    "做多少": "1.1做多少",
    "做多好": "1.2做多好(20分)",
    "惠及面": "①惠及面",
    "应达标准": "应达标准:",
}


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("rules")
    (directory / "profiles").mkdir()
    (directory / "profiles" / "local.yaml").write_text(PROFILE, encoding="utf-8")
    return directory


def test_no_shipped_rule_knows_its_labels() -> None:
    labels = load_rules().labels
    assert [label for label in LABELS if labels.is_label(label)] == []
    assert not labels.is_title(TITLE)


@pytest.mark.parametrize("printed", [{}, DECORATED], ids=["plain", "decorated"])
@pytest.mark.parametrize("shape", SHAPES)
def test_one_form_in_five_shapes(shape: str, printed: dict[str, str], mine: Path) -> None:
    name, make = SHAPES[shape]
    result = extract_document(Source(name, make(printed)), ExtractOptions(rules_dir=mine))
    assert [read(form) for form in result.forms] == [
        {
            "title": TITLE,
            "profile": "local",
            "project": ("老旧楼道照明改造", "城建科", "物业管理站", "2026-01-01", "2026-12-31", "周某", {}),
            "funding": [
                ("annual", "total", "350000.00"),
                ("annual", "fiscal", "300000.00"),
                ("annual", "other", "50000.00"),
            ],
            "annual": "改造四十个楼道的照明,居民夜间出行安全。",
            "indicators": [
                ("产出指标", "数量指标", "改造楼道", "≥40(个)"),
                ("产出指标", "数量指标", "更换灯具", "≥320(盏)"),
                ("产出指标", "质量指标", "一次验收合格率", "≥98(%)"),
                ("效益指标", "社会效益指标", "受益居民户数", "≥960(户)"),
                ("满意度指标", "服务对象满意度指标", "居民满意程度", "≥90(%)"),
            ],
        }
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_names_and_values_that_are_printed_like_labels(shape: str) -> None:
    names = {"改造楼道": "成本", "更换灯具": "项目完成时间", "一次验收合格率": "质量", "居民满意程度": "满意度"}
    name, make = SHAPES[shape]
    printed = {**SHIPPED, **names, "≥320(盏)": "12月底前", "物业管理站": "其他"}
    (form,) = extract_document(Source(name, make(printed))).forms
    assert (form.project.category, form.project.end_date, dict(form.project.extra)) == ("其他", "2026-12-31", {})
    assert [line.item for line in form.funding.lines] == ["total", "fiscal", "other"]
    assert [(one.printed.level1, one.name, one.value.raw) for one in form.indicators] == [
        ("产出指标", "成本", "≥40(个)"),
        ("产出指标", "项目完成时间", "12月底前"),
        ("产出指标", "质量", "≥98(%)"),
        ("效益指标", "受益居民户数", "≥960(户)"),
        ("满意度指标", "满意度", "≥90(%)"),
    ]


def read(form: Form) -> dict[str, object]:
    project = form.project
    return {
        "title": form.title,
        "profile": form.profile,
        "project": (
            project.name,
            project.department,
            project.unit,
            project.start_date,
            project.end_date,
            project.contact,
            dict(project.extra),
        ),
        "funding": [(line.scope, line.item, line.amount) for line in form.funding.lines],
        "annual": form.goals.annual,
        "indicators": [(one.level1, one.level2, one.name, one.value.raw) for one in form.indicators],
    }
