"""Faults in the header."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from benchmarks.checks.cases import FormFaults, Made, also
from benchmarks.checks.drafts import Draft, clean
from benchmarks.checks.rows import variants

_TOTAL, _GRANT, _CARRY, _OTHER = "年度资金申请总额:", "其中: 当年财政拨款", "上年结转资金", "其他资金"
_WHOLE, _FISCAL = "项目资金总额:", "其中: 财政资金"


def _one(rng: Random) -> Draft:
    return clean(rng, one_year=True, money_unit="元")


def _project(draft: Draft, **fields: str) -> Draft:
    return draft.write(project=replace(draft.spec.project, **fields))


_NAMES = ("项目名称", "主管部门", "实施单位", "计划开始日期", "计划完成日期")


def _nameless(rng: Random, n: int) -> Made:
    draft = clean(rng)
    return draft.edit(draft.beside("项目名称"), ""), draft.beside("项目名称")


def _named(rng: Random, n: int) -> Made:
    draft = clean(rng)
    return _project(
        draft,
        name=variants("PROJECT_NAME_MISSING silent")[n],
    ), None


def _field_blank(rng: Random, n: int) -> Made:
    draft = _one(rng)
    label = _NAMES[1 + n % 4]
    return draft.edit(draft.beside(label), ""), draft.beside(label)


def _field_short(rng: Random, n: int) -> Made:
    draft = _one(rng)
    return draft.edit(draft.beside(_NAMES[1 + n % 2]), ("局", "无", "本级", "机关", "001", "办公室")[n % 6]), None


def _dates(draft: Draft, start: str | None = None, end: str | None = None) -> Draft:
    for label, text in (("计划开始日期", start), ("计划完成日期", end)):
        if text is not None:
            draft = draft.edit(draft.beside(label), text)
    return draft


def _end_is(*texts: str):  # type: ignore[no-untyped-def]
    def make(rng: Random, n: int) -> Made:
        draft = _one(rng)
        year = draft.spec.fiscal_year
        return _dates(draft, end=texts[n % len(texts)].replace("Y", str(year))), draft.beside("计划完成日期")

    return make


def _good_dates(rng: Random, n: int) -> Made:
    draft = _one(rng)
    year = draft.spec.fiscal_year
    start = variants("dates that can be read: start")[n]
    end = variants("dates that can be read: end")[n]
    return _dates(draft, start.replace("Y", str(year)), end.replace("Y", str(year))), None


def _order(rng: Random, n: int) -> Made:
    draft = _one(rng)
    year = draft.spec.fiscal_year
    return _dates(draft, f"{year}-{12 - n % 6}-{28 - n}", f"{year}-0{1 + n % 5}-1{n}"), draft.beside("计划完成日期")


def _span(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    year = draft.spec.fiscal_year
    return _dates(draft, end=f"{year + 11 + 6 * n}-12-31"), draft.beside("计划完成日期")


def _span_short(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    return _dates(draft, end=f"{draft.spec.fiscal_year + 1 + n}-12-31"), None


def _other_year(rng: Random, n: int) -> Made:
    draft = _one(rng)
    later = n % 2 == 0
    year = draft.spec.fiscal_year + (1 + n // 4) * (1 if later else -1)
    return _dates(draft, f"{year}-01-01", f"{year}-12-31"), draft.beside("计划开始日期" if later else "计划完成日期")


def _spanning(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    year = draft.spec.fiscal_year
    return _dates(draft, f"{year - n % 3}-01-01", f"{year + n % 4}-12-31"), None


def _over_the_year(rng: Random, n: int) -> Made:
    draft = _project(_one(rng), nature=("经常性专项业务费", "其他经常性项目", "其他一次性项目", "一次性项目")[n % 4])
    year = draft.spec.fiscal_year
    if n % 2:
        return _dates(draft, end=f"{year + 1}-0{1 + n // 2}-28"), draft.beside("计划完成日期")
    return _dates(draft, start=f"{year - 1}-1{n // 4}-01"), draft.beside("计划开始日期")


def _within(rng: Random, n: int) -> Made:
    draft = _project(_one(rng), nature=("经常性专项业务费", "其他经常性项目", "其他一次性项目", "一次性项目")[n % 4])
    year = draft.spec.fiscal_year
    return _dates(draft, f"{year}-0{1 + n % 6}-01", f"{year}-12-31"), None


def _yearless(rng: Random, n: int) -> Made:
    draft = replace(_one(rng), lines=())
    return _dates(
        draft,
        ("长期", "待定", "合同签订之日", "另行通知", "批复后")[n % 5],
        ("长期", "待定", "验收之日", "另行通知", "完工")[n % 5],
    ), None


def _year_in_dates(rng: Random, n: int) -> Made:
    draft = _one(rng)
    year = draft.spec.fiscal_year
    return replace(
        draft, lines=((), (f"{year}年",), (f"（{year} 年度）",), (f"年度:{year}",), (f"预算年度：{year}年",))[n % 5]
    ), None


def _unlisted(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    nature = ("重点项目", "民生实事", "基建类", "购置", "日常", "其他类", "A类", "专项", "上级项目", "长期")[n]
    if n % 2:
        return _project(draft, category=nature), draft.beside("项目类别")
    return _project(draft, nature=nature), draft.beside("项目性质")


def _listed(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    nature = variants("FIELD_UNLISTED silent")[n]
    return _project(draft, nature=nature, category=("特定目标类", "其他运转类", "人员类", "公用经费")[n % 4]), None


HEADS: dict[str, FormFaults] = {
    "PROJECT_NAME_MISSING": FormFaults(_nameless, _named),
    "FIELD_MISSING": FormFaults(_field_blank, _field_short),
    "DATE_INVALID": FormFaults(
        _end_is(
            "Y-02-30",
            "Y-13-01",
            "Y/11/31",
            "Y年2月30日",
            "Y-00-10",
            "Y.09.31",
            "Y-12-32",
            "Y年13月1日",
            "Y-6-31",
            "Y1231".replace("1231", "1331"),
        ),
        _good_dates,
    ),
    "DATE_UNREADABLE": FormFaults(
        _end_is("Y1-12", "2O26-12-31", "12/Y-3", "Y-12-", "Y---31", "31-12", "第4季", "Y年月日8", "1-2-3", "Y-1?-31"),
        _good_dates,
    ),
    "DATE_VAGUE": FormFaults(
        _end_is("长期", "待定", "另行通知", "合同到期", "完工之日", "无", "年底", "持续", "按需", "验收后"), _good_dates
    ),
    "DATE_ORDER": FormFaults(_order, _good_dates),
    "DATE_SPAN_LONG": FormFaults(_span, _span_short),
    "YEAR_MISMATCH": FormFaults(_other_year, _spanning, also("DEADLINE_AFTER_END", "DEADLINE_BEFORE_START")),
    "ONE_YEAR_PROJECT": FormFaults(_over_the_year, _within, also("OVERALL_GOAL_MISSING")),
    "YEAR_UNKNOWN": FormFaults(_yearless, _year_in_dates, also("DATE_VAGUE")),
    "FIELD_UNLISTED": FormFaults(_unlisted, _listed),
}
