"""What one call writes into its output directory."""

from __future__ import annotations

import csv
import json

import msgspec
import openpyxl
import pandas
import pytest

from extractor.errors import OutputError, UsageError
from extractor.model.columns import TABLES, column_info
from extractor.model.form import DocumentResult
from extractor.model.schema import validate_json
from extractor.model.tables import column_names, rows_of
from extractor.output.cells import unguard
from extractor.output.directory import DirectoryWriter
from extractor.output.headings import is_decimal
from extractor.output.sinks import FORMATS, Style, check_formats
from tests.model.full_record import EMPTY, FULL

ALL = frozenset({"json", "csv", "xlsx"})


def _numbered(result: DocumentResult, number: int, source: str | None = None) -> DocumentResult:
    document = msgspec.structs.replace(
        result.document, sha256=f"{number:064x}", source=source or result.document.source
    )
    return msgspec.structs.replace(result, document=document)


def _names(directory):
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file())


def _rows(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_file_a_document_and_a_csv_a_table(tmp_path):
    with DirectoryWriter(tmp_path / "new" / "out") as writer:
        assert writer.write(FULL)
        assert writer.write(EMPTY)
    out = tmp_path / "new" / "out"
    assert _names(out) == [
        "documents.csv",
        "documents/a-0123456789ab.json",
        "documents/b-ffffffffffff.json",
        "findings.csv",
        "forms.csv",
        "funding.csv",
        "indicators.csv",
    ]
    assert validate_json((out / "documents" / "a-0123456789ab.json").read_bytes()) == FULL
    assert [path.name for path in writer.places] == ["documents", *(f"{table}.csv" for table in TABLES)]


def test_csv_holds_exactly_the_rows(tmp_path):
    with DirectoryWriter(tmp_path) as writer:
        writer.write(FULL)
    for table in TABLES:
        expected = [
            {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows_of(FULL, table)
        ]
        read = [{name: unguard(cell) for name, cell in row.items()} for row in _rows(tmp_path / f"{table}.csv")]
        assert read == expected


def test_formulas_cannot_run_but_signs_and_numbers_stay(tmp_path):
    with DirectoryWriter(tmp_path) as writer:
        writer.write(FULL)
    row = _rows(tmp_path / "indicators.csv")[0]
    assert (row["value_raw"], row["value_operator"], row["actual_low"], row["score"]) == (
        "'=100.00(%)",
        "=",
        "-5",
        "-5",
    )
    assert row["deviation_reason"] == "'+2 days; see note"
    form = _rows(tmp_path / "forms.csv")[0]
    assert (form["contact"], form["goal_annual"]) == ("'@张三", "'-年度目标\t一")


def test_tables_without_rows_still_have_their_header(tmp_path):
    with DirectoryWriter(tmp_path) as writer:
        writer.write(EMPTY)
    for table in TABLES:
        header = (tmp_path / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == column_names(table)
    assert len(_rows(tmp_path / "documents.csv")) == 1


def test_excel_csv_has_a_byte_order_mark_its_line_ends_and_whole_codes(tmp_path):
    with DirectoryWriter(tmp_path, style=Style(excel=True)) as writer:
        writer.write(FULL)
    data = (tmp_path / "forms.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdocument_sha256,form_id,")
    assert data.count(b"\r\n") == 3
    assert data.count(b"\xef\xbb\xbf") == 1
    frame = pandas.read_csv(tmp_path / "forms.csv", dtype=str, encoding="utf-8-sig")
    assert frame["project_code"][0] == "\t310000210000000012345"
    assert frame["unit_code"][0] == "\t015001001"


def test_a_lone_carriage_return_does_not_end_a_row(tmp_path):
    goals = msgspec.structs.replace(FULL.forms[0].goals, annual="一\r二\r\n三")
    form = msgspec.structs.replace(FULL.forms[0], goals=goals)
    with DirectoryWriter(tmp_path) as writer:
        writer.write(msgspec.structs.replace(FULL, forms=(form,)))
    assert [row["goal_annual"] for row in _rows(tmp_path / "forms.csv")] == ["一\n二\n三"]


def test_workbook_is_for_people_and_text_stays_text(tmp_path):
    with DirectoryWriter(tmp_path, frozenset({"xlsx"})) as writer:
        writer.write(FULL)
        writer.write(EMPTY)
    assert _names(tmp_path) == ["jixiao.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "jixiao.xlsx")
    assert book.sheetnames == list(TABLES)
    for table in TABLES:
        expected = [row for result in (FULL, EMPTY) for row in _for_people(result, table)]
        assert _cells(book[table]) == expected
    heads = [cell.value for cell in book["indicators"][1]]
    assert (heads[:3], heads[-2:]) == (["source", "unit", "project_name"], ["form_id", "document_sha256"])
    assert sorted(heads) == sorted(["source", *column_names("indicators")])
    cell = book["indicators"].cell(2, heads.index("value_raw") + 1)
    assert (cell.value, cell.data_type) == ("=100.00(%)", "s")
    hidden = [name for name, one in book["indicators"].column_dimensions.items() if one.hidden]
    assert len(hidden) >= 1
    last = book["indicators"].column_dimensions[hidden[-1]]
    assert (last.min, last.max) in [(len(heads) - 1, len(heads)), (len(heads), len(heads))]


def _for_people(result, table):
    """The rows that a sheet holds: the document's name added, exact decimals as numbers where Excel keeps them."""
    decimals = {info.path for info in column_info(table) if is_decimal(info)}
    for row in rows_of(result, table):
        shown = {"source": result.document.source, **row}
        yield {
            name: float(cell) if name in decimals and cell is not None and len(cell.strip("-0.")) < 16 else cell
            for name, cell in shown.items()
        }


def _cells(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_format_of_the_registry_is_written_and_read_nowhere_before_its_end(tmp_path):
    with DirectoryWriter(tmp_path, frozenset(FORMATS)) as writer:
        writer.write(FULL)
        assert _names(tmp_path / "documents") == []
        assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == []
    kinds = ("csv", "jsonl")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["jixiao.xlsx", "parquet", *(f"{table}.{kind}" for table in TABLES for kind in kinds)]
    )
    for table in TABLES:
        lines = (tmp_path / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == rows_of(FULL, table)


def test_parquet_gathers_documents_into_a_file_a_year(tmp_path):
    from pyarrow import parquet

    with DirectoryWriter(tmp_path, frozenset({"parquet"})) as writer:
        for number in range(3):
            writer.write(_numbered(FULL, number))
        writer.write(EMPTY)
    place = tmp_path / "parquet"
    years = {path.parent.name for path in place.glob("forms/*/part-0.parquet")}
    assert len(years) == len({form.fiscal_year for form in FULL.forms})
    found = parquet.ParquetFile(place / "documents" / "part-0.parquet")
    assert (found.metadata.num_rows, found.metadata.num_row_groups) == (4, 1)
    rows = sum(parquet.read_metadata(path).num_rows for path in place.glob("indicators/*/part-0.parquet"))
    assert rows == 3 * len(rows_of(FULL, "indicators"))


def test_headings_are_chinese_when_asked_for(tmp_path):
    from pyarrow import dataset

    with DirectoryWriter(tmp_path, frozenset({"csv", "xlsx", "parquet"}), Style("zh")) as writer:
        writer.write(FULL)
    names = dataset.dataset(tmp_path / "parquet" / "indicators", partitioning="hive").schema.names
    assert names[2:6] == ["序号", "项目名称", "项目代码", "主管部门"]
    assert len(set(names)) == len(column_names("indicators"))
    assert (tmp_path / "documents.csv").read_text(encoding="utf-8").split(",")[0] == "内容哈希"
    book = openpyxl.load_workbook(tmp_path / "jixiao.xlsx")
    assert book.sheetnames == ["文件", "绩效表", "资金明细", "绩效指标", "审核发现"]
    heads = [cell.value for cell in book["资金明细"][1]]
    assert heads[1:3] == ["实施单位", "项目名称"]


def test_a_format_whose_library_is_missing_is_refused_at_once(monkeypatch):
    monkeypatch.setattr("extractor.output.sinks.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"XLSX needs xlsxwriter\. Run: pip install 'jixiao\[excel\]'"):
        check_formats(["json", "csv", "xlsx"])


def test_the_same_bytes_are_kept_once(tmp_path):
    with DirectoryWriter(tmp_path) as writer:
        assert writer.write(FULL) is True
        again = msgspec.structs.replace(FULL, document=msgspec.structs.replace(FULL.document, source="copy.pdf"))
        assert writer.write(again) is False
    assert [row["source"] for row in _rows(tmp_path / "documents.csv")] == ["a.pdf"]
    assert _names(tmp_path / "documents") == ["a-0123456789ab.json"]


def test_same_name_and_other_bytes_do_not_collide(tmp_path):
    with DirectoryWriter(tmp_path) as writer:
        writer.write(_numbered(EMPTY, 1 << 220, "x/a.pdf"))
        writer.write(_numbered(EMPTY, 2 << 220, "y/a.pdf"))
    assert _names(tmp_path / "documents") == ["a-000000001000.json", "a-000000002000.json"]


def test_many_documents_come_out_in_order(tmp_path):
    count = 1500
    with DirectoryWriter(tmp_path, frozenset({"csv"})) as writer:
        for number in range(count):
            writer.write(_numbered(FULL, number))
    rows = _rows(tmp_path / "indicators.csv")
    assert [row["document_sha256"] for row in rows] == [f"{n:064x}" for n in range(count) for _ in (0, 1)]
    assert [row["ordinal"] for row in rows] == ["1", "2"] * count
    assert len(_rows(tmp_path / "documents.csv")) == count


def test_a_call_that_breaks_leaves_earlier_tables_and_no_parts(tmp_path):
    with DirectoryWriter(tmp_path, ALL) as writer:
        writer.write(FULL)
    before = {name: (tmp_path / name).read_bytes() for name in _names(tmp_path)}
    with pytest.raises(RuntimeError, match="stop"), DirectoryWriter(tmp_path, ALL) as writer:
        writer.write(EMPTY)
        raise RuntimeError("stop")
    after = {name: (tmp_path / name).read_bytes() for name in _names(tmp_path)}
    assert set(after) - set(before) == {"documents/b-ffffffffffff.json"}
    assert {name: after[name] for name in before} == before


def test_a_call_that_reads_nothing_leaves_earlier_tables(tmp_path):
    with DirectoryWriter(tmp_path) as writer:
        writer.write(FULL)
    before = (tmp_path / "documents.csv").read_bytes()
    with DirectoryWriter(tmp_path) as writer:
        pass
    assert writer.places == []
    assert (tmp_path / "documents.csv").read_bytes() == before


def test_an_output_that_is_a_file_or_stands_under_one_is_refused_at_once(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="it is a file, not a directory"):
        DirectoryWriter(tmp_path / "file")
    with pytest.raises(OutputError, match="Not a directory"):
        DirectoryWriter(tmp_path / "file" / "out")
    assert _names(tmp_path) == ["file"]


def test_a_table_that_cannot_be_put_in_place_is_an_output_error(tmp_path):
    (tmp_path / "forms.csv" / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"forms\.csv: it cannot be written"), DirectoryWriter(tmp_path) as writer:
        writer.write(FULL)
    assert [name for name in _names(tmp_path) if name.endswith(".part")] == []


def test_records_with_half_a_surrogate_pair_are_written(tmp_path):
    odd = msgspec.structs.replace(EMPTY, document=msgspec.structs.replace(EMPTY.document, title="a\udcb3"))
    with DirectoryWriter(tmp_path) as writer:
        writer.write(odd)
    written = json.loads((tmp_path / "documents" / "b-ffffffffffff.json").read_bytes())
    assert written["document"]["title"] == "a\udcb3"
    assert _rows(tmp_path / "documents.csv")[0]["title"] == "a\\udcb3"
