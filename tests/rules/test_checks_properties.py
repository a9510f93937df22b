"""Whatever a form holds, the checks answer: no error, no change of the data, the same findings again."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.form import ExecutionLine, Score
from extractor.model.json import to_jsonable
from rules.checks import Thresholds, check_document, check_form, registry
from rules.checks.framework import checks_of
from rules.checks.samples import amounts, example, row

LEVELS = (
    "经济成本指标",
    "数量指标",
    "质量指标",
    "时效指标",
    "社会效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
    None,
)
VALUES = (
    "≥90.00(%)",
    "=0.00(%)",
    "292%",
    "≥**人",
    "2027年",
    "2个工作日内",
    "≤5(万元)",
    "80-90%",
    "及时",
    "{x}",
    "1E+30",
    "≥9,9",
    "12月底",
    "—",
    "",
)
words = st.text(alphabet="满意度率成本及时数量人次投诉完成合格制卡培训{}%()0123456789 ≥,。", max_size=24)
values = st.one_of(st.sampled_from(VALUES), words)
labels = st.sampled_from(("产出指标", "效益指标", "满意度指标", "成本指标", "数量指标", "其他", None))
decimals = st.sampled_from((None, "0", "10", "-5", "99.999", "1E+5", "NaN", "1000000000000000000000"))
rows = st.builds(
    row,
    st.one_of(st.none(), words),
    st.one_of(st.none(), values),
    st.sampled_from(LEVELS),
    printed=st.one_of(st.none(), st.tuples(labels, labels)),
    confidence=st.floats(0, 1),
    actual=st.one_of(st.none(), values),
    weight=decimals,
    score=decimals,
    reason=st.one_of(st.none(), words),
)
money = st.one_of(
    st.none(),
    st.sampled_from(("300,000.00", "0", "-5", "3.00万元", "955.500.00", "/", "99999999999999999999.99")),
    words,
)
dates = st.sampled_from((None, "2026-01-01", "2026-12-31", "2099-01-01", "1999-06-30", "2026-02-30"))
lines = st.builds(
    ExecutionLine, st.sampled_from(("total", "fiscal")), decimals, decimals, decimals, decimals, decimals, decimals
)
everything = Thresholds(enabled=frozenset(registry()))
forms = st.builds(
    lambda rows, **more: example(*rows, limits=everything, **more),
    st.lists(rows, min_size=1, max_size=7),
    drawn=st.booleans(),
    kind=st.sampled_from(("target", "self_evaluation", "department_target")),
    profile=st.sampled_from(("shanghai-2021", "generic")),
    year=st.sampled_from((None, 2019, 2026)),
    goal=st.one_of(st.none(), words),
    overall=st.one_of(st.none(), words),
    funding=st.builds(amounts, st.sampled_from((None, "元", "万元")), annual_total=money, appropriation=money, other=money, project_total=money, fiscal=money),
    unread=st.dictionaries(st.sampled_from(("start_date", "end_date", "name")), words, max_size=2),
    execution=st.one_of(st.none(), st.lists(lines, max_size=2).map(tuple)),
    score=st.one_of(st.none(), st.builds(Score, decimals)),
    start_date=dates,
    end_date=dates,
    name=st.one_of(st.none(), words),
)  # fmt: skip


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(forms, min_size=1, max_size=3))
def test_any_form_can_be_checked(subjects: list) -> None:
    checked = [check_form(subject.reading, n, subject.limits) for n, subject in enumerate(subjects)]
    again = [check_form(subject.reading, n, subject.limits) for n, subject in enumerate(subjects)]
    assert checked == again
    for number, (subject, form) in enumerate(zip(subjects, checked, strict=True)):
        assert {**to_jsonable(form), "findings": []} == {**to_jsonable(subject.form), "findings": []}
        said = [(f.code, f.path, json.dumps(to_jsonable(f), ensure_ascii=False)) for f in form.findings]
        assert len({(code, path, text) for code, path, text in said}) == len(said)
        assert all(path.startswith(f"forms[{number}]") for _, path, _ in said)
    assert {f.code for f in check_document([subject.form for subject in subjects])} <= set(checks_of("document"))
