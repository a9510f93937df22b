"""Choosing profiles for all regions of a document: the same choices as one region at a time."""

from __future__ import annotations

from extractor.model.table import FormRegion
from rules.families.profile import Chooser, choose_profile
from rules.ruleset.profile_files import load_profiles
from tests.rules.build import drawn


def _regions() -> list[FormRegion]:
    """The examples of every shipped profile as regions, and each again under a title that is none and without one."""
    return [
        drawn(["|".join(example["labels"])], title=title)
        for profile in load_profiles()
        for example in profile.examples
        for title in (example.get("title"), "某项目", None)
    ]


def test_every_region_gets_the_choice_that_it_gets_alone() -> None:
    profiles = load_profiles()
    chooser = Chooser(profiles)
    regions = [*_regions(), *reversed(_regions())]
    assert [chooser.choose(region) for region in regions] == [choose_profile(region, profiles) for region in regions]


def test_columns_that_tell_the_kind_are_told_from_those_that_do_not() -> None:
    title, labels = "绩效目标完成情况表", "一级指标|三级指标|指标值|产出指标"
    chooser = Chooser(load_profiles())
    rows = (labels, f"{labels}|实际完成值|得分", f"{labels}|实际完成值")
    matches = [chooser.choose(drawn([row], title=title)).match for row in rows]
    assert [match and (match.profile.id, match.kind) for match in matches] == [
        ("generic", "target"),
        ("generic", "self_evaluation"),
        ("generic", "target"),
    ]
