"""``jixiao check`` and ``jixiao checks``: formats, gates, settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rules.checks import registry

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FAULTY = SAMPLES / "shanghai-2026-writer.pdf"
CLEAN = SAMPLES / "long-form-writer.pdf"
Call = Callable[..., Any]


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 0), (("--fail-on", "never"), 0), (("--fail-on", "error"), 19), (("--fail-on", "warning"), 19)],
)
def test_the_gate(jixiao: Call, options: tuple[str, ...], code: int) -> None:
    ended = jixiao("check", FAULTY, *options)
    assert ended.code == code
    assert "文件 1 · 绩效表 10 · 错误 3 · 警告 0 · 提示 3" in ended.out
    assert ended.err == "" if code == 0 else "3 errors and 0 warnings in 10 forms." in ended.err


def test_the_gate_lets_warnings_pass_unless_asked(jixiao: Call, tmp_path: Path) -> None:
    settings = tmp_path / "checks.yaml"
    settings.write_text("severity: {VALUE_MISSING: warning, SATISFACTION_AGAINST_GOAL: info}\n", encoding="utf-8")
    assert jixiao("check", FAULTY, "--checks", settings, "--fail-on", "error").code == 0
    assert jixiao("check", FAULTY, "--checks", settings, "--fail-on", "warning").code == 19


def test_formats_follow_the_ending(jixiao: Call, tmp_path: Path) -> None:
    for name, begins in {
        "a.json": "{\n",
        "a.html": "<!DOCTYPE html>",
        "a.sarif": "{\n",
        "a.md": "# 绩效",
        "a.txt": "/",
    }.items():
        ended = jixiao("check", FAULTY, "-o", tmp_path / name)
        assert (ended.code, ended.out) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert json.loads((tmp_path / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.json", "a.md", "a.sarif", "a.txt"]


def test_what_cannot_be_read_comes_before_the_gate(jixiao: Call, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    ended = jixiao("check", empty, FAULTY, "--fail-on", "error", "--format", "json")
    assert ended.code == 14
    data = json.loads(ended.out)
    assert [document["status"] for document in data["documents"]] == ["failed", "ok"]
    assert data["documents"][0]["findings"][0]["code"] == "EMPTY_FILE"
    assert jixiao("check", empty).code == 5
    prose = tmp_path / "prose.txt"
    prose.write_text("2026年度工作总结\n全年工作完成。\n", encoding="utf-8")
    assert jixiao("check", prose).code == 6
    assert jixiao("check", tmp_path / "none.pdf").code == 3


def test_settings_change_what_is_said(jixiao: Call, tmp_path: Path) -> None:
    settings = tmp_path / "checks.yaml"
    settings.write_text("disabled: {VALUE_MISSING: 另行核对}\n", encoding="utf-8")
    data = json.loads(jixiao("check", FAULTY, "--checks", settings, "--format", "json").out)
    assert data["disabled"] == {"VALUE_MISSING": "另行核对"}
    assert data["summary"]["errors"] == 1
    assert [f["code"] for f in data["documents"][0]["findings"]] == ["CHECKS_DISABLED"]
    record = json.loads(jixiao("extract", FAULTY, "--checks", settings, "-o", "-").out)
    assert [f["code"] for form in record["forms"] for f in form["findings"] if f["severity"] == "error"] == [
        "SATISFACTION_AGAINST_GOAL"
    ]
    assert record["findings"][0]["evidence"] == {"disabled": {"VALUE_MISSING": "另行核对"}}


@pytest.mark.parametrize("command", ["check", "extract"])
def test_broken_settings_are_refused_with_lines(jixiao: Call, tmp_path: Path, command: str) -> None:
    settings = tmp_path / "checks.yaml"
    settings.write_text("thresholds:\n  min_indicators: many\ndisabled:\n  FUNDING_SUN: 不用\n", encoding="utf-8")
    ended = jixiao(command, FAULTY, "--checks", settings)
    assert (ended.code, ended.out) == (13, "")
    assert f"{settings}:2:19: min_indicators must be a whole number from 1, not 'many'." in ended.err
    assert f"{settings}:4:3: There is no check 'FUNDING_SUN'. Did you mean 'FUNDING_SUM'?" in ended.err


def test_coverage_is_told_on_request(jixiao: Call) -> None:
    assert "coverage" not in json.loads(jixiao("check", CLEAN, "--format", "json").out)
    coverage = json.loads(jixiao("check", FAULTY, "--coverage", "--format", "json").out)["coverage"]
    assert [one["code"] for one in coverage] == list(registry())
    fired = {one["code"]: one["findings"] for one in coverage if one["findings"]}
    assert fired == {"UNIT_COST_BUDGET": 2, "SATISFACTION_AGAINST_GOAL": 1, "VALUE_MISSING": 2, "SISTER_TARGET": 1}


def test_a_document_given_twice_counts_once(jixiao: Call) -> None:
    data = json.loads(jixiao("check", FAULTY, FAULTY, "--format", "json").out)
    assert data["summary"]["documents"] == 1


def test_checks_list(jixiao: Call) -> None:
    data = json.loads(jixiao("checks", "list", "--format", "json").out)
    assert [one["code"] for one in data] == list(registry())
    assert data[0] == {
        "code": "FUNDING_SUM",
        "severity": "error",
        "category": 11,
        "opinion": "其他",
        "about": "content",
        "scope": "form",
        "state": "on",
        "reason": None,
        "title": "年度资金合计与明细不符",
        "advice": "核对资金总额与各明细项,改正填列有误的金额。",
        "source": "Arithmetic of the printed labels: 年度资金申请总额 = 当年财政拨款 + 上年结转资金 + 其他资金.",
        "needs": ["funding"],
        "kinds": [],
        "yields_to": [],
    }
    lines = jixiao("checks", "list").out.splitlines()
    assert len(lines) == len(registry()) + 1
    assert lines[1].split() == ["FUNDING_SUM", "error", "11", "on", "年度资金合计与明细不符"]


def test_checks_explain_every_one(jixiao: Call) -> None:
    for lang in ("zh", "en"):
        data = json.loads(jixiao("checks", "explain", *registry(), "--format", "json", "--lang", lang).out)
        assert [one["code"] for one in data if not one["fires"] or not one["silent"]] == []
    shown = jixiao("checks", "explain", "funding_sum", "--lang", "en").out
    assert "  needs: a funding block\n" in shown
    assert "but its parts (当年财政拨款280,000.00" in shown
    assert "    当年财政拨款: 299,999.50\n" in shown


def test_checks_usage(jixiao: Call, tmp_path: Path) -> None:
    ended = jixiao("checks", "explain", "FUNDING_SUN")
    assert ended.code == 2
    assert "Did you mean FUNDING_SUM?" in ended.err
    assert jixiao("checks", "explain").code == 2
    assert jixiao("checks", "list", "FUNDING_SUM").code == 2
    settings = tmp_path / "checks.yaml"
    settings.write_text("disabled: {FUNDING_SUM: 不用}\n", encoding="utf-8")
    (entry,) = json.loads(jixiao("checks", "explain", "FUNDING_SUM", "--checks", settings, "--format", "json").out)
    assert (entry["state"], entry["reason"]) == ("disabled", "不用")
