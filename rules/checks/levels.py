"""Levels that do not fit each other or the indicator's name, and what the reading of flattened tables overruled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.model.form import Indicator
from extractor.model.patterns import compiled
from rules.checks.framework import Hit, Subject, check
from rules.checks.places import at
from rules.indicators.names import NameEvidence, name_key
from rules.labels import Vocabulary, plain_label

_OLD_COST = compiled(r"(产出)?成本(指标|目标)?")
# Labels of older forms that have no place in the canonical vocabulary, and need none.
_NO_PLACE = frozenset(
    ("投入管理", "财务管理", "实施管理", "人力资源", "部门协助", "配套设施", "信息共享", "其他资源投入")
)
_INPUT = compiled(r"投入")


def _canonical(subject: Subject, indicator: Indicator) -> tuple[str | None, str | None]:
    """What the printed labels of a row say, in the canonical vocabulary."""
    vocabulary: Vocabulary = subject.reading.match.profile.vocabulary
    one, two = indicator.printed.level1, indicator.printed.level2
    return (vocabulary.level1.get(one) if one else None), (vocabulary.level2.get(two) if two else None)


def _label(one: str | None, two: str | None) -> str:
    return " / ".join(label for label in (one, two) if label) or "—"


def _overruled(subject: Subject) -> Iterator[tuple[str, Indicator, float]]:
    """Rows of a flattened table whose judged level 2 is not the printed one."""
    for path, indicator in subject.indicators():
        judgement = indicator.judgement.get("level2")
        if judgement is None or indicator.level2 is None:
            continue
        says1, says2 = _canonical(subject, indicator)
        if says2 == indicator.level2 and _OLD_COST.fullmatch(plain_label(indicator.printed.level2 or "")):
            continue  # older forms print 成本 among the outputs
        if says2 != indicator.level2 or (says1 is not None and says1 != indicator.level1):
            yield path, indicator, judgement.confidence


def _slid(path: str, indicator: Indicator, confidence: float) -> Hit:
    printed = indicator.printed
    judgement = indicator.judgement["level2"]
    words = {
        "name": indicator.name or "",
        "printed": _label(printed.level1, printed.level2),
        "judged": _label(indicator.level1, indicator.level2),
        "confidence": f"{confidence:.2f}",
    }
    evidence = {
        "printed": [printed.level1, printed.level2],
        "judged": [indicator.level1, indicator.level2],
        "by": judgement.by,
        "confidence": confidence,
        "reason": judgement.reason,
        "rule": judgement.rule,
    }
    return Hit(f"{path}.level2", words, evidence, at(indicator))


@check("LEVEL_SLID")
def level_slid(subject: Subject) -> Iterator[Hit]:
    rows = [(indicator, *_canonical(subject, indicator)) for _, indicator in subject.indicators()]
    parents = {says1 for _, says1, _ in rows}
    divided = {indicator.level1 for indicator, _, says2 in rows if says2 is not None and says2 == indicator.level2}
    for path, indicator, confidence in _overruled(subject):
        says1, says2 = _canonical(subject, indicator)
        if says2 is None and says1 == indicator.level1 and indicator.level1 not in divided:
            continue  # one label is printed for both levels
        if says2 == indicator.level2 and indicator.level1 not in parents:
            continue  # level 1 is not printed, or folded into another
        yield _slid(path, indicator, confidence)


@check("LEVEL_DOUBTFUL")
def level_doubtful(subject: Subject) -> Iterator[Hit]:
    return (_slid(*found) for found in _overruled(subject) if found[2] < subject.limits.level_confidence)


@check("LEVEL_UNKNOWN")
def level_unknown(subject: Subject) -> Iterator[Hit]:
    seen: set[str] = set()
    for path, indicator in subject.indicators():
        label = indicator.printed.level2
        if indicator.level2 is None and label and label not in seen and plain_label(label) not in _NO_PLACE:
            seen.add(label)
            yield Hit(
                f"{path}.level2",
                {"label": label, "ordinal": str(indicator.ordinal)},
                {"label": label},
                at(indicator, "level2"),
            )


@check("LEVEL_MISSING")
def level_missing(subject: Subject) -> Iterator[Hit]:
    if not any(indicator.printed.level2 for indicator in subject.form.indicators):
        return
    broken = len(subject.form.provenance.pages) > 1
    for path, indicator in subject.indicators():
        # A label cell cut by a page break leaves rows without a label that is there on paper.
        if indicator.level2 is None and not indicator.printed.level2 and indicator.name and not broken:
            yield Hit(f"{path}.level2", {"name": indicator.name}, {"level1": indicator.printed.level1}, at(indicator))


@check("LEVEL_PARENT")
def level_parent(subject: Subject) -> Iterator[Hit]:
    levels = subject.reading.match.profile.vocabulary.levels
    own_satisfaction = any(_canonical(subject, item)[0] == "满意度指标" for item in subject.form.indicators)
    for path, indicator in subject.indicators():
        says1, says2 = _canonical(subject, indicator)
        printed1, printed2 = indicator.printed.level1, indicator.printed.level2
        if says1 is None or says2 is None or printed1 is None or printed2 is None or levels[says2].parent == says1:
            continue
        carried = any(judgement.by == "order" for judgement in indicator.judgement.values())
        if carried or _older_family(printed1, printed2, says1, says2, own_satisfaction):
            continue
        words = {"name": indicator.name or "", "level1": printed1, "level2": printed2, "parent": levels[says2].parent}
        yield Hit(f"{path}.level1", words, {"printed": [printed1, printed2], "parent": words["parent"]}, at(indicator))


def _older_family(printed1: str, printed2: str, says1: str, says2: str, own_satisfaction: bool) -> bool:
    if says1 == "产出指标" and _OLD_COST.fullmatch(plain_label(printed2)):
        return True
    if _INPUT.match(plain_label(printed1)):
        return True
    return says1 == "效益指标" and says2 == "服务对象满意度指标" and not own_satisfaction


class _Nature(Struct, frozen=True):
    """Names of one nature: where they belong, and the level 2 labels under which they certainly do not."""

    pattern: re.Pattern[str]
    home: str
    wrong: frozenset[str]


_COSTS = frozenset(("经济成本指标", "社会成本指标", "生态环境成本指标"))
_BENEFITS = frozenset(("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"))
_OUTPUTS = frozenset(("数量指标", "质量指标", "时效指标"))
_SATISFIED = frozenset(("服务对象满意度指标",))
_ELSEWHERE = frozenset(("社会效益指标", "生态效益指标", "可持续影响指标"))
_NATURES = (
    _Nature(compiled("满意(?:度|率|程度)$"), "服务对象满意度指标", _COSTS | _OUTPUTS | _BENEFITS),
    _Nature(
        compiled("(?:及时率|及时性|按时率|准时率|按期完成率|时限合规率)$"),
        "时效指标",
        (_COSTS | _SATISFIED | _BENEFITS | {"数量指标"}) - {"社会效益指标"},
    ),
    _Nature(
        compiled("(?<!降低)(?<!节约)(?<!节省)(?<!减少)成本(?:控制(?:数|率|有效性|情况))?$"),
        "经济成本指标",
        _OUTPUTS | _SATISFIED | _ELSEWHERE,
    ),
    _Nature(
        compiled("(?:机制|体系|制度)(?:健全性|健全程度|完善程度)$|长效(?:管理)?机制"),
        "可持续影响指标",
        _COSTS | _SATISFIED | {"数量指标", "时效指标"},
    ),
    _Nature(
        compiled("(?:验收|一次|质量|抽检|产品|工程|货物)[^,]{0,6}(?:合格率|达标率|通过率)$"),
        "质量指标",
        _COSTS | _SATISFIED | {"经济效益指标"},
    ),
)
_LIKELY = 0.1


def _against_name(subject: Subject, indicator: Indicator, evidence: NameEvidence) -> str | None:
    """The level 2 that a name clearly asks for instead of its own, ``None`` where the lexicon is not clear."""
    level2 = indicator.level2
    if level2 is None or evidence.rule is None or evidence.probability(level2) >= _LIKELY:
        return None
    key = name_key(indicator.name or "")
    for nature in _NATURES:
        if nature.pattern.search(key):
            return nature.home if level2 in nature.wrong and evidence.best == nature.home else None
    return None


def _named(subject: Subject, *, other_level1: bool) -> Iterator[Hit]:
    levels = subject.reading.match.profile.vocabulary.levels
    for (path, indicator), evidence in zip(subject.indicators(), subject.reading.names, strict=True):
        home = _against_name(subject, indicator, evidence)
        if home is None or (levels[home].parent != indicator.level1) != other_level1:
            continue
        words = {
            "name": indicator.name or "",
            "level": _label(indicator.printed.level1, indicator.printed.level2),
            "home": _label(levels[home].parent, home),
        }
        shown = {"level2": indicator.level2, "expected": home, "rule": evidence.rule, "share": evidence.share}
        yield Hit(f"{path}.level{1 if other_level1 else 2}", words, shown, at(indicator))


@check("LEVEL1_AGAINST_NAME")
def level1_against_name(subject: Subject) -> Iterator[Hit]:
    return _named(subject, other_level1=True)


@check("LEVEL2_AGAINST_NAME")
def level2_against_name(subject: Subject) -> Iterator[Hit]:
    return _named(subject, other_level1=False)
