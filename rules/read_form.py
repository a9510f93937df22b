"""A form region to a Form: the rules in their order, and every step of them as a trace."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.boxes import around_any
from extractor.model.form import (
    Finding,
    Form,
    FormKind,
    FormProvenance,
    Funding,
)
from extractor.model.patterns import compiled
from extractor.model.table import FormRegion
from extractor.model.text import label_key
from rules.families.profile import Match
from rules.finding_types import finding_of
from rules.grid import Grid, Row
from rules.heading.amount_columns import AmountTable, find_amounts, funding_of
from rules.heading.doubts import doubtful_labels
from rules.heading.execution import Execution, read_execution, read_score
from rules.heading.fields import ProjectFields, read_fields, year_in
from rules.heading.funding import declared_unit, read_funding
from rules.heading.goals import GoalTexts, read_goals
from rules.heading.lines import line_pairs
from rules.heading.pairs import Pair, read_pairs
from rules.heading.recognised import doubtful_numbers
from rules.heading.tasks import Tasks, read_tasks
from rules.indicators.names import Lexicon, NameEvidence
from rules.indicators.record import indicator_of
from rules.indicators.rows import IndicatorRow
from rules.indicators.zones import Zones, find_zones, read_indicators, sums_of
from rules.labels import Vocabulary
from rules.values.money import MoneyUnit

_YEAR_LABELS = ("预算年度", "项目年度", "申报年度", "所属年度", "年度")
_FILLED_IN = compiled(
    r"(?:(?:填报|填表|申报|制表|编制|打印|填写)(?:日期|时间)|^日期)\s*[:：]\s*\d{4}\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{1,2})?"
)
"""When a form was filled in, which is no fiscal year."""


class FormTrace(Struct, frozen=True):
    """A form and every step of its reading: what checks, ``show`` and ``rules explain`` ask about.

    Attributes:
        form: the form, without findings.
        region: what it was read from; all cells below are the region's own, but for those taken out of a longer text.
        match: the profile that read it.
        grid: the region as rows.
        zones: the indicator tables.
        outside: the rows outside them.
        execution, tasks, amounts: the tables of budget execution, of main tasks and of amounts in columns among those.
        plain: the rows outside that belong to none of these and add nothing up.
        pairs: labels and values in the plain rows and in the lines above the first table.
        fields: the header fields with their places.
        goals: the goals with their places.
        rows: the rows of the indicators, in the order of ``form.indicators``.
        names: what the lexicon knows of each indicator's name, in the same order.
        spans: whether the form's tables have drawn or declared spans.
        findings: of the reading itself.
    """

    form: Form
    region: FormRegion
    match: Match
    grid: Grid
    zones: Zones
    outside: tuple[Row, ...]
    execution: Execution
    tasks: Tasks
    amounts: AmountTable
    plain: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    fields: ProjectFields
    goals: GoalTexts
    rows: tuple[IndicatorRow, ...]
    names: tuple[NameEvidence, ...]
    spans: bool
    findings: tuple[Finding, ...] = ()

    @property
    def vocabulary(self) -> Vocabulary:
        """The labels that the form was read with."""
        return self.match.profile.vocabulary

    @property
    def tables(self) -> tuple[Row, ...]:
        """The rows of the tables of budget execution, of main tasks and of amounts in columns."""
        taken = self.execution.taken | self.tasks.taken | self.amounts.taken
        return tuple(row for row in self.outside if row.position in taken)


def read_form(
    region: FormRegion,
    match: Match,
    lexicon: Lexicon,
    *,
    form_id: str,
    default_year: int | None = None,
    default_unit: MoneyUnit | None = None,
    grid: Grid | None = None,
) -> FormTrace:
    """Read one region by the profile that matched it.

    Args:
        default_year: the document's fiscal year, for a form that names none itself.
        default_unit: the money unit of the form before, for one that goes on under the same lines.
        grid: of the region, where it is at hand.
    """
    vocabulary = match.profile.vocabulary
    grid = grid or Grid(region)
    zones = find_zones(grid, vocabulary)
    outside = [row for row in grid.rows if row.position not in zones.taken]
    unit = declared_unit(region, outside) or default_unit
    sums = sums_of(grid, zones)
    execution = read_execution(grid, [row for row in outside if row.position not in sums], vocabulary, unit)
    tasks = Tasks()
    kind = _kind(match, zones, execution)
    if kind in ("department_target", "self_evaluation"):
        tasks = read_tasks(grid, [row for row in outside if row.position not in execution.taken], vocabulary, unit)
    amounts = find_amounts(grid, [row for row in outside if row.position not in execution.taken], vocabulary)
    beside = execution.taken | tasks.taken | amounts.taken | sums
    plain = [row for row in outside if row.position not in beside]
    pairs = [*read_pairs(grid, plain, vocabulary), *line_pairs(grid, vocabulary)]
    fields = read_fields(pairs)
    goals = read_goals(grid, plain, pairs, vocabulary)
    funding = read_funding(grid, pairs, vocabulary, unit)
    rows = read_indicators(grid, zones, vocabulary, lexicon)
    fiscal_year = _fiscal_year(region, fields, default_year)
    by_year = funding_of(amounts, fiscal_year, funding.money_unit)
    lines = (*execution.funding, *(tasks.funding if not execution.funding else ()), *by_year, *funding.lines)
    path = f"forms[{_index_of(form_id)}]"
    form = Form(
        form_id=form_id,
        profile=match.profile.id,
        kind=kind,
        title=region.title,
        fiscal_year=fiscal_year,
        project=replace(fields.project, extra={**fields.project.extra, **tasks.extra}),
        funding=Funding(funding.money_unit or tasks.unit or amounts.unit, lines),
        goals=goals.goals,
        indicators=tuple(
            indicator_of(number, row, vocabulary.values, fiscal_year, evaluated=kind == "self_evaluation")
            for number, row in enumerate(rows, 1)
        ),
        execution=execution.lines or None,
        score=read_score(outside, vocabulary.values) if kind == "self_evaluation" else None,
        provenance=_form_provenance(region),
    )
    return FormTrace(
        form=form,
        region=region,
        match=match,
        grid=grid,
        zones=zones,
        outside=tuple(outside),
        execution=execution,
        tasks=tasks,
        amounts=amounts,
        plain=tuple(plain),
        pairs=tuple(pairs),
        fields=fields,
        goals=goals,
        rows=tuple(rows),
        names=tuple(row.levels.name_evidence for row in rows),
        spans=any(table.origin.has_spans for table in region.tables),
        findings=tuple(
            map(
                finding_of,
                [*doubtful_labels(fields, lines, pairs, path), *doubtful_numbers(region, fields, lines, rows, path)],
            )
        ),
    )


def _index_of(form_id: str) -> int:
    """The form's place in its document, which its identifier ends with, counted from 1."""
    return int(form_id.rpartition("-")[2]) - 1


def _kind(match: Match, zones: Zones, execution: Execution) -> FormKind:
    """The kind of form; one that prints results and no profile knows, or that says what was spent, is a self-evaluation."""
    panels = [panel for segment in zones.segments if segment.header for panel in segment.header.panels]
    reached = any(panel.role("actual") for panel in panels)
    spent = any(line.executed is not None for line in execution.lines)
    return "self_evaluation" if match.kind == "target" and reached and (match.by_shape or spent) else match.kind


def _fiscal_year(region: FormRegion, fields: ProjectFields, default_year: int | None) -> int | None:
    """The year printed in or under the title, else the year in which the project's dates lie, else the document's."""
    for text in (region.title, *(line.text for line in region.lines[:4])):
        if (year := year_in(_FILLED_IN.sub("", text or ""))) is not None:
            return year
    for table in region.tables[:1]:
        for cells in list(table.rows_of_cells())[:3]:
            filled = [cell.text for cell in cells if cell.text]
            if len(filled) <= 2:
                for text in filled:
                    if len(text) <= 20 and (year := year_in(text)) is not None:
                        return year
    extra = {label_key(label): text for label, text in fields.project.extra.items()}
    for label in _YEAR_LABELS:
        if (printed := re.match(r"(20\d{2})(?!\d)", extra.get(label) or "")) is not None:
            return int(printed[1])
    start, end = fields.project.start_date, fields.project.end_date
    if start and end and start[:4] == end[:4]:
        return int(start[:4])
    return default_year


def _form_provenance(region: FormRegion) -> FormProvenance:
    cells = [cell for table in region.tables for cell in table.cells]
    pages = tuple(sorted({cell.page for cell in cells}))
    numbers = [cell.line for cell in cells if cell.line is not None]
    numbers += [line.line for line in region.lines if line.line is not None]
    boxes = [cell.bbox for cell in cells if cell.bbox is not None and cell.page == pages[0]]
    return FormProvenance(pages, around_any(boxes), (min(numbers), max(numbers)) if numbers else None)


def document_year(texts: Sequence[str]) -> int | None:
    """The fiscal year that a document's own heading names."""
    return next((year for text in texts if (year := year_in(text)) is not None), None)
