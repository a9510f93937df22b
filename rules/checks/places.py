"""Where a finding points: the cell of a field, an amount, a goal, or one cell of an indicator's row."""

from __future__ import annotations

from typing import Any

from extractor.model.form import CellProvenance, FormProvenance, Indicator
from extractor.model.json import to_jsonable
from rules.checks.framework import Subject


def at(indicator: Indicator, role: str = "name") -> CellProvenance:
    """One cell of an indicator's row; the row itself where that cell has no box."""
    place = indicator.provenance
    return CellProvenance(place.page, place.cells.get(role) or place.bbox, place.table, place.row, place.line)


def at_form(place: FormProvenance) -> CellProvenance:
    """The form's first page and its box there."""
    return CellProvenance(
        place.pages[0] if place.pages else None, place.bbox, None, None, place.lines[0] if place.lines else None
    )


def at_field(subject: Subject, name: str) -> CellProvenance:
    """A header field, the form itself where nothing is known of the field's place."""
    return subject.reading.fields.places.get(name) or at_form(subject.form.provenance)


def at_goal(subject: Subject, name: str) -> CellProvenance:
    """A goal text, the form itself where nothing is known of its place."""
    return subject.reading.goals.places.get(name) or at_form(subject.form.provenance)


def shown(place: CellProvenance | None) -> dict[str, Any] | None:
    """A place as evidence: what is known of it."""
    if place is None:
        return None
    return {key: value for key, value in to_jsonable(place).items() if value is not None}
