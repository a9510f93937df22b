"""What a document of known truth says: forms as data, read from YAML, independent of any layout.

A specification is the single source: every file made from it and every expected record is derived from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml
from msgspec import Struct, field

TARGET_TITLE = "财政项目支出绩效目标申报表"
GridName: TypeAlias = Literal["six", "seven", "wide"]
RowCell: TypeAlias = Literal["level1", "level2", "name", "value"]
ROW_CELLS: tuple[RowCell, ...] = ("level1", "level2", "name", "value")
FUNDING_KEYS = (
    "project_total",
    "project_fiscal",
    "project_other",
    "annual_total",
    "annual_appropriation",
    "annual_carryover",
    "annual_other",
)


class Indicator(Struct, frozen=True):
    """One indicator as it is meant. ``value`` is the printed string, ``None`` where the cell is blank."""

    level1: str
    level2: str
    name: str
    value: str | None


class Project(Struct, frozen=True):
    """Header fields; dates are ISO, whatever way the form prints them."""

    name: str
    nature: str
    category: str
    department: str
    unit: str
    start_date: str
    end_date: str


class Funding(Struct, frozen=True):
    """Amounts in yuan as exact decimals, ``None`` where the form leaves the cell blank."""

    project_total: str | None = None
    project_fiscal: str | None = None
    project_other: str | None = None
    annual_total: str | None = None
    annual_appropriation: str | None = None
    annual_carryover: str | None = None
    annual_other: str | None = None


class Damage(Struct, frozen=True):
    """One thing that went wrong with an indicator row when spans were lost. Rows count from 1.

    Attributes:
        row: the indicator it happens to.
        lose: cells that are not printed at all.
        slide: the row's labels in ``cells`` are printed this many rows further down (negative: up).
        shift: every cell of the row stands this many columns further right (negative: left).
        move: single cells that stand in another column.

    What leaves the table at its right or left edge is cut off: a value that leaves it is missing from the text.
    """

    row: int
    lose: tuple[RowCell, ...] = ()
    slide: int = 0
    cells: tuple[RowCell, ...] = ("level1", "level2")
    shift: int = 0
    move: Mapping[RowCell, int] = field(default_factory=dict)


class Style(Struct, frozen=True):
    """How a form is printed, without any bearing on what it says.

    Attributes:
        grid: which columns the blocks of the form merge (see :mod:`samples.make.grid`).
        date_format: ``iso`` prints 2026-01-01, ``slash`` 2026/1/1, ``chinese`` 2026年1月1日.
        labels: canonical label text to the text printed instead (``项目总目标`` to ``项目总体目标(2025年-2027年)``).
        label_over_header: 绩效指标 covers the row of column heads too; otherwise it begins below them.
        merge_fiscal: 财政资金 of the left block covers the row of 上年结转资金 too.
        vertical_labels: the side labels are set top to bottom where the writer can do so.
        new_page: the form begins on a page of its own.
        spaced_goal: flattened text shows a space after commas and around numbers of the goal text.
        wrapped_goal: flattened text shows a space after this many characters of the goal text (0: nowhere).
        wraps: whole cell text to the text with the spaces that line wraps leave in flattened text.
        landscape: the pages lie on their long side.
    """

    grid: GridName = "six"
    date_format: Literal["iso", "slash", "chinese"] = "iso"
    labels: Mapping[str, str] = field(default_factory=dict)
    label_over_header: bool = True
    merge_fiscal: bool = False
    vertical_labels: bool = False
    new_page: bool = True
    spaced_goal: bool = False
    wrapped_goal: int = 0
    wraps: Mapping[str, str] = field(default_factory=dict)
    landscape: bool = False


class FormSpec(Struct, frozen=True):
    """One form: what it says (everything but ``style`` and ``damage``) and how it is printed.

    Attributes:
        prose: paragraphs that stand before the form's title.
        damage: what flattened text does to the indicator rows; other writers ignore it.
    """

    fiscal_year: int
    project: Project
    funding: Funding
    indicators: tuple[Indicator, ...]
    overall_goal: str | None = None
    annual_goal: str | None = None
    title: str = TARGET_TITLE
    money_unit: Literal["元", "万元"] = "元"
    prose: tuple[str, ...] = ()
    style: Style = field(default_factory=Style)
    damage: tuple[Damage, ...] = ()


class DocumentSpec(Struct, frozen=True):
    """Several forms under one document title."""

    name: str
    forms: tuple[FormSpec, ...]
    title: str | None = None


def load(path: Path) -> DocumentSpec:
    """Read one YAML specification.

    Raises:
        ValueError: the file does not describe a document; the message says where.
    """
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    try:
        defaults = raw.get("defaults", {})
        return DocumentSpec(path.stem, tuple(_form(form, defaults) for form in raw["forms"]), raw.get("title"))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: not a document specification: {error}") from error


def _form(raw: Mapping[str, Any], defaults: Mapping[str, Any]) -> FormSpec:
    data = {**defaults, **raw}
    project = {**defaults.get("project", {}), **raw["project"]}
    style = {**defaults.get("style", {}), **raw.get("style", {})}
    funding = data.get("funding", {})
    if unknown := set(funding) - set(FUNDING_KEYS):
        raise KeyError(f"funding {sorted(unknown)}")
    goals = data.get("goals", {})
    return FormSpec(
        fiscal_year=data["fiscal_year"],
        project=Project(**{key: str(value) for key, value in project.items()}),
        funding=Funding(**{key: None if amount is None else str(Decimal(amount)) for key, amount in funding.items()}),
        indicators=tuple(Indicator(*_row(row)) for row in data["indicators"]),
        overall_goal=goals.get("overall"),
        annual_goal=goals.get("annual"),
        title=data.get("title", TARGET_TITLE),
        money_unit=data.get("money_unit", "元"),
        prose=tuple(data.get("prose", ())),
        style=Style(**style),
        damage=tuple(_damage(entry) for entry in data.get("damage", ())),
    )


def _row(row: list[str | None]) -> tuple[str, str, str, str | None]:
    if len(row) != 4 or not all(row[:3]):
        raise KeyError(f"indicator {row}")
    level1, level2, name, value = (None if text is None else str(text) for text in row)
    assert level1 is not None
    assert level2 is not None
    assert name is not None
    return level1, level2, name, value


def _damage(raw: Mapping[str, Any]) -> Damage:
    lists = {key: tuple(raw[key]) for key in ("lose", "cells") if key in raw}
    return Damage(**{**raw, **lists})
