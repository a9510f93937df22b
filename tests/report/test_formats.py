"""Every format says the same: what is wrong, where, why, what to do, and what it costs."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor.model.table import Source
from extractor.pipeline import ExtractOptions, extract_document
from extractor.views.review.review import Review, review
from extractor.views.review.sarif import to_sarif
from extractor.views.review.write import render
from rules.checks import DEFAULTS, Thresholds, registry

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
HOSTILE = '<script>alert(1)</script>|\x1b[31m"&'


def _read(name: str, checks: Thresholds = DEFAULTS) -> Review:
    source = Source(name, (SAMPLES / name).read_bytes())
    return review([extract_document(source, ExtractOptions(checks=checks))], checks)


@pytest.fixture(scope="module")
def drawn() -> Review:
    return _read("shanghai-2026-writer.pdf")


@pytest.fixture(scope="module")
def text() -> Review:
    return _read("shanghai-2026-flattened.txt")


@pytest.fixture(scope="module")
def hostile(drawn: Review) -> Review:
    result = drawn.documents[0].result
    form = result.forms[5]
    indicators = tuple(replace(one, name=HOSTILE) for one in form.indicators)
    project = replace(form.project, name=HOSTILE, unit=HOSTILE)
    finding = replace(form.findings[0], message_zh=HOSTILE, message=HOSTILE, path="forms[0].indicators[1].value")
    form = replace(form, project=project, indicators=indicators, findings=(finding,))
    return review([replace(result, document=replace(result.document, source=HOSTILE), forms=(form,), findings=())])


def test_the_table_in_chinese(drawn: Review) -> None:
    lines = render(drawn, "table", "zh").splitlines()
    assert lines[0] == "shanghai-2026-writer.pdf"
    assert lines[1] == " 1. 制卡设备更新及维护费 (2026) · 第 1 页 · 得分 100 优 · 未发现问题"
    assert lines[-1] == "文件 1 · 绩效表 10 · 错误 3 · 警告 0 · 提示 3 · 平均得分 95.5"
    row = next(line for line in lines if "VALUE_MISSING" in line)
    assert row.split()[0] == "错误"
    assert row.split()[-1] == "−15"


def test_the_table_in_english(drawn: Review) -> None:
    shown = render(drawn, "table", "en")
    assert " 6. 申领、补换卡网点运行费 (2026) · page 6 · score 85 良 good\n" in shown
    assert "Fill in the target." in shown
    assert "documents 1 · forms 10 · errors 3 · warnings 0 · infos 3 · mean score 95.5\n" in shown


def test_json_explains_each_score(drawn: Review) -> None:
    data = json.loads(render(drawn, "json", "zh"))
    assert data["summary"] == {"documents": 1, "forms": 10, "errors": 3, "warnings": 0, "infos": 3}
    form = data["documents"][0]["forms"][8]
    assert form["project"] == "交换平台运行费"
    assert form["score"] == {
        "start": 100,
        "total": 85,
        "grade": "良",
        "provisional": False,
        "deductions": [
            {"code": "SATISFACTION_AGAINST_GOAL", "path": "forms[8].indicators[8].value", "points": 15, "full": 15, "limit": "none"}
        ],
    }  # fmt: skip
    finding = form["findings"][0]
    assert finding["where"].startswith("第 9 个指标“市民满意度” · 指标值 · 第 9 页 · 表内第 19 行 · [")
    assert finding["advice"] == "按绩效目标表述更正满意度指标值,或修改目标表述。"
    for one in data["documents"][0]["forms"]:
        taken = sum(deduction["points"] for deduction in one["score"]["deductions"])
        assert one["score"]["total"] == 100 - taken


def test_markdown_has_a_table_a_form_with_findings(drawn: Review) -> None:
    shown = render(drawn, "markdown", "zh")
    assert shown.startswith("# 绩效目标审核单\n")
    assert len(re.findall(r"^### \d+\. ", shown, re.MULTILINE)) == 10
    rows = [line for line in shown.splitlines() if line.startswith(("| 错误", "| 提示"))]
    assert len(rows) == 6
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 6 for row in rows)


class _Tags(HTMLParser):
    """Tags and attributes of a page; the tags that are still open at its end."""

    VOID = frozenset({"meta", "input", "br", "hr", "link", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _tags(page: str) -> _Tags:
    parser = _Tags()
    parser.feed(page)
    return parser


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_html_is_one_whole_file_without_script(drawn: Review, hostile: Review, lang: str) -> None:
    for sheet in (drawn, hostile):
        page = render(sheet, "html", lang)  # type: ignore[arg-type]
        tags = _tags(page)
        assert tags.open == []
        names = [tag for tag, _ in tags.seen]
        assert {"script", "link", "img", "iframe"} & set(names) == set()
        assert [attrs for _, attrs in tags.seen if "style" in attrs or any(key.startswith("on") for key in attrs)] == []
        policy = next(attrs["content"] for _, attrs in tags.seen if "http-equiv" in attrs)
        assert policy is not None
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "\x1b" not in page
        findings = [
            attrs for tag, attrs in tags.seen if tag == "div" and str(attrs.get("class")).startswith("finding ")
        ]
        assert len(findings) == sum(1 for _ in sheet.findings())


def test_links_of_the_index_lead_to_forms(drawn: Review) -> None:
    tags = _tags(render(drawn, "html", "zh")).seen
    targets = {attrs["id"] for tag, attrs in tags if tag == "article" and "id" in attrs}
    links = [str(attrs["href"]).removeprefix("#") for tag, attrs in tags if tag == "a"]
    assert len(links) == 10
    assert set(links) == targets


def test_a_terminal_gets_no_control_characters(hostile: Review) -> None:
    shown = render(hostile, "table", "zh")
    assert "\x1b" not in shown
    assert "\\x1b[31m" in shown


def test_sarif_has_the_structure_of_2_1_0(drawn: Review, text: Review) -> None:
    for sheet in (drawn, text):
        log = to_sarif(sheet, "zh")
        assert log["version"] == "2.1.0"
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        assert {rule["id"] for rule in rules} >= set(registry())
        assert len(run["results"]) == sum(1 for _ in sheet.findings())
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in ("error", "warning", "note")
            assert result["message"]["text"]
            (location,) = result["locations"]
            artifact = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
        prints = [result["partialFingerprints"]["place/v1"] for result in run["results"]]
        assert len(set(prints)) == len(prints)


def test_sarif_places_pdfs_by_page_and_texts_by_line(drawn: Review, text: Review) -> None:
    first = to_sarif(drawn, "zh")["runs"][0]["results"][0]
    assert first["ruleId"] == "VALUE_MISSING"
    (location,) = first["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["properties"]["page"] == 6
    assert len(location["properties"]["bbox"]) == 4
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "forms[5].indicators[1].value"
    lines = [
        result["locations"][0]["physicalLocation"]["region"]["startLine"]
        for result in to_sarif(text, "zh")["runs"][0]["results"]
    ]
    assert len(lines) == 11
    assert min(lines) >= 1


def test_sarif_tells_what_the_settings_changed() -> None:
    checks = Thresholds(
        disabled={"VALUE_MISSING": "另行核对"},
        severities={"UNIT_COST_BUDGET": "warning"},
        enabled=frozenset({"SIGN_MISSING"}),
    )
    (run,) = to_sarif(_read("shanghai-2026-writer.pdf", checks), "en")["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    changed = run["invocations"][0]["ruleConfigurationOverrides"]
    assert [(one["descriptor"]["id"], one["configuration"]) for one in changed] == [
        ("SIGN_MISSING", {"enabled": True}),
        ("UNIT_COST_BUDGET", {"level": "warning"}),
        ("VALUE_MISSING", {"enabled": False, "properties": {"reason": "另行核对"}}),
    ]
    assert all(rules[one["descriptor"]["index"]] == one["descriptor"]["id"] for one in changed)
    levels = {result["ruleId"]: result["level"] for result in run["results"]}
    assert levels["UNIT_COST_BUDGET"] == "warning"
    assert levels["CHECKS_DISABLED"] == "note"
    assert "VALUE_MISSING" not in levels


@pytest.mark.parametrize("form", ["table", "json", "html", "sarif", "markdown"])
def test_a_call_without_forms_can_be_written(form: str) -> None:
    shown = render(review([], coverage=True), form, "en")  # type: ignore[arg-type]
    assert "FUNDING_SUM" in shown
    assert shown.endswith("\n")
