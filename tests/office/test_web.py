"""Web pages as sites serve them and as office programs save them; delimited text; files that are not what they are called."""

from __future__ import annotations

import quopri

import pytest

from extractor.errors import EmptyFileError, EncodingError
from extractor.model.table import Origin, Source
from extractor.readers.content import ReadOptions
from extractor.readers.read import read_content
from tests.office.build import codes, docx, finding, p, read, seen

META = "<meta charset=utf-8>"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html>{META}{head}<body>{body}</body></html>".encode()


def test_spans_groups_and_text_around():
    table = (
        "<table border=1><tfoot><tr><td colspan=2>合计</td></tr></tfoot><thead><tr><th>指标</th><th>值</th></tr></thead>"
        "<tr><td rowspan=0>产出</td><td>1</td></tr><tr><td>2<br>3</td></tr></table>"
    )
    content = read(page(f"<h2>申报表</h2><p>单位:\n万元</p>{table}<ol start=2><li>说明</ol>"))
    assert seen(content) == [
        "申报表",
        "单位:万元",
        [["指标", "值"], [("产出", 2, 1), "1"], ["23"], [("合计", 1, 2)]],
        "2.说明",
    ]
    assert content.blocks[2].origin is Origin.HTML


def test_rowspan_to_the_end_of_its_group():
    table = "<table border=1><tbody><tr><td rowspan=0>产出</td><td>1</td></tr><tr><td>2</td></tr></tbody><tbody><tr><td>效益</td><td>3</td></tr></tbody></table>"
    assert seen(read(page(table))) == [[[("产出", 2, 1), "1"], ["2"], ["效益", "3"]]]


def test_what_is_not_shown():
    body = "<p style='display:none'>草稿</p><p class=x>内部</p><table border=1><tr style='DISPLAY: none'><td>旧</td><td>0</td></tr><tr><td>新</td><td>1</td></tr></table><script>var a</script>"
    content = read(page(body, "<style>.x{visibility:hidden}</style>"))
    assert seen(content) == [[["新", "1"]]]
    assert finding(content, "HIDDEN_LEFT_OUT").evidence == {"sheets": [], "texts": ["草稿", "内部", "旧0"]}


def test_fields_of_a_form_show_their_values():
    body = (
        "<table border=1><tr><td>名称<td><input value='阅览室'><tr><td>性质<td><input type=checkbox checked>新增<input type=checkbox>延续"
        "<tr><td>类别<td><select><option>甲<option selected>乙</select><tr><td>目标<td><textarea>改善\n环境</textarea><input type=hidden value=x></table>"
    )
    assert seen(read(page(body))) == [
        [["名称", "阅览室"], ["性质", "☑新增□延续"], ["类别", "乙"], ["目标", "改善环境"]]
    ]


def test_excel_saved_as_web_page():
    style = "<style><!--td{border:none}.xl65{border:.5pt solid windowtext}.xl66{border-left:.5pt solid windowtext;border-right:.5pt solid windowtext}--></style>"
    table = (
        "<table border=0 cellpadding=0><col width=72 span=2><tr height=18><td colspan=2 class=xl24>项目支出绩效目标申报表</td></tr>"
        "<tr><td>填报单位:某局</td><td>单位:万元</td></tr><tr><td class=xl65>名称</td><td class=xl66>阅览室<span style='mso-spacerun:yes'>&nbsp;</span></td></tr>"
        "<tr><td class=xl65 x:num='0.95'>95%</td><td class=xl65>&nbsp;</td></tr><![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td></tr><![endif]></table>"
    )
    head = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><meta name=Generator content='Microsoft Excel 15'><meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
    content = read(f"{head}{style}<body>{table}</body></html>".encode("gb18030"), "a.xls")
    assert seen(content) == ["项目支出绩效目标申报表", "填报单位:某局", "单位:万元", [["名称", "阅览室"], ["95%", ""]]]
    assert content.producer == "Microsoft Excel 15"
    assert codes(content) == ["MISNAMED"]
    assert finding(content, "MISNAMED").evidence == {"suffix": ".xls", "format": "html"}


def test_hidden_rows_count_in_the_spans_that_excel_writes():
    rows = "<tr><td rowspan=3>产出</td><td>1</td></tr><tr style='display:none'><td>2</td></tr><tr><td>3</td></tr><tr><td>效益</td><td>4</td></tr>"
    excel = f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>{META}<table border=1>{rows}</table>"
    assert seen(read(excel.encode())) == [[[("产出", 2, 1), "1"], ["3"], ["效益", "4"]]]


@pytest.mark.parametrize(
    ("declared", "encoding"), [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("iso-8859-1", "gbk"), ("big5", "utf-8")]
)
def test_a_wrong_charset_is_not_believed(declared: str, encoding: str) -> None:
    html = f"<html><meta charset={declared}><p>财政项目支出绩效目标申报表</p><p>单位名称:市档案馆</p></html>"
    content = read(html.encode(encoding))
    assert seen(content) == ["财政项目支出绩效目标申报表", "单位名称:市档案馆"]
    assert finding(content, "ENCODING_DECLARED_WRONG").evidence == {"declared": [declared]}


def test_a_right_charset_needs_no_word():
    html = "<html><meta http-equiv=Content-Type content='text/html; charset=GB2312'><p>财政项目支出绩效目标申报表</p></html>"
    assert codes(read(html.encode("gbk"))) == []
    assert seen(read("<html><meta charset=big5><p>財政項目支出績效目標申報表</p></html>".encode("big5"))) == [
        "財政項目支出績效目標申報表"
    ]
    with pytest.raises(EncodingError):
        read(b"<html><p>" + bytes(range(0x80, 0xFF)) + b"</p></html>")


def archive(*parts: tuple[str, str, str]) -> bytes:
    """A web archive of ``(location, charset, html)``."""
    text = b'From: <Saved by somebody>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=b="\r\n\r\n'
    for location, charset, html in parts:
        head = f"--=b=\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {location}\r\n\r\n"
        text += head.encode() + quopri.encodestring(html.encode(charset)) + b"\r\n"
    return text + b"--=b=--\r\n"


def test_a_web_archive_of_one_page():
    html = "<html><p>财政项目支出绩效目标申报表<table border=1><tr><td>名称<td>阅览室</table></html>"
    assert seen(read(archive(("http://a/", "gb2312", html)))) == ["财政项目支出绩效目标申报表", [["名称", "阅览室"]]]


def test_a_workbook_saved_as_web_archive():
    def listed(name: str, target: str, state: str = "") -> str:
        return f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef="a.files/{target}"/>{state}</x:ExcelWorksheet>'

    sheets = (
        listed("二", "sheet002.htm")
        + listed("一", "sheet001.htm")
        + listed("词典", "sheet003.htm", "<x:Visible>SheetHidden</x:Visible>")
    )
    root = f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><!--[if gte mso 9]><xml>{sheets}</xml><![endif]--><frameset><frame></frameset></html>"
    table = "<html><table border=1><tr><td>项目名称<td>{}</table></html>"
    content = read(
        archive(
            ("file:///a.htm", "gb2312", root),
            ("file:///a.files/tabstrip.htm", "gb2312", "<html><table border=1><tr><td>表页<td>一</table></html>"),
            *((f"file:///a.files/sheet00{n}.htm", "gb2312", table.format(f"第{n}项")) for n in (1, 2, 3)),
        )
    )
    assert seen(content) == [[["项目名称", "第2项"]], [["项目名称", "第1项"]]]
    assert [block.page for block in content.blocks] == [1, 2]
    assert finding(content, "HIDDEN_LEFT_OUT").evidence == {"sheets": ["词典"], "texts": []}


def test_a_page_of_frames_alone():
    with pytest.raises(EmptyFileError, match="The page shows no text") as raised:
        read(b"<html><frameset><frame src=a.files/sheet001.htm></frameset></html>")
    assert "Save it as one file" in raised.value.remedy


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimited_text(delimiter: str, encoding: str) -> None:
    rows = [["项目名称", "阅览室,开放"], ["目标", '"改善\n环境'], ["金额", '="001"'], ["说明", "甲  乙"]]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    content = read(text.encode(encoding), "a.csv")
    assert content.lines is not None
    assert [(line.number, line.text) for line in content.lines] == [
        (1, "项目名称\t阅览室,开放"), (2, '目标\t"""改善环境"'), (4, "金额\t001"), (5, "说明\t甲  乙"),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "misnamed"), [("a.docx", False), ("a.pdf", True), ("a", False), ("a.bin", False)])
def test_a_misnamed_file_is_read_as_what_it_is(name: str, misnamed: bool) -> None:
    kind, content = read_content(Source(name, docx(p("文字"))), ReadOptions())
    assert (kind, codes(content)) == ("docx", ["MISNAMED"] * misnamed)
