"""What a label above the indicators means: listed in the vocabulary, or told by what it is like and what is printed beside it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from extractor.model.patterns import compiled
from rules.labels import Vocabulary, funding_label_of, plain_label
from rules.likeness import LIKELY, Guess, guessed, load_likeness
from rules.values import find_money_unit, parse_date, parse_date_range, parse_money

PairKind: TypeAlias = Literal["field", "funding", "goal", "goal_block", "block", "unknown"]

_LIKE = ("fields", "funding", "goals", "goal_block", "funding_block")
_KINDS: dict[str, PairKind] = {"fields": "field", "funding": "funding", "goals": "goal", "goal_block": "goal_block"}
_TOLD_BY_LIKENESS = frozenset(
    {
        "name",
        "code",
        "department",
        "department_code",
        "unit",
        "unit_code",
        "start_date",
        "end_date",
        "period",
        "contact",
    }
)
"""Fields whose labels say plainly enough what they are; 性质, 类别 and 属性 have too many neighbours."""
_DATES = frozenset({"start_date", "end_date", "period"})
_LIKELY_DATE = (
    0.4  # beside a date a label is hardly anything else: half of what is "nothing" elsewhere is no label at all
)
_LIKELY_NAME = 0.5  # of the project's name, where no listed label gives one
_OF_TWO = 0.25  # the share from which one of two meanings competes with the other
SURELY = 0.8
_NO_BUDGET = compiled(
    r"上年|去年|前年|以前|往年|同名|累计|支出|执行|决算|结余|到位|年度$|标准|单价|人均|收入|产值|成本|面积|数量|效益"
)
_OF_ONE_YEAR = compiled(r"年度|当年|本年|年初|20\d{2}年")
_YEAR = compiled(r"20\d{2}年?")
_NUMBER = compiled(r"[\d,，.\s-]+(?:元|万元|亿元)?")
_UNIT_WORD = compiled(r"(?:人民币)?(?:元|千元|万元|百万元|亿元)")
_FILLED_IN = compiled(r"填|报|审|批|签|制表|打印")
OUTCOME = "actual"
"""The goal that is none: what became of the others."""
_NUMBERED = compiled(r"(.{2,8}目标)\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s*[:：]?")
_LABEL_LIKE = compiled(r"[^\d,.;!?%,。;!?]{2,18}")
# Where money comes from: the body or level of government that a label begins with, then what it gives.
_SOURCES = (
    ("central", compiled(r"(?:中央|国家).{0,12}(?:财政|补助|资金|投资|拨款|转移支付)?")),
    ("superior", compiled(r"上级.{0,10}")),
    ("own", compiled(r".{0,6}(?:自筹|自有|自行筹集).{0,4}")),
    (
        "local",
        compiled(r".{0,4}(?:省|自治区|市|州|盟|县|区|旗|乡|镇|街道)(?:本?级)?(?:财政|配套|补助|安排|专项)?.{0,4}"),
    ),
)


class Meaning(Struct, frozen=True):
    """What an unlisted label means.

    Attributes:
        certainty: how likely; below 0.8 it is doubtful.
    """

    kind: PairKind
    meaning: str
    certainty: float


def classify(text: str, vocabulary: Vocabulary) -> tuple[PairKind, str] | None:
    """What kind of header label a text is, ``None`` when it is none."""
    if (meaning := vocabulary.goals.get(text)) is not None or (meaning := numbered_goal(text, vocabulary)) is not None:
        return "goal", meaning
    if (meaning := vocabulary.fields.get(text)) is not None:
        return "field", meaning
    if (meaning := vocabulary.funding.get(text)) is not None:
        return "funding", meaning
    if (meaning := vocabulary.goal_block.get(text)) is not None:
        return "goal_block", meaning
    if (meaning := vocabulary.funding_block.get(text)) is not None:
        return "block", meaning
    return None


def numbered_goal(text: str, vocabulary: Vocabulary) -> str | None:
    """The meaning of the label of one goal among several: 总体目标2, 年度目标(一)."""
    numbered = _NUMBERED.fullmatch(text.strip())
    return vocabulary.goals.get(numbered[1]) if numbered else None


def is_label(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a listed header label."""
    return classify(text, vocabulary) is not None


def is_label_like(text: str) -> bool:
    """Whether a text is short, without digits and sentence marks, as labels are."""
    return _LABEL_LIKE.fullmatch(text.strip().rstrip(":：")) is not None


def is_like_goal(text: str) -> bool:
    """Whether an unlisted text beside a goal's label is another label and no goal: 年度总体目标完成情况综述."""
    return goal_like(text) is not None


def goal_like(text: str) -> Meaning | None:
    """What goal, or block of goals, an unlisted label surely heads."""
    if not is_label_like(text):
        return None
    guess = guessed(plain_label(text), ("goals", "goal_block"))
    if guess is None or guess.probability < SURELY:
        return None
    return Meaning("goal" if guess.kind == "goals" else "goal_block", guess.meaning, guess.probability)


def meaning_beside(label: str, value: str, *, among_amounts: bool = False) -> Meaning | None:
    """What an unlisted label means, by its characters and by what its value is; ``None`` where that is not clear.

    Args:
        among_amounts: whether the label is in a block of sources of money.
    """
    plain = plain_label(label)
    if is_amount(value):
        declared = among_amounts or find_money_unit(label) is not None or parse_money(value, None) is not None
        if (item := funding_like(label, surely_money=declared)) is not None:
            return Meaning("funding", f"{item.meaning}/{scope_in(label)}", item.certainty)
    guess = guessed(plain, _LIKE)
    if guess is None or guess.kind not in _KINDS or guess.kind == "funding":
        return None
    if guess.kind == "fields":
        return _field(guess, plain, value)
    told = guess.probability >= LIKELY and _NUMBER.fullmatch(value.strip()) is None
    return Meaning(_KINDS[guess.kind], guess.meaning, guess.probability) if told else None


def _field(guess: Guess, plain: str, value: str) -> Meaning | None:
    """A field's label, if the value can be such a thing: a date, a code, a name."""
    meaning, probability = guess.meaning, guess.probability
    if meaning not in _TOLD_BY_LIKENESS or _UNIT_WORD.fullmatch(value.strip()):
        return None
    if meaning in ("department", "unit"):  # 实施(主管)单位: between the two its last word tells
        shares = load_likeness().shares(plain, "fields")
        together = shares["department"] + shares["unit"]
        if probability < LIKELY <= together and min(shares["department"], shares["unit"]) >= _OF_TWO:
            meaning, probability = ("unit" if plain.endswith("单位") else "department"), together
    if meaning in _DATES:
        dated = parse_date_range(value) if meaning == "period" else parse_date(value)
        told = dated is not None and probability >= _LIKELY_DATE and _FILLED_IN.search(plain) is None
    else:
        number = _NUMBER.fullmatch(value.strip()) is not None
        told = number == meaning.endswith("code") and probability >= (_LIKELY_NAME if meaning == "name" else LIKELY)
    return Meaning("field", meaning, probability) if told else None


def is_amount(text: str) -> bool:
    """Whether a text is an amount of money in some unit, and no year."""
    return parse_money(text, "元") is not None and not _YEAR.fullmatch(text.strip())


def funding_like(label: str, *, surely_money: bool) -> Meaning | None:
    """What item an unlisted label of an amount is: by likeness, and where it surely labels money by who gives it."""
    plain = plain_label(label)
    if _NO_BUDGET.search(plain):
        return None
    guess = guessed(plain, _LIKE)
    if guess is not None and guess.kind == "funding" and guess.probability >= LIKELY:
        return Meaning("funding", guess.meaning, guess.probability)
    if not surely_money or not is_label_like(plain):
        return None
    source = next((item for item, pattern in _SOURCES if pattern.fullmatch(plain)), None)
    return Meaning("funding", source, LIKELY) if source else None


def funding_item(label: str, vocabulary: Vocabulary) -> str | None:
    """The item of a label that surely labels money, listed or not."""
    known = vocabulary.funding_label(label)
    if known is not None:
        return known.item
    found = funding_like(label, surely_money=True)
    return funding_label_of(found.meaning).item if found else None


def scope_in(label: str) -> str:
    """The scope that a funding label's own words tell, ``""`` where they do not."""
    if any(word in label for word in ("实施期", "中期", "总投资", "全周期", "实施周期", "项目总")):
        return "project"
    return "annual" if _OF_ONE_YEAR.search(label) else ""


def may_be_total(label: str) -> bool:
    """Whether an unlisted label that names a money unit may be the whole amount: 下达中央预算内投资(万元)."""
    return find_money_unit(label) is not None and _NO_BUDGET.search(plain_label(label)) is None
