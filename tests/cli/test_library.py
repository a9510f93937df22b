"""The same from Python."""

from __future__ import annotations

import pickle

import pytest

import extractor
from extractor import (
    DocumentResult,
    EmptyFileError,
    ExtractOptions,
    Failure,
    InputMissingError,
    JixiaoError,
    Source,
    extract,
    extract_many,
)
from extractor.batch import find_inputs
from tests.cli.conftest import FORM


def test_everything_that_is_promised_is_there():
    assert [name for name in extractor.__all__ if not hasattr(extractor, name)] == []
    assert set(extractor.__all__) <= set(dir(extractor))
    with pytest.raises(AttributeError, match="module 'extractor' has no attribute 'nothing'"):
        extractor.nothing  # noqa: B018


def test_path_text_bytes_and_source_give_the_same_forms(form):
    results = [extract(form), extract(str(form)), extract(FORM.encode()), extract(Source("x", FORM.encode()))]
    assert [result.document.source for result in results] == [str(form), str(form), "<bytes>", "x"]
    assert all(result.forms == results[0].forms for result in results)
    assert len(results[0].forms[0].indicators) == 6


def test_frame(form):
    frame = extract(form).to_pandas("indicators")
    assert frame["value_number"].fillna("").tolist() == ["12.00", "16.00", "98.00", "", "95.00", "90.00"]


def test_bad_options_are_refused(form):
    with pytest.raises(TypeError, match="colour"):
        extract(form, colour="red")


def test_errors_say_what_where_and_what_to_do(tmp_path):
    with pytest.raises(InputMissingError) as caught:
        extract(tmp_path / "no.pdf")
    assert str(caught.value) == f"{tmp_path}/no.pdf: no such file. Check the path."
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(EmptyFileError):
        extract(tmp_path / "empty.pdf")


def test_many_never_raises_for_one_bad_file(form, damaged, tmp_path):
    outcomes = list(extract_many([tmp_path / "no.pdf", damaged, form]))
    assert [type(outcome) for outcome in outcomes] == [Failure, Failure, DocumentResult]
    missing, broken, good = outcomes
    assert (missing.error.code, missing.sha256, missing.result) == ("INPUT_MISSING", None, None)
    assert (broken.error.code, broken.source, broken.result.status) == ("DAMAGED", str(damaged), "failed")
    assert broken.result.document.sha256 == broken.sha256
    assert good.document.source == str(form)
    assert pickle.loads(pickle.dumps(outcomes)) is not None


def test_many_is_lazy_and_takes_a_directory(form, tmp_path):
    stream = extract_many(tmp_path)
    assert next(stream).document.source == str(form)
    assert next(stream, None) is None


def test_failures_keep_no_frames(damaged):
    (failure,) = extract_many(damaged)
    assert failure.error.__traceback__ is None
    assert failure.error.__cause__ is None


def test_find_inputs_is_stable_and_without_repeats(tmp_path):
    for name in ("b.pdf", "a.txt", "sub/c.tsv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = list(find_inputs([tmp_path, tmp_path / "a.txt", "none.pdf", "none.pdf"]))
    assert [str(path).removeprefix(f"{tmp_path}/") for path in found] == ["a.txt", "b.pdf", "sub/c.tsv", "none.pdf"]


def test_errors_survive_pickling():
    error = pickle.loads(pickle.dumps(EmptyFileError("it is empty.", source="a", remedy="Fill it.")))
    assert (str(error), error.exit_code, isinstance(error, JixiaoError)) == ("a: it is empty. Fill it.", 5, True)


def test_options_are_a_frozen_record():
    assert ExtractOptions() == ExtractOptions(password=None, encoding=None)
