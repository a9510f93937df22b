"""What a complete indicator has: a name of its own, and a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model.form import Indicator
from extractor.model.text import label_key
from rules.checks.columns import doubtful_columns
from rules.checks.framework import Hit, Subject, check
from rules.checks.places import at
from rules.indicators.outcomes import grade_of


@check("NAME_MISSING")
def name_missing(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if not indicator.name:
            yield Hit(
                f"{path}.name",
                {"value": indicator.value.raw or ""},
                {"value": indicator.value.raw},
                at(indicator, "value"),
            )


def _missing(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind == "missing" and indicator.name:
            levels = " / ".join(level for level in (indicator.level1, indicator.level2) if level)
            yield Hit(
                f"{path}.value",
                {"name": indicator.name},
                {"name": indicator.name, "levels": levels},
                at(indicator, "value"),
            )


@check("VALUE_MISSING")
def value_missing(subject: Subject) -> Iterator[Hit]:
    if any(column.second == "value" for _, column in doubtful_columns(subject)):
        return  # the targets may stand in a column that was taken for another
    yield from _missing(subject)


@check("VALUE_LOST")
def value_lost(subject: Subject) -> Iterator[Hit]:
    return _missing(subject)


@check("NAME_LONG")
def name_long(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        length = len(indicator.name or "")
        if length > subject.limits.max_name_characters:
            words = {"ordinal": str(indicator.ordinal), "length": str(length)}
            yield Hit(f"{path}.name", words, {"name": indicator.name, "length": length}, at(indicator))


@check("DUPLICATE_NAME")
def duplicate_name(subject: Subject) -> Iterator[Hit]:
    groups: dict[tuple[str, str | None], list[int]] = {}
    for number, indicator in enumerate(subject.form.indicators):
        if indicator.name:
            # A form with a medium-term and an annual panel prints the same indicator in both.
            groups.setdefault((label_key(indicator.name), indicator.horizon), []).append(number)
    for rows in groups.values():
        if len(rows) > 1 and not _is_scale([subject.form.indicators[n] for n in rows]):
            again = subject.form.indicators[rows[1]]
            ordinals = [str(n + 1) for n in rows]
            words = {"name": again.name or "", "rows": ", ".join(ordinals), "rows_zh": "、".join(ordinals)}
            values = [subject.form.indicators[n].value.raw for n in rows]
            yield Hit(
                f"indicators[{rows[1]}].name", words, {"indicators": [n + 1 for n in rows], "values": values}, at(again)
            )


def _is_scale(rows: Sequence[Indicator]) -> bool:
    """Whether rows give one indicator a grade each: 优, 良, 中, 差."""
    grades = [grade_of(row.value.raw) if row.value.raw else None for row in rows]
    return None not in grades and len(set(grades)) == len(grades)
