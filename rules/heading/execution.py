"""The budget execution table of a self-evaluation: funding items down, budget and execution across."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import cast

from msgspec import Struct

from extractor.model.form import CellProvenance, ExecutionLine, FundingItem, FundingLine, Score
from extractor.model.table import Cell
from rules.grid import Grid, Row, cell_provenance
from rules.heading.meanings import funding_item, is_amount
from rules.heading.tasks import heads_tasks
from rules.indicators.column_roles import OTHER
from rules.indicators.header import Column
from rules.labels import Vocabulary, plain_label
from rules.values import ValueGrammar, find_money_unit, parse_money
from rules.values.money import MoneyUnit

_FEWEST_SOURCES = 2
_MONEY_ROLES = ("budget_initial", "budget_current", "executed")
_NUMBER_ROLES = ("weight", "score")
_TOTAL_LABELS = frozenset({"总分", "总得分", "合计", "总计", "自评总分", "自评得分", "总分合计", "得分合计"})
_GRADE_LABELS = frozenset({"评价等级", "自评等级", "等级", "评价结论", "自评结论", "评价结果", "绩效等级"})
_GRADES = ("优", "良", "中", "差", "合格", "不合格")


class Execution(Struct, frozen=True):
    """What the table says, and which rows it takes.

    Attributes:
        lines: one entry a funding item.
        funding: the same budgets as funding lines (this year's budget: the current one, else the initial).
        taken: positions in ``Grid.rows`` that belong to the table.
        rows: the row of each of the lines.
    """

    lines: tuple[ExecutionLine, ...]
    funding: tuple[FundingLine, ...]
    taken: frozenset[int]
    rows: tuple[Row, ...] = ()


def read_execution(grid: Grid, rows: Sequence[Row], vocabulary: Vocabulary, unit: MoneyUnit | None) -> Execution:
    """The execution table among the rows outside the indicators; empty where there is none."""
    for index, row in enumerate(rows):
        for read in (_side_by_side, _sources_across):
            if (found := read(rows[index:], vocabulary, unit)) is not None:
                return found
        columns = None if heads_tasks(row, vocabulary) else _columns(row, vocabulary)
        if columns is None:
            continue
        own = next((u for cell in row.filled if (u := find_money_unit(cell.text))), None) or unit
        taken = {row.position}
        lines: list[ExecutionLine] = []
        funding: list[FundingLine] = []
        own_rows: list[Row] = []
        lone: list[Row] = []
        for place, following in enumerate(rows[index + 1 :], index + 1):
            label = next((cell for cell in following.filled if vocabulary.funding_label(cell.text)), None)
            if label is None:
                noted = len(following.texts) == 1 and _goes_on(rows, place + 1, vocabulary)
                if following.texts and not noted and not _is_amounts_only(following, vocabulary.values):
                    break
                taken.add(following.position)  # amounts without a label belong to no item
                lone += [following] if following.position == row.position + 1 else []
                continue
            cells = _by_column(grid, following, label, columns)
            taken.add(following.position)
            item = cast(FundingItem, _item(label, vocabulary))
            lines.append(_line(item, cells, own, vocabulary.values))
            own_rows.append(following)
            funding.append(_budget(item, label, cells, following, own))
        if not lines and len(lone) == 1 and row.filled[0].column < columns[0].first:
            # The block's label alone before one row of amounts: these are the total's.
            cells = _by_column(grid, lone[0], row.filled[0], columns)
            lines.append(_line("total", cells, own, vocabulary.values))
            own_rows.append(lone[0])
            funding.append(_budget("total", row.filled[0], cells, lone[0], own))
        return Execution(tuple(lines), tuple(funding), frozenset(taken), tuple(own_rows))
    return Execution((), (), frozenset())


def _side_by_side(rows: Sequence[Row], vocabulary: Vocabulary, unit: MoneyUnit | None) -> Execution | None:
    """The table where each amount has a label of its own: 预算数 | 6.84 | 执行数 | 6.84 over 财政资金 | 6.84 | 财政资金 | 6.84."""
    roles = {
        label.column: role
        for label, _ in _labelled_amounts(rows[0])
        if (role := vocabulary.execution.get(label.text)) in _MONEY_ROLES
    }
    if "executed" not in roles.values() or len(set(roles.values())) < 2:
        return None
    own = next((u for cell in rows[0].filled if (u := find_money_unit(cell.text))), None) or unit
    lines: list[ExecutionLine] = []
    funding: list[FundingLine] = []
    own_rows: list[Row] = []
    for place, row in enumerate(rows, rows[0].position):
        pairs = [(label, amount) for label, amount in _labelled_amounts(row) if label.column in roles]
        if row.position != place or len(pairs) != len(roles):
            break
        label = next(label for label, _ in pairs)
        cells = {roles[label.column]: amount for label, amount in pairs}
        item = "total" if row is rows[0] else funding_item(label.text, vocabulary) or "other"
        lines.append(_line(cast(FundingItem, item), cells, own, vocabulary.values))
        funding.append(_budget(cast(FundingItem, item), label, cells, row, own))
        own_rows.append(row)
    return Execution(tuple(lines), tuple(funding), frozenset(row.position for row in own_rows), tuple(own_rows))


def _sources_across(rows: Sequence[Row], vocabulary: Vocabulary, unit: MoneyUnit | None) -> Execution | None:
    """The table with a column for each source: 总额 | 财政拨款 over 预算数 | 120 | 100 and 执行数 | 118 | 98."""
    sources = [cell for cell in rows[0].filled if vocabulary.funding_label(cell.text)]
    if len(sources) < _FEWEST_SOURCES or any(is_amount(cell.text) for cell in rows[0].filled):
        return None
    own = next((u for cell in rows[0].filled if (u := find_money_unit(cell.text))), None) or unit
    by_role: dict[str, tuple[Row, Sequence[Cell]]] = {}
    for place, row in enumerate(rows[1:], rows[0].position + 1):
        label = next((cell for cell in row.filled if cell.text in vocabulary.execution), None)
        role = vocabulary.execution.get(label.text) if label is not None else None
        if row.position != place or label is None or role is None:
            break
        own = find_money_unit(label.text) or own
        by_role[role] = row, [cell for cell in row.filled if cell.column > label.column]
    if "executed" not in by_role or len(by_role) < _FEWEST_SOURCES:
        return None
    lines, funding = [], []
    budget = next(row for role, (row, _) in by_role.items() if role in _MONEY_ROLES)
    for number, source in enumerate(sources):
        cells = {
            role: cell for role, (_, amounts) in by_role.items() if (cell := _under(source, number, amounts, sources))
        }
        item = cast(FundingItem, _item(source, vocabulary))
        lines.append(_line(item, cells, own, vocabulary.values))
        funding.append(_budget(item, source, cells, budget, own))
    taken = frozenset({rows[0].position, *(row.position for row, _ in by_role.values())})
    return Execution(tuple(lines), tuple(funding), taken, (budget,) * len(lines))


def _under(source: Cell, number: int, amounts: Sequence[Cell], sources: Sequence[Cell]) -> Cell | None:
    """The amount in a source's column, or in its place in text whose columns do not agree."""
    found = next((cell for cell in amounts if cell.column == source.column), None)
    return amounts[number] if found is None and len(amounts) == len(sources) else found


def _labelled_amounts(row: Row) -> list[tuple[Cell, Cell]]:
    """The amounts of a row with the label right before each."""
    return [
        (label, amount)
        for label, amount in pairwise(row.filled)
        if is_amount(amount.text) and not is_amount(label.text)
    ]


def _goes_on(rows: Sequence[Row], place: int, vocabulary: Vocabulary) -> bool:
    """Whether a row of the table is at a place, so that the text before it is a note of the row above."""
    if place >= len(rows) or not vocabulary.funding_label(rows[place].texts[0] if rows[place].texts else ""):
        return False
    return sum(map(is_amount, rows[place].texts)) > 1


def _is_amounts_only(row: Row, values: ValueGrammar) -> bool:
    """Whether a row holds at least two numbers and nothing else but the block's side label."""
    texts = row.texts
    numbers = [text for text in texts if values.alone(text).number is not None]
    return len(numbers) >= 2 and len(texts) - len(numbers) <= 1


def _columns(row: Row, vocabulary: Vocabulary) -> list[Column] | None:
    known = set(map(vocabulary.execution.get, row.texts))
    if known.isdisjoint(_MONEY_ROLES) or known.isdisjoint(("executed", "rate")):
        return None
    columns = [
        Column(vocabulary.execution.get(cell.text) or OTHER, cell.column, cell.column + cell.colspan, cell.text)
        for cell in row.filled
    ]
    # A column that no rule knows keeps its place; what stands left of the first known one heads the labels.
    first = next((index for index, column in enumerate(columns) if column.role != OTHER), len(columns))
    columns = columns[first:]
    roles = {column.role for column in columns}
    return columns if len(roles - {OTHER}) >= 2 else None


def _by_column(grid: Grid, row: Row, label: Cell, columns: Sequence[Column]) -> dict[str, Cell]:
    """Role to filled cell: by the drawn columns, or by the nearest text column in reading order."""
    cells = _all_by_column(grid, row, label, columns)
    cells.pop(OTHER, None)
    return cells


def _all_by_column(grid: Grid, row: Row, label: Cell, columns: Sequence[Column]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    if grid.has_spans(row):
        for column in columns:
            for cell in grid.across(row, column.first, column.stop):
                if cell.text and cell is not label and cell.column >= label.column + label.colspan:
                    cells.setdefault(column.role, cell)
        return cells
    left = list(columns)
    values = [cell for cell in row.filled if cell.column > label.column]
    by_place = {column.first: column.role for column in columns}
    if 2 * sum(cell.column in by_place for cell in values) >= len(values):
        return {by_place[cell.column]: cell for cell in values if cell.column in by_place}
    if len(values) == len(columns):
        return {column.role: cell for column, cell in zip(columns, values, strict=True)}
    for cell in values:
        if left:
            nearest = min(left, key=lambda column: abs(column.first - cell.column))
            cells[nearest.role] = cell
            left = [column for column in left if column.first > nearest.first]
    return cells


def _item(label: Cell, vocabulary: Vocabulary) -> str:
    found = vocabulary.funding_label(label.text)
    return found.item if found else "other"


def _line(item: FundingItem, cells: dict[str, Cell], unit: MoneyUnit | None, values: ValueGrammar) -> ExecutionLine:
    money = {role: parse_money(cells[role].text, unit) for role in _MONEY_ROLES if role in cells}
    numbers = {role: values.alone(cells[role].text).number for role in _NUMBER_ROLES if role in cells}
    return ExecutionLine(
        item=item,
        budget_initial=money.get("budget_initial"),
        budget_current=money.get("budget_current"),
        executed=money.get("executed"),
        rate=_rate(cells["rate"].text, values) if "rate" in cells else None,
        weight=numbers.get("weight"),
        score=numbers.get("score"),
        raw={role: cell.text for role, cell in cells.items()},
    )


def _rate(text: str, values: ValueGrammar) -> str | None:
    """The execution rate in per cent as printed; a bare fraction such as 0.95 is 95 %."""
    value = values.alone(text)
    if value.number is None:
        return None
    if value.unit is None and Decimal(value.number) <= 1 and "." in value.number:
        return str((Decimal(value.number) * 100).normalize().__format__("f"))
    return value.number


def _budget(item: FundingItem, label: Cell, cells: dict[str, Cell], row: Row, unit: MoneyUnit | None) -> FundingLine:
    cell = cells.get("budget_current") or cells.get("budget_initial")
    raw = cell.text if cell else None
    provenance: CellProvenance = cell_provenance(row, cell or label)
    return FundingLine("annual", item, label.text.rstrip(":："), raw, parse_money(raw, unit), provenance)


def read_score(rows: Sequence[Row], values: ValueGrammar) -> Score | None:
    """Total score and grade, from rows such as 总分 | 100 | 95.60 and 评价等级 | 优; ``None`` where neither is."""
    total = grade = None
    for row in rows:
        texts = row.texts
        for position, text in enumerate(texts):
            label = plain_label(text)
            if label in _TOTAL_LABELS and total is None:
                numbers = [n for other in texts[position + 1 :] if (n := values.alone(other).number) is not None]
                # 总分 | 100 | 95.60: the full score first, the score given last.
                total = numbers[-1] if numbers and (len(numbers) > 1 or label != "合计") else total
            elif label in _GRADE_LABELS and grade is None:
                grade = next((t for t in texts[position + 1 :] if plain_label(t) in _GRADES), None)
    return Score(total, grade) if total or grade else None
