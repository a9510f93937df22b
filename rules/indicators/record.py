"""One row of an indicator table to its record: its values parsed, and nothing of the row left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from msgspec.structs import replace

from extractor.model.boxes import around_any
from extractor.model.form import Grade, Indicator, IndicatorProvenance, Target, Value
from extractor.model.patterns import compiled
from extractor.model.table import BBox
from rules.indicators.attainment import attainment_of
from rules.indicators.column_roles import OTHER, TARGET
from rules.indicators.header import LEVEL_ROLES
from rules.indicators.panels import horizon_in
from rules.indicators.rows import IndicatorRow, without_counter
from rules.values import ValueGrammar

_VALUE_ROLES = ("baseline", "actual")
_NUMBER_ROLES = ("weight", "score")
_GRADES = (("grade1", "优"), ("grade2", "良"), ("grade3", "中"), ("grade4", "差"))
_YES, _NO = frozenset("是√✓☑"), frozenset("否×✗☐")
_WITHOUT_ROLE = (OTHER, "remark")
_YEAR = compiled(r"20\d{2}")


def indicator_of(
    ordinal: int, row: IndicatorRow, grammar: ValueGrammar, year: int | None, *, evaluated: bool
) -> Indicator:
    """Return the record of one row.

    Args:
        ordinal: within the form, from 1.
        year: the form's.
        evaluated: whether the form is a self-evaluation, whose results are compared with their targets.
    """
    row = _of_this_year(row, year)
    texts = row.texts
    target = _as_sure_as(_target(texts, grammar), row, "value", "operator", "unit", "grade1")
    values: dict[str, Value] = {
        role: _as_sure_as(grammar.parse(texts[role]), row, role) for role in _VALUE_ROLES if role in texts
    }
    name = without_counter(texts["name"]) if "name" in texts else None
    level1, actual = row.levels.level1, values.get("actual")
    numbers = {role: grammar.alone(texts[role]).number for role in _NUMBER_ROLES if role in texts}
    return Indicator(
        ordinal=ordinal,
        level1=level1,
        level2=row.levels.level2,
        name=name,
        printed=row.levels.printed,
        judgement=dict(row.levels.judgement),
        value=target,
        baseline=values.get("baseline"),
        actual=actual,
        weight=numbers.get("weight"),
        score=numbers.get("score"),
        deviation_reason=texts.get("deviation_reason"),
        standard=texts.get("standard") or _grades(texts),
        explanation=texts.get("explanation"),
        is_core=_yes_no(texts.get("is_core")),
        horizon=row.horizon,
        attainment=attainment_of(target, actual, name=name or "", level1=level1, year=year) if evaluated else None,
        targets=tuple(_targets(row, grammar)),
        grades=tuple(_graded(row, grammar)),
        extra=_extra(row),
        provenance=_provenance(row),
    )


def _of_this_year(row: IndicatorRow, year: int | None) -> IndicatorRow:
    """The row, where its columns name years: its target that of the form's own, what was reached before that a baseline."""
    years = {role: int(found[0]) for role, column in row.columns.items() if (found := _YEAR.search(column.label))}
    own = next((role for role, printed in years.items() if role.startswith(TARGET) and printed == year), None)
    other: dict[str, str] = {}
    if own is not None and years.get("value", year) != year:
        other |= {own: "value", "value": own}
    if year is not None and years.get("actual", year) < year and "baseline" not in row.columns:
        other["actual"] = "baseline"
    if not other:
        return row
    return replace(
        row,
        texts={other.get(role, role): text for role, text in row.texts.items()},
        cells={other.get(role, role): cell for role, cell in row.cells.items()},
        columns={other.get(role, role): column for role, column in row.columns.items()},
    )


def _target(texts: Mapping[str, str], grammar: ValueGrammar) -> Value:
    if "value" not in texts and "grade1" in texts:
        return grammar.parse(texts["grade1"])  # graded targets: the best grade is what the form aims at
    if "operator" in texts or "unit" in texts:
        return grammar.parse_split(texts.get("operator"), texts.get("value"), texts.get("unit"), texts.get("direction"))
    return grammar.parse(texts.get("value"))


def _as_sure_as(value: Value, row: IndicatorRow, *roles: str) -> Value:
    """A value no surer than its row, the roles of its columns and the characters of its cells are."""
    sure = min((row.columns[role].confidence for role in roles if role in row.columns), default=1.0)
    sure = min(sure, row.sure, *(row.cells[role].certainty for role in roles if role in row.cells))
    return value if sure >= value.confidence else replace(value, confidence=sure)


def _targets(row: IndicatorRow, grammar: ValueGrammar) -> Iterator[Target]:
    for role, text in row.texts.items():
        if role.startswith(TARGET) and (column := row.columns.get(role)) is not None:
            printed = _YEAR.search(column.label)
            horizon = horizon_in(column.label)
            yield Target(
                column.label,
                _target({**row.texts, "value": text}, grammar),
                horizon if printed is None else "year",
                int(printed[0]) if printed else None,
            )


def _graded(row: IndicatorRow, grammar: ValueGrammar) -> Iterator[Grade]:
    for role, grade in _GRADES:
        if role in row.texts:
            column = row.columns.get(role)
            yield Grade(grade, column.label if column else grade, grammar.parse(row.texts[role]))


def _extra(row: IndicatorRow) -> dict[str, str]:
    """What is printed in columns without a role of their own, by their printed heads."""
    return {
        column.label: text
        for role, text in row.texts.items()
        if role.startswith(_WITHOUT_ROLE) and (column := row.columns.get(role)) is not None and column.label
    }


def _grades(texts: Mapping[str, str]) -> str | None:
    shown = [(name, texts[role]) for role, name in _GRADES if role in texts]
    return ";".join(f"{name}:{text}" for name, text in shown) or None


def _yes_no(text: str | None) -> bool | None:
    if not text:
        return None
    return True if text[0] in _YES else False if text[0] in _NO else None


def _provenance(row: IndicatorRow) -> IndicatorProvenance:
    first = row.cells.get("name") or row.cells.get("value")
    boxes: list[BBox] = []
    if first is not None:
        # Level cells span many rows; the row's own box leaves out what reaches far beyond the name's cell.
        reach = 1.5 * (first.bbox[3] - first.bbox[1]) if first.bbox is not None else inf
        boxes = [
            box
            for cell in row.cells.values()
            if (box := cell.bbox) is not None and cell.page == first.page and box[3] - box[1] <= reach
        ]
    shown = {
        role: cell.bbox for role, cell in row.cells.items() if role not in LEVEL_ROLES and not role.startswith(OTHER)
    }
    return IndicatorProvenance(
        page=first.page if first else None,
        bbox=around_any(boxes),
        table=row.row.table,
        row=row.row.index,
        line=first.line if first else None,
        cells=shown if any(shown.values()) else {},
    )
