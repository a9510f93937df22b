"""Folding of Chinese form text: what may safely be made equal, and how wrapped lines are joined.

NFKC as a whole is unsafe on these forms: it turns ``1,234①`` into ``1,2341`` and ``100²`` into ``1002``. Only what is
known to be safe is folded here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from extractor.model.patterns import compiled

# Ideographs, kana, CJK punctuation and full-width forms: no space belongs between two of them.
_CJK = r"\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_CJK_CHAR = compiled(f"[{_CJK}]")
_SPACES = compiled(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
_LATIN_WORD = compiled(r"[A-Za-z0-9]")
_LATIN_LETTER = compiled(r"[A-Za-z\u00c0-\u024f]")
_DIGITS = frozenset("0123456789")
_NUMBER = compiled(r"[-+(]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%)]?")
_ENTRY = compiled(r"(?=.*\d)[-+(<>=]?[A-Za-z0-9](?:\S*[A-Za-z0-9])?[%)]?")
_MEASURED = compiled(r"[≥≤><=＞＜≧≦约]?\d[\d,]*(?:\.\d+)?\s?([^\W\d_]{1,6}(?:/[^\W\d_]{1,6})?|[%‰℃])")
_ASIDE = compiled(r"\([\d*]")
_OPEN_END, _CLOSING = frozenset("-/([{"), frozenset(")]},.;:!?%")
"""Ends of a Latin line to which the next is joined without a blank, and beginnings that are joined so."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–﹣－−"), "-")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OTHERS = {
    0x3000: " ",
    0x00A0: " ",
    0xFFE5: "¥",
    0x2236: ":",
    0x00AD: None,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0x2060: None,
    0xFEFF: None,
}
# Kangxi radicals and the CJK radicals supplement stand for the plain ideographs when a font's table is careless.
_RADICALS = {
    code: plain
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
    if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
# Radicals without a compatibility mapping in Unicode that still occur in exported PDFs.
_RADICALS |= {
    0x2EA0: "民",
    0x2EC5: "见",
    0x2EC6: "角",
    0x2EC8: "讠",
    0x2ECB: "车",
    0x2ED3: "长",
    0x2ED4: "门",
    0x2EDA: "页",
    0x2EDB: "风",
    0x2EDC: "飞",
    0x2EDD: "食",
    0x2EE2: "马",
    0x2EE5: "鱼",
    0x2EE6: "鸟",
    0x2EE9: "黄",
    0x2EEC: "齐",
    0x2EF0: "龙",
    0x2EF3: "龟",
    0x2EA9: "王",
    0x2EB0: "纟",
}
# Unicode maps the radical door to the traditional form 戶, and PDFium folds it so; simplified text means 户.
_RADICALS |= {0x2F3E: "户", 0x6236: "户"}
_COMPAT_IDEOGRAPHS = {
    code: plain
    for code in range(0xF900, 0xFAFF)
    if len(plain := unicodedata.normalize("NFC", chr(code))) == 1 and plain != chr(code)
}
_CLEAN = str.maketrans({**_OTHERS, **_RADICALS, **_COMPAT_IDEOGRAPHS})
_KEY = str.maketrans(
    {
        **_OTHERS,
        **_RADICALS,
        **_COMPAT_IDEOGRAPHS,
        **_FULL_WIDTH,
        **_DASHES,
        ord("、"): ",",
        ord("，"): ",",
        ord("。"): ".",
        ord("【"): "[",
        ord("】"): "]",
        ord("〔"): "[",
        ord("〕"): "]",
        ord("［"): "[",
        ord("］"): "]",
    }
)


def clean(text: str) -> str:
    """Repair what is not meant to be seen: radicals, compatibility ideographs, zero-width and odd spaces.

    Punctuation, full-width forms and superscripts stay as printed.
    """
    return text.translate(_CLEAN)


def collapse_spaces(text: str) -> str:
    """Remove spaces that line wraps leave beside CJK characters; keep those of Latin text.

    ``2026 年`` becomes ``2026年``, while ``Windows Server (R2) = 10 %`` keeps its spaces.
    """
    parts = _SPACES.split(text.strip())
    if len(parts) == 1:
        return parts[0]
    if _is_latin(text):
        return " ".join(filter(None, parts))
    out = before = parts[0]
    for part in parts[1:]:
        apart = out and part and (_are_words(out, part) or _is_aside(out, part) or _are_entries(before, part))
        out += f" {part}" if apart else part
        before = part
    return out


def join_lines(lines: Sequence[str], is_full: Callable[[int], bool] | None = None) -> str:
    """Join the visual lines of one cell: no space beside CJK characters, one between Latin words.

    A number that was broken by the wrap is made whole: digits that meet at a wrap are joined without a space. Numbers that
    stand one below the other, each complete or each with the same unit, stay on lines of their own.

    Args:
        is_full: whether a line of the cell, by its index, leaves no room for what the next one begins with; by default
            nothing is known of that.
    """
    out = above = ""
    last = 0
    for index, line in enumerate(lines):
        part = collapse_spaces(clean(line))
        if not part:
            continue
        if out:
            out += _between(above, part, None if is_full is None else partial(is_full, last))
        out += part
        above, last = part, index
    return out


def join_texts(upper: str, lower: str) -> str:
    """Join two parts of one cell's text, both joined already: each keeps its line breaks, and entries go on as entries."""
    if not upper or not lower:
        return upper or lower
    has_room = "\n" in upper or "\n" in lower
    between = _between(upper.rpartition("\n")[2], lower.partition("\n")[0], (lambda: False) if has_room else None)
    return upper + between + lower


@lru_cache(maxsize=4096)
def hangs_on_room(lines: tuple[str, ...]) -> bool:
    """Whether how lines are joined hangs on the room that each leaves: digits meet, or entries are below each other."""
    parts = [part for line in lines if (part := collapse_spaces(clean(line)))]
    return any(
        (upper[-1] in _DIGITS and lower[0] in _DIGITS) or (_is_entry(upper) and _is_entry(lower))
        for upper, lower in pairwise(parts)
    )


def _between(upper: str, lower: str, is_full: Callable[[], bool] | None) -> str:
    """What is printed between two lines when they are joined."""
    both = _NUMBER.fullmatch(upper) is not None and _NUMBER.fullmatch(lower) is not None
    whole = _NUMBER.fullmatch(upper + lower) is not None
    if both != whole:
        return "" if whole else "\n"
    if _are_entries(upper, lower):
        return "\n"
    if _is_entry(upper) and _is_entry(lower) and is_full is not None and not is_full():
        return "\n"
    if upper[-1] in _DIGITS and lower[0] in _DIGITS:
        return "" if is_full is None or is_full() else " "
    if _is_latin(upper + lower):
        return "" if upper[-1] in _OPEN_END or lower[0] in _CLOSING else " "
    return " " if _are_words(upper, lower) or _is_aside(upper, lower) else ""


def _are_entries(upper: str, lower: str) -> bool:
    """Whether two texts are numbers with the same unit each, and so no two parts of one measure."""
    first = _MEASURED.fullmatch(upper)
    second = first and _MEASURED.fullmatch(lower)
    return bool(first and second and first[1] == second[1])


def _is_entry(line: str) -> bool:
    """Whether a line may be one of a list: a single word of ASCII characters that holds a number and is complete."""
    return line.isascii() and _ENTRY.fullmatch(line) is not None


def _is_latin(line: str) -> bool:
    return _LATIN_LETTER.search(line) is not None and _CJK_CHAR.search(line) is None


def _is_aside(left: str, right: str) -> bool:
    """Whether a number is followed by another in brackets: a share (``12 (3.4%)``) or a note."""
    return left[-1] in _DIGITS and _ASIDE.match(right) is not None and left.isascii() and right.isascii()


def _are_words(left: str, right: str) -> bool:
    """Whether two parts are Latin words, or a Latin word follows a mark that ends one."""
    if _LATIN_WORD.match(right[0]) is None:
        return False
    if _LATIN_WORD.match(left[-1]):
        return True
    return left[-1] in ",;.:!?)" and right[0].isalpha() and len(left) > 1 and left[-2].isascii() and left[-2].isalpha()


@lru_cache(maxsize=16384)
def label_key(text: str) -> str:
    """The form in which labels are compared: cleaned, half-width, lower case, without any space.

    ``项目 资金（元）`` and ``项目资金(元)`` share one key.
    """
    return _SPACES.sub("", text.translate(_KEY)).lower()


def is_cjk(char: str) -> bool:
    """Whether one character is an ideograph, kana, CJK punctuation or a full-width form."""
    return bool(_CJK_CHAR.match(char))


def display_width(text: str) -> int:
    """Return the columns that a text takes where all Latin letters are equally wide: ideographs take two, marks none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
