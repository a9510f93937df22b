"""The sample forms in every container, and what their PDFs and specifications say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from extractor.model.table import Source
from extractor.pipeline import extract_document
from samples.make.families import draw, load_families
from samples.make.spec import load
from samples.make.writers.html import html_page
from samples.make.writers.sheet import write_xlsx
from samples.make.writers.word import write_docx

SAMPLES = Path(__file__).parents[2] / "samples"
FAMILIES = sorted(load_families())
SPECS = sorted(path.stem for path in (SAMPLES / "specs").glob("*.yaml"))
_PRINTED = {"shanghai-2026-ten-forms": "shanghai-2026"}
_OWN = frozenset({"provenance", "form_id", "source", "sha256", "pages", "producer", "format", "goal_place"})
"""What differs between two files of one form by nature."""
CUT_BY_PAGES = frozenset({"long-form"})
"""Documents whose PDF cuts a merged label: their levels are the same, but judged for other reasons."""


def printed(name: str) -> Path:
    """A PDF of the same forms."""
    stem = _PRINTED.get(name, name)
    return min(path for path in SAMPLES.glob(f"{stem}-*.pdf"))


def write(name: str, container: str, path: Path) -> Path:
    """Write the forms of a family or specification into a container."""
    if name in FAMILIES:
        family = load_families()[name]
        forms, title = list(draw(family)), family.title
    else:
        document = load(SAMPLES / "specs" / f"{name}.yaml")
        forms, title = list(document.forms), document.title
    if container == "docx":
        write_docx(forms, path, title)
    elif container == "xlsx":
        write_xlsx(forms, path, title)
    else:
        path.write_text(html_page(forms, title), encoding="utf-8")
    return path


def record(path: Path, *, cut: bool = False) -> dict[str, Any]:
    """The whole record of a file, without what is its own; ``cut``: and without the reasons of its levels."""
    result: dict[str, Any] = extract_document(Source(path.name, path.read_bytes())).to_dict()
    return _without(result, _OWN | {"judgement"} if cut else _OWN)


@cache
def _of_pdf(name: str) -> str:
    return json.dumps(record(printed(name), cut=name in CUT_BY_PAGES), ensure_ascii=False)


def differs(path: Path, name: str) -> list[str]:
    """Where the record of a file differs from that of the PDF of the same forms."""
    return list(_differences(record(path, cut=name in CUT_BY_PAGES), json.loads(_of_pdf(name)), ""))


def _differences(one: Any, other: Any, at: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from _differences(one.get(key), other.get(key), f"{at}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _differences(left, right, f"{at}[{index}]")
    elif one != other:
        yield f"{at}: {one!r}, in the PDF {other!r}"


def _without(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, keys) for key, one in value.items() if key not in keys}
    return [_without(one, keys) for one in value] if isinstance(value, list) else value
