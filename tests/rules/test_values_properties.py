"""Properties of the grammar over arbitrary text and over generated values."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.form import Value
from extractor.model.text import collapse_spaces
from rules.values import parse, render
from rules.values.folding import fold
from rules.values.numbers import chinese_digits, exact_digits, multiplied

# Pieces that the forms are made of, so that chance builds values and near-values rather than noise.
PIECES = [
    "≥", "≤", "=", "＞", "〉", "不低于", "不超过", "控制在", "达到", "约", "定性", "定量", "以上", "以内", "及以上", "左右", "(含)", "内", "前", "底", "初", "之间",
    "2026", "2026年", "年", "12", "12月", "月", "31日", "日", "第", "季度", "上半年", "全年", "年底", "2026-01", "2026.1", "2026-01-01", "202601", "Q1",
    "-", "~", "至", "—", "、", "且", ",", "。", ".", "/", "·", "*", " ", "(", ")", "（", "）", "%", "‰", "百分之", "万", "亿", "千", "张", "元", "人", "次", "人次",
    "个", "工作日", "小时", "天", "每", "每年", "台套", "m²", "㎡", "M", "1", "7", "24", "90.00", "1,234", "①", "²", "×", "XX", "**", "___", "一", "两", "三十", "半",
    "优", "良", "三级", "及时", "提升", "降低", "一次性", "完成", "到位", "起", "止", "自", "余", "成", "¥", "《", "》",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=14),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.text(alphabet=sorted(set("".join(PIECES))), max_size=16),
)

OPERATORS = st.sampled_from(["", "≥", ">", "=", "<", "≤", "不低于", "不超过", "大于", "小于"])
UNITS = st.sampled_from(
    [
        "",
        "%",
        "‰",
        "万张",
        "万元",
        "元/千瓦时",
        "元/人*月",
        "人次",
        "台(套)",
        "工作日",
        "天",
        "月",
        "次/年",
        "㎡",
        "M",
        "百分点",
        "成",
    ]
)
DECIMALS = st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=2)
YEARS, MONTHS, DAYS = st.integers(1990, 2099), st.integers(1, 12), st.integers(1, 28)
STRUCTURED = st.one_of(
    st.builds("{}{}({})".format, OPERATORS, DECIMALS, UNITS),
    st.builds(
        lambda low, step, unit: f"{low}-{low + step}{unit}",
        st.integers(0, 999),
        st.integers(1, 999),
        st.sampled_from(["%", "个", "万张", "个工作日", "天内"]),
    ),
    st.builds("{}个工作日内".format, st.integers(1, 90)),
    st.builds(
        "每{}{}{}次".format,
        st.sampled_from(["年", "季度", "月", "半年", "两年"]),
        st.sampled_from(["", "不少于", "≥"]),
        st.integers(1, 400),
    ),
    st.builds("{}年{}月{}日{}".format, YEARS, MONTHS, DAYS, st.sampled_from(["", "前", "前完成"])),
    st.builds("{}月底{}".format, MONTHS, st.sampled_from(["", "前", "到位"])),
    st.builds("{}年{}月-{}年{}月".format, st.integers(1990, 2020), MONTHS, st.integers(2021, 2099), MONTHS),
    st.builds("{}{}{}".format, OPERATORS, st.sampled_from(["**", "XX", "__"]), st.sampled_from(["%", "人", "万元"])),
)


def settled(value: Value) -> Value:
    """A value without what a canonical spelling does not carry."""
    return msgspec.structs.replace(value, raw=None, confidence=1.0)


@given(TEXTS)
@settings(max_examples=1500, derandomize=True)
def test_total_lossless_and_the_canonical_spelling_reads_back(text: str) -> None:
    value = parse(text)
    assert (value.raw or "") == collapse_spaces(text)
    assert (value.kind == "missing") == (value.raw is None)
    assert 0 < value.confidence <= 1
    assert settled(parse(render(value))) == settled(value)


@given(STRUCTURED)
@settings(max_examples=500, derandomize=True)
def test_generated_values_are_structured_and_read_back(text: str) -> None:
    value = parse(text)
    assert value.kind not in ("text", "missing")
    assert settled(parse(render(value))) == settled(value)
    assert render(parse(render(value))) == render(value)


@given(TEXTS)
@settings(max_examples=500, derandomize=True)
def test_no_digit_is_invented(text: str) -> None:
    value = parse(text)
    printed = {digit for digit in fold(text) if digit in "0123456789"}
    for number in (value.number, value.low, value.high):
        if number is not None and not any(
            char in text for char in "〇零○一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟."
        ):
            assert set(number) - {"-", "."} <= printed
            assert number in fold(text).replace(",", "").replace(" ", "")


@given(OPERATORS, DECIMALS, st.sampled_from([("万张", 4), ("亿元", 8), ("千人", 3), ("%", 0), ("元/人·月", 0)]))
@settings(max_examples=200, derandomize=True)
def test_scales_are_multiplied_out_exactly(operator: str, number: Decimal, unit: tuple[str, int]) -> None:
    value = parse(f"{operator}{number}({unit[0]})")
    assert value.number == str(number)
    assert value.canonical is not None
    assert value.canonical.number is not None
    assert Decimal(value.canonical.number) == number.scaleb(unit[1])
    assert "E" not in value.canonical.number


def spell(number: int) -> str:
    """An integer below 10^8 in Chinese numerals, as written out in prose."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return spell(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + spell(low))
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


@given(st.integers(0, 99_999_999))
@settings(max_examples=400, derandomize=True)
def test_chinese_numerals(number: int) -> None:
    assert chinese_digits(spell(number)) == str(number)


def test_numerals_that_are_none() -> None:
    assert [
        chinese_digits(text) for text in ("", "百", "千", "万", "十十", "三五", "百十", "一二百", "点五", "三点")
    ] == [None] * 10
    assert [chinese_digits(text) for text in ("十", "十五", "两百零五", "二〇二六", "九十五点五", "半", "壹佰贰拾", "一亿零五十")] == [
        "10", "15", "205", "2026", "95.5", "0.5", "120", "100000050",
    ]  # fmt: skip


def test_printed_numbers_keep_their_decimals() -> None:
    assert [exact_digits(text) for text in ("1,234.50", "90.00", "+5", "-3", ".5")] == [
        "1234.50",
        "90.00",
        "5",
        "-3",
        "0.5",
    ]
    assert multiplied("0.1", "10000") == "1000"
    assert multiplied("1" * 60 + ".25", "100000000") == "1" * 60 + "25000000"


@given(st.text(max_size=40))
@settings(max_examples=200, derandomize=True)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_keeps_number_forms_apart() -> None:
    assert fold("１，２３４①　１００²（％）～－⼯") == "1,234① 100²(%)~-工"
