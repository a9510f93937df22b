"""The speed benchmark: what it reads is what it says, its plots and tables are sound, and its guard sees more work."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdfminer.pdfpage import PDFPage

from benchmarks.speed import guard, readers_part
from benchmarks.speed.__main__ import PARTS, main
from benchmarks.speed.big_pages import form_page, grid_page
from benchmarks.speed.documents import TEN_FORMS, dense, different, sparse, ten_forms, three_forms
from benchmarks.speed.floor import floor, floor_by_ctypes
from benchmarks.speed.memory import thirds, write_documents
from benchmarks.speed.plot import Bars, Line, Panel, bar_plot, line_plot
from benchmarks.speed.readers import PURE, READERS, tables
from benchmarks.speed.rounds import Candidate, medians, ratio, turns
from benchmarks.speed.scaling import growth
from benchmarks.speed.section import Section, table, write_section
from extractor.model.table import Source, Table
from extractor.pipeline import extract_document, tables_of
from tests.machine import needs_pango

DOCS = Path(__file__).parents[2] / "docs"


def _pages(data: bytes) -> int:
    with pdfium.PdfDocument(data) as document:
        return len(document)


def _forms(data: bytes) -> int:
    return len(extract_document(Source("bench.pdf", data)).forms)


@pytest.mark.parametrize("producer", TEN_FORMS)
def test_both_floors_ask_for_the_same_glyphs_and_paths(producer: str) -> None:
    data = ten_forms(producer)
    asked = floor_by_ctypes(data)
    assert floor(data) == asked
    assert asked > 5000


def test_every_page_of_a_long_document_has_a_content_stream_of_its_own(tmp_path: Path) -> None:
    paper = dense("Chromium", 30)
    path = tmp_path / "long.pdf"
    path.write_bytes(paper.data)
    with path.open("rb") as file:
        contents = [page.attrs["Contents"] for page in PDFPage.get_pages(file)]
    streams = {one.objid for given in contents for one in (given if isinstance(given, list) else [given])}
    assert (paper.pages, len(contents), len(streams)) == (30, 30, 30)
    assert (paper.sample_pages, _pages(paper.sample), _forms(paper.data)) == (10, 10, 30)


@pytest.mark.parametrize("producer", ["reportlab, strokes", pytest.param("WeasyPrint", marks=needs_pango)])
def test_sparse_documents_have_a_form_on_every_tenth_page(producer: str) -> None:
    paper = sparse(producer, 20)
    assert (_pages(paper.data), _forms(paper.data)) == (20, 2)
    assert (paper.sample_pages, _pages(paper.sample), _forms(paper.sample)) == (10, 10, 1)


def test_a_report_has_three_forms_in_it() -> None:
    paper = three_forms("reportlab", "LibreOffice Calc", 40)
    assert (_pages(paper.data), _forms(paper.data)) == (40, 3)


def test_different_forms_are_different() -> None:
    forms = extract_document(Source("bench.pdf", different(12).data)).forms
    assert len({form.project.name for form in forms}) > 1
    assert len({repr(form.indicators) for form in forms}) == len(forms)


@pytest.mark.parametrize("cells", [100, 3000])
def test_grid_pages_have_so_many_cells_on_one_page(cells: int) -> None:
    data = grid_page(cells)
    (found,) = tables_of(Source("bench.pdf", data))
    assert (_pages(data), len(found.cells)) == (1, cells)


def test_form_pages_hold_one_form_of_about_so_many_cells() -> None:
    data = form_page(500)
    result = extract_document(Source("bench.pdf", data))
    (found,) = (block for block in tables_of(Source("bench.pdf", data)) if isinstance(block, Table))
    indicators = (500 - 17) // 2
    assert len(found.cells) == 12 + 2 * indicators + 6 + 3
    assert [len(form.indicators) for form in result.forms] == [indicators]


def test_batch_documents_are_all_different(tmp_path: Path) -> None:
    write_documents(tmp_path, 6)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".pdf"] * 3 + [".txt"] * 3
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 6


def test_rounds_are_interleaved_and_times_divided_by_units() -> None:
    called: list[str] = []
    clock = iter(range(100))
    candidates = [
        Candidate("quick", lambda: called.append("quick"), 10),
        Candidate("slow", lambda: called.append("slow"), 2, every=2, warm=False),
    ]
    assert turns(candidates, 3, lambda: float(next(clock))) == {
        "quick": {0: 0.1, 1: 0.1, 2: 0.1},
        "slow": {0: 0.5, 2: 0.5},
    }
    assert called == ["quick", "quick", "slow", "quick", "quick", "slow"]
    assert medians(candidates, 2, lambda: float(next(clock))) == {"quick": 0.1, "slow": 0.5}


def test_ratios_are_of_the_same_round() -> None:
    seconds = {"quick": {0: 1.0, 1: 10.0, 2: 2.0, 3: 1.0}, "slow": {0: 5.0, 1: 30.0, 2: 8.0}}
    assert ratio(seconds, "slow", "quick") == 4.0


@pytest.mark.parametrize(("power", "base"), [(1, 1e-3), (2, 1e-6)])
def test_growth_tells_linear_from_quadratic(power: int, base: float) -> None:
    costs = {size: {"tables": base * size ** (power - 1)} for size in (100, 500, 1000, 6000)}
    assert growth(costs, "tables") == pytest.approx(power)


@pytest.mark.slow
def test_every_reader_has_its_column_and_its_bar() -> None:
    timed = [readers_part.measure(dense("LibreOffice Calc", pages), 1, full=False) for pages in (10, 100)]
    lines = readers_part.markdown(timed).splitlines()
    heads = [line for line in lines if line.startswith("| producer")]
    assert [head.count("|") for head in heads] == [len(READERS) + 4, 11]
    rows = [line for line in lines if line.startswith("| LibreOffice Calc | forms |")]
    assert [row.count("|") for row in rows] == [len(READERS) + 4] * 2 + [11] * 2
    assert [row for row in rows if "|  |" in row] == []
    drawn = ET.fromstring(readers_part.plot(timed))
    texts = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert [name for name in READERS if name not in texts] == [PURE]


def test_thirds_of_the_samples() -> None:
    assert thirds([1.0, 1.0, 1.0, 5.0, 6.0, 7.0, 9.0, 9.0, 9.0]) == (1.0, 6.0, 9.0)
    assert thirds([4.0]) == (4.0, 4.0, 4.0)


def test_plots_are_sound_svg_with_lengths_in_proportion_to_the_logarithm() -> None:
    drawn = ET.fromstring(bar_plot("A & B", ["one", "two"], [Bars("X", [10.0, 100.0]), Bars("Y", [1.0, 1000.0])]))
    space = "{http://www.w3.org/2000/svg}"
    widths = [float(one.attrib["width"]) for one in drawn.iter(f"{space}rect") if one.attrib["height"] == "9"]
    assert [round(width / widths[0], 2) for width in widths] == [1.0, 2.0, 0.0, 3.0]
    lines = ET.fromstring(
        line_plot("Cost", [Panel("p", "pages", [Line("floor", [(10, 1.0), (100, 10.0), (1000, 100.0)])])])
    )
    xs, ys = zip(*((float(c.attrib["cx"]), float(c.attrib["cy"])) for c in lines.iter(f"{space}circle")), strict=True)
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)
    assert ys[0] - ys[1] == pytest.approx(ys[1] - ys[2], abs=0.2)
    assert xs[0] < xs[2]
    assert ys[0] > ys[2]


def test_sections_replace_what_stands_between_their_markers_alone(tmp_path: Path) -> None:
    path = tmp_path / "doc.md"
    path.write_text("before\n<!-- speed: jobs -->\nold\n<!-- end of speed: jobs -->\nafter\n", encoding="utf-8")
    section = Section("jobs", table(["what", "n"], [["a", "1"]]), {"plot.svg": "<svg/>"})
    for _ in range(2):
        write_section(section, path)
        assert path.read_text(encoding="utf-8") == (
            "before\n<!-- speed: jobs -->\n\n| what | n |\n| --- | ---: |\n| a | 1 |\n\n<!-- end of speed: jobs -->\nafter\n"
        )
    assert (tmp_path / "plot.svg").read_text(encoding="utf-8") == "<svg/>"
    with pytest.raises(ValueError, match="has no <!-- speed: memory -->"):
        write_section(Section("memory", ""), path)


def test_the_document_has_a_place_for_every_part() -> None:
    text = (DOCS / "benchmarks.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"<!-- speed: (\w+) -->", text)) == PARTS
    assert tuple(re.findall(r"<!-- end of speed: (\w+) -->", text)) == PARTS
    linked = re.findall(r"\]\((speed-[\w-]+\.svg)\)", text)
    assert [name for name in linked if not (DOCS / name).exists()] == []


@pytest.fixture(scope="module")
def stage() -> Callable[[], object]:
    data = ten_forms("LibreOffice Calc")
    return lambda: tables(data)


def test_counts_repeat_and_more_work_fails_the_guard(stage: Callable[[], object]) -> None:
    before = guard.bytecodes({"tables": stage})
    again = guard.bytecodes({"tables": stage})
    assert abs(again["tables"] / before["tables"] - 1) < 0.01
    assert guard.grown(again, before) == []

    def slowed() -> None:
        stage()
        for number in range(before["tables"] // 20):
            divmod(number, 7)

    after = guard.bytecodes({"tables": slowed})
    (told,) = guard.grown(after, before)
    assert told.startswith(f"tables: {after['tables']:,} against {before['tables']:,} in the baseline, +")


def test_stages_on_one_side_only_are_told() -> None:
    assert guard.grown({"a": 1, "b": 1}, {"a": 1, "c": 1}) == [
        "c: in the baseline and not counted.",
        "b: not in the baseline; renew it.",
    ]


@pytest.mark.slow
def test_guard_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    baseline = tmp_path / "baseline.json"
    command = ["guard", "--method", "bytecodes", "--baseline", str(baseline)]
    assert main(command) == 2
    assert "Make a baseline of your own" in capsys.readouterr().err
    assert main([*command, "--write"]) == 0
    assert main(command) == 0
    known = json.loads(baseline.read_text(encoding="utf-8"))
    known["bytecodes"]["counts"]["whole path"] //= 2
    baseline.write_text(json.dumps(known), encoding="utf-8")
    capsys.readouterr()
    assert main(command) == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("whole path: ")
    assert told.endswith("allowed are +5%.")
    known["bytecodes"]["of"]["pypdfium2"] = "0.0"
    baseline.write_text(json.dumps(known), encoding="utf-8")
    assert main(command) == 2


def test_the_committed_baseline_names_every_stage_by_every_method() -> None:
    known = json.loads(guard.BASELINE.read_text(encoding="utf-8"))
    names = list(guard.stages())
    assert {method: list(one["counts"]) for method, one in known.items()} == {
        "instructions": [*names, *guard.COMMANDS],
        "bytecodes": names,
    }
