"""What a form prints that was recognised in a picture with less certainty, and holds a number: it may be another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.model.form import CellProvenance, FundingLine
from extractor.model.notice import Notice
from extractor.model.patterns import compiled
from extractor.model.table import BBox, Cell, FormRegion
from rules.heading.fields import ProjectFields
from rules.indicators.rows import IndicatorRow

SURE = 0.85
"""Below this certainty what was recognised is to be compared with the page."""
_DIGIT = compiled(r"\d")


def doubtful_numbers(
    region: FormRegion,
    fields: ProjectFields,
    lines: Sequence[FundingLine],
    rows: Sequence[IndicatorRow],
    form: str,
) -> Iterator[Notice]:
    """Yield a notice for each cell with a number that was recognised without certainty, at the record it went into.

    Args:
        lines: the form's funding lines.
        rows: of its indicators, in their order.
        form: the form's path: ``forms[0]``.
    """
    doubtful = [
        (number, cell)
        for number, table in enumerate(region.tables)
        for cell in table.cells
        if cell.certainty < SURE and _DIGIT.search(cell.text)
    ]
    if not doubtful:
        return
    paths = _paths(fields, lines, rows)
    for number, cell in doubtful:
        path = paths.get((cell.page, cell.bbox))
        place = CellProvenance(cell.page, cell.bbox, number, cell.row, cell.line)
        evidence = {"text": cell.text, "certainty": round(cell.certainty, 2)}
        yield Notice("NUMBER_DOUBTFUL", {"text": cell.text}, evidence, f"{form}.{path}" if path else form, place)


def _paths(
    fields: ProjectFields, lines: Sequence[FundingLine], rows: Sequence[IndicatorRow]
) -> Mapping[tuple[int | None, BBox | None], str]:
    """The record that each cell went into, by the cell's place."""
    cells: dict[str, Cell] = {f"project.{name}": cell for name, cell in fields.cells.items()}
    for number, row in enumerate(rows):
        graded = [role for role in row.cells if role.startswith("grade")]
        for role, cell in row.cells.items():
            # The best grade is the target where no other is printed.
            best = role == "grade1" and "value" not in row.cells
            part = "value" if best else f"grades[{graded.index(role)}].value" if role in graded else role
            cells[f"indicators[{number}].{part}"] = cell
    paths: dict[tuple[int | None, BBox | None], str] = {
        (line.provenance.page, line.provenance.bbox): f"funding.lines[{number}]" for number, line in enumerate(lines)
    }
    return paths | {(cell.page, cell.bbox): path for path, cell in cells.items()}
