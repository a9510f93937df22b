"""Documents of known truth: specifications in, files and expected records out.

``python -m samples.make`` regenerates everything in ``samples/``. As a library::

    from samples.make import flatten, load, random_form, write_html_pdf, write_reportlab_pdf

    forms = [random_form(random.Random(7)) for _ in range(20)]
    write_reportlab_pdf(forms, Path("twenty.pdf"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samples.make.flattened import flatten, one_cell_a_line, printed
    from samples.make.random_forms import random_damage, random_form
    from samples.make.spec import DocumentSpec, FormSpec, load
    from samples.make.truth import expected_document, expected_form, flattened_differences
    from samples.make.writers.canvas import write_reportlab_pdf
    from samples.make.writers.html import write_html_pdf, write_weasyprint_pdf
    from samples.make.writers.sheet import write_calc_pdf, write_xlsx
    from samples.make.writers.word import write_docx, write_writer_pdf

_HOME = {
    "flatten": "flattened",
    "one_cell_a_line": "flattened",
    "printed": "flattened",
    "random_form": "random_forms",
    "random_damage": "random_forms",
    "DocumentSpec": "spec",
    "FormSpec": "spec",
    "load": "spec",
    "expected_document": "truth",
    "expected_form": "truth",
    "flattened_differences": "truth",
    "write_html_pdf": "writers.html",
    "write_weasyprint_pdf": "writers.html",
    "write_reportlab_pdf": "writers.canvas",
    "write_calc_pdf": "writers.sheet",
    "write_xlsx": "writers.sheet",
    "write_writer_pdf": "writers.word",
    "write_docx": "writers.word",
}

__all__ = [
    "DocumentSpec",
    "FormSpec",
    "expected_document",
    "expected_form",
    "flatten",
    "flattened_differences",
    "load",
    "one_cell_a_line",
    "printed",
    "random_damage",
    "random_form",
    "write_calc_pdf",
    "write_docx",
    "write_html_pdf",
    "write_reportlab_pdf",
    "write_weasyprint_pdf",
    "write_writer_pdf",
    "write_xlsx",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: writing text needs none of the libraries that print."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
