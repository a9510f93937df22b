"""Printers: planned pages to PDF, one module a family of programs. Each page of the plan is a page of the PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.layout.plan import PlannedPage

Printer = Callable[[Sequence[PlannedPage], Path], None]


def printer(producer: str) -> Printer:
    """The function that prints with this producer."""
    if producer == "reportlab":
        from benchmarks.layout.printers.canvas import print_with_reportlab

        return print_with_reportlab
    if producer == "varied":
        from benchmarks.layout.varied import print_varied

        return print_varied
    if producer == "calc":
        from benchmarks.layout.printers.sheet import print_with_calc

        return print_with_calc
    if producer == "writer":
        from benchmarks.layout.printers.word import print_with_writer

        return print_with_writer
    from benchmarks.layout.printers.web import print_with_chromium, print_with_weasyprint

    return print_with_chromium if producer == "chromium" else print_with_weasyprint
