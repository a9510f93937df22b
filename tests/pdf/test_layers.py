"""Layers (optional content) that are switched off are not read."""

from __future__ import annotations

import pytest

from extractor.model.table import Source
from extractor.readers.pdf import read_pdf
from tests.pdf.raw import with_layers

LINE = [(151.75, 50.0, 350.0)]


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize("in_form", [False, True])
@pytest.mark.parametrize(
    ("off", "texts", "lines"),
    [
        ("", ["shown", "draft", "notes", "tagged"], LINE),
        ("6 0 R", ["shown", "notes", "tagged"], []),
        ("7 0 R", ["shown", "draft", "tagged"], LINE),
        ("6 0 R 7 0 R", ["shown", "tagged"], []),
    ],
)
def test_only_layers_that_are_on_are_read(
    off: str, texts: list[str], lines: list[object], *, in_form: bool, pure: bool
) -> None:
    with read_pdf(Source("a.pdf", with_layers(off, in_form=in_form)), pure=pure) as document:
        for _ in range(2):  # a page is as before when it has been read
            page = document.read_page(1)
            assert page.glyphs.text.split() == texts
            assert page.rulings.horizontals == lines
