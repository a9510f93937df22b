"""The vocabularies: what a printed label means.

A label is compared without spaces, in half-width, without marks that only decorate it: a trailing colon, ``其中:``, an
enumeration such as ``(一)``, ``1.1`` or ``①``, a score such as ``(50分)``, ``★`` or ``(必填)``. The lists live in ``vocabulary/*.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.files.cache import kept
from rules.files.patterns import Pattern, ShippedPattern, compile_pattern
from rules.files.problems import BrokenRules
from rules.files.version import DATA
from rules.files.yaml import load_yaml
from rules.values import ValueGrammar, shipped_grammar

VOCABULARY_DIR = DATA / "vocabulary"
SECTIONS = ("levels", "columns", "fields", "funding", "goals", "zones", "execution")
PATTERN_MARK = "re:"
LONGEST_LABEL = 40  # of a comparable form, in characters; longer texts are no labels

_MOST_KNOWN = 8192  # texts whose meaning a map remembers

_NUMBER = "[一二三四五六七八九十]{1,2}"
_PREFIX = compiled(
    rf"^(?:[*★▲☆●·]+|其中:?|\((?:{_NUMBER}|\d{{1,2}})\)|(?:{_NUMBER}|\d{{1,2}})\)|第?{_NUMBER}[,.]|[①-⑳]|[ⅰ-ⅻ][,.]?"
    r"|\d{1,2}(?:\.\d{1,2})*[,.](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=[\u4e00-\u9fff]))"
)
_STARTS = frozenset("*★▲☆●·其(第一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ")
_ENDS = frozenset(":;,*★▲☆①②③④⑤⑥)")
_SUFFIX = compiled(
    r"(?:[:;,]+|[*★▲☆①②③④⑤⑥]+|\((?:权重|分值|满分)?:?\d+(?:\.\d+)?[分%]?\)|\([必选]填[^)]*\)|\([a-z](?:/[a-z])?\)"
    r"|\((?:盖章|公章|签章|单位公章)\)|\((?:人民币)?(?:元|万元|亿元)\)|\(单位:(?:元|万元|亿元)\))$"
)


# A level, or the head of one, with a remark behind it: 时效指标(工期指标), 二级指标(年度).
_REMARKED = compiled(r"(.+(?:指标|目标|指标值|目标值))\([^()]*\)")
# Between a level 1 and its level 2 where both stand in one cell.
_JOINT = compiled(r"[-—–_/\\|>·.、]{1,2}")

# Marks a label that is known but has no place in the canonical vocabulary.
UNMAPPED = "?"


def canonical_or_none(label: str | None) -> str | None:
    """A canonical label as it is, ``None`` for one that has no place in the canonical vocabulary."""
    return None if label is None or label.startswith(UNMAPPED) else label


@lru_cache(maxsize=16384)
def plain_label(text: str) -> str:
    """The comparable form of a label: see the module's first lines."""
    key = label_key(text)
    while key and (key[0] in _STARTS or key[-1] in _ENDS):  # most texts are plain: no pattern is asked
        shorter = _SUFFIX.sub("", _PREFIX.sub("", key))
        if shorter == key or not shorter:
            break
        key = shorter
    return key


class LabelEntry(Struct, frozen=True):
    """What a printed label was recognised by: an exact label (in its comparable form) or a ``re:`` entry."""

    meaning: str
    label: str


class _Known(dict[str, str | None]):
    """Printed text to meaning, for texts asked before; a text asked for the first time is looked up."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> str | None:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        meaning = self[text] = self._find(plain_label(text))
        return meaning


class LabelMap:
    """Labels to a meaning: exact labels first, then the ``re:`` patterns in their order.

    Attributes:
        get: the meaning of a printed label, or ``None``; raises a RulesError where a user's pattern took too long. It is
            the look-up of what is known, not a method: it is asked tens of times for every row of a form.
    """

    get: Callable[[str], str | None]

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._patterns: list[tuple[Pattern, str]] = []
        self._any: ShippedPattern | None = None  # all shipped patterns in one, which most texts fit none of
        self._known = _Known(self._find)
        self._heads: LabelMap | None = None
        self.get = self._known.__getitem__

    def joined_to(self, heads: LabelMap) -> None:
        """Also know a label printed behind one of ``heads`` and a dash or slash, as in 产出指标-数量指标."""
        self._heads = heads
        self._known.clear()

    def add(self, meaning: str, labels: Iterable[str]) -> None:
        """Add labels for one meaning; what was added first stays.

        Raises:
            RulesError: a ``re:`` entry is not a valid pattern.
        """
        for label in labels:
            if label.startswith(PATTERN_MARK):
                self._patterns.append((compile_pattern(label, label[len(PATTERN_MARK) :]), meaning))
            else:
                self._exact.setdefault(plain_label(label), meaning)
        self._any = None
        self._known.clear()

    def over(self, below: LabelMap) -> LabelMap:
        """A map that knows the labels of both; where both know one, this map's meaning is."""
        if not self._exact and not self._patterns:
            return below
        if not below._exact and not below._patterns:
            return self
        both = LabelMap()
        both._exact = below._exact | self._exact
        both._patterns = [*self._patterns, *below._patterns]
        both._heads = self._heads or below._heads
        return both

    def _find(self, key: str) -> str | None:
        if not key or len(key) > LONGEST_LABEL:
            return None
        meaning = self._exact.get(key)
        if meaning is not None:
            return meaning
        if self._patterns and self._may_fit(key):
            meaning = next((m for pattern, m in self._patterns if pattern.fullmatch(key)), None)
        if meaning is None and (parts := self.parts(key)):
            return self.get(parts[1])
        if meaning is None and key[-1] == ")" and (remarked := _REMARKED.fullmatch(key)):
            return self._find(remarked[1])
        return meaning

    def _may_fit(self, key: str) -> bool:
        """Whether any pattern may fit; users' patterns, which have a limit on their time, are asked one by one."""
        if self._any is None:
            if not all(isinstance(pattern, ShippedPattern) for pattern, _ in self._patterns):
                return True
            self._any = ShippedPattern("|".join(f"(?:{pattern.pattern})" for pattern, _ in self._patterns))
        try:
            return self._any.fullmatch(key) is not None
        except BrokenRules:
            return True  # the one that is not valid says so itself

    def parts(self, key: str) -> tuple[str, str] | None:
        """The two labels that a comparable form joins (see :meth:`joined_to`); ``None`` for a label of its own."""
        if self._heads is None or key in self._exact or not (joint := _JOINT.search(key)):
            return None
        head, tail = key[: joint.start()], key[joint.end() :]
        return (head, tail) if head in self._heads and tail in self._exact else None

    def __contains__(self, text: str) -> bool:
        return self.get(text) is not None

    def entry(self, text: str) -> LabelEntry | None:
        """What a printed label is recognised by; for explanations, not for speed."""
        key = plain_label(text)
        if not key or len(key) > LONGEST_LABEL:
            return None
        if key in self._exact:
            return LabelEntry(self._exact[key], key)
        found = next(((p, m) for p, m in self._patterns if p.fullmatch(key)), None)
        return LabelEntry(found[1], PATTERN_MARK + found[0].pattern) if found else None

    @property
    def exact(self) -> Collection[str]:
        """The comparable forms of all labels that are no patterns."""
        return self._exact.keys()

    def entries(self) -> Iterator[LabelEntry]:
        """Every label and pattern of the map."""
        yield from (LabelEntry(meaning, label) for label, meaning in self._exact.items())
        yield from (LabelEntry(meaning, PATTERN_MARK + pattern.pattern) for pattern, meaning in self._patterns)


class Level2(Struct, frozen=True):
    """A level-2 label, its level 1 and its place in the canonical order.

    A label that a family prints but that has no clear place in the canonical vocabulary is not ``mapped``: it is known
    as a label, and gives ``null`` beside what is printed.
    """

    label: str
    parent: str
    rank: int
    mapped: bool = True


class FundingLabel(Struct, frozen=True):
    """What a funding label stands for; ``scope`` is ``None`` where the label alone does not tell."""

    item: str
    scope: str | None


def funding_label_of(meaning: str) -> FundingLabel:
    """The item and scope of a meaning in the map of funding labels: ``total/annual``, ``total/``."""
    item, _, scope = meaning.partition("/")
    return FundingLabel(item, scope or None)


class Vocabulary(Struct):
    """Every label that the rules know, by kind (:data:`MAPS`), the level 2s in canonical order, and how values are read."""

    level1: LabelMap = field(default_factory=LabelMap)
    level2: LabelMap = field(default_factory=LabelMap)
    levels: dict[str, Level2] = field(default_factory=dict)
    columns: LabelMap = field(default_factory=LabelMap)
    fields: LabelMap = field(default_factory=LabelMap)
    funding: LabelMap = field(default_factory=LabelMap)
    funding_block: LabelMap = field(default_factory=LabelMap)
    goals: LabelMap = field(default_factory=LabelMap)
    execution: LabelMap = field(default_factory=LabelMap)
    goal_block: LabelMap = field(default_factory=LabelMap)
    zones: LabelMap = field(default_factory=LabelMap)
    evaluation_system: LabelMap = field(default_factory=LabelMap)
    tasks: LabelMap = field(default_factory=LabelMap)
    grades: LabelMap = field(default_factory=LabelMap)
    values: ValueGrammar = field(default_factory=shipped_grammar)

    def funding_label(self, text: str) -> FundingLabel | None:
        """The funding item and scope of a printed label."""
        meaning = self.funding.get(text)
        return None if meaning is None else funding_label_of(meaning)

    def is_header_label(self, text: str) -> bool:
        """Whether the text is a label of the part above the indicators (field, funding, goal or block)."""
        return any(
            text in kind for kind in (self.fields, self.funding, self.funding_block, self.goals, self.goal_block)
        )

    def is_level(self, text: str) -> bool:
        """Whether the text is a level-1 or level-2 label."""
        return text in self.level1 or text in self.level2


MAPS = tuple(name for name in Vocabulary.__struct_fields__ if name not in ("levels", "values"))


def base_sections(directory: Path = VOCABULARY_DIR) -> Mapping[str, Any]:
    """The shipped label sections, as read from their files."""
    return _read_sections(directory)


@cache
def _read_sections(directory: Path) -> Mapping[str, Any]:
    def parse() -> dict[str, Any]:
        return {name: load_yaml(directory / f"{name}.yaml") for name in SECTIONS}

    sections: Mapping[str, Any] = kept("labels", parse) if directory == VOCABULARY_DIR else parse()
    return sections


@cache
def load_vocabulary(directory: Path = VOCABULARY_DIR) -> Vocabulary:
    """The shipped vocabularies."""
    return build_vocabulary(base_sections(directory))


def build_vocabulary(
    sections: Mapping[str, Any], base: Vocabulary | None = None, values: ValueGrammar | None = None
) -> Vocabulary:
    """The labels of some sections (:data:`SECTIONS`), over those of ``base``.

    Where both know a label, the section's meaning is. Level 2s that ``base`` knows keep their place in its order.

    Args:
        values: how values are read; that of ``base`` by default.
    """
    own = Vocabulary(values=values or (base.values if base else shipped_grammar()))
    levels = dict(base.levels) if base else {}
    _add_levels(own, levels, sections.get("levels") or {}, base)
    for name in ("columns", "fields", "execution"):
        target: LabelMap = getattr(own, name)
        for meaning, labels in (sections.get(name) or {}).items():
            target.add(meaning, labels)
    funding = sections.get("funding") or {}
    for entry in funding.get("labels") or ():
        own.funding.add(f"{entry['item']}/{entry.get('scope') or ''}", entry["labels"])
    own.funding_block.add("block", funding.get("block") or ())
    for meaning, labels in (sections.get("goals") or {}).items():
        (own.goal_block if meaning == "block" else own.goals).add(meaning, labels)
    zones = sections.get("zones") or {}
    for meaning in ("indicators", "end"):
        own.zones.add(meaning, zones.get(meaning) or ())
    own.evaluation_system.add("evaluation", zones.get("evaluation_system") or ())
    own.tasks.add("task", zones.get("tasks") or ())
    for number, labels in enumerate(zones.get("grades") or (), 1):
        own.grades.add(f"grade{number}", labels)
    own.levels = levels
    if base is not None:
        for name in MAPS:
            setattr(own, name, getattr(own, name).over(getattr(base, name)))
    else:
        own.level2.joined_to(own.level1)
    return own


def _add_levels(
    own: Vocabulary, levels: dict[str, Level2], section: Mapping[str, Any], base: Vocabulary | None
) -> None:
    for canonical, synonyms in (section.get("level1") or {}).items():
        own.level1.add(canonical, [canonical, *synonyms])
    for entry in section.get("level2") or ():
        label = str(entry["label"])
        known = levels.get(label)
        levels[label] = Level2(label, str(entry["parent"]), known.rank if known else len(levels))
        own.level2.add(label, [label, *entry.get("synonyms", ())])
    for parent, labels in (section.get("unmapped") or {}).items():
        meaning = own.level1.get(parent) or (base.level1.get(parent) if base else None)
        above = parent if meaning == parent else UNMAPPED + parent
        own.level1.add(above, [parent])
        for label in labels:
            name = UNMAPPED + label
            levels.setdefault(name, Level2(name, above, 100 + len(levels), mapped=False))
            own.level2.add(name, [label])
