"""Print the tables, have every reader read them, compare."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from msgspec import Struct

from benchmarks.layout.metrics import Scores, match, score
from benchmarks.layout.plan import PlannedPage, plan_pages
from benchmarks.layout.printers import printer
from benchmarks.layout.readers import PARTLY_READERS, READERS, Reader
from benchmarks.layout.record import TableRecord
from benchmarks.layout.styles import PARTLY, STYLES


class Result(Struct, frozen=True):
    """How one reader did on one true table.

    Attributes:
        page: page of the producer's document, from 1.
        place: position of the table on its page, from 0.
    """

    producer: str
    style: str
    reader: str
    page: int
    place: int
    scores: Scores
    truth: TableRecord
    answer: TableRecord | None


class Extra(Struct, frozen=True):
    """A table that a reader found where none is."""

    producer: str
    style: str
    reader: str
    page: int


class Outcome(Struct, frozen=True):
    """Everything that was measured.

    Attributes:
        seconds: per producer and reader, with the number of pages read.
    """

    results: tuple[Result, ...]
    extra: tuple[Extra, ...]
    seconds: dict[tuple[str, str], tuple[float, int]]


def print_document(producer: str, tables: int, partly: int, seed: int, path: Path) -> list[PlannedPage]:
    """Plan and print one producer's document.

    Raises:
        RuntimeError: pages of the PDF are not the pages of the plan.
    """
    if producer == "varied":
        from benchmarks.layout.varied import plan_varied

        pages = plan_varied(STYLES[producer], tables, seed)
    else:
        pages = plan_pages(producer, STYLES[producer], tables, seed)
        pages += plan_pages(producer, PARTLY, partly, seed, merged=False)
    printer(producer)(pages, path)
    with pdfium.PdfDocument(path) as document:
        printed = len(document)
    if printed != len(pages):
        raise RuntimeError(f"{producer} printed {printed} pages where {len(pages)} were planned")
    return pages


def measure(documents: dict[str, tuple[Path, list[PlannedPage]]], names: Iterable[str]) -> Outcome:
    """Read the documents with the readers named and score every table."""
    chosen = set(names)
    results: list[Result] = []
    extra: list[Extra] = []
    seconds: dict[tuple[str, str], tuple[float, int]] = {}
    for producer, (path, pages) in documents.items():
        for name, reader in PARTLY_READERS.items():
            numbers = [n for n, page in enumerate(pages, 1) if page.style in PARTLY or name in READERS]
            if name not in chosen or not numbers:
                continue
            say(f"{producer}: {name}")
            start = time.perf_counter()
            found = _read(reader, path, numbers)
            seconds[producer, name] = (time.perf_counter() - start, len(numbers))
            for number in numbers:
                page = pages[number - 1]
                truths, answers = [table.truth() for table in page.tables], found[number]
                places = match(truths, answers)
                surplus = len(answers) - sum(place is not None for place in places)
                extra += [Extra(producer, page.style, name, number)] * surplus
                results += _results(producer, page.style, name, number, truths, answers, places)
    return Outcome(tuple(results), tuple(extra), seconds)


def say(text: str) -> None:
    """Progress, on the error stream."""
    print(text, file=sys.stderr, flush=True)


def _read(reader: Reader, path: Path, numbers: Sequence[int]) -> dict[int, list[TableRecord]]:
    """Read all pages at once; where that fails, page by page, so that one page does not cost a reader the others."""
    try:
        return reader(path, numbers)
    except Exception as error:
        say(f"  {type(error).__name__}: {error}; page by page")
    found: dict[int, list[TableRecord]] = {}
    failed: list[int] = []
    for number in numbers:
        try:
            found.update(reader(path, [number]))
        except Exception:
            failed.append(number)
            found[number] = []
    if failed:
        say(f"  {len(failed)} pages cannot be read, the first is page {failed[0]}")
    return found


def _results(
    producer: str,
    style: str,
    reader: str,
    page: int,
    truths: Sequence[TableRecord],
    answers: Sequence[TableRecord],
    places: Sequence[int | None],
) -> Iterator[Result]:
    for place, (truth, at) in enumerate(zip(truths, places, strict=True)):
        answer = None if at is None else answers[at]
        yield Result(producer, style, reader, page, place, score(truth, answer), truth, answer)
