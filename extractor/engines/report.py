"""What the engines have to say: as notices, and their findings each at the record that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from extractor.engines.compare import Difference
from extractor.model.form import CellProvenance, Finding, Form
from extractor.model.notice import Notice
from extractor.model.table import BBox

_MOST_BOXES = 50
_SHOWN = 60


def fallback_notice(pages: Mapping[str, Sequence[int]]) -> Notice:
    """That pages were not read by the lattice, and by what instead (engine to page numbers)."""
    engines = "; ".join(f"{name}: {', '.join(map(str, numbers))}" for name, numbers in pages.items())
    evidence = {"pages": {name: list(numbers) for name, numbers in pages.items()}}
    return Notice("ENGINE_FALLBACK", {"engines": engines}, evidence)


def failure_notice(engine: str, page: int, error: Exception) -> Notice:
    """That the second engine could not read a page."""
    reason = f"{type(error).__name__}: {error}"
    words = {"engine": engine, "page": str(page), "reason": reason}
    evidence = {"engine": engine, "page": page, "error": reason}
    return Notice("ENGINE_FAILED", words, evidence, place=CellProvenance(page))


def disagreement_notice(difference: Difference, engine: str, other: str) -> Notice:
    """One difference between two engines; its path is the document until the forms are known."""
    page = difference.page
    words = {"page": str(page), "engine": engine, "other": other}
    place = CellProvenance(page, difference.bbox)
    if difference.kind == "text":
        evidence: dict[str, Any] = {
            "kind": "text",
            "engine": engine,
            "text": difference.text,
            "bbox": difference.bbox,
            "other_engine": other,
            "other_text": difference.other_text,
            "other_bbox": difference.other_bbox,
        }
        words |= {"text": _shown(difference.text), "other_text": _shown(difference.other_text)}
        return Notice("ENGINE_DISAGREEMENT", words, evidence, place=place)
    evidence = {
        "kind": "structure",
        "engine": engine,
        "bbox": difference.bbox,
        "cells": list(difference.cells[:_MOST_BOXES]),
        "other_engine": other,
        "other_bbox": difference.other_bbox,
        "other_cells": list(difference.other_cells[:_MOST_BOXES]),
    }
    words |= {"cells": str(len(difference.cells)), "other_cells": str(len(difference.other_cells))}
    return Notice("ENGINE_DISAGREEMENT", words, evidence, place=place, wording="structure")


def _shown(text: str) -> str:
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def place_findings(forms: Sequence[Form], findings: Iterable[Finding]) -> tuple[list[Form], list[Finding]]:
    """The forms with the disagreements about their cells, each with the path of its record, and the findings left over."""
    own: dict[int, list[Finding]] = {}
    rest: list[Finding] = []
    for finding in findings:
        place = finding.provenance
        found = _place(forms, place.page, place.bbox) if finding.code == "ENGINE_DISAGREEMENT" and place else None
        if found is None:
            rest.append(finding)
        else:
            own.setdefault(found[0], []).append(replace(finding, path=found[1]))
    placed = [
        replace(form, findings=(*form.findings, *own[index])) if index in own else form
        for index, form in enumerate(forms)
    ]
    return placed, rest


def _place(forms: Sequence[Form], page: int | None, box: BBox | None) -> tuple[int, str] | None:
    """Index of the form that a box is in and the path of the record that was read from it."""
    inside = [index for index, form in enumerate(forms) if _holds(form, page, box)]
    for index in inside:
        record = _record(forms[index], page, box)
        if record:
            return index, f"forms[{index}].{record}"
    return (inside[-1], f"forms[{inside[-1]}]") if inside else None


def _holds(form: Form, page: int | None, box: BBox | None) -> bool:
    pages, area = form.provenance.pages, form.provenance.bbox
    if page not in pages or box is None:
        return False
    if page != pages[0] or area is None:
        return True
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _record(form: Form, page: int | None, box: BBox | None) -> str | None:
    for number, line in enumerate(form.funding.lines):
        if (line.provenance.page, line.provenance.bbox) == (page, box):
            return f"funding.lines[{number}]"
    for number, indicator in enumerate(form.indicators):
        if indicator.provenance.page == page:
            for name, cell in indicator.provenance.cells.items():
                if cell == box:
                    return f"indicators[{number}].{name}"
    return None
