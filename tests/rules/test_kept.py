"""Parsed rules are kept beside Python's compiled modules, and never used once the rules are others."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rules.files import cache as module
from rules.files.cache import kept
from rules.files.version import rules_version


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the piece ``labels`` is kept."""
    monkeypatch.setattr(module, "__spec__", SimpleNamespace(cached=str(tmp_path / "kept.cpython-311.pyc")))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept.cpython-311.labels"


def never() -> None:
    raise AssertionError("it was parsed again")


def test_a_piece_is_parsed_once(place):
    data = {"名称": ["项目", 1, 2.5, True, None]}
    assert kept("labels", lambda: data) == data
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    assert marshal.loads(place.read_bytes()) == (rules_version(), data)
    assert kept("labels", never) == data


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"no marshal at all", marshal.dumps(7), marshal.dumps(("2020-01-01+000000000000", "old"))]
)
def test_what_is_broken_or_of_other_rules_is_replaced(place, content):
    place.write_bytes(content)
    assert kept("labels", lambda: "new") == "new"
    assert kept("labels", never) == "new"


def test_rules_edited_since_the_process_began_are_not_kept(place, monkeypatch):
    monkeypatch.setattr(module, "shipped_hash", lambda: "f" * 12)
    assert kept("labels", lambda: "edited") == "edited"
    assert not place.exists()


def test_nothing_is_written_where_python_writes_no_modules(place, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept("labels", lambda: 1) == 1
    assert not place.exists()


def test_a_place_that_cannot_be_written_or_that_there_is_none_of_is_no_error(place, monkeypatch):
    place.mkdir()
    assert kept("labels", lambda: 2) == 2
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    monkeypatch.setattr(module, "__spec__", SimpleNamespace(cached=None))
    assert kept("labels", lambda: 3) == 3


def test_broken_rules_are_told_and_not_kept(place):
    with pytest.raises(AssertionError, match="parsed again"):
        kept("labels", never)
    assert not place.exists()
