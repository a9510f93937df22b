"""What layout may ask about printed text: the rules answer (:mod:`rules.ruleset.form_labels`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

MAX_LABEL = 24
"""Longest part of a wrapped label, in characters."""


class Labels(Protocol):
    """The labels of all known forms. A text is asked as a whole; how it is numbered or decorated does not matter."""

    def is_title(self, text: str) -> bool:
        """Whether a line reads like the title of a form."""

    def is_label(self, text: str) -> bool:
        """Whether a text is a label that forms print: a field, an amount, a goal, a block, a column or a level."""

    def begins_label(self, text: str) -> bool:
        """Whether a text may be the first part of a label that wraps."""

    def is_field(self, text: str) -> bool:
        """Whether a text labels a header field and does not end a form (填报人)."""

    def is_header(self, text: str) -> bool:
        """Whether a text is a label of the part above the indicators: a field, an amount, a goal or a block of these."""

    def is_amount(self, text: str) -> bool:
        """Whether a text labels an amount of money."""

    def is_goal(self, text: str) -> bool:
        """Whether a text labels a goal."""

    def is_outcome(self, text: str) -> bool:
        """Whether a text labels what became of a goal: 实际完成情况."""

    def is_side(self, text: str) -> bool:
        """Whether a text labels a block of rows (项目资金, 绩效指标), and so may be beside any of them."""

    def is_level(self, text: str) -> bool:
        """Whether a text is the label of a level-1 or level-2 group, such as 产出指标."""

    def level_of(self, text: str) -> int:
        """Return 1 or 2 for the label of a group of that level, 0 where the wording leaves it open (成本指标)."""

    def is_level_part(self, text: str) -> bool:
        """Whether a text may be the beginning or the rest of a wrapped level label: 社会效益指, 标."""

    def column_role(self, text: str) -> str | None:
        """Return what a column of an indicator table holds by its head: ``level1``, ``level2``, ``name``, ``value`` and so on."""

    def ends_form(self, text: str) -> bool:
        """Whether a text may end the indicators of a form: 填报人, 合计."""

    def heads_indicators(self, texts: Sequence[str]) -> bool:
        """Whether the texts of a row head an indicator table."""

    def with_heads(
        self, heads: Sequence[str], *, below: Sequence[Sequence[str]] = (), behind: Sequence[str] = ()
    ) -> Labels:
        """Return the labels together with unlisted heads of one table, by what they are like and what follows them.

        The labels themselves are returned where the heads are none of indicators.

        Args:
            below: what is printed below each head.
            behind: the cells that follow the heads, where nothing shows which column they are in.
        """

    def names_project(self, texts: Sequence[str]) -> bool:
        """Whether a row holds the label of the project's name."""


def is_whole(text: str, labels: Labels) -> bool:
    """Whether a text is a label that is never the rest of a wrapped one: a level or a column's head, but not 指标."""
    if labels.is_level(text):
        return True
    return labels.column_role(text) is not None and not labels.is_level_part(text)
