"""``checks.yaml``: what it changes, and every mistake with its line."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from extractor.errors import RulesError
from rules.checks import DEFAULTS, Thresholds, check_form, load_checks, registry
from rules.checks.samples import SATISFACTION, example, row
from rules.files.problems import BrokenRules


def _load(tmp_path: Path, text: str) -> Thresholds:
    path = tmp_path / "checks.yaml"
    path.write_text(text, encoding="utf-8")
    return load_checks(path)


def test_everything_at_once(tmp_path: Path) -> None:
    checks = _load(
        tmp_path,
        """
thresholds: {satisfaction_floor: 80, money_tolerance: 0.01, min_indicators: 5, pairing_score: 0.7}
severity:
  DUPLICATE_NAME: info
disabled:
  COST_MISSING: " 本市未要求设置成本指标 "
enabled: [SIGN_MISSING]
""",
    )
    assert checks == Thresholds(
        satisfaction_floor="80",
        money_tolerance="0.01",
        min_indicators=5,
        pairing_score=0.7,
        severities={"DUPLICATE_NAME": "info"},
        disabled={"COST_MISSING": "本市未要求设置成本指标"},
        enabled=frozenset({"SIGN_MISSING"}),
    )
    assert pickle.loads(pickle.dumps(checks)) == checks


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "thresholds:\n", "disabled:\nenabled:\nseverity:\n", "enabled: []\n"]
)
def test_what_is_left_blank_changes_nothing(tmp_path: Path, text: str) -> None:
    assert _load(tmp_path, text) == DEFAULTS


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("thresholds: {satisfaction_flor: 70}", "1:14: Unknown key 'satisfaction_flor'"),
        ("thresholds:\n  min_indicators: 2.5", "2:19: min_indicators must be a whole number from 1, not '2.5'."),
        ("thresholds:\n  min_indicators: 0", "2:19: min_indicators must be a whole number from 1, not '0'."),
        ("thresholds:\n  level_confidence: 3", "2:21: level_confidence must be a number from 0 to 1, not '3'."),
        ("thresholds:\n  money_tolerance: -1", "2:20: money_tolerance must be a number from 0, not '-1'."),
        ("thresholds:\n  money_tolerance: .inf", "2:20: money_tolerance must be a number from 0, not '.inf'."),
        ("thresholds:\n  peer_ratio: 1", "2:15: peer_ratio must be a number above 1, not '1'."),
        ("thresholds:\n  peer_ratio: [3]", "2:15: peer_ratio must be a number above 1, not 'seq'."),
        ("thresholds: 5", "1:13: Here a mapping of keys is expected, not a whole number."),
        ("severity: {FUNDING_SUM: fatal}", "1:25: severity 'fatal' is none of error, warning, info."),
        ("severity: {FUNDING_SUN: info}", "1:12: There is no check 'FUNDING_SUN'. Did you mean 'FUNDING_SUM'?"),
        ("severity: [FUNDING_SUM]", "1:11: Here a mapping from codes of checks is expected, not a list."),
        ("disabled: {COST_MISSING: }", "1:26: Here text is expected, not nothing."),
        ("disabled: {COST_MISSING: ' '}", "1:26: The text is blank."),
        ("disabled: [COST_MISSING]", "1:11: Here a mapping from codes of checks is expected, not a list."),
        ("disabled:\n  COST_MISSING: a\n  COST_MISSING: b", "3:3: COST_MISSING stands twice."),
        ("enabled: [NOTHING_LIKE_IT]", "1:11: There is no check 'NOTHING_LIKE_IT'."),
        ("enabled: SIGN_MISSING", "1:10: Here a list"),
        ("enabled: [5]", "1:11: Here the code of a check is expected, not a whole number."),
        ("disabled: {SIGN_MISSING: x}\nenabled: [SIGN_MISSING]", "2:11: SIGN_MISSING is disabled above or below; it cannot be enabled too."),
        ("tresholds: {}", "1:1: Unknown key 'tresholds'"),
        ("- a", "1:1: Here a mapping of keys is expected, not a list."),
        ("a: [", "Not valid YAML"),
        ("disabled: &x {COST_MISSING: a}\nseverity: *x", "2:11: Aliases (*name) are not read"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(BrokenRules) as caught:
        _load(tmp_path, text)
    assert any(str(one).removeprefix(f"{tmp_path / 'checks.yaml'}:").startswith(problem) or problem in str(one) for one in caught.value.problems)  # fmt: skip


def test_every_mistake_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        _load(tmp_path, "thresholds:\n  min_indicators: x\nseverity:\n  FUNDING_SUM: y\nenabled: [Z]\n")
    assert [problem.line for problem in caught.value.problems] == [2, 4, 5]  # type: ignore[attr-defined]
    assert caught.value.exit_code == 13


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be read: No such file"):
        load_checks(tmp_path / "none.yaml")


def test_thresholds_reach_the_checks(tmp_path: Path) -> None:
    subject = example(add=[row("参训单位满意度", "≥75(%)", SATISFACTION)])
    assert check_form(subject.reading, 0).findings == ()
    found = check_form(subject.reading, 0, _load(tmp_path, "thresholds: {satisfaction_floor: 80}")).findings
    assert [f.message_zh for f in found] == ["“参训单位满意度”的指标值为“≥75(%)”,低于 80%,目标值偏低。"]


def test_all_codes_can_be_named(tmp_path: Path) -> None:
    text = "disabled:\n" + "".join(f"  {code}: 测试\n" for code in registry())
    assert set(_load(tmp_path, text).disabled) == set(registry())
