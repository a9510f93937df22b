"""Projects that may be one: proposed with a score and a reason, never merged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

MIN_SCORE = 80.0
MAX_OTHERS = 10  # of one project, the likeliest: numbered projects of one unit are all alike
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十]+(?=期|号|标段|年)|[①-⑳ⅰ-ⅻ]")


class Known(Struct, frozen=True):
    """What is known of a project."""

    project_id: int
    key_kind: str
    name_key: str
    owner: str | None


class Candidate(Struct, frozen=True):
    """Two projects that may be one; the lower number first, ``score`` from 0 to 100."""

    project_id: int
    other_project_id: int
    score: float
    reason: str


def candidates(old: Iterable[Known], new: Iterable[Known]) -> Iterator[Candidate]:
    """New projects against each other and the old ones: names alike in the same unit, or the same name without a unit."""
    by_owner: dict[str, list[Known]] = defaultdict(list)
    by_name: dict[str, Known] = {}
    ownerless: dict[str, Known] = {}
    for project in old:
        _note(project, by_owner, by_name, ownerless)
    for project in new:
        if project.owner is not None:
            yield from _in_unit(project, by_owner[project.owner])
            other, why = ownerless.get(project.name_key), "the same name, once without a unit"
        else:
            other, why = by_name.get(project.name_key), "the same name without a unit"
        if other is not None:
            yield _pair(other, project, 100.0, why)
        _note(project, by_owner, by_name, ownerless)


def _note(
    project: Known, by_owner: dict[str, list[Known]], by_name: dict[str, Known], ownerless: dict[str, Known]
) -> None:
    by_name.setdefault(project.name_key, project)
    if project.owner is None:
        ownerless.setdefault(project.name_key, project)
    else:
        by_owner[project.owner].append(project)


def _in_unit(project: Known, others: list[Known]) -> Iterator[Candidate]:
    from rapidfuzz import fuzz, process

    names = [other.name_key for other in others]
    found = process.extract(project.name_key, names, scorer=fuzz.ratio, score_cutoff=MIN_SCORE, limit=MAX_OTHERS)
    for name, score, place in found:
        yield _pair(others[place], project, round(float(score), 1), _reason(project, others[place], name))


def _reason(project: Known, other: Known, name: str) -> str:
    if name == project.name_key:
        return "the same name in the same unit, under keys of different kinds or codes"
    if _NUMBERS.findall(name) != _NUMBERS.findall(project.name_key):
        return "alike in the same unit, but for a number, which may well tell them apart"
    return "alike in the same unit"


def _pair(one: Known, other: Known, score: float, reason: str) -> Candidate:
    first, second = sorted((one.project_id, other.project_id))
    return Candidate(first, second, score, reason)
