"""What Word documents hold beside plain paragraphs and tables."""

from __future__ import annotations

import pytest

from extractor.errors import DamagedError, EmptyFileError, OcrNeededError
from extractor.model.table import Origin
from tests.office.build import codes, docx, finding, p, read, seen, tbl, tc, zipped

SPAN2, RESTART, GOES_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_over_the_real_grid():
    table = tbl(
        tc("项目名称") + tc("阅览室开放", SPAN2),
        tc("产出指标", RESTART) + tc("数量指标") + tc("=5(次)"),
        tc("", GOES_ON) + tc("质量指标") + tc("≥95%"),
        tc("满意度", RESTART + SPAN2) + tc("≥90%"),
        tc("", GOES_ON + SPAN2) + tc("≥85%"),
        widths=(1000, 1000, 1000),
    )
    content = read(docx(p("前言") + table + p("填表人:王某")))
    assert seen(content) == [
        "前言",
        [
            ["项目名称", ("阅览室开放", 1, 2)],
            [("产出指标", 2, 1), "数量指标", "=5(次)"],
            ["质量指标", "≥95%"],
            [("满意度", 2, 2), "≥90%"],
            ["≥85%"],
        ],
        "填表人:王某",
    ]
    assert content.blocks[1].origin is Origin.OFFICE
    assert [block.line for block in content.blocks if hasattr(block, "text")] == [1, 7]
    assert [cell.line for cell in content.blocks[1].cells] == [2, 2, 3, 3, 3, 4, 4, 5, 5, 6]


def test_rows_that_begin_late_and_columns_dragged_by_hand():
    table = tbl(tc("甲", SPAN2) + tc("一"), tc("乙") + tc("丙", SPAN2), widths=(1000, 30, 1000))
    assert seen(read(docx(table))) == [[["甲", "一"], ["乙", "丙"]]]
    far = tbl(tc("甲") + tc("一"), f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("乙")}', widths=(1000, 1000))
    assert seen(read(docx(far))) == [[["甲", "一"], ["", "乙"]]]


def test_tracked_changes_are_read_as_accepted():
    paragraph = (
        "<w:p><w:r><w:t>金额</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>万元</w:t></w:r></w:moveTo></w:p>"
    )
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    rows = tbl(
        tc("留") + tc("1"),
        f"<w:trPr><w:del/></w:trPr>{tc('删')}{tc('2')}",
        f"<w:trPr><w:ins/></w:trPr>{tc('增')}{tc('3')}",
    )
    content = read(docx(paragraph + joined + rows))
    assert seen(content) == ["金额120万元", "前半后半", [["留", "1"], ["增", "3"]]]
    assert finding(content, "CHANGES_ACCEPTED").evidence == {"changes": 6}


def test_content_controls_fields_and_hyperlinks():
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件里的段落')}</w:sdtContent></w:sdt>"
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO cmd "/c calc"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2026</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:t>年度</w:t></w:r></w:hyperlink></w:p>'
    )
    box = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>新增</w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F06F"/></w:r><w:r><w:t>延续</w:t></w:r></w:p>'
    )
    row = f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{tc('名称')}</w:sdtContent></w:sdt>{tc('阅览室')}</w:tr></w:sdtContent></w:sdt>"
    table = tbl(tc("甲") + tc("乙")).replace("</w:tbl>", f"{row}</w:tbl>")
    assert seen(read(docx(control + field + box + table))) == [
        "控件里的段落",
        "2026年度",
        "☑新增□延续",
        [["甲", "乙"], ["名称", "阅览室"]],
    ]


def test_text_boxes_are_read_once():
    choice = f"<mc:Choice><w:drawing><wps:txbx><w:txbxContent>{p('单位:万元')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('单位:万元')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    body = (
        f"<w:p><w:r><w:t>标题</w:t></w:r><w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
    )
    assert seen(read(docx(body))) == ["标题", "单位:万元"]


def test_a_table_inside_a_cell_becomes_rows_and_columns_of_the_one_around_it():
    inner = tbl(tc("其中:财政拨款") + tc("100"), tc("其他资金") + tc("20"))
    table = tbl(
        tc("项目名称") + tc("阅览室"),
        tc("资金") + tc(inner),
        tc("负责人") + tc("王某"),
        tc("电话") + tc("无"),
        tc("备注") + tc("无"),
    )
    assert seen(read(docx(table))) == [
        [
            ["项目名称", ("阅览室", 1, 2)],
            [("资金", 2, 1), "其中:财政拨款", "100"],
            ["其他资金", "20"],
            ["负责人", ("王某", 1, 2)],
            ["电话", ("无", 1, 2)],
            ["备注", ("无", 1, 2)],
        ]
    ]


def test_a_table_that_only_frames_another_is_dissolved():
    inner = tbl(tc("甲") + tc("1"), tc("乙") + tc("2"))
    assert seen(read(docx(tbl(tc(p("申报表") + inner + p("单位:元")))))) == [
        "申报表",
        [["甲", "1"], ["乙", "2"]],
        "单位:元",
    ]


def test_numbers_of_lists_as_word_prints_them():
    level = '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/></w:lvl>'
    levels = (
        level.format(0, "chineseCountingThousand", "%1、")
        + level.format(1, "decimal", "%1.%2)")
        + level.format(2, "decimalEnclosedCircle", "%3")
    )
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    numbered = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    body = "".join(
        p(text, numbered.format(at))
        for text, at in (("总目标", 0), ("甲", 1), ("乙", 1), ("子", 2), ("年度目标", 0), ("丙", 1))
    )
    assert seen(read(docx(body, numbering=numbering))) == [
        "一、总目标",
        "一.1)甲",
        "一.2)乙",
        "①子",
        "二、年度目标",
        "二.1)丙",
    ]


def test_higher_levels_are_decimals_where_the_list_says_so():
    chapter = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="ideographTraditional"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    section = '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{chapter}{section}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    styles = '<w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = p("章", '<w:pStyle w:val="H"/>') + p("节", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
    assert seen(read(docx(body, numbering=numbering, styles=styles))) == ["丙章", "3.1节"]


def test_footnotes_stand_behind_their_block_and_superscripts_are_no_digits():
    note = f'<w:footnote w:id="2">{p("按季度统计。")}</w:footnote><w:footnote w:id="0" w:type="separator">{p("-")}</w:footnote>'
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    cell = f"<w:p><w:r><w:t>≥100m</w:t></w:r>{raised}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    assert seen(read(docx(tbl(tc("面积") + tc(cell)) + p("完"), footnotes=note))) == [
        [["面积", "≥100m²"]],
        "按季度统计。",
        "完",
    ]


def test_what_is_hidden_is_left_out_and_said():
    hidden = "<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    rows = tbl(tc("甲") + tc("1"), f"<w:trPr><w:hidden/></w:trPr>{tc('乙')}{tc('2')}")
    content = read(docx(hidden + rows))
    assert seen(content) == ["可见", [["甲", "1"]]]
    assert finding(content, "HIDDEN_LEFT_OUT").evidence == {"texts": ["隐藏"], "rows": 1}
    assert codes(read(docx("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r></w:p>"))) == []


def test_lines_of_a_cell_and_breaks_within_a_paragraph():
    cell = "<w:p><w:r><w:t>改善</w:t><w:br/><w:t>环境</w:t></w:r></w:p>" + p("效果")
    content = read(docx(tbl(tc("目标") + tc(cell))))
    assert content.blocks[0].cells[1].lines == ("改善", "环境", "效果")
    assert content.blocks[0].cells[1].text == "改善环境效果"


def test_a_table_without_borders_above_another_is_lines():
    bare = tbl(tc("申报表"), tc("(2026年度)")).replace("single", "nil")
    assert seen(read(docx(bare))) == ["申报表", "(2026年度)"]


def test_what_cannot_be_read():
    with pytest.raises(EmptyFileError, match="holds no text"):
        read(docx(p("")))
    with pytest.raises(OcrNeededError, match="pictures without text"):
        read(docx("<w:p><w:r><w:drawing><blip/></w:drawing></w:r></w:p>"))
    with pytest.raises(DamagedError, match="not well-formed"):
        read(docx("<w:p>"))
    with pytest.raises(DamagedError, match="main part is missing"):
        read(zipped({"word/document.xml": "<a/>"}))
