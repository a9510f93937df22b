"""Patterns of rule files. Shipped ones are tested and run with :mod:`re`; a user's run with a limit on their time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, Protocol

from extractor.model.patterns import compiled
from rules.files.problems import BrokenRules, Problem
from rules.files.yaml import RuleText

SECONDS = 0.5  # of processor time, for one comparison of one short text
LONGEST_PATTERN = 1000
_PROBE = 80
_MOST_WORDS = 60
_LITERALS = compiled(r"[^\\()\[\]{}|?*+.^$]+")


class Pattern(Protocol):
    """What the rules need of a pattern."""

    @property
    def pattern(self) -> str: ...
    def fullmatch(self, text: str, /) -> Any: ...
    def search(self, text: str, /) -> Any: ...


class GuardedPattern:
    """A user's pattern.

    Args:
        pattern: in the syntax of the ``regex`` module, which holds that of ``re``.
        where: its place, for messages.

    Raises:
        BrokenRules: the pattern is not valid.
    """

    __slots__ = ("_compiled", "pattern", "where")

    def __init__(self, pattern: str, where: str) -> None:
        import regex

        self.pattern, self.where = str(pattern), where
        try:
            if len(pattern) > LONGEST_PATTERN:
                raise ValueError(f"longer than {LONGEST_PATTERN} characters")
            self._compiled = regex.compile(self.pattern)
        except (regex.error, ValueError, OverflowError, RecursionError) as error:
            raise self._broken(f"Pattern {self.pattern[:80]!r} is not valid: {error}.") from error

    def __reduce__(self) -> tuple[object, ...]:
        return (GuardedPattern, (self.pattern, self.where))

    def fullmatch(self, text: str, /) -> Any:
        """As :meth:`re.Pattern.fullmatch`; raises BrokenRules when the pattern takes too long."""
        return self._timed(self._compiled.fullmatch, text)

    def search(self, text: str, /) -> Any:
        """As :meth:`re.Pattern.search`; raises BrokenRules when the pattern takes too long."""
        return self._timed(self._compiled.search, text)

    def probe(self) -> None:
        """Run the pattern on texts that make careless ones backtrack without end: its own words over and over.

        Raises:
            BrokenRules: it takes too long on one of them.
        """
        runs = _LITERALS.findall(self.pattern)
        words = sorted({word for run in runs for word in (run, *run)} | {"a", "1", "指"})[:_MOST_WORDS]
        began = time.process_time()
        for word in words:
            text = (word * _PROBE)[:_PROBE]
            for one in (text, *(text[: _PROBE - len(end)] + end + "\0" for end in ("", *runs[-8:]))):
                self.fullmatch(one)
                self.search(one)
                if time.process_time() - began > 4 * SECONDS:
                    raise self._slow(one)

    def _timed(self, run: Any, text: str) -> Any:
        try:
            return run(text, timeout=SECONDS)
        except TimeoutError as error:
            raise self._slow(text) from error

    def _slow(self, text: str) -> BrokenRules:
        return self._broken(
            f"Pattern {self.pattern!r} takes too long (on {text[:20]!r}…): it backtracks over and over."
        )

    def _broken(self, message: str) -> BrokenRules:
        path, line, column = split_place(self.where)
        return BrokenRules([Problem(path, line, column, message)])


class ShippedPattern:
    """A pattern of the shipped rules, compiled when it is first asked: no document needs all of them.

    Raises:
        BrokenRules: when it is asked and is not valid.
    """

    __slots__ = ("fullmatch", "pattern", "search")

    fullmatch: Callable[[str], Any]
    search: Callable[[str], Any]

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.fullmatch = lambda text: self.compiled().fullmatch(text)
        self.search = lambda text: self.compiled().search(text)

    def __reduce__(self) -> tuple[object, ...]:
        return (ShippedPattern, (self.pattern,))

    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, which answers from now on."""
        try:
            made = compiled(self.pattern)
        except re.error as error:
            message = f"Pattern {self.pattern!r} is not valid: {error}."
            raise BrokenRules([Problem("shipped rules", None, None, message)]) from error
        self.fullmatch, self.search = made.fullmatch, made.search
        return made


def compile_pattern(text: str, source: str | None = None) -> Pattern:
    """A pattern of a rule file: guarded when its text is a user's.

    Args:
        text: as it is in the file (its type tells whose it is).
        source: the pattern itself where it is only a part of ``text``.

    Raises:
        BrokenRules: a user's pattern is not valid.
    """
    pattern = str(text) if source is None else source
    if isinstance(text, RuleText):
        return GuardedPattern(pattern, text.where)
    return ShippedPattern(pattern)


def split_place(where: str) -> tuple[str, int | None, int | None]:
    """Path, line and column of a place such as ``rules/x.yaml:3:7`` or ``rules/x.csv:3``."""
    match = re.fullmatch(r"(.*?):(\d+)(?::(\d+))?", where)
    if match is None:
        return where, None, None
    return match[1], int(match[2]), int(match[3]) if match[3] else None
