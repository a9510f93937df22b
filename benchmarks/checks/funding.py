"""Faults in the funding block."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks.checks.cases import FormFaults, Made, also
from benchmarks.checks.drafts import Draft, clean
from benchmarks.checks.rows import variants

_TOTAL, _GRANT, _CARRY, _OTHER = "年度资金申请总额:", "其中: 当年财政拨款", "上年结转资金", "其他资金"
_WHOLE, _FISCAL = "项目资金总额:", "其中: 财政资金"


def _one(rng: Random) -> Draft:
    return clean(rng, one_year=True, money_unit="元")


def _years(rng: Random) -> Draft:
    return clean(rng, one_year=False, money_unit="元")


def _money(amount: Decimal | int) -> str:
    return f"{Decimal(amount):,.2f}"


def _amount(draft: Draft, key: str) -> Decimal:
    return Decimal(getattr(draft.spec.funding, key))


def _sum_broken(rng: Random, n: int) -> Made:
    draft = _one(rng)
    cell, key = ((_GRANT, "annual_appropriation"), (_CARRY, "annual_carryover"), (_OTHER, "annual_other"))[n % 3]
    at = draft.beside(cell, 1 if cell == _OTHER else 0)
    off = (2, 100, 9_999, 10_000, 50_000)[n % 5] * (1 if n % 2 else 3)
    return draft.edit(at, _money(_amount(draft, key) + off)), draft.beside(_TOTAL)


def _sum_right(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=n % 2 == 0)
    if draft.spec.money_unit != "元":
        return draft, None
    at = draft.beside((_GRANT, _CARRY)[n % 2])
    amount = _amount(draft, ("annual_appropriation", "annual_carryover")[n % 2])
    return draft.edit(
        at, (f"{amount}", f"{amount:,}", _money(amount + Decimal("0.40")), f" {_money(amount)} ")[n % 4]
    ), None


def _whole_broken(rng: Random, n: int) -> Made:
    draft = _years(rng)
    at = draft.beside(_FISCAL)
    return draft.edit(at, _money(_amount(draft, "project_fiscal") + 1000 * (n + 1))), draft.beside(_WHOLE)


def _whole_right(rng: Random, n: int) -> Made:
    draft = _years(rng)
    return draft.edit(draft.beside(_FISCAL), _money(_amount(draft, "project_fiscal") + Decimal("0.1") * (n % 9))), None


def _below(rng: Random, n: int) -> Made:
    draft = _years(rng)
    annual = _amount(draft, "annual_total")
    total, other = annual - 1000 * (n + 1), _amount(draft, "project_other")
    draft = draft.edit(draft.beside(_WHOLE), _money(total)).edit(draft.beside(_FISCAL), _money(total - other))
    return draft, draft.beside(_WHOLE)


def _not_below(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total = (_money(_amount(draft, "annual_total")), "0.00", "", "-", "/")[n % 5]
    draft = draft.edit(draft.beside(_WHOLE), total)
    return draft.edit(draft.beside(_FISCAL), total), None


def _total_blank(rng: Random, n: int) -> Made:
    draft = _one(rng)
    return draft.edit(draft.beside(_TOTAL), ("", "-", "/", "—", "无")[n % 5]), draft.beside(_TOTAL)


def _part_blank(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total = _amount(draft, "annual_total")
    blank = ("", "-", "/", "—", "0.00")[n % 5]
    draft = draft.edit(draft.beside(_GRANT), _money(total)).edit(draft.beside(_CARRY), blank)
    return draft.edit(draft.beside(_OTHER, 1), blank), None


_UNREADABLE = variants("FUNDING_UNREADABLE fires")


def _unreadable(rng: Random, n: int) -> Made:
    draft = _one(rng)
    return draft.edit(draft.beside(_GRANT), _UNREADABLE[n]), draft.beside(_GRANT)


def _readable(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total = _amount(draft, "annual_total")
    raw = (
        f"{total}",
        f"{total:,}",
        _money(total),
        f"{total}元",
        f"¥{_money(total)}",
        f" {total} ",
        f"{total:f}0",
        f"{int(total)}",
        _money(total) + "元",
        f"{int(total):,}",
    )[n]
    draft = draft.edit(draft.beside(_GRANT), raw).edit(draft.beside(_CARRY), "-").edit(draft.beside(_OTHER, 1), "/")
    return draft, None


def _no_unit(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=n % 2 == 0)
    return draft.edit((3, 0), ("项目资金", "项目资金:", "资金情况")[n % 2]), draft.beside(_WHOLE if n % 2 else _TOTAL)


def _unit_elsewhere(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=n % 2 == 0)
    unit = draft.spec.money_unit
    return draft.edit((3, 0), (f"项目资金({unit})", f"项目资金（{unit}）", f"项目资金 (单位:{unit})")[n % 3]), None


def _negative(rng: Random, n: int) -> Made:
    draft = _one(rng)
    carry = 10_000 * (n + 1)
    total, other = _amount(draft, "annual_total"), _amount(draft, "annual_other")
    draft = draft.edit(draft.beside(_CARRY), f"-{_money(carry)}").edit(
        draft.beside(_GRANT), _money(total - other + carry)
    )
    return draft, draft.beside(_CARRY)


def _dashes(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total, other = _amount(draft, "annual_total"), _amount(draft, "annual_other")
    draft = draft.edit(draft.beside(_CARRY), ("-", "--", "—", "0.00", "-")[n % 5]).edit(
        draft.beside(_GRANT), _money(total - other)
    )
    return draft, None


def _no_funding(rng: Random, n: int) -> Made:
    draft = clean(rng)
    for cell in draft.grid.cells:
        if 3 <= cell.row < 7:
            draft = draft.edit((cell.row, cell.column), "")
    return draft, None


FUNDING: dict[str, FormFaults] = {
    "FUNDING_SUM": FormFaults(_sum_broken, _sum_right),
    "FUNDING_SUM_PROJECT": FormFaults(_whole_broken, _whole_right),
    "PROJECT_TOTAL_BELOW_ANNUAL": FormFaults(_below, _not_below),
    "FUNDING_TOTAL_MISSING": FormFaults(_total_blank, _part_blank),
    "FUNDING_UNREADABLE": FormFaults(_unreadable, _readable),
    "MONEY_UNIT_MISSING": FormFaults(_no_unit, _unit_elsewhere),
    "FUNDING_NEGATIVE": FormFaults(_negative, _dashes),
    "FUNDING_NOT_FOUND": FormFaults(_no_funding, _total_blank, silent_also=also("FUNDING_TOTAL_MISSING")),
}
