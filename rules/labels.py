"""The vocabularies: what a printed label means.

A label is compared without spaces, in half-width, without marks that only decorate it: a trailing colon, ``其中:``, an
enumeration such as ``(一)``, a score such as ``(50分)``, ``★`` or ``(必填)``. The lists live in ``vocabulary/*.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extractor.errors import RulesError
from extractor.model.text import label_key

VOCABULARY_DIR = Path(__file__).parent / "vocabulary"
SECTIONS = ("levels", "columns", "fields", "funding", "goals", "zones", "execution")

_PREFIX = re.compile(
    r"^(?:[*★▲☆●·]+|其中[::]?|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}[,.、]|\d{1,2}[.、](?!\d))"
)
_SUFFIX = re.compile(
    r"(?:[::;]+|[*★▲☆①②③④⑤⑥]+|\(\d+(?:\.\d+)?分?\)|\(必填[^)]*\)|\(选填[^)]*\)|\([A-Z]\)|\(盖章\)|\((?:人民币)?(?:元|万元|亿元)\)|\(单位:(?:元|万元|亿元)\))$"
)


# Marks a label that is known but has no place in the canonical vocabulary.
UNMAPPED = "?"


def canonical_or_none(label: str | None) -> str | None:
    """A canonical label as it is, ``None`` for one that has no place in the canonical vocabulary."""
    return None if label is None or label.startswith(UNMAPPED) else label


@lru_cache(maxsize=16384)
def plain_label(text: str) -> str:
    """The comparable form of a label: see the module's first lines."""
    key = label_key(text)
    while True:
        shorter = _SUFFIX.sub("", _PREFIX.sub("", key))
        if shorter == key or not shorter:
            return key
        key = shorter


class LabelMap:
    """Labels to a meaning: exact labels first, then the ``re:`` patterns in their order."""

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        self._cache: dict[str, str | None] = {}

    def add(self, meaning: str, labels: Iterable[str]) -> None:
        """Add labels for one meaning; what was added first stays.

        Raises:
            RulesError: a ``re:`` entry is not a valid pattern.
        """
        for label in labels:
            if label.startswith("re:"):
                try:
                    self._patterns.append((re.compile(label[3:]), meaning))
                except re.error as error:
                    raise RulesError(f"Label pattern {label!r} is not valid: {error}.") from error
            else:
                self._exact.setdefault(plain_label(label), meaning)
        self._cache.clear()

    def get(self, text: str) -> str | None:
        """The meaning of a printed label, or ``None``."""
        key = plain_label(text)
        if not key or len(key) > 40:
            return None
        meaning = self._exact.get(key)
        if meaning is not None:
            return meaning
        if key not in self._cache:
            self._cache[key] = next((m for pattern, m in self._patterns if pattern.fullmatch(key)), None)
        return self._cache[key]

    def __contains__(self, text: str) -> bool:
        return self.get(text) is not None


@dataclass(frozen=True, slots=True)
class Level2:
    """A level-2 label, its level 1 and its place in the canonical order.

    A label that a family prints but that has no clear place in the canonical vocabulary is not ``mapped``: it is known
    as a label, and gives ``null`` beside what is printed.
    """

    label: str
    parent: str
    rank: int
    mapped: bool = True


@dataclass(frozen=True, slots=True)
class FundingLabel:
    """What a funding label stands for; ``scope`` is ``None`` where the label alone does not tell."""

    item: str
    scope: str | None


@dataclass(slots=True)
class Vocabulary:
    """Every label that the rules know, by kind."""

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

    def funding_label(self, text: str) -> FundingLabel | None:
        """The funding item and scope of a printed label."""
        meaning = self.funding.get(text)
        if meaning is None:
            return None
        item, _, scope = meaning.partition("/")
        return FundingLabel(item, scope or None)

    def is_header_label(self, text: str) -> bool:
        """Whether the text is a label of the part above the indicators (field, funding, goal or block)."""
        return any(
            text in kind for kind in (self.fields, self.funding, self.funding_block, self.goals, self.goal_block)
        )

    def is_level(self, text: str) -> bool:
        """Whether the text is a level-1 or level-2 label."""
        return text in self.level1 or text in self.level2


def load_yaml(path: Path) -> Any:
    """One YAML file, read safely.

    Raises:
        RulesError: the file is missing or not YAML; the message names the line.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - a safe loader either way
    except OSError as error:
        raise RulesError(f"Rule file {path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise RulesError(f"{where}: not valid YAML: {getattr(error, 'problem', error)}.") from error


@cache
def base_sections(directory: Path = VOCABULARY_DIR) -> Mapping[str, Any]:
    """The shipped label sections, as read from their files."""
    return {name: load_yaml(directory / f"{name}.yaml") for name in SECTIONS}


@cache
def load_vocabulary(directory: Path = VOCABULARY_DIR) -> Vocabulary:
    """The shipped vocabularies."""
    vocabulary = Vocabulary()
    extend_vocabulary(vocabulary, base_sections(directory))
    return vocabulary


def extend_vocabulary(vocabulary: Vocabulary, sections: Mapping[str, Any]) -> None:
    """Add sections (``levels``, ``columns``, ``fields``, ``funding``, ``goals``, ``zones``) to a vocabulary, in place."""
    levels = sections.get("levels") or {}
    for canonical, synonyms in (levels.get("level1") or {}).items():
        vocabulary.level1.add(canonical, [canonical, *synonyms])
    for entry in levels.get("level2") or ():
        label = entry["label"]
        if label not in vocabulary.levels:
            vocabulary.levels[label] = Level2(label, entry["parent"], len(vocabulary.levels))
        vocabulary.level2.add(label, [label, *entry.get("synonyms", ())])
    for parent, labels in (levels.get("unmapped") or {}).items():
        above = parent if vocabulary.level1.get(parent) == parent else UNMAPPED + parent
        vocabulary.level1.add(above, [parent])
        for label in labels:
            name = UNMAPPED + label
            vocabulary.levels.setdefault(name, Level2(name, above, 100 + len(vocabulary.levels), mapped=False))
            vocabulary.level2.add(name, [label])
    for name, target in (
        ("columns", vocabulary.columns),
        ("fields", vocabulary.fields),
        ("execution", vocabulary.execution),
    ):
        for meaning, labels in (sections.get(name) or {}).items():
            target.add(meaning, labels)
    funding = sections.get("funding") or {}
    for entry in funding.get("labels") or ():
        vocabulary.funding.add(f"{entry['item']}/{entry.get('scope', '')}", entry["labels"])
    vocabulary.funding_block.add("block", funding.get("block") or ())
    for meaning, labels in (sections.get("goals") or {}).items():
        (vocabulary.goal_block if meaning == "block" else vocabulary.goals).add(meaning, labels)
    zones = sections.get("zones") or {}
    for meaning in ("indicators", "end"):
        vocabulary.zones.add(meaning, zones.get(meaning) or ())
    vocabulary.evaluation_system.add("evaluation", zones.get("evaluation_system") or ())
    vocabulary.tasks.add("task", zones.get("tasks") or ())
    for number, labels in enumerate(zones.get("grades") or (), 1):
        vocabulary.grades.add(f"grade{number}", labels)
