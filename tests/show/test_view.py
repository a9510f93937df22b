"""The role of every cell, and the cells that every record rests on."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.batch import read_source
from extractor.model.form import Goals, Project
from extractor.pipeline import ExtractOptions
from extractor.views.page.roles import Role
from extractor.views.page.view import page_view
from tests.show.conftest import SAMPLES

DRAWN = [
    "shanghai-2026-calc.pdf",
    "multi-year-writer.pdf",
    "long-form-repeated-header.pdf",
    "value-kinds-weasyprint.pdf",
]
FLAT = ["shanghai-2026-flattened.txt", "shanghai-2026-cells.txt", "multi-year-flattened.txt", "short-forms-gb18030.txt"]


def _roles(view, table):
    return {shown.cell.text: shown.role for shown in view.tables[table].cells if shown.cell.text}


def test_roles_in_a_drawn_form(view_of):
    roles = _roles(view_of("shanghai-2026-calc.pdf"), 2)
    chosen = {
        "项目名称": Role.LABEL,
        "敬老卡制作费": Role.FIELD,
        "项目资金(元)": Role.LABEL,
        "年度资金申请总额:": Role.LABEL,
        "3,133,500.00": Role.FUNDING,
        "年度总体目标": Role.LABEL,
        "绩效指标": Role.LABEL,
        "一级指标": Role.HEADER,
        "年度(/项目)指标值": Role.HEADER,
        "产出指标": Role.LEVEL1,
        "数量指标": Role.LEVEL2,
        "敬老卡制作数量": Role.NAME,
        "≥30.00(万张)": Role.VALUE,
    }
    assert {text: roles.get(text) for text in chosen} == chosen
    assert [role for text, role in roles.items() if text.startswith("2026年,本项目")] == [Role.GOAL]


def test_every_cell_of_the_ten_forms_has_its_role(view_of):
    view = view_of("shanghai-2026-calc.pdf")
    assert Counter(str(shown.role) for table in view.tables for shown in table.cells if shown.cell.text) == {
        "label": 190, "name": 107, "value": 105, "level2": 71, "field": 70,
        "funding": 40, "header": 40, "level1": 40, "goal": 10,
    }  # fmt: skip


def test_an_indicator_rests_on_its_levels_its_name_and_its_value(view_of):
    view = view_of("shanghai-2026-calc.pdf")
    cells = {shown.id: shown.cell for table in view.tables for shown in table.cells}
    rests = [cells[one] for one in view.links["forms[2].indicators[1]"]]
    assert [cell.text for cell in rests] == ["产出指标", "数量指标", "敬老卡制作数量", "≥30.00(万张)"]
    assert [cell.rowspan for cell in rests] == [4, 2, 1, 1]
    assert {cell.page for cell in rests} == {3}


def test_in_flattened_text_an_indicator_rests_on_the_label_that_was_carried_down(view_of):
    view = view_of("shanghai-2026-flattened.txt")
    cells = {shown.id: shown.cell for table in view.tables for shown in table.cells}
    rests = [(cells[one].text, cells[one].line) for one in view.links["forms[2].indicators[2]"]]
    assert sorted(rests, key=lambda one: one[1]) == [
        ("产出指标", 62), ("数量指标", 62), ("敬老卡发放人数", 63), ("≥30.00(万人)", 63),
    ]  # fmt: skip


@pytest.mark.parametrize("name", [*DRAWN, *FLAT])
def test_every_record_rests_on_cells_that_say_it(view_of, name):
    view = view_of(name)
    texts = {shown.id: shown.cell.text for table in view.tables for shown in table.cells}
    for number, form in enumerate(view.result.forms):
        base = f"forms[{number}]"
        for indicator in form.indicators:
            rests = [texts[one] for one in view.links[f"{base}.indicators[{indicator.ordinal - 1}]"]]
            assert indicator.name is None or indicator.name in rests
            assert indicator.value.raw is None or indicator.value.raw in rests
        for position, line in enumerate(form.funding.lines):
            rests = [texts[one] for one in view.links[f"{base}.funding.lines[{position}]"]]
            assert line.label in [text.rstrip(":：") for text in rests]
            assert line.raw is None or line.raw in rests
        told = [
            f"project.{name}" for name in Project.__struct_fields__ if name != "extra" and getattr(form.project, name)
        ]
        told += [f"goals.{name}" for name in Goals.__struct_fields__ if getattr(form.goals, name)]
        assert [path for path in told if not view.links.get(f"{base}.{path}")] == []
        assert texts[view.links[f"{base}.project.name"][0]] == form.project.name


@pytest.mark.parametrize("name", DRAWN)
def test_boxes_lie_inside_their_pages(view_of, name):
    view = view_of(name)
    pages = range(1, view.result.document.pages + 1)
    drawn = [page_view(view, number) for number in pages]
    assert [page.number for page in drawn] == list(pages)
    filled = 0
    for page in drawn:
        for shown in page.cells:
            x0, y0, x1, y1 = shown.cell.bbox
            assert 0 <= x0 < x1 <= page.width
            assert 0 <= y0 < y1 <= page.height
            filled += bool(shown.cell.text) and shown.role is not Role.REPEATED
    assert filled == sum(bool(shown.cell.text) for table in view.tables for shown in table.cells)


def test_what_a_page_break_repeats_is_shown_as_repeated(view_of):
    name = "long-form-repeated-header.pdf"
    view = view_of(name)
    second = page_view(view, 2)
    repeated = [shown.cell.text for shown in second.cells if shown.role is Role.REPEATED]
    assert repeated == ["一级指标", "二级指标", "三级指标", "年度(/项目)指标值"]


def test_names_bear_the_ordinals_of_their_indicators(view_of):
    view = view_of("shanghai-2026-calc.pdf")
    marks = {shown.cell.text: shown.mark for shown in view.tables[2].cells if shown.mark}
    assert marks == {indicator.name: str(indicator.ordinal) for indicator in view.result.forms[2].indicators}


def test_text_that_no_rule_takes_is_shown_as_such(tmp_path):
    from extractor.views.page.view import read_view
    from tests.cli.conftest import FORM

    path = tmp_path / "form.txt"
    path.write_text(FORM.replace("\t\t质量指标", "旁注\t\t质量指标"), encoding="utf-8")
    view = read_view(read_source(path), ExtractOptions())
    unread = [shown.cell.text for table in view.tables for shown in table.cells if shown.role is Role.UNREAD]
    assert unread == ["旁注"]


def test_a_users_labels_are_shown_as_what_they_mean(tmp_path):
    from extractor.views.page.view import read_view
    from tests.cli.conftest import FORM

    path, rules = tmp_path / "form.txt", tmp_path / "rules"
    path.write_text(FORM.replace("项目名称", "扶持事项"), encoding="utf-8")
    (rules / "vocabulary").mkdir(parents=True)
    (rules / "vocabulary" / "fields.yaml").write_text("name: [扶持事项]\n", encoding="utf-8")
    plain = read_view(read_source(path), ExtractOptions())
    taught = read_view(read_source(path), ExtractOptions(rules_dir=rules))
    assert [view.result.forms[0].project.name for view in (plain, taught)] == [None, "档案库房恒温设备维护"]
    links = {shown.id: shown.cell.text for table in taught.tables for shown in table.cells}
    assert [links[one] for one in taught.links["forms[0].project.name"]] == ["档案库房恒温设备维护"]


@pytest.mark.parametrize("form", ["html", "svg", "png"])
def test_a_document_is_read_once(monkeypatch, form):
    from extractor import pipeline
    from extractor.views.page.write import draw_document

    read = []

    def counted(source, options):
        read.append(source.name)
        return read_content(source, options)

    read_content = pipeline.read_content
    monkeypatch.setattr(pipeline, "read_content", counted)
    assert sum(map(len, draw_document(read_source(SAMPLES / "shanghai-2026-calc.pdf"), ExtractOptions(), form))) > 0
    assert len(read) == 1
