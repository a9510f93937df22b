"""The names of the committed forms with their level 2, each with the form that prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rules.indicators.names import LEXICON_DIR, name_key, read_csv
from rules.labels import load_vocabulary

ROOT = Path(__file__).parents[2]
_TRUTHS = ("tests/unseen/truth.json", "tests/conditions/truth.json")

Keyed = tuple[str, str, str]
"""Name in its comparable form, level 2, form."""


def keyed_names() -> list[Keyed]:
    """Return every name of the keyed forms that has a level 2, once a form."""
    paths = [*sorted((ROOT / "samples" / "expected").rglob("*.json")), *(ROOT / path for path in _TRUTHS)]
    levels = load_vocabulary().level2
    found = {
        (name_key(indicator["name"]), level2, form)
        for path in paths
        for form, indicator in _indicators(json.loads(path.read_text(encoding="utf-8")), path.name)
        if indicator.get("name") and (level2 := levels.get(indicator.get("level2") or ""))
    }
    return sorted(one for one in found if not one[1].startswith("?"))


def listed_names() -> list[tuple[str, str]]:
    """Return the names of the reviewed list with their level 2."""
    return sorted({(name_key(row["name"]), row["level2"]) for row in read_csv(LEXICON_DIR / "names.csv")})


def _indicators(data: Any, form: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each indicator below some keyed data, with the path of the form that holds it."""
    if isinstance(data, dict):
        for indicator in data.get("indicators") or ():
            if isinstance(indicator, dict):
                yield form, indicator
        for key, value in data.items():
            if key != "indicators":
                yield from _indicators(value, f"{form}/{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _indicators(value, f"{form}#{number}")
