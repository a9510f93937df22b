"""What people set right, applied on top of every reading; what was read and what was set stay both visible.

A file in ``corrections/`` holds one correction or a list of them::

    {"document": "<sha256>", "form_id": "<12>-<ordinal>", "path": "indicators[3].value.number",
     "old": "9", "new": "90", "who": "李四", "when": "2026-11-23", "note": "scan cut off",
     "context": {"project.name": "…"}}

``form_id`` is null for paths of the document. ``context`` (optional) says what must be elsewhere in the form for the
correction to be about the same thing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field, to_builtins

from extractor.errors import UsageError
from extractor.model.notice import Notice
from extractor.model.patterns import compiled
from extractor.output.files import LONE
from rules.finding_types import finding_of

_STEP = compiled(r"([^.\[\]]+)|\[(\d+)\]")
_FORM = compiled(r"^forms\[\d+\]\.")
_MISSING = object()


class Correction(Struct, frozen=True):
    """One value that somebody set right (see the module)."""

    document: str
    form_id: str | None
    path: str
    old: Any
    new: Any
    who: str
    when: str
    note: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


def load_corrections(directory: Path) -> dict[str, list[Correction]]:
    """The corrections in a directory by document, in the order of their files.

    Raises:
        UsageError: a file is not one of corrections; nothing is read then, for its corrections would be lost.
    """
    found: dict[str, list[Correction]] = defaultdict(list)
    for path in sorted(directory.glob("*.json")):
        try:
            content = json.loads(path.read_bytes())
            for record in content if isinstance(content, list) else [content]:
                correction = Correction(**record)
                found[correction.document].append(correction)
        except (OSError, ValueError, TypeError) as exc:
            remedy = "Mend it, or move it away; docs/batch.md shows one."
            raise UsageError(f"this is no file of corrections ({exc}).", source=str(path), remedy=remedy) from exc
    return found


def correct(record: bytes, corrections: list[Correction]) -> bytes:
    """A document's JSON with corrections applied, each told in a finding.

    A correction whose value is neither read as ``old`` nor as ``new`` any more is applied all the same and told as
    ``CORRECTION_STALE``; one whose place or context is gone, or whose value the contract does not allow, is not, and is
    told as ``CORRECTION_LOST``.
    """
    result = json.loads(record)
    for one in corrections:
        form = _form(result, one.form_id)
        target = result if one.form_id is None else form
        path = _FORM.sub("", one.path) if one.form_id else one.path
        finding = _apply(result, target, path, one)
        (result if form is None else form)["findings"].append(finding)
    return (json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode("utf-8", LONE)


def _form(result: dict[str, Any], form_id: str | None) -> dict[str, Any] | None:
    return next((form for form in result["forms"] if form["form_id"] == form_id), None)


def _apply(result: dict[str, Any], target: dict[str, Any] | None, path: str, one: Correction) -> dict[str, Any]:
    steps = [name or int(index) for name, index in _STEP.findall(path)]
    found = _at(target, steps) if target is not None and steps else _MISSING
    if found is _MISSING:
        return _finding(result, one, "CORRECTION_LOST", None)
    strange = [key for key, value in one.context.items() if _at(target, _steps(key)) != value]
    if strange:
        return _finding(result, one, "CORRECTION_LOST", found, "context", ", ".join(strange))
    _set(target, steps, one.new)
    if not _keeps_contract(result):
        _set(target, steps, found)
        return _finding(result, one, "CORRECTION_LOST", found, "contract")
    if found in (one.old, one.new):
        return _finding(result, one, "CORRECTED", found)
    return _finding(result, one, "CORRECTION_STALE", found)


def _steps(path: str) -> list[str | int]:
    return [name or int(index) for name, index in _STEP.findall(path)]


def _at(value: Any, steps: list[str | int]) -> Any:
    for step in steps:
        try:
            fits = isinstance(value, list) if isinstance(step, int) else isinstance(value, dict)
            value = value[step] if fits else _MISSING
        except (IndexError, KeyError):
            return _MISSING
    return value


def _set(target: Any, steps: list[str | int], value: Any) -> None:
    holder: Any = _at(target, steps[:-1])
    holder[steps[-1]] = value


def _keeps_contract(result: dict[str, Any]) -> bool:
    from extractor.model.schema import validate_json

    try:
        validate_json(json.dumps(result, ensure_ascii=False).encode("utf-8", LONE))
    except ValueError:
        return False
    return True


def _finding(
    result: dict[str, Any], one: Correction, code: str, read: Any, wording: str | None = None, changed: str = ""
) -> dict[str, Any]:
    number = next((n for n, form in enumerate(result["forms"]) if form["form_id"] == one.form_id), None)
    words = {"who": one.who, "path": one.path, "changed": changed}
    values = (("old", one.old), ("new", one.new), ("read", None if read is _MISSING else read))
    words |= {name: json.dumps(value, ensure_ascii=False) for name, value in values}
    evidence = {"read": read, "old": one.old, "new": one.new, "who": one.who, "when": one.when}
    evidence |= {"note": one.note} if one.note else {}
    path = _FORM.sub("", one.path)
    place = path if number is None else f"forms[{number}].{path}"
    finding: dict[str, Any] = to_builtins(finding_of(Notice(code, words, evidence, place, wording=wording)))
    return finding
