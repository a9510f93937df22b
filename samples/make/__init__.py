"""Documents of known truth: specifications in, files and expected records out.

``python -m samples.make`` regenerates everything in ``samples/``. As a library::

    from samples.make import flatten, load, random_form, write_html_pdf, write_reportlab_pdf

    forms = [random_form(random.Random(7)) for _ in range(20)]
    write_reportlab_pdf(forms, Path("twenty.pdf"))
"""

from __future__ import annotations

from typing import Any

_HOME = {
    name: module
    for module, names in {
        "flattened": ("flatten", "one_cell_a_line", "printed"),
        "random_forms": ("random_damage", "random_form"),
        "spec": ("DocumentSpec", "FormSpec", "load"),
        "truth": ("expected_document", "expected_form", "flattened_differences"),
        "writers.canvas": ("write_reportlab_pdf",),
        "writers.html": ("write_html_pdf", "write_weasyprint_pdf"),
        "writers.sheet": ("write_calc_pdf", "write_xlsx"),
        "writers.word": ("write_docx", "write_writer_pdf"),
    }.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: writing text needs none of the libraries that print."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
