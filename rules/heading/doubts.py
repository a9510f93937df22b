"""What was read under a label that no list knows, where its characters and its value leave a doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model.form import CellProvenance, FundingLine
from extractor.model.notice import Notice
from rules.grid import cell_provenance
from rules.heading.fields import ProjectFields
from rules.heading.meanings import SURELY
from rules.heading.pairs import Pair


def doubtful_labels(
    fields: ProjectFields, lines: Sequence[FundingLine], pairs: Sequence[Pair], form: str
) -> Iterator[Notice]:
    """Yield a notice for each field and amount whose unlisted label is not surely one of its kind.

    Args:
        lines: the form's funding lines.
        form: the form's path: ``forms[0]``.
    """
    doubtful = [pair for pair in pairs if pair.values and (pair.certainty < SURELY or pair.kind == "unknown")]
    for field, cell in fields.cells.items():
        pair = next((p for p in doubtful if p.kind == "field" and cell in p.values), None)
        if pair is not None and not field.startswith("extra."):
            yield _notice(f"{form}.project.{field}", pair, field, cell_provenance(pair.row, cell))
    for number, line in enumerate(lines):
        places = ((p, {cell_provenance(p.row, cell) for cell in p.values}) for p in doubtful)
        pair = next((p for p, cells in places if line.provenance in cells), None)
        if pair is not None and pair.kind in ("funding", "unknown"):
            yield _notice(f"{form}.funding.lines[{number}]", pair, line.item, line.provenance)


def _notice(path: str, pair: Pair, meaning: str, place: CellProvenance | None) -> Notice:
    label = pair.label.text.rstrip(":：")
    certainty = pair.certainty if pair.kind != "unknown" else None
    evidence = {"label": label, "read_as": meaning, "probability": certainty}
    return Notice("LABEL_DOUBTFUL", {"label": label, "meaning": meaning}, evidence, path, place)
