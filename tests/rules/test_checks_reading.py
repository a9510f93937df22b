"""What misreading and empty templates entail: one finding each, and nothing that would only follow from them."""

from __future__ import annotations

import pytest

from extractor.model.form import Finding
from extractor.views.review.score import score_form
from rules.checks import check_form
from rules.checks.framework import Subject
from rules.checks.samples import LASTING, QUALITY, QUANTITY, SATISFACTION, amounts, evaluated, example, row
from rules.families.profile import choose_profile
from rules.indicators.names import load_lexicon
from rules.read_form import FormTrace, read_form
from rules.ruleset.profile_files import load_profiles
from tests.rules.build import drawn, flattened

HEAD = [
    "项目名称|<|<|<|<|",
    "主管部门|<|<|实施单位|<|",
    "项目资金(万元)|年度资金总额|<|<|<|",
    "^|其中:财政拨款|<|<|<|",
    "^|其他资金|<|<|<|",
    "年度总体目标|<|<|<|<|",
    "绩效指标|一级指标|二级指标|三级指标|<|指标值",
]
ROWS = [
    "^|产出指标|数量指标||<|",
    "^|^|质量指标||<|",
    "^|^|时效指标||<|",
    "^|效益指标|社会效益指标||<|",
    "^|满意度指标|服务对象满意度指标||<|",
]


def _found(subject: Subject) -> list[tuple[str, str]]:
    return [(f.code, f.path.removeprefix("forms[0].")) for f in check_form(subject.reading, 0).findings]


def _trace(rows: list[str]) -> FormTrace:
    region = drawn(rows, title="项目支出绩效目标申报表(2026年度)")
    match = choose_profile(region, load_profiles()).match
    assert match is not None
    return read_form(region, match, load_lexicon(), form_id="t-1")


def _findings(rows: list[str]) -> list[Finding]:
    return list(check_form(_trace(rows), 0).findings)


@pytest.mark.parametrize(
    ("name", "value", "looks_like"),
    [
        ("务对象满意度指标", "≥90(%)", "tail"),
        ("度指标", None, "tail"),
        ("(人次)", "≥500", "unit"),
        ("万元", "≤30", "unit"),
        ("≥95(%)", "达到", "number"),
        ("230", "天", "number"),
        ("年度指标值", "年度指标值", "head"),
        ("数量指标", None, "head"),
        ("≥", None, "piece"),
        ("(含新入职", "≥50(人)", "piece"),
        ("附件:", None, "piece"),
    ],
)
def test_a_shred_is_one_doubt_about_the_reading(name: str, value: str | None, looks_like: str) -> None:
    subject = example(add=[row(name, value, QUALITY)])
    (finding,) = [f for f in check_form(subject.reading, 0).findings if f.code != "VALUE_MISSING"]
    assert (finding.code, finding.severity, finding.path) == ("READING_DOUBTFUL", "warning", "forms[0].indicators[6]")
    assert finding.evidence == {"name": name, "value": value, "looks_like": looks_like}
    assert finding.provenance is not None
    assert finding.provenance.row == 17


def test_nothing_follows_from_a_shred() -> None:
    twice = [row("量指标", "≥5", QUANTITY), row("量指标", "≥**", QUANTITY)]
    assert _found(example(add=twice)) == [("READING_DOUBTFUL", "indicators[6]"), ("READING_DOUBTFUL", "indicators[7]")]
    score = evaluated(add=[row("率(含", "≥95(%)", QUALITY, actual="90(%)", weight="7", score="8")], score="98.5")
    assert _found(score) == [("READING_DOUBTFUL", "indicators[3]")]
    weights = evaluated(add=[row("合格率", "≥95(%)", QUALITY, actual="96(%)", weight="7", score="7")])
    assert _found(weights) == [("WEIGHTS_SUM", "indicators")]


def test_other_rows_are_judged_as_ever() -> None:
    rows = [row("量指标", "≥5(次)", QUANTITY), row("有责投诉率", "≥5(%)", LASTING)]
    assert ("NEGATIVE_FLOOR", "indicators[7].value") in _found(example(add=rows))


@pytest.mark.parametrize(
    "name",
    ["满意度", "数量", "成本", "其他", "培训(人次)", "12345热线接听率", "5G基站数", "万元产值能耗", "指标达标率"],
)
def test_short_and_odd_names_are_no_shreds(name: str) -> None:
    assert "READING_DOUBTFUL" not in [code for code, _ in _found(example(add=[row(name, "≥90(%)", QUALITY)]))]


@pytest.mark.parametrize("goal", ["|", "≥", "满意度指标", "绩效指标", "30.00"])
def test_a_goal_that_is_a_label_is_a_doubt(goal: str) -> None:
    assert ("READING_DOUBTFUL", "goals.annual") in _found(example(goal=goal))
    assert "GOAL_VAGUE" not in [code for code, _ in _found(example(goal=goal))]


def test_a_short_goal_with_a_figure_is_not_vague() -> None:
    assert _found(example(goal="制发卡30万张。")) == []
    assert _found(example(goal="制发敬老卡。")) == [("GOAL_VAGUE", "goals.annual")]


def test_rows_of_a_scale_are_no_duplicates() -> None:
    scale = [row("服务水平", grade, QUALITY) for grade in ("优", "良", "中")]
    assert _found(example(add=scale)) == []
    same = [row("服务水平", "优", QUALITY), row("服务水平", "优", QUALITY)]
    assert _found(example(add=same)) == [("DUPLICATE_NAME", "indicators[7].name")]


def test_an_empty_template_is_one_finding() -> None:
    (finding,) = _findings(HEAD + ROWS)
    assert (finding.code, finding.severity, finding.path) == ("TEMPLATE_EMPTY", "error", "forms[0]")
    assert score_form([finding]).total == 0
    counted = [ROWS[0].replace("||", "|指标1:|"), "^|^|^|指标2:|<|", "^|^|^|……|<|", *ROWS[1:]]
    assert [f.code for f in _findings(HEAD + counted)] == ["TEMPLATE_EMPTY"]


def test_an_empty_template_of_text_is_one_finding() -> None:
    text = "项目支出绩效目标申报表\n(2026年度)\n" + "\n".join(HEAD + ROWS)
    region = flattened(text.replace("^", "").replace("<", "").replace("|", "\t"))
    match = choose_profile(region, load_profiles()).match
    assert match is not None
    trace = read_form(region, match, load_lexicon(), form_id="t-1")
    assert [f.code for f in check_form(trace, 0).findings] == ["TEMPLATE_EMPTY"]


@pytest.mark.parametrize(
    ("at", "old", "new"),
    [
        (0, "项目名称|<|<|<|<|", "项目名称|<|设备更新|<|<|<"),
        (2, "年度资金总额|<|<|<|", "年度资金总额|<|30.00|<|<"),
        (5, "年度总体目标|<|<|<|<|", "年度总体目标|<|更新老旧设备。|<|<|<"),
    ],
)
def test_a_form_with_anything_filled_in_is_no_template(at: int, old: str, new: str) -> None:
    rows = [*HEAD, *ROWS]
    rows[at] = rows[at].replace(old, new)
    assert "TEMPLATE_EMPTY" not in [f.code for f in _findings(rows)]


def test_a_form_full_of_figures_that_were_not_read_is_no_template() -> None:
    rows = [*HEAD, *ROWS, "备注:共30.00万元|<|<|≥95%|<|12次"]
    assert "TEMPLATE_EMPTY" not in [f.code for f in _findings(rows)]


@pytest.mark.parametrize("label", ["项目资金\n(万\n元)", "项目资金(万 元)"])
def test_a_money_unit_over_two_lines(label: str) -> None:
    rows = [*HEAD, *ROWS]
    rows[2] = f"{label}|年度资金总额|<|30.00|<|<"
    form = _trace(rows).form
    assert (form.funding.money_unit, form.funding.lines[0].amount) == ("万元", "300000.00")


def test_a_money_unit_in_the_cell_below() -> None:
    rows = [*HEAD, *ROWS]
    rows[2] = "项目资金|年度资金总额|<|30.00|<|<"
    rows[3] = "(万元)|其中:财政拨款|<|30.00|<|<"
    form = _trace(rows).form
    assert (form.funding.money_unit, form.funding.lines[0].amount) == ("万元", "300000.00")


def test_an_amount_that_was_wrapped_at_its_point() -> None:
    rows = [*HEAD, *ROWS]
    rows[2] = "项目资金(元)|年度资金总额|<|226,145,100. 00|<|<"
    line = _trace(rows).form.funding.lines[0]
    assert (line.raw, line.amount) == ("226,145,100.00", "226145100.00")


def test_printed_numbers_and_other_words_of_levels() -> None:
    rows = [*HEAD, "^|产出指标|1.1数量指标|培训人次|<|≥600人次", "^|效果指标|社会效果|业务能力|<|提升"]
    found = _findings(rows)
    assert [f.code for f in found if f.code in ("LEVEL_UNKNOWN", "BENEFIT_MISSING")] == []


def test_a_clean_form_with_satisfaction_alone_has_no_doubt() -> None:
    subject = example(add=[row("参训单位满意度", "≥80(%)", SATISFACTION)], funding=amounts(annual_total="300,000.00"))
    assert _found(subject) == []
