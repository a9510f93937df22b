"""A reader as an office format has one: blocks with declared spans, whatever the bytes are."""

from __future__ import annotations

from extractor.model.notice import Notice
from extractor.model.table import Cell, Origin, Source, Table, TextLine
from extractor.readers.content import Content, ReadOptions

_CELLS = (
    Cell(0, 0, 1, 1, "项目名称"),
    Cell(0, 1, 1, 3, "阅览室开放"),
    Cell(1, 0, 1, 1, "一级指标"),
    Cell(1, 1, 1, 1, "二级指标"),
    Cell(1, 2, 1, 1, "三级指标"),
    Cell(1, 3, 1, 1, "指标值"),
    Cell(2, 0, 2, 1, "产出指标"),
    Cell(2, 1, 1, 1, "数量指标"),
    Cell(2, 2, 1, 1, "开放天数"),
    Cell(2, 3, 1, 1, "≥300天"),
    Cell(3, 1, 1, 1, "质量指标"),
    Cell(3, 2, 1, 1, "设备完好率"),
    Cell(3, 3, 1, 1, "≥95%"),
)


def read(source: Source, options: ReadOptions) -> Content:
    blocks = (TextLine("财政项目支出绩效目标申报表"), Table(_CELLS, rows=4, columns=4, origin=Origin.OFFICE))
    notice = Notice("CHANGES_ACCEPTED", {"count": "2"}, {"changes": 2})
    return Content(blocks=blocks, producer="declared", notices=(notice,))
