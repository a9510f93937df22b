"""Single pages of very many cells, drawn with reportlab on paper as large as they need."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from random import Random

_COLUMNS = 20
_WIDTH, _HEIGHT = 60.0, 14.0
_MARGIN = 40.0
_SIZE = 8.0
_LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标")),
    ("效益指标", ("经济效益指标", "社会效益指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
_LEAVES = sum(len(leaves) for _, leaves in _LEVELS)
_HEADS = ("一级指标", "二级指标", "三级指标", "指标值")
_WORDS = ("设备购置", "培训人次", "巡查", "验收合格", "按期完成", "维护道路", "发放补贴", "知晓", "满意", "办结")
_FORM_WIDTHS = (90.0, 110.0, 180.0, 90.0)
Placed = tuple[int, int, int, int, str]
"""Row, column, rows and columns that a cell takes, and its text."""


def grid_page(cells: int, seed: int = 1) -> bytes:
    """One page with a plain grid of so many cells (a multiple of 20)."""
    rng = Random(seed)
    placed = [
        (n // _COLUMNS, n % _COLUMNS, 1, 1, f"{rng.choice(_WORDS)[:2]}{rng.randrange(1000)}") for n in range(cells)
    ]
    return _draw(placed, [_WIDTH] * _COLUMNS, cells // _COLUMNS, None)


def form_page(cells: int, seed: int = 1) -> bytes:
    """One page with one form of about so many cells: its indicators under merged level labels."""
    rows = max(_LEAVES, (cells - 17) // 2)
    return _draw(list(_form_cells(rows, Random(seed))), _FORM_WIDTHS, rows + 3, "项目支出绩效目标申报表")


def _form_cells(indicators: int, rng: Random) -> Iterator[Placed]:
    """A head of two rows, the columns' heads, then rows of an indicator each."""
    for row, texts in enumerate(
        (("项目名称", "综合保障项目", "主管部门", "市财政局"), ("项目属性", "经常性", "年度", "2026"), _HEADS)
    ):
        for column, text in enumerate(texts):
            yield row, column, 1, 1, text
    top, leaf = 3, 0
    for level1, leaves in _LEVELS:
        start = top
        for level2 in leaves:
            count = indicators * (leaf + 1) // _LEAVES - indicators * leaf // _LEAVES
            leaf += 1
            yield top, 1, count, 1, level2
            for row in range(top, top + count):
                yield row, 2, 1, 1, f"{rng.choice(_WORDS)}{row}号事项"
                yield row, 3, 1, 1, f"≥{rng.randrange(1, 100)}%"
            top += count
        yield start, 0, top - start, 1, level1


def _draw(cells: Sequence[Placed], widths: Sequence[float], rows: int, title: str | None) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    from samples.make.writers.canvas import registered

    font = registered("cid")
    lefts = [_MARGIN + sum(widths[:n]) for n in range(len(widths) + 1)]
    top = rows * _HEIGHT + _MARGIN
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(lefts[-1] + _MARGIN, top + 2 * _MARGIN), invariant=1)
    if title:
        canvas.setFont(font, 16)
        canvas.drawCentredString((lefts[0] + lefts[-1]) / 2, top + _MARGIN / 2, title)
    canvas.setFont(font, _SIZE)
    for row, column, rowspan, colspan, text in cells:
        left, right = lefts[column], lefts[column + colspan]
        upper, lower = top - row * _HEIGHT, top - (row + rowspan) * _HEIGHT
        canvas.rect(left, lower, right - left, upper - lower)
        canvas.drawString(left + 3, (upper + lower) / 2 - _SIZE / 3, text)
    canvas.save()
    return out.getvalue()
