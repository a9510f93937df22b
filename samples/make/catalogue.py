"""Which files are committed to ``samples/``, what each is made from, and what it shows; read from ``catalogue.yaml``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml
from msgspec import Struct, convert, field

from samples.make.spec import DocumentSpec
from samples.make.writers import canvas, html, sheet, text, word

TEN = "shanghai-2026-ten-forms"
_PRINTERS: MappingProxyType[str, Callable[..., None]] = MappingProxyType(
    {
        "Chromium": html.write_html_pdf,
        "WeasyPrint": html.write_weasyprint_pdf,
        "LibreOffice Calc": sheet.write_calc_pdf,
        "LibreOffice Writer": word.write_writer_pdf,
        "reportlab": canvas.write_reportlab_pdf,
        "flattened text": text.write_flattened,
        "one cell a line": text.write_cells,
    }
)


class Sample(Struct, frozen=True):
    """One committed file.

    Attributes:
        file: its name in ``samples/``.
        spec: stem of the specification it is made from.
        producer: the program that printed it.
        shows: one sentence for the reader of the manifest.
        options: what its writer is given besides.
        damaged: whether the specification's damage shows in it.
    """

    file: str
    spec: str
    producer: str
    shows: str
    options: dict[str, Any] = field(default_factory=dict)
    damaged: bool = False

    @property
    def format(self) -> Literal["pdf", "text"]:
        """``pdf`` or ``text``, after the file's name."""
        return "pdf" if self.file.endswith(".pdf") else "text"

    def write(self, spec: DocumentSpec, path: Path) -> None:
        """Make the file."""
        if self.producer in _PRINTERS:
            _PRINTERS[self.producer](spec.forms, path, spec.title, **self.options)
            return
        with tempfile.TemporaryDirectory() as scratch:  # pdftotext -layout
            pdf = Path(scratch, "printed.pdf")
            word.write_writer_pdf(spec.forms, pdf, spec.title)
            text.write_layout_text(pdf, path)


SAMPLES = convert(
    yaml.load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader),
    tuple[Sample, ...],
)
