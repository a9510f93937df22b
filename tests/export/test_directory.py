"""What one call writes into its output directory."""

from __future__ import annotations

import csv
import json

import msgspec
import openpyxl
import pandas
import pytest

from extractor.errors import OutputError
from extractor.model.columns import TABLES
from extractor.model.form import DocumentResult
from extractor.model.schema import validate_json
from extractor.model.tables import column_names, rows_of
from extractor.output.cells import unguard
from extractor.output.directory import DirectoryWriter
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
    with DirectoryWriter(tmp_path, excel=True) as writer:
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


def test_workbook_has_a_sheet_a_table_and_text_stays_text(tmp_path):
    with DirectoryWriter(tmp_path, frozenset({"xlsx"})) as writer:
        writer.write(FULL)
        writer.write(EMPTY)
    assert _names(tmp_path) == ["jixiao.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "jixiao.xlsx")
    assert book.sheetnames == list(TABLES)
    for table in TABLES:
        rows = list(book[table].iter_rows(values_only=True))
        assert list(rows[0]) == column_names(table)
        expected = [list(row.values()) for result in (FULL, EMPTY) for row in rows_of(result, table)]
        assert [list(row) for row in rows[1:]] == expected
    cell = book["indicators"].cell(2, column_names("indicators").index("value_raw") + 1)
    assert (cell.value, cell.data_type) == ("=100.00(%)", "s")


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
