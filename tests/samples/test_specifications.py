"""The specifications, the records derived from them, and the committed files agree."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import read_source
from extractor.readers.pdf import read_pdf
from samples.make.__main__ import expected_record
from samples.make.catalogue import SAMPLES, TEN, Sample
from samples.make.flattened import flatten, one_cell_a_line
from samples.make.grid import build_grid, year_line
from samples.make.spec import DocumentSpec, load

HOME = Path(__file__).parents[2] / "samples"
SPECS = {path.stem: load(path) for path in sorted((HOME / "specs").glob("*.yaml"))}


def read_json(name: str) -> Any:
    return json.loads((HOME / name).read_text(encoding="utf-8"))


def printed_characters(spec: DocumentSpec) -> Counter[str]:
    """Every character that a file made from the specification prints, white space left out."""
    texts = [spec.title or ""]
    for form in spec.forms:
        texts += [form.title, year_line(form), *form.prose, *(cell.text for cell in build_grid(form).cells)]
    return Counter(char for text in texts for char in text if not char.isspace())


@pytest.mark.parametrize("name", sorted(SPECS))
def test_expected_record_is_up_to_date(name: str) -> None:
    assert read_json(f"expected/{name}.json") == expected_record(SPECS[name])


def test_manifest_names_exactly_the_committed_documents() -> None:
    families = {entry["file"] for entry in read_json("families/manifest.json")}
    committed = {path.name for path in HOME.iterdir() if path.suffix in {".pdf", ".txt"}} - families
    assert {entry["file"] for entry in read_json("manifest.json")} == committed
    assert {sample.file for sample in SAMPLES} == committed
    assert {sample.spec for sample in SAMPLES} == set(SPECS)


def test_samples_stay_small() -> None:
    files = [path for path in HOME.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert sum(path.stat().st_size for path in files) < 3_000_000


def test_ten_forms_hold_the_known_facts() -> None:
    forms = SPECS[TEN].forms
    assert [len(form.indicators) for form in forms] == [7, 12, 10, 11, 9, 15, 10, 13, 9, 11]
    assert [(form.project.name, item.name) for form in forms for item in form.indicators if item.value is None] == [
        ("申领、补换卡网点运行费", "维护工作完成数"),
        ("信息化运维项目", "运维系统完成数"),
    ]
    assert [form.funding.annual_total for form in forms] == [
        "955500.00", "180000.00", "3133500.00", "5468700.00", "4841000.00",
        "1650000.00", "7679600.00", "2211652.00", "446048.00", "6841000.00",
    ]  # fmt: skip


def test_ten_forms_show_other_levels_where_their_labels_slid() -> None:
    assert read_json(f"expected/{TEN}.json")["files"]["shanghai-2026-flattened.txt"] == [
        {"form": 3, "indicator": 5, "printed_level1": "效益指标", "printed_level2": "社会效益指标"},
        {"form": 3, "indicator": 7, "printed_level2": "可持续影响指标"},
        {"form": 3, "indicator": 9, "printed_level1": "满意度指标", "printed_level2": "服务对象满意度指标"},
        {"form": 6, "indicator": 14, "printed_level1": "满意度指标", "printed_level2": "服务对象满意度指标"},
        {"form": 9, "indicator": 7, "printed_level1": "产出指标"},
    ]


@pytest.mark.parametrize(
    "sample", [s for s in SAMPLES if s.format == "text" and "layout" not in s.file], ids=lambda s: s.file
)
def test_text_files_are_what_the_specification_says(sample: Sample) -> None:
    spec = SPECS[sample.spec]
    encoding = {
        "short-forms-utf8-bom.txt": "utf-8-sig",
        "short-forms-utf16.txt": "utf-16",
        "short-forms-gb18030.txt": "gb18030",
    }
    text = (HOME / sample.file).read_bytes().decode(encoding.get(sample.file, "utf-8"))
    make = one_cell_a_line if sample.producer == "one cell a line" else flatten
    assert text == make(spec.forms, spec.title)


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        ("short-forms-utf8-bom.txt", b"\xef\xbb\xbf"),
        ("short-forms-utf16.txt", b"\xff\xfe"),
        ("short-forms-gb18030.txt", b"\xcd\xfb"),
    ],
)
def test_encoded_files_begin_as_their_encoding_does(file: str, mark: bytes) -> None:
    assert (HOME / file).read_bytes().lstrip(b"\n").startswith(mark)


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.format == "pdf"], ids=lambda s: s.file)
def test_pdf_files_print_every_character_of_the_specification(sample: Sample) -> None:
    with read_pdf(read_source(HOME / sample.file)) as document:
        text = "".join(page.glyphs.text for page in document.pages())
    found = Counter(char for char in text if not char.isspace() and char.isprintable())
    wanted = printed_characters(SPECS[sample.spec])
    assert wanted - found == Counter()
    # Calc prints a merged label on every page that it reaches, and a repeated header is printed twice by intention.
    if sample.file not in {"long-form-calc.pdf", "long-form-repeated-header.pdf"}:
        assert found == wanted
