"""Names and whole files."""

from __future__ import annotations

import json

import pytest

from extractor.errors import OutputError
from extractor.output.files import document_file, write_whole

SHA = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a.pdf", "a-0123456789ab.json"),
        ("in/2026年 绩效目标.v2.pdf", "2026年 绩效目标.v2-0123456789ab.json"),
        ("-", "stdin-0123456789ab.json"),
        ("C:\\forms\\a?.pdf", "a_-0123456789ab.json"),
        ("x/...", "document-0123456789ab.json"),
        (".pdf", "pdf-0123456789ab.json"),
        ("a\nb|c.txt", "a_b_c-0123456789ab.json"),
        ("x/y.dir/", "y-0123456789ab.json"),
        ("表" * 200 + ".pdf", "表" * 60 + "-0123456789ab.json"),
    ],
)
def test_name_of_a_documents_file(source, name):
    assert document_file(source, SHA) == name


def test_the_longest_name_can_be_written(tmp_path):
    path = tmp_path / document_file("表" * 80 + ".pdf", SHA)
    write_whole(path, "x")
    assert path.read_text() == "x"


def test_half_a_surrogate_pair_is_still_json(tmp_path):
    write_whole(tmp_path / "a.json", json.dumps({"name": "a\udcb3"}, ensure_ascii=False))
    assert json.loads((tmp_path / "a.json").read_bytes()) == {"name": "a\udcb3"}


def test_what_cannot_be_written_is_an_output_error_and_leaves_nothing(tmp_path):
    (tmp_path / "a.json").mkdir()
    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "a.json", "x")
    assert caught.value.exit_code == 12
    assert str(caught.value) == (
        f"{tmp_path}/a.json: it cannot be written (Is a directory). Choose another directory with -o, or free some space."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
