"""What the rules made of one form, cell by cell: their own functions run again over the form's region.

Nothing here decides anything. The places of labels, values, levels and column headers are those that the rules give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from extractor.layout.regions import Cut
from extractor.model.form import CellProvenance, Form, FundingLine
from extractor.model.table import Cell, FormRegion
from extractor.views.page.roles import Role, of_column
from rules.families.profile import choose_profile
from rules.grid import Grid, Row, cell_provenance
from rules.heading.execution import read_execution, read_score
from rules.heading.funding import declared_unit
from rules.heading.pairs import Pair, read_pairs
from rules.heading.tasks import Tasks, read_tasks
from rules.indicators.columns import LEVEL_ROLES, find_headers
from rules.indicators.names import Lexicon
from rules.indicators.rows import IndicatorRow
from rules.indicators.zones import find_zones, read_indicators
from rules.labels import Vocabulary, plain_label
from rules.read_form import FormReading, read_form
from rules.ruleset.load import RuleSet
from rules.shapes.project_list import split_wide
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

    def mark(self, cell: Cell, role: Role, path: str | None = None) -> None:
        """Give a cell its role, if it has none, and tie a record to it."""
        if cell.text:
            self.roles.setdefault(id(cell), role)
        if path is not None and all(cell is not known for known in self.links.setdefault(path, [])):
            self.links[path].append(cell)


def read_parts(cut: Cut, forms: Sequence[Form], rules: RuleSet) -> Iterator[FormParts | None]:
    """The parts of each form of a document, in their order; ``None`` where a form's region cannot be told."""
    found = list(_readings(cut, rules))
    start = 0
    for form in forms:
        at = next((i for i in range(start, len(found)) if found[i][1].form.provenance == form.provenance), None)
        if at is None:
            yield None
            continue
        start = at + 1
        yield _parts(*found[at], form, rules.lexicon)


def _readings(cut: Cut, rules: RuleSet) -> Iterator[tuple[FormRegion, FormReading]]:
    for region in cut.regions:
        match = choose_profile(region, rules.profiles).match
        if match is not None:
            for part in split_wide(region, match.profile.vocabulary):
                yield part, read_form(part, match, rules.lexicon, form_id="")


def _parts(region: FormRegion, reading: FormReading, form: Form, lexicon: Lexicon) -> FormParts:
    parts = FormParts(region)
    vocabulary = reading.match.profile.vocabulary
    grid = Grid(region)
    zones = find_zones(grid, vocabulary)
    outside = [row for row in grid.rows if row.position not in zones.taken]
    unit = declared_unit(region)
    execution = read_execution(grid, outside, vocabulary, unit)
    tasks = read_tasks(grid, outside, vocabulary, unit) if form.kind == "department_target" else Tasks()
    taken = execution.taken | tasks.taken
    plain = [row for row in outside if row.position not in taken]

    _indicators(parts, grid, vocabulary, form, lexicon)
    pairs = read_pairs(grid, plain, vocabulary)
    _fields(parts, pairs, reading)
    _goals(parts, pairs, plain, reading)
    _tasks(parts, [row for row in outside if row.position in tasks.taken], tasks)
    _funding(parts, pairs, [row for row in outside if row.position in taken], form.funding.lines, vocabulary)
    _execution(parts, [row for row in outside if row.position in execution.taken], len(execution.lines), vocabulary)
    if form.score is not None:
        _score(parts, outside, vocabulary.values)
    _labels(parts, grid.rows, vocabulary)
    return parts


def _indicators(parts: FormParts, grid: Grid, vocabulary: Vocabulary, form: Form, lexicon: Lexicon) -> None:
    rows = read_indicators(grid, find_zones(grid, vocabulary), vocabulary, lexicon)
    for number, row in enumerate(rows):
        path = f"indicators[{number}]" if len(rows) == len(form.indicators) else None
        for role, cell in row.cells.items():
            parts.mark(cell, of_column(role), path)
        for level in LEVEL_ROLES:
            if level not in row.cells and (label := _label_above(grid, row, level)) is not None:
                parts.mark(label, of_column(level), path)
    for header in find_headers(grid, vocabulary):
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


def _fields(parts: FormParts, pairs: Iterable[Pair], reading: FormReading) -> None:
    project = reading.form.project
    for pair in pairs:
        if pair.kind not in ("field", "unknown"):
            continue
        parts.mark(pair.label, Role.LABEL)
        for cell in pair.values[:1]:
            parts.mark(cell, Role.FIELD)
            place = cell_provenance(pair.row, cell)
            names = ("start_date", "end_date") if pair.meaning == "period" else (pair.meaning,)
            for name in names:
                if reading.fields.places.get(names[0]) == place and f"project.{name}" not in parts.links:
                    parts.mark(cell, Role.FIELD, f"project.{name}")
                    if getattr(project, f"{name}_code", None) is not None:
                        parts.mark(cell, Role.FIELD, f"project.{name}_code")
            label = pair.label.text.rstrip(":：")
            if project.extra.get(label) == cell.text:
                parts.mark(cell, Role.FIELD, f"project.extra.{label}")


def _goals(parts: FormParts, pairs: Iterable[Pair], rows: Iterable[Row], reading: FormReading) -> None:
    places = dict(reading.goal_places)
    for pair in pairs:
        if pair.kind not in ("goal", "goal_block"):
            continue
        parts.mark(pair.label, Role.LABEL)
        name = pair.meaning if pair.kind == "goal" else "annual"
        if pair.values and places.get(name) == cell_provenance(pair.row, pair.values[0]):
            del places[name]
            for cell in pair.values:
                parts.mark(cell, Role.GOAL, f"goals.{name}")
    cells = [(row, cell) for row in rows for cell in row.filled]
    for name, place in places.items():
        # In flattened text a goal goes on in cells further down.
        text = _squeezed(getattr(reading.form.goals, name) or "")
        for cell in _from(place, cells):
            if (part := _squeezed(cell.text)) in text:
                parts.mark(cell, Role.GOAL, f"goals.{name}")
                text = text.replace(part, "", 1)
            if not text:
                break


def _from(place: CellProvenance, cells: Sequence[tuple[Row, Cell]]) -> Iterator[Cell]:
    """The cells from a place on, in reading order."""
    started = False
    for row, cell in cells:
        started = started or cell_provenance(row, cell) == place
        if started:
            yield cell


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _funding(
    parts: FormParts, pairs: Iterable[Pair], taken: Sequence[Row], lines: Sequence[FundingLine], vocabulary: Vocabulary
) -> None:
    places: list[tuple[Cell, Cell, CellProvenance]] = []
    for pair in pairs:
        if pair.kind in ("funding", "block"):
            parts.mark(pair.label, Role.LABEL)
        if pair.kind == "funding":
            cell = pair.values[0] if pair.values else pair.label
            places.append((pair.label, cell, cell_provenance(pair.row, cell)))
            if pair.values:
                parts.mark(cell, Role.FUNDING)
    for row in taken:
        for cell in row.filled:
            is_label = cell.text in vocabulary.execution or cell.text in vocabulary.tasks
            known = is_label or vocabulary.is_header_label(cell.text)
            parts.mark(cell, (Role.HEADER if is_label else Role.LABEL) if known else Role.FUNDING)
            places.append((cell, cell, cell_provenance(row, cell)))
    used: set[int] = set()
    for number, line in enumerate(lines):
        fits = [n for n, (_, _, place) in enumerate(places) if n not in used and place == line.provenance]
        exact = [n for n in fits if places[n][0].text.rstrip(":：") == line.label or places[n][1].text == line.raw]
        for n in (exact or fits)[:1]:
            used.add(n)
            label, cell, _ = places[n]
            parts.mark(cell, Role.FUNDING, f"funding.lines[{number}]")
            parts.mark(label, Role.LABEL, f"funding.lines[{number}]")


def _tasks(parts: FormParts, rows: Iterable[Row], tasks: Tasks) -> None:
    """A main task rests on its row, from its name on."""
    for row in rows:
        start = next((n for n, cell in enumerate(row.filled) if cell.text in tasks.extra), None)
        if start is not None:
            for cell in row.filled[start:]:
                parts.mark(cell, Role.FIELD, f"project.extra.{row.filled[start].text}")


def _execution(parts: FormParts, rows: Iterable[Row], count: int, vocabulary: Vocabulary) -> None:
    """A line of the execution table rests on its row."""
    labelled = [row for row in rows if any(vocabulary.funding_label(text) for text in row.texts)]
    if len(labelled) == count:
        for number, row in enumerate(labelled):
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
