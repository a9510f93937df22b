"""Form families as data: which family a form region belongs to, and why.

A profile (``profiles/*.yaml``) names the titles a family prints, the labels that must or must not are in the form and
those that speak for it, and the labels it uses in a sense of its own. Reading the files is :mod:`rules.ruleset.profile_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from operator import itemgetter
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.model.form import FormKind
from extractor.model.patterns import compiled
from extractor.model.table import FormRegion
from extractor.model.text import label_key
from rules.families.requirements import PROJECT_NAME, TITLE_SCORE, Asked, asked_of, column_roles, meanings_of
from rules.families.shape import is_form_by_shape
from rules.files.patterns import Pattern
from rules.files.version import DATA
from rules.labels import Vocabulary, build_vocabulary, load_vocabulary, plain_label

PROFILES_DIR = DATA / "profiles"
ENOUGH = 0.4
"""The score from which a profile may be used without its title."""
MOST = 0.5
"""The score from which a profile whose title is may lack one of its required groups (a label reworded or lost)."""

# A form's own title: short, names 绩效 or a self-evaluation, ends in 表, and is no sentence.
_TITLE = compiled(
    r"(?:附[件表录]?[\d一二三四五六七八九十]*(?:-\d+)?[::.,]?)?[^,;.!?:]{0,40}(?:绩效[^,;.!?:]{0,24}|自评)表(?:公开|公示)?(?:[((\[][^()]{1,24}[))\]])*"
)
_AROUND_TITLE = compiled(r"[^,;.!?:]{0,40}\|(?:[((\[][^()]{1,24}[))\]])*")
_NOT_TITLE = compiled(r"^(?:详见|见|填报|填写|根据|按照|各|请|目录)|指标体系|\.{3,}|…")


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


class KindRule(Struct, frozen=True):
    """What tells the kind of a form where a profile takes forms of several.

    Attributes:
        titles: any of them found in the title.
        columns: roles of indicator columns that all have a header in the form.
    """

    kind: FormKind
    titles: tuple[Pattern, ...] = ()
    columns: tuple[str, ...] = ()

    def fits(self, key: str, labels: frozenset[str]) -> bool:
        """Whether a title's label key or the labels of a form say so."""
        if key and any(pattern.search(key) for pattern in self.titles):
            return True
        return bool(self.columns) and set(self.columns) <= column_roles(labels)


class Profile(Struct, frozen=True):
    """One form family.

    Attributes:
        id: stable name, the contract's ``profile``.
        titles: patterns over the title's label key.
        must: groups of labels; of each group one must be there.
        should: label to weight.
        must_not: labels of which none may be there.
        words: the labels this family uses in a sense of its own.
        kinds: the first that fits tells another kind than ``kind``.
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
    kinds: tuple[KindRule, ...] = ()
    last_resort: bool = False
    first_year: int | None = None
    last_year: int | None = None
    examples: tuple[Mapping[str, Any], ...] = ()
    source: str = ""
    users: bool = False
    _asked: list[Asked] = field(default_factory=list)

    @property
    def asked(self) -> Asked:
        """What it asks of a form; put together once."""
        if not self._asked:
            self._asked.append(asked_of(self.must, self.must_not, self.should, self.titles))
        return self._asked[0]

    @property
    def vocabulary(self) -> Vocabulary:
        """The labels that its forms are read with: the family's own senses over the vocabularies."""
        return self.words.vocabulary


class Match(Struct, frozen=True):
    """How well a region fits a profile.

    Attributes:
        score: 0 to 1, the share of the profile's weights found.
        kind: what kind of form it is read as.
        by_shape: whether it is chosen for the region's shape although the labels it asks for are not there.
        missing: required groups of which no label is there, each by its first label.
        forbidden: labels that must not be there and are.
        found: labels that spoke for the profile.
    """

    profile: Profile
    score: float
    title: bool
    missing: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    kind: FormKind = "target"
    by_shape: bool = False

    @property
    def ok(self) -> bool:
        """Whether the profile may be used."""
        if self.forbidden or self.by_shape:
            return not self.forbidden
        if self.missing:
            return len(self.missing) == 1 < len(self.profile.must) and self.title and self.score >= MOST
        return self.title or self.score >= ENOUGH


class Choice(Struct, frozen=True):
    """The profile chosen for a region, with all that were weighed (best first).

    Attributes:
        tied: the matches that fit as well as the chosen one.
    """

    match: Match | None
    weighed: tuple[Match, ...] = ()
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

    Before it the name of a body may be, after it a bracket, as in other titles.
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
    """The comparable forms of every short cell text of a region; both levels where they share a cell."""
    texts = {cell.text for table in region.tables for cell in table.cells if cell.text and len(cell.text) <= 40}
    return frozenset().union(*map(_labels_in, texts))


@lru_cache(maxsize=8192)
def _labels_in(text: str) -> tuple[str, ...]:
    """The comparable form of a text, and those of both levels where they share it."""
    label = plain_label(text)
    return (label, *(load_vocabulary().level2.parts(label) or ()))


def match_profile(profile: Profile, title: str | None, labels: frozenset[str]) -> Match:
    """Score one profile on a region's title and labels."""
    return _match(profile, label_key(title or ""), labels, meanings_of(labels))


def _match(profile: Profile, key: str, labels: frozenset[str], meanings: Set[str]) -> Match:
    asked = profile.asked
    titled = asked.titled(key)
    found: list[str] = []
    reached = 0.0
    for label, plain, weight in asked.should:
        if plain in labels:
            found.append(label)
            reached += weight
    if titled:
        reached += TITLE_SCORE
    missing = tuple(
        [group.first for group in asked.must if group.plain.isdisjoint(labels) and group.meanings.isdisjoint(meanings)]
    )
    named = asked.bars_name and PROJECT_NAME in meanings
    forbidden: tuple[str, ...] = ()
    if named or not asked.barred.isdisjoint(labels):
        forbidden = tuple(
            [one.label for one in asked.must_not if one.plain in labels or (named and one.meaning == PROJECT_NAME)]
        )
    kind = next((rule.kind for rule in profile.kinds if rule.fits(key, labels)), profile.kind)
    return Match(profile, reached / asked.possible, titled, missing, forbidden, tuple(found), kind)


def choose_profile(region: FormRegion, profiles: Iterable[Profile]) -> Choice:
    """The profile that fits a region best; a profile of last resort only when no other does.

    Among profiles that fit equally well the first of ``profiles`` is chosen (users' before shipped ones, each by file
    name), and the others are told as ``tied``.
    """
    profiles = tuple(profiles)
    return _by_shape(choose(region.title, region_labels(region), profiles), region, profiles)


def choose(title: str | None, labels: frozenset[str], profiles: Iterable[Profile]) -> Choice:
    """As :func:`choose_profile`, on a title and labels."""
    key, meanings = label_key(title or ""), meanings_of(labels)
    profiles = tuple(profiles)
    told = _kind_in_title(key, profiles)
    matches = [_match(profile, key, labels, meanings) for profile in profiles]
    ranked = sorted(((_rank(match, told), match) for match in matches), key=itemgetter(0), reverse=True)
    weighed = tuple([match for _, match in ranked])
    if not weighed or not weighed[0].ok:
        return Choice(None, weighed)
    best = weighed[0]
    if told is not None and best.kind != told and not best.title:
        best = replace(best, kind=told)
    return Choice(best, weighed, tuple([match for rank, match in ranked[1:] if rank == ranked[0][0]]))


class Chooser:
    """Chooses among some profiles as :func:`choose_profile`; regions that say the same to all of them are weighed once."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._profiles = tuple(profiles)
        self._asked = frozenset[str]().union(*[profile.asked.labels for profile in self._profiles])
        self._seen: dict[tuple[str, frozenset[str], frozenset[str], frozenset[str]], Choice] = {}

    def choose(self, region: FormRegion) -> Choice:
        """The profile that fits a region best."""
        labels = region_labels(region)
        # All that a match rests on: the title, the labels that a profile asks for, what labels mean, the columns' roles.
        said = (label_key(region.title or ""), labels & self._asked, meanings_of(labels), column_roles(labels))
        found = self._seen.get(said)
        if found is None:
            found = self._seen[said] = choose(region.title, labels, self._profiles)
        return _by_shape(found, region, self._profiles)


def _by_shape(choice: Choice, region: FormRegion, profiles: Sequence[Profile]) -> Choice:
    """The choice, or the profile of last resort for a region that no profile fits and that is a form by its shape."""
    last = next((match for match in choice.weighed if match.profile.last_resort and not match.forbidden), None)
    if choice.match is not None or last is None or not is_form_by_shape(region, last.profile.vocabulary):
        return choice
    told = _kind_in_title(label_key(region.title or ""), profiles)
    return replace(choice, match=replace(last, by_shape=True, kind=told or last.kind))


def _kind_in_title(key: str, profiles: Iterable[Profile]) -> FormKind | None:
    """The kind of form that a title names, by the rules of the profile that takes forms of every kind."""
    rules = (rule for profile in profiles if profile.last_resort for rule in profile.kinds)
    return next((rule.kind for rule in rules if key and any(pattern.search(key) for pattern in rule.titles)), None)


def _rank(match: Match, told: FormKind | None) -> tuple[bool, bool, bool, int, float]:
    in_the_way = len(match.missing) + len(match.forbidden)
    fits = told is None or match.kind == told
    return match.ok, not match.profile.last_resort, fits, -in_the_way, round(match.score, 9)
