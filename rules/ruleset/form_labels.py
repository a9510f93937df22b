"""The labels of every known form, as layout asks for them: those of the vocabulary and of all profiles, the user's included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property

from extractor.model.patterns import compiled
from rules.families.profile import Profile, is_title, title_known
from rules.heading.meanings import OUTCOME, SURELY, funding_like, numbered_goal
from rules.indicators.columns import roles_of_heads
from rules.indicators.header import LEVEL_ROLES, heads_by_roles, heads_indicators
from rules.labels import MAPS, LabelMap, Vocabulary, build_vocabulary, plain_label

_MOST_KNOWN = 8192  # texts whose meaning is remembered
# A remark behind a label, or the first half of one that wraps: 项目资金(, 指标值(含单位).
_REMARK = compiled(r"\([^()]*\)?$")
_LEVEL_ENDINGS = ("指标", "目标")
_LEVEL_START = 3  # characters from which the beginning of a level's label tells
_LEVEL_REST = 5  # and the most that its rest may have


class _Known(dict[str, "str | None"]):
    """Texts asked before, each with the text by which the maps know it; one asked for the first time is looked up."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> str | None:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        known = self[text] = self._find(text)
        return known


class FormLabels:
    """Implements :class:`extractor.layout.labels.Labels`; nothing is put together before the first question.

    Args:
        vocabulary: its meaning of a label comes first.
        profiles: in the order in which their meanings follow.
    """

    def __init__(self, vocabulary: Vocabulary, profiles: Iterable[Profile]) -> None:
        self._base = vocabulary
        self._profiles = tuple(profiles)
        self._titled = tuple(profile for profile in self._profiles if profile.users)
        self._known = _Known(self._find)
        self._heads: Mapping[str, str] = {}

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        every = Vocabulary(levels=self._base.levels)
        own = [build_vocabulary(profile.words.sections) for profile in self._profiles if profile.words.sections]
        for name in MAPS:
            labels: LabelMap = getattr(self._base, name)
            for one in own:
                labels = labels.over(getattr(one, name))
            setattr(every, name, labels)
        return every

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        v = self._vocabulary
        maps = (v.columns, v.fields, v.funding, v.funding_block, v.goals, v.goal_block, v.level1, v.level2, v.zones)
        labels = {label for one in maps for label in one.exact}
        return frozenset(label[:end] for label in labels for end in range(1, len(label)))

    @cached_property
    def _level_parts(self) -> frozenset[str]:
        labels = {*self._vocabulary.level1.exact, *self._vocabulary.level2.exact}
        named = [label for label in labels if label.endswith(_LEVEL_ENDINGS)]
        starts = {label[:end] for label in labels for end in range(_LEVEL_START, len(label))}
        return frozenset(
            starts | {label[-size:] for label in named for size in range(1, min(_LEVEL_REST + 1, len(label)))}
        )

    def _find(self, text: str) -> str | None:
        """A label without the remark behind it, if it is only known so; ``None`` for a text that is no label."""
        if self._knows(text):
            return text
        bare = _REMARK.sub("", key := plain_label(text))
        return bare if bare not in ("", key) and self._knows(bare) else None

    def _knows(self, text: str) -> bool:
        v = self._vocabulary
        return text in v.columns or v.is_header_label(text) or v.is_level(text) or v.zones.get(text) == "indicators"

    def is_title(self, text: str) -> bool:
        """Whether a line reads like the title of a form, or a user's profile describes it as one."""
        return title_known(text, self._titled) if self._titled else is_title(text)

    def is_label(self, text: str) -> bool:
        """Whether a text is a label that forms print."""
        return text in self._heads or self._known[text] is not None

    def begins_label(self, text: str) -> bool:
        """Whether a text may be the first part of a label that wraps."""
        return plain_label(text) in self._beginnings

    def is_field(self, text: str) -> bool:
        """Whether a text labels a header field and does not end a form."""
        return text in self._vocabulary.fields and not self.ends_form(text)

    def is_header(self, text: str) -> bool:
        """Whether a text is a label of the part above the indicators."""
        return self._vocabulary.is_header_label(text)

    def is_amount(self, text: str) -> bool:
        """Whether a text labels an amount of money, or is surely like one that does."""
        if text in self._vocabulary.funding or self._known[text] is not None:
            return text in self._vocabulary.funding
        like = funding_like(text, surely_money=False)
        return like is not None and like.certainty >= SURELY

    def is_goal(self, text: str) -> bool:
        """Whether a text labels a goal."""
        return text in self._vocabulary.goals or numbered_goal(text, self._vocabulary) is not None

    def is_outcome(self, text: str) -> bool:
        """Whether a text labels what became of a goal."""
        return self._vocabulary.goals.get(text) == OUTCOME

    def is_side(self, text: str) -> bool:
        """Whether a text labels a block of rows."""
        v, label = self._vocabulary, self._known[text]
        if label is None:
            return False
        return label in v.funding_block or label in v.goal_block or v.zones.get(label) == "indicators"

    def is_level(self, text: str) -> bool:
        """Whether a text is the label of a level-1 or level-2 group."""
        label = self._known[text]
        return label is not None and self._vocabulary.is_level(label)

    def level_of(self, text: str) -> int:
        """Return 1 or 2 for the label of a group of that level, 0 where the wording leaves it open."""
        label = self._known[text] or text
        one, two = label in self._vocabulary.level1, label in self._vocabulary.level2
        return 0 if one == two else 1 if one else 2

    def is_level_part(self, text: str) -> bool:
        """Whether a text may be the beginning or the rest of a wrapped level label."""
        return plain_label(text) in self._level_parts

    def column_role(self, text: str) -> str | None:
        """Return what a column of an indicator table holds by its head."""
        if (role := self._heads.get(text)) is not None:
            return role
        label = self._known[text]
        return None if label is None else self._vocabulary.columns.get(label)

    def ends_form(self, text: str) -> bool:
        """Whether a text may end the indicators of a form."""
        return self._vocabulary.zones.get(text) == "end"

    def heads_indicators(self, texts: Sequence[str]) -> bool:
        """Whether the texts of a row head an indicator table."""
        if self._heads and heads_by_roles(filter(None, map(self._heads.get, texts))):
            return True
        return heads_indicators(texts, self._vocabulary)

    def with_heads(
        self, heads: Sequence[str], *, below: Sequence[Sequence[str]] = (), behind: Sequence[str] = ()
    ) -> FormLabels:
        """Return the labels together with unlisted heads of one table, by what they are like and what follows them."""
        roles = dict(zip(heads, roles_of_heads(heads, self._vocabulary, below=below, behind=behind), strict=True))
        if not heads_by_roles(roles.values()) or set(LEVEL_ROLES).isdisjoint(roles.values()):
            return self
        other = copy(self)
        other._heads = roles  # noqa: SLF001 -- a copy of this
        return other

    def names_project(self, texts: Sequence[str]) -> bool:
        """Whether a row holds the label of the project's name."""
        return "name" in map(self._vocabulary.fields.get, texts)
