"""Form families as data: which family a form region belongs to, and why.

A profile (``profiles/*.yaml``) names the titles a family prints, the labels that must or must not stand in the form and
those that speak for it, and the labels it uses in a sense of its own. Reading the files is :mod:`rules.profile_files`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extractor.model.contract import FormKind
from extractor.model.records import FormRegion
from extractor.model.text import label_key
from rules.labels import VOCABULARY_DIR, Vocabulary, build_vocabulary, load_vocabulary, plain_label
from rules.patterns import Pattern

PROFILES_DIR = Path(__file__).parent / "profiles"
TITLE_SCORE = 6.0

# A form's own title: short, names 绩效, ends in 表, and is no sentence.
_TITLE = re.compile(
    r"(?:附[件表录]?[\d一二三四五六七八九十]*(?:-\d+)?[::.,]?)?[^,;.!?:]{0,40}绩效[^,;.!?:]{0,24}表(?:[((\[][^()]{1,24}[))\]])*"
)
_AROUND_TITLE = re.compile(r"[^,;.!?:]{0,40}\|(?:[((\[][^()]{1,24}[))\]])*")
_NOT_TITLE = re.compile(r"^(?:详见|见|填报|填写|根据|按照|各|请|目录)|指标体系|\.{3,}|…")


class Words:
    """A profile's labels, put together when they are first asked for: its own sections over a vocabulary."""

    __slots__ = ("_base", "_built", "sections")

    def __init__(self, sections: Mapping[str, Any], base: Callable[[], Vocabulary]) -> None:
        self.sections = sections
        self._base = base
        self._built: Vocabulary | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        """The labels."""
        if self._built is None:
            self._built = build_vocabulary(self.sections, self._base()) if self.sections else self._base()
        return self._built


@dataclass(frozen=True, slots=True)
class Profile:
    """One form family.

    Attributes:
        id: stable name, the contract's ``profile``.
        titles: patterns over the title's label key.
        must: groups of labels; of each group one must be there.
        should: label to weight.
        must_not: labels of which none may be there.
        words: the labels this family uses in a sense of its own.
        last_resort: only asked when no other profile matches.
        source: the file it comes from.
        users: whether a user's rules hold it, rather than the shipped ones.
    """

    id: str
    name: str
    kind: FormKind
    titles: tuple[Pattern, ...]
    must: tuple[tuple[str, ...], ...]
    should: Mapping[str, float]
    must_not: tuple[str, ...]
    words: Words
    last_resort: bool = False
    first_year: int | None = None
    last_year: int | None = None
    examples: tuple[Mapping[str, Any], ...] = ()
    source: str = ""
    users: bool = False

    @property
    def vocabulary(self) -> Vocabulary:
        """The labels that its forms are read with: the family's own senses over the vocabularies."""
        return self.words.vocabulary


@dataclass(frozen=True, slots=True)
class Match:
    """How well a region fits a profile.

    Attributes:
        score: 0 to 1, the share of the profile's weights found.
        missing: required labels that are not there.
        forbidden: labels that must not be there and are.
        found: labels that spoke for the profile.
    """

    profile: Profile
    score: float
    title: bool
    missing: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the profile may be used."""
        return not self.missing and not self.forbidden and (self.title or self.score >= 0.4)


@dataclass(frozen=True, slots=True)
class Choice:
    """The profile chosen for a region, with all that were weighed (best first).

    Attributes:
        tied: the matches that fit as well as the chosen one.
    """

    match: Match | None
    weighed: tuple[Match, ...] = field(default=())
    tied: tuple[Match, ...] = ()

    @property
    def nearest(self) -> Match | None:
        """The best that did not fit, for the message when none did."""
        return self.weighed[0] if self.weighed else None


def is_title(text: str) -> bool:
    """Whether one line reads like the title of a performance form."""
    key = label_key(text)
    return 4 < len(key) <= 80 and _TITLE.fullmatch(key) is not None and _NOT_TITLE.search(key) is None


def title_known(text: str, profiles: Iterable[Profile]) -> bool:
    """As :func:`is_title`, or one of the profiles describes the end of the line as a title of its forms.

    Before it the name of a body may stand, after it a bracket, as in other titles.
    """
    if is_title(text):
        return True
    key = label_key(text)
    if not 4 < len(key) <= 80 or _NOT_TITLE.search(key):
        return False
    found = (pattern.search(key) for profile in profiles for pattern in profile.titles)
    return any(
        one is not None and _AROUND_TITLE.fullmatch(key[: one.start()] + "|" + key[one.end() :]) for one in found
    )


def region_labels(region: FormRegion) -> frozenset[str]:
    """The comparable forms of every short cell text of a region."""
    return frozenset(
        plain_label(cell.text) for table in region.tables for cell in table.cells if cell.text and len(cell.text) <= 40
    )


def match_profile(profile: Profile, title: str | None, labels: frozenset[str]) -> Match:
    """Score one profile on a region's title and labels."""
    key = label_key(title or "")
    titled = any(pattern.search(key) for pattern in profile.titles) if key else False
    found = tuple(label for label in profile.should if plain_label(label) in labels)
    reached = sum(profile.should[label] for label in found) + (TITLE_SCORE if titled else 0.0)
    possible = sum(profile.should.values()) + TITLE_SCORE
    meanings = _meanings(labels)

    def stands(label: str) -> bool:
        return plain_label(label) in labels or _meaning(label) in meanings

    missing = tuple(group[0] for group in profile.must if not any(stands(label) for label in group))
    forbidden = tuple(label for label in profile.must_not if stands(label))
    return Match(profile, reached / possible, titled, missing, forbidden, found)


def _meaning(label: str) -> str | None:
    """What names a project or heads level 1, under whatever synonym: every family has it, so any wording will do."""
    vocabulary = load_vocabulary()
    if vocabulary.fields.get(label) == "name":
        return "project name"
    return "level 1 header" if vocabulary.columns.get(label) == "level1" else None


@lru_cache(maxsize=64)
def _meanings(labels: frozenset[str]) -> frozenset[str]:
    return frozenset(meaning for label in labels if (meaning := _meaning(label)))


def choose_profile(region: FormRegion, profiles: Iterable[Profile]) -> Choice:
    """The profile that fits a region best; a profile of last resort only when no other does.

    Among profiles that fit equally well the first of ``profiles`` is chosen (users' before shipped ones, each by file
    name), and the others are told as ``tied``.
    """
    return choose(region.title, region_labels(region), profiles)


def choose(title: str | None, labels: frozenset[str], profiles: Iterable[Profile]) -> Choice:
    """As :func:`choose_profile`, on a title and labels."""
    weighed = sorted((match_profile(profile, title, labels) for profile in profiles), key=_rank, reverse=True)
    if not weighed or not weighed[0].ok:
        return Choice(None, tuple(weighed))
    best = weighed[0]
    return Choice(best, tuple(weighed), tuple(match for match in weighed[1:] if _rank(match) == _rank(best)))


def _rank(match: Match) -> tuple[bool, bool, int, float]:
    in_the_way = len(match.missing) + len(match.forbidden)
    return match.ok, not match.profile.last_resort, -in_the_way, round(match.score, 9)


def build_profile(path: Path, data: Any, vocabulary_dir: Path = VOCABULARY_DIR) -> Profile:
    """A profile from its YAML data.

    Raises:
        RulesError: an unknown key, a missing one, or a pattern that is not valid.
    """
    from rules.profile_files import profile_of_data

    return profile_of_data(path, data, vocabulary_dir)


@cache
def load_profiles(directory: Path = PROFILES_DIR) -> tuple[Profile, ...]:
    """The shipped profiles.

    Raises:
        RulesError: profiles are broken; the message names file and line of everything that is wrong.
    """
    from rules.profile_files import shipped_profiles

    return shipped_profiles(directory)
