"""Every declared check: its examples, its texts, and what the whole set says of a clean form."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from msgspec.structs import replace

from rules.checks import Thresholds, check_document, check_form, reading_codes, registry
from rules.checks.catalogue import rewritten
from rules.checks.framework import check, checks_of, look_at_call, look_at_document, look_at_form
from rules.checks.samples import built, example, row
from rules.files.version import DATA
from rules.finding_types import FindingType, finding_types

ROOT = Path(__file__).resolve().parents[2]
FORM_CODES = sorted(checks_of("form"))
CODES = sorted(registry())


def _codes(code: str, which: str) -> list[str]:
    kind = registry()[code]
    subject = replace(built(getattr(kind, which)), limits=Thresholds(enabled=frozenset({code})))
    if kind.scope == "form":
        return [finding.code for finding in look_at_form(subject, "forms[0]")]
    return [finding.code for finding in (look_at_call if kind.scope == "call" else look_at_document)(subject)]


@pytest.mark.parametrize("code", CODES)
def test_its_example_fires(code: str) -> None:
    assert code in _codes(code, "fires")


@pytest.mark.parametrize("code", CODES)
def test_its_near_miss_is_silent(code: str) -> None:
    assert code not in _codes(code, "silent")


def test_a_clean_form_has_no_finding() -> None:
    assert check_form(example().reading, 0).findings == ()
    assert check_form(example(drawn=False).reading, 0).findings == ()
    assert check_document([example().form]) == []


@pytest.mark.parametrize("kind", finding_types().values(), ids=lambda kind: kind.code)
def test_its_texts_are_whole(kind: FindingType) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", kind.code)
    assert kind.category is None or 1 <= kind.category <= 11
    assert kind.title
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in (kind.title_zh, kind.message_zh))
    for message, message_zh in ((kind.message, kind.message_zh), *kind.wordings.values()):
        assert message.endswith((".", "{first}"))
        assert message_zh.endswith(("。", "{first}"))
    assert (kind.advice == "") == (kind.advice_zh == "")
    if kind.scope != "notice":
        assert kind.source.endswith(".")
        assert kind.advice_zh.endswith("。")
        assert kind.advice.endswith(".")


@pytest.mark.parametrize("code", FORM_CODES)
def test_a_finding_says_everything(code: str) -> None:
    kind = registry()[code]
    subject = replace(built(kind.fires), limits=Thresholds(enabled=frozenset({code})))
    found = [f for f in look_at_form(subject, "forms[3]") if f.code == code]
    for finding in found:
        assert finding.path.startswith("forms[3]")
        assert finding.provenance is not None
        assert finding.provenance.page == 1
        assert finding.severity == kind.severity
        assert finding.category == kind.category
        for text in (finding.message, finding.message_zh):
            assert "{" not in text
            assert "None" not in text


def test_both_messages_use_known_words_only() -> None:
    for kind in finding_types().values():
        names = {
            name
            for text in (kind.message, kind.message_zh, *chain(*kind.wordings.values()))
            for _, name, _, _ in string.Formatter().parse(text)
            if name
        }
        assert all(name.isidentifier() for name in names)


def test_reading_codes() -> None:
    codes = frozenset(registry()) & reading_codes()
    assert codes == {
        "COLUMN_DOUBTFUL",
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
        "READING_DOUBTFUL",
        "VALUE_LOST",
        "VALUE_OCR_SLIP",
        "YEAR_UNKNOWN",
    }
    errors = {code for code in codes if registry()[code].severity == "error"}
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
    assert [code for code in finding_types() if page.count(f"| `{code}` |") != 1] == []


def test_the_catalogue_refuses_a_page_without_marks() -> None:
    with pytest.raises(ValueError, match="checks: begin"):
        rewritten("# Findings")


def test_a_code_is_bound_once() -> None:
    with pytest.raises(ValueError, match="FUNDING_SUM is bound twice"):
        check("FUNDING_SUM")(lambda _: [])


def test_a_code_stands_once_in_the_data() -> None:
    text = (DATA / "checks.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^  ([A-Z0-9_]+):$", text, re.MULTILINE) == list(finding_types())


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of a name in what ships: the file that it stands in, the name, and the call."""
    for path in sorted(path for package in ("extractor", "rules") for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield path.relative_to(ROOT).as_posix(), node.func.id, node


def test_every_finding_is_made_from_the_data() -> None:
    """All but those of a document that could not be read, whose codes and texts are the errors' own."""
    makers = {path for path, name, _ in _calls() if name == "Finding"}
    assert makers == {"extractor/batch/failure.py", "rules/finding_types.py"}


def test_every_code_that_is_used_has_an_entry_and_every_entry_is_used() -> None:
    bound: set[str] = set()
    said: set[str] = set()
    for path, name, node in _calls():
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name == "check" and texts:
            bound.add(texts[0])
        elif name == "Notice" or path == "extractor/batch/corrections.py":
            said.update(text for text in texts if re.fullmatch(r"[A-Z]+(_[A-Z]+)*", text))
    assert bound == set(registry())
    assert said == set(finding_types()) - set(registry())
