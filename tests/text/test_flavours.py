"""One form as text of every flavour, read to the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from extractor.model.form import DocumentResult, Form
from extractor.model.table import Source
from extractor.model.text import display_width
from extractor.pipeline import extract_document

HEADER = (("项目名称", "护林防火设备购置"), ("主管部门", "某县林业局"), ("实施单位", "某县林场"))
HEADS = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分")
ROWS = (
    ("产出指标", "数量指标", "购置风力灭火机", "≥", "60", "台", "62", "15", "15"),
    ("", "", "开展防火巡查次数", "≥", "120", "次", "131", "10", "10"),
    ("", "质量指标", "设备验收合格率", "＝", "100", "%", "100", "10", "10"),
    ("", "时效指标", "设备到位时间", "≤", "6", "月", "5", "10", "10"),
    ("成本指标", "经济成本指标", "单台设备购置价", "≤", "3200", "元", "3150", "10", "10"),
    ("效益指标", "生态效益指标", "森林火灾受害率", "≤", "0.8", "‰", "0.2", "15", "15"),
    ("", "可持续影响指标", "防火物资储备制度", "定性", "建立健全", "", "建立健全", "10", "10"),
    ("满意度指标", "服务对象满意度指标", "护林员满意度", "≥", "90", "%", "95", "10", "10"),
)  # fmt: skip
TITLE = "项目支出绩效自评表\n(2024年度)\n"


def rows_with_bars() -> str:
    """A row a line; cells under a span left out, bars behind instead."""
    lines = [f"{label} | {value} | ||||||||" for label, value in HEADER]
    lines.append("绩效指标 | " + " | ".join(HEADS) + " |")
    for row in ROWS:
        cells = list(row[next(index for index, text in enumerate(row) if text) :])
        lines.append(" | ".join(cells) + " |" + "|" * (10 - len(cells)))
    return TITLE + "\n".join(lines)


def rows_that_bars_open() -> str:
    """A row a line, a bar before each cell and none behind the last."""
    lines = [f"|{label}|{value}" for label, value in HEADER]
    lines.append("|绩效指标|" + "|".join(HEADS))
    return TITLE + "\n".join([*lines, *("||" + "|".join(row) for row in ROWS)])


def markdown() -> str:
    """Headings with their marks, a table with its rule."""
    lines = [f"| {label} | {value} |" for label, value in HEADER]
    lines += ["", "### 绩效指标", "", "| " + " | ".join(HEADS) + " |", "|---" * len(HEADS) + "|"]
    return f"## {TITLE}\n" + "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in ROWS)])


def rows_with_bars_and_blanks_left_out() -> str:
    """The same without any blank cell, so that rows end apart."""
    lines = [f"{label} | {value} |" for label, value in HEADER]
    lines.append("绩效指标 | " + " | ".join(HEADS) + " |")
    return TITLE + "\n".join([*lines, *(" | ".join(filter(None, row)) + " |" for row in ROWS)])


def cells() -> Iterator[str]:
    for pair in HEADER:
        yield from pair
    yield "绩效指标"
    yield from HEADS
    for row in ROWS:
        yield from filter(None, row)


def cells_with_bars() -> str:
    """A cell a line, each behind a line of bars."""
    return TITLE + "|\n".join(f"{cell} |\n" for cell in cells())


def cells_on_lines() -> str:
    return TITLE + "\n".join(cells())


def raw() -> str:
    """As ``pdftotext -raw`` prints it: merged labels, wrapped heads and wrapped names on lines of their own."""
    lines = ["项目名称 护林防火设备购置", "主管部门 某县林业局 实施单位 某县林场", "绩效指标"]
    lines += ["一级指标 二级指标 三级指标 指标性", "质 指标值 度量", "单位 完成值 权重 得分"]
    for level1, level2, name, *rest in ROWS:
        lines += [*filter(None, (level1, level2))]
        lines += [name[:5], name[5:]] if len(name) > 6 else []
        lines.append(" ".join(filter(None, ([] if len(name) > 6 else [name]) + rest)))
    return TITLE + "\n".join(lines)


def one_line() -> str:
    """Without any line break."""
    return " ".join(raw().split())


@pytest.mark.parametrize(
    "text",
    [
        rows_with_bars,
        rows_that_bars_open,
        markdown,
        rows_with_bars_and_blanks_left_out,
        cells_with_bars,
        cells_on_lines,
        raw,
    ],
)
def test_every_flavour_gives_the_same_records(text: Callable[[], str]) -> None:
    form = only_form(text())
    assert (form.title, form.fiscal_year, form.kind) == ("项目支出绩效自评表", 2024, "self_evaluation")
    assert (form.project.name, form.project.department, form.project.unit) == tuple(value for _, value in HEADER)
    assert evaluated(form) == RESULTS


def test_a_form_without_line_breaks_is_read_too() -> None:
    assert evaluated(only_form(one_line())) == RESULTS


RESULTS = [
    ("数量指标", "购置风力灭火机", "≥60台", "62", "15", "15"),
    ("数量指标", "开展防火巡查次数", "≥120次", "131", "10", "10"),
    ("质量指标", "设备验收合格率", "＝100%", "100", "10", "10"),
    ("时效指标", "设备到位时间", "≤6月", "5", "10", "10"),
    ("经济成本指标", "单台设备购置价", "≤3200元", "3150", "10", "10"),
    ("生态效益指标", "森林火灾受害率", "≤0.8‰", "0.2", "15", "15"),
    ("可持续影响指标", "防火物资储备制度", "建立健全", "建立健全", "10", "10"),
    ("服务对象满意度指标", "护林员满意度", "≥90%", "95", "10", "10"),
]
TARGETS = [(level2, name, value) for level2, name, value, *_ in RESULTS]


def read(text: str) -> DocumentResult:
    return extract_document(Source("form.txt", text.encode()))


def only_form(text: str) -> Form:
    (form,) = read(text).forms
    return form


def evaluated(form: Form) -> list[tuple[str | None, ...]]:
    return [
        (one.level2, one.name, one.value.raw, one.actual and one.actual.raw, one.weight, one.score)
        for one in form.indicators
    ]


def targets(form: Form) -> list[tuple[str | None, str | None, str | None]]:
    return [(one.level2, one.name, one.value.raw) for one in form.indicators]


def value(row: tuple[str, ...]) -> str:
    return "".join(row[4:6] if row[3] == "定性" else row[3:6])


GLUED = (
    "项目支出绩效目标表\n(2024年度)\n项目名称护林防火设备购置\n主管部门某县林业局实施单位某县林场\n"
    "项目资金(万元)年度资金总额:58其中:财政拨款40\n年度目标更新防火设备。\n"
)


def test_glued_rows_are_cut_at_labels_and_values() -> None:
    rows = [row for row in ROWS if row[3] != "定性"]
    lines = ["".join([*row[:3], value(row)]) for row in rows]
    form = only_form(GLUED + "绩效指标一级指标二级指标三级指标指标值\n" + "\n".join(lines))
    assert (form.project.name, form.project.department, form.project.unit) == tuple(value for _, value in HEADER)
    assert [(line.item, line.amount) for line in form.funding.lines] == [
        ("total", "580000.00"),
        ("fiscal", "400000.00"),
    ]
    assert form.goals.annual == "更新防火设备。"
    assert targets(form) == [target for target in TARGETS if target[1] != "防火物资储备制度"]


def test_values_glued_to_each_other_are_cut_where_they_say_so() -> None:
    lines = ["产出指标数量指标购置风力灭火机≥60台62台", "质量指标设备验收合格率100%98.5%"]
    form = only_form(GLUED + "绩效指标一级指标二级指标三级指标指标值实际完成值\n" + "\n".join(lines))
    assert [(one.name, one.value.raw, one.actual and one.actual.raw) for one in form.indicators] == [
        ("购置风力灭火机", "≥60台", "62台"),
        ("设备验收合格率", "100%", "98.5%"),
    ]


def test_glued_rows_without_heads_are_refused_with_the_reason() -> None:
    found = read(GLUED + "产出指标数量指标购置风力灭火机≥60台\n效益指标生态效益指标森林火灾受害率≤0.8‰\n")
    assert (found.status, found.forms) == ("no_forms", ())
    (finding,) = found.findings
    assert (finding.code, finding.evidence["glued"]) == ("NO_FORMS", 2)
    assert "产出指标数量指标购置风力灭火机≥60台" in finding.message


def test_words_cut_off_a_name_are_doubtful() -> None:
    lines = ["产出指标数量指标购置风力灭火机60台", "效益指标可持续影响指标防火物资储备情况稳步改善"]
    form = only_form(GLUED + "绩效指标一级指标二级指标三级指标指标值\n" + "\n".join(lines))
    assert [(one.name, one.value.raw, one.value.confidence) for one in form.indicators] == [
        ("购置风力灭火机", "60台", 1.0),
        ("防火物资储备情况", "稳步改善", 0.75),
    ]


def test_what_stands_below_a_form_on_a_web_page_is_no_row() -> None:
    text = (
        cells_on_lines()
        + "\n\n部门负责人审核意见(盖章)\n上一篇:某通知\n下一篇:没有了\n【打印】【关闭】\n扫一扫在手机打开\n"
    )
    assert evaluated(only_form(text)) == RESULTS


def test_points_of_a_level_on_a_line_of_their_own_are_no_row() -> None:
    lines = [
        cell
        for row in ROWS
        for cell in (row[0], "(20分)" if row[0] else "", row[1], row[2], value(row), row[7])
        if cell
    ]  # fmt: skip
    heads = ["一级指标", "二级指标", "三级指标", "指标值", "分值"]
    form = only_form(
        "项目支出绩效目标表\n项目名称\n护林防火设备购置\n主管部门\n某县林业局\n" + "\n".join(heads + lines)
    )
    assert targets(form) == TARGETS
    assert [one.weight for one in form.indicators] == [row[7] for row in ROWS]


def test_two_panels_a_cell_a_line_share_their_level_1() -> None:
    heads = ["一级指标", *["二级指标", "三级指标", "指标值"] * 2]
    lines = [cell for row in ROWS[:5] for cell in (row[0], *[row[1], row[2], value(row)] * 2) if cell]
    form = only_form(
        "项目支出绩效目标表\n项目名称\n护林防火设备购置\n主管部门\n某县林业局\n" + "\n".join(heads + lines)
    )
    assert [one.horizon for one in form.indicators] == ["medium_term"] * 5 + ["annual"] * 5
    assert targets(form) == TARGETS[:5] * 2


def test_a_cost_label_in_its_own_place_among_outputs_is_of_level_2() -> None:
    lines = ["产出指标", "数量指标", "清扫道路条数", "485条", "成本指标", "项目总投入", "6070万元"]
    lines += ["效益指标", "经济效益指标", "社会效益指标", "受益人数", "132人"]
    heads = ["一级指标", "二级指标", "三级指标", "指标值"]
    form = only_form("项目支出绩效目标表\n项目名称\n环境整治\n主管部门\n某局\n" + "\n".join(heads + lines))
    assert [(one.level1, one.level2, one.name) for one in form.indicators] == [
        ("产出指标", "数量指标", "清扫道路条数"),
        ("成本指标", "经济成本指标", "项目总投入"),
        ("效益指标", "社会效益指标", "受益人数"),
    ]


TABBED = "\n".join("\t".join(row) for row in [HEADS, *ROWS])


def test_a_form_without_a_title_begins_where_lines_above_its_head_name_the_project() -> None:
    said = "".join(f"{label}:{value}\n" for label, value in HEADER)
    form = only_form(f"某县林场\n2024年度\n{said}年度目标:更新防火设备。\n{TABBED}")
    assert (form.project.name, form.project.department, form.project.unit) == tuple(value for _, value in HEADER)
    assert (form.title, form.fiscal_year, form.goals.annual) == (None, 2024, "更新防火设备。")
    assert evaluated(form) == RESULTS


@pytest.mark.parametrize(
    ("goals", "annual"),
    [
        ("年度目标\t1.更新设备。\n2.巡查120次。\n3.培训护林员。", "1.更新设备。2.巡查120次。3.培训护林员。"),
        ("年度目标1\t更新设备。\n年度目标2\t巡查120次。", "更新设备。巡查120次。"),
        ("年度目标(一)\t更新设备。\n年度目标(二)\t巡查120次。", "更新设备。巡查120次。"),
    ],
)
def test_a_goal_of_several_lines_or_labels_is_kept_whole(goals: str, annual: str) -> None:
    form = only_form(f"{TITLE}项目名称\t护林防火\n{goals}\n{TABBED}")
    assert form.goals.annual == annual
    assert evaluated(form) == RESULTS


def test_a_lone_text_under_heads_of_goals_and_their_outcome_is_the_annual_goal() -> None:
    lines = ["项目名称", "护林防火", "总体目标", "年度目标", "年度总体目标完成情况", "巡查不少于120次。"]
    form = only_form(TITLE + "\n".join([*lines, *list(cells())[6:]]))
    assert (form.goals.overall, form.goals.annual, form.goals.actual) == (None, "巡查不少于120次。", None)


def test_the_number_of_an_attachment_and_the_year_are_no_part_of_a_title() -> None:
    form = only_form(f"附件2：项目支出绩效自评表（2023年度）\n项目名称\t护林防火\n{TABBED}")
    assert (form.title, form.fiscal_year) == ("项目支出绩效自评表", 2023)


def test_a_template_that_repeats_its_labels_and_dots_has_no_indicators() -> None:
    head = "某市财政支出项目绩效目标申报表 ( 年度) 填报单位(盖章) 项目名称 项目属性 新增项目 □ 主管部门 联系电话"
    heads = "长期绩效指标 一级指标 二级指标 指标内容 指标值 备注"
    labels = "产出指标 数量指标 质量指标 … 效益指标 社会效益指标 … 服务对象满意度指标 具体指标 ……"
    form = only_form(f"{head}\n{heads} {labels}\n")
    assert form.indicators == ()
    assert [finding.code for finding in form.findings] == ["TEMPLATE_EMPTY"]


OWN_HEADS = ("指标类别", "考核内容", "考核标准", "备注说明")
OWN_ROWS = (
    ("数量指标", "保洁河道长度", "≥35公里", "按合同"),
    ("质量指标", "保洁合格率", "≥95%", "按检查"),
    ("时效指标", "保洁及时率", "≥98%", ""),
    ("生态效益", "水质达标率", "≥90%", "监测"),
    ("满意度", "沿河居民满意度", "≥90%", "问卷"),
)


def _padded(texts: tuple[str, ...]) -> str:
    widths = (14, 20, 15, 10)
    return "".join(
        text + " " * (width - display_width(text)) for text, width in zip(texts, widths, strict=True)
    ).rstrip()


@pytest.mark.parametrize(
    "line",
    [
        "\t".join,
        lambda texts: "| " + " | ".join(texts) + " |",
        _padded,
        lambda texts: "\n".join(filter(None, texts)),
        lambda texts: " ".join(filter(None, texts)),
    ],
)
def test_heads_that_no_list_knows_are_told_by_what_follows_them(line: Callable[[tuple[str, ...]], str]) -> None:
    header = [("项目名称", "河道保洁", "主管部门", "某区水务局"), ("年度目标", "保持河道整洁。", "", "")]
    form = only_form("项目支出绩效目标申报表\n(2025年度)\n" + "\n".join(map(line, [*header, OWN_HEADS, *OWN_ROWS])))
    assert (form.project.name, form.project.department) == ("河道保洁", "某区水务局")
    assert [(one.name, one.value.raw, one.extra.get("备注说明", "")) for one in form.indicators] == [
        row[1:] for row in OWN_ROWS
    ]
    assert [one.printed.level2 for one in form.indicators] == [row[0] for row in OWN_ROWS]


def test_a_text_printed_in_each_column_of_its_span_stands_once() -> None:
    goal = "更新防火设备，巡查不少于120次。"
    lines = [
        "| 项目名称 | 护林防火 | 主管部门 | 某县林业局 |",
        "|---|---|---|---|",
        "| 项目资金(万元) | 年度资金总额 | 年度资金总额 | 58 |",
        "| 项目资金(万元) | 其中:财政拨款 | 其中:财政拨款 | 40 |",
        f"| 年度目标 | {goal} | {goal} | {goal} |",
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |",
        "| 产出指标 | 数量指标 | 开展防火巡查次数 | ≥120次 |",
        "| 产出指标 | 质量指标 | 设备验收合格率 | 100% |",
    ]
    form = only_form("项目支出绩效目标申报表\n(2025年度)\n\n" + "\n".join(lines))
    assert form.goals.annual == goal
    assert [(one.scope, one.item, one.amount) for one in form.funding.lines] == [
        ("annual", "total", "580000.00"),
        ("annual", "fiscal", "400000.00"),
    ]
    assert targets(form) == [
        ("数量指标", "开展防火巡查次数", "≥120次"),
        ("质量指标", "设备验收合格率", "100%"),
    ]


def test_words_of_the_forms_own_in_the_columns_of_levels_are_printed_levels() -> None:
    rows = [
        "一级指标\t二级指标\t三级指标\t指标值",
        "过程\t业务管理\t制度健全性\t健全",
        "\t财务管理\t资金使用合规性\t合规",
        "产出\t产出数量\t巡查次数\t≥120次",
        "效果\t社会效益\t火情误报率\t≤2%",
    ]
    form = only_form("项目支出绩效目标申报表\n项目名称\t护林防火\n" + "\n".join(rows))
    assert [(one.level1, one.level2, one.printed.level1, one.printed.level2) for one in form.indicators] == [
        (None, None, "过程", "业务管理"),
        (None, None, "过程", "财务管理"),
        ("产出指标", "数量指标", "产出", "产出数量"),
        ("效益指标", "社会效益指标", "效果", "社会效益"),
    ]
    assert "LEVEL_SLID" not in [finding.code for finding in form.findings]


def test_of_columns_of_years_the_forms_own_is_the_target() -> None:
    rows = [
        "序号\t指标\t计算单位\t2023年完成数\t2024年计划\t2025年计划\t备注",
        "一\t产出指标\t\t\t\t\t",
        "1\t巡查次数\t次\t100\t110\t120\t",
        "2\t设备完好率\t%\t90\t93\t95\t",
        "二\t满意度指标\t\t\t\t\t",
        "3\t护林员满意度\t%\t88\t89\t90\t",
    ]
    form = only_form("项目支出绩效目标申报表\n(2025年度)\n项目名称\t护林防火\n" + "\n".join(rows))
    assert [(one.level1, one.name, one.value.raw) for one in form.indicators] == [
        ("产出指标", "巡查次数", "120次"),
        ("产出指标", "设备完好率", "95%"),
        ("满意度指标", "护林员满意度", "90%"),
    ]
    assert [one.baseline and one.baseline.raw for one in form.indicators] == ["100", "90", "88"]
    assert [one.actual for one in form.indicators] == [None] * 3
    (target,) = form.indicators[0].targets
    assert (target.label, target.horizon, target.year, target.value.raw) == ("2024年计划", "year", 2024, "110次")


def test_groups_of_levels_glued_on_one_line_end_with_their_sum() -> None:
    heads = "绩效指标一级指标二级指标三级指标指标值权重\n"
    rows = (
        "产出指标数量指标巡查次数≥120次 25 培训护林员≥30人 20 质量指标设备完好率=98% 25 "
        "效益指标生态效益指标受害率(计算方法为:受害面积/林地面积)≤0.9‰ 30 合计100 评价结论完成较好。存在问题暂无"
    )
    form = only_form("项目支出绩效自评表\n项目名称护林防火主管部门某县林业局\n" + heads + rows)
    assert [(one.level2, one.name, one.value.raw, one.weight) for one in form.indicators] == [
        ("数量指标", "巡查次数", "≥120次", "25"),
        ("数量指标", "培训护林员", "≥30人", "20"),
        ("质量指标", "设备完好率", "=98%", "25"),
        ("生态效益指标", "受害率(计算方法为:受害面积/林地面积)", "≤0.9‰", "30"),
    ]


def test_the_sum_of_points_in_running_text_ends_the_rows() -> None:
    assert evaluated(only_form(one_line() + " 总分 90 90")) == RESULTS


def test_a_note_between_the_rows_of_execution_and_labels_without_values() -> None:
    heads = ["预算执行情况(10分)", "年度预算数(万元)", "年初预算", "调整后预算数", "预算执行数", "预算执行率"]
    lines = [
        *("项目名称", "护林防火", "年度目标", "年度目标完成情况", "更新防火设备。", "已更新防火设备。"),
        "2.项目实施内容及过程概述",
        *heads,
        *("总额", "58.00", "60.50", "60.50", "100%", "1.执行率=执行数/预算数,未达到90%的需说明原因;2.预算调整的应说明理由."),
        *("其中:财政资金", "40.00", "42.50", "42.50", "100%"),
        *list(cells())[6:],
        *("项目负责人:", "财务负责人:"),
    ]  # fmt: skip
    form = only_form(TITLE + "".join(f"{line} |\n" for line in lines))
    assert (form.goals.annual, form.goals.actual) == ("更新防火设备。", "已更新防火设备。")
    assert [(one.item, one.budget_initial, one.budget_current, one.executed) for one in form.execution or ()] == [
        ("total", "580000.00", "605000.00", "605000.00"),
        ("fiscal", "400000.00", "425000.00", "425000.00"),
    ]
    assert form.project.contact is None
    assert evaluated(form) == RESULTS


def test_rows_are_doubtful_where_a_column_between_others_stays_empty() -> None:
    lines = ["产出指标数量指标巡查次数按合同考核≥120次", "质量指标设备完好率按检查考核≥98%"]
    form = only_form(GLUED + "绩效指标一级指标二级指标三级指标评价标准指标值\n" + "\n".join(lines))
    assert [(one.name, one.value.raw, one.value.confidence) for one in form.indicators] == [
        ("巡查次数按合同考核", "≥120次", 0.7),
        ("设备完好率按检查考核", "≥98%", 0.7),
    ]
