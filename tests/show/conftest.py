"""Documents to show."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from extractor.batch import read_source
from extractor.pipeline import ExtractOptions
from extractor.views.page.view import View, read_view

SAMPLES = Path(__file__).parents[2] / "samples"


@cache
def _view(path: Path) -> View:
    return read_view(read_source(path), ExtractOptions())


@pytest.fixture
def view_of() -> Callable[[str], View]:
    """A sample document as it was read, by its file name."""
    return lambda name: _view(SAMPLES / name)
