"""What is read of pictures of forms, against the records of the PDFs that were pictured."""

from __future__ import annotations

import io
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from PIL import Image

from benchmarks.containers.damage import CONDITIONS, drawn_pages
from benchmarks.containers.documents import SAMPLES
from extractor.model.form import DocumentResult, Form, Value
from extractor.model.table import Source
from extractor.pipeline import extract_document

PDFS = (
    "central-2015-calc.pdf", "central-2021-weasyprint.pdf", "department-target-chromium.pdf", "handan-calc.pdf",
    "monitoring-calc.pdf", "rules-2011-writer.pdf", "self-evaluation-writer.pdf", "shanghai-2016-chromium.pdf",
    "shizuishan-chromium.pdf", "split-columns-sichuan-calc.pdf", "transfer-target-weasyprint.pdf",
)  # fmt: skip
_SURE = 0.85


class Score(Struct, frozen=True):
    """How much of some pictures came out right.

    Attributes:
        true, found, right: indicators of the PDF, of the pictures, and in both (levels and name).
        values, exact: values of those in both, and those printed alike.
        wrong, told: numbers (targets, amounts, weights) that differ, and those of them with a confidence below 0.85 or a finding.
        doubted: numbers that are right, and are doubted all the same.
        numbers: all that were compared.
        pages, seconds: how many pages, and how long they took.
    """

    true: int = 0
    found: int = 0
    right: int = 0
    values: int = 0
    exact: int = 0
    wrong: int = 0
    told: int = 0
    doubted: int = 0
    numbers: int = 0
    pages: int = 0
    seconds: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.true + self.found)


def rows(names: Sequence[str], conditions: Iterable[str], seeds: Iterable[int]) -> Iterator[tuple[str, Score]]:
    """Of each condition the score over all documents and seeds."""
    seeds = list(seeds)
    for condition in conditions:
        total = Score()
        for name in names:
            truth = extract_document(Source(name, (SAMPLES / name).read_bytes()))
            for seed in seeds:
                score = _score(SAMPLES / name, truth, condition, seed)
                print(condition, name, seed, score, file=sys.stderr, flush=True)
                total += score
        yield condition, total


def _score(pdf: Path, truth: DocumentResult, condition: str, seed: int) -> Score:
    dpi, damage = CONDITIONS[condition]
    random = np.random.default_rng([seed, *condition.encode(), *pdf.name.encode()])
    pictures = [damage(page, random) for page in drawn_pages(pdf, dpi)]
    data = picture_file(pictures)
    started = time.perf_counter()
    try:
        seen = extract_document(Source("scan.tif", data))
    except Exception as error:  # what is not read at all counts as nothing found
        print(condition, pdf.name, f"{type(error).__name__}: {error}", file=sys.stderr)
        seen = None
    spent = time.perf_counter() - started
    score = Score(pages=len(pictures), seconds=spent, true=sum(len(form.indicators) for form in truth.forms))
    if seen is None:
        return score
    score += Score(found=sum(len(form.indicators) for form in seen.forms))
    for number, form in enumerate(truth.forms):
        if number < len(seen.forms):
            score += _compared(form, seen.forms[number], _told(seen, number))
    return score


def picture_file(pictures: Sequence[Image.Image]) -> bytes:
    """Pictures as one file of many frames, as a scanner gives them."""
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def _told(seen: DocumentResult, number: int) -> set[str]:
    """Paths within a form that findings point at, and the doubtful texts of the document."""
    told = {finding.path.partition("].")[2] for finding in seen.findings if finding.path.startswith(f"forms[{number}]")}
    told |= {finding.path.partition("].")[2] for finding in seen.forms[number].findings}
    for finding in seen.findings:
        if finding.code == "PAGES_RECOGNISED":
            told |= {_plain(text.partition(": ")[2]) for text in finding.evidence["doubtful"]}
    return told


def _compared(true: Form, seen: Form, told: set[str]) -> Score:
    left = dict(enumerate(seen.indicators))
    score = Score()
    for one in true.indicators:
        key = (one.level1, one.level2, _plain(one.name))
        match = next((i for i, other in left.items() if (other.level1, other.level2, _plain(other.name)) == key), None)
        if match is None:
            continue
        other = left.pop(match)
        alike = _plain(one.value.raw) == _plain(other.value.raw)
        score += Score(right=1, values=1, exact=alike)
        if not alike:
            print("   ", one.name, one.value.raw, "read as", other.value.raw, other.value.confidence, file=sys.stderr)
        paths = (f"indicators[{match}].value", f"indicators[{match}]")
        score += _number(
            _numbers(one.value), _numbers(other.value), other.value.confidence, paths, other.value.raw, told
        )
        score += _number([one.weight], [other.weight], 1.0, (f"indicators[{match}].weight",), other.weight, told)
    amounts = Counter((line.scope, line.item) for line in true.funding.lines)
    for line in true.funding.lines:
        same = [(i, o) for i, o in enumerate(seen.funding.lines) if (o.scope, o.item) == (line.scope, line.item)]
        if amounts[line.scope, line.item] == len(same) == 1:
            index, found = same[0]
            paths = (f"funding.lines[{index}]", "funding.lines", "funding")
            score += _number([line.amount], [found.amount], 1.0, paths, found.raw, told)
    return score


def _number(
    true: list[Any], seen: list[Any], confidence: float, paths: tuple[str, ...], raw: str | None, told: set[str]
) -> Score:
    """One place that prints a number, or where one was read."""
    if not any(true) and not any(seen):
        return Score()
    doubted = confidence < _SURE or any(path in told for path in paths) or (raw is not None and _plain(raw) in told)
    wrong = true != seen
    if wrong and not doubted:
        print("    silent:", true, "read as", seen, raw, file=sys.stderr)
    return Score(numbers=1, wrong=wrong, told=wrong and doubted, doubted=doubted and not wrong)


def _numbers(value: Value) -> list[Any]:
    return [value.number, value.low, value.high]


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())
