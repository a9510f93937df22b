"""The sheet's own words in Chinese and English, and places said in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from extractor.model.form import CellProvenance, DocumentResult, Finding, Form
from extractor.views.review.score import Deduction
from rules.checks.catalogue import OPINIONS
from rules.finding_types import finding_types

Language: TypeAlias = Literal["zh", "en"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("绩效目标审核单", "Review of performance targets"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
    "errors": ("错误", "errors"),
    "warnings": ("警告", "warnings"),
    "infos": ("提示", "infos"),
    "severity": ("级别", "severity"),
    "where": ("位置", "where"),
    "what": ("问题", "what is wrong"),
    "why": ("依据", "evidence"),
    "do": ("建议", "what to do"),
    "cost": ("扣分", "points"),
    "score": ("得分", "score"),
    "grade": ("等级", "grade"),
    "form": ("表", "form"),
    "forms": ("绩效表", "forms"),
    "documents": ("文件", "documents"),
    "document": ("文件", "document"),
    "project": ("项目", "project"),
    "page": ("页码", "page"),
    "year": ("年度", "year"),
    "clean": ("未发现问题", "nothing found"),
    "no_name": ("(无项目名称)", "(no project name)"),
    "provisional": ("暂定:部分内容未能读取", "provisional: part of the form could not be read"),
    "whole": ("文件整体", "the document as a whole"),
    "rests_on": ("规则来源", "rests on"),
    "category": ("审核意见类别", "reviewers' category"),
    "coverage": ("检查覆盖情况", "coverage of the checks"),
    "never": ("从未触发", "never fired"),
    "fired": ("触发次数", "findings"),
    "on_forms": ("涉及表数", "forms"),
    "state": ("状态", "state"),
    "on": ("启用", "on"),
    "off": ("默认停用", "off by default"),
    "disabled": ("已停用", "disabled"),
    "check": ("检查", "check"),
    "mean": ("平均得分", "mean score"),
    "all": ("全部", "all"),
    "failed": ("未能读取", "could not be read"),
    "deductions": ("扣分明细", "deductions"),
    "box": ("框", "box"),
    "start": ("起评分", "start"),
    "formula": (
        "起评 100 分;每个错误扣 15 分、警告扣 5 分、提示不扣分;同一检查累计最多扣 30 分(错误)或 15 分(警告),"
        "同一审核意见类别最多扣 40 分;读取存疑不扣分;空白表格计 0 分。优 ≥90,良 ≥80,中 ≥60,差 <60。",
        "100 to begin with; each error costs 15 points, each warning 5, information nothing; one check costs at most 30 (errors) or 15 "
        "(warnings), one reviewers' category at most 40; doubts about the reading cost nothing; an empty template has "
        "no points. 优 from 90, 良 from 80, 中 from 60, else 差.",
    ),
}
_GRADES = {"优": "excellent", "良": "good", "中": "fair", "差": "poor"}
_LIMITS: Mapping[str, tuple[str, str]] = {
    "check": ("该检查扣分已满", "the check's most is reached"),
    "category": ("该类别扣分已满", "the category's most is reached"),
    "floor": ("分数已扣完", "no points are left"),
    "reading": ("读取存疑,不扣分", "about the reading: no points"),
}
_FIELDS: Mapping[str, tuple[str, str]] = {
    "project.name": ("项目名称", "project name"),
    "project.nature": ("项目性质", "project nature"),
    "project.category": ("项目类别", "project category"),
    "project.department": ("主管部门", "department"),
    "project.unit": ("实施单位", "implementing unit"),
    "project.start_date": ("计划开始日期", "start date"),
    "project.end_date": ("计划完成日期", "end date"),
    "goals.annual": ("年度总体目标", "goal of the year"),
    "goals.overall": ("项目总目标", "overall goal"),
    "goals.medium_term": ("中期目标", "medium-term goal"),
    "fiscal_year": ("年度", "year"),
    "funding": ("项目资金", "funding"),
    "funding.money_unit": ("金额单位", "money unit"),
    "indicators": ("绩效指标", "indicators"),
    "score.total": ("总分", "total score"),
    "document": ("文件整体", "the document"),
    "": ("整表", "the form"),
}
_CELLS: Mapping[str, tuple[str, str]] = {
    "name": ("三级指标", "name"),
    "value": ("指标值", "target"),
    "level1": ("一级指标", "level 1"),
    "level2": ("二级指标", "level 2"),
    "actual": ("实际完成值", "result"),
    "score": ("得分", "score"),
    "weight": ("分值", "weight"),
    "deviation_reason": ("偏差原因", "reason of the deviation"),
}
_INDICATOR = re.compile(r"indicators\[(\d+)\](?:\.(\w+))?")
_FUNDING = re.compile(r"funding\.lines\[(\d+)\]")
_EXECUTION = re.compile(r"execution\[(\d+)\]")
_FORM = re.compile(r"^forms\[\d+\]\.?")


def word(name: str, lang: Language) -> str:
    """One of the sheet's own words."""
    return _WORDS[name][lang == "en"]


def grade(name: str, lang: Language) -> str:
    """A grade."""
    return name if lang == "zh" else f"{name} {_GRADES[name]}"


def message(finding: Finding, lang: Language) -> str:
    """What is wrong, in full."""
    return finding.message_zh if lang == "zh" else finding.message


def title(finding: Finding, lang: Language) -> str:
    """What is wrong, in a few words; the code for an error's."""
    kind = finding_types().get(finding.code)
    return finding.code if kind is None else kind.title_zh if lang == "zh" else kind.title


def advice(finding: Finding, lang: Language) -> str:
    """What to do, ``""`` where nothing is suggested."""
    kind = finding_types().get(finding.code)
    if kind is not None and lang == "en" and finding.suggestion in (kind.advice_zh, None):
        return kind.advice
    return finding.suggestion or ""


def source(finding: Finding) -> str:
    """The rule that a finding rests on, ``""`` for findings that are no check's."""
    kind = finding_types().get(finding.code)
    return kind.source if kind else ""


def category(finding: Finding, lang: Language) -> str:
    """The reviewers' opinion, numbered."""
    if finding.category is None:
        return ""
    return f"{finding.category} {OPINIONS[finding.category - 1]}"


def cost(deduction: Deduction, lang: Language) -> str:
    """What a finding costs, and why it is less than usual."""
    points = f"−{deduction.points}" if deduction.points else "0"
    return points if deduction.limit == "none" else f"{points} ({_LIMITS[deduction.limit][lang == 'en']})"


def field(finding: Finding, form: Form | None, lang: Language) -> str:
    """Which part of the form a finding is about, in words."""
    en = lang == "en"
    path = _FORM.sub("", finding.path)
    if match := _INDICATOR.match(path):
        number = int(match[1])
        name = form.indicators[number].name if form and number < len(form.indicators) else None
        cell = _CELLS.get(match[2] or "", ("", ""))[en]
        head = f"indicator {number + 1}" if en else f"第 {number + 1} 个指标"
        quoted = f"“{name}”" if name else ""
        return " · ".join(part for part in (head + quoted, cell) if part)
    if match := _FUNDING.match(path):
        number = int(match[1])
        label = form.funding.lines[number].label if form and number < len(form.funding.lines) else ""
        return f"{_FIELDS['funding'][en]}“{label}”"
    if match := _EXECUTION.match(path):
        return f"budget execution, line {int(match[1]) + 1}" if en else f"预算执行第 {int(match[1]) + 1} 行"
    return _FIELDS[path][en] if path in _FIELDS else path


def spot(place: CellProvenance | None, lang: Language) -> list[str]:
    """Page, table row, text line and box, as far as they are known."""
    if place is None:
        return []
    en = lang == "en"
    said: list[tuple[int | None, str]] = [
        (place.page if place.line is None else None, "page {}" if en else "第 {} 页"),
        (None if place.row is None else place.row + 1, "row {}" if en else "表内第 {} 行"),
        (place.line, "line {}" if en else "文本第 {} 行"),
    ]
    parts = [template.format(number) for number, template in said if number is not None]
    if place.bbox is not None:
        parts.append("[" + ", ".join(f"{edge:.0f}" for edge in place.bbox) + "]")
    return parts


def heading(form: Form, lang: Language) -> str:
    """A form's project and year."""
    year = f"({form.fiscal_year})" if form.fiscal_year else ""
    return f"{form.project.name or word('no_name', lang)} {year}".strip()


def pages(form: Form, lang: Language) -> str:
    """The pages of a form, or its lines in a text."""
    place = form.provenance
    if place.lines is not None:
        return f"lines {_span(place.lines)}" if lang == "en" else f"第 {_span(place.lines)} 行"
    if not place.pages:
        return ""
    return f"page {_span(place.pages)}" if lang == "en" else f"第 {_span(place.pages)} 页"


def _span(numbers: tuple[int, ...]) -> str:
    return "–".join(str(number) for number in dict.fromkeys((numbers[0], numbers[-1])))


def status(result: DocumentResult, lang: Language) -> str:
    """The document's status in words, ``""`` where all is well."""
    known = {
        "partial": ("部分内容未能读取", "read in part"),
        "no_forms": ("没有绩效目标表", "no performance form"),
        "failed": ("未能读取", "could not be read"),
    }
    return known[result.status][lang == "en"] if result.status in known else ""


def evidence(finding: Finding) -> list[tuple[str, str]]:
    """The figures and texts compared, as key and text."""
    return [(key, _plain(value)) for key, value in finding.evidence.items() if value not in (None, "", [], {})]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(one)}" for key, one in value.items() if one is not None)
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
