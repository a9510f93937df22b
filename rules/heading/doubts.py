"""What was read under a label that no list knows, where its characters and its value leave a doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model.form import CellProvenance, Finding, FundingLine
from rules.grid import cell_provenance
from rules.heading.fields import ProjectFields
from rules.heading.meanings import SURELY
from rules.heading.pairs import Pair


def doubtful_labels(
    fields: ProjectFields, lines: Sequence[FundingLine], pairs: Sequence[Pair], form: str
) -> Iterator[Finding]:
    """Yield a finding for each field and amount whose unlisted label is not surely one of its kind.

    Args:
        lines: the form's funding lines.
        form: the form's path: ``forms[0]``.
    """
    doubtful = [pair for pair in pairs if pair.values and (pair.certainty < SURELY or pair.kind == "unknown")]
    for field, cell in fields.cells.items():
        pair = next((p for p in doubtful if p.kind == "field" and cell in p.values), None)
        if pair is not None and not field.startswith("extra."):
            yield _finding(f"{form}.project.{field}", pair, field, cell_provenance(pair.row, cell))
    for number, line in enumerate(lines):
        places = ((p, {cell_provenance(p.row, cell) for cell in p.values}) for p in doubtful)
        pair = next((p for p, cells in places if line.provenance in cells), None)
        if pair is not None and pair.kind in ("funding", "unknown"):
            yield _finding(f"{form}.funding.lines[{number}]", pair, line.item, line.provenance)


def _finding(path: str, pair: Pair, meaning: str, place: CellProvenance | None) -> Finding:
    label = pair.label.text.rstrip(":：")
    certainty = pair.certainty if pair.kind != "unknown" else None
    return Finding(
        code="LABEL_DOUBTFUL",
        severity="warning",
        path=path,
        message=f"“{label}” is no listed label; it was read as {meaning} for what it is like and what stands beside it.",
        message_zh=f"“{label}”不在标签词表中;依其字面与相邻内容读作 {meaning}。",
        evidence={"label": label, "read_as": meaning, "probability": certainty},
        suggestion="对照原件核实该栏目;如标签正确,可在规则中补充。",
        provenance=place,
    )
