"""Which targets of two forms are the same indicator: by level and name, by name, by likeness."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.warehouse.history.sides import Target

MIN_SCORE = 60.0


class Pair(Struct, frozen=True):
    """Two targets, either of which may be missing; ``score`` is the likeness of their names, 0 to 100."""

    one: Target | None
    other: Target | None
    score: float | None


def pair_targets(ones: Sequence[Target], others: Sequence[Target]) -> list[Pair]:
    """Pairs in the order of ``others``, then what is gone. Alike names pair only within one level 1."""
    left, right = list(ones), list(others)
    found: dict[int, Pair] = {}
    for key in (_by_level, _by_name):
        for other in list(right):
            one = next((item for item in left if key(item) == key(other) and other.name_key), None)
            if one is not None:
                found[id(other)] = Pair(one, other, 100.0)
                left.remove(one)
                right.remove(other)
    for score, one, other in _alike(left, right):
        if one in left and other in right:
            found[id(other)] = Pair(one, other, score)
            left.remove(one)
            right.remove(other)
    pairs = [found.get(id(other), Pair(None, other, None)) for other in others]
    return [*pairs, *(Pair(one, None, None) for one in left)]


def _by_level(target: Target) -> tuple[str | None, ...]:
    return (target.level1, target.level2, target.name_key, target.horizon)


def _by_name(target: Target) -> tuple[str | None, ...]:
    return (target.name_key, target.horizon)


def _alike(left: Sequence[Target], right: Sequence[Target]) -> list[tuple[float, Target, Target]]:
    """Likely pairs, the likeliest first; ties in the order of the forms."""
    if not left or not right:
        return []
    from rapidfuzz import fuzz

    scored = [
        (round(float(fuzz.ratio(one.name_key or "", other.name_key or "")), 1), one, other)
        for one in left
        for other in right
        if one.level1 == other.level1 and one.horizon == other.horizon
    ]
    likely = [item for item in scored if item[0] >= MIN_SCORE]
    return sorted(likely, key=lambda item: (-item[0], item[1].ordinal, item[2].ordinal))
