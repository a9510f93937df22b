"""Where a form ends: before the tables of the document that follow it, and not before its own."""

from __future__ import annotations

from extractor.layout.regions import cut_regions
from extractor.model.table import Block, Cell, Origin, Table, TextLine
from rules.ruleset.load import load_rules

TITLE = TextLine("项目支出绩效目标申报表")
FORM = (
    "项目名称|街道绿化||",
    "主管部门|某区绿化局||",
    "一级指标|二级指标|三级指标|指标值",
    "产出指标|数量指标|绿化面积|≥900平方米",
)
CAPTION = TextLine("部门收支总表")


def _table(*rows: str, page: int = 1, edges: tuple[float, ...] = (), origin: Origin = Origin.RULED) -> Table:
    grid = [row.split("|") for row in rows]
    width = max(map(len, grid))
    cells = tuple(Cell(r, c, text=text, page=page) for r, line in enumerate(grid) for c, text in enumerate(line))
    columns = edges or tuple(100.0 * n for n in range(width + 1))
    return Table(cells, len(grid), width, origin, page, (0.0, 0.0, 400.0, 99.0), columns)


def _rows(*blocks: Block) -> tuple[list[int], list[str]]:
    """Rows of each table of the only region, and the lines after the form."""
    cut = cut_regions((TITLE, *blocks), load_rules().labels)
    (region,) = cut.regions
    return [table.rows for table in region.tables], [line.text for line in cut.after]


def test_a_budget_statement_is_none_of_the_form() -> None:
    statement = _table("收入|预算数", "拨款|500.00", page=2)
    assert _rows(_table(*FORM), CAPTION, statement) == ([4], ["部门收支总表"])


def test_a_statement_without_a_word_of_its_own_stays_on_the_safe_side() -> None:
    statement = _table("收入|预算数", "拨款|500.00", page=2)
    assert _rows(_table(*FORM), statement) == ([4, 2], [])
    assert _rows(_table(*FORM), TextLine("- 2 -"), statement) == ([4, 2], [])


def test_a_form_that_goes_on_over_a_page_header_is_kept_whole() -> None:
    header = TextLine("某区绿化局2026年部门预算")
    for rest in (
        ("||古树名木保护|≥30株", "||补植成活率|≥95%"),
        ("效益指标|生态效益指标|绿化环境|改善",),
        ("一级指标|二级指标|三级指标|指标值", "效益指标|生态效益指标|绿化环境|改善"),
    ):
        shifted = _table(*rest, page=2, edges=(0.0, 70.0, 160.0, 290.0, 400.0))
        assert _rows(_table(*FORM), header, shifted) == ([4, len(rest)], [])
    same = _table("收入|预算数|说明|备注", "拨款|500.00|略|略", page=2)
    assert _rows(_table(*FORM), header, same) == ([4, 2], [])  # on the form's own columns


def test_in_text_the_caption_and_the_head_together_end_the_form() -> None:
    text = _table(*FORM, "部门收支总表", "单位:万元", "收入|预算数", "拨款|500.00", origin=Origin.TABBED)
    assert _rows(text) == ([4], [])
    text = _table(*FORM, "收入|预算数", "拨款|500.00", origin=Origin.TABBED)
    assert _rows(text) == ([6], [])
