"""Numbers of spreadsheets as their number format displays them, exact: decimals, never floats."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from msgspec import Struct

from extractor.model.patterns import compiled
from extractor.readers.office.numbering import chinese

_DIGITS_15 = Context(prec=15, rounding=ROUND_HALF_UP)  # what spreadsheets keep of a number; the rest is binary noise
_WIDE = Context(prec=400)
_LAST_SERIAL = 2_958_465  # 9999-12-31
_TOKEN = compiled(
    r'"[^"]*"?|\\.|!.|_.|\*.|\[[^\]]*\]|上午/下午|(?:AM/PM|A/P)|General|G/通用格式|E[+-]|[ymdhsae]+|[0#?]|.',
    re.I | re.S,
)
_ELAPSED = compiled(r"\[([hms])+\]", re.I)
_CONDITION = compiled(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_GENERAL = frozenset({"general", "g/通用格式"})
_CHINESE_DIGITS = {"1": "○一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
_WEEKDAYS = "一二三四五六日"
_TESTS = {
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "<>": Decimal.__ne__,
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "=": Decimal.__eq__,
}

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that files name by number alone, as a Chinese system displays them."""


class Shown(Struct, frozen=True):
    """A number as displayed, and whether nothing of it is rounded away."""

    text: str
    exact: bool = True


class _Section(Struct, frozen=True):
    """One part of a format (positive; negative; zero; text)."""

    pieces: tuple[str, ...]
    test: tuple[str, Decimal] | None
    digits: str | None  # how Chinese numerals replace the digits
    is_date: bool


def number_of(text: str) -> Decimal:
    """A number as a file stores it, without the noise that its binary form leaves beyond fifteen digits."""
    return _DIGITS_15.create_decimal(text)


def show_text(text: str, code: str) -> str:
    """A text as its format displays it."""
    sections = _sections(code)
    pieces = sections[3].pieces if len(sections) > 3 else sections[0].pieces if len(sections) == 1 else ()
    if "@" not in pieces:
        return text
    return "".join(text if piece == "@" else _literal(piece) or "" for piece in pieces)


def show_number(value: Decimal, code: str, *, from_1904: bool = False) -> Shown:
    """A number as its format displays it.

    Args:
        value: as stored.
        code: the format, as Excel writes it (``#,##0.00;[Red]-#,##0.00``).
        from_1904: whether days are counted from 1904, as in old workbooks of the Macintosh.
    """
    sections = _sections(code)
    section, signed = _section_for(value, sections)
    if section is None or (len(sections) > 1 and not section.pieces):
        return Shown("")
    if section.is_date:
        moment = date_of(value, from_1904=from_1904)
        if moment is None:
            return Shown(_general(value).text)
        return Shown(_in_chinese(_date(moment, value, section.pieces), section, one_by_one=True))
    lowered = [piece.lower() for piece in section.pieces]
    if "@" in lowered or _GENERAL & set(lowered) or not section.pieces:
        shown = _general(abs(value))
        body = [shown.text if low in _GENERAL or low == "@" else _literal(low) or "" for low in lowered] or [shown.text]
        text = "".join(body)
    else:
        shown = _placed(abs(value), section.pieces)
        text = shown.text
    text = _in_chinese(text, section, one_by_one=False)
    return Shown(
        f"-{text}" if value < 0 and not signed and any(char in "123456789" for char in shown.text) else text,
        shown.exact,
    )


def date_of(value: Decimal, *, from_1904: bool = False) -> datetime | None:
    """The moment that a serial number stands for, ``None`` where it is none."""
    if not 0 <= value <= _LAST_SERIAL:
        return None
    if from_1904:
        base = datetime(1904, 1, 1)
    else:  # spreadsheets believe in 29 February 1900, serial 60
        base = datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    return base + timedelta(seconds=int((value * 86400).to_integral_value(ROUND_HALF_UP)))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[str]] = [[]]
    for piece in _TOKEN.findall(code[:1000]):
        if piece == ";":
            parts.append([])
        else:
            parts[-1].append(piece)
    return tuple(_section(pieces) for pieces in parts)


def _section(pieces: list[str]) -> _Section:
    test = next((match for piece in pieces if (match := _CONDITION.fullmatch(piece))), None)
    digits = next((_CHINESE_DIGITS[piece[6]] for piece in pieces if piece.upper() in ("[DBNUM1]", "[DBNUM2]")), None)
    is_date = any(_is_date_token(piece) for piece in pieces) and not any(piece in "0#?" for piece in pieces[:1])
    return _Section(tuple(pieces), (test[1], Decimal(test[2])) if test else None, digits, is_date)


def _is_date_token(piece: str) -> bool:
    return (piece[0].lower() in "ymdhsa" and piece.lower() not in _GENERAL and piece.isalpha()) or bool(
        _ELAPSED.fullmatch(piece)
    )


def _section_for(value: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """The section that displays a number, and whether it brings the sign itself."""
    if any(section.test for section in sections[:2]):
        for section in sections[:3]:
            if section.test is None or _TESTS[section.test[0]](value, section.test[1]):
                return section, False
        return None, False
    numeric = sections[:3]
    if len(numeric) == 1:
        return numeric[0], False
    if value < 0:
        return numeric[1], True
    return (numeric[2] if value == 0 and len(numeric) == 3 else numeric[0]), False


def _literal(piece: str) -> str | None:
    """What a piece prints as it is; ``None`` where it stands for a part of the number."""
    if piece[0] == '"':
        return piece.strip('"')
    if piece[0] in "\\!" and len(piece) == 2:
        return piece[1]
    if piece[0] == "_" and len(piece) == 2:
        return " "
    if piece[0] == "*" and len(piece) == 2:
        return ""
    if piece[0] == "[":
        return piece[2:-1].partition("-")[0] if piece.startswith("[$") else ""
    return None if piece in ("0", "#", "?", ".", ",", "%") or (piece[0] in "Ee" and piece[1:2] in ("+", "-")) else piece


def _general(value: Decimal) -> Shown:
    """A number without a format: eleven characters at most for its decimals."""
    whole = len(str(int(abs(value))))
    places = max(0, 10 - whole)
    rounded = _quantized(value, places)
    if not rounded and value:  # too small for its cell
        return Shown(f"{value.normalize():E}")
    text = f"{rounded.normalize(_WIDE):f}"
    return Shown(text, rounded == value)


def _quantized(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def _placed(value: Decimal, pieces: tuple[str, ...]) -> Shown:
    """A number laid into the places of its format."""
    if any(piece[0] in "Ee" and piece[1:2] in ("+", "-") for piece in pieces):
        return _scientific(value, pieces)
    places = [index for index, piece in enumerate(pieces) if piece in ("0", "#", "?")]
    if not places:
        return Shown("".join("%" if piece == "%" else _literal(piece) or "" for piece in pieces))
    if "/" in pieces:
        return _fraction(value, pieces)
    point = next((index for index, piece in enumerate(pieces) if piece == "." and _literal(piece) is None), len(pieces))
    whole = [index for index in places if index < point]
    part = [index for index in places if index > point]
    last = whole[-1] if whole else point
    thousands = _trailing_commas(pieces, places[-1]) + (_trailing_commas(pieces, last) if part and whole else 0)
    scaled = value.scaleb(2 * pieces.count("%") - 3 * thousands)
    rounded = _quantized(scaled, len(part))
    rest = _kept_exact(scaled, len(part), thousands) if thousands else ""
    if rest:
        rounded = scaled.quantize(Decimal(1).scaleb(-len(part)), ROUND_DOWN, _WIDE)
    digits, _, decimals = f"{rounded:f}".partition(".")
    grouped = any(piece == "," for piece in pieces[whole[0] : last]) if whole else False
    printed = _whole(digits.lstrip("0"), [pieces[index] for index in whole], grouped=grouped)
    kept = _decimals(decimals, [pieces[index] for index in part], closing=bool(rest))
    text: list[str] = []
    for index, piece in enumerate(pieces):
        if index in places:
            text.append(printed.pop(0) if index < point else kept.pop(0))
            if index == places[-1] and rest:
                text.append(rest if "." in "".join(text) else f".{rest}")
        elif index == point:
            text.append(".")
        elif piece == "%":
            text.append("%")
        elif piece != ",":
            text.append(_literal(piece) or "")
    return Shown("".join(text), bool(rest) or rounded == scaled)


def _kept_exact(scaled: Decimal, places: int, thousands: int) -> str:
    """The decimals that a format in thousands or 万 leaves out, down to hundredths of the stored number.

    Such a format is a choice of unit: the amount itself is to stay what it is.
    """
    exact = _quantized(scaled, 2 + 3 * thousands)
    return f"{exact:f}".partition(".")[2][places:].rstrip("0")


def _trailing_commas(pieces: tuple[str, ...], last: int) -> int:
    count = 0
    while last + 1 + count < len(pieces) and pieces[last + 1 + count] == ",":
        count += 1
    return count


def _whole(digits: str, places: list[str], *, grouped: bool) -> list[str]:
    """The digits before the point, one string a place; the first place takes all that are left over."""
    if not places:
        return []
    needed = len(places) - places.index("0") if "0" in places else 0
    digits = digits.rjust(needed, "0")
    if grouped:
        digits = f"{int(digits):,}".rjust(len(digits), "0") if digits else ""
        return ["" for _ in places[1:]] + [digits] if len(places) > 1 else [digits]
    over = max(0, len(digits) - len(places) + 1)
    first, rest = digits[:over], digits[over:]
    padded = ["" if place == "#" else " " for place in places]
    for index in range(len(rest)):
        padded[len(places) - len(rest) + index] = rest[index]
    if over:
        padded[0] = first
    return ["" if one == " " else one for one in padded]


def _decimals(digits: str, places: list[str], *, closing: bool) -> list[str]:
    """The digits behind the point; optional places lose their closing zeros, unless more digits follow (``closing``)."""
    kept = list(digits.ljust(len(places), "0"))
    if closing:
        return kept
    for index in range(len(places) - 1, -1, -1):
        if places[index] == "0" or kept[index] != "0":
            break
        kept[index] = ""
    return kept


def _scientific(value: Decimal, pieces: tuple[str, ...]) -> Shown:
    at = next(index for index, piece in enumerate(pieces) if piece[0] in "Ee" and piece[1:2] in ("+", "-"))
    exponent = value.adjusted() if value else 0
    mantissa = _placed(value.scaleb(-exponent), pieces[:at])
    width = sum(piece in ("0", "#", "?") for piece in pieces[at + 1 :])
    sign = "-" if exponent < 0 else "+" if pieces[at][1] == "+" else ""
    return Shown(f"{mantissa.text}{pieces[at][0]}{sign}{abs(exponent):0{width}d}", mantissa.exact)


def _fraction(value: Decimal, pieces: tuple[str, ...]) -> Shown:
    from fractions import Fraction

    bar = pieces.index("/")
    width = sum(piece in ("0", "#", "?") for piece in pieces[bar + 1 :])
    fixed = "".join(piece for piece in pieces[bar + 1 :] if piece.isdigit())
    exact = Fraction(value)
    if fixed.strip("0"):
        near = Fraction(round(exact * int(fixed)), int(fixed))
        top, bottom = round(exact * int(fixed)), int(fixed)
    else:
        near = exact.limit_denominator(10 ** max(width, 1) - 1)
        top, bottom = near.numerator, near.denominator
    if " " in pieces[:bar]:
        whole, top = divmod(top, bottom)
        text = f"{whole} {top}/{bottom}" if whole and top else f"{top}/{bottom}" if top else str(whole)
    else:
        text = f"{top}/{bottom}"
    return Shown(text, near == exact)


def _date(moment: datetime, value: Decimal, pieces: tuple[str, ...]) -> str:
    noon = any(piece.upper() in ("AM/PM", "A/P") or piece == "上午/下午" for piece in pieces)
    text: list[str] = []
    for index, piece in enumerate(pieces):
        low = piece.lower()
        if _ELAPSED.fullmatch(piece):
            text.append(_elapsed(value, low))
        elif low in ("am/pm", "a/p"):
            text.append(("AM", "PM")[moment.hour >= 12][: 1 if low == "a/p" else 2])
        elif piece == "上午/下午":
            text.append(("上午", "下午")[moment.hour >= 12])
        elif low[0] in "ymdhsae" and low.isalpha():
            minutes = low[0] == "m" and len(low) <= 2 and _is_minute(pieces, index)
            text.append(_date_part(moment, "n" * len(low) if minutes else low, noon=noon))
        elif piece == "0" or piece == ".":
            text.append(piece)
        else:
            text.append(_literal(piece) or "")
    return "".join(text)


def _is_minute(pieces: tuple[str, ...], index: int) -> bool:
    """Whether ``m`` means minutes: it follows hours or precedes seconds."""
    parts = [piece.strip("[]").lower()[0] for piece in pieces[:index] if _is_date_token(piece)]
    later = [piece.strip("[]").lower()[0] for piece in pieces[index + 1 :] if _is_date_token(piece)]
    return parts[-1:] == ["h"] or later[:1] == ["s"]


def _date_part(moment: datetime, piece: str, *, noon: bool) -> str:
    kind, width = piece[0], len(piece)
    if kind in "ye":
        return f"{moment.year % 100:02d}" if kind == "y" and width <= 2 else f"{moment.year:04d}"
    if kind == "m" and width >= 3:
        return moment.strftime("%b" if width == 3 else "%B")[: 1 if width == 5 else None]
    if kind == "d" and width >= 3:
        return moment.strftime("%a" if width == 3 else "%A")
    if kind == "a":
        return ("" if width == 3 else "星期") + _WEEKDAYS[moment.weekday()]
    hour = (moment.hour % 12 or 12) if noon else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[kind]
    return f"{number:0{min(width, 2)}d}"


def _elapsed(value: Decimal, piece: str) -> str:
    seconds = int((value * 86400).to_integral_value(ROUND_HALF_UP))
    number = seconds // {"h": 3600, "m": 60, "s": 1}[piece[1]]
    return f"{number:0{len(piece) - 2}d}"


def _in_chinese(text: str, section: _Section, *, one_by_one: bool) -> str:
    """The text with the numerals that ``[DBNum1]`` and ``[DBNum2]`` ask for."""
    digits = section.digits
    if digits is None:
        return text

    def numeral(match: re.Match[str]) -> str:
        number = match[0]
        if (one_by_one and len(number) == 4) or len(number) > 4 or digits[0] == "零":
            return "".join(digits[int(digit)] for digit in number)
        return chinese(int(number))

    return compiled(r"[0-9]+").sub(numeral, text)
