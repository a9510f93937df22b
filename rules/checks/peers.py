"""What the forms of one call say about each other's figures: unit costs of peers, one year against the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Form, FundingLine, Indicator
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.costs import counter_of, things_of
from rules.checks.framework import Documents, Hit, Subject, document_check
from rules.checks.numbers import decimal, number_of, plain, unit_of, yuan
from rules.checks.places import at
from rules.checks.samples import COST, amounts, clean_rows, documents, example, row
from rules.checks.years import successive

_BRACKETS = compiled(r"\([^()]*\)")


def _priced(*costs: int, name: str = "单张卡片平均成本") -> list[Subject]:
    return [
        example(*clean_rows()[1:], row(name, f"≤{cost}.00(元/张)", COST), name=f"第{number}期制卡", goal=f"2026年完成第{number}期制卡工作。")
        for number, cost in enumerate(costs, 1)
    ]  # fmt: skip


def _unit_costs(forms: tuple[Form, ...]) -> dict[tuple[str, str], list[tuple[int, int, Indicator, Decimal]]]:
    """Name and unit of a unit cost to the places where it stands, once a form."""
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


@document_check(
    "PEER_UNIT_COST", "info", category=11, call=True,
    title="A unit cost far from that of its peers", title_zh="单位成本与同类指标差异较大",
    message="“{name}” is {cost} {unit}, {ratio} times the median ({median}) of {count} forms with this indicator. For information.",
    message_zh="“{name}”为 {cost}({unit}),是本次 {count} 张表同名指标中位数({median})的 {ratio} 倍,仅供参考。",
    advice="See whether the difference has a reason.",
    advice_zh="了解单位成本差异的原因。",
    source="Unit costs of the same indicator are compared as information, never as a verdict.",
    fires=lambda: documents(*_priced(10, 11, 9, 10, 12, 45)),
    silent=lambda: documents(*_priced(10, 11, 9, 10, 12, 25)),
)  # fmt: skip
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


def _funded(year: int, amount: str) -> Subject:
    funding = amounts(annual_total=amount, appropriation=amount)
    goal, start, end = f"{year}年培训社区工作者600人次。", f"{year}-01-01", f"{year}-12-31"
    return example(year=year, goal=goal, funding=funding, start_date=start, end_date=end)


@document_check(
    "YEAR_FUNDING_JUMP", "info", category=11, call=True,
    title="The year's funding is far from the year before", title_zh="年度资金较上年变动较大",
    message="“{name}” asks for {own} yuan in {year}, {ratio} times the {before} yuan of {last_year}. For information.",
    message_zh="“{name}”{year} 年度资金 {own} 元,是 {last_year} 年度({before} 元)的 {ratio} 倍,仅供参考。",
    advice="See whether the change has a reason, or an amount has the wrong unit.",
    advice_zh="了解资金变动的原因,注意金额单位是否有误。",
    source="One project of one unit in two successive years, both in this call.",
    fires=lambda: documents(_funded(2025, "300,000.00"), _funded(2026, "3,000,000.00")),
    silent=lambda: documents(_funded(2025, "300,000.00"), _funded(2026, "600,000.00")),
)  # fmt: skip
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
