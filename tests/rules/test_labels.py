"""Labels to meanings: what stands over what, and what is kept when vocabularies are put together."""

from __future__ import annotations

import pickle
import re

import pytest

from rules.files.patterns import GuardedPattern, ShippedPattern
from rules.files.problems import BrokenRules
from rules.files.yaml import RuleText
from rules.labels import MAPS, PATTERN_MARK, LabelEntry, LabelMap, build_vocabulary, load_vocabulary, plain_label
from rules.ruleset.profile_files import load_profiles


def placed(text: str, where: str) -> RuleText:
    one = RuleText(text)
    one.where = where
    return one


def test_exact_labels_come_before_patterns_and_own_ones_before_those_below() -> None:
    own, below = LabelMap(), LabelMap()
    own.add("a", ["甲", "re:丙.*"])
    below.add("b", ["甲", "丙丁", "re:乙.*"])
    both = own.over(below)
    assert [both.get(text) for text in ("甲", " 甲：", "丙丁", "丙戊", "乙己", "庚", "")] == [
        "a",
        "a",
        "b",
        "a",
        "b",
        None,
        None,
    ]
    assert (below.get("甲"), below.get("丙戊")) == ("b", None)
    assert both.entry("丙戊") == LabelEntry("a", "re:丙.*")
    assert both.entry("甲") == LabelEntry("a", "甲")
    assert both.entry("庚") is None
    assert LabelMap().over(below) is below


def test_a_section_over_the_vocabulary_keeps_the_canonical_order() -> None:
    base = load_vocabulary()
    sections = {
        "levels": {
            "level1": {"效益指标": ["影响力"]},
            "level2": [{"label": "可持续影响指标", "parent": "效益指标", "synonyms": ["长效管理"]}],
            "unmapped": {"投入和管理目标": ["财务管理"], "效益指标": ["信息共享"]},
        },
        "fields": {"contact": ["经办科室"]},
    }
    vocabulary = build_vocabulary(sections, base)
    assert list(vocabulary.levels)[: len(base.levels)] == list(base.levels)
    assert vocabulary.levels["可持续影响指标"] == base.levels["可持续影响指标"]
    assert [vocabulary.level2.get(text) for text in ("长效管理", "财务管理", "信息共享")] == [
        "可持续影响指标",
        "?财务管理",
        "?信息共享",
    ]
    assert [vocabulary.levels[text].parent for text in ("?财务管理", "?信息共享")] == ["?投入和管理目标", "效益指标"]
    assert (vocabulary.fields.get("经办科室"), vocabulary.fields.get("项目名称")) == ("contact", "name")
    assert base.fields.get("经办科室") is None
    assert vocabulary.columns is base.columns


def test_a_users_pattern_is_guarded_and_names_its_place() -> None:
    labels = LabelMap()
    labels.add("name", [placed("re:(.|..)+乙?甲", "my/x.yaml:7:3")])
    assert labels.get("项甲") == "name"
    with pytest.raises(BrokenRules) as caught:
        labels.get("项" * 36 + "甲乙")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.column) == ("my/x.yaml", 7, 3)
    assert problem.message == f"Pattern '(.|..)+乙?甲' takes too long (on {'项' * 20!r}…): it backtracks over and over."


def test_a_shipped_pattern_that_is_not_valid() -> None:
    labels = LabelMap()
    labels.add("name", ["re:("])
    with pytest.raises(BrokenRules, match=r"Pattern '\(' is not valid"):
        labels.get("项目名称")


def test_every_shipped_pattern_is_valid() -> None:
    vocabularies = [load_vocabulary(), *(profile.vocabulary for profile in load_profiles())]
    maps = [getattr(vocabulary, name) for vocabulary in vocabularies for name in MAPS]
    entries = {entry.label for labels in maps for entry in labels.entries() if entry.label.startswith(PATTERN_MARK)}
    titles = {pattern.pattern for profile in load_profiles() for pattern in profile.titles}
    wrong = []
    for pattern in {label.removeprefix(PATTERN_MARK) for label in entries} | titles:
        try:
            re.compile(pattern)
        except re.error:
            wrong.append(pattern)
    assert wrong == []
    assert min(len(entries), len(titles)) > 10


def test_a_pattern_is_the_same_before_and_after_it_was_asked() -> None:
    pattern = ShippedPattern("(项目)?名称")
    copy = pickle.loads(pickle.dumps(pattern))
    for _ in range(2):
        assert pattern.fullmatch("项目名称")[1] == copy.fullmatch("项目名称")[1] == "项目"
        assert pattern.fullmatch("项目名称:") is None
        assert pattern.search("主管项目名称:").span() == copy.search("主管项目名称:").span() == (2, 6)
    assert pattern.pattern == "(项目)?名称"


def test_a_very_long_pattern_is_refused() -> None:
    with pytest.raises(BrokenRules, match=r"^x\.yaml:2: Pattern .* is not valid: longer than 1000 characters"):
        GuardedPattern("甲" * 1001, "x.yaml:2")


@pytest.mark.parametrize(
    "printed",
    [
        "1.1数量指标", "1.2.3 数量指标", "1、数量指标", "1.数量指标", "（一）数量指标", "(1)数量指标", "1)数量指标", "一、数量指标",
        "第一，数量指标", "①数量指标", "Ⅱ、数量指标", "★数量指标", "*数量指标:", "数量\n指标", "数 量 指 标：", "数量指标（20分）",
        "数量指标(20%)", "数量指标（权重20分）", "数量指标、",
    ],
)  # fmt: skip
def test_numbers_and_marks_around_a_label_do_not_matter(printed: str) -> None:
    assert load_vocabulary().level2.get(printed) == "数量指标"


@pytest.mark.parametrize("printed", ["2.5", "12月底前", "2026.12.31", "12,000", "3%"])
def test_a_number_that_numbers_nothing_stays(printed: str) -> None:
    assert plain_label(printed) == printed
