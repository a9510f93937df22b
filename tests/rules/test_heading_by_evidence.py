"""Header fields and money whose labels no list knows, told by their place, their characters and what stands beside them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractor.model.form import Form
from extractor.model.table import FormRegion, TextLine
from rules.families.profile import match_profile, region_labels
from rules.heading.inline import inline_pairs
from rules.indicators.names import load_lexicon
from rules.labels import load_vocabulary
from rules.read_form import read_form
from rules.ruleset.profile_files import load_profiles
from tests.rules.build import drawn, read

TREE = ["一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|巡查次数|≥12次"]


def funding(form: Form) -> list[tuple[str, str, str | None]]:
    return [(line.scope, line.item, line.amount) for line in form.funding.lines]


def lined(region: FormRegion, *texts: str) -> FormRegion:
    lines = tuple(TextLine(text, 1, (0.0, -90.0 + 10 * n, 200.0, -82.0 + 10 * n), n) for n, text in enumerate(texts, 1))
    return replace(region, lines=lines)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("项目名称:河道清淤项目编号:B0150", [("项目名称", "河道清淤"), ("项目编号", "B0150")]),
        ("实施单位:某县水利站主管部门:某县水利局", [("实施单位", "某县水利站"), ("主管部门", "某县水利局")]),
        ("自有资金:30事业收入:20其他:10", [("自有资金", "30"), ("事业收入", "20"), ("其他", "10")]),
        ("年度目标:完成方案的主管部门:审核", [("年度目标", "完成方案的"), ("主管部门", "审核")]),
        ("项目预算:36万元,其中财政拨款30万元", [("项目预算", "36万元,其中财政拨款30万元")]),
    ],
)
def test_a_listed_label_before_a_colon_ends_the_value(text: str, pairs: list[tuple[str, str]]) -> None:
    assert inline_pairs(text, load_vocabulary()) == pairs


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            ["资金情况(万元)|年度资金总额|86万(步道50万元,照明36万元)", "^|其他资金|"],
            [("annual", "total", "860000.00"), ("annual", "other", None)],
        ),
        (
            ["资金情况|年度预算48万元(其中:连队资金40万元,农场自筹8万元)|<"],
            [("annual", "total", "480000.00"), ("annual", "own", "80000.00")],
        ),
        (["项目资金|资金总额:1,020.00万元|<"], [("annual", "total", "10200000.00")]),
        (
            ["资金总额(万元)|其中:市级财政816.00万元、区级配套204.00万元|<"],
            [("annual", "local", "8160000.00"), ("annual", "local", "2040000.00")],
        ),
        (
            ["投入(万元)|资金来源|年初安排金额(万元)", "^|资金总额|3", "^|其中:财政拨款数|3"],
            [("annual", "total", "30000.00"), ("annual", "fiscal", "30000.00")],
        ),
        (
            ["项目资金(万元)|项目总预算|65", "^|当年年度预算|40"],
            [("project", "total", "650000.00"), ("annual", "total", "400000.00")],
        ),
        (
            ["预算安排|项目总投资800万元，2025年安排300万元，其中：财政拨款250万元，自筹50万元。|<"],
            [
                ("project", "total", "8000000.00"),
                ("annual", "total", "3000000.00"),
                ("annual", "fiscal", "2500000.00"),
                ("annual", "own", "500000.00"),
            ],
        ),
        (["部门名称|某街道|市级支出预算总额(万元)|318.6"], [("annual", "total", "3186000.00")]),
        (
            ["项目资金(万元)|资金总额|45", "^|其中:财政拨款额 30|<"],
            [("annual", "total", "450000.00"), ("annual", "fiscal", "300000.00")],
        ),
        (["下达省预算内投资(万元)|1,860|<"], [("annual", "total", "18600000.00")]),
        (
            ["项目预算(万元)|资金总额|45|其中:市财政资金|30", "^|其他资金|15|<|<"],
            [("annual", "total", "450000.00"), ("annual", "fiscal", "300000.00"), ("annual", "other", "150000.00")],
        ),
        (
            ["项目资金(元)|(一)财政拨款|小计|240", "^|^|一般公共预算|200", "^|(二)其他资金|<|0"],
            [("annual", "fiscal", "240.00"), ("annual", "general_budget", "200.00"), ("annual", "other", "0.00")],
        ),
        (
            ["项目资金(万元)|资金总额|90|当年资金总额|30", "^|财政拨款|80|其中:当年财政拨款|30"],
            [
                ("project", "total", "900000.00"),
                ("annual", "total", "300000.00"),
                ("project", "fiscal", "800000.00"),
                ("annual", "appropriation", "300000.00"),
            ],
        ),
    ],
)
def test_amounts_are_told_by_what_stands_around_them(rows: list[str], lines: list[tuple[str, str, str | None]]) -> None:
    assert funding(read(drawn([*rows, *TREE]))) == lines


def test_of_amounts_of_regions_the_sum_is_the_total() -> None:
    form = read(drawn(["资金分配(万元)|<|<|12|30|18", "一级指标|二级指标|三级指标|甲县|合计|乙县"]))
    assert funding(form) == [("annual", "total", "300000.00")]


def test_this_years_column_counts_beside_last_years() -> None:
    rows = [
        "资金来源(万元)|来源|上年度预算|上年度执行|本年度申请",
        "^|财政拨款|32|31.8|41",
        "^|政府性基金拨款|—|—|—",
        "^|合计|36|35.8|46.5",
    ]
    form = read(drawn([*rows, *TREE]))
    assert funding(form) == [("annual", "fiscal", "410000.00"), ("annual", "total", "465000.00")]


def test_sources_of_years_need_no_listed_labels() -> None:
    rows = [
        "资金来源|资金性质|2026年|2027年|合计",
        "^|中央车购税补助(万元)|42|40|82",
        "^|自治区财政补助(万元)|26|25|51",
        "^|小计(万元)|68|65|133",
    ]
    form = read(replace(drawn([*rows, *TREE]), title="2026年度项目绩效目标表"))
    assert funding(form) == [
        ("project", "central", "820000.00"),
        ("project", "local", "510000.00"),
        ("project", "total", "1330000.00"),
        ("annual", "central", "420000.00"),
        ("annual", "local", "260000.00"),
        ("annual", "total", "680000.00"),
    ]


def test_amounts_planned_and_spent_side_by_side() -> None:
    rows = [
        "预算执行情况(万元)|预算数|6.84|到位数|6.84|执行数|5",
        "^|其中:财政资金|6.84|其中:财政资金|6.84|其中:财政资金|5",
        "一级指标|二级指标|三级指标|指标值|实际完成值|<|<",
        "产出指标|数量指标|巡查次数|≥12次|13次|<|<",
    ]
    form = read(drawn(rows))
    assert form.execution is not None
    assert [(e.item, e.budget_current, e.executed) for e in form.execution] == [
        ("total", "68400.00", "50000.00"),
        ("fiscal", "68400.00", "50000.00"),
    ]
    assert form.kind == "self_evaluation"


def test_unlisted_fields_by_what_their_values_are() -> None:
    rows = [
        "资金名称|公益林补偿|实施(主管)单位|314002-某局机关",
        "实施时间|预计开始时间|2017年1月1日|<",
        "填报日期|2016年12月1日|金额单位|万元",
        "部门预计完成时间|2017年12月31日|区县业务主管部门|某县林业局",
    ]
    project = read(drawn([*rows, *TREE])).project
    assert (project.name, project.unit, project.unit_code) == ("公益林补偿", "某局机关", "314002")
    assert (project.start_date, project.department) == ("2017-01-01", "某县林业局")


def test_twin_heads_of_goals_that_no_list_knows() -> None:
    rows = ["绩效目标|实施周期内总体目标|<|年度总体目标", "^|新建泊位3000个。|<|新建泊位1000个。"]
    goals = read(drawn([*rows, *TREE])).goals
    assert (goals.overall, goals.annual) == ("新建泊位3000个。", "新建泊位1000个。")


def test_money_of_a_line_above_the_table() -> None:
    form = read(lined(drawn(TREE), "项目名称:某馆开放", "项目预算:36.5万元,其中财政拨款30万元、单位自筹6.5万元"))
    assert funding(form) == [
        ("annual", "total", "365000.00"),
        ("annual", "fiscal", "300000.00"),
        ("annual", "own", "65000.00"),
    ]


def test_what_an_unlisted_label_leaves_in_doubt_is_said() -> None:
    region = drawn(["下达省预算内投资(万元)|1,860|<", *TREE])
    generic = next(profile for profile in load_profiles() if profile.id == "generic")
    trace = read_form(
        region,
        match_profile(generic, region.title, region_labels(region)),
        load_lexicon(),
        form_id="0123456789ab-3",
    )
    assert [(finding.code, finding.path) for finding in trace.findings] == [
        ("LABEL_DOUBTFUL", "forms[2].funding.lines[0]"),
    ]
    assert trace.findings[0].evidence == {"label": "下达省预算内投资(万元)", "read_as": "total", "probability": None}


def test_an_unlisted_label_of_goals_stands_beside_its_text() -> None:
    form = read(drawn(["部门名称|某街道|<", "本年整体绩效目标|收支平衡，运转有序。|<", *TREE]))
    assert form.goals.annual == "收支平衡，运转有序。"


RESULTS = ["一级指标|二级指标|三级指标|年度指标值|实际完成值", "产出指标|数量指标|巡查次数|≥12次|13次"]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            ["资金使用情况(万元)|预算数|到位数|支出数|支出率", "合计|80|80|76|95%", "财政资金|60|60|60|100%"],
            [("total", "800000.00", "760000.00", "95"), ("fiscal", "600000.00", "600000.00", "100")],
        ),
        (
            ["预算执行情况(元)|预算安排|实际执行|执行率|得分", "^|812,500.00|650,000.00|80%|8"],
            [("total", "812500.00", "650000.00", "80")],
        ),
        (
            [
                "项目资金|总额|财政拨款|其他资金|<",
                "预算数(万元)|80|60|20|<",
                "执行数(万元)|76|60|16|<",
                "执行率|95%|100%|80%|<",
            ],
            [
                ("total", "800000.00", "760000.00", "95"),
                ("fiscal", "600000.00", "600000.00", "100"),
                ("other", "200000.00", "160000.00", "80"),
            ],
        ),
    ],
)
def test_what_was_spent_under_heads_of_every_wording(rows: list[str], lines: list[tuple[str, ...]]) -> None:
    form = read(drawn([*rows, *RESULTS]), "self-evaluation")
    assert [(one.item, one.budget_current, one.executed, one.rate) for one in form.execution or ()] == lines


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        (["项目|河道清淤|<|<"], {"name": "河道清淤"}),
        (["申报项目|河道清淤|项目|水利类"], {"name": "河道清淤"}),
        (["项目名称及编码|河道清淤(330100250007)|<|<"], {"name": "河道清淤", "code": "330100250007"}),
        (["项目编码及名称|330100250007-河道清淤|<|<"], {"name": "河道清淤", "code": "330100250007"}),
        (["项目名称|河道清淤(二期)|<|<"], {"name": "河道清淤(二期)", "code": None}),
        (["单位编码及名称|405003某县水利站|<|<"], {"unit": "某县水利站", "unit_code": "405003"}),
        (["主管部门(代码)|某县水利局[405001]|<|<"], {"department": "某县水利局", "department_code": "405001"}),
        (
            ["开工时间|2025年3月1日|完工时间|2025年9月30日"],
            {"start_date": "2025-03-01", "end_date": "2025-09-30"},
        ),
    ],
)
def test_names_codes_and_dates_under_labels_of_both(rows: list[str], fields: dict[str, str | None]) -> None:
    project = read(drawn([*rows, *TREE])).project
    assert {name: getattr(project, name) for name in fields} == fields


def test_heads_of_goals_as_set_and_as_adjusted() -> None:
    form = read(
        drawn(
            [
                "当年绩效目标|年初绩效目标|<|全年(调整)绩效目标|<|全年目标实际完成情况|<",
                "^|管护林地3万亩。|<|管护林地2.8万亩。|<|管护林地2.9万亩。|<",
                *(f"{row}|<|<|<" for row in TREE),
            ]
        )
    )
    assert (form.goals.annual, form.goals.actual) == ("管护林地3万亩。", "管护林地2.9万亩。")


def test_a_row_across_the_table_is_no_goal() -> None:
    form = read(
        drawn(
            [
                "总体目标|中期目标|年度目标|<",
                "^|三年建成3座泵站。|建成1座泵站。|<",
                "绩效项目指标表|<|<|<",
                *TREE,
            ]
        )
    )
    assert (form.goals.overall, form.goals.medium_term, form.goals.annual) == (
        None,
        "三年建成3座泵站。",
        "建成1座泵站。",
    )


def test_who_carries_it_out_is_the_unit_and_not_who_files() -> None:
    project = read(drawn(["申报单位|某县水利局|具体实施单位|某县水利站", *TREE])).project
    assert (project.unit, project.extra["申报单位"]) == ("某县水利站", "某县水利局")


def test_money_of_two_levels_of_government() -> None:
    form = read(drawn(["资金情况(万元)|年度金额|80|<", "^|省级资金|50|<", "^|县级资金|30|<", *TREE]))
    assert funding(form) == [
        ("annual", "total", "800000.00"),
        ("annual", "local", "500000.00"),
        ("annual", "local", "300000.00"),
    ]


def test_a_goal_in_lines_above_the_indicators_goes_on_over_them() -> None:
    region = drawn(TREE)
    lines = ("(2025年度)", "项目名称:河道清淤", "年度目标:", "清淤河道12公里,", "改善水质。", "单位:万元")
    form = read(lined(region, *lines))
    assert (form.project.name, form.goals.annual) == ("河道清淤", "清淤河道12公里,改善水质。")
