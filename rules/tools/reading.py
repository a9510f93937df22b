"""One form read once more, step by step as :mod:`rules.read_form` does, with everything kept that a tool may ask about."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from extractor.model.table import FormRegion
from rules.families.profile import Match
from rules.grid import Grid, Row
from rules.heading.execution import read_execution
from rules.heading.funding import declared_unit
from rules.heading.pairs import Pair, read_pairs
from rules.heading.tasks import Tasks, read_tasks
from rules.indicators.columns import LEVEL_ROLES, find_headers
from rules.indicators.names import Lexicon
from rules.indicators.rows import IndicatorRow
from rules.indicators.zones import find_zones, read_indicators
from rules.labels import LabelMap, Vocabulary
from rules.values import ValueGrammar

# The vocabulary's map behind each kind of header label.
MAP_OF = {
    "goal": "goals",
    "field": "fields",
    "funding": "funding",
    "goal_block": "goal_block",
    "block": "funding_block",
}
_VALUES = ("value", "baseline", "actual", "weight", "score")


class Steps(Struct, frozen=True):
    """What the rules made of one form.

    Attributes:
        pairs: header labels with their values.
        headers: the rows that head indicator tables.
        indicators: the rows with their judged levels.
        tables: rows of execution and task tables.
    """

    vocabulary: Vocabulary
    grid: Grid
    pairs: tuple[Pair, ...]
    headers: tuple[Row, ...]
    indicators: tuple[IndicatorRow, ...]
    tables: tuple[Row, ...]


def read_steps(region: FormRegion, match: Match, lexicon: Lexicon) -> Steps:
    """Read a region by the profile that matched it."""
    vocabulary = match.profile.vocabulary
    grid = Grid(region)
    zones = find_zones(grid, vocabulary)
    outside = [row for row in grid.rows if row.position not in zones.taken]
    unit = declared_unit(region)
    taken = set(read_execution(grid, outside, vocabulary, unit).taken)
    if match.kind == "department_target":
        taken |= read_tasks(grid, outside, vocabulary, unit).taken
    else:
        taken |= Tasks().taken
    plain = [row for row in outside if row.position not in taken]
    heads = [row for header in find_headers(grid, vocabulary) for row in grid.rows[header.first : header.position + 1]]
    return Steps(
        vocabulary,
        grid,
        tuple(read_pairs(grid, plain, vocabulary)),
        tuple(heads),
        tuple(read_indicators(grid, zones, vocabulary, lexicon)),
        tuple(row for row in outside if row.position in taken),
    )


class LabelUse(Struct, frozen=True):
    """A printed text in a label's place.

    Attributes:
        map: the vocabulary's map that knows it; ``""`` for a text that no rule knows.
        meaning: what it stands for there.
        by: the entry that it was recognised by.
        place: ``header``, ``column``, ``level1``, ``level2``, ``zone`` or ``table``.
        value: what stands beside it, for header labels.
    """

    text: str
    map: str
    meaning: str
    by: str
    place: str
    value: str | None = None


def label_uses(steps: Steps) -> Iterator[LabelUse]:
    """Every text in a label's place, in the order: header, columns, levels, zones, other tables."""
    vocabulary = steps.vocabulary
    for pair in steps.pairs:
        value = " ".join(cell.text for cell in pair.values) or None
        yield _use(pair.label.text, "header", vocabulary, (MAP_OF[pair.kind],) if pair.kind in MAP_OF else (), value)
    for row in steps.headers:
        for text in row.texts:
            yield _use(text, "column", vocabulary, ("columns", "grades", "zones"))
    seen: set[int] = set()
    for indicator in steps.indicators:
        for role in LEVEL_ROLES:
            cell = indicator.cells.get(role)
            printed = getattr(indicator.levels.printed, role)
            if cell is not None and id(cell) not in seen:
                yield _use(cell.text, role, vocabulary, (role, "level2" if role == "level1" else "level1", "zones"))
                seen.add(id(cell))
            elif cell is None and printed and hash((role, printed)) not in seen:
                yield _use(printed, role, vocabulary, (role,))
                seen.add(hash((role, printed)))
    for row in steps.grid.rows:
        for text in row.texts:
            if text in vocabulary.zones and row not in steps.headers:
                yield _use(text, "zone", vocabulary, ("zones",))
    for row in steps.tables:
        for text in row.texts:
            if any(text in getattr(vocabulary, name) for name in ("execution", "funding", "tasks")):
                yield _use(text, "table", vocabulary, ("execution", "funding", "tasks"))


def _use(text: str, place: str, vocabulary: Vocabulary, maps: tuple[str, ...], value: str | None = None) -> LabelUse:
    for name in maps:
        labels: LabelMap = getattr(vocabulary, name)
        entry = labels.entry(text)
        if entry is not None:
            return LabelUse(text, name, entry.meaning, entry.label, place, value)
    return LabelUse(text, "", "", "", place, value)


class ValueUse(Struct, frozen=True):
    """A value cell and the rule that read it."""

    role: str
    raw: str
    kind: str
    rule: str


def value_uses(indicator: IndicatorRow, values: ValueGrammar) -> Iterator[ValueUse]:
    """The values of one indicator row."""
    texts = indicator.texts
    split = "operator" in texts or "unit" in texts
    for role in _VALUES:
        if role not in texts and not (role == "value" and split):
            continue
        if role == "value" and split:
            value = values.parse_split(
                texts.get("operator"), texts.get("value"), texts.get("unit"), texts.get("direction")
            )
            yield ValueUse(role, value.raw or "", value.kind, "split-columns")
        else:
            decision = values.explain(texts[role])
            yield ValueUse(role, texts[role], decision.value.kind, decision.rule)
