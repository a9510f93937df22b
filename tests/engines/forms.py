"""One small form, drawn in several ways: ruled, with lines between its rows only, without any, or with its lines in a picture."""

from __future__ import annotations

import io

from msgspec.structs import replace
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.pdf.draw import FONT, LEADING, PAGE_SIZE, SIZE, Box, Layout, long_sides, long_strokes

TITLE = "财政项目支出绩效目标申报表"
ROW = 24.0


def _row(row: int, *texts: tuple[int, int, str]) -> tuple[Box, ...]:
    """Boxes of one row: column, colspan and text (lines parted by a slash) of each."""
    return tuple(Box(row, column, 1, span, _lines(text)) for column, span, text in texts)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("/")) if text else ()


FORM = Layout(
    widths=(60.0, 80.0, 90.0, 140.0, 105.0),
    heights=(ROW, ROW, ROW, ROW, ROW, 36.0, ROW, ROW, ROW),
    boxes=(
        *_row(0, (0, 1, "项目名称"), (1, 2, "城区绿化养护"), (3, 1, "项目性质"), (4, 1, "经常性项目")),
        *_row(1, (0, 1, "主管部门"), (1, 2, "云川市园林局"), (3, 1, "实施单位"), (4, 1, "绿化管理所")),
        *_row(2, (0, 1, "总体目标"), (1, 4, "全年养护绿地120万平方米,市民满意度达到90%以上。")),
        *_row(3, (0, 1, "绩效指标"), (1, 1, "一级指标"), (2, 1, "二级指标"), (3, 1, "三级指标"), (4, 1, "指标值")),
        Box(4, 0, 5, 1),
        Box(4, 1, 3, 1, ("产出指标",)),
        Box(4, 2, 2, 1, ("数量指标",)),
        *_row(4, (3, 1, "绿地养护面积"), (4, 1, "≥120(万平方米)")),
        *_row(5, (3, 1, "补种乔木数量(含行道树和/公园内的乔木)"), (4, 1, "≥300(株)")),
        *_row(6, (2, 1, "质量指标"), (3, 1, "养护合格率"), (4, 1, "≥95(%)")),
        *_row(7, (1, 1, "效益指标"), (2, 1, "社会效益指标"), (3, 1, "绿地开放天数"), (4, 1, "=365(天)")),
        *_row(8, (1, 1, "满意度指标"), (2, 1, "服务对象满意度指标"), (3, 1, "市民满意度"), (4, 1, "≥90(%)")),
    ),
    top=760.0,
)
INDICATORS = [
    ("产出指标", "数量指标", "绿地养护面积", "≥120(万平方米)"),
    ("产出指标", "数量指标", "补种乔木数量(含行道树和公园内的乔木)", "≥300(株)"),
    ("产出指标", "质量指标", "养护合格率", "≥95(%)"),
    ("效益指标", "社会效益指标", "绿地开放天数", "=365(天)"),
    ("满意度指标", "服务对象满意度指标", "市民满意度", "≥90(%)"),
]


def texts(canvas: Canvas, layout: Layout = FORM) -> None:
    """The title and the cells' lines: three points from the left, in the middle of the height."""
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(PAGE_SIZE[0] / 2, layout.top + 24, TITLE)
    canvas.setFont(FONT, SIZE)
    for box in layout.boxes:
        x0, y0, _, y1 = layout.sides(box)
        first = (y0 + y1) / 2 + LEADING * (len(box.lines) - 1) / 2 - 0.35 * SIZE
        for number, line in enumerate(box.lines):
            canvas.drawString(x0 + 3, first - LEADING * number, line)


def row_lines(canvas: Canvas, layout: Layout = FORM) -> None:
    """Only the horizontal sides of the cells."""
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in long_sides(layout):
        if x1 > x0:
            canvas.line(x0, y0, x1, y1)


def picture_lines(canvas: Canvas, layout: Layout = FORM) -> None:
    """Every line in one picture behind the text."""
    scale = 4
    image = Image.new("RGB", (int(PAGE_SIZE[0] * scale), int(PAGE_SIZE[1] * scale)), "white")
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in long_sides(layout):
        ends = (x0 * scale, (PAGE_SIZE[1] - y0) * scale, x1 * scale, (PAGE_SIZE[1] - y1) * scale)
        draw.line(ends, fill="black", width=4)
    canvas.drawImage(ImageReader(image), 0, 0, PAGE_SIZE[0], PAGE_SIZE[1])


def header_lines(canvas: Canvas, layout: Layout = FORM) -> None:
    """Every line of the part above the indicators, and none of theirs."""
    boxes = tuple(box for box in layout.boxes if box.row < HEADER_ROWS)
    long_strokes(canvas, replace(layout, heights=layout.heights[:HEADER_ROWS], boxes=boxes))


HEADER_ROWS = 3
DRAWN = {"ruled": long_strokes, "rows": row_lines, "picture": picture_lines, "header": header_lines, "none": None}


def form_pdf(style: str) -> bytes:
    """The form on one page, its lines drawn in one of the styles of ``DRAWN``."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE_SIZE, invariant=1)
    rule = DRAWN[style]
    if rule is not None:
        rule(canvas, FORM)
    texts(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
