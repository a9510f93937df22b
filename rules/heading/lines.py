"""Labels and values in the lines of text above a form's indicators."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell, rounded_box
from rules.grid import Grid, row_of
from rules.heading.inline import inline_pairs, names_value, without_unit
from rules.heading.meanings import classify, is_label, is_like_goal
from rules.heading.pairs import Pair
from rules.indicators.header import heads_indicators
from rules.labels import Vocabulary, plain_label
from rules.values import find_money_unit

_SECTION = compiled(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]\s*((?!.*(?:情况|概况|信息|目标|指标|说明))[^,，。;；:：]{3,40})"
)
_OF_SECTION = 0.75
"""How sure a heading that is no label names the project."""
_LONGEST_UNIT = 16  # characters of a line that does nothing but name the money unit
# A body with its code, alone in a line above the table: 309001某县生态环境分局, [309001]某局.
_BODY = compiled(
    r"(?!\d{4}年)[\[(【（［]?\d{3,9}[\])】）］]?[-—–_ ]*[\u4e00-\u9fff][\u4e00-\u9fff()（）·]{2,28}"
    r"[局院校所站厅委部办会室队团园馆社处心学司]"
)


def line_pairs(grid: Grid, vocabulary: Vocabulary) -> list[Pair]:
    """Labels and values in the text lines above a form's indicators (项目名称:…, 填报单位:…); a goal may go on over lines."""
    if not grid.rows:
        return []
    table = next((row.table for row in grid.rows if heads_indicators(row.texts, vocabulary)), 0)
    first = grid.tables[table]
    number = next((cell.line for cell in first.cells if cell.line is not None), None)
    pairs: list[Pair] = []
    before: Cell | None = None
    goal: int | None = None  # the place of a goal that may go on
    for line in grid.lines:
        if line.bbox is not None and first.bbox is not None:
            above = line.page < first.page or (line.page == first.page and line.bbox[3] <= first.bbox[1] + 2)
        else:
            above = line.line is not None and number is not None and line.line < number
        if not above:
            continue
        box = line.bbox and rounded_box(line.bbox)
        whole = Cell(0, 0, text=line.text, page=line.page, bbox=box, line=line.line)
        row = row_of(-1, 0, 0, (whole,))
        found = inline_pairs(line.text, vocabulary)
        if not found and before is not None and not is_label(whole.text, vocabulary):
            heads_goal = (classify(before.text, vocabulary) or ("",))[0] == "goal"
            if _stands_beside(before, whole) or (heads_goal and not _is_no_text(whole.text, vocabulary)):
                found = [
                    (before.text, whole.text)
                ]  # a row of the table without a line above it, or a text below its head
        elif not found and _BODY.fullmatch(body := without_unit(line.text)):
            found = [("单位名称", body)]
        if not found and (section := _SECTION.fullmatch(line.text.strip())) and not is_like_goal(section[1]):
            # 一、道路养护 over a project's own lines and table
            pairs.append(Pair("field", "name", whole, (replace(whole, text=section[1]),), row, _OF_SECTION))
            continue
        before = whole if names_value(whole.text, vocabulary) else None
        if not found and before is None and goal is not None and not _is_no_text(whole.text, vocabulary):
            pairs[goal] = replace(pairs[goal], values=(*pairs[goal].values, whole))
            continue
        goal = None
        for label, value in found:
            kind, meaning = classify(label, vocabulary) or ("unknown", "")
            pairs.append(Pair(kind, meaning, replace(whole, text=label), (replace(whole, text=value),), row))
            goal = len(pairs) - 1 if kind == "goal" else None
    return pairs


def _is_no_text(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line below a goal's is none of it: a label, a caption or a money unit."""
    plain = plain_label(text)
    captioned = plain in vocabulary.zones or plain.endswith(("表", "指标"))
    return (
        captioned or is_label(plain, vocabulary) or (find_money_unit(text) is not None and len(text) <= _LONGEST_UNIT)
    )


def _stands_beside(left: Cell, right: Cell) -> bool:
    """Whether two lines are at one height, the second right of the first."""
    if left.bbox is None or right.bbox is None or left.page != right.page:
        return False
    middle = (right.bbox[1] + right.bbox[3]) / 2
    return left.bbox[2] <= right.bbox[0] and left.bbox[1] < middle < left.bbox[3]
