"""What is wrong with rule files: every problem with its place, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractor.errors import RulesError


class Problem(Struct, frozen=True):
    """One thing that is wrong in a rule file.

    Attributes:
        path: the file as the user named it.
        line, column: from 1; ``None`` where the whole file is meant.
        message: what is wrong, a sentence.
        suggestion: the known word that was probably meant.
    """

    path: str
    line: int | None
    column: int | None
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        hint = f" Did you mean {self.suggestion!r}?" if self.suggestion else ""
        return f"{place}: {self.message}{hint}"


class BrokenRules(RulesError):
    """Rule files that cannot be used, with every problem that was found in them."""

    def __init__(self, problems: Sequence[Problem], *, remedy: str | None = None) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)), remedy=remedy)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.problems, self.remedy))


def _rebuild(problems: tuple[Problem, ...], remedy: str) -> BrokenRules:
    return BrokenRules(problems, remedy=remedy)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a mistyped one was probably meant to be, ``None`` where none is near."""
    choices = sorted(set(known))
    try:
        from rapidfuzz import fuzz, process
    except ImportError:  # a plain installation may lack it; the error itself does not depend on it
        from difflib import get_close_matches

        return next(iter(get_close_matches(word, choices, 1, 0.6)), None)
    found = process.extractOne(word, choices, scorer=fuzz.ratio, score_cutoff=60)
    return found[0] if found else None
