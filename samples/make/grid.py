"""A form as a grid of cells with spans: the one picture that every writer draws.

Three grids are in use. They differ in the columns that each block of the form merges, as real files do: ``six`` and
``seven`` come from two versions of the same template; ``wide`` has seven columns too, its first row is cut differently.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Literal, TypeAlias

from msgspec import Struct

from samples.make.spec import FormSpec, GridName, Indicator

Role: TypeAlias = Literal["label", "side", "text", "goal", "amount", "value"]
Span: TypeAlias = tuple[int, int]  # first column, columns covered


class GridCell(Struct, frozen=True):
    """One drawn cell; ``role`` only decides its alignment and weight.

    ``key`` names what a label and its value speak of (``project.name``), where someone needs to know.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    role: Role
    key: str | None = None


class Grid(Struct, frozen=True):
    """The drawn table of one form. The cells tile ``rows`` × ``columns`` without gap or overlap.

    Attributes:
        widths: column widths in millimetres.
        first_indicator_row: grid row of the first indicator.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    widths: tuple[float, ...]
    first_indicator_row: int


class Columns(Struct, frozen=True):
    """Which columns each block of the form merges. Column 0 always holds the side labels."""

    widths: tuple[float, ...]
    six_fields: tuple[Span, ...]  # 项目名称 … 项目类别
    four_fields: tuple[Span, ...]  # 主管部门 … , 计划开始日期 …
    funding: tuple[Span, ...]
    goals: tuple[Span, ...]
    indicators: tuple[Span, ...]


COLUMNS: dict[GridName, Columns] = {
    "six": Columns(
        (17, 27, 31, 46, 30, 29),
        ((0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1)),
        ((0, 1), (1, 1), (2, 1), (3, 3)),
        ((1, 1), (2, 1), (3, 1), (4, 2)),
        ((1, 2), (3, 3)),
        ((1, 1), (2, 1), (3, 1), (4, 2)),
    ),
    "seven": Columns(
        (17, 30, 26, 25, 25, 25, 32),
        ((0, 1), (1, 2), (3, 1), (4, 1), (5, 1), (6, 1)),
        ((0, 1), (1, 2), (3, 1), (4, 3)),
        ((1, 1), (2, 1), (3, 2), (5, 2)),
        ((1, 3), (4, 3)),
        ((1, 1), (2, 1), (3, 2), (5, 2)),
    ),
    "wide": Columns(
        (17, 32, 27, 44, 26, 17, 17),
        ((0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 2)),
        ((0, 1), (1, 2), (3, 1), (4, 3)),
        ((1, 1), (2, 1), (3, 1), (4, 3)),
        ((1, 2), (3, 4)),
        ((1, 1), (2, 1), (3, 1), (4, 3)),
    ),
}


def build_grid(form: FormSpec) -> Grid:
    """Lay one form out on its grid."""
    columns = COLUMNS[form.style.grid]
    cells = _header(form, columns)
    cells += _funding(form, columns, row=3)
    cells += _goals(form, columns, row=7)
    cells += _indicators(form, columns, row=9)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), 10 + len(form.indicators), len(columns.widths), columns.widths, 10)


def year_line(form: FormSpec) -> str:
    """The line below the title."""
    text = f"({form.fiscal_year}年度)"
    return form.style.labels.get(text, text)


def print_amount(amount: str | None, money_unit: str) -> str:
    """An amount in yuan as the form prints it: grouped, in the form's unit, exact, at least two decimals."""
    if amount is None:
        return ""
    number = Decimal(amount) / (10000 if money_unit == "万元" else 1)
    decimals = max(2, -int(number.normalize().as_tuple().exponent))
    return f"{number:,.{decimals}f}"


def print_date(iso: str, style: str) -> str:
    """An ISO date in the form's spelling."""
    year, month, day = (int(part) for part in iso.split("-"))
    return {"iso": iso, "slash": f"{year}/{month}/{day}", "chinese": f"{year}年{month}月{day}日"}[style]


def _header(form: FormSpec, columns: Columns) -> list[GridCell]:
    project, style = form.project, form.style
    rows: list[tuple[tuple[Span, ...], tuple[str, ...]]] = [
        (columns.six_fields, ("项目名称", project.name, "项目性质", project.nature, "项目类别", project.category)),
        (columns.four_fields, ("主管部门", project.department, "实施单位", project.unit)),
        (
            columns.four_fields,
            (
                "计划开始日期", print_date(project.start_date, style.date_format),
                "计划完成日期", print_date(project.end_date, style.date_format),
            ),
        ),
    ]  # fmt: skip
    return [
        GridCell(row, column, 1, width, _label(form, text) if i % 2 == 0 else text, "text" if i % 2 else "label")
        for row, (spans, texts) in enumerate(rows)
        for i, ((column, width), text) in enumerate(zip(spans, texts, strict=True))
    ]


def _funding(form: FormSpec, columns: Columns, row: int) -> list[GridCell]:
    money, label = form.funding, f"项目资金({form.money_unit})"
    left = [
        ("项目资金总额:", money.project_total),
        ("其中: 财政资金", money.project_fiscal),
        ("", None),
        ("其他资金", money.project_other),
    ]
    right = [
        ("年度资金申请总额:", money.annual_total),
        ("其中: 当年财政拨款", money.annual_appropriation),
        ("上年结转资金", money.annual_carryover),
        ("其他资金", money.annual_other),
    ]
    cells = [GridCell(row, 0, 4, 1, _label(form, label), "side")]
    for lines, spans, merges in (
        (left, columns.funding[:2], form.style.merge_fiscal),
        (right, columns.funding[2:], False),
    ):
        (at, width), (amount_at, amount_width) = spans
        for i, (text, amount) in enumerate(lines):
            if merges and i == 2:
                continue
            height = 2 if merges and i == 1 else 1
            cells.append(GridCell(row + i, at, height, width, _label(form, text), "text"))
            cells.append(
                GridCell(row + i, amount_at, height, amount_width, print_amount(amount, form.money_unit), "amount")
            )
    return cells


def _goals(form: FormSpec, columns: Columns, row: int) -> list[GridCell]:
    cells = [GridCell(row, 0, 2, 1, _label(form, "项目绩效目标"), "side")]
    goals = (("项目总目标", form.overall_goal), ("年度总体目标", form.annual_goal))
    for (column, width), (label, text) in zip(columns.goals, goals, strict=True):
        cells.append(GridCell(row, column, 1, width, _label(form, label), "label"))
        cells.append(GridCell(row + 1, column, 1, width, text or "", "goal"))
    return cells


def _indicators(form: FormSpec, columns: Columns, row: int) -> list[GridCell]:
    side, spans = _label(form, "绩效指标"), columns.indicators
    heads = ("一级指标", "二级指标", "三级指标", "年度(/项目)指标值")
    cells = [
        GridCell(row, at, 1, width, _label(form, head), "label") for (at, width), head in zip(spans, heads, strict=True)
    ]
    if form.style.label_over_header:
        cells.append(GridCell(row, 0, 1 + len(form.indicators), 1, side, "side"))
    else:
        cells += [GridCell(row, 0, 1, 1, "", "side"), GridCell(row + 1, 0, len(form.indicators), 1, side, "side")]
    first = row + 1
    for (column, width), depth in zip(spans[:2], (1, 2), strict=True):
        for start, length, text in _runs(form.indicators, depth):
            cells.append(GridCell(first + start, column, length, width, _label(form, text), "label"))
    for i, indicator in enumerate(form.indicators):
        cells.append(GridCell(first + i, spans[2][0], 1, spans[2][1], indicator.name, "text"))
        cells.append(GridCell(first + i, spans[3][0], 1, spans[3][1], indicator.value or "", "value"))
    return cells


def _runs(indicators: tuple[Indicator, ...], depth: int) -> list[tuple[int, int, str]]:
    """``(first row, rows, label)`` of every run of indicators that share their levels down to ``depth``."""
    runs, start = [], 0
    for key, group in groupby(indicators, key=lambda item: (item.level1, item.level2)[:depth]):
        length = len(list(group))
        runs.append((start, length, key[-1]))
        start += length
    return runs


def _label(form: FormSpec, text: str) -> str:
    return form.style.labels.get(text, text)
