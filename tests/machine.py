"""What tests need of the machine beyond Python and its packages."""

from __future__ import annotations

import os
import shutil
from ctypes.util import find_library

import pytest

from extractor.native.pdfium import native_calls
from extractor.readers.pdf.library import pdfium
from extractor.views.page.fonts import chinese_font

IN_CI = os.environ.get("CI") == "true"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def needs(there: bool, what: str, *packages: str) -> pytest.MarkDecorator:
    """Skip a test where something is missing, naming the Debian packages that have it; fail there in CI."""
    reason = f"{what}: apt-get install {' '.join(packages)}"
    return pytest.mark.skipif(not there and not IN_CI, reason=reason)


needs_chromium = needs(CHROMIUM is not None, "needs Chromium", "chromium")
needs_chinese_font = needs(chinese_font() is not None, "needs a Chinese font", "fonts-wqy-microhei")
needs_compiled_loops = needs(
    native_calls(pdfium()) is not None,
    "needs the compiled loops, built by python hatch_build.py where there is a C compiler",
    "gcc",
    "libc6-dev",
)
needs_pango = needs(
    find_library("pango-1.0") is not None and chinese_font() is not None,
    "WeasyPrint needs Pango and a Chinese font",
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-wqy-microhei",
)
