"""Which files are committed to ``samples/``, what each is made from, and what it shows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from samples.make.spec import DocumentSpec
from samples.make.writers import canvas, html, sheet, text, word

Writer: TypeAlias = Callable[[DocumentSpec, Path], None]
TEN = "shanghai-2026-ten-forms"


class Sample(Struct, frozen=True):
    """One committed file.

    Attributes:
        file: its name in ``samples/``.
        spec: stem of the specification it is made from.
        producer: the program that printed it.
        shows: one sentence for the reader of the manifest.
        write: makes the file.
        damaged: whether the specification's damage shows in it.
    """

    file: str
    spec: str
    producer: str
    shows: str
    write: Writer
    damaged: bool = False

    @property
    def format(self) -> Literal["pdf", "text"]:
        """``pdf`` or ``text``, after the file's name."""
        return "pdf" if self.file.endswith(".pdf") else "text"


def _forms(write: Callable[..., None], **options: object) -> Writer:
    return lambda spec, path: write(spec.forms, path, spec.title, **options)


def _layout_of(print_pdf: Writer) -> Writer:
    def write(spec: DocumentSpec, path: Path) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            pdf = Path(scratch, "printed.pdf")
            print_pdf(spec, pdf)
            text.write_layout_text(pdf, path)

    return write


_chromium, _weasyprint = partial(_forms, html.write_html_pdf), partial(_forms, html.write_weasyprint_pdf)
_calc, _writer = partial(_forms, sheet.write_calc_pdf), partial(_forms, word.write_writer_pdf)
_drawn, _flat = partial(_forms, canvas.write_reportlab_pdf), partial(_forms, text.write_flattened)
_cells = partial(_forms, text.write_cells)

SAMPLES: tuple[Sample, ...] = (
    Sample(
        "shanghai-2026-chromium.pdf",
        TEN,
        "Chromium",
        "ten forms, rulings as thin filled rectangles, TrueType font",
        _chromium(),
    ),
    Sample(
        "shanghai-2026-weasyprint.pdf",
        TEN,
        "WeasyPrint",
        "the same, rulings as strokes a cell, label cells shaded",
        _weasyprint(),
    ),
    Sample("shanghai-2026-calc.pdf", TEN, "LibreOffice Calc", "the same from a workbook, long strokes", _calc()),
    Sample("shanghai-2026-writer.pdf", TEN, "LibreOffice Writer", "the same from a text document", _writer()),
    Sample(
        "shanghai-2026-rectangles.pdf",
        TEN,
        "reportlab",
        "the same, embedded font, thin rectangles as rulings",
        _drawn(),
    ),
    Sample(
        "shanghai-2026-cid.pdf",
        TEN,
        "reportlab",
        "the same, font STSong-Light named but not embedded, long strokes",
        _drawn(font="cid", rules="strokes"),
    ),
    Sample(
        "shanghai-2026-flattened.txt",
        TEN,
        "flattened text",
        "the same as tab-separated text: spans lost, labels slid by a row or a column or gone, last cells cut off",
        _flat(),
        damaged=True,
    ),
    Sample(
        "shanghai-2026-layout.txt",
        TEN,
        "pdftotext -layout",
        "the Writer file as columns kept apart by spaces",
        _layout_of(_writer()),
    ),
    Sample(
        "shanghai-2026-cells.txt",
        TEN,
        "one cell a line",
        "the same as a copy from a viewer: every cell a line, blank ones gone",
        _cells(),
    ),
    Sample(
        "multi-year-chromium.pdf",
        "multi-year",
        "Chromium",
        "whole-project block and overall goal filled, 万元, dates as 2025/1/1, prose before the form, vertical label",
        _chromium(),
    ),
    Sample(
        "multi-year-writer.pdf",
        "multi-year",
        "LibreOffice Writer",
        "the same, prose right above the form's title",
        _writer(),
    ),
    Sample(
        "multi-year-flattened.txt",
        "multi-year",
        "flattened text",
        "the same as tab-separated text, labels in their places",
        _flat(),
    ),
    Sample(
        "long-form-chromium.pdf",
        "long-form",
        "Chromium",
        "38 indicators over two pages; merged labels cut by the page break, no ruling at the cut",
        _chromium(cut_rows=True),
    ),
    Sample(
        "long-form-calc.pdf",
        "long-form",
        "LibreOffice Calc",
        "the same; a merged label's text stands in the middle of the whole cell, so on either page",
        _calc(),
    ),
    Sample(
        "long-form-writer.pdf",
        "long-form",
        "LibreOffice Writer",
        "the same; a cut label's text stands on the first page",
        _writer(),
    ),
    Sample(
        "long-form-repeated-header.pdf",
        "long-form",
        "reportlab",
        "the same; column heads and labels printed again on the second page",
        _drawn(font="cid", rules="rects", repeat_header=True),
    ),
    Sample(
        "short-forms-chromium.pdf",
        "short-forms",
        "Chromium",
        "two short forms on one page, Type 3 fonts",
        _chromium(font="Noto Sans CJK SC"),
    ),
    Sample(
        "short-forms-utf8-bom.txt",
        "short-forms",
        "flattened text",
        "UTF-8 with a byte order mark",
        _flat(encoding="utf-8-sig"),
    ),
    Sample(
        "short-forms-utf16.txt",
        "short-forms",
        "flattened text",
        "UTF-16, little-endian, with a byte order mark",
        _flat(encoding="utf-16"),
    ),
    Sample("short-forms-gb18030.txt", "short-forms", "flattened text", "GB18030", _flat(encoding="gb18030")),
    Sample(
        "level-orders-calc.pdf",
        "level-orders",
        "LibreOffice Calc",
        "levels in other orders than the usual one: 时效 first, 效益 before 产出, 效益 last",
        _calc(),
    ),
    Sample(
        "level-orders-flattened.txt",
        "level-orders",
        "flattened text",
        "the same with labels lost or slid and one value cut off",
        _flat(),
        damaged=True,
    ),
    Sample(
        "value-kinds-weasyprint.pdf",
        "value-kinds",
        "WeasyPrint",
        "values of every kind: ranges, durations, deadlines, periods, grades, sentences, blanks",
        _weasyprint(),
    ),
    Sample("value-kinds-flattened.txt", "value-kinds", "flattened text", "the same as tab-separated text", _flat()),
)
