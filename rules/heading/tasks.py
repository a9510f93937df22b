"""The table of main tasks in a whole-department form: task, content, amounts; and its totals as funding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import Struct, field

from extractor.model.form import FundingItem, FundingLine
from extractor.model.table import Cell
from rules.grid import Grid, Row, cell_provenance
from rules.labels import Vocabulary, plain_label
from rules.values import find_money_unit, parse_money
from rules.values.money import MoneyUnit

_TOTALS = frozenset({"金额合计", "合计", "总计", "资金合计"})


class Tasks(Struct, frozen=True):
    """What the table says.

    Attributes:
        extra: task name to its content and amounts as printed.
        funding: the totals row as funding lines.
        unit: the money unit that the table's header declares.
        taken: positions in ``Grid.rows`` that belong to the table.
    """

    extra: dict[str, str] = field(default_factory=dict)
    funding: tuple[FundingLine, ...] = ()
    unit: MoneyUnit | None = None
    taken: frozenset[int] = frozenset()


def heads_tasks(row: Row, vocabulary: Vocabulary) -> bool:
    """Whether a row is the head of a table of tasks."""
    return sum(text in vocabulary.tasks for text in row.texts) >= 2


def read_tasks(grid: Grid, rows: Sequence[Row], vocabulary: Vocabulary, unit: MoneyUnit | None) -> Tasks:
    """The task table among the rows outside the indicators; empty where there is none."""
    start = next((i for i, row in enumerate(rows) if heads_tasks(row, vocabulary)), None)
    if start is None:
        return Tasks()
    header = rows[start]
    own = next((u for cell in header.filled if (u := find_money_unit(cell.text))), None) or unit
    taken = {header.position}
    amounts: list[Cell] = []  # the header cells over the amounts: 总额, 财政拨款, 其他资金
    extra: dict[str, str] = {}
    funding: list[FundingLine] = []
    for row in rows[start + 1 :]:
        texts = row.texts
        if not amounts and texts and all(vocabulary.funding_label(text) or text in vocabulary.tasks for text in texts):
            amounts = [cell for cell in row.filled if vocabulary.funding_label(cell.text)]
        elif row.position != max(taken) + 1 or (texts and _ends(texts, vocabulary)):
            break
        elif texts:
            names = [cell for cell in row.filled if cell.text not in vocabulary.tasks]
            if names and plain_label(names[0].text) in _TOTALS:
                funding = _totals(names[1:], amounts, row, vocabulary, own, drawn=grid.has_spans(row))
            elif names:
                extra[names[0].text] = ";".join(cell.text for cell in names[1:])
        taken.add(row.position)
    return Tasks(extra, tuple(funding), own, frozenset(taken))


def _ends(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    first = texts[0]
    if plain_label(first) in _TOTALS:
        return False
    if sum(vocabulary.funding_label(text) is not None for text in texts) >= 2:
        return True  # the form's own budget: its head with the amounts below, or its labels beside them
    if any(text in vocabulary.goals for text in texts):
        return True
    return any(
        first in kind for kind in (vocabulary.goals, vocabulary.fields, vocabulary.goal_block, vocabulary.funding_block)
    )


def _totals(
    cells: Sequence[Cell],
    amounts: Sequence[Cell],
    row: Row,
    vocabulary: Vocabulary,
    unit: MoneyUnit | None,
    *,
    drawn: bool,
) -> list[FundingLine]:
    lines = []
    in_order = not drawn and len(cells) == len(amounts)  # without spans a total's label may have moved its amounts
    for number, head in enumerate(amounts):
        label = vocabulary.funding_label(head.text)
        cell = next(
            (c for c in cells if c.column < head.column + head.colspan and head.column < c.column + c.colspan), None
        )
        cell = cells[number] if in_order else cell
        if label is not None and cell is not None:
            lines.append(
                FundingLine(
                    "annual",
                    cast(FundingItem, label.item),
                    head.text,
                    cell.text,
                    parse_money(cell.text, unit),
                    cell_provenance(row, cell),
                )
            )
    return lines
