"""Reads profiles from their files: checks them, resolves ``extends``, builds the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from rules.families.profile import PROFILES_DIR, KindRule, Profile, Words
from rules.files.cache import kept
from rules.files.patterns import compile_pattern
from rules.files.problems import BrokenRules, Problem, nearest
from rules.files.yaml import compose, plain
from rules.labels import SECTIONS, VOCABULARY_DIR, Vocabulary, load_vocabulary
from rules.values.vocabulary import merge

# What a profile never takes over from the one it extends.
_OWN = frozenset({"id", "name", "abstract", "extends", "examples", "last_resort"})


class ProfileFile(Struct, frozen=True):
    """One profile as it is in its file, already checked.

    Attributes:
        path: the file.
        data: its plain data.
        line: where its ``extends`` is, ``None`` without one.
        users: whether it is a user's.
    """

    path: Path
    data: dict[str, Any]
    line: int | None
    users: bool

    @property
    def id(self) -> str:
        """The profile's name."""
        return str(self.data["id"])


def read_files(paths: Iterable[Path], *, users: bool, problems: list[Problem]) -> list[ProfileFile]:
    """The profiles of some files, in their order; what is wrong is added to ``problems`` and the file left out."""
    from rules.ruleset.profile_schema import check_profile

    found: list[ProfileFile] = []
    for path in paths:
        try:
            node = compose(path, guarded=users)
            wrong = check_profile(node, str(path), users=users)
            problems += wrong
            if not wrong:
                found.append(ProfileFile(path, plain(node, path, users=users), _line_of(node, "extends"), users))
        except BrokenRules as error:
            problems += error.problems
    seen: dict[str, ProfileFile] = {}
    for file in found:
        first = seen.setdefault(file.id, file)
        if first is not file:
            problems.append(Problem(str(file.path), None, None, f"The id {file.id!r} is taken by {first.path}."))
    return [file for file in found if seen[file.id] is file]


def _line_of(node: Any, name: str) -> int | None:
    return next((key.start_mark.line + 1 for key, _ in node.value if key.value == name and key.start_mark), None)


def resolve(
    files: Iterable[ProfileFile], shipped: Mapping[str, ProfileFile], problems: list[Problem]
) -> list[ProfileFile]:
    """The files with what they extend merged in; abstract ones are left out.

    A file may extend one of ``files`` or a shipped profile; one that has the id of a shipped profile and extends it by
    that id takes the shipped one.
    """
    own = {file.id: file for file in files}
    done: list[ProfileFile] = []
    for file in own.values():
        try:
            data = _extended(file, own, shipped, (file,))
        except BrokenRules as error:
            problems += error.problems
            continue
        if file.data.get("abstract"):
            continue
        missing = [key for key in ("kind", "labels") if key not in data]
        if missing:
            problems.append(
                Problem(str(file.path), 1, 1, f"The key {missing[0]!r} is missing, here and in what it extends.")
            )
        else:
            done.append(ProfileFile(file.path, data, file.line, file.users))
    return done


def _extended(
    file: ProfileFile,
    own: Mapping[str, ProfileFile],
    shipped: Mapping[str, ProfileFile],
    chain: tuple[ProfileFile, ...],
) -> dict[str, Any]:
    name = file.data.get("extends")
    if name is None:
        return file.data
    parent = (
        shipped.get(name) if name == file.id and file is not shipped.get(name) else own.get(name) or shipped.get(name)
    )
    if parent is None:
        known = sorted({*own, *shipped} - {file.id})
        message = f"It extends {str(name)!r}, which does not exist."
        raise BrokenRules([Problem(str(file.path), file.line, None, message, nearest(name, known))])
    if parent in chain:
        shown = " -> ".join(one.id for one in (*chain, parent))
        raise BrokenRules(
            [Problem(str(file.path), file.line, None, f"The profiles extend each other in a circle: {shown}.")]
        )
    inherited = _extended(parent, own, shipped, (*chain, parent))
    return dict(merge(file.data, {key: value for key, value in inherited.items() if key not in _OWN}))


def build(file: ProfileFile, base: Callable[[], Vocabulary]) -> Profile:
    """The record of a checked and resolved profile.

    Args:
        base: the vocabulary under the profile's own sections.

    Raises:
        BrokenRules: a pattern is not valid.
    """
    data = file.data
    labels, years = data["labels"] or {}, data.get("years") or {}
    return Profile(
        id=file.id,
        name=str(data.get("name") or file.id),
        kind=data["kind"],
        # Titles are compared in half-width and without spaces.
        titles=tuple(compile_pattern(text, text.replace(" ", "")) for text in data.get("titles") or ()),
        must=tuple(tuple(map(str, group)) for group in labels.get("must") or ()),
        should={str(label): float(weight) for label, weight in (labels.get("should") or {}).items()},
        must_not=tuple(map(str, labels.get("must_not") or ())),
        words=Words({name: data[name] for name in SECTIONS if data.get(name)}, base),
        kinds=tuple(
            KindRule(
                rule["kind"],
                tuple(compile_pattern(text, text.replace(" ", "")) for text in rule.get("titles") or ()),
                tuple(map(str, rule.get("columns") or ())),
            )
            for rule in data.get("kinds") or ()
        ),
        last_resort=bool(data.get("last_resort", False)),
        first_year=years.get("from"),
        last_year=years.get("to"),
        examples=tuple(data.get("examples") or ()),
        source=str(file.path),
        users=file.users,
    )


def shipped_files(directory: Path) -> list[ProfileFile]:
    """The profiles of a directory of shipped ones, by file name, as they are.

    Raises:
        BrokenRules: with everything that is wrong in them.
    """

    def parse() -> list[tuple[str, dict[str, Any], int | None]]:
        problems: list[Problem] = []
        files = read_files(sorted(directory.glob("*.yaml")), users=False, problems=problems)
        if problems:
            raise BrokenRules(problems)
        return [(file.path.name, file.data, file.line) for file in files]

    found = kept("profiles", parse) if directory == PROFILES_DIR else parse()
    return [ProfileFile(directory / name, data, line, False) for name, data, line in found]


@cache
def load_profiles(directory: Path = PROFILES_DIR) -> tuple[Profile, ...]:
    """Return the shipped profiles.

    Raises:
        RulesError: profiles are broken; the message names file and line of everything that is wrong.
    """
    files, problems = shipped_files(directory), []  # type: list[ProfileFile], list[Problem]
    resolved = resolve(files, {}, problems)
    if problems:
        raise BrokenRules(problems)
    return tuple(build(file, load_vocabulary) for file in resolved)


def build_profile(path: Path, data: Any, vocabulary_dir: Path = VOCABULARY_DIR) -> Profile:
    """Return a shipped profile from plain data, checked as a file would be.

    Raises:
        RulesError: an unknown key, a missing one, or a pattern that is not valid.
    """
    from yaml.representer import SafeRepresenter

    from rules.ruleset.profile_schema import check_profile

    problems = check_profile(SafeRepresenter().represent_data(data), str(path), users=False)
    if problems:
        raise BrokenRules(problems)
    return build(ProfileFile(path, data, None, False), partial(load_vocabulary, vocabulary_dir))
