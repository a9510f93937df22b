"""Which level 1 and level 2 an indicator belongs to.

Where spans were drawn (or declared), the printed label always wins. Flattened text has lost its spans and its labels
slide a row or a column or vanish; there the rows are a sequence and the level-2 labels are states, in the order in
which this form prints them, and the best path through them is found under three kinds of evidence: the label printed in
or near a row, carry-down from the row before, and what the indicator's name says. A posterior over all paths gives the
confidence of each row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.form import JudgedBy, Judgement, PrintedLevels
from rules.indicators.decoder import Anchor, Mark, Scale, State, decode, states_of
from rules.indicators.names import Lexicon, NameEvidence
from rules.labels import Vocabulary, canonical_or_none

# Rows of one flattened table that are judged together; no form has nearly as many.
LONGEST = 120

# How likely a name's place must be for a table that prints no levels at all.
_CLEAR = 0.7


class Levels(Struct, frozen=True):
    """The judged and the printed levels of one row."""

    level1: str | None
    level2: str | None
    printed: PrintedLevels
    judgement: Mapping[str, Judgement]
    name_evidence: NameEvidence


def judge_sequence(
    names: Sequence[str | None],
    marks: Sequence[Mark],
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    *,
    anchor: Anchor = "first",
    trust: float = 1.0,
    edges: Sequence[float] = (),
) -> list[Levels]:
    """Judge the rows of a flattened table.

    Args:
        names: indicator names in reading order; ``None`` where none is.
        marks: level labels in reading order.
        anchor: ``first`` where a label is in the first row of its segment, ``centre`` where it is centred on it.
        trust: how much a printed label weighs against a name; 1 for visibly damaged tables, more for tidy ones.
        edges: for centred labels the lines at which rows begin and the last one ends (one more than ``names``), on the
            scale of ``Mark.line``; by default every row is one line.
    """
    if not names:
        return []
    if len(names) > LONGEST:
        return _in_parts(names, marks, vocabulary, lexicon, anchor=anchor, trust=trust, edges=edges)
    evidence = [lexicon.judge(name) for name in names]
    if not marks:
        return [_by_name(one, vocabulary) for one in evidence]
    states = states_of([*marks, *_speaking_for_both(marks, vocabulary)], vocabulary)
    path, posterior = decode(evidence, states, marks, Scale(anchor, trust, tuple(edges), len(names)))
    printed = _printed(len(names), marks, states, path, anchor, vocabulary)
    own = {(mark.level, mark.row) for mark in marks}
    return [
        _levels(states[path[i]], printed[i], evidence[i], _share(states, path[i], posterior[i]), own, i, vocabulary)
        for i in range(len(names))
    ]


def _in_parts(
    names: Sequence[str | None],
    marks: Sequence[Mark],
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    *,
    anchor: Anchor,
    trust: float,
    edges: Sequence[float],
) -> list[Levels]:
    """A table longer than any form, judged part by part: the cost of a part grows with the square of its rows."""
    size = LONGEST if len(names) <= 10 * LONGEST else 40
    parts: dict[int, list[Mark]] = {}
    for mark in marks:
        parts.setdefault(int(max(mark.row, 0)) // size, []).append(mark)
    carried: dict[int, Mark] = {}
    out: list[Levels] = []
    for number, start in enumerate(range(0, len(names), size)):
        own = [replace(mark, row=mark.row - start) for mark in parts.get(number, ())]
        begun = {mark.level for mark in own if mark.row <= 0}
        before = [replace(mark, row=0.0, line=None) for level, mark in carried.items() if level not in begun]
        stop = min(start + size, len(names))
        out += judge_sequence(
            names[start:stop],
            [*before, *own],
            vocabulary,
            lexicon,
            anchor=anchor,
            trust=trust,
            edges=edges[start : stop + 1] if edges else (),
        )
        carried |= {mark.level: mark for mark in own}
    return out


def _speaking_for_both(marks: Sequence[Mark], vocabulary: Vocabulary) -> list[Mark]:
    """Level-2 marks for level-1 labels whose only level 2 the form does not print (满意度指标 alone)."""
    printed = {mark.canonical for mark in marks if mark.level == 2}
    return [
        replace(mark, level=2, canonical=child)
        for mark in marks
        if mark.level == 1 and (child := _only_child(mark.canonical, vocabulary)) and child not in printed
    ]


def _share(states: Sequence[State], chosen: int, posterior: Mapping[int, float]) -> float:
    """How much of all paths' weight puts the row where the best path does."""
    return sum(share for k, share in posterior.items() if states[k].level2 == states[chosen].level2)


def _printed(
    n: int, marks: Sequence[Mark], states: Sequence[State], path: Sequence[int], anchor: Anchor, vocabulary: Vocabulary
) -> list[PrintedLevels]:
    """What the cells themselves say: the label in the row, or the one carried down to it.

    Centred labels are in the middle of their rows, so a plain carry-down would misread the table's own statement;
    there the printed label is the nearest one that the judged order allows.
    """
    printed: list[PrintedLevels] = []
    ordered = sorted(marks, key=lambda mark: mark.row)
    texts = {mark.canonical: mark.printed for mark in reversed(ordered) if mark.level == 2}
    parents = {mark.canonical: mark.printed for mark in reversed(ordered) if mark.level == 1}
    for i in range(n):
        if anchor == "centre":
            state = states[path[i]]
            printed.append(PrintedLevels(parents.get(state.parent), texts.get(state.level2)))
            continue
        level1 = level2 = current = None
        for mark in ordered:
            if mark.row > i:
                break
            if mark.level == 1:
                level1 = mark.printed
                if current != mark.canonical:
                    level2 = None  # a new level 1 ends the level 2 of the one before
            else:
                level2, current = mark.printed, vocabulary.levels[mark.canonical].parent
        printed.append(PrintedLevels(level1, level2))
    return printed


def _levels(
    state: State,
    printed: PrintedLevels,
    evidence: NameEvidence,
    share: float,
    own: set[tuple[int, float]],
    row: int,
    vocabulary: Vocabulary,
) -> Levels:
    says2 = vocabulary.level2.get(printed.level2) if printed.level2 else None
    says1 = vocabulary.level1.get(printed.level1) if printed.level1 else None
    confidence = round(min(share, 0.99), 2)
    by: JudgedBy
    if says2 == state.level2:
        by, rule = ("cell", "H-CELL") if (2, row) in own else ("order", "H-CARRY")
        reason = (
            f"{printed.level2} is printed in this row."
            if by == "cell"
            else f"{printed.level2} carries down to this row."
        )
        if evidence.best == state.level2:
            reason += " The name agrees."
    else:
        by, rule, reason = _overruled(state, printed, evidence)
    judge2 = Judgement(by, confidence, reason, rule)
    if says1 == state.parent:
        in_row = (1, row) in own
        judge1 = Judgement(
            "cell" if in_row else "order",
            confidence,
            f"{printed.level1} covers this row.",
            "H-CELL" if in_row else "H-CARRY",
        )
    else:
        judge1 = Judgement("order", confidence, f"{state.level2} belongs to {state.parent}.", "H-PARENT")
    return Levels(
        canonical_or_none(state.parent),
        canonical_or_none(state.level2),
        printed,
        {"level1": judge1, "level2": judge2},
        evidence,
    )


def _overruled(state: State, printed: PrintedLevels, evidence: NameEvidence) -> tuple[JudgedBy, str, str]:
    stands = f"{printed.level2} is printed here" if printed.level2 else "no level 2 is printed here"
    if evidence.probability(state.level2) >= 0.3:
        return (
            "name",
            evidence.rule or "H-NAME",
            f"{stands}, but the name points to {state.level2}; labels of this table slid.",
        )
    if state.marks:
        return (
            "order",
            "H-ORDER",
            f"{stands}, but {state.level2} is due in the order in which this form prints its labels.",
        )
    return "order", "H-ORDER", f"{stands}; {state.level2} is printed nowhere and fits between its neighbours."


_SPAN_RULES: dict[JudgedBy, str] = {"order": "H-CARRY", "span": "H-SPAN", "cell": "H-CELL"}


def judge_spans(
    level1: str | None,
    level2: str | None,
    name: str | None,
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    *,
    spans: tuple[bool, bool] = (False, False),
    carried: tuple[bool, bool] = (False, False),
    one_column: bool = False,
    certainty: float = 0.99,
) -> Levels:
    """Judge a row of a drawn table: the printed label wins, the name can only lower the confidence.

    Args:
        level1, level2: labels as printed in the cells that cover the row; ``None`` where nothing is.
        spans: whether each label's cell covers more than one row.
        carried: whether each label was carried down over blank cells (a span cut by a page break, an unmerged table).
        one_column: whether levels share one column, where a label such as 成本指标 speaks for both.
        certainty: confidence of a label that is in its place; less where the spans were inferred.
    """
    if level1 and not level2 and level1 not in vocabulary.level1 and level1 in vocabulary.level2:
        level1, level2 = None, level1  # the form's first level is the second of all others
        spans, carried = (False, spans[0]), (False, carried[0])
    evidence = lexicon.judge(name)
    says2 = vocabulary.level2.get(level2) if level2 else None
    says1 = vocabulary.level1.get(level1) if level1 else None
    if says1 is None and says2 is None and level2:
        says1 = vocabulary.level1.get(
            level2
        )  # 实施效果指标 over 产出指标: the form's second level is the first of all others
    parent = vocabulary.levels[says2].parent if says2 else None
    # A level 1 that also reads as a level 2 (满意度指标 alone; 成本指标 under 产出 before 2021) speaks for both.
    if says2 is None and level2 is None and level1 and says1:
        says2 = _only_child(says1, vocabulary) or (vocabulary.level2.get(level1) if one_column else None)
    if level1 is None and level2 is None:
        return _by_name(evidence, vocabulary)
    canonical1 = parent or says1
    judgement: dict[str, Judgement] = {}
    for key, label, canonical, place in (("level1", level1, canonical1, 0), ("level2", level2, says2, 1)):
        if canonical_or_none(canonical) is None:
            continue
        by: JudgedBy = "order" if carried[place] or label is None else "span" if spans[place] else "cell"
        doubt = 0.0 if evidence.rule is None or says2 is None or evidence.probability(says2) >= 0.02 else 0.06
        base = certainty - 0.06 if by == "order" else certainty
        if label is not None:
            judgement[key] = _by_label(by, label, base - doubt)
            continue
        reason = f"{level1} has this level 2 alone." if key == "level2" else f"{says2} belongs to {canonical}."
        judgement[key] = Judgement(by, round(base - doubt, 2), reason, "H-PARENT")
    return Levels(
        canonical_or_none(canonical1), canonical_or_none(says2), PrintedLevels(level1, level2), judgement, evidence
    )


@lru_cache(maxsize=1024)
def _by_label(by: JudgedBy, label: str, confidence: float) -> Judgement:
    """A level by its printed label; rows under one label share the judgement."""
    if by == "order":
        reason = f"{label} carries down to this row."
    elif by == "span":
        reason = f"The cell {label} is drawn over this row."
    else:
        reason = f"The cell {label} stands in this row."
    return Judgement(by, round(confidence, 2), reason, _SPAN_RULES[by])


def _by_name(evidence: NameEvidence, vocabulary: Vocabulary) -> Levels:
    """A row of a table without levels: where its name belongs if that is clear, else nowhere."""
    best = evidence.best
    if best is None or best not in vocabulary.levels or evidence.probability(best) < _CLEAR:
        return Levels(None, None, PrintedLevels(None, None), {}, evidence)
    parent = vocabulary.levels[best].parent
    confidence = round(0.9 * evidence.probability(best), 2)
    judged = Judgement(
        "name", confidence, f"No level is printed; the name points to {best}.", evidence.rule or "H-NAME"
    )
    judgement = {"level1": judged, "level2": judged}
    return Levels(parent, best, PrintedLevels(None, None), judgement, evidence)


def _only_child(parent: str, vocabulary: Vocabulary) -> str | None:
    children = [level.label for level in vocabulary.levels.values() if level.parent == parent]
    return children[0] if len(children) == 1 else None
