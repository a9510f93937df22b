"""Forms to plant faults in: drawn in memory as tables with cells and boxes, read by the rules as any other form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from random import Random

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.model.table import BBox, Cell, FormRegion, Origin, Table, TextLine
from samples.make.grid import COLUMNS, Grid, build_grid, year_line
from samples.make.random_forms import LEVELS, random_form
from samples.make.spec import FormSpec, Funding, Indicator
from samples.make.typed import grid_of, table_of

_MM = 72 / 25.4
_ROW = 24.0
_MARGIN = 50.0
Place = tuple[int, int]  # row and column of a cell

PARENT = {level2: level1 for level1, level2s in LEVELS.items() for level2 in level2s}
_FILL = (
    ("数量指标", "现场复核次数", "≥3.00(次)"),
    ("质量指标", "复核结论准确率", "≥96.00(%)"),
    ("时效指标", "复核工作及时率", "=100.00(%)"),
)


class Placed(Struct, frozen=True):
    """A form's region, and the cell in which something was planted."""

    region: FormRegion
    at: Place | None = None

    @property
    def box(self) -> BBox | None:
        """The planted cell's box; the form's own where the whole form is meant."""
        table = self.region.tables[0]
        if self.at is None:
            return table.bbox
        return next(cell.bbox for cell in table.cells if (cell.row, cell.column) == self.at)


class Draft(Struct, frozen=True, dict=True):
    """A form in the making: a specification, and cells whose text is overwritten.

    Attributes:
        edits: text by row and column.
        title, lines: above the table; ``None`` for those of the specification.
    """

    spec: FormSpec
    edits: Mapping[Place, str] = field(default_factory=dict)
    lines: tuple[str, ...] | None = None

    @cached_property
    def grid(self) -> Grid:
        """The form's cells before the edits."""
        return build_grid(self.spec)

    def beside(self, label: str, nth: int = 0) -> Place:
        """The cell right of a label; ``nth`` chooses among equal labels."""
        cells = [cell for cell in self.grid.cells if cell.text == label]
        label_cell = cells[nth]
        return label_cell.row, label_cell.column + label_cell.colspan

    def label(self, label: str, nth: int = 0) -> Place:
        """The cell of a label itself."""
        cell = [cell for cell in self.grid.cells if cell.text == label][nth]
        return cell.row, cell.column

    def goal(self, label: str = "年度总体目标") -> Place:
        """The cell below a goal's label."""
        row, column = self.label(label)
        return row + 1, column

    def row(self, number: int, role: str = "value") -> Place:
        """A cell of an indicator (from 0)."""
        index = ("level1", "level2", "name", "value").index(role)
        return self.grid.first_indicator_row + number, COLUMNS[self.spec.style.grid].indicators[index][0]

    def write(self, **changes: object) -> Draft:
        """The same with other fields of the specification; edits are lost."""
        return Draft(replace(self.spec, **changes), {}, self.lines)  # type: ignore[arg-type]

    def edit(self, place: Place, text: str) -> Draft:
        """The same with another text in one cell."""
        return Draft(self.spec, {**self.edits, place: text}, self.lines)

    def with_row(
        self, level2: str | None, name: str, value: str | None, *, level1: str | None = None
    ) -> tuple[Draft, int]:
        """The same with one more indicator, among those of its level, and its number."""
        rows = list(self.spec.indicators)
        level1 = level1 or PARENT[level2 or ""]
        level2 = level2 or ""
        same = [i for i, row in enumerate(rows) if (row.level1, row.level2) == (level1, level2)]
        near = [i for i, row in enumerate(rows) if row.level1 == level1]
        number = (same or near or [len(rows) - 1])[-1] + 1
        rows.insert(number, Indicator(level1, level2, name, value))
        return self.write(indicators=tuple(rows)), number

    def place(self, at: Place | None = None) -> Placed:
        """The finished region."""
        return Placed(self.region(), at)

    def region(self) -> FormRegion:
        """The form as the layout would hand it to the rules."""
        xs = [_MARGIN]
        for width in self.grid.widths:
            xs.append(round(xs[-1] + width * _MM, 2))
        ys = [_MARGIN + _ROW * n for n in range(self.grid.rows + 1)]
        cells = []
        for cell in self.grid.cells:
            text = self.edits.get((cell.row, cell.column), cell.text)
            box = (xs[cell.column], ys[cell.row], xs[cell.column + cell.colspan], ys[cell.row + cell.rowspan])
            lines = (text,) if text else ()
            cells.append(Cell(cell.row, cell.column, cell.rowspan, cell.colspan, text, lines, 1, box))
        bounds = (xs[0], ys[0], xs[-1], ys[-1])
        table = Table(tuple(cells), self.grid.rows, self.grid.columns, Origin.RULED, 1, bounds, tuple(xs), tuple(ys))
        above = (year_line(self.spec),) if self.lines is None else self.lines
        return FormRegion(self.spec.title, (table,), tuple(TextLine(line) for line in above), 1)


def clean(rng: Random, *, one_year: bool | None = None, money_unit: str | None = None) -> Draft:
    """A form without a fault: random, with every kind of output.

    Args:
        one_year: whether the project lies within its year; ``None`` for either.
        money_unit: the unit of its amounts, ``None`` for either.
    """
    while True:
        spec = random_form(rng, blank_rate=0)
        single = spec.project.start_date[:4] == spec.project.end_date[:4]
        if (one_year is None or single == one_year) and money_unit in (None, spec.money_unit):
            break
    if not single:
        spec = replace(spec, project=replace(spec.project, nature="阶段性项目"))
    draft = Draft(replace(spec, funding=_funding(rng, spec.money_unit, single)))
    present = {row.level2 for row in spec.indicators}
    for level2, name, value in _FILL:
        if level2 not in present:
            draft, _ = draft.with_row(level2, name, value)
    return draft


def _funding(rng: Random, money_unit: str, single: bool) -> Funding:
    """Amounts that no cost ceiling of the word lists exceeds, and that add up."""
    step = 10_000 if money_unit == "万元" else 1
    appropriation, carryover, other = (
        rng.randrange(low, high, step) for low, high in ((10**7, 9 * 10**7), (10**5, 10**6), (10**5, 10**6))
    )
    annual = appropriation + carryover + other
    whole = annual * rng.randint(2, 4)
    return Funding(
        annual_total=f"{annual}.00",
        annual_appropriation=f"{appropriation}.00",
        annual_carryover=f"{carryover}.00",
        annual_other=f"{other}.00",
        project_total=None if single else f"{whole}.00",
        project_fiscal=None if single else f"{whole - other}.00",
        project_other=None if single else f"{other}.00",
    )


def grid_region(rows: Sequence[str], *, title: str, lines: Sequence[str] = ()) -> FormRegion:
    """A region from rows as :mod:`samples.make.typed` has them."""
    table = table_of(grid_of(rows), left=_MARGIN, top=_MARGIN, width=60.0, height=_ROW)
    return FormRegion(title, (table,), tuple(TextLine(line) for line in lines), 1)
