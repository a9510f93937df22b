"""Values under two heads, heads over two rows, cells that a missing rule made one, amounts told in a text."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.model.form import Form
from extractor.model.table import FormRegion
from rules.families.profile import choose_profile
from rules.ruleset.profile_files import load_profiles
from tests.rules.build import drawn, flattened, read

PROJECT = ["项目名称|某项目|<|<|<|<"]


def facts(form: Form) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [
        (one.name, one.value.raw, one.baseline.raw if one.baseline else None, one.weight) for one in form.indicators
    ]


def funding(form: Form) -> list[tuple[str, str, str | None]]:
    return [(line.scope, line.item, line.amount) for line in form.funding.lines]


def test_the_year_is_the_value_among_half_year_and_year() -> None:
    form = read(
        drawn([
            "项目名称|某项目|<|<|<",
            "一级指标|二级指标|三级指标|指标值|<",
            "^|^|^|半年|全年",
            "产出指标|数量指标|送戏场次|≥60场|≥130场",
        ])
    )  # fmt: skip
    assert facts(form) == [("送戏场次", "≥130场", None, None)]


def test_heads_that_reach_down_from_the_row_above_are_heads_too() -> None:
    form = read(
        drawn([
            "项目名称|某项目|<|<|<|<",
            "绩效指标|<|<|指标值|<|权重",
            "一级指标|二级指标|三级指标|上年实际|本年目标|^",
            "产出指标|数量指标|床位数|620张|≥700张|15",
        ])
    )  # fmt: skip
    assert facts(form) == [("床位数", "≥700张", "620张", "15")]


def test_the_first_of_two_unknown_heads_under_a_value_is_the_value() -> None:
    form = read(
        drawn([
            "项目名称|某项目|<|<|<",
            "一级指标|二级指标|三级指标|指标值|<",
            "^|^|^|全省|某市",
            "产出指标|数量指标|受益学生数|≥126万人|≥11.8万人",
        ])
    )  # fmt: skip
    assert facts(form) == [("受益学生数", "≥126万人", None, None)]


def test_a_name_and_a_value_without_a_rule_between_them() -> None:
    form = read(
        drawn([
            "项目名称|某项目|<|<",
            "一级指标|二级指标|三级指标|指标值",
            "产出指标|数量指标|服务人次|≥900人次",
            "^|^|全年累计提供服务人次≥1280000.00(人次)|<",
            "^|质量指标|安全隐患有所减少|<",
        ])
    )  # fmt: skip
    assert facts(form) == [
        ("服务人次", "≥900人次", None, None),
        ("全年累计提供服务人次", "≥1280000.00(人次)", None, None),
        ("安全隐患", "有所减少", None, None),
    ]


def with_lines(region: FormRegion, text: str, *lines: str) -> FormRegion:
    """The region with the cell of a text broken into lines."""
    (table,) = region.tables
    cells = tuple(replace(cell, lines=lines) if cell.text == text else cell for cell in table.cells)
    return replace(region, tables=(replace(table, cells=cells),))


ROWS = [
    "项目名称|某项目|<|<",
    "一级指标|二级指标|三级指标|指标值",
    "产出指标|数量指标|培训场次|=24.00(场)≥99.00(%)",
    "^|质量指标|抽检合格率|^",
]


def test_two_values_without_a_rule_between_them_are_each_row_s_own() -> None:
    region = with_lines(drawn(ROWS), "=24.00(场)≥99.00(%)", "=24.00(场)", "≥99.00(%)")
    assert facts(read(region)) == [("培训场次", "=24.00(场)", None, None), ("抽检合格率", "≥99.00(%)", None, None)]


def test_a_value_for_two_rows_stays_both_rows_value() -> None:
    rows = [row.replace("=24.00(场)≥99.00(%)", "2026年12月底前") for row in ROWS]
    region = with_lines(drawn(rows), "2026年12月底前", "2026年", "12月底前")
    assert [raw for _, raw, _, _ in facts(read(region))] == ["2026年12月底前", "2026年12月底前"]


def test_rows_of_dashes_and_signatures_are_no_indicators() -> None:
    form = read(
        drawn([
            "项目名称|某项目|<|<",
            "一级指标|二级指标|三级指标|指标值",
            "成本指标|社会成本指标|—|—",
            "产出指标|数量指标|培训场次|≥3场",
            "效益指标|生态效益指标|/|/",
            "单位负责人：甲|填表人：乙|联系电话：12345678|",
        ])
    )  # fmt: skip
    assert facts(form) == [("培训场次", "≥3场", None, None)]


def test_amounts_told_in_a_cell() -> None:
    told = {
        "共5,860万元,其中:财政资金4,360万元,其他资金1,500万元": ["58600000.00", "43600000.00", "15000000.00"],
        "合计820万元（财政拨款600万元，其他资金220万元）": ["8200000.00", "6000000.00", "2200000.00"],
        "820其中：财政拨款：600其他资金：220": ["8200000.00", "6000000.00", "2200000.00"],
    }
    for text, amounts in told.items():
        form = read(drawn(["项目名称|某项目", f"预算金额|{text}", "一级指标|指标值"], lines=("单位：万元",)))
        assert funding(form) == list(zip(["annual"] * 3, ["total", "fiscal", "other"], amounts, strict=True)), text


def test_a_sentence_that_says_more_than_amounts_is_not_taken_apart() -> None:
    form = read(
        drawn(["项目名称|某项目", "预算金额|财政资金300万元用于道路维修", "一级指标|指标值"], lines=("单位：万元",))
    )
    assert funding(form) == [("annual", "total", None)]


def test_a_label_and_its_amount_in_one_cell_without_a_colon() -> None:
    form = read(drawn(["项目名称|某项目", "项目资金|其中：财政拨款 300万元", "^|其他资金 0", "一级指标|指标值"]))
    assert funding(form) == [("annual", "fiscal", "3000000.00"), ("annual", "other", "0.00")]


def test_amounts_in_the_row_below_their_labels_in_flattened_text() -> None:
    region = flattened(
        "项目支出绩效目标表\n项目名称\t某项目\n单位：万元\n资金总额\t财政拨款\t上年结转\t其他资金\n520\t480\t0\t40\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t培训场次\t≥3场\n"
    )
    assert [amount for _, _, amount in funding(read(region))] == ["5200000.00", "4800000.00", "0.00", "400000.00"]


def test_spending_is_no_source() -> None:
    form = read(
        drawn(
            [
                "收入构成|财政拨款|360.40",
                "^|合计|360.40",
                "支出构成|基本支出|160.40",
                "^|合计|360.40",
                "一级指标|三级指标|指标值",
            ],
            lines=("单位：万元",),
        )
    )
    assert funding(form) == [("annual", "fiscal", "3604000.00"), ("annual", "total", "3604000.00")]


def test_the_title_tells_the_kind_where_labels_speak_for_another_family() -> None:
    rows = [
        "项目名称|某项目|主管部门|某局|实施单位|某所",
        "年度总体目标|办好。|<|<|<|<",
        "一级指标|二级指标|三级指标|年度指标值|1-8月完成值|完成可能性",
        "成本指标|经济成本指标|总成本|≤30万元|12万元|确定能",
        "产出指标|数量指标|巡查次数|≥12次|8次|确定能",
    ]
    choice = choose_profile(drawn(rows, title="预算项目绩效运行监控表"), load_profiles())
    assert choice.match is not None
    assert choice.match.kind == "monitoring"


def test_completion_is_a_goal_beside_a_goal_only() -> None:
    beside = read(drawn(["项目名称|某项目", "年度目标|完成情况", "办好。|已办好。", "一级指标|指标值"]))
    assert (beside.goals.annual, beside.goals.actual) == ("办好。", "已办好。")
    alone = read(drawn(["项目名称|某项目", "任务|完成情况", "甲任务|基本完成", "一级指标|指标值"]))
    assert alone.goals.actual is None


def test_a_note_over_name_and_value_is_no_indicator() -> None:
    form = read(
        drawn([
            "项目名称|某项目|<|<",
            "一级指标|二级指标|三级指标|指标值",
            "产出指标|数量指标|培训场次|≥3场",
            "^|^|说明：由业务科室填写|<",
        ])
    )  # fmt: skip
    assert facts(form) == [("培训场次", "≥3场", None, None)]


def test_when_a_form_was_filled_in_is_no_fiscal_year() -> None:
    rows = ["项目名称|某项目", "一级指标|指标值"]
    years = {
        "填报日期：2023年11月8日": None,
        "2024年度 填报日期：2023年11月8日": 2024,
        "项目实施时间：2025年1月至12月": 2025,
    }
    for line, year in years.items():
        assert read(drawn(rows, lines=(line,))).fiscal_year == year, line


def test_amounts_told_in_a_cell_are_in_the_unit_of_its_label() -> None:
    form = read(drawn(["项目名称|某项目", "预算金额(万元)|合计：820其中：财政拨款：600", "一级指标|指标值"]))
    assert funding(form) == [("annual", "total", "8200000.00"), ("annual", "fiscal", "6000000.00")]
