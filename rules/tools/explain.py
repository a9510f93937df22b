"""``jixiao rules explain``: which profile won and why, and which rule gave each field, level and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.model.text import label_key
from extractor.model.text_table import text_table
from rules.families.profile import Choice, Match, region_labels
from rules.families.requirements import TITLE_SCORE
from rules.labels import build_vocabulary, plain_label
from rules.read_form import FormTrace
from rules.read_regions import RegionTrace
from rules.tools.uses import LabelUse, label_uses, value_uses


def explain_region(trace: RegionTrace) -> dict[str, Any]:
    """Everything about one region of a document that looks like a form."""
    region, choice = trace.region, trace.choice
    labels = region_labels(region)
    return {
        "region": region.ordinal,
        "title": region.title,
        "page": region.tables[0].page if region.tables else None,
        "profile": choice.match.profile.id if choice.match else None,
        "profiles": [_weighed(match, choice, region.title, labels) for match in choice.weighed],
        "forms": [_form(form) for form in trace.forms],
    }


def _weighed(match: Match, choice: Choice, title: str | None, labels: frozenset[str]) -> dict[str, Any]:
    profile = match.profile
    key = label_key(title or "")
    pattern = next((one.pattern for one in profile.titles if key and one.search(key)), None)
    return {
        "id": profile.id,
        "chosen": match is choice.match,
        "score": round(match.score, 3),
        "title": {"pattern": pattern, "weight": TITLE_SCORE} if pattern is not None else None,
        "found": {label: profile.should[label] for label in match.found},
        "not_found": {label: weight for label, weight in profile.should.items() if label not in match.found},
        "missing": [list(group) for group in profile.must if not any(plain_label(one) in labels for one in group)],
        "forbidden": list(match.forbidden),
        "verdict": _verdict(match, choice),
    }


def _verdict(match: Match, choice: Choice) -> str:
    if match is choice.match:
        return "chosen" + (f"; as good as {', '.join(m.profile.id for m in choice.tied)}" if choice.tied else "")
    if match.missing or match.forbidden:
        parts = [f"lacks {label}" for label in match.missing] + [f"must not hold {label}" for label in match.forbidden]
        return "; ".join(parts)
    if not match.ok:
        return "neither its title nor enough of its labels"
    if match in choice.tied:
        return "fits equally well; a later file"
    return "last resort only" if match.profile.last_resort else "lower score"


def _form(trace: FormTrace) -> dict[str, Any]:
    own = build_vocabulary(trace.match.profile.words.sections)
    return {
        "labels": [_label(use, own) for use in label_uses(trace)],
        "indicators": [
            {
                "name": row.texts.get("name"),
                "name_rule": row.levels.name_evidence.rule,
                "levels": {
                    level: {
                        "judged": getattr(row.levels, level),
                        "printed": getattr(row.levels.printed, level),
                        "by": judgement.by,
                        "rule": judgement.rule,
                        "confidence": judgement.confidence,
                        "reason": judgement.reason,
                    }
                    for level, judgement in row.levels.judgement.items()
                },
                "values": [
                    {"role": use.role, "raw": use.raw, "kind": use.kind, "rule": use.rule}
                    for use in value_uses(row, trace.vocabulary.values)
                ],
            }
            for row in trace.rows
        ],
    }


def _label(use: LabelUse, own: Any) -> dict[str, Any]:
    from_profile = bool(use.map) and getattr(own, use.map).entry(use.text) is not None
    return {
        "text": use.text,
        "place": use.place,
        "map": use.map or None,
        "meaning": use.meaning or None,
        "by": use.by or None,
        "from": None if not use.map else "profile" if from_profile else "vocabulary",
        "value": use.value,
    }


def render_explanation(parts: Sequence[Mapping[str, Any]]) -> str:
    """The explanations of a document's regions as text."""
    return "\n".join(_render(part) for part in parts)


def _render(part: Mapping[str, Any]) -> str:
    where = f", page {part['page']}" if part["page"] else ""
    out = f"== region {part['region']}{where}: {part['title'] or '(no title)'}\n"
    out += f"profile: {part['profile'] or 'none fits'}\n"
    chosen = next((one for one in part["profiles"] if one["chosen"]), None)
    if chosen is not None:
        title = chosen["title"]
        out += f"  title {title['weight']:g} by {title['pattern']}\n" if title else "  title: not by it\n"
        out += f"  found: {_weights(chosen['found'])}\n  not found: {_weights(chosen['not_found'])}\n"
    out += "\nprofiles:\n" + text_table(
        ("profile", "score", "title", "labels", "verdict"),
        [
            (one["id"], f"{one['score']:.2f}", "yes" if one["title"] else "no", len(one["found"]), one["verdict"])
            for one in part["profiles"]
        ],
        indent="  ",
        limit=90,
    )
    for number, form in enumerate(part["forms"], 1):
        out += f"\nform {number}, labels:\n" + text_table(
            ("text", "place", "meaning", "recognised by", "from", "value"),
            [
                (one["text"], one["place"], one["meaning"] or "unknown", one["by"], one["from"], one["value"])
                for one in form["labels"]
            ],
            indent="  ",
            limit=36,
        )
        out += f"\nform {number}, indicators:\n" + text_table(
            ("name", "level 1", "level 2", "decided by", "sure", "values"),
            map(_row, form["indicators"]),
            indent="  ",
            limit=64,
        )
    return out


def _weights(labels: Mapping[str, float]) -> str:
    return ", ".join(f"{label} {weight:g}" for label, weight in labels.items()) or "none"


def _row(row: Mapping[str, Any]) -> tuple[object, ...]:
    level1, level2 = row["levels"].get("level1"), row["levels"].get("level2")
    deciding = level2 or level1
    rule = f"{deciding['by']}, {deciding['rule']}" if deciding else "nothing printed"
    values = "; ".join(f"{one['role']} {one['raw']} ({one['kind']}, {one['rule']})" for one in row["values"])
    return (
        row["name"],
        level1 and level1["judged"],
        level2 and level2["judged"],
        rule,
        f"{deciding['confidence']:.2f}" if deciding else "",
        values,
    )
