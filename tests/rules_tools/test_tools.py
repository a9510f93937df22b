"""The tools for those who write rules: what they find, and that what they draft works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.lexicon.judge import leave_one_out
from extractor.batch import read_source
from extractor.pipeline import Reading, read_document
from rules.families.profile import choose_profile
from rules.ruleset.load import RuleSet, load_rules
from rules.ruleset.profile_files import load_profiles
from rules.tools.check import check_rules
from rules.tools.coverage import Coverage
from rules.tools.draft import draft_profile, profile_id, quoted, region_of, title_pattern
from rules.tools.explain import explain_region, render_explanation

SAMPLES = Path(__file__).parents[2] / "samples"
UNKNOWN = """某县扶贫专项资金绩效情况申报书
(2026年度)
扶持事项名称\t产业扶持\t立项类别\t延续
牵头科室\t农业农村局\t承办机构\t产业中心
年度资金总额(元)\t120,000.00
绩效分类\t绩效分项\t考核内容\t考核标准值\t佐证材料
产出指标\t数量指标\t扶持农户数\t≥30户\t台账
\t质量指标\t验收合格率\t≥98%\t报告
效益指标\t社会效益指标\t带动就业人数\t≥50人\t名册
满意度指标\t服务对象满意度指标\t农户满意度\t≥90%\t问卷
"""


def reading(path: Path, rules: RuleSet) -> Reading:
    return read_document(read_source(path), rules=rules)


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    path = tmp_path / "unknown.txt"
    path.write_text(UNKNOWN, encoding="utf-8")
    return path


def test_the_shipped_rules_have_no_errors() -> None:
    notes = check_rules()
    assert [note.to_dict() for note in notes if note.kind != "unreachable"] == []
    assert {note.where for note in notes} <= {"vocabulary", *(profile.id for profile in load_profiles())}


def test_check_tells_examples_that_are_lost_overlaps_and_what_is_never_reached(tmp_path: Path) -> None:
    directory = tmp_path / "my"
    (directory / "profiles").mkdir(parents=True)
    (directory / "lexicon").mkdir()
    (directory / "profiles" / "a.yaml").write_text(
        "id: lost\nkind: target\nlabels: {should: {甲: 1, 乙: 4}}\nexamples: [{title: 财政项目支出绩效目标申报表, labels: [甲]}]\n"
        "goals: {annual: [主要目的]}\nfields: {contact: [主要目的]}\ncolumns: {name: ['re:考核项'], value: [考核项]}\n"
    )
    (directory / "profiles" / "b.yaml").write_text(
        "id: won\nkind: target\nlabels: {should: {甲: 5, 丙: 1}}\nexamples: [{title: 无名表, labels: [甲, 乙, 丙]}]\n"
    )
    (directory / "lexicon" / "patterns.csv").write_text(
        "id,pattern,places,example,source\none,台账,质量指标:0.9,台账数,我\ntwo,账数,数量指标:0.9,台账数,我\n"
    )
    found = [(note.kind, note.where, note.message) for note in check_rules(directory)]
    assert found == [
        ("example", "lost", "won wins its example “财政项目支出绩效目标申报表”: its score is 0.09."),
        ("overlap", "won", "lost fits its example nearly as well (0.45 against 0.50)."),
        ("unreachable", "lost", "'主要目的' in fields is read by goals, which is asked first."),
        ("unreachable", "lost", "'re:考核项' in columns means value already."),
        ("lexicon", "patterns.csv", "The example '台账数' of two is caught by pattern:one."),
    ]  # fmt: skip


def test_explain_names_the_winner_the_losers_and_every_rule() -> None:
    rules = load_rules()
    first = reading(SAMPLES / "shanghai-2026-flattened.txt", rules).regions[0]
    told = explain_region(first)
    by_id = {one["id"]: one for one in told["profiles"]}
    assert (told["profile"], len(by_id)) == ("shanghai-2021", len(rules.profiles))
    assert by_id["shanghai-2021"]["verdict"] == "chosen"
    assert by_id["shanghai-2021"]["title"] == {
        "pattern": "(上海市)?(市级|区级)?财政项目支出绩效目标(申报)?表",
        "weight": 6.0,
    }
    assert by_id["shanghai-2021"]["found"]["年度资金申请总额"] == 4.0
    assert by_id["generic"]["verdict"] == "last resort only"
    assert by_id["handan"]["verdict"] == "lacks 优; lacks 良; lacks 中; lacks 差"
    assert by_id["handan"]["missing"][1:] == [["良"], ["中", "一般", "合格"], ["差", "不合格"]]
    (form,) = told["forms"]
    labels = {one["text"]: (one["place"], one["map"], one["meaning"], one["by"], one["from"]) for one in form["labels"]}
    assert labels["主管部门"] == ("header", "fields", "department", "主管部门", "vocabulary")
    assert labels["年度(/项目)指标值"] == ("column", "columns", "value", "年度(/项目)指标值", "vocabulary")
    assert labels["上年结转资金"] == ("header", "funding", "carryover/annual", "上年结转资金", "profile")
    row = form["indicators"][0]
    assert row["levels"]["level2"]["rule"] == "H-CELL"
    assert [(value["role"], value["rule"]) for value in row["values"]] == [("value", "word")]
    text = render_explanation([told])
    assert text.startswith(f"== region 1, page 1: {first.region.title}\nprofile: shanghai-2021\n")
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


def test_coverage_counts_and_lists_what_no_rule_knows(unknown: Path, tmp_path: Path) -> None:
    rules = load_rules()
    counts = Coverage(rules)
    for path in (SAMPLES / "shanghai-2026-flattened.txt", unknown):
        counts.files += 1
        for region in reading(path, rules).regions:
            counts.add(region, path.name)
    for region in reading(SAMPLES / "shanghai-2026-flattened.txt", rules).regions:
        counts.add(region, "again")
    told = counts.to_dict()
    hits = {(one["kind"], one["rule"]): one["count"] for one in told["hits"]}
    assert (told["files"], told["forms"]) == (2, 20)
    assert hits["profile", "shanghai-2021"] == 20
    assert hits["label", "fields/department: 主管部门"] == 20
    assert hits["profile label", "shanghai-2021: 年度资金申请总额"] == 20
    never = {(one["kind"], one["rule"]) for one in told["never_used"]}
    assert ("profile", "handan") in never
    assert never & set(hits) == set()
    assert never | set(hits) == set(counts.all_rules())
    assert counts.render().startswith(f"2 files, 20 forms, rules version {rules.version}\n")


def test_coverage_lists_unknown_labels_with_an_example(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_text(
        "项目支出绩效目标表\n项目名称\t道路维修\t牵头科室\t养护科\n一级指标\t二级指标\t三级指标\t指标值\t佐证材料\n"
        "产出指标\t数量指标\t维修里程\t≥3公里\t台账\n效益指标\t社会效益指标\t通行能力\t提升\t记录\n",
        encoding="utf-8",
    )
    counts = Coverage(load_rules())
    for region in reading(path, counts.rules).regions:
        counts.add(region, "form.txt")
    assert counts.to_dict()["unknown_labels"] == [
        {"place": "header", "text": "牵头科室", "count": 1, "example": "form.txt"},
        {"place": "column", "text": "佐证材料", "count": 1, "example": "form.txt"},
    ]


@pytest.mark.parametrize(
    "name",
    ["hubei-flattened.txt", "monitoring-flattened.txt", "self-evaluation-writer.pdf", "shizuishan-flattened.txt"],
)
def test_a_draft_loads_and_matches_the_form_it_was_drawn_from(tmp_path: Path, name: str) -> None:
    shipped = load_rules()
    read = reading(SAMPLES / name, shipped)
    region = region_of(read.blocks, read.regions)
    assert region is not None
    text = draft_profile(region, shipped, name="my-draft", file=name)
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "my-draft.yaml").write_text(text, encoding="utf-8")
    rules = load_rules(tmp_path)
    choice = choose_profile(region, rules.profiles)
    assert (choice.match.profile.id, choice.match.score) == ("my-draft", 1.0)
    assert [note.to_dict() for note in check_rules(tmp_path) if note.error] == []


def test_the_guesses_of_a_draft_read_the_unknown_form(tmp_path: Path, unknown: Path) -> None:
    shipped = load_rules()
    read = reading(unknown, shipped)
    region = region_of(read.blocks, read.regions)
    text = draft_profile(region, shipped, name="poverty", file=unknown.name)
    assert (
        "# columns:  # by what stands below them\n#   level1: [绩效分类]\n#   level2: [绩效分项]\n#   name: [考核内容]\n#   value: [考核标准值]\n"
        in text
    )
    assert "# fields:\n#   name: [扶持事项名称]  # like 专项名称\n#   category: [立项类别]  # like 项目类别\n" in text
    assert "# Like none that is known: 牵头科室, 承办机构\n" in text
    before, guess, after = text.partition("# columns:")
    lines = (guess + after).splitlines(keepends=True)
    text = before + "".join(line[2:] if number < 5 else line for number, line in enumerate(lines))
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "poverty.yaml").write_text(text, encoding="utf-8")
    from extractor import extract

    (form,) = extract(unknown, rules_dir=tmp_path).forms
    assert form.profile == "poverty"
    assert [(i.level2, i.name, i.value.raw) for i in form.indicators] == [
        ("数量指标", "扶持农户数", "≥30户"),
        ("质量指标", "验收合格率", "≥98%"),
        ("社会效益指标", "带动就业人数", "≥50人"),
        ("服务对象满意度指标", "农户满意度", "≥90%"),
    ]


@pytest.mark.parametrize(
    ("title", "pattern"),
    [
        ("项目支出绩效目标表(2026年度)", "项目支出绩效目标表"),
        ("某局2026年度项目绩效目标汇总表", "项目绩效目标汇总表"),
        ("2025年度部门(单位)整体支出绩效目标表", r"部门\(单位\)整体支出绩效目标表"),
        ("某县2026年扶贫资金申报书", "某县.{0,10}扶贫资金申报书"),
    ],
)
def test_title_patterns(title: str, pattern: str) -> None:
    assert title_pattern(title) == pattern


def test_drafted_text_is_read_back_exactly() -> None:
    import yaml

    for text in (
        "项目名称",
        "年度(/项目)指标值",
        "a: b",
        "it's",
        "是",
        "2026",
        "# 甲",
        "[甲]",
        "甲\x07乙",
        "no",
        "指标: 值",
    ):
        assert yaml.safe_load(f"- {quoted(text)}\n") == [text]
        assert yaml.safe_load(f"[{quoted(text)}, 甲]\n") == [text, "甲"]


def test_ids_are_free_and_well_formed() -> None:
    assert profile_id("My Form_2026", {}) == "my-form-2026"
    assert profile_id("县级表", {}) == "my-form"
    assert profile_id("hubei", {"hubei": 1, "hubei-2": 1}) == "hubei-3"


def test_lexicon_on_names_left_out() -> None:
    judged = leave_one_out()
    right = [one for one in judged if one.by_patterns == one.true]
    unknown = [one for one in judged if one.by_patterns is None]
    assert (len(judged), len(right), len(unknown)) == (156, 143, 7)
    assert sum(one.nearest[1] == one.true for one in unknown) == 1
    assert [one.name for one in judged if one.by_patterns not in (None, one.true)] == [
        "文明施工情况", "施工废弃物排放量", "获奖数", "预算执行率", "市民服务平台运行天数", "促进就业人数",
    ]  # fmt: skip
