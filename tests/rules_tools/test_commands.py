"""``jixiao rules …`` and ``--rules`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.files.version import rules_version
from rules.ruleset.profile_files import load_profiles

SAMPLE = Path(__file__).parents[2] / "samples" / "short-forms-utf8-bom.txt"
FORM = "扶贫资金申报书\n事项名称\t产业扶持\t牵头科室\t农业局\n分类\t分项\t内容\t标准值\n产出指标\t数量指标\t扶持农户数\t≥30户\n效益指标\t社会效益指标\t带动就业\t≥50人\n"
PROFILE = (
    "id: poverty\nkind: target\ntitles: [扶贫资金申报书]\nlabels: {must: [[事项名称]], should: {牵头科室: 2}}\n"
    "fields: {name: [事项名称], department: [牵头科室]}\n"
    "columns: {level1: [分类], level2: [分项], name: [内容], value: [标准值]}\n"
    "examples: [{title: 扶贫资金申报书, labels: [事项名称, 牵头科室]}]\n"
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "my" / "profiles").mkdir(parents=True)
    (tmp_path / "my" / "profiles" / "poverty.yaml").write_text(PROFILE, encoding="utf-8")
    return tmp_path / "my"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    (tmp_path / "bad" / "profiles").mkdir(parents=True)
    (tmp_path / "bad" / "profiles" / "x.yaml").write_text(
        "id: x\nkind: taget\nlabels: {}\ntitels: []\n", encoding="utf-8"
    )
    return tmp_path / "bad"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.txt"
    path.write_text(FORM, encoding="utf-8")
    return path


def test_list(jixiao, mine: Path):
    ended = jixiao("rules", "list", "--rules", mine)
    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (0, "")
    assert lines[0].split() == ["id", "kind", "years", "examples", "rules", "name"]
    assert [line.split()[0] for line in lines[1:-1]] == ["poverty", *(profile.id for profile in load_profiles())]
    assert lines[1].split() == ["poverty", "target", "any", "1", "user", "poverty"]
    assert lines[-1] == f"rules version {rules_version(mine)}"
    told = json.loads(jixiao("rules", "list", "--format", "json").out)
    assert [one["id"] for one in told] == [profile.id for profile in load_profiles()]


def test_check(jixiao, mine: Path, broken: Path):
    count = len(load_profiles())
    assert jixiao("rules", "check").out.splitlines()[-1].startswith(f"{count} profiles, 0 errors, ")
    ended = jixiao("rules", "check", mine)
    assert (ended.code, ended.out) == (0, f"{count + 1} profiles, 0 errors, 0 warnings\n")
    ended = jixiao("rules", "check", broken)
    path = broken / "profiles" / "x.yaml"
    kinds = "target, self_evaluation, monitoring, department_target, transfer_target"
    assert ended.code == 13
    assert (
        ended.out.splitlines()[0]
        == f"error: schema: {path}:2:7: kind 'taget' is none of {kinds}. Did you mean 'target'?"
    )
    assert ended.out.splitlines()[1].endswith("Did you mean 'titles'?")
    assert ended.out.splitlines()[2] == "2 errors, 0 warnings"
    assert [note["severity"] for note in json.loads(jixiao("rules", "check", broken, "-f", "json").out)] == [
        "error",
        "error",
    ]


def test_extract_with_rules(jixiao, mine: Path, form: Path):
    assert jixiao("extract", form, "-o", "-", "-q").code == 6
    ended = jixiao("extract", form, "-o", "-", "-q", "--rules", mine)
    document = json.loads(ended.out)
    assert (ended.code, document["forms"][0]["profile"]) == (0, "poverty")
    assert document["forms"][0]["project"]["name"] == "产业扶持"
    assert [row["name"] for row in document["forms"][0]["indicators"]] == ["扶持农户数", "带动就业"]
    assert document["document"]["rules_version"] == rules_version(mine)


def test_broken_rules_end_with_13_and_every_problem_on_a_line(jixiao, broken: Path):
    ended = jixiao("extract", SAMPLE, "-o", "-", "-q", "--rules", broken)
    lines = ended.err.splitlines()
    assert (ended.code, ended.out, len(lines)) == (13, "", 3)
    assert [line.split(": ")[0].rpartition("/")[2] for line in lines[:2]] == ["x.yaml:2:7", "x.yaml:4:1"]
    assert lines[2] == (
        f"jixiao: RULES 规则文件有误: {broken}: 2 problems in the rules. "
        "Mend them, or go on with the shipped rules by --ignore-broken-rules."
    )
    ended = jixiao("extract", SAMPLE, "-o", "-", "-q", "--rules", broken, "--ignore-broken-rules")
    findings = json.loads(ended.out)["findings"]
    assert (ended.code, [f["code"] for f in findings if f["code"].startswith("RULES")]) == (0, ["RULES_IGNORED"])


def test_explain(jixiao, mine: Path, form: Path):
    ended = jixiao("rules", "explain", form, "--rules", mine)
    assert ended.code == 0
    assert ended.out.startswith(
        "== region 1, page 1: 扶贫资金申报书\nprofile: poverty\n  title 6 by 扶贫资金申报书\n  found: 牵头科室 2\n"
    )
    told = json.loads(jixiao("rules", "explain", form, "--rules", mine, "-f", "json").out)
    assert [one["from"] for one in told[0]["forms"][0]["labels"][:6]] == ["profile"] * 6
    assert jixiao("rules", "explain", form).code == 6


def test_coverage_goes_on_over_files_that_cannot_be_read(jixiao, mine: Path, form: Path, tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(FORM, encoding="utf-8")
    (tmp_path / "docs" / "b.pdf").write_bytes(b"")
    ended = jixiao("rules", "coverage", tmp_path / "docs", "--rules", mine, "-f", "json")
    told = json.loads(ended.out)
    assert (ended.code, told["files"], told["forms"]) == (0, 1, 1)
    assert "EMPTY_FILE" in ended.err
    assert jixiao("rules", "coverage", tmp_path / "docs", "--rules", mine).out.startswith(
        "1 files, 1 forms, rules version "
    )


def test_new(jixiao, form: Path, tmp_path: Path):
    (tmp_path / "new" / "profiles").mkdir(parents=True)
    path = tmp_path / "new" / "profiles" / "My Draft.yaml"
    assert jixiao("rules", "new", form, "-o", path).code == 0
    told = json.loads(jixiao("rules", "list", "--rules", tmp_path / "new", "-f", "json").out)
    assert (told[0]["id"], told[0]["name"], told[0]["rules"]) == ("my-draft", "扶贫资金申报书", "user")
    assert jixiao("rules", "explain", form, "--rules", tmp_path / "new").out.splitlines()[1] == "profile: my-draft"
    assert jixiao("rules", "check", tmp_path / "new").code == 0


def test_new_needs_a_table(jixiao, tmp_path: Path):
    (tmp_path / "prose.txt").write_text("全年完成档案整理三万卷。\n", encoding="utf-8")
    assert jixiao("rules", "new", tmp_path / "prose.txt").code == 6
