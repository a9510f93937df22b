"""Labels and what stands beside or below them, outside the indicator table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell, rounded_box
from rules.grid import Grid, Row, row_of
from rules.labels import Vocabulary, plain_label
from rules.likeness import Guess, likely
from rules.values import parse_date, parse_date_range, parse_money

PairKind: TypeAlias = Literal["field", "funding", "goal", "goal_block", "block", "unknown"]

_COLON = compiled("[:：]")
_BLANK = compiled(r"[\s;；]+")
_NO_LABEL = frozenset({"其中"})
# A line's last words on its amounts; the blank before them may be lost.
_MONEY_UNIT = compiled(r"\s*(?:金额|货币|资金|计量)?单位[:：]\s*(?:人民币)?(?:元|万元|亿元)\s*$")
BOXES = frozenset("□☐√☑■✓✔☒▣")
_AMOUNT_BEHIND = compiled(r"(.{2,20}?)[\s:：]*(\d[\d,，]*(?:\.\d+)?\s*(?:元|万元|亿元)?)")
_SUM_FIRST = compiled(r"(?:合计|共计|总计)[:：]")
_ENDS_OF_AMOUNTS = tuple("0123456789元")
_FEWEST_HEADS = 3
_TO = frozenset({"至", "到", "-", "—", "~", "～"})
# An item of a goal that is a numbered list: 目标1:…, 1.…, (1)…, ①…
_LISTED = compiled(r"目标\s*[一二三四五六七八九十\d]{1,2}|[(（]?\d{1,2}[)）.、．](?!\d)|[①-⑳]")
# A body with its code, alone in a line above the table: 309001某县生态环境分局, [309001]某局.
_BODY = compiled(
    r"(?!\d{4}年)[\[(【（［]?\d{3,9}[\])】）］]?[-—–_ ]*[\u4e00-\u9fff][\u4e00-\u9fff()（）·]{2,28}"
    r"[局院校所站厅委部办会室队团园馆社处心学司]"
)
_NUMBER = compiled(r"[\d,，.\s-]+(?:元|万元|亿元)?")
_LIKE = ("fields", "funding", "goals", "goal_block", "funding_block")
_KINDS: dict[str, PairKind] = {"fields": "field", "funding": "funding", "goals": "goal"}
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
_NO_BUDGET = compiled(r"上年|去年|前年|以前|往年|同名|累计|支出|执行|决算|结余|年度$")
_YEAR = compiled(r"20\d{2}年?")
_SURELY = 0.8
_LABEL_LIKE = compiled(r"[^\d,.;!?%,。;!?]{2,18}")


class Pair(Struct, frozen=True):
    """A label and the cells that belong to it.

    Attributes:
        kind: what vocabulary knows the label; ``unknown`` for a label-like cell with a value that none knows.
        meaning: the contract field, funding item, …; ``""`` for an unknown label.
        label: the label's cell.
        values: the cells beside it, or below it where none stands beside; blank ones left out.
        row: the row the label stands in.
        certainty: 1 for a listed label, else how likely an unlisted one means this (see :mod:`rules.likeness`).
    """

    kind: PairKind
    meaning: str
    label: Cell
    values: tuple[Cell, ...]
    row: Row
    certainty: float = 1.0


def classify(text: str, vocabulary: Vocabulary) -> tuple[PairKind, str] | None:
    """What kind of header label a text is, ``None`` when it is none."""
    if (meaning := vocabulary.goals.get(text)) is not None:
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


def read_pairs(grid: Grid, rows: Iterable[Row], vocabulary: Vocabulary) -> list[Pair]:
    """All labels of the given rows with their values, in reading order."""
    pairs: list[Pair] = []
    for row in rows:
        drawn = grid.has_spans(row)
        cells = _told_apart(row.cells if drawn else row.filled, vocabulary)
        position = 0
        while position < len(cells):
            cell = cells[position]
            position += 1
            known = classify(cell.text, vocabulary) if cell.text else None
            if known is None:
                following = cells[position] if position < len(cells) else None
                if _is_unknown_label(cell, following, row, pairs, vocabulary):
                    assert following is not None
                    pairs.append(_likely_pair(cell, following, row))
                    position += 1
                continue
            kind, meaning = known
            values: list[Cell] = []
            while position < len(cells) and not _begins_pair(cells, position, kind, vocabulary, drawn):
                if cells[position].text:
                    values.append(cells[position])
                position += 1
                following = cells[position] if position < len(cells) else None
                if meaning == "period" and values and following is not None and _ends_period(values, following):
                    continue
                if kind == "field" and values and following is not None and _is_box(values[-1]) and _is_box(following):
                    continue  # a row of boxes that its blanks took apart
                if drawn or kind in ("field", "funding"):
                    break
            if drawn and kind in ("goal", "goal_block"):
                values = values or _below(grid, row, cell, vocabulary)
                values += _goes_on_below(grid, row, values, vocabulary)
            if kind == "funding" and not values:
                values = _amount_below(grid, row, cell) if drawn else _amount_in_next_row(grid, row, cell, vocabulary)
            pairs.append(Pair(kind, meaning, cell, tuple(values), row))
    return _without_doubles(pairs)


def _without_doubles(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, an unlisted label of an amount left unknown where a listed one of its kind stands (省级资金 beside 地方资金)."""
    listed = {pair.meaning.partition("/")[0] for pair in pairs if pair.kind == "funding" and pair.certainty == 1}
    return [
        replace(pair, kind="unknown", meaning="")
        if pair.kind == "funding" and pair.certainty < 1 and pair.meaning.partition("/")[0] in listed
        else pair
        for pair in pairs
    ]


def _likely_pair(label: Cell, value: Cell, row: Row) -> Pair:
    """An unlisted label with its value: as what it is like, where that is clear and the value can be such a thing."""
    guess = likely(plain_label(label.text), _LIKE)
    if guess is None or guess.kind not in _KINDS or not _can_be(guess, label.text, value.text):
        return Pair("unknown", "", label, (value,), row)
    meaning = f"{guess.meaning}/{_scope_in(label.text)}" if guess.kind == "funding" else guess.meaning
    return Pair(_KINDS[guess.kind], meaning, label, (value,), row, guess.probability)


def _can_be(guess: Guess, label: str, text: str) -> bool:
    """Whether a value can be what its label is taken for: an amount of this budget, a date, a name, a sentence."""
    if guess.kind == "funding":
        return (
            parse_money(text, "元") is not None and not _YEAR.fullmatch(text.strip()) and not _NO_BUDGET.search(label)
        )
    if guess.kind == "fields" and guess.meaning not in _TOLD_BY_LIKENESS:
        return False
    if guess.meaning in ("start_date", "end_date"):
        return parse_date(text) is not None
    if guess.meaning == "period":
        return parse_date_range(text) is not None or parse_date(text) is not None
    number = _NUMBER.fullmatch(text.strip()) is not None
    return number == guess.meaning.endswith("code")


def _scope_in(label: str) -> str:
    """The scope that a funding label's own words tell, ``""`` where they do not."""
    if any(word in label for word in ("实施期", "中期", "总投资", "全周期", "实施周期")):
        return "project"
    return "annual" if any(word in label for word in ("年度", "当年", "本年", "年初")) else ""


def _is_like_goal(text: str) -> bool:
    """Whether a text beside a goal's label is another label and no goal: 年度总体目标完成情况综述."""
    if _LABEL_LIKE.fullmatch(text.strip()) is None:
        return False
    guess = likely(plain_label(text), ("goals", "goal_block"))
    return guess is not None and guess.probability >= _SURELY


def _begins_pair(cells: Sequence[Cell], position: int, before: PairKind, vocabulary: Vocabulary, drawn: bool) -> bool:
    """Whether a label stands at a place.

    Right behind a field's label one of an amount (其他) without an amount is its value, unless the row holds heads alone.
    """
    known = classify(cells[position].text, vocabulary) if cells[position].text else None
    if known is None and before in ("goal", "goal_block") and cells[position].text:
        return _is_like_goal(cells[position].text)
    if known is None or before != "field" or known[0] != "funding":
        return known is not None
    following = next((cell.text for cell in cells[position + 1 :] if cell.text), "")
    texts = [cell.text for cell in cells if cell.text]
    heads = (drawn or len(texts) > 2) and all(_is_label(text, vocabulary) for text in texts)
    return heads or (bool(following) and not _is_label(following, vocabulary))


def line_pairs(grid: Grid, vocabulary: Vocabulary) -> list[Pair]:
    """Labels and values in the text lines above a form's first table (项目名称:…, 填报单位:…)."""
    if not grid.rows:
        return []
    first = grid.tables[0]
    number = next((cell.line for cell in first.cells if cell.line is not None), None)
    pairs: list[Pair] = []
    before: Cell | None = None
    for line in grid.lines:
        if line.bbox is not None and first.bbox is not None:
            above = line.page < first.page or (line.page == first.page and line.bbox[3] <= first.bbox[1] + 2)
        else:
            above = line.line is not None and number is not None and line.line < number
        if not above:
            continue
        box = line.bbox and rounded_box(line.bbox)
        whole = Cell(0, 0, text=line.text, page=line.page, bbox=box, line=line.line)
        row = row_of(-1, 0, 0, (whole,))
        found = inline_pairs(line.text, vocabulary)
        if not found and before is not None and _stands_beside(before, whole) and not _is_label(whole.text, vocabulary):
            found = [(before.text, whole.text)]  # a row of the table without a line above it
        elif not found and _BODY.fullmatch(body := _MONEY_UNIT.sub("", line.text).strip()):
            found = [("单位名称", body)]
        before = whole if _names_value(whole.text, vocabulary) else None
        for label, value in found:
            kind, meaning = classify(label, vocabulary) or ("unknown", "")
            pairs.append(Pair(kind, meaning, replace(whole, text=label), (replace(whole, text=value),), row))
    return pairs


def _stands_beside(left: Cell, right: Cell) -> bool:
    """Whether two lines stand at one height, the second right of the first."""
    if left.bbox is None or right.bbox is None or left.page != right.page:
        return False
    middle = (right.bbox[1] + right.bbox[3]) / 2
    return left.bbox[2] <= right.bbox[0] and left.bbox[1] < middle < left.bbox[3]


def inline_pairs(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Labels and values that one text holds, each label with a colon: ``资金总额:35 其中:财政拨款:30``; none in a sentence.

    A label begins the text or follows a blank; a value goes on to the next label. Labels without a value are left out.
    """
    text = _MONEY_UNIT.sub("", text)
    parts = _COLON.split(text)
    label = parts[0].strip()
    found: list[tuple[str, str]] = []
    for number, part in enumerate(parts[1:], 1):
        if not _names_value(label, vocabulary):
            # 其中:财政拨款:30, or a block's name before its first label
            if not (plain_label(label) in _NO_LABEL or (classify(label, vocabulary) or ("",))[0] == "block"):
                return found
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


def _names_value(label: str, vocabulary: Vocabulary) -> bool:
    known = classify(label, vocabulary)
    return known is not None and known[0] in ("field", "funding", "goal")


def _before_label(part: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """A value and the label after it, or all of the part and ``""`` where it ends with none."""
    starts = [0, *(match.end() for match in _BLANK.finditer(part))]
    for start in starts:
        label = part[start:].strip()
        if label and (plain_label(label) in _NO_LABEL or _names_value(label, vocabulary)):
            return part[:start], label
    return part, ""


def _told_apart(cells: Sequence[Cell], vocabulary: Vocabulary) -> list[Cell]:
    """The cells, one that holds labels with their values taken apart, and a block's name taken off a label behind it."""
    out: list[Cell] = []
    for cell in cells:
        colon = _COLON.search(cell.text[:-1])
        if cell.text[-1:] in _ENDS_OF_AMOUNTS and (amount := _amount_behind(cell.text, vocabulary)):
            out += [replace(cell, text=text) for text in amount]
            continue
        told = _SUM_FIRST.match(cell.text) and out and out[-1].text in vocabulary.funding  # the label's own amounts
        if not colon or told or _is_label(cell.text, vocabulary):
            out.append(cell)
            continue
        head, _, rest = cell.text.replace("：", ":").partition(":")
        block = classify(head, vocabulary)
        if block is not None and block[0] == "block" and _is_label(rest, vocabulary):
            out.append(replace(cell, text=rest))
            continue
        found = inline_pairs(cell.text, vocabulary)
        # A text under or beside a goal's label may begin with such words; a label before it says what it is.
        if not found or (out and out[-1].text and (classify(out[-1].text, vocabulary) or ("",))[0] == "goal"):
            out.append(cell)
            continue
        for label, value in found:
            out += [replace(cell, text=label), replace(cell, text=value)]
    return out


def _amount_behind(text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """A funding label and the amount behind it without a colon: 其中:财政拨款 300万元."""
    parts = _AMOUNT_BEHIND.fullmatch(text.strip())
    if parts is None or parts[1] not in vocabulary.funding or parse_money(parts[2], "元") is None:
        return None
    return parts[1], parts[2]


def _is_label(text: str, vocabulary: Vocabulary) -> bool:
    return classify(text, vocabulary) is not None


def _is_unknown_label(
    cell: Cell, following: Cell | None, row: Row, pairs: Sequence[Pair], vocabulary: Vocabulary
) -> bool:
    """A short text without digits or sentence marks, before a value, in a row of labels and values."""
    if not cell.text or following is None or not following.text or _is_label(following.text, vocabulary):
        return False
    if not _is_label_like(cell.text):
        return False
    if any(classify(text, vocabulary) for text in row.texts):
        return True
    # A row of labels and values that no rule knows: labels stand first, third, …
    filled = row.filled
    leading = filled[0].column == min(c.column for c in row.cells)
    return leading and len(filled) % 2 == 0 and all(_is_label_like(c.text) for c in filled[::2]) and cell in filled[::2]


def _is_label_like(text: str) -> bool:
    return _LABEL_LIKE.fullmatch(text.strip().rstrip(":：")) is not None


def _heads_table(text: str, vocabulary: Vocabulary) -> bool:
    return text in vocabulary.columns or text in vocabulary.zones or vocabulary.is_level(text)


def _ends_period(values: Sequence[Cell], following: Cell) -> bool:
    """Whether a period that begins in one cell goes on in the next: 2023年3月 | 2023年11月, or with 至 between."""
    if parse_date(values[0].text) is None or len(values) > 2:
        return False
    if following.text in _TO:
        return len(values) == 1
    return (len(values) == 1 or values[1].text in _TO) and parse_date(following.text) is not None


def _is_box(cell: Cell) -> bool:
    return cell.text[:1] in BOXES and len(cell.text) > 1


def _goes_on_below(grid: Grid, row: Row, values: Sequence[Cell], vocabulary: Vocabulary) -> list[Cell]:
    """The rows in which a goal's numbered list goes on (目标1:… in one row, 目标2:… in the next), in the same column."""
    found: list[Cell] = []
    last = values[0] if len(values) == 1 else None
    while last is not None and _LISTED.match(last.text):
        below = grid.below(row, last)
        if below is None or not _LISTED.match(below.text) or below.colspan != last.colspan:
            break
        if _is_label(below.text, vocabulary) or _heads_table(below.text, vocabulary):
            break
        found.append(below)
        last = below
    return found


def _amount_below(grid: Grid, row: Row, label: Cell) -> list[Cell]:
    """The amount under a funding label in a head of several (资金总额 | 财政拨款 | 其他资金 over their amounts)."""
    below = grid.below(row, label)
    amount = below is not None and below.column == label.column and below.colspan == label.colspan
    return [below] if below is not None and amount and parse_money(below.text, "元") is not None else []


def _amount_in_next_row(grid: Grid, row: Row, label: Cell, vocabulary: Vocabulary) -> list[Cell]:
    """In flattened text, the amount in the row below a row of funding labels, in the label's column or its place."""
    labels = [cell for cell in row.filled if cell.text in vocabulary.funding]
    if len(labels) < _FEWEST_HEADS or row.position + 1 >= len(grid.rows):
        return []
    following = grid.rows[row.position + 1]
    if following.table != row.table or any(_is_label(text, vocabulary) for text in following.texts):
        return []
    amounts = [cell for cell in following.filled if parse_money(cell.text, "元") is not None]
    found = next((cell for cell in amounts if cell.column == label.column), None)
    if found is None and len(amounts) == len(labels):
        found = amounts[labels.index(label)]
    return [found] if found is not None else []


def _below(grid: Grid, row: Row, label: Cell, vocabulary: Vocabulary) -> list[Cell]:
    """The text under a label, followed over a page break."""
    found: list[Cell] = []
    cell = grid.below(row, label)
    while cell is not None:
        if cell.text and (_is_label(cell.text, vocabulary) or _heads_table(cell.text, vocabulary)):
            break
        if found and cell.page == found[-1].page:
            break
        if cell.text:
            found.append(cell)
        elif found or cell.page == label.page:
            break
        cell = grid.below(row, cell)
    return found
