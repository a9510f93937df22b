"""``jixiao rules list``: the profiles in force."""

from __future__ import annotations

from typing import Any

from extractor.model.text_table import text_table
from rules.families.profile import Profile
from rules.ruleset.load import RuleSet


def list_profiles(rules: RuleSet) -> list[dict[str, Any]]:
    """One record a profile: id, name, kind, years, examples, whose it is, its file."""
    return [
        {
            "id": profile.id,
            "name": profile.name,
            "kind": profile.kind,
            "first_year": profile.first_year,
            "last_year": profile.last_year,
            "examples": len(profile.examples),
            "last_resort": profile.last_resort,
            "rules": "user" if profile.users else "shipped",
            "source": profile.source if profile.users else None,
        }
        for profile in rules.profiles
    ]


def render_list(rules: RuleSet) -> str:
    """The same as a text table."""
    rows = [
        (p.id, p.kind, _years(p), len(p.examples), "user" if p.users else "shipped", p.name) for p in rules.profiles
    ]
    return (
        text_table(("id", "kind", "years", "examples", "rules", "name"), rows, limit=60)
        + f"rules version {rules.version}\n"
    )


def _years(profile: Profile) -> str:
    if profile.first_year is None and profile.last_year is None:
        return "any"
    return f"{profile.first_year or ''}-{profile.last_year or ''}"
