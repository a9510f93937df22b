"""Form families as data: which family a form region belongs to, and why.

A profile (``profiles/*.yaml``) names the titles a family prints, the labels that must or must not stand in the form and
those that speak for it, and the labels it uses in a sense of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args

from extractor.errors import RulesError
from extractor.model.contract import FormKind
from extractor.model.records import FormRegion
from extractor.model.text import label_key
from rules.labels import (
    SECTIONS,
    VOCABULARY_DIR,
    Vocabulary,
    base_sections,
    extend_vocabulary,
    load_vocabulary,
    load_yaml,
    plain_label,
)

PROFILES_DIR = Path(__file__).parent / "profiles"
TITLE_SCORE = 6.0

# A form's own title: short, names 绩效, ends in 表, and is no sentence.
_TITLE = re.compile(
    r"(?:附[件表录]?[\d一二三四五六七八九十]*(?:-\d+)?[::.,]?)?[^,;.!?:]{0,40}绩效[^,;.!?:]{0,24}表(?:[((\[][^()]{1,24}[))\]])*"
)
_NOT_TITLE = re.compile(r"^(?:详见|见|填报|填写|根据|按照|各|请|目录)|指标体系|\.{3,}|…")
_KEYS = frozenset({"id", "name", "kind", "extends", "years", "titles", "labels", "last_resort", "examples"})
_SECTIONS = frozenset(SECTIONS)


@dataclass(frozen=True, slots=True)
class Profile:
    """One form family.

    Attributes:
        id: stable name, the contract's ``profile``.
        titles: patterns over the title's label key.
        must: groups of labels; of each group one must be there.
        should: label to weight.
        must_not: labels of which none may be there.
        vocabulary: the shipped labels with this family's own senses over them.
        last_resort: only asked when no other profile matches.
    """

    id: str
    name: str
    kind: FormKind
    titles: tuple[re.Pattern[str], ...]
    must: tuple[tuple[str, ...], ...]
    should: Mapping[str, float]
    must_not: tuple[str, ...]
    vocabulary: Vocabulary
    last_resort: bool = False
    first_year: int | None = None
    last_year: int | None = None
    examples: tuple[Mapping[str, Any], ...] = ()


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
    """The profile chosen for a region, with all that were weighed (best first)."""

    match: Match | None
    weighed: tuple[Match, ...] = field(default=())

    @property
    def nearest(self) -> Match | None:
        """The best that did not fit, for the message when none did."""
        return self.weighed[0] if self.weighed else None


def is_title(text: str) -> bool:
    """Whether one line reads like the title of a performance form."""
    key = label_key(text)
    return 4 < len(key) <= 80 and _TITLE.fullmatch(key) is not None and _NOT_TITLE.search(key) is None


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
    missing = tuple(group[0] for group in profile.must if not any(plain_label(label) in labels for label in group))
    forbidden = tuple(label for label in profile.must_not if plain_label(label) in labels)
    return Match(profile, reached / possible, titled, missing, forbidden, found)


def choose_profile(region: FormRegion, profiles: Iterable[Profile]) -> Choice:
    """The profile that fits a region best; a profile of last resort only when no other does."""
    labels = region_labels(region)
    weighed = sorted(
        (match_profile(profile, region.title, labels) for profile in profiles),
        key=lambda match: (
            match.ok,
            not match.profile.last_resort,
            -len(match.missing) - len(match.forbidden),
            match.score,
        ),
        reverse=True,
    )
    best = weighed[0] if weighed and weighed[0].ok else None
    return Choice(best, tuple(weighed))


def build_profile(path: Path, data: Any, vocabulary_dir: Path = VOCABULARY_DIR) -> Profile:
    """A profile from its YAML data.

    Raises:
        RulesError: an unknown key, a missing one, or a pattern that is not valid.
    """
    if not isinstance(data, dict):
        raise RulesError(f"{path}: a profile is a mapping of keys.")
    unknown = sorted(set(data) - _KEYS - _SECTIONS)
    if unknown:
        raise RulesError(f"{path}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS | _SECTIONS))}.")
    for key in ("id", "kind", "labels"):
        if key not in data:
            raise RulesError(f"{path}: the key {key!r} is missing.")
    if data["kind"] not in get_args(FormKind):
        raise RulesError(f"{path}: kind {data['kind']!r} is none of {', '.join(get_args(FormKind))}.")
    labels, years = data["labels"], data.get("years") or {}
    try:
        titles = tuple(re.compile(label_key_pattern(pattern)) for pattern in data.get("titles") or ())
    except re.error as error:
        raise RulesError(f"{path}: title pattern is not valid: {error}.") from error
    sections = {key: data[key] for key in _SECTIONS if key in data}
    if sections:
        vocabulary = Vocabulary()
        extend_vocabulary(vocabulary, sections)
        extend_vocabulary(vocabulary, base_sections(vocabulary_dir))
    else:
        vocabulary = load_vocabulary(vocabulary_dir)
    return Profile(
        id=data["id"],
        name=str(data.get("name") or data["id"]),
        kind=data["kind"],
        titles=titles,
        must=tuple(tuple(group) for group in labels.get("must") or ()),
        should={str(label): float(weight) for label, weight in (labels.get("should") or {}).items()},
        must_not=tuple(labels.get("must_not") or ()),
        vocabulary=vocabulary,
        last_resort=bool(data.get("last_resort", False)),
        first_year=years.get("from"),
        last_year=years.get("to"),
        examples=tuple(data.get("examples") or ()),
    )


def label_key_pattern(pattern: str) -> str:
    """A title pattern as it is compared: over half-width text without spaces, from the first character on."""
    return pattern.replace(" ", "")


@cache
def load_profiles(directory: Path = PROFILES_DIR) -> tuple[Profile, ...]:
    """The shipped profiles.

    Raises:
        RulesError: a profile is broken; the message names the file.
    """
    return tuple(build_profile(path, load_yaml(path)) for path in sorted(directory.glob("*.yaml")))
