"""Self-evaluations, forms of one document against each other, and whole documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model.form import Score
from extractor.model.table import Source
from extractor.pipeline import extract_document
from rules.checks import check_document, check_form
from rules.checks.framework import Subject, checks_of
from rules.checks.samples import LASTING, QUALITY, built, clean_rows, evaluated, example, row

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def _codes(subject: Subject) -> list[str]:
    return [f.code for f in check_form(subject.reading, 0).findings]


def test_a_clean_self_evaluation_has_no_finding() -> None:
    assert _codes(evaluated()) == []
    assert _codes(evaluated(score="99.5")) == []


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (("≥95(%)", "96(%)", "10", "10", None), []),
        (("≥95(%)", "90(%)", "10", "9.5", "部分学员缺考"), []),
        (("≥95(%)", "90(%)", "10", "9.5", None), ["DEVIATION_UNEXPLAINED"]),
        (("≥95(%)", "90(%)", "10", "9.5", "无"), ["DEVIATION_UNEXPLAINED"]),
        (("≥95(%)", "90(%)", "10", "10", "部分学员缺考"), ["FULL_SCORE_MISSED_TARGET"]),
        (("≤5(%)", "3(%)", "10", "10", None), []),
        (("≤5(%)", "8(%)", "10", "6", None), ["DEVIATION_UNEXPLAINED"]),
        (("≥100(个)", "125(个)", "10", "10", None), ["DEVIATION_UNEXPLAINED"]),
        (("≥100(个)", "118(个)", "10", "10", None), []),
        (("≥95(%)", "", "10", "10", None), ["RESULT_MISSING"]),
        (("≥95(%)", "96(%)", "10", "11", None), ["SCORE_ABOVE_WEIGHT"]),
        (("合格", "合格", "10", "10", None), []),
        (("12座", "9座", "10", "10", None), ["FULL_SCORE_MISSED_TARGET", "DEVIATION_UNEXPLAINED"]),
        (("100%", "92%", "10", "10", None), ["FULL_SCORE_MISSED_TARGET", "DEVIATION_UNEXPLAINED"]),
        (("2026-05", "2026-09", "10", "10", None), ["FULL_SCORE_MISSED_TARGET", "DEVIATION_UNEXPLAINED"]),
        (("0起", "2起", "10", "10", None), ["FULL_SCORE_MISSED_TARGET", "DEVIATION_UNEXPLAINED"]),
        (("完成", "部分达成", "10", "10", None), ["FULL_SCORE_MISSED_TARGET", "DEVIATION_UNEXPLAINED"]),
        (("≥3(场)", "未开展", "10", "10", None), ["FULL_SCORE_MISSED_TARGET", "DEVIATION_UNEXPLAINED"]),
        (("12座", "9座", "10", "7.5", "一座因征地推迟"), []),
        (("12座", "12座", "10", "10", None), []),
        (("2026-05", "2026-04", "10", "10", None), []),
        (("0起", "0起", "10", "10", None), []),
        (("完成", "全部完成", "10", "10", None), []),
        (("≤3个工作日", "16小时", "10", "10", None), []),
        (("12座", "13座", "10", "10", None), []),
        (("12座", "15座", "10", "10", None), ["DEVIATION_UNEXPLAINED"]),
    ],
)
def test_results_against_targets(values: tuple[str, ...], codes: list[str]) -> None:
    value, actual, weight, score, reason = values
    subject = evaluated(
        add=[row("培训考核情况", value, QUALITY, actual=actual, weight=weight, score=score, reason=reason)]
    )
    assert [code for code in _codes(subject) if code != "WEIGHTS_SUM"] == codes


def test_execution_shows_the_arithmetic() -> None:
    (finding,) = check_form(built(checks_of("form")["EXECUTION_RATE"].fires).reading, 0).findings[:1]
    assert finding.code == "EXECUTION_RATE"
    assert finding.message_zh == "执行数 285,000.00 元 ÷ 预算数 300,000.00 元 = 95%,表中执行率为 98%。"
    assert finding.path == "forms[0].execution[0].rate"


def test_scores_and_weights() -> None:
    assert _codes(evaluated(score="98.5")) == ["SCORE_SUM"]
    extra = row("培训考核情况", "合格", QUALITY, actual="合格", weight="7", score="7")
    (finding,) = check_form(evaluated(add=[extra]).reading, 0).findings
    assert finding.message_zh == "各指标分值(权重)合计为 97(另有预算执行 10 分),应为 90。"
    assert example(score=Score("100")).form.score == Score("100")


def test_forms_of_a_document_against_each_other() -> None:
    def form(name: str, value: str = "健全", level: str = LASTING, year: int = 2026, goal: str | None = None) -> object:
        rows = (*clean_rows(), row("长效管理机制健全性", value, level))
        return example(*rows, name=name, year=year, goal=goal or f"{year}年实施{name},培训社区工作者600人次。").form

    def codes(*forms: object) -> list[tuple[str, str]]:
        return [(f.code, f.path) for f in check_document(forms)]  # type: ignore[arg-type]

    assert codes(form("甲项目"), form("乙项目"), form("丙项目")) == []
    assert codes(form("甲项目"), form("乙项目", "稳定"), form("丙项目")) == [
        ("SISTER_TARGET", "forms[1].indicators[6].value")
    ]
    assert codes(form("甲项目"), form("乙项目", level=QUALITY), form("丙项目")) == [
        ("SISTER_LEVEL", "forms[1].indicators[6].level2")
    ]
    assert codes(form("甲项目"), form("乙项目"), form("丙项目", year=2025)) == [
        ("YEARS_DIFFER", "forms[2].fiscal_year")
    ]
    assert codes(form("甲项目"), form("甲项目")) == [("FORM_REPEATED", "forms[1].project.name")]
    same = "2026年培训社区工作者600人次,提升业务能力。"
    assert codes(form("甲项目", goal=same), form("乙项目", goal=same)) == [("GOAL_COPIED", "forms[1].goals.annual")]


FOUND = [
    ("forms[5].indicators[1].value", "VALUE_MISSING"),
    ("forms[6].indicators[0].value", "UNIT_COST_BUDGET"),
    ("forms[7].indicators[1].value", "VALUE_MISSING"),
    ("forms[8].indicators[7].value", "SISTER_TARGET"),
    ("forms[8].indicators[8].value", "SATISFACTION_AGAINST_GOAL"),
    ("forms[9].indicators[0].value", "UNIT_COST_BUDGET"),
]


@pytest.mark.parametrize("name", ["shanghai-2026-writer.pdf", "shanghai-2026-chromium.pdf"])
def test_ten_drawn_forms_have_these_findings_and_no_other(name: str) -> None:
    result = extract_document(Source(name, (SAMPLES / name).read_bytes()))
    findings = [*result.findings, *(f for form in result.forms for f in form.findings)]
    assert sorted((f.path, f.code) for f in findings) == FOUND
    assert result.status == "ok"
    places = [f.provenance for f in findings]
    assert [place.page if place else None for place in places] == [9, 6, 7, 8, 9, 10]
    assert all(place is not None and place.bbox is not None for place in places)


def test_ten_flattened_forms_have_the_same_and_tell_what_slid() -> None:
    name = "shanghai-2026-flattened.txt"
    result = extract_document(Source(name, (SAMPLES / name).read_bytes()))
    findings = [*result.findings, *(f for form in result.forms for f in form.findings)]
    about_levels = ("LEVEL_SLID", "LEVEL_DOUBTFUL")
    assert sorted((f.path, f.code.replace("LOST", "MISSING")) for f in findings if f.code not in about_levels) == FOUND
    assert [f.code for f in findings if f.path == "forms[5].indicators[1].value"] == ["VALUE_LOST"]
    assert {f.severity for f in findings if f.code == "LEVEL_SLID"} == {"info"}
