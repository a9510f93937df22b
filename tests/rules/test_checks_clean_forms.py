"""Forms without a fault, in the wording of many places: read whole, and no check fires."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model.form import DocumentResult
from extractor.model.table import Source
from extractor.pipeline import extract_document
from rules.checks import Thresholds, check_call
from tests.rules.clean_forms import FOLDER, drawn, read, tabbed

FORMS = {
    "01-chongqing": ("target", 6),
    "02-guangdong-cycle": ("target", 6),
    "03-self-evaluation": ("self_evaluation", 6),
    "04-decimals": ("target", 6),
    "05-qualitative": ("target", 7),
    "06-sichuan-split": ("target", 6),
    "07-hunan-types": ("target", 6),
    "08-yunnan-signs": ("target", 6),
    "09-department": ("department_target", 6),
    "10-transfer": ("transfer_target", 7),
    "11-multi-year": ("target", 6),
    "12-growth": ("target", 7),
    "13-old-cost": ("target", 7),
    "14-zero-targets": ("target", 7),
    "15-two-funds": ("target", 8),
    "16-monitoring": ("monitoring", 5),
    "17-no-funding": ("target", 6),
    "18-core-weights": ("target", 6),
}


def _result(stem: str, how: str) -> DocumentResult:
    path = FOLDER / f"{stem}.txt"
    data = drawn(path) if how == "pdf" else tabbed(path)
    return extract_document(Source(f"{stem}.{how}", data))


def test_every_file_is_tested() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == sorted(FORMS)


@pytest.mark.parametrize("how", ["pdf", "txt"])
@pytest.mark.parametrize("stem", FORMS)
def test_a_clean_form_is_read_whole_and_nothing_is_said(stem: str, how: str) -> None:
    result = _result(stem, how)
    kind, count = FORMS[stem]
    assert [(form.kind, len(form.indicators)) for form in result.forms] == [(kind, count)]
    said = [*result.findings, *(finding for form in result.forms for finding in form.findings)]
    assert [(finding.code, finding.message_zh) for finding in said] == []
    printed = {cell for row in read(Path(FOLDER / f"{stem}.txt"))[1] for cell in row}
    assert {indicator.name for indicator in result.forms[0].indicators} <= printed


def test_nothing_is_said_of_them_together() -> None:
    forms = [form for stem in FORMS for form in _result(stem, "txt").forms]
    assert check_call(forms, Thresholds()) == []
