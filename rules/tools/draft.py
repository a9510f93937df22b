"""``jixiao rules new``: the draft of a profile for a form that no profile knows, to be completed by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from extractor.model.form import FormKind
from extractor.model.table import Block, FormRegion, Table, TextLine
from extractor.model.text import label_key
from rules.families.profile import is_title, match_profile, region_labels
from rules.files.problems import nearest
from rules.grid import Grid, Row
from rules.heading.meanings import classify
from rules.indicators.header import heads_indicators
from rules.indicators.zones import find_zones
from rules.labels import PATTERN_MARK, Vocabulary, plain_label
from rules.read_regions import RegionTrace
from rules.ruleset.load import RuleSet

_LABEL_LIKE = re.compile(r"[^\d,.;!?%≥≤><=]{2,16}")
_PLAIN = re.compile(r"[一-鿿][\w一-鿿()/·]*")
_YEAR = re.compile(r"[(\[]?(?:19|20)\d{2}(?:-\d+|年)?度?[)\]]?")
_HEADER_MAPS = ("fields", "goals", "funding", "columns", "execution")
_MOST = 24


def region_of(blocks: Sequence[Block], read: Sequence[RegionTrace]) -> FormRegion | None:
    """The region to draft from: the largest that no profile fits, else the largest, else all tables of the document."""
    unknown = [one.region for one in read if one.choice.match is None]
    if read:
        return max(
            unknown or [one.region for one in read], key=lambda region: sum(len(table.cells) for table in region.tables)
        )
    tables = tuple(block for block in blocks if isinstance(block, Table))
    if not tables:
        return None
    lines = tuple(block for block in blocks if isinstance(block, TextLine))
    title = next((line.text for line in lines if 4 < len(label_key(line.text)) <= 40), None) or _top_cell(tables)
    return FormRegion(title, tables, lines, 1)


def _top_cell(tables: Sequence[Table]) -> str | None:
    """The text of a first row that has one alone."""
    filled = [cell.text for cell in tables[0].cells if cell.row == 0 and cell.text]
    return filled[0] if len(filled) == 1 and 4 < len(label_key(filled[0])) <= 40 else None


def draft_profile(region: FormRegion, rules: RuleSet, *, name: str, file: str) -> str:
    """YAML of a profile that matches the region.

    Args:
        name: the profile's id.
        file: what the form's file is called, for the first comment.
    """
    vocabulary = rules.vocabulary
    known, unknown = _labels(region, vocabulary)
    title = region.title or ""
    must = [label for label in known if _is_vital(label, vocabulary)][:4]
    should = {label: 1 for label in known if label not in must} | dict.fromkeys(unknown, 3)
    rivals = [
        profile.id
        for profile in rules.profiles
        if not profile.last_resort and match_profile(profile, region.title, region_labels(region)).ok
    ]
    lines = [
        f"# Draft from {_comment(file)}. Read every line, then try it: jixiao rules check DIR, jixiao rules explain FILE --rules DIR",
        *([f"# These profiles fit the form as well: {', '.join(rivals)}. Is another one needed?"] if rivals else []),
        f"id: {name}",
        f"name: {quoted(title) if title else name}",
        f"kind: {_kind(region_labels(region), title)}  # a guess, by its labels",
        f"# years: {{from: {year_of(title) or 2026}}}",
        "titles:" + ("" if title else " []  # the form prints none"),
        *([f"  - {quoted(title_pattern(title))}"] if title else []),
        "labels:",
        "  # Of each list one label must stand in the form. Keep what every form of this family prints.",
        f"  must: [{', '.join(f'[{quoted(label)}]' for label in must)}]",
        "  # What speaks for this family, with weights; the labels that no rule knows are the most telling.",
        "  should:" + (" {}" if not should else ""),
        *(f"    {quoted(label)}: {weight}" for label, weight in list(should.items())[:_MOST]),
        "  # Labels of other families, so that they are not taken for this one.",
        "  must_not: []",
        *_guesses(region, unknown, vocabulary),
        "examples:",
        f"  - title: {quoted(title or name)}",
        f"    labels: [{', '.join(quoted(label) for label in dict.fromkeys([*must, *list(should)[:_MOST]]))}]",
    ]
    return "\n".join(lines) + "\n"


def _labels(region: FormRegion, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """The labels that the vocabulary knows, and the label-like texts that it does not, both in reading order."""
    known: list[str] = []
    unknown: list[str] = []
    grid = Grid(region)
    heads = unknown_header(grid, vocabulary)
    indicators = find_zones(grid, vocabulary).taken
    for row in grid.rows:
        in_header = heads_indicators(row.texts, vocabulary)
        if heads is not None and row.position == heads.position:
            unknown += [plain_label(text) for text in row.texts]
            continue
        if (row.position in indicators and not in_header) or (heads is not None and row.position > heads.position):
            continue
        labelled = any(classify(text, vocabulary) for text in row.texts)
        for position, cell in enumerate(row.filled):
            key = plain_label(cell.text)
            if _is_known(cell.text, vocabulary):
                known.append(key)
            elif not _LABEL_LIKE.fullmatch(label_key(cell.text).rstrip(":")) or _is_other(cell.text, vocabulary):
                continue
            elif in_header or _stands_as_label(row.filled, position, labelled=labelled, vocabulary=vocabulary):
                unknown.append(key)
    repeated = {key for key in unknown if unknown.count(key) > 2}
    unknown = [key for key in unknown if key not in repeated and key not in known]
    return list(dict.fromkeys(known)), list(dict.fromkeys(unknown))[:_MOST]


def unknown_header(grid: Grid, vocabulary: Vocabulary) -> Row | None:
    """The header row of an indicator table whose labels no rule knows: short texts just above the first level label."""
    first = next((row for row in grid.rows if any(vocabulary.is_level(text) for text in row.texts)), None)
    if first is None or any(heads_indicators(row.texts, vocabulary) for row in grid.rows):
        return None
    above = [row for row in grid.rows[: first.position] if row.texts]
    if not above or above[-1].table != first.table or len(above[-1].texts) < 3:
        return None
    return above[-1] if all(_LABEL_LIKE.fullmatch(label_key(text)) for text in above[-1].texts) else None


def _column_guesses(grid: Grid, vocabulary: Vocabulary) -> list[str]:
    """Roles of the columns of an unknown header, by what is printed under each."""
    header = unknown_header(grid, vocabulary)
    if header is None:
        return []
    below = [row for row in grid.rows[header.position + 1 :] if row.table == header.table]
    out: list[str] = []
    taken: set[str] = set()
    for cell in header.filled:
        texts = [one.text for row in below if (one := grid.covering(row, cell.column)) is not None and one.text]
        role = _role_below(texts, taken, vocabulary)
        if role is not None:
            taken.add(role)
            out.append(f"#   {role}: [{quoted(plain_label(cell.text))}]")
    return ["# columns:  # by what stands below them", *out] if out else []


def _role_below(texts: Sequence[str], taken: set[str], vocabulary: Vocabulary) -> str | None:
    """The role of a column, by most of its texts."""

    def most(test: Callable[[str], bool]) -> bool:
        return 2 * sum(map(test, texts)) > len(texts)

    if not texts:
        return None
    if "level1" not in taken and most(lambda text: text in vocabulary.level1):
        return "level1"
    if "level2" not in taken and most(lambda text: text in vocabulary.level2):
        return "level2"
    if most(lambda text: vocabulary.values.alone(text).kind not in ("text", "missing")):
        return next((role for role in ("value", "actual") if role not in taken), None)
    return "name" if "name" not in taken else None


def _stands_as_label(filled: Sequence[object], position: int, *, labelled: bool, vocabulary: Vocabulary) -> bool:
    """A text before another one: the first of a pair in a row of labels and values, or of a row without known labels."""
    followed = position + 1 < len(filled)
    before = getattr(filled[position - 1], "text", "") if position else ""
    value_of_known = position > 0 and classify(before, vocabulary) is not None
    in_pairs = position == 0 or (len(filled) % 2 == 0 and position % 2 == 0)
    return followed and not value_of_known and (labelled or in_pairs) and len(filled) <= 8


def _is_known(text: str, vocabulary: Vocabulary) -> bool:
    return any(text in getattr(vocabulary, name) for name in _HEADER_MAPS) or vocabulary.is_header_label(text)


def _is_other(text: str, vocabulary: Vocabulary) -> bool:
    return (
        vocabulary.is_level(text) or text in vocabulary.zones or text in vocabulary.grades or text in vocabulary.tasks
    )


def _is_vital(label: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.fields.get(label) == "name" or vocabulary.columns.get(label) in (
        "level1",
        "name",
        "value",
        "actual",
    )


def _kind(labels: Iterable[str], title: str) -> FormKind:
    words = set(labels)
    if "监控" in title or any("预计完成" in label or "月执行" in label for label in words):
        return "monitoring"
    if "自评" in title or "评价" in title or words & {"得分", "自评得分", "全年执行数", "实际完成值", "全年完成值"}:
        return "self_evaluation"
    if "整体" in title:
        return "department_target"
    return "transfer_target" if "转移支付" in title or "区域" in title else "target"


def year_of(title: str) -> int | None:
    """The year that a title names."""
    match = re.search(r"(?:19|20)\d{2}", title)
    return int(match[0]) if match else None


def title_pattern(title: str) -> str:
    """A pattern for a title and its like: what is special to one year, body or number is left out."""
    key = label_key(title)
    if is_title(title):
        parts = [part.strip("()[]:") for part in _YEAR.split(key)]
        telling = [part for part in parts if "绩效" in part] or parts
        return _escaped(max(telling, key=len))
    return _escaped(_YEAR.sub("\0", key)).replace("\0", ".{0,10}")


def _escaped(text: str) -> str:
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)


def _guesses(region: FormRegion, unknown: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Comments: what the unknown labels may mean, by the known labels that look most like them."""
    grid = Grid(region)
    columns = {plain_label(text) for row in grid.rows if heads_indicators(row.texts, vocabulary) for text in row.texts}
    by_content = _column_guesses(grid, vocabulary)
    head = unknown_header(grid, vocabulary)
    headed = {plain_label(text) for text in head.texts} if head is not None else set()
    guessed: dict[tuple[str, str], list[str]] = {}
    lost: list[str] = []
    for label in (label for label in unknown if label not in headed):
        found = _nearest(label, vocabulary, ("columns",) if label in columns else ("fields", "goals", "funding"))
        if found is None:
            lost.append(label)
        else:
            guessed.setdefault((found[0], found[1]), []).append(f"{quoted(label)}|{found[2]}")
    if not unknown:
        return []
    out = ["# Labels that no rule knows. Where a guess is right, take the # away (one “fields:” for all its lines)."]
    for part in ("fields", "goals", "funding", "columns"):
        items = {meaning: labels for (one, meaning), labels in guessed.items() if one == part}
        if items:
            out += [f"# {part}:", *(["#   labels:"] if part == "funding" else [])]
            out += [_guess(part, meaning, labels) for meaning, labels in items.items()]
    out += by_content
    if lost:
        out.append(f"# Like none that is known: {', '.join(lost)}")
    return out


def _guess(part: str, meaning: str, labels: Sequence[str]) -> str:
    shown = ", ".join(label.partition("|")[0] for label in labels)
    like = ", ".join(dict.fromkeys(label.partition("|")[2] for label in labels))
    if part == "funding":
        item, _, scope = meaning.partition("/")
        return f"#     - {{item: {item}, {f'scope: {scope}, ' if scope else ''}labels: [{shown}]}}  # like {like}"
    return f"#   {meaning}: [{shown}]  # like {like}"


def _nearest(label: str, vocabulary: Vocabulary, maps: Sequence[str]) -> tuple[str, str, str] | None:
    """Map, meaning and text of the known label that looks most like one."""
    known = {
        entry.label: (name, entry.meaning, entry.label)
        for name in reversed(maps)
        for entry in getattr(vocabulary, name).entries()
        if not entry.label.startswith(PATTERN_MARK)
    }
    found = nearest(label, known)
    return known[found] if found is not None else None


def quoted(text: str) -> str:
    """A text as YAML that reads it back exactly."""
    import json

    if _PLAIN.fullmatch(text):
        return text
    if all(char.isprintable() for char in text):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text)


def _comment(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def profile_id(stem: str, taken: Mapping[str, object]) -> str:
    """An id that is free, made from a file's name."""
    base = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "my-form"
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
