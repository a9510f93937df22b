"""Heads that say less than the cells below them, drawn, in columns of text, and a cell a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.layout.aligned.text import layout_text
from extractor.layout.regions import cut_regions
from extractor.model.form import Form
from extractor.model.table import FormRegion, Source
from extractor.readers.text import read_text
from rules.read_regions import read_regions
from rules.ruleset.load import load_rules
from tests.rules.build import drawn, flattened

Levels = tuple[str | None, str | None, str | None, str | None]


def tabs(rows: list[str]) -> FormRegion:
    lines = (row.replace("^", "").replace("<", "").replace("|", "\t") for row in rows)
    return flattened("项目支出绩效目标申报表\n(2025年度)\n" + "\n".join(lines) + "\n")


def cells(rows: list[str]) -> FormRegion:
    texts = [text for row in rows for text in row.split("|") if text not in ("", "^", "<")]
    return flattened("项目支出绩效目标申报表\n(2025年度)\n" + "\n".join(texts) + "\n")


def in_grid(rows: list[str]) -> FormRegion:
    width = max(row.count("|") for row in rows)
    return drawn([row + "|<" * (width - row.count("|")) for row in rows])


def form_of(region: FormRegion) -> Form:
    (form,) = (trace.form for one in read_regions([region], load_rules()) for trace in one.forms)
    return form


def read(form: Form) -> list[Levels]:
    return [(one.level1, one.level2, one.name, one.value.raw) for one in form.indicators]


HEADER = ["项目名称|古树名木保护", "主管部门|某县林业局"]
TREES: list[Levels] = [
    ("产出指标", "数量指标", "复壮古树", "≥60株"),
    ("产出指标", "质量指标", "存活率", "≥97%"),
    ("效益指标", "社会效益指标", "认养人次", "300人次"),
    ("满意度指标", "服务对象满意度指标", "村民满意度", "≥92%"),
]
EVERYWHERE = [in_grid, tabs, cells]
Shape = Callable[[list[str]], FormRegion]


@pytest.mark.parametrize("shape", EVERYWHERE)
def test_levels_stand_in_rows_of_their_own(shape: Shape) -> None:
    rows = ["绩效指标|指标内容|指标值|备注"]
    for level1, level2, name, value in TREES:
        rows += [f"{level1}|<|<|<", f"{level2}|{name}|{value}|"]
    assert read(form_of(shape([*HEADER, *rows]))) == TREES


@pytest.mark.parametrize("shape", [in_grid, tabs])
def test_levels_stand_in_the_last_columns(shape: Shape) -> None:
    rows = [f"{name}|{value}|{level2}|{level1}" for level1, level2, name, value in TREES]
    assert read(form_of(shape([*HEADER, "指标名称|指标值|二级指标|一级指标", *rows]))) == TREES


@pytest.mark.parametrize("shape", EVERYWHERE)
def test_the_second_level_under_the_head_of_the_first_and_names_under_that_of_the_second(shape: Shape) -> None:
    rows = [f"{level2}|{name}|计划标准|{value}" for _, level2, name, value in TREES]
    assert read(form_of(shape([*HEADER, "一级指标|二级指标|绩效标准|当年预期实现值", *rows]))) == TREES


@pytest.mark.parametrize("shape", [in_grid, tabs])
def test_years_below_the_head_of_the_value_are_targets(shape: Shape) -> None:
    rows = ["一级指标|二级指标|三级指标|指标值|<", "^|^|^|2025年|2026年"]
    rows += [f"{level1}|{level2}|{name}|{value}|{value}" for level1, level2, name, value in TREES]
    form = form_of(shape([*HEADER, *rows]))
    assert read(form) == TREES
    assert [(one.targets[0].year, one.targets[0].value.raw) for one in form.indicators] == [
        (2026, value) for _, _, _, value in TREES
    ]


@pytest.mark.parametrize("shape", EVERYWHERE)
def test_the_first_of_columns_of_places_is_the_target(shape: Shape) -> None:
    rows = [f"{level1}|{level2}|{name}|{value}|≥1株|≥2株" for level1, level2, name, value in TREES]
    form = form_of(shape([*HEADER, "一级指标|二级指标|三级指标|全县|东乡镇|西乡镇", *rows]))
    assert read(form) == TREES
    assert [target.label for target in form.indicators[0].targets] == ["东乡镇", "西乡镇"]


def test_heads_that_nothing_tells_end_where_the_first_level_begins() -> None:
    rows = [f"{level1}|{level2}|{name}|{value}|台账" for level1, level2, name, value in TREES]
    form = form_of(cells([*HEADER, "一级指标|二级指标|三级指标|指标值|佐证资料", *rows]))
    assert read(form) == TREES
    assert [one.extra for one in form.indicators] == [{"佐证资料": "台账"}] * len(TREES)


def test_levels_without_any_head_a_cell_a_line() -> None:
    rows = [f"{level1}|{level2}|{name}|{value}" for level1, level2, name, value in TREES]
    assert read(form_of(cells([*HEADER, *rows]))) == TREES


def test_what_counts_the_rows_is_no_part_of_them() -> None:
    split = [("≥", "60", "株"), ("≥", "97", "%"), ("＝", "300", "人次"), ("≥", "92", "%")]
    rows = [
        f"{number}|{level1}|{level2}|{name}|{unit}|{sign}|{figure}"
        for number, ((level1, level2, name, _), (sign, figure, unit)) in enumerate(zip(TREES, split, strict=True), 1)
    ]
    form = form_of(cells([*HEADER, "序号|一级指标|二级指标|三级指标|度量单位|指标性质|指标值", *rows]))
    assert [(one.name, one.value.number) for one in form.indicators] == [
        ("复壮古树", "60"),
        ("存活率", "97"),
        ("认养人次", "300"),
        ("村民满意度", "92"),
    ]


def test_names_under_a_blocks_label_beside_counters_and_bands() -> None:
    rows = ["序号|绩效指标|指标值|备注"]
    for number, (level1, level2, name, value) in enumerate(TREES, 1):
        rows += [f"{level1}|<|<|<", f"({number}){level2}|<|<|<", f"{number}|{name}|{value}|"]
    assert read(form_of(in_grid([*HEADER, *rows]))) == TREES
    assert read(form_of(tabs([*HEADER, *rows]))) == TREES


def test_years_under_a_head_that_no_list_knows() -> None:
    rows = ["一级指标|二级指标|三级指标|分年度水平|<", "^|^|^|2025年|2026年"]
    rows += [f"{level1}|{level2}|{name}|{value}|{value}" for level1, level2, name, value in TREES]
    form = form_of(in_grid([*HEADER, *rows]))
    assert read(form) == TREES
    assert [one.actual for one in form.indicators] == [None] * len(TREES)


def test_levels_that_are_called_values() -> None:
    rows = ["产出值|数量值|复壮古树|≥60株", "^|质量值|存活率|≥97%", "效益值|社会效益值|认养人次|300人次"]
    rows += ["满意度值|服务对象满意度值|村民满意度|≥92%"]
    assert read(form_of(in_grid([*HEADER, "一级|二级|三级|年度数值", *rows]))) == TREES


def test_forms_under_section_headings_with_their_own_lines() -> None:
    def section(number: str, name: str, goal: str, row: str) -> str:
        return f"{number}、{name}\n预算金额:12.50万元\n绩效目标:{goal}\n二级指标\t三级指标\t指标值\n{row}\n质量指标\t合格率\t≥95%\n"

    text = (
        "2025年项目支出绩效目标公开表\n单位:某县文化馆\n"
        + section("一", "送戏下乡", "送戏60场。", "数量指标\t演出场次\t≥60场")
        + section("二", "书屋管护", "管护书屋45个。", "数量指标\t管护书屋\t45个")
    )
    blocks = layout_text(read_text(Source("forms", text.encode())), load_rules().labels)
    regions = cut_regions(blocks, load_rules().labels).regions
    forms = [trace.form for one in read_regions(regions, load_rules()) for trace in one.forms]
    assert [(form.project.name, form.goals.annual, len(form.indicators)) for form in forms] == [
        ("送戏下乡", "送戏60场。", 2),
        ("书屋管护", "管护书屋45个。", 2),
    ]
    assert [line.amount for form in forms for line in form.funding.lines] == ["125000.00", "125000.00"]
