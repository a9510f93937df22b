"""One small form whose labels no shipped rule knows, printed in five shapes, and the profile that a user writes for it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from reportlab.pdfgen.canvas import Canvas

from extractor.model.text import display_width
from tests.pdf.draw import FONT, PAGE_SIZE, SIZE, Box, Layout, long_strokes

PROFILE = """\
id: local
name: 街道重点工作实绩计划书
kind: target
titles:
  - 重点工作实绩计划书
labels:
  must: [[办事名称], [应达标准]]
  should: {牵头科室: 1, 用钱总数: 1, 考核内容: 1, 做多少: 1}
fields:
  name: [办事名称]
  department: [牵头科室]
  unit: [承办科室]
  start_date: [起步日]
  end_date: [收尾日]
  contact: [经手人]
funding:
  labels:
    - {item: total, scope: annual, labels: [用钱总数]}
    - {item: fiscal, labels: [公家出钱]}
    - {item: other, labels: [外来出钱]}
  block: [钱款安排]
goals:
  annual: [全年要办成]
zones:
  indicators: [考核单]
columns:
  level1: [大类]
  level2: [小类]
  name: [考核内容]
  value: [应达标准]
levels:
  level1:
    产出指标: [办成的事]
    效益指标: [带来好处]
    满意度指标: [群众评价]
  level2:
    - {label: 数量指标, parent: 产出指标, synonyms: [做多少]}
    - {label: 质量指标, parent: 产出指标, synonyms: [做多好]}
    - {label: 社会效益指标, parent: 效益指标, synonyms: [惠及面]}
    - {label: 服务对象满意度指标, parent: 满意度指标, synonyms: [群众打分]}
"""
TITLE = "重点工作实绩计划书"
LABELS = [
    "办事名称",
    "牵头科室",
    "承办科室",
    "起步日",
    "收尾日",
    "经手人",
    "钱款安排",
    "用钱总数",
    "公家出钱",
    "外来出钱",
    "全年要办成",
    "考核单",
    "大类",
    "小类",
    "考核内容",
    "应达标准",
    "办成的事",
    "带来好处",
    "群众评价",
    "做多少",
    "做多好",
    "惠及面",
    "群众打分",
]
_ROWS: tuple[tuple[tuple[int, int, int, str], ...], ...] = (  # column, rowspan, colspan, text
    ((0, 1, 1, "办事名称"), (1, 1, 2, "老旧楼道照明改造"), (3, 1, 1, "经手人"), (4, 1, 1, "周某")),
    ((0, 1, 1, "牵头科室"), (1, 1, 2, "城建科"), (3, 1, 1, "承办科室"), (4, 1, 1, "物业管理站")),
    ((0, 1, 1, "起步日"), (1, 1, 2, "2026-01-01"), (3, 1, 1, "收尾日"), (4, 1, 1, "2026-12-31")),
    ((0, 3, 1, "钱款安排"), (1, 1, 2, "用钱总数"), (3, 1, 2, "35万元")),
    ((1, 1, 2, "其中:公家出钱"), (3, 1, 2, "30万元")),
    ((1, 1, 2, "外来出钱"), (3, 1, 2, "5万元")),
    ((0, 1, 1, "全年要办成"), (1, 1, 4, "改造四十个楼道的照明,居民夜间出行安全。")),
    ((0, 6, 1, "考核单"), (1, 1, 1, "大类"), (2, 1, 1, "小类"), (3, 1, 1, "考核内容"), (4, 1, 1, "应达标准")),
    ((1, 3, 1, "办成的事"), (2, 2, 1, "做多少"), (3, 1, 1, "改造楼道"), (4, 1, 1, "≥40(个)")),
    ((3, 1, 1, "更换灯具"), (4, 1, 1, "≥320(盏)")),
    ((2, 1, 1, "做多好"), (3, 1, 1, "一次验收合格率"), (4, 1, 1, "≥98(%)")),
    ((1, 1, 1, "带来好处"), (2, 1, 1, "惠及面"), (3, 1, 1, "受益居民户数"), (4, 1, 1, "≥960(户)")),
    ((1, 1, 1, "群众评价"), (2, 1, 1, "群众打分"), (3, 1, 1, "居民满意程度"), (4, 1, 1, "≥90(%)")),
)
WIDTHS = (70.0, 80.0, 80.0, 130.0, 115.0)


def boxes(printed: Mapping[str, str]) -> list[Box]:
    """The form's cells, in reading order; ``printed`` gives labels another print."""
    return [
        Box(row, column, rows, columns, tuple(printed.get(text, text).split("/")))
        for row, cells in enumerate(_ROWS)
        for column, rows, columns, text in cells
    ]


def as_pdf(printed: Mapping[str, str], *, ruled: bool) -> bytes:
    """One page, with or without lines."""
    cells = boxes(printed)
    layout = Layout(WIDTHS, tuple([26.0] * len(_ROWS)), tuple(cells), top=740.0)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE_SIZE, invariant=1)
    if ruled:
        long_strokes(canvas, layout)
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(PAGE_SIZE[0] / 2, layout.top + 24, printed.get(TITLE, TITLE))
    canvas.setFont(FONT, SIZE)
    for box in cells:
        x0, y0, _, y1 = layout.sides(box)
        top = (y0 + y1) / 2 + 6 * (len(box.lines) - 1) - 0.35 * SIZE
        for number, line in enumerate(box.lines):
            canvas.drawString(x0 + 3, top - 12 * number, line)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def as_tabs(printed: Mapping[str, str]) -> bytes:
    """One row a line; merged cells on their first row and column."""
    rows = [[""] * len(WIDTHS) for _ in _ROWS]
    for box in boxes(printed):
        rows[box.row][box.column] = "".join(box.lines)
    return "\n".join([printed.get(TITLE, TITLE), *("\t".join(row) for row in rows)]).encode()


def as_columns(printed: Mapping[str, str]) -> bytes:
    """Columns kept apart by spaces; a merged cell in the middle of its rows."""
    places = [sum(WIDTHS[:column]) // 5 for column in range(len(WIDTHS))]
    lines = [""] * (2 * len(_ROWS))
    for box in sorted(boxes(printed), key=lambda box: box.column):
        line = 2 * box.row + box.rowspan - 1
        gap = int(places[box.column]) - display_width(lines[line])
        lines[line] += " " * max(gap, 2 if lines[line] else gap) + "".join(box.lines)
    return "\n".join([" " * 30 + printed.get(TITLE, TITLE), "", *lines]).encode()


def as_cells(printed: Mapping[str, str]) -> bytes:
    """One cell a line."""
    return "\n".join([printed.get(TITLE, TITLE), *("".join(box.lines) for box in boxes(printed))]).encode()


SHAPES: dict[str, tuple[str, Callable[[Mapping[str, str]], bytes]]] = {
    "ruled PDF": ("form.pdf", lambda printed: as_pdf(printed, ruled=True)),
    "unruled PDF": ("form.pdf", lambda printed: as_pdf(printed, ruled=False)),
    "tabs": ("form.txt", as_tabs),
    "columns": ("form.txt", as_columns),
    "one cell a line": ("form.txt", as_cells),
}

SHIPPED = dict(
    zip(
        LABELS,
        [
            "项目名称",
            "主管部门",
            "项目类别",
            "开始日期",
            "完成日期",
            "联系人",
            "项目资金",
            "资金总额",
            "财政拨款",
            "其他资金",
            "年度总体目标",
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值",
            "产出指标",
            "效益指标",
            "满意度指标",
            "数量指标",
            "质量指标",
            "社会效益指标",
            "满意度指标",
        ],
        strict=True,
    )
) | {"其中:公家出钱": "其中:财政拨款", TITLE: "项目支出绩效目标申报表"}
"""The same form with labels that the shipped rules know."""
