"""The labels of every known form, as layout asks for them: those of the vocabulary and of all profiles, the user's included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from extractor.model.patterns import compiled
from rules.families.profile import Profile, title_known
from rules.indicators.columns import heads_indicators
from rules.labels import MAPS, LabelMap, Vocabulary, build_vocabulary, plain_label

_MOST_KNOWN = 8192  # texts whose meaning is remembered
# A remark behind a label, or the first half of one that wraps: 项目资金(, 指标值(含单位).
_REMARK = compiled(r"\([^()]*\)?$")
_LEVEL_ENDINGS = ("指标", "目标")
_LEVEL_START = 3  # characters from which the beginning of a level's label tells
_LEVEL_REST = 5  # and the most that its rest may have


class _Meaning(Struct, frozen=True):
    """What a text is as a label, by kind of label."""

    column: str | None
    field: str | None
    level1: bool
    level2: bool
    amount: bool
    goal: bool
    header: bool
    side: bool
    end: bool

    @property
    def is_label(self) -> bool:
        return self.header or self.level1 or self.level2 or self.side or self.column is not None


class _Known(dict[str, _Meaning]):
    """Texts asked before; one asked for the first time is looked up."""

    def __init__(self, find: Callable[[str], _Meaning]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> _Meaning:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        meaning = self[text] = self._find(text)
        return meaning


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

    def _find(self, text: str) -> _Meaning:
        found = self._look_up(text)
        if not found.is_label and (bare := _REMARK.sub("", key := plain_label(text))) not in ("", key):
            return self._look_up(bare)
        return found

    def _look_up(self, text: str) -> _Meaning:
        v = self._vocabulary
        zone = v.zones.get(text)
        return _Meaning(
            column=v.columns.get(text),
            field=v.fields.get(text),
            level1=text in v.level1,
            level2=text in v.level2,
            amount=text in v.funding,
            goal=text in v.goals,
            header=v.is_header_label(text),
            side=zone == "indicators" or text in v.funding_block or text in v.goal_block,
            end=zone == "end",
        )

    def is_title(self, text: str) -> bool:
        """Whether a line reads like the title of a form, or a user's profile describes it as one."""
        return title_known(text, self._titled)

    def is_label(self, text: str) -> bool:
        """Whether a text is a label that forms print."""
        return self._known[text].is_label

    def begins_label(self, text: str) -> bool:
        """Whether a text may be the first part of a label that wraps."""
        return plain_label(text) in self._beginnings

    def is_field(self, text: str) -> bool:
        """Whether a text labels a header field and does not end a form."""
        meaning = self._known[text]
        return meaning.field is not None and not meaning.end

    def is_header(self, text: str) -> bool:
        """Whether a text is a label of the part above the indicators."""
        return self._known[text].header

    def is_amount(self, text: str) -> bool:
        """Whether a text labels an amount of money."""
        return self._known[text].amount

    def is_goal(self, text: str) -> bool:
        """Whether a text labels a goal."""
        return self._known[text].goal

    def is_side(self, text: str) -> bool:
        """Whether a text labels a block of rows."""
        return self._known[text].side

    def is_level(self, text: str) -> bool:
        """Whether a text is the label of a level-1 or level-2 group."""
        meaning = self._known[text]
        return meaning.level1 or meaning.level2

    def level_of(self, text: str) -> int:
        """Return 1 or 2 for the label of a group of that level, 0 where the wording leaves it open."""
        meaning = self._known[text]
        return 0 if meaning.level1 == meaning.level2 else 1 if meaning.level1 else 2

    def is_level_part(self, text: str) -> bool:
        """Whether a text may be the beginning or the rest of a wrapped level label."""
        return plain_label(text) in self._level_parts

    def column_role(self, text: str) -> str | None:
        """Return what a column of an indicator table holds by its head."""
        return self._known[text].column

    def ends_form(self, text: str) -> bool:
        """Whether a text may end the indicators of a form."""
        return self._known[text].end

    def heads_indicators(self, texts: Sequence[str]) -> bool:
        """Whether the texts of a row head an indicator table."""
        return heads_indicators(texts, self._vocabulary)

    def names_project(self, texts: Sequence[str]) -> bool:
        """Whether a row holds the label of the project's name."""
        return any(self._known[text].field == "name" for text in texts)
