"""Which texts are titles, and which profile a region belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RulesError
from rules.families.profile import choose, is_title, match_profile
from rules.labels import plain_label
from rules.ruleset.profile_files import build_profile, load_profiles


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


def _chosen(title: str, labels: str) -> tuple[str, str, tuple[str, ...]] | None:
    match = choose(title, frozenset(map(plain_label, labels.split())), load_profiles()).match
    return match and (match.profile.id, match.kind, match.missing)


def test_a_key_column_is_known_under_any_wording() -> None:
    head = "项目名称 主管部门 实施单位 年度资金总额 年度总体目标 一级指标 二级指标"
    assert _chosen("项目支出绩效目标表", f"{head} 三级指标 指标值 成本指标 经济成本指标 产出指标 满意度指标") == (
        "central-2021",
        "target",
        (),
    )
    assert _chosen("项目支出绩效目标表", f"{head} 明细指标 计划值 成本指标 经济成本指标 产出指标 满意度指标") == (
        "central-2021",
        "target",
        (),
    )


def test_a_titled_profile_may_lack_one_required_label_when_nothing_else_fits() -> None:
    labels = "主管部门 实施单位 年度资金总额 年度总体目标 一级指标 二级指标 三级指标 指标值 成本指标 经济成本指标 产出指标 满意度指标"
    assert _chosen("项目支出绩效目标表", labels) == ("central-2021", "target", ("项目名称",))
    assert _chosen("某县绩效目标情况表", labels) == ("generic", "target", ())


@pytest.mark.parametrize(
    ("title", "labels", "kind"),
    [
        ("绩效目标完成情况表", "一级指标 三级指标 指标值 实际完成值 得分 产出指标", "self_evaluation"),
        ("绩效目标情况自评汇总表", "一级指标 三级指标 指标值 产出指标", "self_evaluation"),
        ("绩效目标运行情况表", "一级指标 三级指标 指标值 实际完成值 产出指标", "target"),
        ("某某转移支付绩效目标分解表", "一级指标 三级指标 指标值 产出指标", "transfer_target"),
    ],
)
def test_the_kind_of_a_form_that_only_the_last_resort_reads(title: str, labels: str, kind: str) -> None:
    assert _chosen(title, labels) == ("generic", kind, ())
