"""A form's score, and what of a call's findings goes where."""

from __future__ import annotations

from extractor.model.form import Document, DocumentResult, Finding
from extractor.views.review.review import review
from extractor.views.review.score import Deduction, score_form
from rules.checks import DEFAULTS, Thresholds, check_document, check_form, registry
from rules.checks.framework import checks_of
from rules.checks.samples import COST, QUALITY, clean_rows, example, row


def _finding(code: str, severity: str | None = None) -> Finding:
    check = registry()[code]
    return Finding(code, severity or check.severity, "forms[0]", "", "", category=check.category)  # type: ignore[arg-type]


def test_points_follow_from_severity() -> None:
    score = score_form([_finding("FUNDING_SUM"), _finding("UNIT_MISSING"), _finding("UNIT_COST_BUDGET")])
    assert (score.total, score.grade, score.provisional) == (80, "良", False)
    assert score.deductions == (Deduction(15, 15), Deduction(5, 5), Deduction(0, 0))


def test_one_check_has_a_limit() -> None:
    score = score_form([_finding("VALUE_MISSING")] * 3)
    assert score.total == 70
    assert score.deductions == (Deduction(15, 15), Deduction(15, 15), Deduction(0, 15, "check"))
    assert score_form([_finding("UNIT_MISSING")] * 5).total == 85


def test_one_category_has_a_limit() -> None:
    codes = ("FUNDING_SUM", "FUNDING_NEGATIVE", "DATE_ORDER", "WEIGHTS_SUM")
    score = score_form([_finding(code) for code in codes])
    assert score.total == 60
    assert score.deductions[2:] == (Deduction(10, 15, "category"), Deduction(0, 15, "category"))


def test_no_score_is_below_zero() -> None:
    codes = [
        code for code, check in checks_of("form").items() if check.severity == "error" and check.about == "content"
    ]
    score = score_form([_finding(code) for code in codes])
    assert score.total == 0
    assert score.grade == "差"
    assert sum(deduction.points for deduction in score.deductions) == 100


def test_doubts_about_the_reading_cost_nothing() -> None:
    other = Finding("ENGINE_DISAGREEMENT", "warning", "forms[0]", "", "")
    score = score_form([_finding("VALUE_LOST"), _finding("LEVEL_DOUBTFUL"), other])
    assert (score.total, score.provisional) == (100, True)
    assert [deduction.limit for deduction in score.deductions] == ["reading", "reading", "reading"]
    assert score_form([_finding("LEVEL_DOUBTFUL")]).provisional is False


def result(*forms, sha: str = "0" * 64, name: str = "a.pdf", checks: Thresholds = DEFAULTS) -> DocumentResult:  # type: ignore[no-untyped-def]
    """A document of some example forms."""
    checked = [check_form(form.reading, index, checks) for index, form in enumerate(forms)]
    document = Document(name, sha, "pdf", len(forms), None, None, "0", "0")
    return DocumentResult("1", document, "ok", tuple(checked), tuple(check_document(checked, checks)))


def test_findings_over_a_document_go_to_their_forms() -> None:
    twins = result(example(), example())
    (document,) = review([twins]).documents
    assert [f.code for f in document.findings] == []
    assert [[f.code for f in form.findings] for form in document.forms] == [[], ["FORM_REPEATED"]]
    assert [form.score.total for form in document.forms] == [100, 95]


def test_forms_of_a_call_are_compared_over_documents() -> None:
    subjects = _peers()
    documents = [result(*part, sha=str(n) * 64, name=f"{n}.pdf") for n, part in enumerate((subjects[:4], subjects[4:]))]
    sheet = review(documents)
    found = [(f.code, f.path) for f in sheet.documents[1].forms[1].findings]
    assert found == [("PEER_UNIT_COST", "forms[1].indicators[5].value")]
    assert [f.code for f in sheet.findings()] == ["PEER_UNIT_COST"]
    assert [f.code for f in review(documents, Thresholds(disabled={"PEER_UNIT_COST": "不比较"})).findings()] == []


def _peers():  # type: ignore[no-untyped-def]
    rows = [row("单张卡片平均成本", f"≤{cost}(元/张)", COST) for cost in (10, 11, 9, 10, 12, 45)]
    return [
        example(*clean_rows()[1:], one, name=f"第{n}期制卡", goal=f"2026年完成第{n}期制卡工作。")
        for n, one in enumerate(rows, 1)
    ]


def test_switched_off_checks_are_told_with_their_reasons() -> None:
    checks = Thresholds(disabled={"UNIT_MISSING": "本地表样无单位", "COST_FLOOR": "不适用"})
    (document,) = review([result(example(add=[row("设备完好率", "≥95", QUALITY)]), checks=checks)], checks).documents
    (finding,) = document.findings
    assert (finding.code, finding.severity, finding.path) == ("CHECKS_DISABLED", "info", "document")
    assert finding.evidence == {"disabled": {"COST_FLOOR": "不适用", "UNIT_MISSING": "本地表样无单位"}}
    assert finding.message_zh == "已停用的检查:COST_FLOOR(不适用);UNIT_MISSING(本地表样无单位)。"
    assert document.forms[0].findings == ()


def test_coverage_tells_what_never_fired() -> None:
    checks = Thresholds(disabled={"COST_FLOOR": "不适用"})
    faulty = example(add=[row("设备完好率", "≥95", QUALITY), row("仪器完好率", "≥95", QUALITY)])
    coverage = review(
        [result(faulty, example(name="另一项目", goal="全年开展义诊二十场次,服务群众。"))], checks, coverage=True
    ).coverage
    assert coverage is not None
    by_code = {one.code: one for one in coverage}
    assert set(by_code) == set(registry())
    fired = {code: (one.findings, one.forms) for code, one in by_code.items() if one.findings}
    assert fired == {"UNIT_MISSING": (2, 1)}
    assert [by_code[code].state for code in ("COST_FLOOR", "SIGN_MISSING", "FUNDING_SUM")] == ["disabled", "off", "on"]
    assert review([result(faulty)]).coverage is None
