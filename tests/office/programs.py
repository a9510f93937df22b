"""Programs that write test files; without them a test is skipped, and in CI it fails."""

from __future__ import annotations

import os
import shutil

import pytest


def soffice() -> str:
    """LibreOffice."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        reason = "LibreOffice is missing: apt-get install libreoffice-writer libreoffice-calc"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
