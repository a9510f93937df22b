"""The sample documents of every form family: from ``samples/families/*.yaml`` to files, truth and variants.

As a library::

    from samples.make.families import draw, expected_family, load_families, variants

    family = load_families()["central-2015"]
    forms = draw(family)                       # every writer takes them: write_html_pdf(forms, Path("twin.pdf"))
    truth = expected_family(family)
    for variant in variants(family):           # one label reworded, moved or missing
        print(variant.kind, variant.label, variant.affects, variant.forms)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from samples.make.blocks import DrawnForm
from samples.make.family.draw import draw_sheet
from samples.make.family.facts import Family, load_family
from samples.make.family.flat import cells_of_drawn, flatten_drawn
from samples.make.family.truth import expected_family
from samples.make.family.variants import Variant, variants_of
from samples.make.writers import canvas, html, sheet, word

__all__ = [
    "Variant",
    "draw",
    "expected_family",
    "flatten_drawn",
    "load_families",
    "variants",
    "write_family_file",
    "write_family_records",
]

HOME = Path(__file__).resolve().parents[1]
DIRECTORY = HOME / "families"

_PDF: dict[str, tuple[str, Callable[..., None]]] = {
    "chromium": ("Chromium", html.write_html_pdf),
    "chromium-cut": ("Chromium", partial(html.write_html_pdf, cut_rows=True)),
    "weasyprint": ("WeasyPrint", html.write_weasyprint_pdf),
    "calc": ("LibreOffice Calc", sheet.write_calc_pdf),
    "writer": ("LibreOffice Writer", word.write_writer_pdf),
    "reportlab": ("reportlab", partial(canvas.write_reportlab_pdf, font="cid")),
    "reportlab-strokes": ("reportlab", partial(canvas.write_reportlab_pdf, rules="strokes")),
}
_TEXT: dict[str, tuple[str, Callable[..., str]]] = {
    "flattened": ("flattened text", flatten_drawn),
    "cells": ("one cell a line", cells_of_drawn),
}


def load_families(directory: Path = DIRECTORY) -> dict[str, Family]:
    """Every specified family by its name."""
    return {path.stem: load_family(path) for path in sorted(directory.glob("*.yaml"))}


def draw(family: Family) -> tuple[DrawnForm, ...]:
    """A family's sheets, laid out."""
    return tuple(draw_sheet(one) for one in family.sheets)


def variants(family: Family) -> Iterator[Variant]:
    """The family's document with one label reworded, moved or missing, one after the other; the truth stays the same."""
    return variants_of(draw(family))


def manifest(families: dict[str, Family]) -> list[dict[str, str]]:
    """One entry a committed file."""
    return [
        {
            "file": entry["file"],
            "family": family.name,
            "producer": {**_PDF, **_TEXT}[entry["by"]][0],
            "format": "pdf" if entry["file"].endswith(".pdf") else "text",
            "shows": entry["shows"],
        }
        for family in families.values()
        for entry in family.files
    ]


def write_family_file(family: Family, file: str, path: Path) -> None:
    """Print one of a family's files.

    Raises:
        KeyError: the family has no such file.
        ProducerMissing: the program that prints it is not installed.
    """
    by = {entry["file"]: entry["by"] for entry in family.files}[file]
    if by in _PDF:
        _PDF[by][1](draw(family), path, family.title)
    else:
        path.write_text(_TEXT[by][1](draw(family), family.title), encoding="utf-8")


def write_family_records(families: dict[str, Family], output: Path) -> None:
    """Write ``expected/families/<family>.json`` and ``families/manifest.json`` below ``output``."""
    for directory in (output / "expected" / "families", output / "families"):
        directory.mkdir(parents=True, exist_ok=True)
    for name, family in families.items():
        _write_json(output / "expected" / "families" / f"{name}.json", expected_family(family))
    _write_json(output / "families" / "manifest.json", manifest(families))


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
