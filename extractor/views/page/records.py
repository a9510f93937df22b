"""The side panel: every record of a document as lines to read, each tied to the cells it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import asdict

from extractor.model.fields import field_at
from extractor.model.form import (
    ExecutionLine,
    Finding,
    Form,
    FundingLine,
    Goals,
    Indicator,
    Project,
    Severity,
    Value,
)
from extractor.views.page.roles import Role
from extractor.views.page.view import View

KINDS = {
    "target": "绩效目标申报表",
    "self_evaluation": "绩效自评表",
    "monitoring": "绩效监控表",
    "department_target": "部门整体绩效目标表",
    "transfer_target": "转移支付绩效目标表",
}
SCOPES = {"project": "项目", "annual": "年度"}
SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}
SURE = 0.8
"""A confidence below this is shown as doubtful, with its reason."""
_LEVELS = (("level1", "一级"), ("level2", "二级"))
_STEP = re.compile(r"[.\[][^.\[]*$")


class Line(Struct, frozen=True):
    """One record.

    Attributes:
        id: unique in the document, fit for HTML.
        path: where it is in the JSON, ``forms[0].indicators[2]``.
        role: whose colour it bears.
        head: what it is: a label, an indicator's name, a finding's code.
        body: its text as printed.
        tag: a short mark before it (an ordinal, a scope), ``""`` for none.
        notes: further lines: what was made of the text, and why.
        confidence: ``(what, 0 to 1)``.
        severity: of a finding.
        cells: ids of the cells it rests on.
    """

    id: str
    path: str
    role: Role
    head: str
    body: str = ""
    tag: str = ""
    notes: tuple[str, ...] = ()
    confidence: tuple[tuple[str, float], ...] = ()
    severity: Severity | None = None
    cells: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """Records of one kind under a heading."""

    title: str
    lines: tuple[Line, ...]


class Panel(Struct, frozen=True):
    """The records of one form, or what is said of the document as a whole.

    Attributes:
        title: what is printed over it.
        facts: label and text of what describes it.
        pages: where it is, from 1; ``()`` without pages.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    pages: tuple[int, ...] = ()


def panels(view: View) -> list[Panel]:
    """The document's own panel, then one a form."""
    return [_document(view), *(_form(view, number, form) for number, form in enumerate(view.result.forms))]


def _document(view: View) -> Panel:
    document, result = view.result.document, view.result
    facts = [
        ("标题", document.title),
        ("状态", result.status),
        ("格式", document.format),
        ("页数", document.pages),
        ("生成程序", document.producer),
        ("表", f"{len(result.forms)} 张绩效表，{len(view.tables)} 个表格"),
        ("版本", f"jixiao {document.tool_version} · rules {document.rules_version}"),
    ]
    lines = tuple(_finding(view, number, "", finding) for number, finding in enumerate(result.findings))
    shown = tuple((label, str(text)) for label, text in facts if text not in (None, ""))
    return Panel(document.source, shown, (Section("文件级发现", lines),) if lines else ())


def _form(view: View, number: int, form: Form) -> Panel:
    base = f"forms[{number}]"
    facts = [
        ("表样", f"{form.profile} · {KINDS[form.kind]}"),
        ("年度", form.fiscal_year),
        ("页", "、".join(map(str, form.provenance.pages)) if view.result.document.pages else None),
    ]
    sections = (
        Section("项目信息", tuple(_project(view, base, form.project))),
        Section(f"项目资金（{form.funding.money_unit or '单位未注明'}）", tuple(_funding(view, base, form))),
        Section("绩效目标", tuple(_goals(view, base, form.goals))),
        Section("绩效指标", tuple(_indicator(view, base, indicator) for indicator in form.indicators)),
        Section("执行与得分", tuple(_execution(view, base, form))),
        Section("审核发现", tuple(_finding(view, n, f"{base}.", finding) for n, finding in enumerate(form.findings))),
    )
    title = f"{number + 1}. {form.project.name or form.title or form.form_id}"
    shown = tuple((label, str(text)) for label, text in facts if text)
    return Panel(title, shown, tuple(s for s in sections if s.lines), form.provenance.pages)


def _line(view: View, path: str, role: Role, head: str, body: str | None, **more: object) -> Line:
    return Line(line_id(path), path, role, head, body or "", cells=view.links.get(path, ()), **more)  # type: ignore[arg-type]


def line_id(path: str) -> str:
    """Id of the record at a path, fit for HTML: printed labels in it are spelt by their code points."""
    return "r-" + re.sub(
        r"[^A-Za-z0-9_-]", lambda m: "-" if m[0] in ".[" else "" if m[0] == "]" else f"_{ord(m[0]):x}_", path
    )


def _project(view: View, base: str, project: Project) -> Iterator[Line]:
    for name, text in asdict(project).items():
        if name != "extra" and text is not None:
            yield _line(view, f"{base}.project.{name}", Role.FIELD, field_at(Project, name).label.zh, text)
    for label, text in project.extra.items():
        yield _line(view, f"{base}.project.extra.{label}", Role.FIELD, label, text, tag="其他")


def _funding(view: View, base: str, form: Form) -> Iterator[Line]:
    for number, line in enumerate(form.funding.lines):
        yield _line(
            view,
            f"{base}.funding.lines[{number}]",
            Role.FUNDING,
            line.label,
            line.raw if line.raw is not None else "（空）",
            tag=SCOPES[line.scope],
            notes=(_amount(line),) if line.amount is not None or line.raw is not None else (),
        )


def _amount(line: FundingLine) -> str:
    return f"{line.item} = {line.amount} 元" if line.amount is not None else f"{line.item}：金额未能读出"


def _goals(view: View, base: str, goals: Goals) -> Iterator[Line]:
    for name, text in asdict(goals).items():
        if text is not None:
            yield _line(view, f"{base}.goals.{name}", Role.GOAL, field_at(Goals, name).label.zh, text)


def _indicator(view: View, base: str, indicator: Indicator) -> Line:
    levels = " › ".join(filter(None, (indicator.level1, indicator.level2))) or "层级未知"
    notes = [levels]
    for level, label in _LEVELS:
        judgement = indicator.judgement.get(level)
        printed, judged = getattr(indicator.printed, level), getattr(indicator, level)
        if judgement and (judgement.by == "name" or judgement.confidence < SURE or (printed and printed != judged)):
            notes.append(f"{label}：印刷“{printed or '无'}”，依据 {judgement.by}：{judgement.reason}")
    notes.append(_reading_of(indicator.value))
    notes.append("　".join(_labelled(indicator, ("baseline", "actual", "weight", "score"))))
    notes += _labelled(indicator, ("deviation_reason", "standard", "explanation"))
    confidence = [
        (label, judgement.confidence)
        for level, label in _LEVELS
        if (judgement := indicator.judgement.get(level)) is not None
    ]
    tags = {"medium_term": "中期", "annual": "年度", None: ""}
    return _line(
        view,
        f"{base}.indicators[{indicator.ordinal - 1}]",
        Role.NAME,
        indicator.name or "（无名称）",
        indicator.value.raw if indicator.value.raw is not None else "（缺失）",
        tag=f"{indicator.ordinal}{tags[indicator.horizon]}",
        notes=tuple(filter(None, notes)),
        confidence=(*confidence, ("值", indicator.value.confidence)),
    )


def _labelled(indicator: Indicator, names: Sequence[str]) -> list[str]:
    """Label and text of the fields that have one."""
    texts = ((name, _plain(getattr(indicator, name))) for name in names)
    return [f"{field_at(Indicator, name).label.zh}：{text}" for name, text in texts if text is not None]


def _plain(value: Value | str | None) -> str | None:
    return value.raw if isinstance(value, Value) else value


def _reading_of(value: Value) -> str:
    """What a value was read as, in one line."""
    number = f"{value.low} – {value.high}" if value.low is not None and value.high is not None else value.number
    parts = [value.kind, value.operator, number, value.unit]
    text = " ".join(part for part in parts if part)
    canonical = value.canonical
    if canonical is None:
        return text
    span = f"{canonical.low} – {canonical.high}" if canonical.low is not None else None
    dates = f"{canonical.start or ''} – {canonical.end or ''}" if canonical.start or canonical.end else canonical.date
    unified = " ".join(part for part in (canonical.number or span or dates, canonical.unit) if part)
    return f"{text} → {unified}" if unified else text


def _execution(view: View, base: str, form: Form) -> Iterator[Line]:
    for number, line in enumerate(form.execution or ()):
        body = "，".join(f"{field_at(ExecutionLine, role).label.zh} {text}" for role, text in line.raw.items())
        yield _line(view, f"{base}.execution[{number}]", Role.FUNDING, line.item, body)
    if form.score is not None:
        body = "，".join(filter(None, (form.score.total, form.score.grade)))
        yield _line(view, f"{base}.score", Role.OTHER, "得分", body)


def _finding(view: View, number: int, base: str, finding: Finding) -> Line:
    path = f"{base}findings[{number}]"
    notes = [finding.message]
    if finding.suggestion:
        notes.append(f"建议：{finding.suggestion}")
    return Line(
        line_id(path),
        path,
        Role.NONE,
        finding.code,
        finding.message_zh,
        tag=SEVERITIES[finding.severity],
        notes=tuple(notes),
        severity=finding.severity,
        cells=_cells_of(view, finding),
    )


def _cells_of(view: View, finding: Finding) -> tuple[str, ...]:
    """The cell that a finding itself names, else those of the record it is about."""
    place = finding.provenance
    if place is not None and place.bbox is not None:
        for table in view.tables:
            for shown in table.cells:
                if shown.cell.bbox == place.bbox and shown.cell.page == place.page:
                    return (shown.id,)
    return cells_at(view.links, finding.path)


def cells_at(links: Mapping[str, tuple[str, ...]], path: str) -> tuple[str, ...]:
    """The cells of a path, or else of the nearest record above it (``forms[0].indicators[1].value`` → its indicator)."""
    while path:
        if path in links:
            return links[path]
        path = _STEP.sub("", path) if _STEP.search(path) else ""
    return ()
