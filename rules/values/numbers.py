"""Exact numbers: how they are printed, Chinese numerals, and decimal arithmetic that never rounds."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache

from extractor.model.patterns import compiled

# An Arabic number. Separators must group by threes; a number that runs on into ".", "," and more digits (955.500.00, as
# recognition of a scan may leave it) is no number at all. Chinese numerals; 半 is a half.
ARABIC = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?![.,]?[0-9])"
_DIGITS = "〇零○一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
CHINESE = rf"(?:[{_DIGITS}十百千万亿拾佰仟]+(?:点[{_DIGITS}]+)?|半(?![数额价天旬]))"
NUMBER = compiled(f"(?:{ARABIC}|{CHINESE})")
HAS_NUMERAL = compiled(rf"[0-9{_DIGITS}十百千万亿拾佰仟半]")

_VALUES = {
    char: str(digit)
    for digit, chars in enumerate(("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_PLAIN = str.maketrans("拾佰仟○〇壹贰叁肆伍陆柒捌玖", "十百千零零一二三四五六七八九")
_NINE = "一二三四五六七八九"
_SECTION = compiled(rf"(?:([{_NINE}两])千)?(?:零?([{_NINE}两])百)?(?:零?([{_NINE}])?(十))?(?:零?([{_NINE}两]))?")
_EXACT = Context(prec=400)


@lru_cache(maxsize=4096)
def exact_digits(printed: str) -> str | None:
    """The digits of a printed number: separators and a plus sign removed, Chinese numerals as digits.

    Decimals stay as printed (``90.00``); ``None`` when it is not a well-formed number.
    """
    first = printed[0] if printed else ""
    if first in "+-.0123456789" and first:
        digits = printed.replace(",", "").removeprefix("+")
        return "0" + digits if digits.startswith(".") else digits
    return chinese_digits(printed)


def chinese_digits(printed: str) -> str | None:
    """A Chinese numeral as digits: 三十万五千 gives ``305000``, 九十五点五 ``95.5``, 二〇二六 ``2026``, 半 ``0.5``.

    ``None`` for what is not well formed, such as 十十, 千 alone, or 三五 (three to five).
    """
    if printed == "半":
        return "0.5"
    whole, point, fraction = printed.translate(_PLAIN).partition("点")
    digits = _by_digit(whole) if not any(char in "十百千万亿" for char in whole) else _by_place(whole)
    if digits is None or not point:
        return digits
    tail = [_VALUES.get(char) for char in fraction]
    return None if not tail or None in tail else f"{digits}.{''.join(char for char in tail if char)}"


def _by_digit(whole: str) -> str | None:
    if len(whole) > 1 and len(whole) < 4 and "零" not in whole:
        return None
    digits = [_VALUES.get(char, "") for char in whole]
    return "".join(digits) if whole and all(digits) else None


def _by_place(whole: str) -> str | None:
    for char, zeros in (("亿", 8), ("万", 4)):
        if char in whole:
            head, _, tail = whole.rpartition(char)
            high = _by_place(head)
            low = _by_place(tail.removeprefix("零")) if tail else "0"
            if high is None or low is None or high == "0" or len(low) > zeros:
                return None
            return str(int(high) * 10**zeros + int(low))
    match = _SECTION.fullmatch(whole) if whole else None
    if match is None:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    total = 1000 * _digit(thousands) + 100 * _digit(hundreds) + 10 * (_digit(tens) or bool(ten)) + _digit(ones)
    return str(total) if total else None


def _digit(char: str | None) -> int:
    return int(_VALUES[char]) if char else 0


def split_scale(printed: str) -> tuple[str, str]:
    """A Chinese numeral without the 万 or 亿 it ends in, and that scale: 三十万 gives ``("三十", "万")``, 三十 ``("三十", "")``.

    So 三十万张 and 30万张 give the same number and unit.
    """
    head = printed.rstrip("万亿")
    if head and len(head) < len(printed) and not any(char in "万亿" for char in head):
        return head, printed[len(head) :]
    return printed, ""


def read_number(text: str, start: int = 0) -> tuple[str, int] | None:
    """The digits of the number at ``start`` and the offset behind it; a scale that ends a Chinese numeral is left to the unit."""
    match = NUMBER.match(text, start)
    if match is None:
        return None
    printed = match.group()
    scale = ""
    if printed[-1] in "万亿":
        printed, scale = split_scale(printed)
    digits = exact_digits(printed)
    return None if digits is None else (digits, match.end() - len(scale))


def plain_decimal(number: Decimal) -> str:
    """The shortest exact spelling without an exponent: ``Decimal("300000.00")`` gives ``300000``."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=8192)
def multiplied(digits: str, factor: str) -> str:
    """``digits × factor`` exactly, in the shortest spelling."""
    return plain_decimal(_EXACT.multiply(Decimal(digits), Decimal(factor)))
