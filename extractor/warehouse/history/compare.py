"""Two sides beside each other: projects, budgets, unit costs, targets, satisfaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from extractor.warehouse.database import Database
from extractor.warehouse.history.likeness import Known, candidates
from extractor.warehouse.history.pairing import Pair, pair_targets
from extractor.warehouse.history.sides import Side, SideForm, Target, read_side

Presence: TypeAlias = Literal["new", "gone", "continued"]
Change: TypeAlias = Literal["raised", "lowered", "changed", "dropped", "added", "reworded", "moved", "same"]
_STRICTER_WHEN_RAISED = {"≥": True, ">": True, "≤": False, "<": False}
_SATISFACTION = "满意度指标"
_COST = "成本指标"
_SUMS_A_YEAR = ("元/年", "元/月", "元/季度")
_ABOUT_ONE = re.compile("单位成本|单价|每|[人户亩车]均|单[张个份件台套次户人座辆场株点条本册篇]")


class ProjectChange(Struct, frozen=True):
    """One project on both sides; ``maybe`` names one of the other side that may be the same."""

    presence: Presence
    one: SideForm | None
    other: SideForm | None
    maybe: str | None = None

    @property
    def form(self) -> SideForm:
        """The later one, where it is there."""
        form = self.other or self.one
        assert form is not None
        return form

    @property
    def difference(self) -> Decimal | None:
        """Of the budgets, in yuan."""
        if self.one is None or self.other is None:
            return None
        if self.one.annual_total is None or self.other.annual_total is None:
            return None
        return self.other.annual_total - self.one.annual_total


class TargetChange(Struct, frozen=True):
    """One indicator on both sides.

    Attributes:
        stricter: whether the target asks for more than before; ``None`` where that cannot be told.
        difference: of the canonical numbers, where the units are the same.
    """

    project: ProjectChange
    change: Change
    pair: Pair
    difference: Decimal | None = None
    stricter: bool | None = None

    @property
    def target(self) -> Target:
        """The later one, where it is there."""
        target = self.pair.other or self.pair.one
        assert target is not None
        return target


class Comparison(Struct, frozen=True):
    """Everything that was compared."""

    one: Side
    other: Side
    projects: tuple[ProjectChange, ...]
    targets: tuple[TargetChange, ...]

    def targets_of(self, level1: str) -> list[TargetChange]:
        """The targets of one level 1, those that did not change among them."""
        return [change for change in self.targets if change.target.level1 == level1]


def compare(database: Database, one: str, other: str) -> Comparison:
    """Compare two years (``2025``, ``2026``), two versions of a document, or two rules versions.

    Raises:
        UsageError: a side stands for nothing in this warehouse.
        WarehouseError: the database refused.
    """
    left, right = read_side(database, one), read_side(database, other)
    projects = tuple(_projects(left, right))
    targets = tuple(change for project in projects for change in _targets(project))
    return Comparison(left, right, projects, targets)


def _projects(left: Side, right: Side) -> Iterator[ProjectChange]:
    same_documents = left.by == right.by != "year" and {form.document_sha256 for form in left.forms} & {
        form.document_sha256 for form in right.forms
    }

    def key(form: SideForm) -> tuple[Any, ...]:
        return (form.document_sha256, form.form_no) if same_documents else (form.project_id, form.kind)

    waiting: dict[tuple[Any, ...], list[SideForm]] = {}
    for form in left.forms:
        waiting.setdefault(key(form), []).append(form)
    continued, fresh = [], []
    for form in right.forms:
        before = waiting.get(key(form))
        if before:
            continued.append(ProjectChange("continued", before.pop(0), form))
        else:
            fresh.append(form)
    gone = [form for forms in waiting.values() for form in forms]
    maybe = _maybe(gone, fresh)
    yield from continued
    for form in fresh:
        yield ProjectChange("new", None, form, maybe.get(id(form)))
    for form in gone:
        yield ProjectChange("gone", form, None, maybe.get(id(form)))


def _maybe(gone: list[SideForm], fresh: list[SideForm]) -> dict[int, str]:
    """For forms without a partner: the name of the one that may be it, and how alike they are."""
    forms = [*gone, *fresh]
    known = [Known(n, "", _name(form), form.body) for n, form in enumerate(forms) if form.project_name]
    old = [one for one in known if one.project_id < len(gone)]
    found = sorted(
        (
            (one.score, one.project_id, one.other_project_id)
            for one in candidates(old, [one for one in known if one.project_id >= len(gone)])
            if one.project_id < len(gone) <= one.other_project_id
        ),
        reverse=True,
    )
    maybe: dict[int, str] = {}
    for score, a, b in found:
        if id(forms[a]) not in maybe and id(forms[b]) not in maybe:
            maybe[id(forms[a])] = f"{forms[b].project_name} ({score:g})"
            maybe[id(forms[b])] = f"{forms[a].project_name} ({score:g})"
    return maybe


def _name(form: SideForm) -> str:
    from extractor.warehouse.schema.keys import project_name_key

    return project_name_key(form.project_name, form.fiscal_year) or ""


def _targets(project: ProjectChange) -> Iterator[TargetChange]:
    if project.one is None or project.other is None:
        return
    for pair in pair_targets(project.one.targets, project.other.targets):
        yield _change(project, pair)


def _change(project: ProjectChange, pair: Pair) -> TargetChange:
    one, other = pair.one, pair.other
    if one is None:
        return TargetChange(project, "added", pair)
    if other is None:
        return TargetChange(project, "dropped", pair)
    before, after = _figure(one), _figure(other)
    if before is not None and after is not None and one.canonical_unit == other.canonical_unit:
        difference = after - before
        if difference:
            raises = _STRICTER_WHEN_RAISED.get(other.operator or "")
            stricter = None if raises is None or one.operator != other.operator else raises == (difference > 0)
            return TargetChange(project, "raised" if difference > 0 else "lowered", pair, difference, stricter)
        if one.operator != other.operator:
            return TargetChange(project, "changed", pair, difference)
    elif (one.raw or "") != (other.raw or ""):
        return TargetChange(project, "changed", pair)
    if one.name_key != other.name_key:
        return TargetChange(project, "reworded", pair)
    if (one.level1, one.level2) != (other.level1, other.level2):
        return TargetChange(project, "moved", pair)
    return TargetChange(project, "same", pair)


def _figure(target: Target) -> Decimal | None:
    """The number that is compared: canonical, else as printed, else the lower bound of a range."""
    return next((number for number in (target.canonical_number, target.number, target.low) if number is not None), None)


def is_unit_cost(target: Target) -> bool:
    """A cost in yuan that is about one of something, as the view ``unit_costs`` has it; a sum a year is none."""
    unit, name = target.canonical_unit or target.unit or "", target.name or ""
    if target.level1 != _COST or not unit.startswith("元"):
        return False
    return ("/" in unit and unit not in _SUMS_A_YEAR) or _ABOUT_ONE.search(name) is not None


def is_satisfaction(target: Target) -> bool:
    """What satisfaction must reach."""
    return target.level1 == _SATISFACTION
