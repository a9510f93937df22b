"""What only LibreOffice can open: a clear word where it is missing, slow, or makes nothing of a document."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.errors import DamagedError, TimeLimitError, UnsupportedFormatError
from extractor.model.table import Source
from extractor.readers.content import ReadOptions
from extractor.readers.office import converted

RTF = Source("a.rtf", b"{\\rtf1\\ansi text}")


def program(folder: Path, body: str) -> str:
    """A program that stands in for LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(
        UnsupportedFormatError, match="Only LibreOffice can open this RTF document, and it is not installed"
    ) as raised:
        converted.read(RTF, ReadOptions())
    assert raised.value.remedy == (
        "Save it as DOCX, or install LibreOffice (apt-get install libreoffice-writer libreoffice-calc) to have it read."
    )


def test_one_that_takes_too_long_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "survived"
    slow = program(tmp_path, f"(sleep 2; touch {mark}) & sleep 60")
    monkeypatch.setattr(shutil, "which", lambda name: slow)
    monkeypatch.setattr(converted, "_SECONDS", 0.5)
    with pytest.raises(TimeLimitError, match="took longer than"):
        converted.read(RTF, ReadOptions())
    import time

    time.sleep(2.5)
    assert not mark.exists()


def test_one_that_makes_nothing_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = program(tmp_path, "exit 0")
    monkeypatch.setattr(shutil, "which", lambda name: empty)
    with pytest.raises(DamagedError, match="LibreOffice makes nothing of this RTF document"):
        converted.read(RTF, ReadOptions())


def test_nothing_of_a_document_may_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The profile that it gets is its own, and switches macros off."""
    kept = tmp_path / "kept"
    copy = program(tmp_path, f'cp "$HOME/profile/user/registrymodifications.xcu" {kept}; echo "$HOME" > {kept}.home')
    monkeypatch.setattr(shutil, "which", lambda name: copy)
    with pytest.raises(DamagedError):
        converted.read(RTF, ReadOptions())
    settings = kept.read_text()
    assert '<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value>' in settings
    assert '<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value>' in settings
    assert not Path(Path(f"{kept}.home").read_text().strip()).exists()  # nothing is left behind
