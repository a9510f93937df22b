"""Numbers of lists as Word prints them: ``1.``, ``(一)``, ``①``."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from msgspec import Struct

from extractor.model.patterns import compiled
from extractor.readers.pdf.symbols import symbol
from extractor.readers.xml import attribute, child, children, local, whole_number

_PLACE = compiled(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class _Level(Struct, frozen=True):
    start: int
    format: str
    text: str
    font: str
    plain: bool  # higher levels print as decimals (isLgl)


class Numbering:
    """Counts the paragraphs of every list in document order.

    Args:
        root: of ``numbering.xml``.
        styles: of ``styles.xml``: paragraph styles may number too.
    """

    def __init__(self, root: Element | None, styles: Element | None) -> None:
        abstract = {attribute(one, "abstractNumId"): one for one in children(root, "abstractNum")}
        self._abstract: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        for number in children(root, "num"):
            key, base = attribute(number, "numId") or "", child(number, "abstractNumId")
            of = attribute(base, "val") or "" if base is not None else ""
            self._abstract[key] = of
            self._levels[key] = _levels(abstract.get(of), number)
        self._by_style = dict(_numbered_styles(styles))
        self._counts: dict[tuple[str, int], int] = {}

    def prefix(self, paragraph: Element) -> str:
        """The number of a paragraph, ``""`` where it has none; counts it."""
        number, level = self._place(paragraph)
        levels = self._levels.get(number)
        if levels is None or level not in levels:
            return ""
        of = self._abstract[number]
        own = levels[level]
        self._counts[of, level] = self._counts.get((of, level), own.start - 1) + 1
        for deeper in range(level + 1, 9):
            self._counts.pop((of, deeper), None)
        if own.format == "bullet":
            return "".join(_bullet(char, own.font) for char in own.text)
        if own.format == "none" and "%" not in own.text:
            return own.text

        def printed(match: object) -> str:
            at = int(match[1]) - 1  # type: ignore[index]
            other = levels.get(at, own)
            value = self._counts.get((of, at), other.start)
            return number_text(value, "decimal" if own.plain else other.format)

        return _PLACE.sub(printed, own.text)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        properties = child(paragraph, "pPr")
        if properties is None:
            return "", 0
        style = child(properties, "pStyle")
        number, level = self._by_style.get(attribute(style, "val") or "", ("", 0)) if style is not None else ("", 0)
        own = child(properties, "numPr")
        if own is not None:
            number = _value(own, "numId", number)
            level = whole_number(_value(own, "ilvl", ""), level)
        return number, level


def _numbered_styles(styles: Element | None) -> list[tuple[str, tuple[str, int]]]:
    found = []
    for style in children(styles, "style"):
        numbered = child(style, "pPr", "numPr")
        if numbered is not None:
            place = (_value(numbered, "numId", ""), whole_number(_value(numbered, "ilvl", ""), 0))
            found.append((attribute(style, "styleId") or "", place))
    return found


def _levels(abstract: Element | None, number: Element) -> dict[int, _Level]:
    levels = {_index(one): _level(one) for one in children(abstract, "lvl")}
    for override in children(number, "lvlOverride"):
        at = _index(override)
        if (whole := child(override, "lvl")) is not None:
            levels[at] = _level(whole)
        elif at in levels and child(override, "startOverride") is not None:
            old = levels[at]
            start = whole_number(_value(override, "startOverride", ""), 1)
            levels[at] = _Level(start, old.format, old.text, old.font, old.plain)
    return levels


def _level(element: Element) -> _Level:
    fonts = child(element, "rPr", "rFonts")
    font = (attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or "") if fonts is not None else ""
    start = whole_number(_value(element, "start", ""), 1)
    plain = any(local(one) == "isLgl" for one in element)
    return _Level(start, _value(element, "numFmt", "decimal"), _value(element, "lvlText", ""), font, plain)


def _index(element: Element) -> int:
    return whole_number(attribute(element, "ilvl"), 0)


def _value(element: Element, name: str, default: str) -> str:
    found = child(element, name)
    return default if found is None else attribute(found, "val") or default


def _bullet(char: str, font: str) -> str:
    if not "\ue000" <= char <= "\uf8ff":
        return char
    return symbol(char, font) or "•"


def number_text(value: int, style: str) -> str:
    """A number in one of Word's number formats; those not known print as decimals."""
    if style.startswith(("chineseCounting", "japaneseCounting", "taiwaneseCounting", "ideographLegal")) or style in (
        "chineseLegalSimplified",
        "koreanCounting",
    ):
        return chinese(value)
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"):
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if style == "ideographTraditional" and value <= len(_HEAVENLY):
        return _HEAVENLY[value - 1]
    if style == "ideographZodiac" and value <= len(_EARTHLY):
        return _EARTHLY[value - 1]
    if style.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if style == "decimalEnclosedParen" and 1 <= value <= 20:
        return chr(0x2474 + value - 1)
    if style == "decimalEnclosedFullstop" and 1 <= value <= 20:
        return chr(0x2488 + value - 1)
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    if style == "decimalZero":
        return f"{value:02d}"
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        return _roman(value) if style == "upperRoman" else _roman(value).lower()
    return "" if style == "none" else str(value)


def chinese(value: int) -> str:
    """A number in Chinese counting: 十, 十二, 二十, 一百零三."""
    if not 0 < value < 10_000:
        return "零" if value == 0 else str(value)
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text[1:] if 10 <= value < 20 else text


def _roman(value: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (value // amount)
        value %= amount
    return text
