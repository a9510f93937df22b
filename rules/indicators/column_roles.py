"""Which role each column of an indicator table plays: one decision over the whole head and what is printed below it.

Every column is weighed for every role by its printed label (the vocabulary's word first, then what the label is like) and by the
cells below it. The best assignment that uses no role twice and keeps the usual order is found by a beam search; how far behind
the best one comes that gives a column another role is how sure the column is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from extractor.model.patterns import compiled
from rules.indicators.cell_roles import FLAGS, VALUES, role_score
from rules.indicators.names import Lexicon
from rules.labels import Vocabulary, plain_label
from rules.likeness import NOTHING, load_likeness

OTHER = "other"
TARGET = "target"
"""A value column beside the one that is the form's own target: another year, another place, the whole period."""
LEVELS = ("level1", "level2")
ROLES = (
    "level1", "level2", "name", "value", "operator", "unit", "weight", "direction", "baseline", "actual", "score",
    "deviation_reason", "standard", "explanation", "is_core", "remark", "grade1", "grade2", "grade3", "grade4",
)  # fmt: skip
_BY_LABEL = frozenset({*FLAGS, "baseline", "actual"})
"""Roles that what is printed below a head cannot tell from others."""
_ANYTHING = frozenset({*LEVELS, "explanation", "standard", "deviation_reason", "remark"})
_NO_GRADE = dict.fromkeys(("grade1", "grade2", "grade3", "grade4"), -9.0)
"""Only a listed word (优, 良, 中, 差) heads a grade."""
MANY = frozenset({OTHER, TARGET})
_BESIDE = {
    "value": TARGET,
    "name": "explanation",
    "level2": "level1",
    "operator": "direction",  # 指标性质 and 指标方向 are used for either
    "direction": "operator",
}
_DONE, _AIMED = ("实际", "完成"), ("预期", "预计", "计划", "目标", "应")
_PAST = compiled(r"[上前近去]\S?年|历年|以前")
_OF_A_YEAR = compiled(r"20\d{2}年?度?")
_OF_A_PLACE = compiled(r"全[国省市县区]|[\u4e00-\u9fff]{1,6}(?:省|市|县|区|州|盟|旗|乡|镇)")
_PLACE = 1.0  # so does one of a place
_YEARLY = 3.0  # a column of a year holds what is measured
_REACHED = 1.5  # a label that speaks of what was done, beside another value
_THIS_YEAR = ("年度", "当年", "本年", "全年")
_RANK = {"level1": 0, "level2": 1, "name": 2, "value": 3}

# In nats; a label that the vocabulary lists outweighs what stands below it unless all of it says otherwise.
_LISTED = 5.0
_UNLISTED = -5.0  # another role than the listed one
_SECOND = 3.0  # the role of a second column under the same label, or of one that is easily taken for another
_OF_THIS_YEAR = 3.0  # of several values the year's own is the form's target
_LIKE = 0.8  # of the logarithm of what the label is like
_LEAST_LIKE = -3.0
_CLEARLY = 0.5  # the least share of a role that only its label tells
_NO_LABEL = -1.0
_OTHER = -0.8  # no role at all
_TARGET = -0.6
_BELOW = 3.0  # the weight of many cells below; of n cells _BELOW * (1 - exp(-n / _FEW))
_FEW = 2.0
_MOST_CELLS = 12
_LEAST_CELL = -4.0
_OWN_LEVEL, _MANY_LEVELS = -0.5, 0.4  # an unknown word beside known levels, and the share of these that makes it one
_REPEATED = 2.5  # names differ from row to row; levels do not
_FEW_ROWS, _ENOUGH_ROWS = 0.3, 3  # a row or two say little against a listed head
_LEAST_BELOW = -2.0  # the most that texts speak against a listed head under which anything may stand
_OUT_OF_ORDER = 1.5
_NOT_FIRST = 0.3  # of values that nothing else tells apart the first is the target
_NO_NAME, _NO_VALUE = 8.0, 3.0
_BEAM, _ALIKE = 96, 3
DOUBTFUL = 0.8


class HeadCell(Struct, frozen=True):
    """A column as it is printed.

    Attributes:
        label: its head, ``""`` where none is printed.
        known: the role that the vocabulary, or the head above it, gives it; ``None`` where neither does.
        texts: what is printed below it, a text a row: a cell over several rows stands for each of them.
    """

    label: str
    known: str | None
    texts: tuple[str, ...]


class Decision(Struct, frozen=True):
    """The role of a column.

    Attributes:
        confidence: 0 to 1.
        second: the role it would have otherwise.
    """

    role: str
    confidence: float
    second: str | None = None


def decide(heads: Sequence[HeadCell], vocabulary: Vocabulary, lexicon: Lexicon | None = None) -> list[Decision]:
    """Return the role of each column, left to right."""
    scores = [_scores(head, vocabulary, lexicon) for head in heads]
    beam: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for column in scores:
        longer = [
            (total + score - _misplaced(role, roles), (*roles, role))
            for total, roles in beam
            for role, score in column
            if role in MANY or role not in roles
        ]
        beam = _best_of(longer)
    finished = sorted(((total - _missing(roles), roles) for total, roles in beam), reverse=True)
    best, roles = finished[0]
    decisions = []
    for place, role in enumerate(roles):
        second, other = next(
            ((total, found[place]) for total, found in finished if found[place] != role), (-math.inf, None)
        )
        confidence = 1.0 if other is None else 1 / (1 + math.exp(max(second - best, -50.0)))
        decisions.append(Decision(role, round(confidence, 2), other))
    return decisions


def is_past(label: str) -> bool:
    """Return whether a head speaks of an earlier year."""
    return _PAST.search(label) is not None


def _best_of(found: list[tuple[float, tuple[str, ...]]]) -> list[tuple[float, tuple[str, ...]]]:
    """The best partial assignments: what may follow depends on which roles are used, so that a few of each such set do."""
    kept: list[tuple[float, tuple[str, ...]]] = []
    alike: Counter[frozenset[str]] = Counter()
    for entry in sorted(found, key=lambda entry: entry[0], reverse=True):
        used = frozenset(entry[1])
        if alike[used] < _ALIKE:
            alike[used] += 1
            kept.append(entry)
    return kept[:_BEAM]


def _scores(head: HeadCell, vocabulary: Vocabulary, lexicon: Lexicon | None) -> list[tuple[str, float]]:
    """Each role with its score for a column, the hopeless ones left out."""
    by_label = _label_scores(head.label, head.known)
    cells = [text for text in head.texts if text][:_MOST_CELLS]
    found = []
    weight = _FEW_ROWS if head.known is not None and len(cells) < _ENOUGH_ROWS else 1.0
    for role in (*ROLES, TARGET, OTHER):
        below = 0.0 if role == OTHER else _below(cells, "value" if role == TARGET else role, vocabulary, lexicon)
        if role == head.known and role in _ANYTHING:
            below = max(below, _LEAST_BELOW)
        found.append((role, by_label[role] + weight * below))
    top = max(score for _, score in found)
    return [(role, score) for role, score in found if score > top - 12]


def _below(cells: Sequence[str], role: str, vocabulary: Vocabulary, lexicon: Lexicon | None) -> float:
    """What the cells below a head say for a role; a few that agree say nearly as much as many."""
    if not cells:
        return 0.0
    least = _LEAST_CELL
    if role in LEVELS and sum(map(vocabulary.is_level, cells)) >= _MANY_LEVELS * len(cells):
        least = _OWN_LEVEL
    mean = sum(max(role_score(text, role, vocabulary, lexicon), least) for text in cells) / len(cells)
    repeated = _REPEATED * (1 - len(set(cells)) / len(cells))
    if role == "name":
        mean -= repeated
    elif role in LEVELS:
        mean += repeated
    return _BELOW * (1 - math.exp(-len(cells) / _FEW)) * mean


@lru_cache(maxsize=4096)
def _label_scores(label: str, known: str | None) -> dict[str, float]:
    if known is not None:
        scores = {role: _LISTED if role == known else _UNLISTED for role in (*ROLES, OTHER, TARGET)}
        if known in _BESIDE:
            scores[_BESIDE[known]] = _SECOND
        if known == "value" and any(word in label for word in _THIS_YEAR):
            scores["value"] += _OF_THIS_YEAR
        return scores
    if not label:
        return dict.fromkeys(ROLES, _NO_LABEL) | _NO_GRADE | {OTHER: _OTHER, TARGET: _NO_LABEL + _TARGET}
    shares = load_likeness().shares(plain_label(label), "columns")
    scores = {
        role: 2 * _LEAST_LIKE
        if role in _BY_LABEL and shares.get(role, 0.0) < _CLEARLY
        else max(_LIKE * math.log(shares.get(role, 1e-9)), _LEAST_LIKE)
        for role in ROLES
    }
    scores |= _NO_GRADE | {OTHER: _OTHER + 0.5 * shares.get(NOTHING, 0.0), TARGET: scores["value"] + _TARGET}
    if _OF_A_YEAR.match(label) is not None:
        scores |= {role: score + _YEARLY for role, score in scores.items() if role in (*VALUES, TARGET)}
        scores |= {role: score - _YEARLY for role, score in scores.items() if role in ("weight", "score", OTHER)}
    if _OF_A_PLACE.fullmatch(label) is not None:
        scores |= {role: scores[role] + _PLACE for role in ("value", TARGET)}
    if is_past(label):
        scores["actual"] -= _REACHED
    elif any(word in label for word in _DONE) and not any(word in label for word in _AIMED):
        scores["actual"] = max(scores["actual"], _LEAST_LIKE) + _REACHED
        scores["value"] -= _REACHED
        scores[TARGET] -= _REACHED
    return scores


def _misplaced(role: str, roles: Sequence[str]) -> float:
    """What it costs that a role is right of one that usually follows it, or the target behind a further one."""
    rank = _RANK.get(role)
    late = rank is not None and any(_RANK.get(other, -1) > rank for other in roles)
    return (_OUT_OF_ORDER if late else 0.0) + (_NOT_FIRST if role == "value" and TARGET in roles else 0.0)


def _missing(roles: Sequence[str]) -> float:
    cost = 0.0 if "name" in roles else _NO_NAME
    return cost + (0.0 if any(role in roles for role in (*VALUES, "operator")) else _NO_VALUE)
