"""Sheets as they are displayed: formats, merged ranges, what is hidden, several forms a sheet."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from extractor.errors import EmptyFileError
from extractor.readers.office.number_format import number_of, show_number, show_text
from extractor.readers.office.sheet import cell_name
from tests.office.build import codes, finding, read, seen, xlsx

BOX = Border(*(Side(style="thin"),) * 4)
_STYLES = (
    '<numFmts><numFmt numFmtId="200" formatCode="0!.0,&quot;万元&quot;"/></numFmts>'
    "<borders><border/><border><left style='thin'/><right style='thin'/></border></borders>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='9'/><xf numFmtId='31'/><xf numFmtId='4'/><xf numFmtId='200'/>"
    "<xf numFmtId='0' borderId='1'/></cellXfs>"
)


def rows(*texts: str) -> str:
    return f"<sheetData>{''.join(texts)}</sheetData>"


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0.95", "0%", "95%"),
        ("0.94999999999999996", "0%", "95%"),
        ("0.9525", "0.00%", "95.25%"),
        ("955500", "#,##0.00", "955,500.00"),
        ("-1234.5", "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("-1234.5", "#,##0.0", "-1,234.5"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', " - "),
        ("12", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', " 12.00 "),
        ("1000", "[$¥-804]#,##0.00", "¥1,000.00"),
        ("955500", '0!.0,"万元"', "95.55万元"),
        ("12000000", '0.00,,"百万"', "12.00百万"),
        ("12345.6", "#,##0.0,", "12.3456"),
        ("98", '"≥"0"%"', "≥98%"),
        ("7", "000", "007"),
        ("95.5", "0.##", "95.5"),
        ("0.5", "# ?/?", "1/2"),
        ("12345.678", "0.00E+00", "1.23E+04"),
        ("3", "General", "3"),
        ("0.30000000000000004", "General", "0.3"),
        ("310101199001011234", "General", "310101199001011000"),
        ("46023", "yyyy/m/d", "2026/1/1"),
        ("46023", 'yyyy"年"m"月"d"日"', "2026年1月1日"),
        ("46023.75", "yyyy-mm-dd hh:mm", "2026-01-01 18:00"),
        ("46023.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("60", "yyyy-m-d", "1900-2-28"),
        ("46023", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二○二六年一月一日"),
        ("46023", "aaaa", "星期四"),
        ("12", "[DBNum1]General", "十二"),
        ("5", '[>=10]"多";[<10]"少"0', "少5"),
        ("5", "0;-0;;@", "5"),
        ("0", "0;-0;;@", ""),
    ],
)
def test_numbers_as_displayed(stored: str, code: str, shown: str) -> None:
    assert show_number(number_of(stored), code).text == shown


def test_what_display_rounds_away_is_told():
    assert show_number(Decimal("0.953"), "0%") == show_number(Decimal("0.95300"), "0%")
    assert (show_number(Decimal("0.953"), "0%").text, show_number(Decimal("0.953"), "0%").exact) == ("95%", False)
    assert show_number(Decimal("1234.567"), "#,##0.00").exact is False
    assert show_number(Decimal("1234.56"), "#,##0.00").exact is True


def test_texts_and_dates_of_1904():
    assert show_text("阅览室", '@"(次)"') == "阅览室(次)"
    assert show_text("阅览室", "0;-0;0;[Red]@") == "阅览室"
    assert show_text("阅览室", "0.00") == "阅览室"
    assert show_number(Decimal(44561), "yyyy-m-d", from_1904=True).text == "2026-1-1"


@pytest.mark.parametrize(("place", "name"), [((0, 0), "A1"), ((6, 25), "Z7"), ((6, 26), "AA7"), ((0, 16383), "XFD1")])
def test_names_of_cells(place: tuple[int, int], name: str) -> None:
    assert cell_name(*place) == name


def test_cells_of_every_kind():
    sheet = rows(
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>年度_x000D_</t></is></c></row>',
        '<row r="3"><c r="B3" s="1"><v>0.94999999999999996</v></c><c s="2"><f>TODAY()</f><v>46023</v></c></row>',
        '<row r="4"><c r="B4" s="3"><v>955500</v></c><c r="C4" s="4"><v>955500</v></c></row>',
        '<row r="5"><c r="B5" t="b"><v>1</v></c><c r="C5" t="e"><v>#DIV/0!</v></c></row>',
        '<row r="6"><c r="B6" t="str"><f>A1&amp;"件"</f><v>30件</v></c><c r="C6"><f>SUM(C1:C2)</f></c><c r="D6" s="1"><v>0.953</v></c></row>',
    )
    strings = (
        "<si><r><t>面积m</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r><rPh><t>mianji</t></rPh></si>"
    )
    content = read(xlsx({"一": sheet}, strings=strings, styles=_STYLES))
    assert seen(content) == [
        [
            ["面积m²", "年度", ""],
            ["95%", "2026年1月1日", ""],
            ["955,500.00", "95.55万元", ""],
            ["TRUE", "#DIV/0!", ""],
            ["30件", "", "95%"],
        ]
    ]
    assert finding(content, "FORMULAS_WITHOUT_VALUES").evidence == {"cells": ["一!C6"]}
    assert finding(content, "VALUES_ROUNDED").evidence == {"cells": ["一!D6: 95% (0.953)"]}
    assert [cell.line for cell in content.blocks[0].cells] == [2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6]


def test_hidden_sheets_rows_and_columns_are_left_out_and_said():
    sheet = "<cols><col min='2' max='2' hidden='1'/></cols>" + rows(
        "<row r='1'><c r='A1' t='str'><v>名称</v></c><c r='B1' t='str'><v>代码</v></c><c r='C1' t='str'><v>值</v></c></row>",
        "<row r='2' hidden='1'><c r='A2' t='str'><v>旧</v></c><c r='C2' t='str'><v>0</v></c></row>",
        "<row r='3'><c r='A3' t='str'><v>新</v></c><c r='B3' t='str'><v>1</v></c></row>",
    )
    merged = "<mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B3:C3'/></mergeCells>"
    content = read(xlsx({"表": sheet + merged, "词典": sheet}, states={"词典": "veryHidden"}))
    assert seen(content) == [[["名称", "值"], ["新", "1"]]]
    assert finding(content, "HIDDEN_LEFT_OUT").evidence == {
        "sheets": ["词典"],
        "rows": {"表": ["2"]},
        "columns": {"表": ["B"]},
    }
    assert content.page_count == 1


def test_forms_below_each_other_and_lines_between_tables():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "申报表", "单位:万元"
    for row in (3, 4, 8, 9):
        for column in (1, 2):
            sheet.cell(row, column, f"{row}-{column}").border = BOX
    sheet["A5"], sheet["A7"] = "注:含税", "申报表"
    sheet.merge_cells("A1:B1")
    sheet["A4"] = None  # a blank cell with borders belongs to its table
    buffer = io.BytesIO()
    book.save(buffer)
    content = read(buffer.getvalue())
    assert seen(content) == [
        "申报表",
        "单位:万元",
        [["3-1", "3-2"], ["", "4-2"]],
        "注:含税",
        "申报表",
        [["8-1", "8-2"], ["9-1", "9-2"]],
    ]
    assert [block.line for block in content.blocks if hasattr(block, "text")] == [1, 2, 5, 7]


def test_what_openpyxl_writes():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["完成率", "日期", "金额"])
    sheet.append([0.95, date(2026, 1, 1), 955500])
    sheet["A2"].number_format, sheet["B2"].number_format, sheet["C2"].number_format = "0%", "yyyy/m/d", "#,##0.00"
    sheet["A3"] = "=A2"
    buffer = io.BytesIO()
    book.save(buffer)
    content = read(buffer.getvalue())
    assert seen(content) == [[["完成率", "日期", "金额"], ["95%", "2026/1/1", "955,500.00"]]]
    assert codes(content) == ["FORMULAS_WITHOUT_VALUES"]
    assert content.producer == "Microsoft Excel Compatible / Openpyxl 3.1.5" or content.producer.startswith(
        "Microsoft Excel"
    )


def test_nothing_to_be_seen():
    with pytest.raises(EmptyFileError, match=r"No visible sheet holds anything; 1 sheets are hidden\."):
        read(xlsx({"空": rows(), "藏": rows("<row><c t='str'><v>1</v></c></row>")}, states={"藏": "hidden"}))
