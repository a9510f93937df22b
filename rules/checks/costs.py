"""Money sense: what the cost indicators say against the budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Value
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import Hit, Subject, check
from rules.checks.money import Amount, total
from rules.checks.numbers import number_of, plain, unit_of, yuan
from rules.checks.pairing import said_in
from rules.checks.places import at
from rules.name_words import words


def _budget(subject: Subject) -> Amount | None:
    """The larger of the two totals: what the project may cost at most."""
    totals = [
        found for scope in ("annual", "project") if (found := total(subject, scope)) is not None and found.yuan > 0
    ]
    return max(totals, key=lambda found: found.yuan) if totals else None


def _is_ceiling(value: Value) -> bool:
    return value.operator in ("≤", "<", "=")


_WHOLE_COST = compiled(r"成本|费用|控制数|控制额|预算|概算|投资|经费|支出|造价|总额|金额")
_NOT_THE_BUDGET = compiled(r"节约|节省|减少|降低|人均|单|每|平均|均价|带动|撬动|损失|标准|收入")


@check("COST_ABOVE_BUDGET")
def cost_above_budget(subject: Subject) -> Iterator[Hit]:
    budget = _budget(subject)
    for path, indicator in subject.indicators():
        if budget is None or indicator.level1 != "成本指标" or unit_of(indicator.value) != "元":
            continue
        cost, name = number_of(indicator.value), indicator.name or ""
        if cost is None:
            continue
        if (
            _WHOLE_COST.search(name)
            and not _NOT_THE_BUDGET.search(name)
            and cost > budget.yuan + 1
            and _is_ceiling(indicator.value)
        ):
            texts = {
                "name": name,
                "raw": indicator.value.raw or "",
                "cost": yuan(cost),
                "label": budget.line.label,
                "budget": yuan(budget.yuan),
            }
            yield Hit(
                f"{path}.value",
                texts,
                {"cost": str(cost), "budget": str(budget.yuan), "budget_path": budget.path},
                at(indicator, "value"),
            )


_PER_UNIT = compiled(r"(?:单|每|平均每)(?:个|一)?(\w)|(\w)均")


def counter_of(name: str, unit: str | None) -> str | None:
    """What a unit cost is per: 元/张, 单张, 每人, 人均."""
    head, _, rest = (unit or "").partition("/")
    if head != "元":
        return None
    if rest:
        return rest if "·" not in rest else None
    match = _PER_UNIT.search(name)
    return (match[1] or match[2]) if match else None


# Units of many things: a cost per one of these needs a quantity of the same thing.
_MANY_THINGS = frozenset(
    (
        "人",
        "人次",
        "个",
        "次",
        "家",
        "户",
        "项",
        "天",
        "月",
        "年",
        "场",
        "期",
        "亩",
        "公顷",
        "平方米",
        "公里",
        "米",
        "吨",
        "件",
        "台",
        "份",
        "册",
        "本",
        "篇",
        "套",
        "株",
    )
)
_NO_THING = words("人均 单个 单次 平均 成本 费用 标准 控制 单位 人数 人次 数量 个数 总数 有效 情况 每人 每个 每次")


def things_of(name: str) -> set[str]:
    """The pairs of characters in a name that may name a thing."""
    key = label_key(name)
    for word in _NO_THING.words:
        key = key.replace(word, " ")
    return {pair for pair in (key[i : i + 2] for i in range(len(key) - 1)) if " " not in pair}


def _quantities(subject: Subject, name: str, counter: str) -> set[Decimal]:
    """The distinct numbers of what a cost is per, from the quantity indicators and else from the year's goal."""
    things = things_of(name) if counter in _MANY_THINGS else set()
    found: set[Decimal] = set()
    for _, indicator in subject.indicators():
        number = number_of(indicator.value)
        if indicator.level2 != "数量指标" or unit_of(indicator.value) != counter or number is None:
            continue
        if counter not in _MANY_THINGS or things & things_of(indicator.name or ""):
            found.add(number)
    if found:
        return found
    for mention in said_in(subject.form.goals.annual, subject.values):
        number = number_of(mention.value)
        if unit_of(mention.value) != counter or number is None:
            continue
        if counter not in _MANY_THINGS or things & things_of(mention.context):
            found.add(number)
    return found


@check("UNIT_COST_BUDGET")
def unit_cost_budget(subject: Subject) -> Iterator[Hit]:
    annual = total(subject, "annual")
    if annual is None or annual.yuan <= 0:
        return
    for path, indicator in subject.indicators():
        if indicator.level1 != "成本指标" or not _is_ceiling(indicator.value):
            continue
        cost = number_of(indicator.value)
        counter = counter_of(indicator.name or "", unit_of(indicator.value))
        if cost is None or counter is None:
            continue
        quantities = _quantities(subject, indicator.name or "", counter)
        if len(quantities) != 1:
            continue
        quantity = quantities.pop()
        product = cost * quantity
        if product > annual.yuan * Decimal(subject.limits.unit_cost_overshoot):
            ratio = plain(Decimal(format(product / annual.yuan, ".2f")))  # quantize has an end: 28 digits
            texts = {
                "name": indicator.name or "", "cost": plain(cost), "quantity": plain(quantity), "counter": counter, "product": yuan(product),
                "ratio": ratio, "label": annual.line.label, "budget": yuan(annual.yuan),
            }  # fmt: skip
            figures = {"unit_cost": cost, "quantity": quantity, "product": product, "budget": annual.yuan}
            evidence = {**{key: plain(figure) for key, figure in figures.items()}, "unit": counter, "ratio": ratio}
            yield Hit(f"{path}.value", texts, evidence, at(indicator, "value"))
