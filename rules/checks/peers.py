"""What the forms of one call say about each other's figures: unit costs of peers, one year against the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Form, FundingLine, Indicator
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.costs import counter_of, things_of
from rules.checks.framework import Documents, Hit, check
from rules.checks.numbers import decimal, number_of, plain, unit_of, yuan
from rules.checks.places import at
from rules.checks.years import successive

_BRACKETS = compiled(r"\([^()]*\)")


def _unit_costs(forms: tuple[Form, ...]) -> dict[tuple[str, str], list[tuple[int, int, Indicator, Decimal]]]:
    """Name and unit of a unit cost to the places where it is, once a form."""
    groups: dict[tuple[str, str], list[tuple[int, int, Indicator, Decimal]]] = {}
    for f, form in enumerate(forms):
        own: set[tuple[str, str]] = set()
        for i, indicator in enumerate(form.indicators):
            unit, cost, name = unit_of(indicator.value), number_of(indicator.value), indicator.name or ""
            if indicator.level1 != "成本指标" or cost is None or cost <= 0 or unit is None:
                continue
            key = (_BRACKETS.sub("", label_key(name)), unit)
            if counter_of(name, unit) is not None and things_of(name) and key not in own:
                own.add(key)
                groups.setdefault(key, []).append((f, i, indicator, cost))
    return groups


def _median(numbers: list[Decimal]) -> Decimal:
    """The middle number, or the mean of the two in the middle."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@check("PEER_UNIT_COST")
def peer_unit_cost(subject: Documents) -> Iterator[Hit]:
    limits = subject.limits
    for (_, unit), places in _unit_costs(subject.forms).items():
        if len(places) < limits.peer_count:
            continue
        middle = _median([cost for *_, cost in places])
        for f, i, indicator, cost in places:
            ratio = max(cost / middle, middle / cost)
            if ratio < Decimal(limits.peer_ratio):
                continue
            words = {
                "name": indicator.name or "",
                "cost": plain(cost),
                "unit": unit,
                "ratio": plain(round(cost / middle, 2)),
                "median": plain(middle),
                "count": str(len(places)),
            }
            evidence = {
                "cost": plain(cost),
                "unit": unit,
                "median": plain(middle),
                "peers": [f"forms[{g}].indicators[{j}]" for g, j, *_ in places if g != f][:20],
            }
            yield Hit(f"forms[{f}].indicators[{i}].value", words, evidence, at(indicator, "value"))


def _annual(form: Form) -> tuple[int, FundingLine, Decimal] | None:
    for index, line in enumerate(form.funding.lines):
        amount = decimal(line.amount)
        if line.scope == "annual" and line.item == "total" and amount:
            return index, line, amount
    return None


@check("YEAR_FUNDING_JUMP")
def year_funding_jump(subject: Documents) -> Iterator[Hit]:
    for number, earlier in successive(subject.forms):
        form = subject.forms[number]
        now, last = _annual(form), _annual(subject.forms[earlier])
        if form.kind != "target" or now is None or last is None or min(now[2], last[2]) <= 0:
            continue
        ratio = now[2] / last[2]
        if max(ratio, 1 / ratio) >= Decimal(subject.limits.year_ratio):
            yield _jump(form, number, earlier, now, last[2])


def _jump(form: Form, number: int, earlier: int, now: tuple[int, FundingLine, Decimal], before: Decimal) -> Hit:
    index, line, own = now
    year = form.fiscal_year or 0
    words = {
        "name": form.project.name or "", "own": yuan(own), "year": str(year), "ratio": plain(round(own / before, 2)),
        "before": yuan(before), "last_year": str(year - 1),
    }  # fmt: skip
    evidence = {"own": str(own), "before": str(before), "before_path": f"forms[{earlier}]"}
    return Hit(f"forms[{number}].funding.lines[{index}]", words, evidence, line.provenance)
