"""Rows and goals that look like shreds of misread text: they say how the form was read, and nothing about who filled it in."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.form import Indicator
from extractor.model.patterns import compiled
from rules.checks.framework import Hit, Subject, check
from rules.checks.places import at, at_goal
from rules.labels import Vocabulary, plain_label
from rules.values.folding import fold

_LEFT_OVER = compiled(r"^[)〉》”,,、。;::%‰]|[(〈《“、::]$")
_OUTER = compiled(r"^[(（]|[)）]$")
_WORD = compiled(r"[\u4e00-\u9fff]|[A-Za-z]{2}")
_BY_NUMBER = frozenset(("quantity", "range", "duration", "deadline", "frequency"))


@check("READING_DOUBTFUL")
def reading_doubtful(subject: Subject) -> Iterator[Hit]:
    vocabulary = subject.reading.match.profile.vocabulary
    for path, indicator in subject.indicators():
        if (looks_like := _shred(indicator, vocabulary)) is not None:
            name, value = indicator.name or "", indicator.value.raw
            words = {"row": str(indicator.ordinal), "name": name, "value": value or ""}
            evidence = {"name": name, "value": value, "looks_like": looks_like}
            yield Hit(path, words, evidence, at(indicator), looks_like if looks_like != "piece" else None)
    for field in ("annual", "overall", "medium_term"):
        goal: str | None = getattr(subject.form.goals, field)
        if goal is not None and _is_no_text(goal, vocabulary):
            yield Hit(f"goals.{field}", {"name": goal}, {"goal": goal}, at_goal(subject, field), "goal")


def _shred(indicator: Indicator, vocabulary: Vocabulary) -> str | None:
    """What a row looks like, ``None`` where it reads as an indicator."""
    name, value = fold(indicator.name or "").strip(), indicator.value
    if not name:
        return None  # a finding of its own
    key = plain_label(name)
    if value.raw and plain_label(value.raw) in vocabulary.columns and value.kind == "text":
        return "head"
    if key in vocabulary.columns and (not value.raw or key == plain_label(value.raw)):
        return "head"
    if vocabulary.is_level(key) and not value.raw:
        return "head"
    if _is_tail(key, vocabulary):
        return "tail"
    if vocabulary.values.terms.units.read(_OUTER.sub("", name)) is not None:
        return "unit"
    if _is_number(name, vocabulary):
        return "number"
    if len(key) < 2 or _LEFT_OVER.search(name) or name.count("(") != name.count(")"):
        return "piece"
    return None


def _is_tail(key: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is the end of a level's label and none itself: 度指标, 级指标."""
    if not key.endswith("指标") or vocabulary.is_level(key):
        return False
    labels = (*vocabulary.level1.exact, *vocabulary.level2.exact, "一级指标", "二级指标", "三级指标")
    return any(label.endswith(key) and label != key for label in labels)


def _is_number(name: str, vocabulary: Vocabulary) -> bool:
    read = vocabulary.values.alone(name)
    if read.kind not in _BY_NUMBER:
        return False
    known = read.unit is None or vocabulary.values.terms.units.read(read.unit) is not None
    return known or read.operator is not None


def _is_no_text(goal: str, vocabulary: Vocabulary) -> bool:
    """Whether a goal is a label of the form, or holds no word at all."""
    key = plain_label(goal)
    labelled = key in vocabulary.columns or vocabulary.is_level(key) or vocabulary.is_header_label(key)
    return labelled or key in vocabulary.zones or _WORD.search(goal) is None
