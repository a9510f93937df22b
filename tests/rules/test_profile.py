"""Which texts are titles, and which profile a region belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RulesError
from rules.labels import plain_label
from rules.profile import build_profile, is_title, load_profiles, match_profile


@pytest.mark.parametrize(
    "text",
    [
        "财政项目支出绩效目标申报表", "项目支出绩效目标表(2026年度)", "附件2:项目支出绩效目标申报表", "2025年度部门整体支出绩效目标表",
        "某局 2026 年度项目绩效目标汇总表", "项目支出绩效自评表",
    ],
)  # fmt: skip
def test_titles(text: str) -> None:
    assert is_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "详见项目支出绩效目标申报表", "项目绩效目标", "绩效指标", "根据要求填报绩效目标表", "一、绩效目标申报表填报说明如下,请各单位照此办理",
        "项目支出绩效目标申报表......12", "绩效评价指标体系评分表",
    ],
)  # fmt: skip
def test_no_titles(text: str) -> None:
    assert not is_title(text)


def test_every_shipped_profile_wins_its_own_examples() -> None:
    profiles = load_profiles()
    assert sorted(p.id for p in profiles if not p.examples) == []
    for profile in profiles:
        for example in profile.examples:
            labels = frozenset(plain_label(label) for label in example["labels"])
            matches = [match_profile(other, example["title"], labels) for other in profiles]
            fitting = [m for m in matches if m.ok and (profile.last_resort or not m.profile.last_resort)]
            assert max(fitting, key=lambda m: (not m.profile.last_resort, m.score)).profile.id == profile.id


def test_a_missing_label_is_named() -> None:
    shanghai = next(p for p in load_profiles() if p.id == "shanghai-2021")
    match = match_profile(shanghai, "财政项目支出绩效目标申报表", frozenset({"项目名称", "一级指标", "二级指标"}))
    assert (match.ok, match.missing) == (False, ("三级指标",))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"id": "x", "kind": "target", "labels": {}, "tittles": []}, "Unknown key 'tittles'"),
        ({"id": "x", "labels": {}}, "The key 'kind' is missing"),
        ({"id": "x", "kind": "goal", "labels": {}}, "kind 'goal' is none of"),
        ({"id": "x", "kind": "target", "labels": {}, "titles": ["("]}, "Pattern '(' is not valid"),
        (["x"], "A profile is a mapping"),
    ],
)
def test_a_broken_profile_is_refused_with_its_file(data: object, message: str) -> None:
    with pytest.raises(RulesError, match=r"x\.yaml") as caught:
        build_profile(Path("x.yaml"), data)
    assert message in str(caught.value)
