"""The value grammar, row by row: what is printed, and exactly what it must mean."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model.form import Canonical, Value
from rules.values import RULES, parse, render, shipped_grammar
from tests.rules.value_examples import BLANKS, CODES, DIRECTIONS, EVERYTHING, MOMENTS, NUMBERS, RANGES, WORDS


def settled(value: Value) -> Value:
    """A value without what a canonical spelling does not carry."""
    return msgspec.structs.replace(value, raw=None, confidence=1.0)


def test_the_table_is_big() -> None:
    assert len(EVERYTHING) == len(set(EVERYTHING)) >= 150


@pytest.mark.parametrize(("printed", "kind", "operator", "number", "unit", "plain", "name"), NUMBERS)
def test_numbers(
    printed: str, kind: str, operator: str | None, number: str, unit: str | None, plain: str, name: str | None
) -> None:
    expected = Value(
        None,
        kind,
        operator,
        CODES.get(operator or ""),
        number,
        unit=unit,
        canonical=Canonical(plain, name),
        direction=DIRECTIONS[operator],
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize(("printed", "operator", "low", "high", "unit", "least", "most", "name"), RANGES)
def test_ranges(
    printed: str, operator: str | None, low: str, high: str, unit: str | None, least: str, most: str, name: str | None
) -> None:
    canonical = Canonical(unit=name, low=least, high=most)
    expected = Value(
        None, "range", operator, CODES.get(operator or ""), None, low, high, unit, canonical, DIRECTIONS[operator]
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize(("printed", "kind", "operator", "date", "start", "end"), MOMENTS)
def test_moments(
    printed: str, kind: str, operator: str | None, date: str | None, start: str | None, end: str | None
) -> None:
    canonical = Canonical(date=date, start=start, end=end)
    expected = Value(
        None, kind, operator, CODES.get(operator or ""), canonical=canonical, direction=DIRECTIONS[operator]
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize(("printed", "kind", "operator", "code", "direction"), WORDS)
def test_words(printed: str, kind: str, operator: str | None, code: int | None, direction: str) -> None:
    assert settled(parse(printed)) == Value(None, kind, operator, code, direction=direction)  # type: ignore[arg-type]


@pytest.mark.parametrize(("printed", "operator", "unit"), BLANKS)
def test_blanks_of_a_template_keep_operator_and_unit(printed: str, operator: str | None, unit: str) -> None:
    expected = Value(
        None, "placeholder", operator, CODES.get(operator or ""), unit=unit, direction=DIRECTIONS[operator]
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize("printed", [None, "", "  ", "\n", "\u3000", "\u200b"])
def test_missing(printed: str | None) -> None:
    assert parse(printed) == Value(raw=None, kind="missing")


def test_a_printed_nature_decides_the_code() -> None:
    value = parse("定性≥90%")
    assert (value.operator, value.operator_code, value.number) == ("≥", 6, "90")


@pytest.mark.parametrize(
    ("printed", "raw"),
    [
        (
            "与来沪人员信息系 统、上海市社区事 务受理信息系统等 信息对接、共享",
            "与来沪人员信息系统、上海市社区事务受理信息系统等信息对接、共享",
        ),
        ("＞＝９０ ％", "＞＝９０％"),
        ("1,234①", "1,234①"),
        ("2020年全年。", "2020年全年。"),
        ("Windows Server 2022", "Windows Server 2022"),
    ],
)
def test_raw_is_as_printed_but_for_wrap_spaces(printed: str, raw: str) -> None:
    assert parse(printed).raw == raw


@pytest.mark.parametrize(
    ("printed", "confidence"),
    [
        ("=100.00(%)", 1.0),
        ("2个工作日内", 1.0),
        ("及时", 1.0),
        ("与…系统对接、共享", 0.9),
        ("1,234①", 0.95),
        ("292%", 0.4),
        ("2100%", 0.4),
        ("200%", 1.0),
        ("≥292%", 1.0),
        ("〉90%", 0.8),
        ("=100.00(%", 0.8),
        ("约90%", 0.8),
        ("=90%以上", 0.7),
        ("≥30挂", 0.7),
        ("≥30.00(宗地)", 0.85),
        ("=15080 00.00(元/年)", 0.5),
        ("2023.07", 0.6),
        ("2026", 0.6),
        ("955.500.00", 0.6),
    ],
)
def test_confidence(printed: str, confidence: float) -> None:
    assert parse(printed).confidence == confidence


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("＞＝９０％", "≥90(%)"),
        ("≥30.00(万张)", "≥30.00(万张)"),
        ("2个工作日内", "≤2(工作日)"),
        ("三十万张", "30(万张)"),
        ("80%～90%", "80~90(%)"),
        ("每年不少于2次", "≥2(次/年)"),
        ("2023年12月31日前", "≤2023年12月31日"),
        ("12月底到位", "12月完成"),
        ("2023.07-2024.01", "2023年7月至2024年1月"),
        ("2020年全年。", "2020年"),
        ("≥**人", "≥**(人)"),
        ("——", "-"),
        ("有效", "有效"),
        ("2023.07(含)", "2023.07()"),
        (None, ""),
    ],
)
def test_render(printed: str | None, canonical: str) -> None:
    assert render(parse(printed)) == canonical


@pytest.mark.parametrize("printed", EVERYTHING)
def test_the_canonical_spelling_reads_back(printed: str) -> None:
    value = parse(printed)
    assert settled(parse(render(value))) == settled(value)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_decides_its_example(rule) -> None:  # type: ignore[no-untyped-def]
    decision = shipped_grammar().explain(rule.example)
    assert (decision.rule, decision.value.kind) == (rule.id, rule.kind)


def test_rule_ids_are_unique_and_hits_count_the_rules_that_never_fire() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    hits = shipped_grammar().rule_hits([None, "", "=100.00(%)", "95%", "及时", "三级"])
    assert {rule: count for rule, count in hits.items() if count} == {
        "missing": 2,
        "quantity": 2,
        "word": 1,
        "grade": 1,
    }
    assert set(hits) == {"missing", *(rule.id for rule in RULES)}


@pytest.mark.parametrize(
    "hostile",
    ["1" * 100_000, "一" * 100_000, "1," * 50_000, "≥" * 100_000, "2026年" * 20_000, "(" * 100_000, "每" * 100_000],
)
def test_a_hostile_length_is_text_and_nothing_is_lost(hostile: str) -> None:
    value = parse(hostile)
    assert (value.kind, value.raw, value.number) == ("text", hostile, None)
