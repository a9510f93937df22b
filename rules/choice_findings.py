"""What is told about the choice of a profile: none fits, several fit, the user's rules were set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.model.form import Finding
from extractor.model.table import FormRegion
from rules.families.profile import Choice, Profile, choose_profile
from rules.ruleset.load import RuleSet


def unmatched_finding(region: FormRegion, choice: Choice) -> Finding:
    """A title announces a form, but no profile fits it."""
    nearest = choice.nearest
    lacks = ", ".join(nearest.missing + nearest.forbidden) if nearest else ""
    name = nearest.profile.id if nearest else "none"
    page = region.tables[0].page if region.tables else None
    return Finding(
        code="NO_PROFILE",
        severity="warning",
        path="document",
        message=f"“{region.title}” on page {page} fits no profile; nearest is {name} (in the way: {lacks or 'too few labels'}).",
        message_zh=f"第 {page} 页的“{region.title}”不符合任何表样;最接近的是 {name}(原因:{lacks or '标签过少'})。",
        evidence={
            "nearest": name,
            "missing": list(nearest.missing if nearest else ()),
            "forbidden": list(nearest.forbidden if nearest else ()),
        },
        category=11,
    )


def tie_finding(chosen: Profile, choice: Choice, form: int) -> Finding:
    """Several profiles fit equally well.

    Args:
        form: index of the form within the document.
    """
    others = [match.profile.id for match in choice.tied]
    return Finding(
        code="PROFILE_TIE",
        severity="warning",
        path=f"forms[{form}]",
        message=f"The profiles {', '.join([chosen.id, *others])} fit this form equally well; it was read by {chosen.id}.",
        message_zh=f"表样 {'、'.join([chosen.id, *others])} 与本表同样符合;按 {chosen.id} 读取。",
        evidence={"chosen": chosen.id, "others": others},
        suggestion="Give one of them a label that the other has not, or exclude its labels with must_not.",
    )


def ignored_finding(rules: RuleSet) -> Finding:
    """The user's rules are broken and were set aside."""
    shown = [str(problem) for problem in rules.ignored]
    return Finding(
        code="RULES_IGNORED",
        severity="warning",
        path="document",
        message=f"The user's rules are broken and were set aside; the shipped ones read this document. First: {shown[0]}",
        message_zh=f"自定义规则有误,已忽略并按内置规则读取。首个问题:{shown[0]}",
        evidence={"problems": shown},
        suggestion="Run jixiao rules check on the directory.",
    )


def no_forms_finding(regions: Iterable[FormRegion], rules: RuleSet, glued: Sequence[str] = ()) -> Finding:
    """The document holds no form: which profile came nearest.

    Args:
        glued: lines that are rows of indicators whose cells have nothing between them.
    """
    best: Choice | None = None
    for region in regions:
        choice = choose_profile(region, rules.profiles)
        if choice.nearest and (best is None or best.nearest is None or choice.nearest.score > best.nearest.score):
            best = choice
    nearest = best.nearest if best else None
    missing = list(nearest.missing) if nearest else []
    what = (
        f"Nearest profile: {nearest.profile.id}; missing: {', '.join(missing) or 'nothing required'}."
        if nearest
        else "No table looks like one."
    )
    what_zh = (
        f"最接近的表样:{nearest.profile.id};缺少:{'、'.join(missing) or '无'}。" if nearest else "没有类似的表格。"
    )
    if glued:
        what = (
            f"Lines such as “{glued[0]}” hold several cells with nothing between them, "
            "and no line names their columns, so that they cannot be told apart."
        )
        what_zh = f"“{glued[0]}”等行的单元格连在一起,又没有表头行说明各列,无法拆分。"
    return Finding(
        code="NO_FORMS",
        severity="info",
        path="document",
        message=f"The document holds no performance form. {what}",
        message_zh=f"文件中没有绩效目标表。{what_zh}",
        evidence={
            "nearest": nearest.profile.id if nearest else None,
            "missing": missing,
            **({"glued": len(glued)} if glued else {}),
        },
    )
