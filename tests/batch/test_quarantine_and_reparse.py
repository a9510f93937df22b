"""What could not be read, tried again; what was read, read again by other rules; what people set right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.batch import Limits, quarantined, release_quarantined, reparse, retry_quarantined, run_batch
from extractor.batch.compare import Change, compare
from extractor.errors import InputMissingError, UsageError
from tests.batch.conftest import FORM, TIGHT, documents, heavy_text, rows


def _rules(tmp_path: Path) -> Path:
    """Rules that know one label more."""
    path = tmp_path / "rules" / "vocabulary" / "fields.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("code: [财政内部代号]\n", encoding="utf-8")
    return path.parents[1]


@pytest.fixture
def labelled(tmp_path):
    """A batch of two forms with a label that the shipped rules do not know."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in (1, 2):
        text = FORM.replace("主管部门\t", f"财政内部代号\tC-{number}\n主管部门\t")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_quarantine_lists_retries_and_releases(submit, encrypted, damaged, tmp_path):
    folder, out = submit(1), tmp_path / "out"
    missing = tmp_path / "later.txt"
    (folder / "slow.txt").write_text(heavy_text(), encoding="utf-8")
    run_batch([folder, encrypted, damaged, missing], out, limits=Limits(seconds=TIGHT))
    assert sorted((Path(one.name).name, one.reason) for one in quarantined(out)) == [
        ("damaged.pdf", "DAMAGED"), ("encrypted.pdf", "ENCRYPTED"), ("later.txt", "INPUT_MISSING"), ("slow.txt", "TIME_LIMIT"),
    ]  # fmt: skip
    assert [one.limits["seconds"] for one in quarantined(out, reason="TIME_LIMIT")] == [TIGHT]
    missing.write_text(FORM, encoding="utf-8")
    summary = retry_quarantined(out, password="geheim", limits=Limits(seconds=100))
    assert (summary.found, summary.ok, summary.quarantined) == (4, 1, 1)
    assert [one.reason for one in quarantined(out)] == ["DAMAGED"]
    with pytest.raises(UsageError, match="name what is to be released"):
        release_quarantined(out)
    assert [one.reason for one in release_quarantined(out, ["damaged.pdf"])] == ["DAMAGED"]
    assert quarantined(out) == []
    assert list((out / "quarantine").iterdir()) == []
    again = run_batch([folder, encrypted, damaged, missing], out)
    assert (again.found, again.skipped, again.quarantined) == (5, 5, 0)


def test_what_is_not_there_is_not_found(submit, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(InputMissingError, match="no batch was written to this directory"):
        quarantined(out)
    run_batch(submit(1), out)
    with pytest.raises(UsageError, match=r"not in the quarantine: nope\.pdf"):
        quarantined(out, ["nope.pdf"])


def test_a_dry_run_tells_every_change_and_changes_nothing(labelled, tmp_path):
    out = tmp_path / "out"
    run_batch(labelled, out)
    before = documents(out)
    told = reparse(out, rules_dir=_rules(tmp_path), dry_run=True)
    assert (told.kept, told.changed, told.same, told.current, told.written) == (2, 2, 0, 0, False)
    assert told.fields == {"forms[].project.code": 2, "forms[].project.extra.财政内部代号": 2}
    assert documents(out) == before
    lines = [json.loads(line) for line in (out / "reparse.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["path"], line["old"], line["new"]) for line in lines if line["path"].endswith("code")] == [
        ("forms[0].project.code", None, "C-1"), ("forms[0].project.code", None, "C-2"),
    ]  # fmt: skip
    page = (out / "reparse.html").read_text(encoding="utf-8")
    assert "<ins>C-1</ins>" in page
    assert not (out / ".jixiao" / "reparse").exists()


def test_new_rules_are_put_in_force_once(labelled, tmp_path):
    out, rules = tmp_path / "out", _rules(tmp_path)
    run_batch(labelled, out)
    shipped = {row["rules_version"] for row in rows(out, "documents")}
    (labelled / "1.txt").unlink()  # the archive has it
    assert reparse(out, rules_dir=rules).written
    assert [row["project_code"] for row in rows(out, "forms")] == ["C-1", "C-2"]
    assert {row["rules_version"] for row in rows(out, "documents")} & shipped == set()
    again = reparse(out, rules_dir=rules)
    assert (again.kept, again.current, again.changed) == (2, 2, 0)


def test_a_refused_change_is_not_made(labelled, tmp_path):
    out = tmp_path / "out"
    run_batch(labelled, out)
    before = documents(out)
    seen = []
    assert not reparse(out, rules_dir=_rules(tmp_path), confirm=lambda told: seen.append(told.changed) or False).written
    assert (seen, documents(out)) == ([2], before)


@pytest.mark.slow
def test_what_can_not_be_read_any_more_stays_as_it_was(labelled, tmp_path):
    out = tmp_path / "out"
    (labelled / "3.txt").write_text(heavy_text(), encoding="utf-8")
    run_batch(labelled, out)
    before = {name: record for name, record in documents(out).items() if name.startswith("3-")}
    told = reparse(out, rules_dir=_rules(tmp_path), limits=Limits(seconds=TIGHT))
    assert (told.kept, told.changed, told.failed) == (3, 2, 1)
    assert [(Path(one.source).name, one.error.code) for one in told.failures] == [("3.txt", "TIME_LIMIT")]
    assert {name: record for name, record in documents(out).items() if name.startswith("3-")} == before
    assert quarantined(out) == []


def test_sources_that_are_gone_are_told(labelled, tmp_path):
    out = tmp_path / "out"
    run_batch(labelled, out, archive=False)
    (labelled / "1.txt").unlink()
    (labelled / "2.txt").write_text("changed", encoding="utf-8")
    told = reparse(out, rules_dir=_rules(tmp_path))
    assert (told.kept, told.failed) == (2, 2)
    assert {one.error.message for one in told.failures} == {"its bytes are in no place where they were."}


def _correct(out: Path, record: dict, **changes: object) -> None:
    correction = {
        "document": record["document"]["sha256"], "form_id": record["forms"][0]["form_id"], "path": "indicators[1].value.number",
        "old": "16.00", "new": "18.00", "who": "李四", "when": "2026-11-23", **changes,
    }  # fmt: skip
    (out / "corrections").mkdir(exist_ok=True)
    number = len(list((out / "corrections").iterdir()))
    (out / "corrections" / f"{number}.json").write_text(json.dumps(correction, ensure_ascii=False), encoding="utf-8")


def _findings(record: dict) -> list[tuple[str, str, str]]:
    return [
        (finding["code"], finding["path"], finding["message"])
        for finding in record["forms"][0]["findings"] + record["findings"]
        if finding["code"].startswith("CORRECT")
    ]


def test_corrections_survive_reading_again_and_stay_visible(labelled, tmp_path):
    out = tmp_path / "out"
    run_batch(labelled, out)
    _correct(out, next(iter(documents(out).values())))
    reparse(out, rules_dir=_rules(tmp_path))
    record = next(iter(documents(out).values()))
    assert record["forms"][0]["indicators"][1]["value"]["number"] == "18.00"
    assert record["forms"][0]["project"]["code"] == "C-1"
    assert _findings(record) == [
        (
            "CORRECTED",
            "forms[0].indicators[1].value.number",
            '李四 set indicators[1].value.number to "18.00"; it was read as "16.00".',
        )
    ]
    assert [row["value_number"] for row in rows(out, "indicators")][1] == "18.00"


@pytest.mark.parametrize(
    ("changes", "code", "value"),
    [
        ({"old": "17.00"}, "CORRECTION_STALE", "18.00"),
        ({"path": "indicators[40].value.number"}, "CORRECTION_LOST", "16.00"),
        ({"context": {"project.name": "别的项目"}}, "CORRECTION_LOST", "16.00"),
        ({"context": {"project.name": "档案库房恒温设备维护"}}, "CORRECTED", "18.00"),
        ({"new": 18}, "CORRECTION_LOST", "16.00"),
        ({"form_id": "ffffffffffff-1"}, "CORRECTION_LOST", "16.00"),
        ({"path": "forms[0].indicators[1].value.number"}, "CORRECTED", "18.00"),
    ],
)
def test_corrections_that_do_not_fit_are_told(labelled, tmp_path, changes, code, value):
    out = tmp_path / "out"
    run_batch(labelled, out)
    _correct(out, next(iter(documents(out).values())), **changes)
    reparse(out, rules_dir=_rules(tmp_path))
    record = next(iter(documents(out).values()))
    assert record["forms"][0]["indicators"][1]["value"]["number"] == value
    assert [told for told, _, _ in _findings(record)] == [code]


def test_a_broken_file_of_corrections_stops_the_run(submit, tmp_path):
    folder, out = submit(1), tmp_path / "out"
    run_batch(folder, out)
    (out / "corrections").mkdir()
    (out / "corrections" / "a.json").write_text('{"document": "x"}', encoding="utf-8")
    with pytest.raises(UsageError, match="this is no file of corrections"):
        run_batch(folder, out)


def test_lists_are_compared_by_what_they_are_about():
    def form(*names: str) -> dict:
        return {
            "forms": [
                {"project": {"name": "甲"}, "indicators": [{"name": name, "value": {"raw": "1"}} for name in names]}
            ]
        }

    assert list(compare(form("a", "b", "c"), form("a", "c"))) == [
        Change("forms[0].indicators[1]", "removed", "b 1", None)
    ]
    assert list(compare(form("a", "c"), form("a", "b", "c"))) == [
        Change("forms[0].indicators[1]", "added", None, "b 1")
    ]
    assert list(compare(form("a", "b"), form("a", "x"))) == [Change("forms[0].indicators[1].name", "changed", "b", "x")]
    assert list(compare({"provenance": 1, "x": [1, 2]}, {"provenance": 2, "x": [1, 3]})) == [
        Change("x", "changed", [1, 2], [1, 3])
    ]
