"""The sample forms in every container, written by the programs that people use."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]

from extractor.model.table import Source
from extractor.readers.content import ReadOptions
from extractor.readers.read import read_content
from samples.make.blocks import Printable
from samples.make.families import draw, load_families
from samples.make.spec import load
from samples.make.writers.html import html_page
from samples.make.writers.ofd import MM, bar, ofd, rulings, runs, singles, stroke
from samples.make.writers.sheet import write_xlsx
from samples.make.writers.tools import CHROMIUM, SOFFICE, find_program
from samples.make.writers.word import write_docx

SAMPLES = Path(__file__).parents[2] / "samples"
FAMILIES = sorted(load_families())
SPECS = sorted(path.stem for path in (SAMPLES / "specs").glob("*.yaml"))
_PRINTED = {"shanghai-2026-ten-forms": "shanghai-2026"}
CONVERTED: Mapping[str, tuple[str, str, str]] = {
    "docx by LibreOffice": ("docx", "docx", "docx"),
    "xlsx by LibreOffice": ("xlsx", "xlsx", "xlsx"),
    "xls by LibreOffice": ("xlsx", "xls", "xls"),
    "html by LibreOffice Calc": ("xlsx", "html", "html:HTML (StarCalc)"),
    "html by LibreOffice Writer": ("docx", "html", "html"),
}
"""The container it is made from, the ending of what is made, and LibreOffice's name for it."""


OFD_WAYS = ("runs and strokes", "characters and bars", "lines in a template")


def printed(name: str) -> Path:
    """A PDF of the same forms."""
    stem = _PRINTED.get(name, name)
    return min(SAMPLES.glob(f"{stem}-*.pdf"))


@cache
def forms_of(name: str) -> tuple[tuple[Printable, ...], str | None]:
    """The forms of a family or specification, and the title over them."""
    if name in FAMILIES:
        family = load_families()[name]
        return draw(family), family.title
    document = load(SAMPLES / "specs" / f"{name}.yaml")
    return tuple(document.forms), document.title


def write(name: str, container: str, path: Path) -> Path:
    """Write the forms of a family or specification into a container: docx, xlsx, html, csv or ofd."""
    forms, title = forms_of(name)
    if container == "docx":
        write_docx(forms, path, title)
    elif container == "xlsx":
        write_xlsx(forms, path, title)
    elif container == "html":
        path.write_text(html_page(forms, title), encoding="utf-8")
    elif container == "csv":
        _write_csv(forms, path, title)
    else:
        path.write_bytes(as_ofd(printed(name), "runs and strokes"))
    return path


def _write_csv(forms: Iterable[Printable], path: Path, title: str | None) -> None:
    """The sheets of the workbook one below the other, as Excel in China saves them; a merged cell's text in its first cell."""
    book = path.with_suffix(".csv.xlsx")
    write_xlsx(forms, book, title)
    with path.open("w", encoding="gb18030", newline="") as stream:
        rows = csv.writer(stream)
        for sheet in load_workbook(book).worksheets:
            rows.writerows(sheet.iter_rows(values_only=True))
    book.unlink()


def as_ofd(pdf: Path, way: str) -> bytes:
    """The characters and lines of a PDF's pages as an OFD."""
    pages = list(read_content(Source(pdf.name, pdf.read_bytes()), ReadOptions())[1].pages or ())
    box = (pages[0].width * MM, pages[0].height * MM)
    if way == "runs and strokes":
        return ofd([rulings(one, stroke) + runs(one) for one in pages], box=box)
    if way == "characters and bars":
        return ofd([singles(one) + rulings(one, bar) for one in pages], box=box)
    head = '<ofd:Template TemplateID="t{n}" ZOrder="Background"/>'
    return ofd([runs(one) for one in pages], box=box, templates=[rulings(one, stroke) for one in pages], head=head)


def convert(files: Sequence[Path], target: str, folder: Path) -> None:
    """Have LibreOffice make other files of some, into a folder.

    Raises:
        ProducerMissing: it is not installed.
    """
    program = find_program(SOFFICE, "LibreOffice", "apt-get install libreoffice-writer libreoffice-calc")
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", target,
        "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    shutil.rmtree(folder / "profile", ignore_errors=True)


def save_as_mht(pages: Iterable[Path]) -> None:
    """Have Chromium save web pages as web archives beside them.

    Raises:
        ProducerMissing: it is not installed.
    """
    from playwright.sync_api import sync_playwright

    program = find_program(CHROMIUM, "Chromium", "apt-get install chromium")
    with sync_playwright() as playwright, _browser(playwright, program) as browser:
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        for path in pages:
            page.goto(path.as_uri())
            data = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]
            path.with_suffix(".mht").write_bytes(data.encode("utf-8"))


@contextmanager
def _browser(playwright: Any, program: str) -> Any:
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
    try:
        yield browser
    finally:
        browser.close()
