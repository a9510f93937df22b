"""Amounts of money in exact yuan."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal, TypeAlias, cast

from extractor.model.patterns import compiled
from rules.values.folding import MARKS, fold

MoneyUnit: TypeAlias = Literal["元", "万元", "亿元"]

_LIMIT = 64  # no printed amount is longer
_FACTORS = {"元": 0, "圆": 0, "千元": 3, "万元": 4, "万": 4, "百万元": 6, "千万元": 7, "亿元": 8, "亿": 8}
_AMOUNT = compiled(
    r"(?P<open>\()?(?:人民币)?[¥]?(?P<sign>[+-]?)[¥]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?(open)\))\(?(?P<unit>百万元|千万元|万元|亿元|千元|万|亿|元|圆)?\)?整?"
)
_WRAPPED = compiled(r"[+-]?[0-9]{1,3},[0-9, ]*(?:\.[0-9]+)?[^0-9 ]*")
_EXACT = Context(prec=200)
_NAME = r"(?:人民币[:：]?)?(?P<{0}>万元|亿元|元)"
_DECLARED = compiled(
    rf"[(\[](?:(?:金额|货币|计量|计价)?单位?[:：]?)?{_NAME.format('a')}[)\]]|单位[:：]?{_NAME.format('b')}(?![/·*每])|金额[:：]{_NAME.format('c')}(?![/·*每])|^{_NAME.format('d')}$"
)


@lru_cache(maxsize=8192)
def _amount(raw: str, unit: MoneyUnit | None) -> str | None:
    text = fold(raw).strip()
    text = text.rstrip("。;,、" + MARKS)
    if " " in text:
        # A wrap may break an amount inside its groups of three; the separators prove that it is one amount, not two.
        text = re.sub(r" (?=[^0-9,.])|(?<=[^0-9,.]) ", "", text)
        if " " in text:
            if _WRAPPED.fullmatch(text) is None:
                return None
            text = text.replace(" ", "")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    printed = match["unit"] or unit
    if printed is None:
        return None
    number = Decimal(match["digits"].replace(",", "")).scaleb(_FACTORS[printed], _EXACT)
    if match["sign"] == "-" or (match["open"] and match["sign"] != "+"):
        number = -number if number else number
    whole, _, decimals = format(number, "f").partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def parse_money(raw: str | None, unit: MoneyUnit | None) -> str | None:
    """A printed amount as exact yuan with at least two decimals: ``"955,500.00"`` in 元 and ``"95.55"`` in 万元 both give ``"955500.00"``.

    Args:
        raw: the cell as printed; brackets or a minus sign make it negative.
        unit: the unit that the form declares; one printed in the cell itself wins.

    Returns:
        ``None`` for a blank cell or a dash, for what is not a well-formed amount (``955.500.00``, ``12,34``, two amounts
        run together), and where neither the cell nor the form says the unit.
    """
    return None if raw is None or len(raw) > _LIMIT else _amount(raw, unit)


def find_money_unit(text: str | None) -> MoneyUnit | None:
    """The unit that a label declares: 项目资金(元), 项目资金（万元）, 金额单位：万元, 单位:人民币元.

    ``None`` when it declares none, or two different ones.
    """
    if not text or "元" not in text:
        return None
    found = {match[match.lastgroup or "a"] for match in _DECLARED.finditer(fold(text[:400]).replace(" ", ""))}
    return cast("MoneyUnit", found.pop()) if len(found) == 1 else None
