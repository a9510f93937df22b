"""Where nothing was filled in: the blank cell that a finding is about, found in the form's region by its neighbours.

Records only know the places of what was printed. A finding about what is missing would point at the whole form or row; here it
is pointed at the very cell, where the form was drawn with cells.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from extractor.model.form import CellProvenance, Finding, Form, Indicator
from extractor.model.patterns import compiled
from extractor.model.table import BBox, Cell, FormRegion, Table
from rules.labels import LabelMap, Vocabulary, plain_label

_INDICATOR = compiled(r"indicators\[(\d+)\]\.(\w+)")
_FUNDING = compiled(r"funding\.lines\[(\d+)\]")


def pointed(findings: Iterable[Finding], form: Form, region: FormRegion, vocabulary: Vocabulary) -> list[Finding]:
    """The findings, those about a blank cell with that cell's place."""
    return [_pointed(finding, form, region, vocabulary) for finding in findings]


def _pointed(finding: Finding, form: Form, region: FormRegion, vocabulary: Vocabulary) -> Finding:
    path = finding.path.partition("].")[2]
    section, _, field = path.partition(".")
    place: CellProvenance | None = None
    if section == "project" and getattr(form.project, field, None) is None and _whole(finding, form):
        place = _beside_label(region, vocabulary.fields, field)
    elif section == "goals" and getattr(form.goals, field, None) is None and _whole(finding, form):
        place = _beside_label(region, vocabulary.goals, field)
    elif (match := _FUNDING.fullmatch(path)) and form.funding.lines[int(match[1])].raw is None:
        place = _right_of(region, finding.provenance)
    elif match := _INDICATOR.fullmatch(path):
        place = _of_row(region, form.indicators, int(match[1]), match[2], finding.provenance, vocabulary.columns)
    return finding if place is None else replace(finding, provenance=place)


def _whole(finding: Finding, form: Form) -> bool:
    """Whether a finding points at the whole form, for want of a better place."""
    place = finding.provenance
    return place is None or place.row is None or place.bbox == form.provenance.bbox


def _place(cell: Cell, table: int) -> CellProvenance:
    return CellProvenance(cell.page, cell.bbox, table, cell.row, cell.line)


def _right(table: Table, cell: Cell) -> Cell | None:
    at = (cell.row, cell.column + cell.colspan)
    return next((one for one in table.cells if (one.row, one.column) == at), None)


def _below(table: Table, cell: Cell) -> Cell | None:
    at = (cell.row + cell.rowspan, cell.column)
    return next((one for one in table.cells if (one.row, one.column) == at), None)


def _beside_label(region: FormRegion, labels: LabelMap, meaning: str) -> CellProvenance | None:
    """The blank cell right of or below the label of a field or goal."""
    for number, table in enumerate(region.tables):
        for cell in table.cells:
            if not cell.text or len(cell.text) > 40 or labels.get(plain_label(cell.text)) != meaning:
                continue
            for one in (_right(table, cell), _below(table, cell)):
                if one is not None and not one.text:
                    return _place(one, number)
    return None


def _right_of(region: FormRegion, place: CellProvenance | None) -> CellProvenance | None:
    """The blank cell right of the one at a place."""
    for number, table in enumerate(region.tables):
        for cell in table.cells:
            if place is not None and place.bbox is not None and (cell.page, cell.bbox) == (place.page, place.bbox):
                one = _right(table, cell)
                return _place(one, number) if one is not None and not one.text else None
    return None


def _of_row(
    region: FormRegion,
    rows: tuple[Indicator, ...],
    number: int,
    role: str,
    place: CellProvenance | None,
    heads: LabelMap,
) -> CellProvenance | None:
    """An indicator's level cell, or its blank cell in the column that is headed so or where other rows have this role."""
    own = rows[number].provenance
    if own.table is None or own.row is None or own.table >= len(region.tables):
        return None
    if place is None or place.bbox is None or own.cells.get(role) is not None or place.bbox != own.bbox:
        return None
    label = getattr(rows[number].printed, role, None)
    edges = {
        (box[0], box[2]) for one in rows if (box := _box(one, role)) is not None and one.provenance.table == own.table
    }
    cells = region.tables[own.table].cells
    headed = (cell.bbox for cell in cells if cell.text and cell.bbox and heads.get(plain_label(cell.text)) == role)
    edges |= {(box[0], box[2]) for box in headed}
    for cell in cells:
        if not cell.row <= own.row < cell.row + cell.rowspan or cell.bbox is None:
            continue
        if (label and cell.text == label) or (not cell.text and (cell.bbox[0], cell.bbox[2]) in edges):
            return _place(cell, own.table)
    return None


def _box(indicator: Indicator, role: str) -> BBox | None:
    return indicator.provenance.cells.get(role)
