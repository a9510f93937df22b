"""Doubt about a whole form or about a column of it: the form that no profile knows, the head that says little."""

from __future__ import annotations

from rules.checks import Thresholds, check_form
from rules.checks.samples import example, row
from rules.families.profile import choose_profile
from rules.indicators.names import load_lexicon
from rules.read_form import read_form
from rules.read_regions import choice_findings, read_regions
from rules.ruleset.load import load_rules
from rules.ruleset.profile_files import load_profiles
from tests.rules.build import drawn

UNKNOWN = [
    "事由|设备更新|<|<",
    "方向|类型|考核点|要求",
    "产出指标|数量指标|更新设备|≥30台",
    "^|质量指标|验收合格率|≥95%",
    "效益指标|社会效益指标|服务人次|≥600人次",
]
KNOWN = [
    "项目名称|设备更新|<|<|<",
    "年度总体目标|更新老旧设备三十台,提升服务能力。|<|<|<",
    "一级指标|二级指标|三级指标|指标值|指标值",
    "产出指标|数量指标|更新设备|≥30台|≥3台",
]


def test_a_form_that_no_profile_knows_is_told() -> None:
    rules = load_rules()
    (one,) = read_regions([drawn(UNKNOWN, title=None)], rules)
    (finding,) = choice_findings(one, rules, 4)
    assert (finding.code, finding.severity, finding.path) == ("FORM_UNFAMILIAR", "info", "forms[4]")
    nearest = one.choice.nearest
    assert nearest is not None
    assert finding.evidence == {"nearest": nearest.profile.id, "missing": list(nearest.missing), "forbidden": []}
    assert "项目名称" in finding.evidence["missing"]
    assert "项目名称" in finding.message_zh


def test_a_form_that_a_profile_knows_is_not() -> None:
    rules = load_rules()
    (one,) = read_regions([drawn(["项目名称|设备更新|<|<", *UNKNOWN[2:]])], rules)
    assert [f.code for f in choice_findings(one, rules, 0)] == []


def test_a_doubtful_column_points_at_its_head() -> None:
    rows = [*KNOWN[:2], "一级指标|二级指标|三级指标|全省|永陵市", KNOWN[3]]
    region = drawn(rows, title="项目支出绩效目标申报表(2026年度)")
    match = choose_profile(region, load_profiles()).match
    assert match is not None
    trace = read_form(region, match, load_lexicon(), form_id="t-1")
    (finding,) = [f for f in check_form(trace, 0).findings if f.code == "COLUMN_DOUBTFUL"]
    assert (finding.path, finding.severity) == ("forms[0].indicators", "warning")
    column = next(column for column in trace.zones.headers[0].panels[0].columns if column.label == "全省")
    assert (column.role, column.second) == ("value", "other")
    assert finding.evidence == {"label": "全省", "role": "value", "second": "other", "confidence": column.confidence}
    assert finding.provenance is not None
    assert finding.provenance.bbox == (150.0, 40.0, 200.0, 60.0)


def test_how_sure_a_column_must_be_is_a_threshold() -> None:
    columns = [
        {"label": "全省", "role": "value", "confidence": 0.79, "second": "target"},
        {"label": "备注", "role": "explanation", "confidence": 0.8, "second": "remark"},
        {"label": "完成率", "role": "other2", "confidence": 0.52, "second": "target"},
        {"label": "全省", "role": "value", "confidence": 0.6, "second": "target"},
    ]
    subject = example(columns=columns)
    (finding,) = check_form(subject.reading, 0).findings
    assert (finding.code, finding.severity, finding.evidence["confidence"]) == ("COLUMN_DOUBTFUL", "warning", 0.79)
    stricter = check_form(subject.reading, 0, Thresholds(column_confidence=0.9)).findings
    assert [f.evidence["label"] for f in stricter] == ["全省", "备注"]


def test_targets_that_may_stand_in_another_column_are_not_missing() -> None:
    columns = [{"label": "备注", "role": "remark", "confidence": 0.55, "second": "value"}]
    rows = [row("培训场次", None)]
    assert [f.code for f in check_form(example(add=rows, columns=columns).reading, 0).findings] == ["COLUMN_DOUBTFUL"]
    assert [f.code for f in check_form(example(add=rows).reading, 0).findings] == ["VALUE_MISSING"]
