"""The checks themselves, listed or explained."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from msgspec.structs import replace

from extractor.model.form import Form
from extractor.model.table import Table, TextLine
from extractor.model.text_table import text_table
from extractor.views.review.table import WIDTH
from extractor.views.review.wording import Language
from rules.checks import Thresholds, registry
from rules.checks.catalogue import OPINIONS
from rules.checks.framework import Documents, Subject, look_at_call, look_at_document, look_at_form, wanted
from rules.checks.samples import built
from rules.finding_types import FindingType

_NEEDS = {
    "indicators": ("有绩效指标", "indicators"),
    "drawn": ("有表格线", "a table with drawn or declared cells"),
    "flattened": ("无表格线的文本", "text without cells"),
    "funding": ("有资金栏", "a funding block"),
    "goal": ("有绩效目标", "a goal text"),
    "execution": ("有预算执行情况", "budget execution"),
}
_SCOPES = {
    "form": ("单张表", "one form"),
    "document": ("一份文件的各表", "the forms of a document"),
    "call": ("一次调用的全部表", "all forms of a call"),
}


def catalogue_text(
    codes: Sequence[str], form: Literal["table", "json"], lang: Language, limits: Thresholds, *, examples: bool
) -> str:
    """Some checks as a table (with ``examples``: a paragraph each), or as JSON."""
    entries = [_entry(registry()[code], limits, lang, examples=examples) for code in codes]
    if form == "json":
        return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
    if examples:
        return "\n".join(_paragraph(entry, lang) for entry in entries)
    return _table(entries, lang)


def _entry(check: FindingType, limits: Thresholds, lang: Language, *, examples: bool) -> dict[str, Any]:
    zh = lang == "zh"
    state = "disabled" if check.code in limits.disabled else "on" if wanted(check, limits) else "off"
    entry: dict[str, Any] = {
        "code": check.code,
        "severity": limits.severities.get(check.code, check.severity),
        "category": check.category,
        "opinion": OPINIONS[check.category - 1] if check.category else None,
        "about": check.about,
        "scope": check.scope,
        "state": state,
        "reason": limits.disabled.get(check.code),
        "title": check.title_zh if zh else check.title,
        "advice": check.advice_zh if zh else check.advice,
        "source": check.source,
        "needs": list(check.needs),
        "kinds": list(check.kinds),
        "yields_to": list(check.yields_to),
    }
    if examples:
        entry["fires"] = _fired(check, lang)
        entry["silent"] = _subject(built(check.silent), built(check.fires))
    return entry


def _fired(check: FindingType, lang: Language) -> list[dict[str, Any]]:
    """What the check says of its own example."""
    subject = built(check.fires)
    limits = Thresholds(enabled=frozenset({check.code}))
    if isinstance(subject, Subject):
        found = look_at_form(replace(subject, limits=limits), "forms[0]")
    else:
        look = look_at_call if check.scope == "call" else look_at_document
        found = look(replace(subject, limits=limits))
    return [
        {"path": f.path, "message": f.message_zh if lang == "zh" else f.message, "evidence": dict(f.evidence)}
        for f in found
        if f.code == check.code
    ]


def _subject(silent: Any, fires: Any) -> list[str]:
    """What the silent example has that the firing one lacks, as lines."""
    if not isinstance(silent, Subject):
        return _together(silent)
    own, other = _facts(silent), set(_facts(fires))
    return [fact for fact in own if fact not in other] or own


def _together(subject: Documents) -> list[str]:
    """Several forms in short lines: what each of them says that the first does not, the text and the tables around them."""
    facts = [_facts_of(form) for form in subject.forms]
    shown = [
        " · ".join([form.project.name or "—", *(one for one in own if one not in facts[0])])
        for form, own in zip(subject.forms, facts, strict=True)
    ]
    tables = [
        " | ".join(cell.text for cell in row)
        for block in subject.blocks
        if isinstance(block, Table)
        for row in block.rows_of_cells()
    ]
    texts = [block.text for block in subject.blocks if isinstance(block, TextLine)]
    return [*shown, *(line.text for line in subject.lines), *texts, *tables]


_FIELDS = ("name", "nature", "category", "department", "unit", "start_date", "end_date")


def _facts(subject: Subject) -> list[str]:
    """A form in short lines."""
    return [f"cells: {'drawn' if subject.drawn else 'none'}", *_facts_of(subject.form)]


def _facts_of(form: Form) -> list[str]:
    facts = [f"year: {form.fiscal_year}"]
    facts += [f"{name}: {getattr(form.project, name)}" for name in _FIELDS]
    facts += [f"{line.label}: {line.raw}" for line in form.funding.lines if line.raw]
    facts += [text for text in (form.goals.annual, form.goals.overall) if text]
    facts += [
        f"{line.item}: {line.budget_current} | {line.executed} | {line.rate} | {line.score}"
        for line in form.execution or ()
    ]
    for item in form.indicators:
        result = (item.actual.raw if item.actual else None, item.weight, item.score, item.deviation_reason)
        more = [text for text in result if text]
        facts.append(" | ".join([item.printed.level2 or "—", item.name or "—", item.value.raw or "—", *more]))
    return [*facts, f"total: {form.score.total}"] if form.score else facts


def _paragraph(entry: dict[str, Any], lang: Language) -> str:
    en = lang == "en"
    say = {
        "severity": ("级别", "severity"), "opinion": ("审核意见类别", "category"), "scope": ("检查范围", "looks at"), "state": ("状态", "state"),
        "needs": ("前提", "needs"), "kinds": ("适用表类型", "for"), "source": ("规则来源", "rests on"), "advice": ("建议", "what to do"),
        "yields_to": ("让位于", "yields to"), "fires": ("触发示例", "fires, for example"), "silent": ("不触发示例", "stays silent, for example"),
    }  # fmt: skip
    number = f"{entry['category']} {entry['opinion']}" if entry["category"] else "—"
    reason = f" ({entry['reason']})" if entry["reason"] else ""
    needs = [_NEEDS[need][en] for need in entry["needs"]]
    lines = [
        f"{entry['code']}  {entry['title']}",
        f"  {say['severity'][en]}: {entry['severity']}",
        f"  {say['opinion'][en]}: {number}",
        f"  {say['scope'][en]}: {_SCOPES[entry['scope']][en]}",
        f"  {say['state'][en]}: {entry['state']}{reason}",
        f"  {say['needs'][en]}: {', '.join(needs) or '—'}",
        f"  {say['kinds'][en]}: {', '.join(entry['kinds']) or '—'}",
        f"  {say['source'][en]}: {entry['source']}",
        f"  {say['advice'][en]}: {entry['advice']}",
    ]
    if entry["yields_to"]:
        lines.append(f"  {say['yields_to'][en]}: {', '.join(entry['yields_to'])}")
    lines.append(f"  {say['fires'][en]}:")
    lines += [f"    {one['path']}: {one['message']}" for one in entry["fires"]]
    lines.append(f"  {say['silent'][en]}:")
    lines += [f"    {line}" for line in entry["silent"]]
    return "\n".join(lines) + "\n"


def _table(entries: Sequence[dict[str, Any]], lang: Language) -> str:
    """One line a check."""
    heads = (("代码", "code"), ("级别", "severity"), ("类别", "category"), ("状态", "state"), ("含义", "meaning"))
    names = ("code", "severity", "category", "state", "title")
    rows = [[entry[name] for name in names] for entry in entries]
    return text_table([head[lang == "en"] for head in heads], rows, width=WIDTH)
