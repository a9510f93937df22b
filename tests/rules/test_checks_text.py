"""The text around the forms against the forms, peers of one call, and where a blank cell is."""

from __future__ import annotations

import pytest

from benchmarks.checks.drafts import clean
from benchmarks.checks.run import read, rng_of
from extractor.model.table import TextLine
from rules.checks import check_call, check_document, check_form
from rules.checks.framework import checks_of, look_at_call
from rules.checks.samples import amounts, built, example


def _codes(*lines: str, forms: int = 1) -> list[str]:
    made = [
        example(name=f"第{n}期培训项目", goal=f"2026年完成第{n}期培训项目的全部任务。").form
        for n in range(1, forms + 1)
    ]
    return [f.code for f in check_document(made, lines=[TextLine(line) for line in lines])]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (("2026年度预算安排30万元。",), []),
        (("2026年度预算安排35万元。",), ["NARRATIVE_AMOUNT"]),
        (("2026年度预算安排", "35.00万元。"), ["NARRATIVE_AMOUNT"]),
        (("本年度项目预算 350,000.00 元。",), ["NARRATIVE_AMOUNT"]),
        (("２０２６年度预算安排３５万元。",), ["NARRATIVE_AMOUNT"]),
        (("2026年度预算安排0.003亿元。",), []),
        (("2026年度预算安排30.4万元。",), ["NARRATIVE_AMOUNT"]),
        (("2025年度预算安排35万元。",), []),
        (("上年度预算35万元,执行33万元。",), []),
        (("预算35万元。",), []),
        (("三年总预算350万元,2026年度预算安排30万元。",), []),
        (("2026年度预算安排30万元,其中2026年度预算资金20万元用于采购。",), []),
        (("2026年度预算安排35万元,追加后2026年度预算30万元。",), ["NARRATIVE_AMOUNT"]),
    ],
)
def test_amounts_in_the_text(lines: tuple[str, ...], codes: list[str]) -> None:
    assert _codes(*lines) == codes


def test_an_amount_belongs_to_the_project_named_before_it() -> None:
    right = ("第1期培训项目", "2026年度预算安排30万元。", "第2期培训项目", "2026年度预算安排30万元。")
    assert _codes(*right, forms=2) == []
    assert _codes(*right[:3], "2026年度预算安排35万元。", forms=2) == ["NARRATIVE_AMOUNT"]
    assert _codes("某某单位概况", "2026年度预算安排35万元。", forms=2) == []
    assert _codes("第1期培训项目", "项目概述:另一项目。", "2026年度预算安排35万元。", forms=2) == []


def test_a_narrative_finding_shows_both_places() -> None:
    form = example().form
    (finding,) = check_document(
        [form], lines=[TextLine("概况"), TextLine("2026年度预算安排35万元。", 7, (1.0, 2.0, 3.0, 4.0))]
    )
    assert finding.path == "forms[0].funding.lines[1]"
    assert finding.provenance == form.funding.lines[1].provenance
    assert finding.evidence["text_place"] == {"page": 7, "bbox": [1.0, 2.0, 3.0, 4.0]}
    assert finding.evidence["text_amount"] == "350000"


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("编报绩效目标的项目共3个,涉及项目预算资金90万元。", []),
        ("编报绩效目标的项目共3个,涉及项目预算资金120万元。", ["FORM_AMOUNT_SUM"]),
        ("编报绩效目标的项目共4个,涉及项目预算资金120万元。", ["FORM_COUNT"]),
        ("编报绩效目标的项目共2个。", ["FORM_COUNT"]),
        ("编报绩效目标的项目共20个。", []),
        ("2025年编报绩效目标的项目共4个。", []),
        ("对4个项目开展绩效目标自评。", []),
        ("编报绩效目标的项目共4个,其中重点项目2个。", []),
        ("本部门项目共4个。", []),
    ],
)
def test_counts_in_the_text(sentence: str, codes: list[str]) -> None:
    assert _codes(sentence, forms=3) == codes


def test_peers_need_company_and_a_name_of_their_own() -> None:
    subject = built(checks_of("call")["PEER_UNIT_COST"].fires)
    (finding,) = look_at_call(subject)
    assert finding.evidence == {
        "cost": "45",
        "unit": "元/张",
        "median": "10.5",
        "peers": [f"forms[{n}].indicators[5]" for n in range(5)],
    }
    assert check_call(subject.forms[2:]) == []


def test_a_project_is_compared_with_its_own_year_before() -> None:
    def form(year: int, amount: str, **more: str) -> object:
        funding = amounts(annual_total=amount, appropriation=amount)
        return example(year=year, funding=funding, **more).form  # type: ignore[arg-type]

    def codes(*forms: object) -> list[tuple[str, str]]:
        return [(f.code, f.path) for f in check_call(forms) if f.code != "GOAL_COPIED_YEAR"]  # type: ignore[arg-type]

    assert codes(form(2025, "100"), form(2026, "300")) == [("YEAR_FUNDING_JUMP", "forms[1].funding.lines[1]")]
    assert codes(form(2026, "100"), form(2025, "300")) == [("YEAR_FUNDING_JUMP", "forms[0].funding.lines[1]")]
    assert codes(form(2025, "100"), form(2026, "299")) == []
    assert codes(form(2024, "100"), form(2026, "900")) == []
    assert codes(form(2025, "100"), form(2026, "900", unit="另一单位")) == []
    assert codes(form(2025, "100"), form(2025, "100"), form(2026, "900")) == []
    assert codes(form(2025, "0"), form(2026, "900")) == []


def test_a_blank_cell_is_pointed_at() -> None:
    draft = clean(rng_of(1, "blank", 0, True), one_year=True)
    for label, path in (("主管部门", "project.department"), ("计划完成日期", "project.end_date")):
        at = draft.beside(label)
        placed = draft.edit(at, "").place(at)
        found = check_form(read(placed), 0).findings
        (finding,) = [f for f in found if f.path == f"forms[0].{path}"]
        assert finding.provenance is not None
        assert (finding.provenance.bbox, finding.provenance.row) == (placed.box, at[0])
