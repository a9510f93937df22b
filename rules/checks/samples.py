"""Small forms for the checks' examples: a complete, clean one, and the means to change one thing about it.

Examples are data (``fires`` and ``silent`` in ``rules/data/checks.yaml``), each the few things that differ from the clean form:
see :func:`built`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from msgspec.structs import replace

from extractor.model.form import (
    CellProvenance,
    ExecutionLine,
    Form,
    FormKind,
    FormProvenance,
    Funding,
    FundingLine,
    Goals,
    Indicator,
    IndicatorProvenance,
    Judgement,
    PrintedLevels,
    Project,
    Score,
)
from extractor.model.table import Block, Cell, FormRegion, Origin, Table, TextLine
from rules.checks.framework import Documents, Subject
from rules.checks.thresholds import DEFAULTS, Thresholds
from rules.families.profile import Match, Profile
from rules.grid import Grid
from rules.heading.amount_columns import AmountTable
from rules.heading.execution import Execution
from rules.heading.fields import ProjectFields
from rules.heading.goals import GoalTexts
from rules.heading.tasks import Tasks
from rules.indicators.attainment import attainment_of
from rules.indicators.header import Column, Header, Panel
from rules.indicators.names import load_lexicon
from rules.indicators.zones import Segment, Zones
from rules.labels import load_vocabulary
from rules.read_form import FormTrace
from rules.ruleset.profile_files import load_profiles
from rules.values import parse, parse_money

COST, SOCIAL_COST = "经济成本指标", "社会成本指标"
QUANTITY, QUALITY, TIME = "数量指标", "质量指标", "时效指标"
SOCIAL, ECONOMIC, LASTING = "社会效益指标", "经济效益指标", "可持续影响指标"
SATISFACTION = "服务对象满意度指标"
UNSET = "\0"

GOAL = "2026年计划培训社区工作者600人次,培训合格率达到95%以上,学员满意度90%以上,提升社区工作者业务能力。"
_LABELS = ("total", "项目资金总额", "project"), ("total", "年度资金申请总额", "annual"), ("fiscal", "财政资金", "project"), (
    "appropriation", "当年财政拨款", "annual"), ("carryover", "上年结转资金", "annual"), ("other", "其他资金", "annual")  # fmt: skip


@cache
def _profile(profile_id: str) -> Profile:
    return next(profile for profile in load_profiles() if profile.id == profile_id)


def row(
    name: str | None, value: str | None, level2: str | None = QUANTITY, *, printed: tuple[str | None, str | None] | None = None,
    confidence: float = 0.99, actual: str | None = None, weight: str | None = None, score: str | None = None, reason: str | None = None,
) -> Indicator:  # fmt: skip
    """One indicator; ``printed`` are the labels as printed where they differ from the judged ones."""
    known = load_vocabulary().levels.get(level2 or "")
    parent = known.parent if known else None
    one, two = printed if printed is not None else (parent, level2)
    target, result = parse(value), parse(actual) if actual is not None else None
    return Indicator(
        ordinal=1,
        level1=parent,
        level2=level2 if known else None,
        name=name,
        printed=PrintedLevels(one, two),
        judgement={"level2": Judgement("span", confidence, "")},
        value=target,
        actual=result,
        weight=weight,
        score=score,
        deviation_reason=reason,
        attainment=attainment_of(target, result, name=name or "", level1=parent, year=2026),
    )


@cache
def clean_rows() -> tuple[Indicator, ...]:
    """The indicators of the clean form."""
    return (
        row("人均培训成本", "≤500(元/人次)", COST),
        row("培训人次", "≥600(人次)", QUANTITY),
        row("培训合格率", "≥95.00(%)", QUALITY),
        row("培训计划按期完成率", "=100.00(%)", TIME),
        row("社区工作者业务能力", "提升", SOCIAL),
        row("学员满意度", "≥90.00(%)", SATISFACTION),
    )


def amounts(unit: str | None = "元", **raw: str | None) -> Funding:
    """A funding block: printed amounts by ``annual_total``, ``appropriation``, ``carryover``, ``other``, ``project_total``, ``fiscal``."""
    lines: list[FundingLine] = []
    for item, label, scope in _LABELS:
        key = f"{scope}_total" if item == "total" else item
        text = raw.get(key)
        amount = parse_money(text, unit)  # type: ignore[arg-type]
        place = CellProvenance(1, None, 0, 4 + len(lines), None)
        lines.append(FundingLine(scope, item, label, text, amount, place))  # type: ignore[arg-type]
    return Funding(unit, tuple(lines))  # type: ignore[arg-type]


@cache
def clean_funding() -> Funding:
    """The funding block of the clean form."""
    return amounts(annual_total="300,000.00", appropriation="300,000.00", carryover="0.00", other="0.00")


def example(
    *rows: Indicator, add: Sequence[Indicator] = (), empty: bool = False, drawn: bool = True, kind: FormKind = "target",
    profile: str = "shanghai-2021", year: int | None = 2026, goal: str | None = GOAL, overall: str | None = None, funding: Funding | None = None,
    unread: Mapping[str, str] | None = None, labels: Sequence[str] | None = None, extra: Mapping[str, str] | None = None,
    execution: tuple[ExecutionLine, ...] | None = None, score: Score | None = None, limits: Thresholds = DEFAULTS,
    columns: Sequence[Mapping[str, Any]] = (), **fields: str | None,
) -> Subject:  # fmt: skip
    """A complete, clean form with one thing changed: its ``rows``, rows to ``add``, no rows (``empty``), a field or an amount."""
    project: dict[str, str | None] = {
        "name": "社区工作者培训", "nature": "经常性专项业务费", "category": "特定目标类", "department": "某市民政局",
        "unit": "某市社区服务中心", "start_date": "2026-01-01", "end_date": "2026-12-31", **fields,
    }  # fmt: skip
    placed = [_placed(n, item) for n, item in enumerate(() if empty else (*(rows or clean_rows()), *add), 1)]
    form = Form(
        form_id="000000000000-1",
        profile=profile,
        kind=kind,
        title="财政项目支出绩效目标申报表",
        fiscal_year=year,
        project=Project(**project, extra=dict(extra or {})),
        funding=funding if funding is not None else clean_funding(),
        goals=Goals(overall=overall, annual=goal),
        indicators=tuple(placed),
        execution=execution,
        score=score,
        provenance=FormProvenance((1,), None, None),
    )
    family = _profile(profile)
    found = tuple(family.should) if labels is None else tuple(labels)
    places = {key: CellProvenance(1, None, 0, 2, None) for key, value in project.items() if value}
    match = Match(family, 1.0, True, found=found, kind=family.kind)
    names = tuple(load_lexicon().judge(item.name) for item in placed)
    goals = {"annual": CellProvenance(1, None, 0, 9, None)}
    region = FormRegion(form.title, (), (), 1)
    trace = FormTrace(
        form=form,
        region=region,
        match=match,
        grid=Grid(region),
        zones=_zones(columns),
        outside=(),
        execution=Execution((), (), frozenset()),
        tasks=Tasks(),
        amounts=AmountTable(),
        plain=(),
        pairs=(),
        fields=ProjectFields(form.project, places, dict(unread or {})),
        goals=GoalTexts(form.goals, goals),
        rows=(),
        names=names,
        spans=drawn,
    )
    return Subject(trace, limits)


def _zones(columns: Sequence[Mapping[str, Any]]) -> Zones:
    """The indicator table's head, its columns by the arguments of :class:`Column` but for their places."""
    if not columns:
        return Zones((), frozenset(), 0)
    panel = Panel(tuple(Column(first=n, stop=n + 1, **column) for n, column in enumerate(columns)))
    header = Header(0, 0, (panel,))
    return Zones((Segment(header, ()),), frozenset(), 0, (header,))


def _placed(ordinal: int, indicator: Indicator) -> Indicator:
    return replace(indicator, ordinal=ordinal, provenance=IndicatorProvenance(page=1, table=0, row=10 + ordinal))


def documents(*subjects: Subject, text: Sequence[str] = ()) -> Documents:
    """Several forms as one document, with lines of text around them."""
    return Documents(tuple(subject.form for subject in subjects), lines=tuple(TextLine(line) for line in text))


def evaluated(
    *rows: Indicator, add: Sequence[Indicator] = (), line: Mapping[str, str | None] | None = None, score: str | None = None,
    **changed: Any,
) -> Subject:  # fmt: skip
    """A clean self-evaluation with one thing changed: rows to ``add``, figures of its execution ``line``, its total ``score``."""
    execution = ExecutionLine("total", "300000.00", "300000.00", "285000.00", "95.00", "10", "9.5")
    return example(
        *(rows or evaluated_rows()),
        add=add,
        kind="self_evaluation",
        profile="generic",
        execution=(replace(execution, **(line or {})),),
        score=Score(score) if score else None,
        **{"funding": amounts(), **changed},
    )


@cache
def evaluated_rows() -> tuple[Indicator, ...]:
    """The indicators of the clean self-evaluation."""
    return (
        row("培训人次", "≥600(人次)", QUANTITY, actual="620(人次)", weight="50", score="50"),
        row("社区工作者业务能力", "提升", SOCIAL, actual="提升", weight="30", score="30"),
        row("学员满意度", "≥90(%)", SATISFACTION, actual="93(%)", weight="10", score="10"),
    )


def built(data: Mapping[str, Any]) -> Any:
    """An example from its data: a :class:`Subject`, or :class:`Documents` where the data has ``forms``.

    A form is what differs from the clean one (from the clean self-evaluation with ``kind: self_evaluation``): the arguments of
    :func:`example`, or of :func:`evaluated`; ``rows`` and ``add`` list the arguments of :func:`row`, ``without`` the levels whose
    rows are left out, and ``funding`` has the printed amounts and their ``unit``. Documents have ``forms``, lines of ``text``, and
    ``tables`` of a ``caption`` and ``rows`` such as ``a|b|c``.
    """
    if "forms" not in data:
        return _form(data)
    forms = tuple(_form(one).form for one in data["forms"])
    blocks = tuple(block for table in data.get("tables", ()) for block in _table(table["caption"], table["rows"]))
    return Documents(forms, lines=tuple(TextLine(line) for line in data.get("text", ())), blocks=blocks)


def _form(data: Mapping[str, Any]) -> Subject:
    changes = dict(data)
    make, clean = (evaluated, evaluated_rows) if changes.get("kind") == "self_evaluation" else (example, clean_rows)
    if make is evaluated:
        del changes["kind"]
    form_id = changes.pop("form_id", None)
    levels = changes.pop("without", None)
    rows = [_row(one) for one in changes.pop("rows", ())]
    if levels:
        rows = [one for one in clean() if one.level2 not in levels]
    if "add" in changes:
        changes["add"] = [_row(one) for one in changes["add"]]
    if "funding" in changes:
        funding = changes["funding"]
        changes["funding"] = Funding(None, ()) if funding is None else amounts(**funding)
    subject = make(*rows, **changes)
    return subject if form_id is None else replace(subject, reading=_renamed(subject.reading, form_id))


def _row(data: Mapping[str, Any]) -> Indicator:
    printed = data.get("printed")
    return row(**{**data, "printed": tuple(printed)} if printed else data)


def _renamed(trace: FormTrace, form_id: str) -> FormTrace:
    return replace(trace, form=replace(trace.form, form_id=form_id))


def _table(caption: str, rows: Sequence[str]) -> tuple[Block, ...]:
    grid = [line.split("|") for line in rows]
    cells = tuple(Cell(r, c, text=text) for r, line in enumerate(grid) for c, text in enumerate(line))
    return TextLine(caption), Table(cells, len(grid), len(grid[0]), Origin.RULED)
