"""The editable vocabulary: how it is loaded, and what is said when it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RulesError
from rules.files.yaml import read_mapping
from rules.values import shipped_grammar
from rules.values.lexicon import SIGNS
from rules.values.vocabulary import VOCABULARY_DIR, load, longest_first, words

TERMS = shipped_grammar().terms


@pytest.mark.parametrize("path", sorted(VOCABULARY_DIR.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_file_is_a_mapping(path: Path) -> None:
    assert dict(load(path.stem)) == dict(read_mapping(path))


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    path.write_text("a: [1\nb: 2\n", encoding="utf-8")
    with pytest.raises(RulesError, match=r"units\.yaml:2:2: Not valid YAML"):
        read_mapping(path)


def test_a_list_at_the_top_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    path.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(RulesError, match="must be a mapping"):
        read_mapping(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")


def test_a_file_cannot_construct_objects(tmp_path: Path) -> None:
    path = tmp_path / "evil.yaml"
    path.write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(RulesError, match="Not valid YAML"):
        read_mapping(path)


def test_words() -> None:
    data = {"a": {"b": ["是", "否"]}, "c": [True], "d": "x", "e": None}
    assert words(data, "a", "b", source="t.yaml") == ("是", "否")
    assert words(data, "e", source="t.yaml") == words(data, "none", "at all", source="t.yaml") == ()
    for key in ("c", "d"):
        with pytest.raises(RulesError, match=f"'{key}' must be a list of words"):
            words(data, key, source="t.yaml")


def test_longest_first() -> None:
    assert longest_first(["万", "万元", "元", "万"]) == ["万元", "万", "元"]


def test_operator_codes_are_the_finance_systems() -> None:
    table = TERMS.operators
    assert [table.codes[sign] for sign in SIGNS] == [1, 2, 3, 4, 5]
    assert [table.directions[sign] for sign in SIGNS] == ["up", "up", "point", "down", "down"]
    assert table.natures["定性"] == 6


@pytest.mark.parametrize("spelling", sorted(TERMS.units.spellings))
def test_every_listed_unit_is_read(spelling: str) -> None:
    unit = TERMS.units.read(spelling)
    assert unit is not None
    name = TERMS.units.spellings[spelling]
    assert unit.canonical == TERMS.units.factors.get(name, (name, ""))[0]


@pytest.mark.parametrize(
    ("printed", "canonical", "factor", "dimension", "rate"),
    [
        ("万张", "张", "10000", "count", None),
        ("亿元", "元", "100000000", "money", None),
        ("万", None, "10000", "none", None),
        ("千米", "公里", "1", "length", None),
        ("千瓦时", "千瓦时", "1", "energy", None),
        ("百分点", "百分点", "1", "ratio", None),
        ("人次", "人次", "1", "count", None),
        ("万人次", "人次", "10000", "count", None),
        ("户次", "户次", "1", "count", None),
        ("亩次", "亩次", "1", "count", None),
        ("个工作日", "工作日", "1", "time", None),
        ("次/季", "次/季度", "1", "event", "time"),
        ("次每年", "次/年", "1", "event", "time"),
        ("次/2年", "次/2年", "1", "event", "time"),
        ("元/人*月", "元/人·月", "1", "money", "mixed"),
        ("元/(人·月)", "元/人·月", "1", "money", "mixed"),
        ("元/人天", "元/人·天", "1", "money", "person_time"),
        ("万元/公里", "元/公里", "10000", "money", "length"),
        ("例/万人", "例/万人", "1", "count", "count"),
        ("KM", "公里", "1", "length", None),
        ("M", "M", "1", "other", None),
        ("m", "米", "1", "length", None),
    ],
)
def test_units(printed: str, canonical: str | None, factor: str, dimension: str, rate: str | None) -> None:
    unit = TERMS.units.read(printed)
    assert unit is not None
    assert (unit.canonical, unit.factor, unit.dimension, unit.rate) == (canonical, factor, dimension, rate)


@pytest.mark.parametrize("printed", ["宗地", "元/宗地", "元/", "0%", "2年", "工作日内", "(", "·"])
def test_what_is_not_listed_is_not_guessed(printed: str) -> None:
    assert TERMS.units.read(printed) is None


def test_an_unlisted_unit_stays_as_printed_where_it_must_be_one() -> None:
    assert (TERMS.units.any("万元/宗地").canonical, TERMS.units.any("万元/宗地").factor) == ("元/宗地", "10000")
    assert (TERMS.units.any("宗地").canonical, TERMS.units.any("宗地").dimension) == ("宗地", "unknown")


def test_lists_hold_no_word_twice_with_two_meanings() -> None:
    words_ = TERMS.words
    assert not words_.booleans & words_.listed
    # Alone these describe; in a list (优、良、一般、差) they are ranks of a scale.
    assert {word for word in words_.listed if words_.grades.fullmatch(word)} == {"优良", "一般", "良好"}
