"""The labels and values of a form, each with the rule that read it, for those who write rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from rules.indicators.header import LEVEL_ROLES
from rules.indicators.rows import IndicatorRow
from rules.labels import LabelMap, Vocabulary
from rules.read_form import FormTrace
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


class LabelUse(Struct, frozen=True):
    """A printed text in a label's place.

    Attributes:
        map: the vocabulary's map that knows it; ``""`` for a text that no rule knows.
        meaning: what it stands for there.
        by: the entry that it was recognised by.
        place: ``header``, ``column``, ``level1``, ``level2``, ``zone`` or ``table``.
        value: what is printed beside it, for header labels.
    """

    text: str
    map: str
    meaning: str
    by: str
    place: str
    value: str | None = None


def label_uses(trace: FormTrace) -> Iterator[LabelUse]:
    """Every text in a label's place, in the order: header, columns, levels, zones, other tables."""
    vocabulary = trace.vocabulary
    heads = [row for header in trace.zones.headers for row in trace.grid.rows[header.first : header.position + 1]]
    for pair in trace.pairs:
        value = " ".join(cell.text for cell in pair.values) or None
        yield _use(pair.label.text, "header", vocabulary, (MAP_OF[pair.kind],) if pair.kind in MAP_OF else (), value)
    for row in heads:
        for text in row.texts:
            yield _use(text, "column", vocabulary, ("columns", "grades", "zones"))
    yield from _level_uses(trace.rows, vocabulary)
    for row in trace.grid.rows:
        for text in row.texts:
            if text in vocabulary.zones and row not in heads:
                yield _use(text, "zone", vocabulary, ("zones",))
    for row in trace.tables:
        for text in row.texts:
            if any(text in getattr(vocabulary, name) for name in ("execution", "funding", "tasks")):
                yield _use(text, "table", vocabulary, ("execution", "funding", "tasks"))


def _level_uses(rows: Iterable[IndicatorRow], vocabulary: Vocabulary) -> Iterator[LabelUse]:
    cells: set[int] = set()
    carried: set[tuple[str, str]] = set()
    for indicator in rows:
        for role in LEVEL_ROLES:
            cell = indicator.cells.get(role)
            printed = getattr(indicator.levels.printed, role)
            if cell is not None and id(cell) not in cells:
                yield _use(cell.text, role, vocabulary, (role, "level2" if role == "level1" else "level1", "zones"))
                cells.add(id(cell))
            elif cell is None and printed and (role, printed) not in carried:
                yield _use(printed, role, vocabulary, (role,))
                carried.add((role, printed))


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
