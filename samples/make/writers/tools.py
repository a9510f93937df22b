"""Programs that print, and what makes their output the same from one run to the next."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SOFFICE = ("soffice", "libreoffice")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)\d{14}")
_ID = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]+)(>\s*<)([0-9A-Fa-f]+)(>\s*\])")
_CHECKSUM = re.compile(rb"(/DocChecksum\s*/)([0-9A-Fa-f]+)")


class ProducerMissing(RuntimeError):
    """A program that prints samples is not installed; the message says how to get it."""


def find_program(names: Sequence[str], title: str, remedy: str) -> str:
    """The first of ``names`` that is on the path.

    Raises:
        ProducerMissing: none is.
    """
    for name in names:
        if found := shutil.which(name):
            return found
    raise ProducerMissing(
        f"{title} is needed to make these samples and was not found ({', '.join(names)}). Install it: {remedy}"
    )


def office_to_pdf(document: Path, path: Path) -> None:
    """Print an office document to PDF with LibreOffice, in a profile of its own.

    Raises:
        ProducerMissing: LibreOffice is not installed.
        RuntimeError: it printed nothing.
    """
    remedy = "apt-get install libreoffice-writer libreoffice-calc fonts-wqy-microhei"
    program = find_program(SOFFICE, "LibreOffice", remedy)
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, str(document)]
        done = subprocess.run(command, check=False, capture_output=True, timeout=300)
        made = Path(scratch, document.with_suffix(".pdf").name)
        if not made.is_file():
            raise RuntimeError(
                f"LibreOffice printed nothing for {document.name}: {done.stderr.decode(errors='replace')[-400:]}"
            )
        shutil.copyfile(made, path)
    settle_pdf(path)


def chromium_to_pdf(html: str, path: Path) -> None:
    """Print an HTML page to PDF with Chromium, in a profile of its own.

    Raises:
        ProducerMissing: no Chromium is installed.
        RuntimeError: it printed nothing.
    """
    program = find_program(CHROMIUM, "Chromium", "apt-get install chromium fonts-noto-cjk fonts-wqy-microhei")
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch, "page.html")
        page.write_text(html, encoding="utf-8")
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-pdf-tagging",
            f"--user-data-dir={scratch}/profile", f"--print-to-pdf={path.resolve()}", page.as_uri(),
        ]  # fmt: skip
        path.unlink(missing_ok=True)
        done = subprocess.run(command, check=False, capture_output=True, timeout=300)
        if not path.is_file():
            raise RuntimeError(f"Chromium printed nothing: {done.stderr.decode(errors='replace')[-400:]}")
    settle_pdf(path)


def weasyprint_to_pdf(html: str, path: Path) -> None:
    """Print an HTML page to PDF with WeasyPrint."""
    from weasyprint import HTML  # type: ignore[import-untyped]

    HTML(string=html).write_pdf(path, pdf_identifier=b"0" * 16)
    settle_pdf(path)


def settle_pdf(path: Path) -> None:
    """Fix dates and identifiers in place, length for length, so that cross-reference offsets stay right."""
    data = path.read_bytes()
    data = _DATE.sub(rb"\g<1>20260101000000", data)
    data = _ID.sub(lambda m: m[1] + b"0" * len(m[2]) + m[3] + b"0" * len(m[4]) + m[5], data)
    data = _CHECKSUM.sub(lambda m: m[1] + b"0" * len(m[2]), data)
    path.write_bytes(data)
