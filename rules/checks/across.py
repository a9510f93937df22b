"""What the forms of one document say against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractor.model.form import Form, Indicator, Value
from extractor.model.text import label_key
from rules.checks.framework import Documents, Hit, check
from rules.checks.numbers import unit_of
from rules.checks.places import at, at_form


@check("FORM_REPEATED")
def form_repeated(subject: Documents) -> Iterator[Hit]:
    groups: dict[tuple[str, str | None, int | None, str], list[int]] = {}
    for number, form in enumerate(subject.forms):
        if form.project.name:
            key = (label_key(form.project.name), form.project.unit, form.fiscal_year, form.kind)
            groups.setdefault(key, []).append(number)
    for numbers in groups.values():
        if len(numbers) > 1:
            again = subject.forms[numbers[1]]
            words = {"name": again.project.name or "", "count": str(len(numbers))}
            evidence = {"forms": [subject.forms[n].form_id for n in numbers]}
            yield Hit(f"forms[{numbers[1]}].project.name", words, evidence, at_form(again.provenance))


@check("GOAL_COPIED")
def goal_copied(subject: Documents) -> Iterator[Hit]:
    first: dict[str, int] = {}
    for number, form in enumerate(subject.forms):
        goal = label_key(form.goals.annual or "")
        if len(goal) < 12:
            continue
        before = first.setdefault(goal, number)
        other = subject.forms[before]
        if before != number and label_key(other.project.name or "") != label_key(form.project.name or ""):
            words = {"name": form.project.name or "", "other": other.project.name or ""}
            yield Hit(
                f"forms[{number}].goals.annual",
                words,
                {"goal": form.goals.annual, "other": other.form_id},
                at_form(form.provenance),
            )


_TIMES = frozenset(("秒", "分钟", "小时", "天", "工作日", "周", "月", "年"))


def _by_name(forms: tuple[Form, ...]) -> dict[str, list[tuple[int, int, Indicator]]]:
    """Level-3 name to the places where it is, in forms of its year and kind; once a form."""
    found: dict[str, list[tuple[int, int, Indicator]]] = {}
    for f, form in enumerate(forms):
        names = Counter(label_key(indicator.name or "") for indicator in form.indicators)
        for i, indicator in enumerate(form.indicators):
            key = label_key(indicator.name or "")
            if key and names[key] == 1:
                found.setdefault(f"{key}|{form.fiscal_year}|{form.kind}", []).append((f, i, indicator))
    return found


def _odd_one(values: list[str | None]) -> int | None:
    """The index of the only value that differs where at least two others agree, ``None`` otherwise."""
    counts = Counter(values)
    if len(counts) != 2 or len(values) < 3:
        return None
    usual, rare = (value for value, _ in counts.most_common())
    return (
        values.index(rare)
        if counts[rare] == 1 and counts[usual] >= 2 and rare is not None and usual is not None
        else None
    )


@check("SISTER_LEVEL")
def sister_level(subject: Documents) -> Iterator[Hit]:
    for places in _by_name(subject.forms).values():
        odd = _odd_one([indicator.level2 for _, _, indicator in places])
        if odd is not None:
            yield _sister_hit(places, odd, "level2", [indicator.level2 for _, _, indicator in places])


@check("SISTER_UNIT")
def sister_unit(subject: Documents) -> Iterator[Hit]:
    for places in _by_name(subject.forms).values():
        units = [_unit_kind(indicator.value) for _, _, indicator in places]
        odd = _odd_one(units)
        if odd is not None:
            yield _sister_hit(places, odd, "value", units)


def _unit_kind(value: Value) -> str | None:
    """A target's unit; all units of time are one kind, for two hours and 30 minutes can be compared."""
    unit = unit_of(value)
    return "时间" if unit in _TIMES else unit


@check("SISTER_TARGET")
def sister_target(subject: Documents) -> Iterator[Hit]:
    """Indicators are of one kind when their names end in the same word of degree (健全性, 稳定性)."""
    kinds: dict[str, list[tuple[int, int, Indicator]]] = {}
    for f, form in enumerate(subject.forms):
        for i, indicator in enumerate(form.indicators):
            name = label_key(indicator.name or "")
            if (
                indicator.value.kind == "text"
                and indicator.value.operator is None
                and len(name) > 3
                and name.endswith("性")
            ):
                kinds.setdefault(name[-3:], []).append((f, i, indicator))
    for kind, places in kinds.items():
        texts = [label_key(indicator.value.raw or "") for _, _, indicator in places]
        odd = _odd_one(list(texts))
        # The usual target is the word that the name itself carries: 健全性 → 健全.
        if odd is not None and kind.startswith(next(text for n, text in enumerate(texts) if n != odd)):
            yield _sister_hit(places, odd, "value", [indicator.value.raw for _, _, indicator in places])


def _sister_hit(places: list[tuple[int, int, Indicator]], odd: int, field: str, values: list[str | None]) -> Hit:
    form, number, indicator = places[odd]
    usual = next(value for n, value in enumerate(values) if n != odd)
    words = {
        "name": indicator.name or "",
        "own": values[odd] or "",
        "usual": usual or "",
        "count": str(len(values) - 1),
    }
    evidence = {
        "own": values[odd],
        "usual": usual,
        "others": [f"forms[{f}].indicators[{i}]" for n, (f, i, _) in enumerate(places) if n != odd],
    }
    return Hit(
        f"forms[{form}].indicators[{number}].{field}",
        words,
        evidence,
        at(indicator, "value" if field == "value" else "level2"),
    )


@check("YEARS_DIFFER")
def years_differ(subject: Documents) -> Iterator[Hit]:
    years = [str(form.fiscal_year) if form.fiscal_year else None for form in subject.forms]
    odd = _odd_one(years)
    if odd is not None:
        form = subject.forms[odd]
        usual = next(year for n, year in enumerate(years) if n != odd)
        words = {
            "name": form.project.name or "",
            "own": years[odd] or "",
            "usual": usual or "",
            "count": str(len(years) - 1),
        }
        yield Hit(f"forms[{odd}].fiscal_year", words, {"own": years[odd], "usual": usual}, at_form(form.provenance))
