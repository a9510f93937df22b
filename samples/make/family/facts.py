"""What a family's sample says and how it is laid out, read from ``samples/families/<family>.yaml``.

All scalars stay text as written, so that ``10`` and ``9.50`` are printed as they stand; a blank cell is ``~``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

import yaml
from msgspec import Struct, field

Raw: TypeAlias = Any  # YAML data: text, None, list or mapping
Horizon: TypeAlias = Literal["medium_term", "annual"]
MoneyUnit: TypeAlias = Literal["元", "万元"]
HORIZONS: tuple[Horizon, ...] = ("medium_term", "annual")
PROJECT_FIELDS = (
    "name", "code", "nature", "category", "attribute", "department", "department_code", "unit", "unit_code",
    "start_date", "end_date", "contact",
)  # fmt: skip
GOALS = ("overall", "annual", "medium_term", "actual")


class Row(Struct, frozen=True):
    """One indicator: its levels as printed and as meant, and the text of its other cells by column role.

    Roles: ``name``, ``value`` (or ``operator``, ``number``, ``unit``), ``weight``, ``score``, ``actual``, ``forecast``,
    ``baseline``, ``deviation_reason``, ``standard``, ``explanation``, ``direction``, ``amount``, ``remark``,
    ``grade1`` … ``grade4``, and any other role that only fills a column.
    """

    printed: tuple[str | None, str | None]
    levels: tuple[str | None, str | None]
    cells: Mapping[str, str | None]
    horizon: Horizon | None = None


class Facts(Struct, frozen=True):
    """What one form says.

    Attributes:
        project: header fields of the contract; dates are ISO.
        shown: ``project.start_date`` or another key to the text printed for it, where that differs.
        extra: printed label to text, for header labels without a field.
        funding: ``scope.item`` to yuan.
        amounts: printed label to yuan, for amounts that have no place among the contract's funding items.
        execution: funding item to column to text; money columns in yuan.
    """

    profile: str
    kind: str
    title: str
    fiscal_year: int | None
    money_unit: MoneyUnit | None
    project: Mapping[str, str]
    shown: Mapping[str, str]
    extra: Mapping[str, str]
    funding: Mapping[str, str | None]
    amounts: Mapping[str, str]
    goals: Mapping[str, str]
    execution: Mapping[str, Mapping[str, str | None]]
    score: Mapping[str, str]
    rows: tuple[Row, ...]


class Sheet(Struct, frozen=True):
    """One printed form, or a table of several projects: its facts and the blocks of its layout."""

    facts: tuple[Facts, ...]
    blocks: tuple[Raw, ...]
    landscape: bool = False


class Family(Struct, frozen=True):
    """The sample document of one form family."""

    name: str
    sheets: tuple[Sheet, ...]
    title: str | None = None
    files: tuple[Mapping[str, Raw], ...] = field(default=())


def load_family(path: Path) -> Family:
    """Read one family's specification.

    Raises:
        ValueError: the file does not describe a document; the message says where.
    """
    # The base loader builds text, lists and mappings only, whatever the file says.
    raw = _plain(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))  # noqa: S506
    try:
        defaults = raw.get("defaults") or {}
        return Family(
            path.stem,
            tuple(_sheet({**defaults, **form}, defaults) for form in raw["forms"]),
            raw.get("title"),
            tuple(raw["files"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: not a family specification: {error!r}") from error


def _plain(data: Raw) -> Raw:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return None if data in ("~", "") else data


def _sheet(raw: Mapping[str, Raw], defaults: Mapping[str, Raw]) -> Sheet:
    parts = [_merged(raw, part) for part in raw["projects"]] if raw.get("projects") else [raw]
    facts = tuple(_facts(_merged(defaults, part)) for part in parts)
    return Sheet(facts, tuple(raw["blocks"]), raw.get("landscape") == "true")


def _merged(base: Mapping[str, Raw], over: Mapping[str, Raw]) -> dict[str, Raw]:
    merged = {**base, **over}
    for key in ("project", "shown", "canonical"):
        merged[key] = {**(base.get(key) or {}), **(over.get(key) or {})}
    return merged


def _facts(raw: Mapping[str, Raw]) -> Facts:
    for part, known in (("project", PROJECT_FIELDS), ("goals", GOALS), ("score", ("total", "grade"))):
        if unknown := set(raw.get(part) or {}) - set(known):
            raise KeyError(f"{part} {sorted(unknown)}")
    columns = raw.get("execution_columns") or []
    execution = {item: dict(zip(columns, cells, strict=True)) for item, cells in (raw.get("execution") or {}).items()}
    year = raw.get("fiscal_year")
    return Facts(
        profile=raw["profile"],
        kind=raw["kind"],
        title=raw["title"],
        fiscal_year=int(year) if year else None,
        money_unit=cast("MoneyUnit | None", raw.get("money_unit")),
        project=raw["project"],
        shown=raw["shown"],
        extra=raw.get("extra") or {},
        funding=raw.get("funding") or {},
        amounts=raw.get("amounts") or {},
        goals=raw.get("goals") or {},
        execution=execution,
        score=raw.get("score") or {},
        rows=tuple(_rows(raw)),
    )


def _rows(raw: Mapping[str, Raw]) -> Iterator[Row]:
    roles, canonical = raw["columns"], raw.get("canonical") or {}
    tree = raw["indicators"]
    panels = tree if set(tree) <= set(HORIZONS) else {None: tree}
    for horizon, levels in panels.items():
        for level1, seconds in levels.items():
            for level2, rows in seconds.items():
                printed = (level1, None if level2 == "-" else level2)
                for cells in rows:
                    yield Row(
                        printed, _canonical(printed, canonical), _cells(roles, cells), cast("Horizon | None", horizon)
                    )


def _cells(roles: Sequence[str], cells: Sequence[str | None]) -> dict[str, str | None]:
    if not cells or len(cells) > len(roles):
        raise KeyError(f"indicator {cells} for {roles}")
    return dict(zip(roles, [*cells, *(None,) * (len(roles) - len(cells))], strict=True))


def _canonical(printed: tuple[str | None, str | None], table: Mapping[str, Raw]) -> tuple[str | None, str | None]:
    """What the printed levels mean; a level pair that the table leaves out means what it says."""
    for key in (f"{printed[0]}/{printed[1] or '-'}", f"{printed[0]}/*"):
        if key in table:
            level1, level2 = table[key]
            return level1, (printed[1] if level2 == "*" else level2)
    return printed
