"""``jixiao rules check``: whether rules can be trusted, beyond being well formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from rules.families.profile import PROFILES_DIR, Profile, choose, match_profile
from rules.files.csv_rows import read_csv
from rules.files.problems import BrokenRules, Problem
from rules.files.yaml import compose
from rules.indicators.names import LEXICON_DIR, Lexicon
from rules.labels import MAPS, PATTERN_MARK, VOCABULARY_DIR, Vocabulary, base_sections, build_vocabulary, plain_label
from rules.ruleset.load import RuleSet, load_rules
from rules.ruleset.profile_schema import check_profile, check_section

MARGIN = 0.1
# A header label is looked up in these, in this order; the first that knows it decides.
_HEADER_ORDER = ("goals", "fields", "funding", "goal_block", "funding_block")


class Note(Struct, frozen=True):
    """One result of the check.

    Attributes:
        kind: ``schema`` and ``example`` are errors; the others are worth a look.
        where: the file, or the profile's id.
    """

    kind: Literal["schema", "example", "overlap", "unreachable", "lexicon"]
    where: str
    message: str

    @property
    def error(self) -> bool:
        """Whether the rules must not be used so."""
        return self.kind in ("schema", "example")

    def to_dict(self) -> dict[str, Any]:
        """As a record."""
        return {
            "severity": "error" if self.error else "warning",
            "kind": self.kind,
            "where": self.where,
            "message": self.message,
        }


def check_rules(directory: Path | None = None) -> list[Note]:
    """Check the shipped rules, or a user's together with them; of the shipped ones alone every file's schema is checked."""
    if directory is None:
        wrong = list(_shipped_schema())
        if wrong:
            return wrong
    try:
        rules = load_rules(directory)
    except BrokenRules as error:
        return [_schema(problem) for problem in error.problems]
    users = directory is not None
    return [
        *_examples(rules),
        *_overlaps(rules, users=users),
        *_unreachable(rules, users=users),
        *_lexicon(rules, directory),
    ]


def _schema(problem: Problem) -> Note:
    where, _, message = str(problem).partition(": ")
    return Note("schema", where, message)


def _shipped_schema() -> Iterator[Note]:
    for path in sorted(PROFILES_DIR.glob("*.yaml")):
        yield from map(_schema, _problems(path, None))
    for name in base_sections():
        yield from map(_schema, _problems(VOCABULARY_DIR / f"{name}.yaml", name))


def _problems(path: Path, section: str | None) -> Sequence[Problem]:
    try:
        node = compose(path)
    except BrokenRules as error:
        return error.problems
    return (
        check_profile(node, str(path), users=False)
        if section is None
        else check_section(section, node, str(path), users=False)
    )


def example_labels(example: Any) -> frozenset[str]:
    """The labels of a profile's example as they are compared."""
    return frozenset(plain_label(label) for label in example["labels"])


def _examples(rules: RuleSet) -> Iterator[Note]:
    for profile in rules.profiles:
        if not profile.examples:
            yield Note("overlap", profile.id, "It has no example, so nothing shows that it is ever chosen.")
        for example in profile.examples:
            title, labels = str(example["title"]), example_labels(example)
            choice = choose(title, labels, rules.profiles)
            if choice.tied and choice.match and profile in (choice.match.profile, *(m.profile for m in choice.tied)):
                others = [m.profile.id for m in (choice.match, *choice.tied) if m.profile is not profile]
                yield Note("example", profile.id, f"Its example “{title}” is a tie with {', '.join(others)}.")
            elif choice.match is None:
                yield Note(
                    "example",
                    profile.id,
                    f"No profile fits its example “{title}”: {_in_the_way(profile, title, labels)}.",
                )
            elif choice.match.profile is not profile:
                why = _in_the_way(profile, title, labels)
                yield Note("example", profile.id, f"{choice.match.profile.id} wins its example “{title}”: {why}.")


def _in_the_way(profile: Profile, title: str, labels: frozenset[str]) -> str:
    match = match_profile(profile, title, labels)
    parts = [f"it lacks {label}" for label in match.missing] + [
        f"{label} must not be there" for label in match.forbidden
    ]
    return "; ".join(parts) or f"its score is {match.score:.2f}"


def _overlaps(rules: RuleSet, *, users: bool) -> Iterator[Note]:
    """Profiles that fit another one's example nearly as well."""
    for profile in rules.profiles:
        for example in profile.examples:
            labels = example_labels(example)
            own = match_profile(profile, example["title"], labels)
            for other in rules.profiles:
                if other is profile or other.last_resort or (users and not (profile.users or other.users)):
                    continue
                match = match_profile(other, example["title"], labels)
                if match.ok and not match.missing and own.score > match.score >= own.score - MARGIN:
                    message = f"{other.id} fits its example nearly as well ({match.score:.2f} against {own.score:.2f})."
                    yield Note("overlap", profile.id, message)


def _unreachable(rules: RuleSet, *, users: bool) -> Iterator[Note]:
    """Labels that can never mean what their file says, because another meaning is found first."""
    if not users:
        yield from _shadowed(build_vocabulary(base_sections()), base_sections(), "vocabulary")
    for profile in rules.profiles:
        if profile.words.sections and (profile.users or not users):
            yield from _shadowed(profile.vocabulary, profile.words.sections, profile.id)


def _shadowed(vocabulary: Vocabulary, sections: Any, where: str) -> Iterator[Note]:
    own = build_vocabulary(sections)
    for position, name in enumerate(_HEADER_ORDER):
        for entry in getattr(own, name).entries():
            before = next(
                (other for other in _HEADER_ORDER[:position] if entry.label in getattr(vocabulary, other)), None
            )
            if before is not None and not entry.label.startswith(PATTERN_MARK):
                yield Note(
                    "unreachable", where, f"{entry.label!r} in {name} is read by {before}, which is asked first."
                )
    for name in MAPS:
        yield from _dead_patterns(getattr(own, name), name, where)


def _dead_patterns(labels: Any, name: str, where: str) -> Iterator[Note]:
    """Patterns without a mark of their own: a plain label behind ``re:`` that is as a label elsewhere in the map."""
    for entry in labels.entries():
        if entry.label.startswith(PATTERN_MARK):
            plain = entry.label[len(PATTERN_MARK) :]
            meaning = labels.get(plain)
            if meaning is not None and meaning != entry.meaning:
                yield Note("unreachable", where, f"{entry.label!r} in {name} means {meaning} already.")


def _lexicon(rules: RuleSet, directory: Path | None) -> Iterator[Note]:
    """Patterns whose own example another pattern catches first."""
    for path in filter(
        Path.is_file, (LEXICON_DIR / "patterns.csv", *([directory / "lexicon" / "patterns.csv"] if directory else []))
    ):
        yield from _pattern_notes(rules.lexicon, read_csv(path), path)


def _pattern_notes(lexicon: Lexicon, rows: Iterable[dict[str, str]], path: Path) -> Iterator[Note]:
    for row in rows:
        found = lexicon.by_pattern(row["example"]).rule
        if found != f"pattern:{row['id']}":
            yield Note(
                "lexicon",
                path.name,
                f"The example {row['example']!r} of {row['id']} is caught by {found or 'no pattern'}.",
            )


def render_notes(notes: Sequence[Note], rules: RuleSet | None) -> str:
    """The results as text, errors first."""
    lines = [
        f"{'error' if note.error else 'warning'}: {note.kind}: {note.where}: {note.message}\n"
        for note in sorted(notes, key=lambda note: not note.error)
    ]
    errors = sum(note.error for note in notes)
    count = f"{len(rules.profiles)} profiles, " if rules else ""
    return "".join(lines) + f"{count}{errors} errors, {len(notes) - errors} warnings\n"
