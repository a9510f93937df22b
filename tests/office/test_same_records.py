"""A form gives the same record from every container: header, funding, goals, indicators, values, judgements, findings."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document

from tests.office.forms import FAMILIES, SPECS, differs, write
from tests.office.programs import soffice


@pytest.mark.parametrize("container", ["docx", "xlsx", "html"])
@pytest.mark.parametrize("name", [*FAMILIES, *SPECS])
def test_as_its_writer_makes_it(name: str, container: str, tmp_path: Path) -> None:
    path = write(name, container, tmp_path / f"{name}.{container}")
    assert differs(path, name) == []


# What LibreOffice writes is other markup altogether: its own styles, merged cells, fonts as tags, and BIFF records.
_CONVERTED = [
    ("xlsx", "xls"), ("xlsx", "xlsx"), ("xlsx", "html"), ("docx", "html"), ("docx", "docx"),
    ("docx", "doc"), ("docx", "rtf"), ("docx", "odt"), ("xlsx", "ods"),
]  # fmt: skip


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("originals")
    for name in ("central-2015", "self-evaluation", "shanghai-2026-ten-forms"):
        for container in ("docx", "xlsx"):
            path = write(name, container, folder / f"{name}.{container}")
            if container == "docx":
                _ended(path)
    return folder


def _ended(path: Path) -> None:
    """Add the paragraph that Word always keeps behind a table: without it LibreOffice writes the last table as text into DOC."""
    document = Document(str(path))
    document.add_paragraph()
    document.save(str(path))


@pytest.mark.parametrize(("container", "into"), _CONVERTED, ids=[f"{one}-to-{other}" for one, other in _CONVERTED])
def test_as_libreoffice_writes_it(originals: Path, tmp_path: Path, container: str, into: str) -> None:
    program = soffice()
    files = sorted(originals.glob(f"*.{container}"))[: 1 if into in ("doc", "rtf", "odt", "ods") else None]
    target = {"html": "html:HTML (StarCalc)"}.get(into, into) if container == "xlsx" else into
    command = [
        program, f"-env:UserInstallation={(originals / 'profile').as_uri()}", "--headless", "--convert-to", target,
        "--outdir", str(tmp_path), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for file in files:
        converted = tmp_path / f"{file.stem}.{into}"
        assert (file.stem, differs(converted, file.stem)) == (file.stem, [])


def test_an_extension_of_wps_is_read_as_what_is_inside(originals: Path, tmp_path: Path) -> None:
    program = soffice()
    book = originals / "central-2015.xlsx"
    command = [
        program, f"-env:UserInstallation={(originals / 'profile').as_uri()}", "--headless", "--convert-to", "xls",
        "--outdir", str(tmp_path), str(book),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    et = tmp_path / "central-2015.et"
    shutil.move(tmp_path / "central-2015.xls", et)
    assert differs(et, "central-2015") == []
