"""Every declared check: its examples, its texts, and what the whole set says of a clean form."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from rules.checks import READING_CODES, REGISTRY, Check, Thresholds, all_checks, check_document, check_form
from rules.checks.catalogue import rewritten
from rules.checks.framework import (
    CALL_CHECKS,
    DOCUMENT_CHECKS,
    FORM_CHECKS,
    look_at_call,
    look_at_document,
    look_at_form,
)
from rules.checks.samples import documents, example, row

ROOT = Path(__file__).resolve().parents[2]
FORM_CODES = sorted(FORM_CHECKS)
DOCUMENT_CODES = sorted({**DOCUMENT_CHECKS, **CALL_CHECKS})


def _wanted(check: Check) -> Thresholds:
    return Thresholds(enabled=frozenset({check.code}))


def _codes(code: str, which: str) -> list[str]:
    from msgspec.structs import replace

    if code in FORM_CHECKS:
        subject = getattr(FORM_CHECKS[code], which)()
        return [f.code for f in look_at_form(replace(subject, limits=_wanted(FORM_CHECKS[code])), "forms[0]")]
    if code in CALL_CHECKS:
        return [f.code for f in look_at_call(getattr(CALL_CHECKS[code], which)())]
    return [f.code for f in look_at_document(getattr(DOCUMENT_CHECKS[code], which)())]


@pytest.mark.parametrize("code", FORM_CODES + DOCUMENT_CODES)
def test_its_example_fires(code: str) -> None:
    assert code in _codes(code, "fires")


@pytest.mark.parametrize("code", FORM_CODES + DOCUMENT_CODES)
def test_its_near_miss_is_silent(code: str) -> None:
    assert code not in _codes(code, "silent")


def test_a_clean_form_has_no_finding() -> None:
    assert check_form(example().reading, 0).findings == ()
    assert check_form(example(drawn=False).reading, 0).findings == ()
    assert check_document([example().form]) == []


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_its_texts_are_whole(check: Check) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", check.code)
    assert check.category is None or 1 <= check.category <= 11
    assert check.title
    assert check.message.endswith(".")
    assert check.message_zh.endswith("。")
    assert check.source.endswith(".")
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in (check.title_zh, check.message_zh))
    assert check.advice_zh.endswith("。")
    assert check.advice.endswith(".")


@pytest.mark.parametrize("code", FORM_CODES)
def test_a_finding_says_everything(code: str) -> None:
    from msgspec.structs import replace

    check = FORM_CHECKS[code]
    subject = replace(check.fires(), limits=_wanted(check))
    found = [f for f in look_at_form(subject, "forms[3]") if f.code == code]
    for finding in found:
        assert finding.path.startswith("forms[3].")
        assert finding.provenance is not None
        assert finding.provenance.page == 1
        assert finding.severity == check.severity
        assert finding.category == check.category
        for text in (finding.message, finding.message_zh):
            assert "{" not in text
            assert "None" not in text


def test_both_messages_use_known_words_only() -> None:
    for check in all_checks():
        names = {
            name
            for text in (check.message, check.message_zh)
            for _, name, _, _ in string.Formatter().parse(text)
            if name
        }
        assert all(name.isidentifier() for name in names)


def test_reading_codes() -> None:
    assert {
        "DATE_UNREADABLE",
        "FUNDING_NOT_FOUND",
        "FUNDING_UNREADABLE",
        "GOAL_NOT_FOUND",
        "LEVEL_DOUBTFUL",
        "LEVEL_SLID",
        "LEVEL_UNKNOWN",
        "NAME_MISSING",
        "NO_INDICATORS",
        "PROJECT_NAME_MISSING",
        "VALUE_LOST",
        "VALUE_OCR_SLIP",
        "YEAR_UNKNOWN",
    } == READING_CODES
    errors = {code for code in READING_CODES if REGISTRY[code].severity == "error"}
    assert errors == {
        "DATE_UNREADABLE",
        "FUNDING_UNREADABLE",
        "GOAL_NOT_FOUND",
        "NAME_MISSING",
        "NO_INDICATORS",
        "PROJECT_NAME_MISSING",
        "VALUE_LOST",
    }


def test_a_check_can_be_switched_off_and_on_and_made_milder() -> None:
    subject = example(add=[row("证书发放数量", "50本"), row("学员违纪率", "≥5(%)", "社会效益指标")])
    codes = [f.code for f in check_form(subject.reading, 0).findings]
    assert codes == ["NEGATIVE_FLOOR"]
    changed = Thresholds(
        disabled={"NEGATIVE_FLOOR": "本地不适用"},
        enabled=frozenset({"SIGN_MISSING"}),
        severities={"SIGN_MISSING": "warning"},
    )
    found = check_form(subject.reading, 0, changed).findings
    assert [(f.code, f.severity) for f in found] == [("SIGN_MISSING", "warning")]


def test_findings_stand_in_the_order_of_the_form() -> None:
    subject = example(
        end_date="2025-06-30",
        start_date="2025-01-01",
        goal="完成任务。",
        add=[row("证书发放数量", "**"), row("学员违纪率", "≥5(%)", "社会效益指标")],
    )
    assert [(f.code, f.path) for f in check_form(subject.reading, 1).findings] == [
        ("YEAR_MISMATCH", "forms[1].project.end_date"),
        ("GOAL_VAGUE", "forms[1].goals.annual"),
        ("VALUE_PLACEHOLDER", "forms[1].indicators[6].value"),
        ("NEGATIVE_FLOOR", "forms[1].indicators[7].value"),
    ]


def test_every_code_is_documented() -> None:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert rewritten(page) == page, "run python -m rules.checks.catalogue docs/findings.md"
    assert [code for code in REGISTRY if page.count(f"| `{code}` |") != 1] == []


def test_the_catalogue_refuses_a_page_without_marks() -> None:
    with pytest.raises(ValueError, match="checks: begin"):
        rewritten("# Findings")


def test_a_code_is_declared_once() -> None:
    from rules.checks.framework import form_check

    with pytest.raises(ValueError, match="FUNDING_SUM is declared twice"):
        form_check(
            "FUNDING_SUM",
            "error",
            title="",
            title_zh="",
            message="",
            message_zh="",
            advice="",
            advice_zh="",
            source="",
            fires=example,
            silent=example,
        )(lambda s: [])
    assert documents(example()).forms[0].project.name == "社区工作者培训"
