"""A comparison as Markdown, CSV or HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from extractor.output.html import text_of
from extractor.warehouse.ask.present import html_tables, plain_number, to_csv, to_html_table, to_markdown
from extractor.warehouse.history.compare import (
    Change,
    Comparison,
    ProjectChange,
    TargetChange,
    is_satisfaction,
    is_unit_cost,
)
from extractor.warehouse.history.sides import Side, SideForm

CHANGES: tuple[Change, ...] = ("raised", "lowered", "changed", "reworded", "moved", "dropped", "added")
_FIRST = {"target": 0, "transfer_target": 1, "monitoring": 2}
_ORDER: dict[Change, int] = {change: number for number, change in enumerate([*CHANGES, "same"])}


class Section(Struct, frozen=True):
    """One table of the report."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    none: str = "None."


def sections(found: Comparison) -> list[Section]:
    """The report's tables: what there is in sum, projects and budgets, unit costs, targets, satisfaction."""
    a, b = found.one.label, found.other.label
    changed = [change for change in found.targets if change.change != "same"]
    changed.sort(key=lambda change: _ORDER[change.change])
    heads = ("project", "level2", "indicator")
    return [
        Section("Summary", ("what", "count"), tuple(_summary(found))),
        Section(
            "Projects and budgets (yuan)",
            ("presence", "project", "unit", a, b, "difference", "%", "may be"),
            tuple(_project(project) for project in found.projects),
        ),
        Section(
            "Unit costs",
            (*heads, a, b, "difference"),
            tuple(_beside(change) for change in found.targets if is_unit_cost(change.target)),
        ),
        Section(
            "Targets that differ",
            ("change", *heads, a, b, "difference", "stricter", "before called", "likeness"),
            tuple(_target(change) for change in changed),
        ),
        Section(
            "Satisfaction",
            (*heads, a, b, "difference"),
            tuple(_beside(change) for change in found.targets if is_satisfaction(change.target)),
        ),
    ]


def _summary(found: Comparison) -> list[tuple[str, Any]]:
    projects = Counter(project.presence for project in found.projects)
    targets = Counter(change.change for change in found.targets)
    budgets = [(f"budget of {side.label}, yuan", _budget(side)) for side in (found.one, found.other)]
    return [
        *((f"projects {name}", projects[name]) for name in ("continued", "new", "gone")),
        *budgets,
        *((f"targets {name}", targets[name]) for name in (*CHANGES, "same")),
        ("targets stricter", sum(change.stricter is True for change in found.targets)),
        ("targets laxer", sum(change.stricter is False for change in found.targets)),
    ]


def _budget(side: Side) -> Decimal:
    """What the side's projects ask for: one form a project and year, that with targets where there is one."""
    chosen: dict[tuple[int, int | None], SideForm] = {}
    for form in sorted(side.forms, key=lambda form: _FIRST.get(form.kind, len(_FIRST))):
        if form.kind != "department_target":
            chosen.setdefault((form.project_id, form.fiscal_year), form)
    return sum((form.annual_total for form in chosen.values() if form.annual_total), Decimal())


def _project(project: ProjectChange) -> tuple[Any, ...]:
    before = project.one.annual_total if project.one else None
    after = project.other.annual_total if project.other else None
    share = None
    if project.difference is not None and before:
        share = (project.difference * 100 / before).quantize(Decimal("0.1"))
    form = project.form
    return (project.presence, form.project_name, form.body, before, after, project.difference, share, project.maybe)


def _beside(change: TargetChange) -> tuple[Any, ...]:
    one, other = change.pair.one, change.pair.other
    return (
        change.project.form.project_name,
        change.target.level2,
        change.target.name,
        one.raw if one else None,
        other.raw if other else None,
        _difference(change),
    )


def _target(change: TargetChange) -> tuple[Any, ...]:
    one, other = change.pair.one, change.pair.other
    renamed = one is not None and other is not None and one.name_key != other.name_key
    stricter = {None: None, True: "yes", False: "no"}[change.stricter]
    before = one.name if one is not None and renamed else None
    return (change.change, *_beside(change), stricter, before, change.pair.score if renamed else None)


def _difference(change: TargetChange) -> str | None:
    if not change.difference:
        return None
    sign = "+" if change.difference > 0 else ""
    return f"{sign}{plain_number(change.difference)} {change.target.canonical_unit or ''}".strip()


def write_sections(title: str, found: Sequence[Section], style: str) -> str:
    """Sections as one text: ``markdown``, ``csv`` (tables parted by an empty line) or ``html``."""
    if style == "html":
        body = "".join(
            f"<h2>{text_of(section.title)}</h2>\n"
            + (
                to_html_table(section.columns, section.rows)
                if section.rows
                else f'<p class="none">{section.none}</p>\n'
            )
            for section in found
        )
        return html_tables(title, body)
    if style == "csv":
        return "\n".join(
            to_csv(("section", *section.columns), [(section.title, *row) for row in section.rows]) for section in found
        )
    parts = [f"# {title}"]
    for section in found:
        parts.append(f"## {section.title}")
        parts.append(to_markdown(section.columns, section.rows).rstrip() if section.rows else section.none)
    return "\n\n".join(parts) + "\n"


def comparison_text(found: Comparison, style: str) -> str:
    """A comparison as one text."""
    return write_sections(f"{found.one.label} and {found.other.label}", sections(found), style)
