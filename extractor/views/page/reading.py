"""What the rules made of one form, cell by cell.

Nothing here decides anything. The places of labels, values, levels and column headers are those of the form's trace.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from extractor.model.form import CellProvenance
from extractor.model.table import Cell, FormRegion
from extractor.views.page.roles import Role, of_column
from rules.grid import Grid, Row, cell_provenance
from rules.heading.execution import read_score
from rules.indicators.header import LEVEL_ROLES
from rules.indicators.rows import IndicatorRow
from rules.labels import Vocabulary, plain_label
from rules.read_form import FormTrace
from rules.values import ValueGrammar


class FormParts(Struct):
    """The cells of one form.

    Attributes:
        region: the form's region; the cells below are its own objects.
        roles: ``id(cell)`` to role, for every cell that plays one.
        links: path of a record within the form (``project.name``, ``funding.lines[2]``, ``goals.annual``,
            ``indicators[0]``) to the cells it rests on.
    """

    region: FormRegion
    roles: dict[int, Role] = field(default_factory=dict)
    links: dict[str, list[Cell]] = field(default_factory=dict)
    _own: dict[tuple[object, ...], Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._own = {_place(cell): cell for table in self.region.tables for cell in table.cells}

    def mark(self, cell: Cell, role: Role, path: str | None = None) -> None:
        """Give a cell its role, if it has none, and tie a record to it; a part of a longer text stands for its cell."""
        cell = self._own.get(_place(cell), cell)
        if cell.text:
            self.roles.setdefault(id(cell), role)
        if path is not None and all(cell is not known for known in self.links.setdefault(path, [])):
            self.links[path].append(cell)


def _place(cell: Cell) -> tuple[object, ...]:
    return cell.page, cell.row, cell.column, cell.bbox, cell.line


def read_parts(trace: FormTrace) -> FormParts:
    """The parts of a form."""
    parts = FormParts(trace.region)
    _indicators(parts, trace)
    _fields(parts, trace)
    _goals(parts, trace)
    _tasks(parts, trace)
    _funding(parts, trace)
    _execution(parts, trace)
    if trace.form.score is not None:
        _score(parts, trace.outside, trace.vocabulary.values)
    _labels(parts, trace.grid.rows, trace.vocabulary)
    return parts


def _indicators(parts: FormParts, trace: FormTrace) -> None:
    grid, vocabulary = trace.grid, trace.vocabulary
    for number, row in enumerate(trace.rows):
        path = f"indicators[{number}]"
        for role, cell in row.cells.items():
            parts.mark(cell, of_column(role), path)
        for level in LEVEL_ROLES:
            if level not in row.cells and (label := _label_above(grid, row, level)) is not None:
                parts.mark(label, of_column(level), path)
    for header in trace.zones.headers:
        for line in grid.rows[header.first : header.position + 1]:
            for cell in line.filled:
                if cell.text in vocabulary.columns or cell.text in vocabulary.grades:
                    parts.mark(cell, Role.HEADER)


def _label_above(grid: Grid, row: IndicatorRow, level: str) -> Cell | None:
    """The cell of a level label that was carried down to a row: the nearest of that text at or above it."""
    printed = getattr(row.levels.printed, level)
    if not printed:
        return None
    above = (cell for line in reversed(grid.rows[: row.row.position + 1]) for cell in reversed(line.filled))
    return next((cell for cell in above if plain_label(cell.text) == plain_label(printed)), None)


def _fields(parts: FormParts, trace: FormTrace) -> None:
    for name, cell in trace.fields.cells.items():
        parts.mark(cell, Role.FIELD, f"project.{name}")
        if getattr(trace.form.project, f"{name}_code", None) is not None:
            parts.mark(cell, Role.FIELD, f"project.{name}_code")
    for pair in trace.pairs:
        if pair.kind in ("field", "unknown"):
            for cell in pair.values[:1]:  # one that says a field again
                parts.mark(cell, Role.FIELD)
            parts.mark(pair.label, Role.LABEL)


def _goals(parts: FormParts, trace: FormTrace) -> None:
    for name, cells in trace.goals.cells.items():
        for cell in cells:
            parts.mark(cell, Role.GOAL, f"goals.{name}")
    for pair in trace.pairs:
        if pair.kind in ("goal", "goal_block"):
            parts.mark(pair.label, Role.LABEL)


def _funding(parts: FormParts, trace: FormTrace) -> None:
    vocabulary = trace.vocabulary
    places: list[tuple[Cell, Cell, CellProvenance]] = []
    for pair in trace.pairs:
        if pair.kind == "funding":
            cell = pair.values[0] if pair.values else pair.label
            places.append((pair.label, cell, cell_provenance(pair.row, cell)))
            if pair.values:
                parts.mark(cell, Role.FUNDING)
        if pair.kind in ("funding", "block"):
            parts.mark(pair.label, Role.LABEL)
    for row in trace.tables:
        for cell in row.filled:
            is_label = cell.text in vocabulary.execution or cell.text in vocabulary.tasks
            known = is_label or vocabulary.is_header_label(cell.text)
            parts.mark(cell, (Role.HEADER if is_label else Role.LABEL) if known else Role.FUNDING)
            places.append((cell, cell, cell_provenance(row, cell)))
    used: set[int] = set()
    for number, line in enumerate(trace.form.funding.lines):
        fits = [n for n, (_, _, place) in enumerate(places) if n not in used and place == line.provenance]
        exact = [n for n in fits if places[n][0].text.rstrip(":：") == line.label or places[n][1].text == line.raw]
        for n in (exact or fits)[:1]:
            used.add(n)
            label, cell, _ = places[n]
            parts.mark(cell, Role.FUNDING, f"funding.lines[{number}]")
            parts.mark(label, Role.LABEL, f"funding.lines[{number}]")


def _tasks(parts: FormParts, trace: FormTrace) -> None:
    """A main task rests on its row, from its name on."""
    for row in trace.outside:
        if row.position not in trace.tasks.taken:
            continue
        start = next((n for n, cell in enumerate(row.filled) if cell.text in trace.tasks.extra), None)
        if start is not None:
            for cell in row.filled[start:]:
                parts.mark(cell, Role.FIELD, f"project.extra.{row.filled[start].text}")


def _execution(parts: FormParts, trace: FormTrace) -> None:
    """A line of the execution table rests on its row."""
    for number, row in enumerate(trace.execution.rows):
        for cell in row.filled:
            parts.mark(cell, Role.FUNDING, f"execution[{number}]")


def _score(parts: FormParts, rows: Iterable[Row], values: ValueGrammar) -> None:
    """The first row that gives a total score, and the first that gives a grade."""
    for name in ("total", "grade"):
        for row in rows:
            found = getattr(read_score([row], values), name, None)
            if found is None:
                continue
            for cell in row.filled:
                number = values.alone(cell.text).number
                is_result = number == found if name == "total" else cell.text == found
                role = Role.OTHER if is_result or number is not None else Role.LABEL
                parts.mark(cell, role, "score" if is_result else None)
            break


def _labels(parts: FormParts, rows: Iterable[Row], vocabulary: Vocabulary) -> None:
    """What is left: labels that lead to no value, and text that no rule took."""
    for row in rows:
        for cell in row.filled:
            if cell.text in vocabulary.level1:
                parts.mark(cell, Role.LEVEL1)
            elif cell.text in vocabulary.level2:
                parts.mark(cell, Role.LEVEL2)
            elif vocabulary.zones.get(cell.text) or vocabulary.is_header_label(cell.text):
                parts.mark(cell, Role.LABEL)
            else:
                parts.mark(cell, Role.UNREAD)
