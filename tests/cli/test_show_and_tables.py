"""``jixiao show`` and ``jixiao tables`` as they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor import tables
from extractor.output.table_formats import to_csv, to_html, to_json, to_markdown

SAMPLES = Path(__file__).parents[2] / "samples"
SHORT = SAMPLES / "short-forms-chromium.pdf"


def test_tables_go_to_stdout_as_json(jixiao):
    ended = jixiao("tables", SHORT)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == to_json(tables(SHORT))
    assert [(table["page"], table["rows"], table["columns"]) for table in json.loads(ended.out)] == [
        (1, 15, 6),
        (1, 16, 6),
    ]


@pytest.mark.parametrize(("form", "write"), [("html", to_html), ("csv", to_csv), ("markdown", to_markdown)])
def test_tables_in_other_formats(jixiao, form, write):
    assert jixiao("tables", SHORT, "--format", form).out == write(tables(SHORT))


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.json", to_json), ("a.HTML", to_html), ("a.csv", to_csv), ("a.md", to_markdown), ("a", to_json)],
)
def test_the_files_name_tells_the_format(jixiao, tmp_path, name, write):
    ended = jixiao("tables", SHORT, "-o", tmp_path / name)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8") == write(tables(SHORT))


def test_tables_joined_and_for_excel(jixiao):
    long = SAMPLES / "long-form-repeated-header.pdf"
    assert [table["rows"] for table in json.loads(jixiao("tables", long, "--join").out)] == [48]
    assert jixiao("tables", long, "-f", "csv", "--excel").out.startswith("\ufeff项目名称,")


def test_tables_of_prose_are_none(jixiao, prose):
    ended = jixiao("tables", prose)
    assert (ended.code, json.loads(ended.out), ended.err) == (0, [], "")


def test_tables_from_stdin(jixiao, form):
    ended = jixiao("tables", "-", stdin=form.read_bytes())
    assert [(table["origin"], table["rows"]) for table in json.loads(ended.out)] == [("tabbed", 16)]


def test_recognition_is_announced_before_it_begins_and_may_be_refused(jixiao, picture):
    ended = jixiao("tables", picture)
    assert ended.code == 9
    announced, refused = ended.err.splitlines()
    assert announced == "jixiao: page 1 is a picture; its text is being recognised, which takes some seconds."
    assert "pip install" not in refused
    ended = jixiao("tables", picture, "--no-ocr")
    assert ended.code == 9
    assert ended.err.count("\n") == 1
    assert "Leave out --no-ocr" in ended.err


@pytest.mark.parametrize("command", ["show", "tables"])
@pytest.mark.parametrize(("name", "code"), [("encrypted", 7), ("damaged", 8), ("picture", 9)])
def test_failures_end_as_everywhere(jixiao, tmp_path, request, command, name, code):
    out = tmp_path / "out.html"
    ended = jixiao(command, request.getfixturevalue(name), "-o", out)
    assert ended.code == code
    *announced, _ = ended.err.splitlines()
    assert len(announced) == (name == "picture" and command == "tables")
    assert not out.exists()
    assert jixiao(command, tmp_path / "nope.pdf").code == 3


@pytest.mark.parametrize("command", ["show", "tables"])
def test_a_place_that_cannot_be_written(jixiao, tmp_path, form, command):
    assert jixiao(command, form, "-o", tmp_path / "nowhere" / "a.html").code == 12
    assert list(tmp_path.iterdir()) == [form]


def test_a_password_opens_for_drawing_too(jixiao, tmp_path, encrypted):
    ended = jixiao("show", encrypted, "--password", "geheim", "-o", tmp_path / "a.png")
    assert (ended.code, ended.out, ended.err) == (0, "", f"written to {tmp_path / 'a.png'}\n")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "start"), [("a.html", b"<!DOCTYPE html>"), ("a.svg", b"<?xml"), ("a.png", b"\x89PNG")]
)
def test_show_draws_what_the_name_says(jixiao, tmp_path, name, start):
    assert jixiao("show", SHORT, "-o", tmp_path / name, "--quiet").err == ""
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_show_has_a_place_of_its_own(jixiao, tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)
    ended = jixiao("show", form.name)
    (made,) = (tmp_path / "output").iterdir()
    assert made.name.startswith("form-")
    assert made.suffix == ".html"
    assert ended.err == f"written to output/{made.name}\n"


def test_show_on_stdout_is_html(jixiao, form):
    ended = jixiao("show", form, "-o", "-")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("<!DOCTYPE html>")
    assert ended.out.endswith("</body></html>\n")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("-o", "a.pdf"), "End it in .html, .svg or .png."),
        (("-o", "a.png", "--page", "2"), "there is no page 2: it has 1 page."),
        (("--page", "0"), "Invalid value for '--page'"),
    ],
)
def test_usage(jixiao, tmp_path, monkeypatch, args, told):
    monkeypatch.chdir(tmp_path)
    ended = jixiao("show", SHORT, *args)
    assert ended.code == 2
    assert told in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_document_without_forms_is_drawn_all_the_same(jixiao, tmp_path, prose):
    ended = jixiao("show", prose, "-o", tmp_path / "a.html")
    assert ended.code == 0
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "NO_FORMS" in text
    assert "全年完成档案整理三万卷" in text
