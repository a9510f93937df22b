"""Labels and values that one text holds: 资金总额:35 其中:财政拨款:30, also with the blanks between them lost."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from extractor.model.text import join_lines
from rules.heading.meanings import classify, funding_like, is_label
from rules.labels import Vocabulary, plain_label
from rules.values import parse_money

_COLON = compiled("[:：]")
_BLANK = compiled(r"[\s;；]+")
_NO_LABEL = frozenset({"其中"})
# A line's last words on its amounts; the blank before them may be lost.
_MONEY_UNIT = compiled(r"\s*[(（]?(?:金额|货币|资金|计量)?单位[:：]\s*(?:人民币)?(?:元|万元|亿元)[)）]?\s*$")
_AMOUNT_BEHIND = compiled(r"(.{2,20}?)[\s:：]*(\d[\d,，]*(?:\.\d+)?\s*(?:元|万元|亿元)?)")
# An amount and the label that follows it at once: 30事业收入, 250 一、预算资金
_LABEL_BEHIND = compiled(
    r"\s*(?P<amount>\d[\d,，]*(?:\.\d+)?\s*(?:亿元|万元|元)?)(?![年月日个])[\s,，;；、]*(?P<label>(?:[(（]?[一二三四五六七八九十][)）]?[、.]?)?[\u4e00-\u9fff()（）]{2,16})"
)
# What a block's own label says of money without another colon: 386.4万元,其中财政拨款350万元; 年度预算168万元
_SAYS_AMOUNT = compiled(r"\s*[\u4e00-\u9fff]{0,10}\d[\d,，]*(?:\.\d+)?\s*(?:亿元|万元|元)")
_SUM_FIRST = compiled(r"(?:合计|共计|总计)[:：]")
_ENDS_OF_AMOUNTS = tuple("0123456789元")
_LONGEST_LABEL = 14  # characters of a label that follows a value without a blank
_SHORTEST_LABEL = 4  # shorter ones may be the end of the value: 部门, 总额


def without_unit(text: str) -> str:
    """A line without its last words on the money unit."""
    return _MONEY_UNIT.sub("", text).strip()


def inline_pairs(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Labels and values that one text holds, each label with a colon; none in a sentence.

    A label begins the text, follows a blank, or is a listed one that is right before its colon; a value goes on to
    the next label. Labels without a value are left out.
    """
    text = _MONEY_UNIT.sub("", text)
    parts = _COLON.split(text)
    label = parts[0].strip()
    found: list[tuple[str, str]] = []
    for number, part in enumerate(parts[1:], 1):
        among_amounts = bool(found) and parse_money(found[-1][1], "元") is not None
        kind = (classify(label, vocabulary) or ("",))[0]
        if kind == "block" and _SAYS_AMOUNT.match(part) is not None:
            return [*found, (label, text[sum(len(p) + 1 for p in parts[:number]) :].strip())]
        if not names_value(label, vocabulary) and not among_amounts:
            # 其中:财政拨款:30, or a block's name before its first label
            if not (plain_label(label) in _NO_LABEL or kind == "block"):
                return found
            label = part.strip()
            continue
        if plain_label(label) in _NO_LABEL:
            label = part.strip()
            continue
        value, following = (part, "") if number == len(parts) - 1 else _before_label(part, vocabulary)
        if value.strip():
            found.append((label, value.strip()))
        if not following and number < len(parts) - 1:
            # The colon stands inside the value.
            rest = text[sum(len(p) + 1 for p in parts[:number]) :].strip()
            return [*found[:-1], (label, rest)] if found else found
        label = following
    return found


def names_value(label: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is the label of a field, an amount or a goal."""
    known = classify(label, vocabulary)
    return known is not None and known[0] in ("field", "funding", "goal", "goal_block")


def _before_label(part: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """A value and the label after it, or all of the part and ``""`` where it ends with none."""
    amount = _LABEL_BEHIND.fullmatch(part)
    if amount is not None and plain_label(amount["label"].lstrip("(（")) not in _NO_LABEL:
        return amount["amount"], amount["label"]
    starts = [0, *(match.end() for match in _BLANK.finditer(part))]
    for start in starts:
        label = part[start:].strip()
        if label and (plain_label(label) in _NO_LABEL or names_value(label, vocabulary)):
            return part[:start], label
    text = part.rstrip()
    for length in range(min(_LONGEST_LABEL, len(text) - 1), _SHORTEST_LABEL - 1, -1):
        known = classify(text[-length:], vocabulary)
        if known is not None and known[0] in ("field", "funding"):
            return text[:-length].rstrip(",，;；、"), text[-length:]
    return part, ""


def told_apart(cells: Sequence[Cell], vocabulary: Vocabulary) -> list[Cell]:
    """The cells, one that holds labels with their values taken apart, and a block's name taken off a label behind it."""
    out: list[Cell] = []
    for cell in cells:
        colon = _COLON.search(cell.text[:-1])
        if cell.text[-1:] in _ENDS_OF_AMOUNTS and (amount := _amount_behind(cell.text, vocabulary)):
            out += [replace(cell, text=text) for text in amount]
            continue
        told = _SUM_FIRST.match(cell.text) and out and out[-1].text in vocabulary.funding  # the label's own amounts
        if not colon or told or is_label(cell.text, vocabulary):
            out.append(cell)
            continue
        head, _, rest = cell.text.replace("：", ":").partition(":")
        block = classify(head, vocabulary)
        if block is not None and block[0] == "block" and is_label(rest, vocabulary):
            out.append(replace(cell, text=rest))
            continue
        found = _pairs_of(cell, vocabulary)
        # A text under or beside a goal's label may begin with such words; a label before it says what it is.
        if not found or (out and out[-1].text and (classify(out[-1].text, vocabulary) or ("",))[0] == "goal"):
            out.append(cell)
            continue
        for label, value in found:
            out += [replace(cell, text=label), replace(cell, text=value)]
    return out


def _pairs_of(cell: Cell, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """The pairs of a cell; its printed lines tell where one ends, unless a label itself is wrapped."""
    found = inline_pairs(cell.text, vocabulary)
    if len(cell.lines) > 1:
        by_line = inline_pairs("\n".join(cell.lines), vocabulary)
        if len(by_line) >= len(found):
            return [(label, join_lines(value.split("\n"))) for label, value in by_line]
    return found


def _amount_behind(text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """A funding label and the amount behind it without a colon: 其中:财政拨款 300万元."""
    parts = _AMOUNT_BEHIND.fullmatch(text.strip())
    if parts is None or parse_money(parts[2], "元") is None:
        return None
    # An unlisted label of an amount says itself that it is one of several.
    label = parts[1]
    told = label in vocabulary.funding or (
        label.startswith("其中")
        and not any(char.isdigit() for char in label)
        and funding_like(label, surely_money=False) is not None
    )
    return (label, parts[2]) if told else None
