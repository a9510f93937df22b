"""Dates, years and required fields."""

from __future__ import annotations

import pytest

from rules.checks import check_form
from rules.checks.samples import amounts, example

LONG = {"start_date": "2025-03-01", "end_date": "2027-02-28"}
WHOLE = amounts(annual_total="300,000.00", appropriation="300,000.00", project_total="900,000.00", fiscal="900,000.00")


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"start_date": "2026-03-15", "end_date": "2026-11-30"}, []),
        ({**LONG, "nature": "阶段性项目", "overall": "三年内完成全部社区工作者轮训。"}, []),
        ({**LONG, "nature": "阶段性项目"}, ["OVERALL_GOAL_MISSING"]),
        ({**LONG, "nature": "其他一次性项目", "funding": WHOLE, "overall": "三年内完成全部轮训工作。"}, []),
        ({**LONG}, ["ONE_YEAR_PROJECT", "OVERALL_GOAL_MISSING"]),
        ({**LONG, "nature": "经常性□ 一次性√ 结转□ 新增□ 其他项目□"}, ["OVERALL_GOAL_MISSING"]),
        ({"start_date": "2025-01-01", "end_date": "2025-12-31"}, ["YEAR_MISMATCH"]),
        ({"start_date": "2027-01-01", "end_date": "2027-12-31"}, ["YEAR_MISMATCH"]),
        ({"start_date": "2026-12-31", "end_date": "2026-01-01"}, ["DATE_ORDER"]),
        (
            {"end_date": "2062-12-31", "nature": "阶段性项目", "overall": "建成并长期运行综合服务平台。"},
            ["DATE_SPAN_LONG"],
        ),
        ({"end_date": None, "unread": {"end_date": "2026-02-30"}}, ["DATE_INVALID"]),
        ({"end_date": None, "unread": {"end_date": "2026年13月1日"}}, ["DATE_INVALID"]),
        ({"end_date": None, "unread": {"end_date": "2O26-12-31"}}, ["DATE_UNREADABLE"]),
        ({"end_date": None, "unread": {"end_date": "长期"}}, ["DATE_VAGUE"]),
        ({"end_date": None}, ["FIELD_MISSING"]),
        ({"end_date": None, "labels": ["项目名称", "年度总体目标"]}, []),
        ({"department": None, "unit": None}, ["FIELD_MISSING", "FIELD_MISSING"]),
        ({"name": None}, ["PROJECT_NAME_MISSING"]),
        ({"year": None}, ["YEAR_UNKNOWN"]),
    ],
)
def test_header(changes: dict[str, object], codes: list[str]) -> None:
    assert [f.code for f in check_form(example(**changes).reading, 0).findings] == codes  # type: ignore[arg-type]


def test_a_date_finding_shows_both_dates_and_the_place() -> None:
    (finding,) = check_form(example(start_date="2025-01-01", end_date="2025-12-31").reading, 4).findings
    assert (finding.path, finding.severity) == ("forms[4].project.end_date", "warning")
    assert finding.message_zh == "表格年度为 2026 年度,而项目起止日期为 2025-01-01 至 2025-12-31,不含该年度。"
    assert finding.evidence == {"fiscal_year": 2026, "start_date": "2025-01-01", "end_date": "2025-12-31"}
    assert finding.provenance is not None
    assert (finding.provenance.page, finding.provenance.row) == (1, 2)
