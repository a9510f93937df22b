"""What a profile asks of a form, and what labels mean in every family, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from rules.files.patterns import Pattern
from rules.labels import load_vocabulary, plain_label

TITLE_SCORE = 6.0
"""The weight of a title that is one of a profile's."""
_MOST_TITLES = 256

# What every family has in wordings of its own: any label that means it will do where a profile requires one.
PROJECT_NAME = "project name"
_EVERYWHERE = frozenset({PROJECT_NAME, "column level1"})
_ANY_WORDING = frozenset({"level1", "level2", "name", "value", "operator", "unit"})


class AskedLabel(NamedTuple):
    """A label that a profile asks for, in its comparable form, and what it means in every family."""

    label: str
    plain: str
    meaning: str | None


class AskedGroup(NamedTuple):
    """A required group of labels.

    Attributes:
        first: its first label, as the profile spells it.
        plain: the comparable forms of all.
        meanings: what they mean in every family.
    """

    first: str
    plain: frozenset[str]
    meanings: frozenset[str]


class Asked(NamedTuple):
    """What a profile asks of a form, ready to be compared.

    Attributes:
        must: the groups of which one label must be.
        must_not: as the profile's.
        barred: the comparable forms of ``must_not``.
        bars_name: whether one of ``must_not`` names a project.
        should: label, its comparable form and its weight.
        labels: the comparable forms of all labels that it asks for.
        possible: the weights of all labels and of the title.
        patterns: of the titles.
        seen: titles asked before, and whether they were the profile's.
    """

    must: tuple[AskedGroup, ...]
    must_not: tuple[AskedLabel, ...]
    barred: frozenset[str]
    bars_name: bool
    should: tuple[tuple[str, str, float], ...]
    labels: frozenset[str]
    possible: float
    patterns: tuple[Pattern, ...]
    seen: dict[str, bool]

    def titled(self, key: str) -> bool:
        """Whether a title in its comparable form is one of the profile's; forms of a document share their titles."""
        if key not in self.seen:
            if len(self.seen) >= _MOST_TITLES:
                self.seen.clear()
            self.seen[key] = bool(key) and any(pattern.search(key) for pattern in self.patterns)
        return self.seen[key]


def asked_of(
    must: Iterable[tuple[str, ...]], must_not: Iterable[str], should: Mapping[str, float], titles: tuple[Pattern, ...]
) -> Asked:
    """What a profile asks with its groups of labels and its titles."""
    groups = tuple(map(_asked_group, must))
    unwanted = tuple(map(_asked_label, must_not))
    barred = frozenset([one.plain for one in unwanted])
    weighed = tuple((label, plain_label(label), weight) for label, weight in should.items())
    return Asked(
        groups,
        unwanted,
        barred,
        any(one.meaning == PROJECT_NAME for one in unwanted),
        weighed,
        barred.union(*[group.plain for group in groups], [plain for _, plain, _ in weighed]),
        sum(should.values()) + TITLE_SCORE,
        titles,
        {},
    )


def _asked_label(label: str) -> AskedLabel:
    return AskedLabel(label, plain_label(label), meaning_of(label))


def _asked_group(group: tuple[str, ...]) -> AskedGroup:
    """A required group: one that asks for several things (a column or another) means its very wordings."""
    asked = tuple(map(_asked_label, group))
    meanings = frozenset([one.meaning for one in asked])
    if len(meanings) > 1:
        meanings &= _EVERYWHERE
    stated = frozenset([meaning for meaning in meanings if meaning])
    return AskedGroup(asked[0].label, frozenset([one.plain for one in asked]), stated)


@lru_cache(maxsize=4096)
def meaning_of(label: str) -> str | None:
    """What names a project or heads a key column, under whatever synonym."""
    vocabulary = load_vocabulary()
    if vocabulary.fields.get(label) == "name":
        return PROJECT_NAME
    role = vocabulary.columns.get(label)
    return f"column {role}" if role in _ANY_WORDING else None


def column_roles(labels: Iterable[str]) -> frozenset[str]:
    """The roles of indicator columns that have a header among some labels."""
    columns = load_vocabulary().columns
    return frozenset([role for role in set(map(columns.get, labels)) if role])


def meanings_of(labels: Iterable[str]) -> frozenset[str]:
    """What some labels mean in every family (see :func:`meaning_of`)."""
    return frozenset([meaning for meaning in set(map(meaning_of, labels)) if meaning])
