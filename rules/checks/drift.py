"""Names that drift within a document: one unit, one indicator, written in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, TypeAlias

from extractor.model.text import label_key
from rules.checks.framework import Documents, Hit, Subject, document_check
from rules.checks.names import Spellings, is_same_written_otherwise, letters, short_form
from rules.checks.places import at, at_form
from rules.checks.samples import clean_rows, documents, example, row

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


@document_check(
    "UNIT_NAME_DRIFT", "info", category=11,
    title="A unit's name is written in two ways", title_zh="单位名称前后不一致",
    message="The {field} is “{own}” here and “{usual}” in {count} other forms of this document; most likely they are one.",
    message_zh="{label}在本表写作“{own}”,在其他 {count} 张表中写作“{usual}”,疑为同一单位。",
    advice="Write the unit's full name in one way in every form.",
    advice_zh="统一使用单位全称。",
    source="主管部门 and 实施单位 have one name; what differs by a word, a number or a direction is taken for another unit.",
    fires=lambda: documents(*_units("某市社区服务中心", "某市社区服务中心", "某市社区服中心")),
    silent=lambda: documents(*_units("某市第一社区服务中心", "某市第二社区服务中心", "某市儿童服务中心")),
)  # fmt: skip
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


def _units(*names: str) -> list[Subject]:
    return [
        example(name=f"项目{n}", unit=name, goal=f"2026年实施项目{n},培训社区工作者600人次。")
        for n, name in zip("一二三", names, strict=True)
    ]


@document_check(
    "INDICATOR_NAME_DRIFT", "info", category=11,
    title="An indicator's name is written in two ways", title_zh="指标名称前后不一致",
    message="“{own}” is most likely “{usual}”, as {count} other forms of this document write it.",
    message_zh="“{own}”与其他 {count} 张表中的“{usual}”疑为同一指标,名称不一致。",
    advice="Write the indicator's name in one way in every form.",
    advice_zh="统一同一指标的名称。",
    source="The same indicator has one name; only where at least two other forms of the document agree on it.",
    fires=lambda: documents(_named("一", "设备帐目完整率"), _named("二", "设备账目完整率"), _named("三", "设备账目完整率")),
    silent=lambda: documents(_named("一", "补卡办理数量"), _named("二", "补换卡办理数量"), _named("三", "补换卡办理数量")),
)  # fmt: skip
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


def _named(name: str, indicator: str) -> Subject:
    level, value = ("质量指标", "≥98(%)") if indicator.endswith("率") else ("数量指标", "≥500(张)")
    rows = (*clean_rows(), row(indicator, value, level))
    return example(*rows, name=f"项目{name}", goal=f"2026年实施项目{name},培训社区工作者600人次。")
