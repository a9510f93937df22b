"""When two names that differ are one name written twice: of projects, of units, of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from extractor.model.patterns import compiled
from extractor.model.text import label_key

_CODE = compiled(r"^(?=[\dA-Za-z]*\d)[\dA-Za-z]{6,}[-—_:.]?(?=[\u4e00-\u9fff])")
_ORDINAL = compiled(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、,.](?=\D)")
_YEAR = compiled(r"20\d\d(?:[-—~至]20\d\d)?(?:年度|年)?")
_SHORTEST = 5
_MOST_DROPPED = 2
# What tells two names apart however alike they are: 第一小学 and 第二小学, 城东 and 城西, 一期 and 二期, 税收 and 非税收.
_MARKS = compiled(
    r"[0-9A-Za-z一二三四五六七八九十百两东西南北上下左右前后新老旧大小高低甲乙丙丁内外总分副主正非不未无反再续]"
)
# Long and short of the same word.
_SHORT_FORMS = (
    ("人民政府", "政府"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("有限责任公司", "公司"),
    ("有限公司", "公司"),
)


def _alike(pairs: Iterable[frozenset[str]]) -> dict[str, str]:
    """Each character to one that stands for all that are taken for it, by however many steps."""
    found: dict[str, str] = {}
    for pair in pairs:
        known = {found.get(one, one) for one in pair}
        least = min(known)
        found |= {one: least for one, other in found.items() if other in known} | dict.fromkeys(pair, least)
    return found


# Characters taken for each other, by ear or by eye.
_CONFUSED = tuple(
    map(
        frozenset,
        (
            *(
                "帐账",
                "象像",
                "它他",
                "做作",
                "的地",
                "地得",
                "的得",
                "己已",
                "末未",
                "人入",
                "士土",
                "干千",
                "检捡",
                "辩辨",
            ),
            *(
                "辑缉",
                "型形",
                "启起",
                "即既",
                "座坐",
                "渡度",
                "拔拨",
                "拨播",
                "券卷",
                "侯候",
                "籍藉",
                "陪赔",
                "消销",
                "振震",
            ),
        ),
    )
)

_ALIKE = str.maketrans(_alike(_CONFUSED))


def project_key(name: str | None) -> str:
    """A project's name as it is looked up: without code, ordinal and year."""
    key = label_key(name or "")
    key = _ORDINAL.sub("", _CODE.sub("", key))
    return _YEAR.sub("", key) or key


def is_same_written_otherwise(one: str, other: str) -> bool:
    """Whether two names (as :func:`label_key` gives them) are most likely one, written differently.

    Single characters left out here and there (社保卡 for 社会保障卡), a short form, two characters changed about, one taken for
    another that looks or sounds alike. Whole words more or less make another name, and so do numbers, directions and the like.
    """
    if one == other or min(len(one), len(other)) < _SHORTEST or _MARKS.findall(one) != _MARKS.findall(other):
        return False
    if short_form(one) == short_form(other):
        return True
    if len(one) == len(other):
        return _is_slip(one, other)
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return _leaves_out(long, short)


class Spellings:
    """Some names (as :func:`label_key` gives them), to be asked for those that are most likely one with another.

    The work grows with the names, not with their pairs: what a name may be misspelt as is put together and looked up.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = set(names)
        self._misspelt: dict[str, list[str]] = {}
        for name in self._names:
            for spelling in {short_form(name), letters(name), *_shortened(name)}:
                self._misspelt.setdefault(spelling, []).append(name)

    def of(self, name: str) -> set[str]:
        """Those of the names that :func:`is_same_written_otherwise` takes for this one."""
        spellings = (name, short_form(name), letters(name))
        found = {other for spelling in spellings for other in self._misspelt.get(spelling, ())}
        found |= self._names.intersection(_shortened(name))
        return {other for other in found if is_same_written_otherwise(name, other)}


def _shortened(name: str) -> Iterator[str]:
    """A name without one or two of its characters that do not are side by side."""
    for first in range(len(name)):
        rest = name[:first] + name[first + 1 :]
        yield rest
        for second in range(first + 1, len(rest)):
            yield rest[:second] + rest[second + 1 :]


def letters(name: str) -> str:
    """The characters of a name in one order, those that are taken for each other as one: what a slip leaves as it is."""
    return "".join(sorted(name.translate(_ALIKE)))


def is_like(one: str, other: str) -> bool:
    """Whether two names have most of their characters in common, in the same order, and the same numbers."""
    if _MARKS.findall(one) != _MARKS.findall(other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.75


def short_form(name: str) -> str:
    """A name with its long words for offices in their short forms."""
    for long, short in _SHORT_FORMS:
        name = name.replace(long, short)
    return name


def _is_slip(one: str, other: str) -> bool:
    differ = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) == 1:
        return frozenset((one[differ[0]], other[differ[0]])) in _CONFUSED
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return (one[first], one[second]) == (other[second], other[first])


def _leaves_out(long: str, short: str) -> bool:
    """Whether the short name is the long one without one or two characters that do not are side by side."""
    if len(long) - len(short) > _MOST_DROPPED:
        return False
    dropped: list[int] = []
    at = 0
    for index, character in enumerate(long):
        if at < len(short) and short[at] == character:
            at += 1
        else:
            dropped.append(index)
    if at < len(short):
        return False
    return all(b - a > 1 for a, b in pairwise(dropped))
