"""Names that drift within a document: one unit, one indicator, written in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, TypeAlias

from extractor.model.text import label_key
from rules.checks.framework import Documents, Hit, check
from rules.checks.names import Spellings, is_same_written_otherwise, letters, short_form
from rules.checks.places import at, at_form

_Field: TypeAlias = Literal["unit", "department"]
_FIELDS: tuple[tuple[_Field, str, str], ...] = (("unit", "实施单位", "unit"), ("department", "主管部门", "department"))


def _less_usual(names: Counter[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a name and the more usual one that it is most likely meant to be; of two equally usual the later one."""
    usual = {name: (count, -number) for number, (name, count) in enumerate(names.items())}
    spellings = Spellings(names)
    for name in names:
        others = [other for other in spellings.of(name) if usual[other] > usual[name]]
        if others:
            yield name, max(others, key=lambda other: usual[other])


@check("UNIT_NAME_DRIFT")
def unit_name_drift(subject: Documents) -> Iterator[Hit]:
    for field, label, word in _FIELDS:
        raw: dict[str, str] = {}
        names: Counter[str] = Counter()
        for form in subject.forms:
            if printed := getattr(form.project, field):
                raw.setdefault(label_key(printed), printed)
                names[label_key(printed)] += 1
        for name, usual in _less_usual(names):
            number = next(
                n for n, form in enumerate(subject.forms) if label_key(getattr(form.project, field) or "") == name
            )
            words = {"field": word, "label": label, "own": raw[name], "usual": raw[usual], "count": str(names[usual])}
            evidence = {"own": raw[name], "usual": raw[usual], "forms": _with(subject, field, name)}
            yield Hit(f"forms[{number}].project.{field}", words, evidence, at_form(subject.forms[number].provenance))


def _with(subject: Documents, field: _Field, name: str) -> list[str]:
    return [form.form_id for form in subject.forms if label_key(getattr(form.project, field) or "") == name]


@check("INDICATOR_NAME_DRIFT")
def indicator_name_drift(subject: Documents) -> Iterator[Hit]:
    places: dict[str, list[tuple[int, int]]] = {}
    for f, form in enumerate(subject.forms):
        for i, indicator in enumerate(form.indicators):
            if key := label_key(indicator.name or ""):
                places.setdefault(key, []).append((f, i))
    counts = Counter({key: len({f for f, _ in found}) for key, found in places.items()})
    usual_names = {key: number for number, (key, count) in enumerate(counts.items()) if count >= 2}
    alike: dict[str, set[str]] = {}  # the usual names by what slips leave as it is
    for usual in usual_names:
        for kept in _kept(usual):
            alike.setdefault(kept, set()).add(usual)
    for key, count in counts.items():
        f, i = places[key][0]
        own = subject.forms[f].indicators[i]
        if count != 1:
            continue
        found = set().union(*(alike.get(kept, ()) for kept in _kept(key)))
        for usual in sorted(found, key=usual_names.__getitem__):
            if any(f == g for g, _ in places[usual]):
                continue
            g, j = places[usual][0]
            other = subject.forms[g].indicators[j]
            if own.level2 != other.level2 or not _is_slip(key, usual):
                continue
            words = {"own": own.name or "", "usual": other.name or "", "count": str(counts[usual])}
            evidence = {
                "own": own.name,
                "usual": other.name,
                "others": [f"forms[{n}].indicators[{m}]" for n, m in places[usual]],
            }
            yield Hit(f"forms[{f}].indicators[{i}].name", words, evidence, at(own, "name"))
            break


def _is_slip(one: str, other: str) -> bool:
    """Written otherwise, and no single character more that may tell what is measured: 补卡 and 补换卡 are two things."""
    same_length = len(one) == len(other)
    return is_same_written_otherwise(one, other) and (
        same_length or _without_particles(one) == _without_particles(other)
    )


def _kept(name: str) -> tuple[str, str, str]:
    return letters(name), short_form(name), _without_particles(name)


def _without_particles(name: str) -> str:
    return name.replace("的", "")
