"""What the model learns from: every label of the vocabularies with its meanings, and texts of forms that are no labels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rules.indicators.names import LEXICON_DIR, read_csv
from rules.labels import load_vocabulary, plain_label
from rules.likeness import NOTHING

ROOT = Path(__file__).parents[2]
KINDS = (
    "columns",
    "fields",
    "funding",
    "goals",
    "level1",
    "level2",
    "zones",
    "funding_block",
    "goal_block",
    "execution",
)
_TRUTHS = ("tests/unseen/truth.json", "tests/conditions/truth.json")
_LONGEST = 30


def labels() -> dict[str, list[str]]:
    """Return every listed label in its comparable form, with its meanings; a funding label's scope is left out."""
    vocabulary = load_vocabulary()
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        for entry in getattr(vocabulary, kind).entries():
            if not entry.label.startswith("re:") and not entry.meaning.startswith("?"):
                meaning = entry.meaning.partition("/")[0] if kind == "funding" else entry.meaning
                found.setdefault(entry.label, []).append(f"{kind}.{meaning}")
    return found


def others() -> list[str]:
    """Return names, values, bodies and goals of the committed documents: what stands beside labels."""
    texts = {row["name"] for row in read_csv(LEXICON_DIR / "names.csv")}
    for path in _TRUTHS:
        texts.update(_strings(json.loads((ROOT / path).read_text(encoding="utf-8"))))
    known = labels()
    return sorted(text for text in set(map(plain_label, texts)) if 1 < len(text) <= _LONGEST and text not in known)


def examples(known: dict[str, list[str]], texts: list[str]) -> list[tuple[str, str]]:
    """Return the examples of some labels and some other texts."""
    told = [(label, meaning) for label, meanings in known.items() for meaning in meanings]
    return [*told, *((text, NOTHING) for text in texts)]


def _strings(data: Any, key: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _strings(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value, key)
    elif isinstance(data, str) and key in {"name", "raw", "unit", "department", "annual", "overall", "value"}:
        yield data
