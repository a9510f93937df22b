"""The decoder of levels: what wins where spans are drawn, and where labels have slid."""

from __future__ import annotations

import pytest

from extractor.model.form import PrintedLevels
from rules.indicators.decoder import Mark
from rules.indicators.levels import judge_sequence, judge_spans
from rules.indicators.names import LEXICON_DIR, Lexicon, load_lexicon, read_csv
from rules.labels import load_vocabulary

VOCABULARY = load_vocabulary()
NOBODY_KNOWS = Lexicon([], [])


def mark(printed: str, row: float) -> Mark:
    """A label as the flattened reader would report it."""
    two = VOCABULARY.level2.get(printed)
    one = VOCABULARY.level1.get(printed)
    if two and not one:
        return Mark(2, two, printed, row)
    assert one is not None
    return Mark(1, one, printed, row)


def test_labels_in_place_carry_down() -> None:
    marks = [
        mark("产出指标", 0),
        mark("数量指标", 0),
        mark("质量指标", 2),
        mark("效益指标", 3),
        mark("社会效益指标", 3),
    ]
    levels = judge_sequence(["甲", "乙", "丙", "丁", "戊"], marks, VOCABULARY, NOBODY_KNOWS, trust=1.6)
    assert [item.level2 for item in levels] == ["数量指标", "数量指标", "质量指标", "社会效益指标", "社会效益指标"]
    assert [item.judgement["level2"].by for item in levels] == ["cell", "order", "cell", "cell", "order"]
    assert [item.judgement["level2"].rule for item in levels] == ["H-CELL", "H-CARRY", "H-CELL", "H-CELL", "H-CARRY"]
    assert levels[1].printed == PrintedLevels("产出指标", "数量指标")


def test_a_lost_label_is_found_again_when_later_labels_slid_up() -> None:
    names = [
        "卡片制作数量",
        "制作合格率",
        "申请到领取时限合规率",
        "需求满足率",
        "有责投诉率",
        "管理制度健全性",
        "市民满意度",
    ]
    marks = [
        mark("产出指标", 0), mark("数量指标", 0), mark("质量指标", 1), mark("效益指标", 2), mark("社会效益指标", 2),
        mark("可持续影响指标", 4), Mark(1, "满意度指标", "满意度指标", 5), Mark(2, "服务对象满意度指标", "服务对象满意度指标", 5),
    ]  # fmt: skip
    levels = judge_sequence(names, marks, VOCABULARY, Lexicon([], read_csv(LEXICON_DIR / "patterns.csv")))
    assert [item.level2 for item in levels] == [
        "数量指标", "质量指标", "时效指标", "社会效益指标", "社会效益指标", "可持续影响指标", "服务对象满意度指标",
    ]  # fmt: skip
    assert levels[2].printed == PrintedLevels("效益指标", "社会效益指标")
    assert levels[2].judgement["level2"].by == "name"
    assert levels[2].judgement["level2"].rule == "pattern:time-limit-ok"
    assert levels[4].printed.level2 == "可持续影响指标"
    assert [item.level1 for item in levels] == ["产出指标"] * 3 + ["效益指标"] * 3 + ["满意度指标"]


def test_unknown_names_never_move_a_tidy_label() -> None:
    marks = [
        mark("成本指标", 0),
        mark("经济成本指标", 0),
        mark("产出指标", 1),
        mark("时效指标", 1),
        mark("数量指标", 2),
    ]
    levels = judge_sequence(["甲项", "乙项", "丙项"], marks, VOCABULARY, NOBODY_KNOWS, trust=1.6)
    assert [item.level2 for item in levels] == ["经济成本指标", "时效指标", "数量指标"]


def test_the_forms_own_order_beats_the_canonical_one() -> None:
    marks = [
        mark("效益指标", 0),
        mark("社会效益指标", 0),
        mark("成本指标", 1),
        mark("经济成本指标", 1),
        mark("产出指标", 2),
        mark("数量指标", 2),
    ]
    levels = judge_sequence(["政策知晓率", "项目总成本", "培训人数"], marks, VOCABULARY, load_lexicon())
    assert [item.level2 for item in levels] == ["社会效益指标", "经济成本指标", "数量指标"]
    assert {item.judgement["level2"].by for item in levels} == {"cell"}


def test_centred_labels_speak_for_the_rows_around_them() -> None:
    marks = [
        mark("产出指标", 2),
        mark("数量指标", 1),
        mark("质量指标", 3.5),
        mark("效益指标", 5),
        mark("社会效益指标", 5),
    ]
    levels = judge_sequence(list("甲乙丙丁戊己"), marks, VOCABULARY, NOBODY_KNOWS, anchor="centre")
    assert [item.level2 for item in levels] == ["数量指标"] * 3 + ["质量指标"] * 2 + ["社会效益指标"]
    assert levels[0].printed == PrintedLevels("产出指标", "数量指标")


def test_drawn_labels_win_over_the_name() -> None:
    levels = judge_spans("产出指标", "质量指标", "市民满意度", VOCABULARY, load_lexicon(), spans=(True, False))
    assert (levels.level1, levels.level2) == ("产出指标", "质量指标")
    assert (levels.judgement["level1"].by, levels.judgement["level2"].by) == ("span", "cell")
    assert levels.judgement["level2"].confidence == 0.93


@pytest.mark.parametrize(
    ("level1", "level2", "expected"),
    [
        ("产出指标(50分)", "数 量指标", ("产出指标", "数量指标")),
        ("产出指标", "成本指标", ("成本指标", "经济成本指标")),
        ("效果指标", "环境效益指标", ("效益指标", "生态效益指标")),
        ("满意度指标", None, ("满意度指标", "服务对象满意度指标")),
        ("项目完成指标", "产出进度指标", ("产出指标", "时效指标")),
        ("投入和管理目标", "财务管理", (None, None)),
        ("产出指标", "自定义指标", ("产出指标", None)),
    ],
)
def test_synonyms_fold_into_the_canonical_labels(
    level1: str, level2: str | None, expected: tuple[str | None, str | None]
) -> None:
    levels = judge_spans(level1, level2, "甲", VOCABULARY, NOBODY_KNOWS)
    assert (levels.level1, levels.level2) == expected
    assert levels.printed == PrintedLevels(level1, level2)


def test_the_posterior_is_a_probability() -> None:
    names = ["甲", "投诉率", "乙", "健全性", "丙"] * 8
    marks = [mark("产出指标", 0), mark("数量指标", 1), mark("社会效益指标", 12), mark("可持续影响指标", 30)]
    levels = judge_sequence(names, marks, VOCABULARY, load_lexicon())
    assert len(levels) == 40
    assert all(0.0 < item.judgement["level2"].confidence <= 0.99 for item in levels)


def test_a_table_longer_than_any_form_is_judged_in_parts() -> None:
    marks = [mark("产出指标", 0), mark("数量指标", 0), mark("质量指标", 450)]
    levels = judge_sequence(["甲"] * 1000, marks, VOCABULARY, NOBODY_KNOWS, trust=4.0)
    assert [item.level2 for item in levels] == ["数量指标"] * 450 + ["质量指标"] * 550
