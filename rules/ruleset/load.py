"""The rules that a document is read with: the shipped ones, or a user's over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.errors import RulesError
from rules.families.profile import PROFILES_DIR, Profile
from rules.files.problems import BrokenRules, Problem
from rules.files.version import USER_PARTS, content_hash, rules_version
from rules.indicators.names import Lexicon, load_lexicon
from rules.labels import SECTIONS, Vocabulary, build_vocabulary, load_vocabulary
from rules.ruleset.form_labels import FormLabels
from rules.ruleset.profile_files import load_profiles
from rules.values import ValueGrammar, compile_grammar, shipped_grammar
from rules.values.vocabulary import VALUE_FILES

_FILES = {
    "vocabulary": tuple(f"{name}.yaml" for name in (*SECTIONS, *VALUE_FILES)),
    "lexicon": ("names.csv", "patterns.csv"),
}
_ENDINGS = {"profiles": (".yaml",), "vocabulary": (".yaml",), "lexicon": (".csv",)}


class RuleSet(Struct, frozen=True):
    """Everything that reading a document needs to know.

    Attributes:
        profiles: the user's first, then the shipped ones, each by file name.
        vocabulary: labels for what belongs to no form yet, and the grammar of values.
        lexicon: what indicator names say.
        labels: every label of the vocabulary and of all profiles, for layout.
        version: the contract's ``rules_version``.
        directory: the user's rules, ``None`` without any.
        ignored: what is wrong in user rules that were set aside.
    """

    profiles: tuple[Profile, ...]
    vocabulary: Vocabulary
    lexicon: Lexicon
    labels: FormLabels
    version: str
    directory: Path | None = None
    ignored: tuple[Problem, ...] = ()


def load_rules(directory: Path | str | None = None, *, ignore_broken: bool = False) -> RuleSet:
    """The shipped rules, with a user's over them.

    Args:
        directory: holds ``profiles/*.yaml``, ``vocabulary/*.yaml`` and ``lexicon/*.csv``, any of them.
        ignore_broken: give the shipped rules alone when anything is wrong in the directory, and say so in ``ignored``.

    Raises:
        BrokenRules: with everything that is wrong in the directory.
    """
    if directory is None:
        return _shipped()
    path = Path(directory)
    try:
        if not path.is_dir():
            raise BrokenRules([Problem(str(path), None, None, "There is no such directory of rules.")])
        return _with_users(path, content_hash(path, USER_PARTS))
    except BrokenRules as error:
        if not ignore_broken:
            raise
        return set_aside(error.problems)


def set_aside(problems: tuple[Problem, ...]) -> RuleSet:
    """The shipped rules, with what was wrong in a user's."""
    rules = _shipped()
    return replace(rules, ignored=problems)


@cache
def _shipped() -> RuleSet:
    profiles, vocabulary = load_profiles(), load_vocabulary()
    return RuleSet(profiles, vocabulary, load_lexicon(), FormLabels(vocabulary, profiles), rules_version())


@lru_cache(maxsize=8)
def _with_users(directory: Path, content: str) -> RuleSet:
    """``content`` tells a changed directory from the one that was read before."""
    from rules.ruleset.lexicon_files import over_shipped
    from rules.ruleset.profile_files import build, read_files, resolve, shipped_files

    problems = list(_strangers(directory))
    sections = read_sections(directory / "vocabulary", problems)
    values = _value_grammar(directory / "vocabulary", problems)
    vocabulary = build_vocabulary(sections, load_vocabulary(), values) if not problems else load_vocabulary()
    lexicon = over_shipped(directory / "lexicon", problems) or load_lexicon()
    shipped = shipped_files(PROFILES_DIR)
    own = read_files(sorted((directory / "profiles").glob("*.yaml")), users=True, problems=problems)
    resolved = resolve(own, {file.id: file for file in shipped}, problems)
    names = {file.id for file in own}
    resolved += [file for file in resolve(shipped, {}, problems) if file.id not in names]
    if problems:
        raise BrokenRules(problems)
    profiles = tuple(build(file, lambda: vocabulary) for file in resolved)
    labels = FormLabels(vocabulary, profiles)
    return RuleSet(profiles, vocabulary, lexicon, labels, rules_version(directory), directory)


def read_sections(directory: Path, problems: list[Problem]) -> Mapping[str, Any]:
    """The label sections of a user's vocabulary directory; what is wrong is added to ``problems``."""
    from rules.files.yaml import compose, plain
    from rules.ruleset.profile_schema import check_section

    sections: dict[str, Any] = {}
    for name in SECTIONS:
        path = directory / f"{name}.yaml"
        if not path.is_file():
            continue
        try:
            node = compose(path, guarded=True)
            wrong = check_section(name, node, str(path))
            problems += wrong
            if not wrong:
                sections[name] = plain(node, path, users=True)
        except BrokenRules as error:
            problems += error.problems
    return sections


def _strangers(directory: Path) -> Iterator[Problem]:
    """Files that nobody would read: a mistyped name, another ending, a place of their own."""
    from rules.ruleset.profile_schema import suggest_file

    known = 0
    for name, endings in _ENDINGS.items():
        for path in sorted((directory / name).glob("*")):
            if path.name.startswith(".") or path.is_dir():
                continue
            if path.suffix not in endings:
                yield Problem(str(path), None, None, f"It is not read: files in {name}/ end in {endings[0]}.")
            elif name in _FILES and path.name not in _FILES[name]:
                yield suggest_file(path, _FILES[name])
            known += 1
    if not known:
        places = "profiles/*.yaml, vocabulary/*.yaml or lexicon/*.csv"
        yield Problem(str(directory), None, None, f"The directory holds no rules: {places}.")


def _value_grammar(directory: Path, problems: list[Problem]) -> ValueGrammar:
    """The value grammar with a user's vocabulary of values; what is wrong in it is added to ``problems``."""
    if not any((directory / f"{name}.yaml").is_file() for name in VALUE_FILES):
        return shipped_grammar()
    try:
        grammar = compile_grammar(directory)
        grammar.mentions("培训100人次,满意度90%以上")  # compiles what only mentions need
        return grammar
    except BrokenRules as error:
        problems += error.problems
    except RulesError as error:
        problems.append(Problem(str(directory / (error.source or "")), None, None, error.message))
    except (AttributeError, ArithmeticError, KeyError, TypeError, ValueError) as error:
        problems.append(Problem(str(directory), None, None, f"A value file is not built as the shipped one: {error}."))
    return shipped_grammar()
