"""Patterns kept between processes are what :mod:`re` makes of them."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rules.checks  # noqa: F401 -- its modules compile theirs
from extractor.model import patterns
from extractor.model.patterns import compiled

ROOT = Path(__file__).parents[2]
TEXT = r"(?P<年>\d{4})[年./]|(?i:yes)|[甲乙丙丁\u4e00-\u4e10]+(?<!不)"
PROGRAM = (
    "import sys; from extractor.model import patterns;"
    "found = patterns.compiled(sys.argv[1]).fullmatch('2026年');"
    "print(found['年'], (sys.argv[1], 0) in patterns._kept())"
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a process with this cache of compiled modules keeps its patterns."""
    return (
        tmp_path / "cache" / ROOT.relative_to("/") / f"extractor/model/patterns.{sys.implementation.cache_tag}.patterns"
    )


def run(tmp_path: Path, *flags: str) -> str:
    """What the program prints, and that it says nothing else."""
    command = [sys.executable, "-X", f"pycache_prefix={tmp_path / 'cache'}", *flags, "-c", PROGRAM, TEXT]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_a_kept_pattern_is_the_one_that_re_compiles() -> None:
    compiled("x")
    known = [(text, flags, code) for (text, flags), code in {**patterns._kept(), **patterns._new}.items()]
    assert len(known) > 100
    for text, flags, code in known:
        made, true = patterns._pattern(text, code), re.compile(text, flags)
        assert made == true, text  # compares text, flags and code
        assert (made.groups, made.groupindex) == (true.groups, true.groupindex)


@pytest.mark.parametrize("flags", [0, re.I, re.S | re.X, re.A])
def test_flags(flags: int) -> None:
    assert compiled(TEXT, flags) == re.compile(TEXT, flags)
    assert compiled(rb"%PDF-\d", flags & ~re.A) == re.compile(rb"%PDF-\d", flags & ~re.A)


def test_a_broken_pattern_is_told_as_re_tells_it() -> None:
    with pytest.raises(re.error, match=r"unterminated subpattern at position 1"):
        compiled("x(")


def test_the_next_process_finds_them(tmp_path: Path, place: Path) -> None:
    assert run(tmp_path) == "2026 False\n"
    assert run(tmp_path) == "2026 True\n"
    (made_by, codes) = marshal.loads(place.read_bytes())
    assert made_by == (sys.version, sys.byteorder)
    assert list(codes) == [(TEXT, 0)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no marshal",
        marshal.dumps(("another Python", {(TEXT, 0): (0, b"", 0, {}, ())})),
        marshal.dumps(((sys.version, sys.byteorder), {(TEXT, 0): (0, b"\0\0\0\0", 0, {}, ())})),
        marshal.dumps(((sys.version, sys.byteorder), {(TEXT, 0): "nonsense"})),
    ],
)
def test_what_is_damaged_or_another_s_is_not_used(tmp_path: Path, place: Path, data: bytes) -> None:
    run(tmp_path)
    place.write_bytes(data)
    assert run(tmp_path).startswith("2026 ")


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, place: Path) -> None:
    assert run(tmp_path, "-B") == "2026 False\n"
    assert not place.exists()
    place.parent.parent.parent.mkdir(parents=True)
    place.parent.parent.write_text("a file where a folder should be")
    assert run(tmp_path) == "2026 False\n"
