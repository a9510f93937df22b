"""The version of the rules that every output carries: date and content hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

RULES_DATE = "2026-11-24"
RULES = Path(__file__).parents[1]
DATA = RULES / "data"
"""The shipped rule files: what users edit, and nothing else."""
USER_PARTS = ("profiles/*.yaml", "vocabulary/*.yaml", "lexicon/*.csv")
_MODULES = ("", "families/", "files/", "heading/", "indicators/", "ruleset/", "shapes/", "values/", "checks/")
_WEIGHTS = ("likeness.csv", "indicators/name_likeness.csv")
_PARTS = (*(f"{folder}*.py" for folder in _MODULES), *_WEIGHTS, "data/*.yaml", *(f"data/{part}" for part in USER_PARTS))


def rules_version(users: Path | None = None) -> str:
    """``date+hash`` of the shipped rules, and ``date+hash+hash`` with a user's rules in force over them.

    A hash is over the names and bytes of every rule file (of the shipped rules also of their modules).

    Args:
        users: directory of the user's rules.
    """
    return _shipped() if users is None else f"{_shipped()}+{content_hash(users, USER_PARTS)}"


@cache
def _shipped() -> str:
    return f"{RULES_DATE}+{shipped_hash()}"


def shipped_hash() -> str:
    """The content hash of the shipped rules as they are now."""
    return content_hash(RULES, _PARTS)


def content_hash(directory: Path, parts: Iterable[str]) -> str:
    """The 12 hex digits of a hash over the files that some patterns (``folder/*.ending``) find in a directory."""
    digest = hashlib.blake2b(digest_size=6)
    for pattern in parts:
        folder, _, ending = pattern.rpartition("*")
        place = os.path.join(directory, folder)
        names = sorted(os.listdir(place)) if os.path.isdir(place) else ()
        for name in names:
            if name.endswith(ending):
                digest.update(f"{folder}{name}".encode())
                with open(os.path.join(place, name), "rb") as stream:
                    digest.update(stream.read())
    return digest.hexdigest()
