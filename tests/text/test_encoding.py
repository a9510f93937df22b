"""Bytes to characters: what is believed, what is refused, what is repaired."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import EncodingError
from extractor.readers.encoding import decode

FORM = (
    "财政项目支出绩效目标申报表\n项目名称\t阅览室设备更新\t项目性质\t经常性专项业务费\n"
    "实施单位\t示范市图书馆\n满意度指标\t读者满意度\t≥90.00(%)\n"
)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_each_encoding_is_told_by_its_bytes(codec: str, name: str) -> None:
    decoded = decode(FORM.encode(codec), source="a.txt")
    assert (decoded.encoding, decoded.text, decoded.notes) == (name, FORM, ())


@pytest.mark.parametrize("text", ["项目名称", "联通", "市民满意度≥90%", "单位:元"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_few_characters_are_enough_where_only_one_reading_is_believable(text: str, codec: str) -> None:
    assert decode(text.encode(codec), source="a.txt").text == text


def test_a_byte_order_mark_of_gb18030_is_not_text() -> None:
    decoded = decode(b"\x84\x31\x95\x33" + FORM.encode("gb18030"), source="a.txt")
    assert (decoded.encoding, decoded.text) == ("gb18030", FORM)


def test_ascii_is_utf8() -> None:
    assert decode(b"a\tb\r\n", source="a.txt").evidence == "only ASCII characters"


@pytest.mark.parametrize(
    "data",
    [
        ("財政項目支出績效目標申報表,由主管部門負責實施,預算金額為九十五萬元。" * 5).encode("big5"),
        ("予算の目標を達成するために事業を実施する。財政支出の評価。" * 5).encode("euc-jp"),
        ("予算の目標を達成するために事業を実施する。財政支出の評価。" * 5).encode("shift-jis"),
        ("예산 목표를 달성하기 위하여 사업을 실시한다." * 5).encode("euc-kr"),
        "Бюджет и показатели эффективности".encode("cp1251"),
        FORM.encode("utf-32-le"),
        FORM.encode("iso2022_jp", "ignore"),
    ],
)
def test_what_is_no_chinese_text_is_refused_with_the_remedy(data: bytes) -> None:
    with pytest.raises(EncodingError) as raised:
        decode(data, source="a.txt")
    assert raised.value.source == "a.txt"
    assert raised.value.remedy == "Save it as UTF-8, or name its encoding with --encoding."


def test_one_bad_byte_names_its_place() -> None:
    data = bytearray(FORM.encode())
    data[30] = 0xFF
    with pytest.raises(EncodingError, match=r"Not utf-8: byte ff at offset 30 does not fit"):
        decode(bytes(data), source="a.txt")


def test_a_named_encoding_is_used_without_guessing() -> None:
    text = "財政項目支出績效目標"
    assert decode(text.encode("big5"), source="a.txt", encoding="Big5").text == text
    assert decode(FORM.encode("gbk"), source="a.txt", encoding="gb2312").encoding == "gb18030"
    assert decode(FORM.encode("utf-8-sig"), source="a.txt", encoding="utf8").text == FORM
    assert decode(FORM.encode("utf-16"), source="a.txt", encoding="utf-16").encoding == "utf-16-le"


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (FORM.encode("gb18030"), "utf-8", "Not utf-8: byte b2 at offset 0 does not fit."),
        (b"\xef\xbb\xbfabc\xff", "utf-8", "Not utf-8: byte ff at offset 6 does not fit."),
        (b"abc", "klingon", "No encoding is called 'klingon'."),
        (b"abc", "utf-16", "utf-16 without a byte order mark leaves the order of the bytes open."),
        (b"abc", "rot13", "rot-13 cannot be used to read text"),
    ],
)
def test_a_named_encoding_that_does_not_fit_is_an_error(data: bytes, encoding: str, message: str) -> None:
    with pytest.raises(EncodingError) as raised:
        decode(data, source="a.txt", encoding=encoding)
    assert raised.value.message.startswith(message)


@pytest.mark.parametrize(
    ("codec", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1), ("utf-16-le", 1), ("utf-16", 1)]
)
def test_a_character_cut_off_at_the_end_is_left_out_with_a_note(codec: str, cut: int) -> None:
    data = (FORM + "完").encode(codec)
    decoded = decode(data[:-cut], source="a.txt")
    left = {("utf-8", 1): 2, ("utf-8", 2): 1}.get((codec, cut), 1)
    assert decoded.text == FORM
    assert decoded.notes == (f"the file ends inside a character: its last {left} byte(s) are not read",)


def test_control_characters_become_spaces_with_a_note() -> None:
    decoded = decode((FORM + "a\x00b\x07c").encode(), source="a.txt")
    assert decoded.text == FORM + "a b c"
    assert decoded.notes == (f"2 control character(s) replaced by spaces, the first at character {len(FORM) + 1}",)


def test_invisible_direction_marks_are_removed_and_damage_is_told() -> None:
    decoded = decode((FORM + "\u202e12\u202c\ufffd").encode(), source="a.txt")
    assert decoded.text == FORM + "12\ufffd"
    assert decoded.notes == (
        "2 invisible direction mark(s) removed",
        "1 replacement character(s): the text was damaged before it came here",
    )


@settings(max_examples=200, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decoded = decode(data, source="a.txt")
    except EncodingError:
        return
    assert not any(ord(char) < 32 and char not in "\t\n\r\f" for char in decoded.text)
    assert not any(0xD800 <= ord(char) < 0xE000 for char in decoded.text)
