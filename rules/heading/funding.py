"""The funding block: amounts in exact yuan, with the scope each belongs to.

The same labels are in two blocks side by side: the whole project's left, this year's right. A label's own words tell
its scope (``年度资金申请总额``), or else the block it is in: the last total label at or left of its column; where a
flattened row has slid, the first of two equal labels is the left one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.form import Funding, FundingItem, FundingLine, FundingScope
from extractor.model.patterns import compiled
from extractor.model.table import Cell, FormRegion
from rules.grid import Grid, Row, cell_provenance
from rules.heading.meanings import funding_item, is_amount, may_be_total, scope_in
from rules.heading.pairs import Pair
from rules.labels import Vocabulary, funding_label_of
from rules.values import find_money_unit, parse_money

_SAID = compiled(
    r"(?:其中[:：]?)?(?P<label>(?:20\d{2}年)?[\u4e00-\u9fff]*)[:：]?\s*(?P<amount>\d[\d,，]*(?:\.\d+)?\s*(?:亿元|万元|元|亿|万)?)"
)
_NOTE = compiled(r"[(（][^()（）]*[)）]")
_BETWEEN = compiled(r"[\s,，;；。、()（）]*")
_IN_ALL = frozenset({"", "共", "共计", "合计", "总计", "总额", "计"})
_THIS_YEAR = compiled(r"(?:20\d{2}年|本年|当年|年度|本年度)度?(?:预算)?(?:安排|申请|申报|需求|投入)(?:资金|预算)?")
"""What is said before this year's total in a sentence: 总投资500万元,2024年安排120万元."""
_USES = compiled(r"支出(?:构成|结构|安排)")
_FEWEST_PARTS = 3
_LONGEST_UNIT_LINE = 40
_LONGEST_HEAD = 16
_MONEY_WORD = compiled(r"资金|金额|预算|投资|拨款|经费|投入")
_UNIT_ALONE = compiled(r"[(（](?:人民币)?(?:元|万元|亿元)[)）]")  # the rest of a label that wraps
_ZERO = compiled(r"\s*0(?:\.0*)?\s*")  # in any unit
_NUMBERED = compiled(r"\s*[(（][一二三四五六七八九十\d]{1,2}[)）]")
_WRAPPED = compiled(r"(?<=\d\.)\s+(?=\d{1,6}(?:\s*[万亿]?元)?$)")  # 226,145,100. | 00
_UNIT_PIECE = compiled(r"[(（]?\s*[万亿]?\s*元?\s*[)）]")
MoneyUnit = Literal["元", "万元", "亿元"]


class _Entry(Struct, frozen=True):
    pair: Pair
    item: str
    scope: str | None


def read_funding(grid: Grid, pairs: Sequence[Pair], vocabulary: Vocabulary, declared: MoneyUnit | None) -> Funding:
    """Funding lines in reading order; a printed label without an amount keeps its line with ``amount`` null.

    Args:
        declared: the unit that the region declares outside these labels (see :func:`declared_unit`).
    """
    entries = []
    for pair in pairs:
        label = funding_label_of(pair.meaning) if pair.kind == "funding" else None
        if label is not None and not _lists_uses(grid, pair, vocabulary) and not _is_of_uses(grid, pair):
            entries.append(_Entry(pair, label.item, label.scope))
    if not any(entry.item == "total" for entry in entries):
        # 项目资金(万元) | 45.00: the block's own label with an amount beside it is the total; else one that names its unit.
        blocks = [p for p in pairs if p.kind == "block" and p.values and _is_money(p.values[0].text, vocabulary)]
        named = [p for p in pairs if p.kind == "unknown" and p.values and may_be_total(p.label.text)]
        lone = [*blocks, *(p for p in named if is_amount(p.values[0].text))]
        entries = [*(_Entry(pair, "total", "annual") for pair in lone[:1]), *entries]
    entries = _with_fiscal(entries)
    unit = _unit_of_labels(pairs) or declared
    if not entries:
        return Funding(unit)
    lines: list[FundingLine] = []
    for entry, scope in zip(entries, _scopes(grid, entries), strict=True):
        cell = _amount_cell(entry.pair.values)
        raw = _unwrapped(cell.text) if cell else None
        own_unit = find_money_unit(entry.pair.label.text)
        place = cell_provenance(entry.pair.row, cell or entry.pair.label)
        amount = parse_money(raw, own_unit or unit or ("元" if raw and _ZERO.fullmatch(raw) else None))
        told = _amounts_in(raw, vocabulary) if raw and amount is None else []
        both = sum(item == "total" for item, _, _ in told) > 1  # the whole project's and this year's
        printed = entry.pair.label.text.rstrip(":：")
        lines += [
            FundingLine(
                cast(FundingScope, (scope_in(label or "") if both else "") or scope),
                cast(FundingItem, item or entry.item),
                label or printed,
                said,
                parse_money(said, own_unit or unit),
                place,
            )
            for item, label, said in told
        ] or [FundingLine(scope, cast(FundingItem, entry.item), printed, raw, amount, place)]
    return Funding(unit, tuple(lines))


def _amount_cell(cells: Sequence[Cell]) -> Cell | None:
    """The cell that holds a label's amount: of several in a row the one that is the others' sum, else the first."""
    amounts = [cell for cell in cells if is_amount(cell.text)]
    if len(amounts) < _FEWEST_PARTS:
        return next(iter(amounts or cells), None)
    figures = [Decimal(parse_money(cell.text, "元") or 0) for cell in amounts]
    return next((cell for cell, figure in zip(amounts, figures, strict=True) if 2 * figure == sum(figures)), amounts[0])


def _with_fiscal(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries, the only government's money beside a total and others', under an unlisted label, as the fiscal one."""
    government = [e for e in entries if e.item not in ("total", "other", "own", "unit_funds", "carryover")]
    alone = len({entry.pair.label.text for entry in government}) == 1 and len(entries) > len(government)
    doubtful = alone and all(entry.item == "local" and entry.pair.certainty < 1 for entry in government)
    return [replace(e, item="fiscal") if doubtful and e.item == "local" else e for e in entries]


def _is_money(text: str, vocabulary: Vocabulary) -> bool:
    return is_amount(text) or bool(_amounts_in(text, vocabulary))


def _amounts_in(text: str, vocabulary: Vocabulary) -> list[tuple[str | None, str | None, str]]:
    """What a text says of amounts, 共5,860万元,其中:财政资金4,360万元,其他资金1,500万元: item, label and amount of each.

    The first without a label of its own is of the cell's own label. A note in brackets that names no source of money is
    left out, and so are parts whose label is none; empty where the first has such a label, or where more is said.
    """
    text = _NOTE.sub(lambda note: note[0] if _names_source(note[0], vocabulary) else "", text)
    found: list[tuple[str | None, str | None, str]] = []
    if _BETWEEN.fullmatch(_SAID.sub("", text)) is None:
        return []
    for match in _SAID.finditer(text):
        name = match["label"] or ""
        item = "total" if _THIS_YEAR.fullmatch(name) else funding_item(name, vocabulary) if name else None
        if item is None and not found and name not in _IN_ALL:
            return []
        if item is not None or not found:
            found.append((item, name if item else None, match["amount"]))
    return found


def _names_source(text: str, vocabulary: Vocabulary) -> bool:
    names = [match["label"] for match in _SAID.finditer(text)]
    return any(name and funding_item(name, vocabulary) is not None for name in names)


def _is_of_uses(grid: Grid, pair: Pair) -> bool:
    """Whether a side label says that a row is of what money is spent on: 支出构成."""
    if pair.row.position < 0:
        return False  # a line above the table
    return any(_USES.fullmatch(cell.text) for cell in grid.across(pair.row, 0, pair.label.column))


def _lists_uses(grid: Grid, pair: Pair, vocabulary: Vocabulary) -> bool:
    """Whether a numbered label goes on a list of something else than sources: (1)基本支出 (2)项目支出 (3)其他."""
    if pair.row.position < 1 or _NUMBERED.match(pair.label.text) is None:
        return False
    above = grid.rows[pair.row.position - 1]
    cell = grid.covering(above, pair.label.column) if above.table == pair.row.table else None
    if cell is None or _NUMBERED.match(cell.text) is None:
        return False
    return vocabulary.funding_label(cell.text) is None


def declared_unit(region: FormRegion, rows: Sequence[Row]) -> MoneyUnit | None:
    """The money unit that a line or cell declares (单位:万元), else a head or label of amounts (年初安排金额(万元)).

    Args:
        rows: those outside the indicators, whose names and units are no money's.
    """
    cells = [cell.text for table in region.tables for cell in table.cells]
    for text in (region.title or "", *(line.text for line in region.lines), *cells):
        if "单位" in text and len(text) <= _LONGEST_UNIT_LINE and (unit := find_money_unit(text)):
            return unit
    heads = [text for row in rows for text in row.texts if len(text) <= _LONGEST_HEAD and _MONEY_WORD.search(text)]
    wrapped = [text for text in _wrapped_labels(region) if len(text) <= _LONGEST_HEAD]
    alone = (text for row in rows for text in row.texts if _UNIT_ALONE.fullmatch(text))
    return next((unit for text in (*heads, *wrapped, *alone) if (unit := find_money_unit(text))), None)


def _wrapped_labels(region: FormRegion) -> Iterator[str]:
    """Labels whose unit, or the end of it, is in the cell below or in the next line: 项目资金 | (万元)."""
    for table in region.tables:
        at = {(cell.row, cell.column): cell.text for cell in table.cells}
        for cell in table.cells:
            below = at.get((cell.row + cell.rowspan, cell.column), "")
            if "资金" in cell.text and _UNIT_PIECE.fullmatch(below):
                yield cell.text + below
    for one, two in pairwise(region.lines):
        if _UNIT_PIECE.fullmatch(two.text.strip()):
            yield one.text + two.text.strip()


def _unwrapped(raw: str) -> str:
    """An amount without the space at which its line was wrapped."""
    return _WRAPPED.sub("", raw)


def _unit_of_labels(pairs: Sequence[Pair]) -> MoneyUnit | None:
    return next(
        (unit for pair in pairs if pair.kind in ("block", "funding") and (unit := find_money_unit(pair.label.text))),
        None,
    )


def _scopes(grid: Grid, entries: Sequence[_Entry]) -> list[FundingScope]:
    entries = [replace(e, scope="project") if _is_left_of_annual(e, entries) else e for e in entries]
    anchors = [entry for entry in entries if entry.item == "total" and entry.scope]
    twins = [pair for pair in combinations(entries, 2) if _are_twins(*pair)]
    scopes: list[FundingScope] = []
    seen: set[str] = set()
    for entry in entries:
        scope = entry.scope or next((side for pair in twins if (side := _side(entry, pair))), None)
        if scope is None and {anchor.scope for anchor in anchors} == {"project", "annual"}:
            if _single_column(entries):
                repeated = sum(other.item == entry.item and other.scope is None for other in entries) > 1
                scope = "project" if repeated and entry.item not in seen else "annual"
                seen.add(entry.item)
            else:
                scope = _block_at(entry, anchors)
        elif scope is None and twins:
            scope = "annual" if entry.pair.label.column >= twins[0][1].pair.label.column else "project"
        elif scope is None:
            scope = anchors[0].scope if anchors else "annual"
        scopes.append(cast(FundingScope, scope))
    return scopes


def _is_left_of_annual(entry: _Entry, entries: Sequence[_Entry]) -> bool:
    """Whether a total without a scope is left of this year's in one row: 资金总额 | 1,080 | 当年资金总额 | 360."""
    if entry.item != "total" or entry.scope is not None:
        return False
    row, column = entry.pair.row, entry.pair.label.column
    others = [other for other in entries if other.item == "total" and other.pair.row is row and other is not entry]
    return row.position >= 0 and any(o.scope == "annual" and o.pair.label.column > column for o in others)


def _are_twins(left: _Entry, right: _Entry) -> bool:
    """The same label twice in one row: two blocks are side by side."""
    return left.item == right.item and left.scope is None and right.scope is None and left.pair.row is right.pair.row


def _side(entry: _Entry, pair: tuple[_Entry, _Entry]) -> str | None:
    return "project" if entry is pair[0] else "annual" if entry is pair[1] else None


def _single_column(entries: Sequence[_Entry]) -> bool:
    return len({entry.pair.label.column for entry in entries}) == 1


def _block_at(entry: _Entry, anchors: Sequence[_Entry]) -> FundingScope:
    """The scope of the total label that is at or nearest left of a label's column."""
    column = entry.pair.label.column
    left = [anchor for anchor in anchors if anchor.pair.label.column <= column]
    chosen = max(left or anchors, key=lambda anchor: anchor.pair.label.column if left else -anchor.pair.label.column)
    return cast(FundingScope, chosen.scope)


def amount_of(funding: Funding, scope: str, item: str) -> FundingLine | None:
    """The first line of a scope and item that carries an amount."""
    return next((line for line in funding.lines if line.scope == scope and line.item == item and line.amount), None)
