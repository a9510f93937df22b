"""Budget statements and lists of projects that are beside the forms of a document: which project is given which amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.form import CellProvenance
from extractor.model.patterns import compiled
from extractor.model.table import Block, Cell, Table, TextLine
from extractor.model.text import label_key
from rules.checks.names import project_key
from rules.checks.numbers import decimal
from rules.values import find_money_unit, parse_money

FACTORS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_NAME_HEADS = frozenset(
    [
        "项目名称",
        "项目支出名称",
        "支出项目名称",
        "预算项目名称",
        "支出项目",
        "预算项目",
        "项目",
        "项目支出",
        "一级项目名称",
        "二级项目名称",
    ]
)
_AMOUNT_HEAD = compiled(
    r"合计|总计|小计|总额|金额|预算|安排|拨款|资金|经费|申请数|批复数|下达数|一般公共|政府性基金|国有资本|专户"
)
_OTHER_HEAD = compiled(
    r"上年(?!结转|结余)|去年|决算|执行|增减|增长|比例|占比|%|率|编码|代码|来源|目标|内容|依据|说明|备注|类别|性质|累计|投资|年均"
)
_OTHER_CAPTION = compiled(r"决算|执行情况|自评|绩效评价|上年")
# Tables that give a part of a project's money, and those that give a part of the money of all.
_PART_CAPTION = compiled(r"采购|购买|资产|转移支付|对下|三公|会议|培训费|债务|债券|基建|基本建设")
_PART_HEAD = compiled(r"采购|品目|购买服务|资产名称|数量|单价")
_FUND_CAPTION = compiled(r"一般公共预算|财政拨款|政府性基金|国有资本|专户")
_YEAR = compiled(r"(20\d\d)年?")
_SPENDING = compiled(r"(?:[一二三四五六七八九十\d]{1,3}[、,.])?项目支出(?:合计|小计|总额|总计)?")
_SUM_ROW = compiled(r"(?:合计|总计|支出合计|支出总计|本年支出合计)")
_HEAD_ROWS = 6
_CAPTION_LINES = 6


class Listed(Struct, frozen=True):
    """A project's row in such a table.

    Attributes:
        key: the project's name as it is compared.
        name: as printed.
        amounts: printed amounts of the row, those of its total first.
        unit: the table's money unit, ``None`` where it declares none.
        place: the cell of the first amount.
    """

    key: str
    name: str
    amounts: tuple[str, ...]
    unit: str | None
    place: CellProvenance

    def yuan(self, unit: str | None = None) -> list[tuple[str, Decimal]]:
        """The amounts with their exact yuan, by the table's own unit or another."""
        return _yuan(self.amounts, unit or self.unit)


def _yuan(amounts: Sequence[str], unit: str | None) -> list[tuple[str, Decimal]]:
    read = ((raw, decimal(parse_money(raw, unit))) for raw in amounts)  # type: ignore[arg-type]
    return [(raw, amount) for raw, amount in read if amount is not None]


def tolerance(raw: str, unit: str | None) -> Decimal:
    """Half of the last place that an amount prints, at least one yuan."""
    places = len(raw.strip().rstrip("元万亿)）").partition(".")[2])
    return max(Decimal(1), FACTORS.get(unit or "元", Decimal(1)) * Decimal(5).scaleb(-places - 1))


class _Statement(Struct, frozen=True):
    """A table that is no form, with the lines just before it."""

    table: Table
    captions: tuple[str, ...]

    @property
    def unit(self) -> str | None:
        """The money unit that the captions or the table's first rows declare, the nearest first."""
        heads = [cell.text for cell in self.table.cells if cell.row < _HEAD_ROWS]
        texts = [*heads, *reversed(self.captions)]
        return next((unit for text in texts if (unit := find_money_unit(text))), None)

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether one of the lines just before the table says so."""
        return any(map(pattern.search, self.captions))

    def is_of(self, years: frozenset[str]) -> bool:
        """Whether nothing says that it is about other years, or about what was spent."""
        said = {year for text in self.captions for year in _YEAR.findall(text)}
        return not any(map(_OTHER_CAPTION.search, self.captions)) and (not said or bool(said & years))


def _statements(blocks: Sequence[Block]) -> Iterator[_Statement]:
    captions: list[str] = []
    for block in blocks:
        if isinstance(block, TextLine):
            captions.append(block.text)
            continue
        for part in (block,) if block.origin.has_spans else _parts(block):
            if isinstance(part, str):
                captions.append(part)
                continue
            if not any("指标" in cell.text for cell in part.cells):
                yield _Statement(part, tuple(captions[-_CAPTION_LINES:]))
            captions = []


def _parts(table: Table) -> Iterator[Table | str]:
    """What runs together in text: rows of one cell as lines, the rows between them as tables."""
    run: list[list[Cell]] = []
    for cells in (*table.rows_of_cells(), []):
        told = [cell for cell in cells if cell.text]
        if len(told) > 1:
            run.append(cells)
            continue
        if run:
            kept = tuple(replace(cell, row=row) for row, line in enumerate(run) for cell in line)
            yield replace(table, cells=kept, rows=len(run), row_edges=())
            run = []
        yield from (cell.text for cell in told)


class _Head(Struct, frozen=True):
    """The head of a table: its last row, the column of names, and the text above each column."""

    stop: int
    name: int
    texts: tuple[str, ...]


def _head(table: Table) -> _Head | None:
    """The head of a list of projects, ``None`` for any other table."""
    for cell in table.cells:
        if cell.row >= _HEAD_ROWS:
            return None
        if label_key(cell.text) in _NAME_HEADS:
            stop = cell.row + cell.rowspan
            head = _Head(stop, cell.column, _texts_above(table, stop, cell.row))
            if any(_is_amount(text, None) for text in head.texts) and not any(map(_PART_HEAD.search, head.texts)):
                return head
    return None


def _texts_above(table: Table, stop: int, first: int = 0) -> tuple[str, ...]:
    texts = [""] * table.columns
    for cell in table.cells:
        if first <= cell.row < stop:
            for column in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                texts[column] += label_key(cell.text)
    return tuple(texts)


def _is_amount(head: str, years: frozenset[str] | None) -> bool:
    said = set(_YEAR.findall(head))
    if years is not None and said and not said & years:
        return False
    return bool(_AMOUNT_HEAD.search(head)) and not _OTHER_HEAD.search(head)


def listed_projects(blocks: Sequence[Block], years: frozenset[str]) -> list[Listed]:
    """The rows of every list of projects among the tables of a document.

    Args:
        years: the fiscal years of the forms; tables and columns of other years are left out.
    """
    found: list[Listed] = []
    for statement in _statements(blocks):
        head = _head(statement.table) if statement.is_of(years) and not statement.says(_PART_CAPTION) else None
        if head is None:
            continue
        columns = [n for n, text in enumerate(head.texts) if n != head.name and _is_amount(text, years)]
        columns.sort(key=lambda n: not re.search("合计|总计|总额|金额", head.texts[n]))
        unit = next((u for n in columns if (u := find_money_unit(head.texts[n]))), None) or statement.unit
        for row in _rows(statement.table, head.stop):
            name = row.get(head.name)
            cells = [row[n] for n in columns if n in row and row[n].column == n and row[n].text.strip()]
            if name is None or name.column != head.name or not name.text or not cells:
                continue
            if not _yuan([cells[0].text], unit or "元"):
                continue
            amounts = tuple(cell.text for cell in cells)
            found.append(Listed(project_key(name.text), name.text, amounts, unit, _place(cells[0])))
    return found


def _rows(table: Table, first: int) -> Iterator[dict[int, Cell]]:
    """For each row from ``first`` on the cells by the columns that they cover; merged cells are in every row."""
    rows: list[dict[int, Cell]] = [{} for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for column in range(cell.column, cell.column + cell.colspan):
                rows[row][column] = cell
    yield from rows[first:]


def _place(cell: Cell) -> CellProvenance:
    return CellProvenance(cell.page, cell.bbox, None, cell.row if cell.line is None else None, cell.line)


class Spending(Struct, frozen=True):
    """What a budget statement gives all projects together.

    Attributes:
        raw, unit: as printed.
        yuan: the same as exact yuan.
    """

    raw: str
    unit: str
    yuan: Decimal
    place: CellProvenance


def project_spending(blocks: Sequence[Block], years: frozenset[str]) -> list[Spending]:
    """Every amount that the budget statements of a document give for 项目支出 as a whole."""
    found: list[Spending] = []
    for statement in _statements(blocks):
        unit = statement.unit
        if unit is None or not statement.is_of(years) or statement.says(_FUND_CAPTION):
            continue
        for cell in _spending_cells(statement.table, years):
            found += [Spending(raw, unit, amount, _place(cell)) for raw, amount in _yuan([cell.text], unit)]
    return found


def _spending_cells(table: Table, years: frozenset[str]) -> Iterator[Cell]:
    """The cells beside a row's label 项目支出, and those below such a column head in the row of sums."""
    labels = [cell for cell in table.cells if _SPENDING.fullmatch(label_key(cell.text))]
    if not labels:
        return
    heads = _texts_above(table, min(_HEAD_ROWS, min(cell.row + cell.rowspan for cell in labels)))
    rows = list(_rows(table, 0))
    for label in labels:
        beside = [
            rows[label.row][n] for n in range(label.column + label.colspan, table.columns) if n in rows[label.row]
        ]
        figures = []
        for cell in beside:
            if not _yuan([cell.text or "0"], "元"):
                break
            if not re.search(r"上年|去年|决算|执行|增减|%|率", heads[cell.column]) and _fits(heads[cell.column], years):
                figures.append(cell)
        if figures:
            yield from (cell for cell in figures if cell.text)
            continue
        columns = range(label.column, label.column + label.colspan)
        for row in rows[label.row + label.rowspan :]:
            if any(_SUM_ROW.fullmatch(label_key(cell.text)) for cell in row.values()):
                yield from (row[n] for n in columns if n in row and row[n].text)


def _fits(head: str, years: frozenset[str]) -> bool:
    said = set(_YEAR.findall(head))
    return not said or bool(said & years)


def statement_count(blocks: Sequence[Block]) -> int:
    """How many statements of all receipts and expenses a document has: more than one where several units are bound together."""
    captions = (label_key(block.text) for block in blocks if isinstance(block, TextLine))
    return sum(
        bool(re.search(r"收支(?:预算)?总[表体]|收支(?:预算)?总体情况表", text)) and "拨款" not in text
        for text in captions
    )
