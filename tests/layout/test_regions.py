"""Cutting a document into form regions."""

from __future__ import annotations

from extractor.layout.regions import cut_regions, slice_rows
from extractor.model.table import Block, Cell, Origin, Table, TextLine
from rules.ruleset.load import load_rules


def table(*rows: list[str], page: int = 1) -> Table:
    """A table of single cells, one list of texts a row."""
    cells = tuple(
        Cell(r, c, 1, 1, text, (text,) if text else (), page, (c * 10.0, r * 10.0, c * 10 + 10.0, r * 10 + 10.0))
        for r, texts in enumerate(rows)
        for c, text in enumerate(texts)
    )
    columns = max(len(texts) for texts in rows)
    return Table(cells, len(rows), columns, Origin.RULED, page, (0.0, 0.0, columns * 10.0, len(rows) * 10.0))


FORM = (["项目名称", "甲项目"], ["一级指标", "三级指标", "指标值"], ["产出指标", "数量", "1"])
TITLE = "项目支出绩效目标表"


def cut(*blocks: Block) -> tuple[str | None, list[tuple[str | None, list[tuple[str, ...]]]]]:
    result = cut_regions(blocks, load_rules().labels)
    return result.heading, [
        (
            region.title,
            [tuple(cell.text for cell in cells if cell.text) for t in region.tables for cells in t.rows_of_cells()],
        )
        for region in result.regions
    ]


def test_each_title_line_begins_a_form() -> None:
    heading, regions = cut(
        TextLine("某局2026年度项目绩效目标汇总表"), TextLine(TITLE), table(*FORM), TextLine(TITLE), table(*FORM)
    )
    assert heading == "某局2026年度项目绩效目标汇总表"
    assert [title for title, _ in regions] == [TITLE, TITLE]
    assert regions[0][1] == [tuple(row) for row in FORM]


def test_a_title_row_inside_one_table_begins_a_form() -> None:
    heading, regions = cut(table([TITLE], *FORM, ["", "", ""], ["项目绩效目标表"], *FORM))
    assert heading is None
    assert [title for title, _ in regions] == [TITLE, "项目绩效目标表"]
    assert [len(rows) for _, rows in regions] == [4, 3]


def test_forms_without_titles_are_told_by_the_project_named_again() -> None:
    other = (["主管部门", "某局"], ["项目名称", "乙项目"], *FORM[1:])
    _, regions = cut(table(*FORM), table(*other))
    assert [(title, rows[0]) for title, rows in regions] == [
        (None, ("项目名称", "甲项目")),
        (None, ("主管部门", "某局")),
    ]


def test_two_untitled_forms_in_one_table() -> None:
    _, regions = cut(table(*FORM, *FORM))
    assert [len(rows) for _, rows in regions] == [3, 3]


def test_prose_and_other_tables_before_the_first_form_stay_outside() -> None:
    budget = table(["收入", "支出"], ["1", "2"])
    result = cut_regions(
        [TextLine("一、部门概况"), budget, TextLine("详见项目支出绩效目标表。"), TextLine(TITLE), table(*FORM)],
        load_rules().labels,
    )
    assert [line.text for line in result.outside] == ["一、部门概况", "详见项目支出绩效目标表。"]
    assert len(result.regions) == 1


def test_a_document_without_any_landmark_has_no_region() -> None:
    result = cut_regions([TextLine("部门预算说明"), table(["收入", "支出"])], load_rules().labels)
    assert (result.heading, result.regions) == (None, ())


def test_slicing_clips_spans_and_keeps_the_text_with_its_first_row() -> None:
    whole = Table((Cell(0, 0, 3, 1, "甲", ("甲",)), Cell(0, 1, 1, 1, "a"), Cell(1, 1, 2, 1, "b")), 3, 2, Origin.RULED)
    part = slice_rows(whole, 1, 3)
    assert part.rows == 2
    assert [(c.row, c.column, c.rowspan, c.text) for c in part.cells] == [(0, 0, 2, ""), (0, 1, 2, "b")]
    assert slice_rows(whole, 0, 3) is whole


def test_a_short_line_on_performance_above_a_form_is_its_title() -> None:
    _, regions = cut(TextLine("附件2"), TextLine("2021年部门预算项目绩效目标"), TextLine("单位:万元"), table(*FORM))
    assert [title for title, _ in regions] == ["2021年部门预算项目绩效目标"]
    _, regions = cut(TextLine("项目绩效目标信息"), table(["基本信息"], *FORM))
    assert [title for title, _ in regions] == ["项目绩效目标信息"]


def test_a_sentence_or_a_numbered_heading_above_a_form_is_no_title() -> None:
    _, regions = cut(TextLine("经自评,绩效目标均已完成。"), TextLine("二、项目绩效目标"), table(*FORM))
    assert [title for title, _ in regions] == [None]


def test_the_money_unit_behind_or_above_a_title_is_a_line_of_the_form() -> None:
    blocks = [TextLine(f"{TITLE}(单位:万元)"), table(*FORM)]
    (region,) = cut_regions(blocks, load_rules().labels).regions
    assert (region.title, [line.text for line in region.lines]) == (TITLE, ["(单位:万元)"])
    blocks = [TextLine("金额单位:万元"), TextLine(TITLE), table(*FORM)]
    (region,) = cut_regions(blocks, load_rules().labels).regions
    assert (region.title, [line.text for line in region.lines]) == (TITLE, ["金额单位:万元"])
