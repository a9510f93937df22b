"""The roles that the cells of a form play, and how they are shown."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a cell was taken for."""

    LABEL = "label"
    FIELD = "field"
    FUNDING = "funding"
    GOAL = "goal"
    HEADER = "header"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    VALUE = "value"
    OTHER = "other"
    TITLE = "title"
    UNREAD = "unread"  # text inside a form that no rule took
    REPEATED = "repeated"  # drawn again on the next page: a repeated header, or the rest of a row that a page break cut
    NONE = "none"  # blank, or outside every form


class Style(NamedTuple):
    """How a role is shown: its colour as ``#rrggbb``, and its name in both languages."""

    colour: str
    zh: str
    en: str


STYLES: dict[Role, Style] = {
    Role.LABEL: Style("#64748b", "标签", "label"),
    Role.FIELD: Style("#2563eb", "项目信息", "field"),
    Role.FUNDING: Style("#ca8a04", "资金", "funding"),
    Role.GOAL: Style("#7c3aed", "目标", "goal"),
    Role.HEADER: Style("#0891b2", "列标题", "column header"),
    Role.LEVEL1: Style("#9d174d", "一级指标", "level 1"),
    Role.LEVEL2: Style("#ec4899", "二级指标", "level 2"),
    Role.NAME: Style("#16a34a", "三级指标", "name"),
    Role.VALUE: Style("#ea580c", "指标值", "value"),
    Role.OTHER: Style("#92400e", "其他列", "other columns"),
    Role.TITLE: Style("#0f172a", "表名", "title"),
    Role.UNREAD: Style("#dc2626", "未识别", "no role"),
    Role.REPEATED: Style("#94a3b8", "跨页重复", "repeated over pages"),
    Role.NONE: Style("#94a3b8", "空白或表外", "blank, or in no form"),
}

OUTLINED = frozenset({Role.UNREAD, Role.REPEATED, Role.NONE})
"""Roles that are drawn as an outline only."""

_COLUMN_ROLES = {
    "level1": Role.LEVEL1,
    "level2": Role.LEVEL2,
    "name": Role.NAME,
    "value": Role.VALUE,
    "operator": Role.VALUE,
    "unit": Role.VALUE,
    "direction": Role.VALUE,
}


def of_column(role: str) -> Role:
    """The role of a cell in an indicator column, by what the rules call the column."""
    return _COLUMN_ROLES.get(role, Role.OTHER)
