"""``jixiao extract``: what it writes, what it says, how it ends."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.model.schema import validate_json
from tests.cli.conftest import FORM

LEVEL2 = ["经济成本指标", "数量指标", "质量指标", "时效指标", "社会效益指标", "服务对象满意度指标"]


def test_one_json_object_a_line_and_nothing_else_on_stdout(jixiao, form):
    ended = jixiao("extract", form, "-o", "-")
    assert ended.code == 0
    (line,) = ended.out.splitlines()
    result = validate_json(line)
    assert result.document.source == str(form)
    assert [indicator.level2 for indicator in result.forms[0].indicators] == LEVEL2
    assert [indicator.value.number for indicator in result.forms[0].indicators] == [
        "12.00", "16.00", "98.00", None, "95.00", "90.00",
    ]  # fmt: skip


def test_a_directory_of_json_and_tables(jixiao, form, tmp_path):
    out = tmp_path / "out"
    ended = jixiao("extract", form, "-o", out)
    assert (ended.code, ended.out) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == [
        "documents", "documents.csv", "findings.csv", "forms.csv", "funding.csv", "indicators.csv",
    ]  # fmt: skip
    (document,) = (out / "documents").iterdir()
    result = validate_json(document.read_bytes())
    assert document.name == f"form-{result.document.sha256[:12]}.json"
    with (out / "indicators.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["level2"] for row in rows] == LEVEL2
    assert {row["project_name"] for row in rows} == {"档案库房恒温设备维护"}
    assert [row["value_canonical_number"] for row in rows] == ["120000", "16", "98", "", "95", "90"]
    assert rows[1]["value_raw"] == "'=16.00(台)"


def test_the_summary_counts_and_names_what_was_written(jixiao, form, prose, tmp_path):
    ended = jixiao("extract", form, prose, "-o", tmp_path / "out")
    assert ended.code == 0
    lines = ended.err.splitlines()
    assert lines[0].split() == ["document", "status", "forms", "indicators", "errors", "warnings", "infos"]
    total = next(line for line in lines if line.startswith("2 found"))
    assert total.split()[2:8] == ["1", "no_forms,", "1", "ok", "1", "6"]
    assert lines[-1] == (
        f"written to {tmp_path}/out: documents/, documents.csv, forms.csv, funding.csv, indicators.csv, findings.csv"
    )


def test_quiet_says_nothing_when_all_is_well(jixiao, form, tmp_path):
    ended = jixiao("extract", form, "-o", tmp_path / "out", "--quiet")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("missing", 3, ["INPUT_MISSING", "输入文件不存在或无法读取", "Check the path."]),
        ("bare", 4, ["NOTHING_READABLE", "目录中没有可读取的文件", "Give a directory that holds documents"]),
        ("empty", 5, ["EMPTY_FILE", "文件为空", "Ask for the file again"]),
        ("prose", 6, ["NO_FORMS", "文件中没有绩效目标表", "绩效目标申报表"]),
        ("encrypted", 7, ["ENCRYPTED", "文件已加密", "--password"]),
        ("damaged", 8, ["DAMAGED", "文件已损坏", "ask for the file anew"]),
        ("picture", 9, ["OCR_NEEDED", "页面没有可读的文字", "pages are pictures without text"]),
        ("binary", 10, ["UNSUPPORTED_FORMAT", "不支持的文件格式", "Convert it to PDF"]),
    ],
)
def test_each_failure_has_its_message_its_remedy_and_its_code(jixiao, request, tmp_path, form, name, code, words):
    if name in ("prose", "encrypted", "damaged", "picture"):
        path = request.getfixturevalue(name)
    else:
        path = tmp_path / name
        if name == "bare":
            path.mkdir()
            (path / "drawing.dwg").write_bytes(b"AC1032")
        elif name == "empty":
            path.touch()
        elif name == "binary":
            path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8)
    alone = jixiao("extract", path, "-o", "-", "-q")
    assert alone.code == code
    (line,) = alone.err.splitlines()
    assert [word for word in [*words, str(path)] if word not in line] == []
    assert "Traceback" not in alone.err

    both = jixiao("extract", path, form, "-o", tmp_path / "out", "-q")
    assert both.code == (0 if name == "prose" else 14)
    with (tmp_path / "out" / "indicators.csv").open(encoding="utf-8", newline="") as handle:
        assert [row["level2"] for row in csv.DictReader(handle)] == LEVEL2


def test_a_failure_that_had_bytes_is_a_record_too(jixiao, damaged, tmp_path):
    ended = jixiao("extract", damaged, tmp_path / "missing.pdf", "-o", "-", "-q")
    assert ended.code == 14
    (line,) = ended.out.splitlines()
    result = validate_json(line)
    assert (result.status, result.forms, result.document.format) == ("failed", (), None)
    assert [(finding.code, finding.severity) for finding in result.findings] == [("DAMAGED", "error")]
    assert ended.err.splitlines()[-1].startswith("jixiao: SOME_FAILED 部分文件未能读取: 2 of 2 inputs were not read.")


def test_the_password_opens_an_encrypted_document(jixiao, encrypted):
    ended = jixiao("extract", encrypted, "-o", "-", "-q", "--password", "geheim")
    assert ended.code == 6
    assert json.loads(ended.out)["status"] == "no_forms"
    assert jixiao("extract", encrypted, "-o", "-", "-q", "--password", "wrong").code == 7


def test_only_documents_without_forms_end_with_their_code(jixiao, prose, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("另一份没有表格的说明。\n", encoding="utf-8")
    ended = jixiao("extract", prose, other, "-o", "-", "-q")
    assert ended.code == 6
    assert "2 documents: no performance form was found." in ended.err


def test_a_directory_is_searched_without_what_is_hidden_or_foreign(jixiao, tmp_path):
    folder = tmp_path / "in"
    for name in ("b.txt", "a/x.TXT", "a/.hidden.txt", ".git/y.txt", "~$z.txt", "README.md", "c.json"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FORM.replace("档案库房", name), encoding="utf-8")
    ended = jixiao("extract", folder, folder / "b.txt", "-o", "-", "-q")
    assert [json.loads(line)["document"]["source"] for line in ended.out.splitlines()] == [
        str(folder / "b.txt"),
        str(folder / "a" / "x.TXT"),
    ]


def test_a_file_that_is_named_is_read_whatever_it_is_called(jixiao, tmp_path):
    path = tmp_path / "form.dat"
    path.write_text(FORM, encoding="utf-8")
    assert jixiao("extract", path, "-o", "-", "-q").code == 0


def test_standard_input(jixiao):
    ended = jixiao("extract", "-", "-o", "-", "-q", stdin=FORM.encode("gb18030"))
    assert ended.code == 0
    assert json.loads(ended.out)["document"]["source"] == "-"


def test_encoding_is_obeyed_and_checked(jixiao, tmp_path):
    path = tmp_path / "form.txt"
    path.write_bytes(FORM.encode("gb18030"))
    ended = jixiao("extract", path, "-o", "-", "-q", "--encoding", "gb18030")
    assert json.loads(ended.out)["forms"][0]["project"]["unit"] == "市档案馆"
    for name in ("klingon", "base64"):
        ended = jixiao("extract", path, "-o", "-", "-q", "--encoding", name)
        assert (ended.code, ended.err) == (
            2,
            f"jixiao: USAGE 用法错误: '{name}' is no encoding of text. Try utf-8, gb18030 or utf-16.\n",
        )


def test_an_output_that_cannot_be_written_is_found_out_before_anything_is_read(jixiao, form):
    ended = jixiao("extract", form, "-o", form, "-q")
    assert (ended.code, ended.out) == (12, "")
    assert ended.err == (
        f"jixiao: OUTPUT_NOT_WRITABLE 无法写入输出: {form}: it is a file, not a directory. "
        "Choose another directory with -o, or free some space.\n"
    )


def test_a_file_name_for_output_is_refused_with_the_way_to_get_one(jixiao, form, tmp_path):
    ended = jixiao("extract", form, "-o", tmp_path / "all.jsonl", "-q")
    assert ended.code == 2
    assert f"For one file of JSON lines: -o - > {tmp_path}/all.jsonl" in ended.err


def test_formats_can_be_chosen(jixiao, form, tmp_path):
    jixiao("extract", form, "-o", tmp_path / "a", "-f", "json", "-q")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["documents"]
    jixiao("extract", form, "-o", tmp_path / "b", "-f", "xlsx", "-q")
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["jixiao.xlsx"]


def test_excel_csv(jixiao, form, tmp_path):
    jixiao("extract", form, "-o", tmp_path / "out", "--excel", "-q")
    assert (tmp_path / "out" / "forms.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument_sha256,")


def test_reading_twice_gives_the_same_bytes(jixiao, form, tmp_path):
    def read() -> dict[str, bytes]:
        jixiao("extract", form, "-o", tmp_path / "out", "-q")
        files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
        return {str(path): path.read_bytes() for path in files}

    assert read() == read()


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(jixiao, tmp_path):
    ended = jixiao("extract", tmp_path / "a\x1b[2Jb.pdf", "-o", "-")
    assert "\x1b" not in ended.err
    assert "a\\x1b[2Jb.pdf: no such file." in ended.err


def test_a_file_name_that_is_no_utf8(jixiao, form):
    odd = os.fsencode(form.parent) + b"/\xb1\xed.txt"
    os.rename(form, odd)
    ended = jixiao("extract", os.fsdecode(odd), "-o", "-", "-q")
    assert ended.code == 0
    assert json.loads(ended.out)["document"]["source"] == f"{form.parent}/\\xb1\\xed.txt"


def _command(*args: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "extractor.cli.main", *map(str, args)], stderr=subprocess.PIPE, check=False, **options
    )


def test_output_is_utf8_whatever_the_locale(form):
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ended = _command("extract", form, "-o", "-", stdout=subprocess.PIPE, env=env)
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["forms"][0]["project"]["unit"] == "市档案馆"


def test_a_reader_that_goes_away_is_no_error_of_ours(form):
    read, write = os.pipe()
    os.close(read)
    ended = _command("extract", form, "-o", "-", "-q", stdout=write)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_device_is_an_output_error(form):
    with open("/dev/full", "wb") as full:
        ended = _command("extract", form, "-o", "-", "-q", stdout=full)
    assert ended.returncode == 12
    assert b"standard output cannot be written (No space left on device)." in ended.stderr
    assert ended.stderr.count(b"\n") == 1


def test_broken_rules_end_the_call_once_with_the_file_that_is_broken(form, tmp_path):
    root = Path(__file__).parents[2]
    for package in ("extractor", "rules"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "rules" / "data" / "vocabulary" / "levels.yaml").write_text("level1: [\n", encoding="utf-8")
    ended = _command("extract", form, form.parent, "-o", "-", stdout=subprocess.PIPE, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (13, b"")
    (line,) = ended.stderr.decode().splitlines()
    assert line.startswith("jixiao: RULES 规则文件有误: ")
    assert "levels.yaml" in line
