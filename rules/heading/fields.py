"""The header fields of a form."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from extractor.model.form import CellProvenance, Project
from extractor.model.patterns import compiled
from extractor.model.table import Cell
from extractor.model.text import label_key
from rules.grid import cell_provenance
from rules.heading.pairs import BOXES, Pair
from rules.values import parse_date, parse_date_range

_CODED = compiled(r"[\[(【（［〔]?(?P<code>[0-9A-Za-z]{3,})[\])】）］〕]?[-—–_ ]*(?P<rest>.+)")
_CODED_BEHIND = compiled(r"(?P<rest>.+?)[\[(【（［〔](?P<code>[0-9A-Za-z]{6,})[\])】）］〕]")
_CODE_TOO = compiled(r"编码|代码|编号")
_FILING = compiled(r"申报|填报|编制|单位名称")
_LONE_NAME = "项目"  # a label that heads many things, and the project's name where nothing else does
_YEAR = compiled(r"(20\d{2}|19\d{2})\s*年?\s*(?:财政)?年?度|(20\d{2})年|(?:预算|项目|申报|所属)年度:(20\d{2})(?!\d)")
_MARK = compiled(r"[□☐√☑■✓✔☒▣]")
_NUMBERED = compiled(r"^(?:[(（]?\d{1,2}[)）.、．](?!\d)|[①-⑳])\s*")  # an option's own number: 1.部门项目☑ 2.专项资金□
_STAMP = compiled(r"[(（](?:盖章|公章|签章|单位公章)[)）]")
_PHONE = compiled(r"(\D{2,}?)[\s、,，/:：]*(?:电话[:：]?)?\s*((?:0\d{2,3}[-—]?)?\d{7,8}|1\d{10})$")
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_EMPTY = frozenset("□☐")
_DATE_FIELDS = ("start_date", "end_date")


class ProjectFields(Struct, frozen=True):
    """The project's fields with the place of each.

    Attributes:
        places: contract field to provenance.
        unread: date fields whose printed text is no date, field to text.
        cells: contract field (``name``, ``extra.联系电话``) to the cell that gave it.
    """

    project: Project
    places: dict[str, CellProvenance] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)


def read_fields(pairs: Iterable[Pair]) -> ProjectFields:
    """Header fields from label–value pairs; the first that carries a value wins, later ones go to ``extra``.

    A label that is only like one of a field never is in the way of one that is listed.
    """
    found: dict[str, str] = {}
    extra: dict[str, str] = {}
    places: dict[str, CellProvenance] = {}
    unread: dict[str, str] = {}
    cells: dict[str, Cell] = {}
    lone: Pair | None = None
    for pair in sorted(pairs, key=lambda pair: (pair.certainty < 1, pair.meaning == "unit" and _files(pair))):
        if pair.kind not in ("field", "unknown") or not pair.values:
            continue
        boxes = [cell.text for cell in pair.values if cell.text[:1] in BOXES]
        text = ticked(" ".join(boxes) if len(boxes) > 1 else pair.values[0].text)
        label = pair.label.text.rstrip(":：")
        if pair.kind == "unknown":
            extra.setdefault(label, text)
            lone = pair if label == _LONE_NAME else lone
        elif pair.meaning == "period":
            # Beginning and end may stand in a cell each, with or without a 至 between them.
            ends = [cell.text for cell in pair.values if parse_date(cell.text) is not None]
            _period("至".join(ends) if len(ends) == 2 else text, label, found, extra, unread)
            places.setdefault("start_date", cell_provenance(pair.row, pair.values[0]))
            cells.setdefault("start_date", pair.values[0])
            cells.setdefault("end_date", pair.values[-1] if len(ends) == 2 else pair.values[0])
        elif pair.meaning in found:
            if found[pair.meaning] != text:
                extra.setdefault(label, text)
        else:
            _store(pair.meaning, text, label, found, extra, unread)
            places[pair.meaning] = cell_provenance(pair.row, pair.values[0])
            cells[pair.meaning] = pair.values[0]
        if label in extra:
            cells.setdefault(f"extra.{label}", pair.values[0])
    if "name" not in found and lone is not None:
        found["name"], cells["name"] = extra.pop(_LONE_NAME), cells.pop(f"extra.{_LONE_NAME}")
        places["name"] = cell_provenance(lone.row, lone.values[0])
    return ProjectFields(Project(**found, extra=extra), places, unread, cells)


def _files(pair: Pair) -> bool:
    """Whether a label names the body that files the form, which another may carry out: 申报单位 beside 具体实施单位."""
    return _FILING.search(pair.label.text) is not None


def ticked(text: str) -> str:
    """The options ticked in a row of boxes (``新增项目□ 延续项目√``), joined by ``;``; any other text as it is."""
    marks = [(match.start(), match[0]) for match in _MARK.finditer(text)]
    if len(marks) == 1 and marks[0][0] == 0 and marks[0][1] not in _EMPTY:
        return text[1:].strip() or text  # ☑新增 alone
    if not any(mark in _EMPTY for _, mark in marks) or not any(mark not in _EMPTY for _, mark in marks):
        return text
    parts = _MARK.split(text)
    # Marks stand all before or all after their options: before when the text begins with one.
    options = parts[1:] if not parts[0].strip() else parts[:-1]
    marked = zip(options, marks, strict=True)
    chosen = [_NUMBERED.sub("", option.strip()) for option, (_, mark) in marked if mark not in _EMPTY]
    return ";".join(option for option in chosen if option) or text


def _store(
    meaning: str, text: str, label: str, found: dict[str, str], extra: dict[str, str], unread: dict[str, str]
) -> None:
    if meaning in _DATE_FIELDS:
        date = parse_date(text, side="end" if meaning == "end_date" else "start")
        if date is None:
            unread[meaning] = text
            extra.setdefault(label, text)
        else:
            found[meaning] = date
        return
    if meaning == "contact" and (named := _PHONE.fullmatch(text)):
        extra.setdefault(label, text)
        text = named[1]
    if meaning in ("department", "unit", "name"):
        text = _STAMP.sub("", text).strip() or text
        # 主管部门及代码 prints "[015001]某局"; a project name may begin with its 21-character code and a dash.
        fewest = 3 if meaning != "name" else 6 if _CODE_TOO.search(label) else 15
        for pattern in (_CODED, _CODED_BEHIND):
            told = pattern.fullmatch(text.translate(_HALF_WIDTH))
            if told and len(code := told["code"]) >= fewest and any(char.isdigit() for char in code):
                found.setdefault("code" if meaning == "name" else f"{meaning}_code", code)
                text = text[slice(*told.span("rest"))].strip()
                break
    found[meaning] = text


def _period(text: str, label: str, found: dict[str, str], extra: dict[str, str], unread: dict[str, str]) -> None:
    dates = parse_date_range(text)
    if dates is None:
        extra.setdefault(label, text)
        return
    found.setdefault("start_date", dates[0])
    found.setdefault("end_date", dates[1])


def year_in(text: str | None) -> int | None:
    """The fiscal year that a title or a line such as ``(2026 年度)`` names, ``None`` when it names none."""
    match = _YEAR.search(label_key(text or ""))
    return int(match[1] or match[2] or match[3]) if match else None
