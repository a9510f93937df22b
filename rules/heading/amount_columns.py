"""Funding laid out as sources down and columns across: years and their sum, or last year's amounts beside this year's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, cast

from msgspec import Struct

from extractor.model.form import FundingItem, FundingLine, FundingScope
from extractor.model.patterns import compiled
from extractor.model.table import Cell
from extractor.model.text import label_key
from rules.grid import Grid, Row, cell_provenance
from rules.heading.meanings import funding_item, is_amount
from rules.labels import Vocabulary, plain_label
from rules.values import find_money_unit, parse_money
from rules.values.money import MoneyUnit

ColumnOf: TypeAlias = int | Literal["sum", "past", "this"]
"""Which amounts a column holds: a year's, the sum over all years, those of years before, this year's."""

_YEAR = compiled(r"(20\d{2})年?(?:度)?(?:预算|资金|计划|安排|预算数|资金安排|预算安排|金额)?")
_PAST_YEARS = compiled(r"近[一两二三]年|前[一两二三]年|以前年度|历年")
_PAST = compiled(r"(?:上一?年|去年|前年|以前年)度?.{0,8}")
_THIS = compiled(r"(?:本年|当年|今年|本次)度?.{0,8}")
_SUMS = frozenset({"合计", "总计", "小计", "总额", "项目总额"})
_NO_AMOUNT = frozenset({"", "-", "—", "——", "/", "无"})


class AmountTable(Struct, frozen=True):
    """The table's amounts and the rows it takes.

    Attributes:
        amounts: what the column holds, the label, its item and the amount's cell, in reading order.
        unit: the money unit that the table names.
        taken: positions in ``Grid.rows`` that belong to the table.
    """

    amounts: tuple[tuple[ColumnOf, Cell, str, Cell, Row], ...] = ()
    unit: MoneyUnit | None = None
    taken: frozenset[int] = frozenset()


def find_amounts(grid: Grid, rows: Sequence[Row], vocabulary: Vocabulary) -> AmountTable:
    """The table among the rows outside the indicators; empty where there is none."""
    for index, row in enumerate(rows):
        columns = _columns(grid, row)
        if not columns:
            continue
        amounts: list[tuple[ColumnOf, Cell, str, Cell, Row]] = []
        taken = {row.position}
        for place, following in enumerate(rows[index + 1 :], row.position + 1):
            found = _row(grid, row, following, columns, vocabulary) if following.table == row.table else None
            if found is None or following.position != place:
                break
            amounts += found
            taken.add(following.position)
        if amounts:
            # The block's label, which may name the unit, stands beside any of the rows.
            texts = [text for other in rows if other.position in taken for text in other.texts]
            unit = next((unit for text in texts if (unit := find_money_unit(text))), None)
            return AmountTable(tuple(amounts), unit, frozenset(taken))
    return AmountTable()


def _columns(grid: Grid, row: Row) -> list[tuple[Cell, ColumnOf]]:
    """The heads of amounts that a row holds: at least two years, or this year beside those before; else none."""
    years: list[tuple[Cell, ColumnOf]] = [
        (cell, int(match[1])) for cell in row.filled if (match := _YEAR.fullmatch(label_key(cell.text)))
    ]
    if len(years) >= 2 and not _is_history(grid, row, years[0][0]):
        last = years[-1][0].column
        sums = [cell for cell in row.filled if cell.column > last and plain_label(cell.text) in _SUMS][:1]
        return [*years, *((cell, "sum") for cell in sums)]
    heads: list[tuple[Cell, ColumnOf]] = []
    for cell in row.filled:
        label = plain_label(cell.text)
        if _PAST.fullmatch(label):
            heads.append((cell, "past"))
        elif _THIS.fullmatch(label):
            heads.append((cell, "this"))
    return heads if {"past", "this"} <= {of for _, of in heads} else []


def _row(
    grid: Grid, head: Row, row: Row, columns: Sequence[tuple[Cell, ColumnOf]], vocabulary: Vocabulary
) -> list[tuple[ColumnOf, Cell, str, Cell, Row]] | None:
    """The amounts of a row by column; ``None`` for a row that is none of the table's."""
    first = columns[0][0].column
    known = next((cell for cell in row.filled if vocabulary.funding_label(cell.text)), None)
    label = known or next((cell for cell in reversed(row.filled) if cell.column < first), None)
    if label is None:
        return None
    cells = [(of, grid.covering(row, cell.column)) for cell, of in columns]
    values = [cell for cell in row.filled if cell.column > label.column]
    if not grid.has_spans(head) and len(values) == len(columns):
        cells = [(of, cell) for (_, of), cell in zip(columns, values, strict=True)]
    filled = [(of, cell) for of, cell in cells if cell is not None and plain_label(cell.text) not in _NO_AMOUNT]
    amounts_only = all(is_amount(cell.text) for _, cell in filled)
    if known is None and not (amounts_only and any(cell is not None and cell.text for _, cell in cells)):
        return None
    item = "total" if plain_label(label.text) in _SUMS else funding_item(label.text, vocabulary)
    return [(of, label, item, cell, row) for of, cell in filled if item is not None]


def _is_history(grid: Grid, row: Row, head: Cell) -> bool:
    """Whether years are under a head that says they are past: 近两年收支金额."""
    above = grid.rows[row.position - 1] if row.position else None
    cell = grid.covering(above, head.column) if above is not None and above.table == row.table else None
    return cell is not None and _PAST_YEARS.search(cell.text) is not None


def funding_of(table: AmountTable, year: int | None, unit: MoneyUnit | None) -> list[FundingLine]:
    """The sums over all years as the project's lines, then this year's own."""
    lines: list[FundingLine] = []
    wanted: tuple[tuple[FundingScope, tuple[ColumnOf | None, ...]], ...] = (
        ("project", ("sum",)),
        ("annual", ("this", year)),
    )
    for scope, columns in wanted:
        for column, label, item, cell, row in table.amounts:
            if column not in columns:
                continue
            lines.append(
                FundingLine(
                    scope=scope,
                    item=cast(FundingItem, item),
                    label=label.text.rstrip(":："),
                    raw=cell.text,
                    amount=parse_money(cell.text, find_money_unit(label.text) or table.unit or unit),
                    provenance=cell_provenance(row, cell),
                )
            )
    return lines
