"""What tests need of the machine beyond Python and its packages."""

from __future__ import annotations

import os
import shutil
from ctypes import CDLL

import pytest

from extractor.native.lattice import loops
from extractor.native.pdfium import native_calls
from extractor.readers.pdf.library import pdfium
from extractor.views.page.fonts import chinese_font
from samples.make.writers.tools import CHROMIUM as PROGRAMS

IN_CI = os.environ.get("CI") == "true"
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)


def needs(there: bool, what: str, *packages: str) -> pytest.MarkDecorator:
    """Skip a test where something is missing, naming the Debian packages that have it; fail there in CI."""
    reason = f"{what}: apt-get install {' '.join(packages)}"
    return pytest.mark.skipif(not there and not IN_CI, reason=reason)


def _loads(library: str) -> bool:
    try:
        CDLL(library)
    except OSError:
        return False
    return True


needs_chromium = needs(CHROMIUM is not None, "needs Chromium", "chromium")
needs_chinese_font = needs(chinese_font() is not None, "needs a Chinese font", "fonts-wqy-microhei")
needs_compiled_loops = needs(
    loops() is not None and native_calls(pdfium()) is not None,
    "needs the compiled loops, built by python hatch_build.py where there is a C compiler",
    "gcc",
    "libc6-dev",
)
needs_pango = needs(
    _loads("libpangoft2-1.0.so.0") and chinese_font() is not None,
    "WeasyPrint needs Pango and a Chinese font",
    "libpangoft2-1.0-0",
    "fonts-wqy-microhei",
)
