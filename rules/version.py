"""The version of the rules that every output carries: date and content hash."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

RULES_DATE = "2026-11-23"
_PARTS = ("*.py", "values/*.py", "checks/*.py", "profiles/*.yaml", "vocabulary/*.yaml", "lexicon/*.csv")


@cache
def rules_version(directory: Path = Path(__file__).parent) -> str:
    """``date+hash``: the hash is over the names and bytes of every rule module and data file."""
    digest = hashlib.sha256()
    for pattern in _PARTS:
        for path in sorted(directory.glob(pattern)):
            digest.update(path.relative_to(directory).as_posix().encode())
            digest.update(path.read_bytes())
    return f"{RULES_DATE}+{digest.hexdigest()[:12]}"
