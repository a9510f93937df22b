"""Funding laid out as sources down and years across: 资金来源 | 2024年 | 2025年 | 2026年 | 合计."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import Struct

from extractor.model.form import FundingItem, FundingLine, FundingScope
from extractor.model.patterns import compiled
from extractor.model.table import Cell
from extractor.model.text import label_key
from rules.grid import Grid, Row, cell_provenance
from rules.labels import Vocabulary, plain_label
from rules.values import find_money_unit, parse_money
from rules.values.money import MoneyUnit

_YEAR = compiled(r"(20\d{2})年?(?:度)?(?:预算|资金|计划|安排|预算数|资金安排|预算安排|金额)?")
_PAST = compiled(r"近[一两二三]年|前[一两二三]年|以前年度|历年")
_SUMS = frozenset({"合计", "总计", "小计", "总额", "项目总额"})


class YearTable(Struct, frozen=True):
    """The table's amounts and the rows it takes.

    Attributes:
        amounts: year (``None`` for the sum over all years), the label and the amount's cell, in reading order.
        unit: the money unit that the table names.
        taken: positions in ``Grid.rows`` that belong to the table.
    """

    amounts: tuple[tuple[int | None, Cell, Cell, Row], ...] = ()
    unit: MoneyUnit | None = None
    taken: frozenset[int] = frozenset()


def find_years(grid: Grid, rows: Sequence[Row], vocabulary: Vocabulary) -> YearTable:
    """The table among the rows outside the indicators; empty where there is none."""
    for index, row in enumerate(rows):
        heads = [(cell, int(match[1])) for cell in row.filled if (match := _YEAR.fullmatch(label_key(cell.text)))]
        if len(heads) < 2 or _is_history(grid, row, heads[0][0]):
            continue
        last = heads[-1][0].column
        columns: list[tuple[Cell, int | None]] = [*heads]
        columns += [(c, None) for c in row.filled if c.column > last and plain_label(c.text) in _SUMS][:1]
        amounts: list[tuple[int | None, Cell, Cell, Row]] = []
        taken = {row.position}
        for place, following in enumerate(rows[index + 1 :], row.position + 1):
            label = next((cell for cell in following.filled if vocabulary.funding_label(cell.text)), None)
            if label is None or following.position != place or following.table != row.table:
                break
            cells = [(year, grid.covering(following, head.column)) for head, year in columns]
            values = [cell for cell in following.filled if cell.column > label.column]
            if not grid.has_spans(row) and len(values) == len(columns):
                cells = [(year, cell) for (_, year), cell in zip(columns, values, strict=True)]
            amounts += [(year, label, cell, following) for year, cell in cells if cell is not None and cell.text]
            taken.add(following.position)
        if len(taken) > 1:
            # The block's label, which may name the unit, stands beside any of the rows.
            texts = [text for other in rows if other.position in taken for text in other.texts]
            unit = next((unit for text in texts if (unit := find_money_unit(text))), None)
            return YearTable(tuple(amounts), unit, frozenset(taken))
    return YearTable()


def _is_history(grid: Grid, row: Row, head: Cell) -> bool:
    """Whether years stand under a head that says they are past: 近两年收支金额."""
    above = grid.rows[row.position - 1] if row.position else None
    cell = grid.covering(above, head.column) if above is not None and above.table == row.table else None
    return cell is not None and _PAST.search(cell.text) is not None


def funding_of(table: YearTable, year: int | None, vocabulary: Vocabulary, unit: MoneyUnit | None) -> list[FundingLine]:
    """The sums over all years as the project's lines, then the fiscal year's own as this year's."""
    lines: list[FundingLine] = []
    for scope, wanted in (("project", None), ("annual", year)):
        if scope == "annual" and year is None:
            continue
        for column, label, cell, row in table.amounts:
            known = vocabulary.funding_label(label.text)
            if column != wanted or known is None:
                continue
            lines.append(
                FundingLine(
                    scope=cast(FundingScope, scope),
                    item=cast(FundingItem, known.item),
                    label=label.text.rstrip(":："),
                    raw=cell.text,
                    amount=parse_money(cell.text, table.unit or unit),
                    provenance=cell_provenance(row, cell),
                )
            )
    return lines
