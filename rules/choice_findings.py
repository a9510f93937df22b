"""What is said about the choice of a profile: none fits, one by its shape alone, several; the user's rules were set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.model.form import Finding
from extractor.model.notice import Notice
from extractor.model.table import FormRegion
from rules.families.profile import Choice, Profile, choose_profile
from rules.finding_types import finding_of
from rules.ruleset.load import RuleSet


def unmatched_finding(region: FormRegion, choice: Choice) -> Finding:
    """A title announces a form, but no profile fits it."""
    nearest = choice.nearest
    missing, forbidden = (nearest.missing, nearest.forbidden) if nearest else ((), ())
    name = nearest.profile.id if nearest else "none"
    page = region.tables[0].page if region.tables else None
    lacks = ", ".join([*missing, *forbidden])
    words = {"title": str(region.title), "page": str(page), "nearest": name, "lacks": lacks}
    evidence = {"nearest": name, "missing": list(missing), "forbidden": list(forbidden)}
    return finding_of(Notice("NO_PROFILE", words, evidence, wording=None if lacks else "few_labels"))


def unfamiliar_finding(choice: Choice, form: int) -> Finding:
    """A form was read by its shape, although no profile knows its labels.

    Args:
        form: index of the form within the document.
    """
    nearest = choice.nearest
    missing, forbidden = (nearest.missing, nearest.forbidden) if nearest else ((), ())
    name, lacks = nearest.profile.id if nearest else "none", [*missing, *forbidden]
    words = {
        "nearest": name,
        "lacks": ", ".join(lacks) or "too few labels",
        "lacks_zh": "、".join(lacks) or "标签过少",
    }
    evidence = {"nearest": name, "missing": list(missing), "forbidden": list(forbidden)}
    return finding_of(Notice("FORM_UNFAMILIAR", words, evidence, f"forms[{form}]"))


def tie_finding(chosen: Profile, choice: Choice, form: int) -> Finding:
    """Several profiles fit equally well.

    Args:
        form: index of the form within the document.
    """
    others = [match.profile.id for match in choice.tied]
    names = [chosen.id, *others]
    words = {"profiles": ", ".join(names), "profiles_zh": "、".join(names), "chosen": chosen.id}
    return finding_of(Notice("PROFILE_TIE", words, {"chosen": chosen.id, "others": others}, f"forms[{form}]"))


def ignored_finding(rules: RuleSet) -> Finding:
    """The user's rules are broken and were set aside."""
    shown = [str(problem) for problem in rules.ignored]
    return finding_of(Notice("RULES_IGNORED", {"first": shown[0]}, {"problems": shown}))


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
    evidence = {"nearest": nearest.profile.id if nearest else None, "missing": list(nearest.missing) if nearest else []}
    if glued:
        said = {**evidence, "glued": len(glued)}
        return finding_of(Notice("NO_FORMS", {"line": glued[0]}, said, wording="glued"))
    if nearest is None:
        return finding_of(Notice("NO_FORMS", {}, evidence, wording="nothing_near"))
    name, missing = nearest.profile.id, list(nearest.missing)
    words = {
        "nearest": name,
        "missing": ", ".join(missing) or "nothing required",
        "missing_zh": "、".join(missing) or "无",
    }
    return finding_of(Notice("NO_FORMS", words, evidence))
