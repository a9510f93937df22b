"""Which files are read."""

from __future__ import annotations

import os

import pytest

from extractor.batch import Failure, Selection, find_inputs, names_one_file

TREE = (
    "a.pdf",
    "b.txt",
    "c.dwg",
    "sub/d.PDF",
    "sub/draft-e.pdf",
    "sub/deep/f.tsv",
    "old/g.pdf",
    ".git/h.pdf",
    "~$i.pdf",
)


@pytest.fixture
def tree(tmp_path):
    for name in TREE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def _found(tree, *inputs, **selection):
    found = find_inputs(inputs or [tree], Selection(**selection))
    return [one.error.code if isinstance(one, Failure) else os.path.relpath(one, tree) for one in found]


def test_directories_are_searched_for_what_can_be_read(tree):
    assert _found(tree) == ["a.pdf", "b.txt", "old/g.pdf", "sub/d.PDF", "sub/draft-e.pdf", "sub/deep/f.tsv"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.pdf"], [], ["a.pdf", "old/g.pdf", "sub/d.PDF", "sub/draft-e.pdf"]),
        (["*.dwg"], [], ["c.dwg"]),
        (["sub/*"], [], ["sub/d.PDF", "sub/draft-e.pdf", "sub/deep/f.tsv"]),
        ([], ["old", "draft-*"], ["a.pdf", "b.txt", "sub/d.PDF", "sub/deep/f.tsv"]),
        ([], ["sub/deep"], ["a.pdf", "b.txt", "old/g.pdf", "sub/d.PDF", "sub/draft-e.pdf"]),
        (["*.pdf"], ["sub"], ["a.pdf", "old/g.pdf"]),
        (["*.xyz"], [], ["NOTHING_READABLE"]),
    ],
)
def test_patterns_choose(tree, include, exclude, expected):
    assert _found(tree, include=include, exclude=exclude) == expected


def test_patterns_as_inputs(tree):
    assert _found(tree, f"{tree}/*.pdf") == ["a.pdf", "~$i.pdf"]
    assert _found(tree, f"{tree}/**/*.PDF") == ["sub/d.PDF"]
    assert _found(tree, f"{tree}/s?b") == ["sub/d.PDF", "sub/draft-e.pdf", "sub/deep/f.tsv"]
    assert _found(tree, f"{tree}/*.pdf", exclude=["~*"]) == ["a.pdf"]
    assert _found(tree, f"{tree}/*.nope") == ["INPUT_MISSING"]


def test_a_pattern_that_finds_a_folder_and_what_is_in_it_reads_nothing_twice(tree):
    assert _found(tree, f"{tree}/sub**") == ["sub/d.PDF", "sub/draft-e.pdf", "sub/deep/f.tsv"]
    assert _found(tree, tree / "a.pdf", f"{tree}/a*", tree / "sub" / ".." / "a.pdf") == ["a.pdf"]


def test_a_name_with_signs_of_a_pattern_is_a_name_when_there_is_such_a_file(tree):
    (tree / "what?.pdf").touch()
    (tree / "[1].pdf").touch()
    assert _found(tree, f"{tree}/what?.pdf") == ["what?.pdf"]
    assert _found(tree, f"{tree}/[1].pdf") == ["[1].pdf"]


def test_folders_outside_are_never_entered(tree):
    outside = frozenset({str(tree / "sub")})
    assert _found(tree, outside=outside) == ["a.pdf", "b.txt", "old/g.pdf"]
    assert _found(tree, tree / "sub", outside=outside) == ["sub/d.PDF", "sub/draft-e.pdf", "sub/deep/f.tsv"]


def test_what_a_single_file_is(tree):
    assert names_one_file([str(tree / "a.pdf")])
    assert names_one_file(["-"])
    assert names_one_file([tree / "missing.pdf"])
    assert not names_one_file([tree])
    assert not names_one_file([f"{tree}/*.pdf"])
    assert not names_one_file([tree / "a.pdf", tree / "b.txt"])
