"""What jixiao got wrong, each page as a PDF of its own with a note of what is drawn and what was read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.layout.record import CellRecord, TableRecord
from benchmarks.layout.run import Outcome, Result

_MOST = 5


def write_failures(outcome: Outcome, documents: dict[str, Path], folder: Path, reader: str = "jixiao") -> int:
    """Write ``<producer>-<style>-<page>.pdf`` and ``.txt`` for pages on which the reader failed, a few a style.

    Gives the number of all such pages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wrong = [r for r in outcome.results if r.reader == reader and not r.scores.exact]
    pages: dict[tuple[str, str, int], list[str]] = {}
    for result in wrong:
        pages.setdefault((result.producer, result.style, result.page), []).append(_note(result))
    for extra in outcome.extra:
        if extra.reader == reader:
            note = "a table was found where there is none"
            pages.setdefault((extra.producer, extra.style, extra.page), []).append(note)
    written: Counter[tuple[str, str]] = Counter()
    for producer, style, number in pages:
        written[producer, style] += 1
        if written[producer, style] > _MOST:
            continue
        stem = f"{producer}-{style}-{number}".replace(" ", "_")
        with pdfium.PdfDocument(documents[producer]) as source, pdfium.PdfDocument.new() as page:
            page.import_pages(source, [number - 1])
            page.save(folder / f"{stem}.pdf")
        (folder / f"{stem}.txt").write_text("\n\n".join(pages[producer, style, number]) + "\n", encoding="utf-8")
    return len(pages)


def _note(result: Result) -> str:
    truth, answer, scores = result.truth, result.answer, result.scores
    head = f"table {result.place + 1} on its page: TEDS-S {scores.teds_s:.4f}, TEDS {scores.teds:.4f}"
    if answer is None:
        return f"{head}\nnot found; drawn are {_size(truth)}"
    lines = [head, f"drawn: {_size(truth)}", f"read:  {_size(answer)}"]
    lines += [f"- {_cell(cell)}" for cell in truth.cells if cell not in answer.cells][:30]
    lines += [f"+ {_cell(cell)}" for cell in answer.cells if cell not in truth.cells][:30]
    return "\n".join(lines)


def _size(table: TableRecord) -> str:
    return f"{table.rows} rows, {table.columns} columns, {len(table.cells)} cells"


def _cell(cell: CellRecord) -> str:
    return f"row {cell.row} column {cell.column} spans {cell.rowspan} x {cell.colspan}: {cell.text}"
