"""Every committed document reads byte for byte as it did when its golden was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.goldens import DIGESTS, ROOT, digest_line, documents, main

LINES = {line.split("\t")[0]: line.split("\t") for line in DIGESTS.read_text("utf-8").splitlines()}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_record_is_the_golden(path: Path) -> None:
    assert digest_line(path) == LINES[path.relative_to(ROOT).as_posix()], "python -m tests.goldens --dump DIR shows it"


def test_no_golden_is_left_of_a_document_that_is_gone() -> None:
    assert sorted(LINES) == [path.relative_to(ROOT).as_posix() for path in documents()]


def test_goldens_are_never_written_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    before = DIGESTS.read_bytes()
    assert main(["--write"]) == 2
    assert DIGESTS.read_bytes() == before
