"""A user's rules over the shipped ones: what replaces, adds, extends, ties, and what is said when they are broken."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractor import extract
from extractor.errors import RulesError
from extractor.pipeline import ExtractOptions
from rules.families.profile import choose
from rules.files.problems import BrokenRules
from rules.files.version import rules_version
from rules.labels import plain_label
from rules.ruleset.load import load_rules
from rules.ruleset.profile_files import load_profiles

ROOT = Path(__file__).parents[2]
FORM = """某县扶贫专项资金绩效情况申报书
(2026年度)
扶持事项名称\t产业扶持\t立项类别\t延续
牵头科室\t农业农村局\t承办机构\t产业中心
年度资金总额(元)\t120,000.00
绩效分类\t绩效分项\t考核内容\t考核标准值\t佐证材料
产出指标\t数量指标\t扶持农户数\t≥30户\t台账
\t质量指标\t验收合格率\t≥98%\t报告
效益指标\t社会效益指标\t带动就业人数\t≥50人\t名册
满意度指标\t服务对象满意度指标\t农户满意度\t≥90%\t问卷
""".encode()
PLAIN = "id: {id}\nkind: target\ntitles: [项目支出绩效目标表]\nlabels: {{should: {{项目名称: 1}}}}\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write rule files into a directory of rules."""

    def call(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "my" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "my"

    return call


def told(directory: Path) -> list[str]:
    """The problems of a directory of rules, its own path left out."""
    with pytest.raises(BrokenRules) as caught:
        load_rules(directory)
    return [
        str(problem).replace(f"{directory}/", "").replace(str(directory), "DIR") for problem in caught.value.problems
    ]


def documented_profile() -> str:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"<!-- example: begin -->\n```yaml\n(.*?)```\n<!-- example: end -->", text, flags=re.DOTALL)
    return block


def test_the_documented_profile_reads_its_form(write) -> None:
    directory = write({"profiles/poverty.yaml": documented_profile()})
    assert [form.profile for form in extract(FORM).forms] == []
    (form,) = extract(FORM, rules_dir=directory).forms
    assert (form.profile, form.kind, form.title) == ("county-poverty", "target", "某县扶贫专项资金绩效情况申报书")
    project = form.project
    assert (project.name, project.department, project.unit, project.extra) == (
        "产业扶持",
        "农业农村局",
        "产业中心",
        {"立项类别": "延续"},
    )
    assert [line.amount for line in form.funding.lines] == ["120000.00"]
    assert [(i.level2, i.name, i.value.raw, i.explanation) for i in form.indicators] == [
        ("数量指标", "扶持农户数", "≥30户", "台账"),
        ("质量指标", "验收合格率", "≥98%", "报告"),
        ("社会效益指标", "带动就业人数", "≥50人", "名册"),
        ("服务对象满意度指标", "农户满意度", "≥90%", "问卷"),
    ]


def test_the_version_covers_user_rules(write) -> None:
    directory = write({"profiles/a.yaml": PLAIN.format(id="a")})
    first = extract(FORM, rules_dir=directory).document.rules_version
    assert first == rules_version(directory)
    assert re.fullmatch(re.escape(rules_version()) + r"\+[0-9a-f]{12}", first)
    write({"profiles/a.yaml": PLAIN.format(id="b")})
    assert extract(FORM, rules_dir=directory).document.rules_version != first
    assert extract(FORM).document.rules_version == rules_version()


def test_users_profiles_come_first_and_replace_by_id(write) -> None:
    directory = write({"profiles/z.yaml": PLAIN.format(id="hubei"), "profiles/a.yaml": PLAIN.format(id="mine")})
    rules = load_rules(directory)
    assert [(p.id, p.users) for p in rules.profiles[:2]] == [("mine", True), ("hubei", True)]
    assert sorted(p.id for p in rules.profiles) == sorted([*(p.id for p in load_profiles()), "mine"])
    assert load_rules() is load_rules(None)
    assert load_rules(directory) is load_rules(directory)


def test_a_profile_may_extend_the_shipped_one_that_it_replaces(write) -> None:
    directory = write(
        {
            "profiles/a.yaml": "id: hubei\nextends: hubei\nlabels: {should: {绩效标准: 9, 甲: 1}, must_not: [乙]}\nfields: {contact: [经办科室]}\n"
        }
    )
    shipped = next(p for p in load_profiles() if p.id == "hubei")
    mine = next(p for p in load_rules(directory).profiles if p.id == "hubei")
    assert (mine.name, mine.kind, mine.must, mine.examples) == ("hubei", "target", shipped.must, ())
    assert mine.should == {**shipped.should, "绩效标准": 9.0, "甲": 1.0}
    assert mine.must_not == ("乙", *shipped.must_not)
    assert [p.pattern for p in mine.titles] == [p.pattern for p in shipped.titles]
    assert (mine.vocabulary.fields.get("经办科室"), mine.vocabulary.columns.get("上年")) == ("contact", "baseline")


def test_an_abstract_profile_is_only_extended(write) -> None:
    directory = write(
        {
            "profiles/base.yaml": "id: base\nabstract: true\nkind: monitoring\ntitles: [监控表]\ncolumns: {actual: [甲]}\n",
            "profiles/leaf.yaml": "id: leaf\nextends: base\ntitles: [执行表]\nlabels: {should: {乙: 1}}\ncolumns: {actual: [丙]}\n",
        }
    )
    (leaf,) = [p for p in load_rules(directory).profiles if p.users]
    assert (leaf.id, leaf.kind, [p.pattern for p in leaf.titles]) == ("leaf", "monitoring", ["执行表", "监控表"])
    assert [leaf.vocabulary.columns.get(text) for text in ("甲", "丙")] == ["actual", "actual"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"profiles/a.yaml": "id: a\nextends: b\n", "profiles/b.yaml": "id: b\nkind: target\nextends: c\n", "profiles/c.yaml": "id: c\nextends: a\n"},
            [
                "profiles/c.yaml:2: The profiles extend each other in a circle: a -> b -> c -> a.",
                "profiles/a.yaml:2: The profiles extend each other in a circle: b -> c -> a -> b.",
                "profiles/b.yaml:3: The profiles extend each other in a circle: c -> a -> b -> c.",
            ],
        ),
        ({"profiles/a.yaml": "id: a\nextends: a\n"}, ["profiles/a.yaml:2: It extends 'a', which does not exist."]),
        ({"profiles/a.yaml": "id: a\nextends: hubbei\n"}, ["profiles/a.yaml:2: It extends 'hubbei', which does not exist. Did you mean 'hubei'?"]),
        ({"profiles/a.yaml": "id: a\nabstract: true\n", "profiles/b.yaml": "id: b\nextends: a\n"}, ["profiles/b.yaml:1:1: The key 'kind' is missing, here and in what it extends."]),
        ({"profiles/a.yaml": PLAIN.format(id="x"), "profiles/b.yaml": PLAIN.format(id="x")}, ["profiles/b.yaml: The id 'x' is taken by profiles/a.yaml."]),
        ({"profiles/a.yml": ""}, ["profiles/a.yml: It is not read: files in profiles/ end in .yaml."]),
        ({"vocabulary/column.yaml": ""}, ["vocabulary/column.yaml: No rule file is called so; known are levels.yaml, columns.yaml, fields.yaml, funding.yaml, goals.yaml, zones.yaml, execution.yaml, operators.yaml, qualitative.yaml, units.yaml. Did you mean 'columns.yaml'?"]),
        ({"readme.txt": ""}, ["DIR: The directory holds no rules: profiles/*.yaml, vocabulary/*.yaml or lexicon/*.csv."]),
        ({"vocabulary/operators.yaml": "operators: {'≥': {before: [不超过]}}\n"}, ["vocabulary/operators.yaml: '不超过' is listed twice with different meanings."]),
        (
            {"lexicon/names.csv": "name,level2,count,source\n甲,数目指标,1,我\n乙,质量指标,多,我\n,质量指标,1,我\n"},
            [
                "lexicon/names.csv:2: '数目指标' is no canonical level 2. Did you mean '数量指标'?",
                "lexicon/names.csv:3: The count '多' is no number above 0.",
                "lexicon/names.csv:4: The column 'name' is blank.",
            ],
        ),
        ({"lexicon/names.csv": "name,level,count,source\n"}, ["lexicon/names.csv:1: The column 'level2' is missing; the first line must name name, level2, count, source. It has 'level'."]),
        (
            {"lexicon/patterns.csv": "id,pattern,places,example,source\na,(,质量指标:1,甲,我\nb,甲,质量指标:0.8;数量指标:0.3,甲,我\n"},
            [
                "lexicon/patterns.csv:2: Pattern '(' is not valid: missing ) at position 1.",
                "lexicon/patterns.csv:3: Each place is a level 2, a colon and its share, such as 数量指标:0.9; shares add up to 1 at most.",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(write, files: dict[str, str], expected: list[str]) -> None:
    assert sorted(line.replace("taken by DIR/", "taken by ") for line in told(write(files))) == sorted(expected)


def test_problems_of_all_files_are_told_at_once(write) -> None:
    directory = write(
        {"profiles/a.yaml": "id: a\nlabels: {}\n", "vocabulary/fields.yaml": "x: [甲]\n", "lexicon/names.csv": "a\n"}
    )
    assert [line.split(":")[0] for line in told(directory)] == [
        "vocabulary/fields.yaml",
        "lexicon/names.csv",
        "profiles/a.yaml",
    ]


def test_a_directory_that_does_not_exist(tmp_path: Path) -> None:
    assert told(tmp_path / "none") == ["DIR: There is no such directory of rules."]


def test_user_vocabulary_wins_over_the_shipped_but_not_over_profiles(write) -> None:
    directory = write(
        {
            "vocabulary/fields.yaml": "unit: [主管部门, 牵头科室]\n",
            "vocabulary/columns.yaml": "standard: [上年实现值, 绩效解释]\n",
        }
    )
    rules = load_rules(directory)
    hubei = next(p for p in rules.profiles if p.id == "hubei").vocabulary
    assert [rules.vocabulary.fields.get(text) for text in ("主管部门", "牵头科室", "项目名称")] == [
        "unit",
        "unit",
        "name",
    ]
    assert [hubei.columns.get(text) for text in ("上年实现值", "绩效解释")] == ["baseline", "standard"]
    assert load_rules().vocabulary.fields.get("主管部门") == "department"


def test_user_words_of_values_belong_to_their_rule_set_only(write) -> None:
    from rules.values import parse

    directory = write(
        {
            "vocabulary/units.yaml": "dimensions: {count: [扶持点]}\n",
            "vocabulary/operators.yaml": "operators: {'≥': {before: [起码]}}\n",
        }
    )
    rules = load_rules(directory)
    value = rules.vocabulary.values.parse("起码30万扶持点")
    before = parse("起码30万扶持点")
    # Without the words an operator is a word like any other, and a unit that is not listed less sure.
    assert (before.operator, before.canonical.unit, before.confidence) == (None, "扶持点", 0.85)
    assert (value.operator, value.canonical.unit, value.confidence) == ("≥", "扶持点", 1.0)
    assert {profile.vocabulary.values for profile in rules.profiles} == {rules.vocabulary.values}


def test_threads_with_different_words_side_by_side_do_not_mix_them(write) -> None:
    units = "dimensions: {count: [扶持点]}\nspellings: {扶持点: [帮扶点]}\n"
    directory = write({"vocabulary/units.yaml": units})
    form = "项目支出绩效目标表\n项目名称\t道路\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维修\t≥30万帮扶点\n".encode()

    def unit(rules_dir: Path | None) -> str | None:
        canonical = extract(form, rules_dir=rules_dir).forms[0].indicators[0].value.canonical
        return canonical.unit if canonical else None

    shipped = unit(None)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(unit, [None, directory] * 40))
    assert (shipped, found) == ("帮扶点", ["帮扶点", "扶持点"] * 40)


def test_user_lexicon(write) -> None:
    directory = write(
        {
            "lexicon/names.csv": "\ufeffname,level2,count,source\n培训人次,质量指标,3,我\n",
            "lexicon/patterns.csv": "id,pattern,places,example,source\nmine,台账,质量指标:0.9,台账数量,我\n",
        }
    )
    lexicon = load_rules(directory).lexicon
    assert [lexicon.judge(name).best for name in ("培训人次", "台账数量", "培训人数")] == [
        "质量指标",
        "质量指标",
        "数量指标",
    ]
    assert lexicon.judge("台账数量").rule == "pattern:mine"


def test_profiles_that_tie_are_told_and_the_first_is_used(write) -> None:
    directory = write({"profiles/b.yaml": PLAIN.format(id="alpha"), "profiles/a.yaml": PLAIN.format(id="omega")})
    choice = choose("项目支出绩效目标表", frozenset({plain_label("项目名称")}), load_rules(directory).profiles)
    assert (choice.match.profile.id, [match.profile.id for match in choice.tied]) == ("omega", ["alpha"])
    form = "项目支出绩效目标表\n项目名称\t道路维修\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维修里程\t≥3公里\n"
    result = extract(form.encode(), rules_dir=directory)
    (finding,) = [f for f in result.findings if f.code == "PROFILE_TIE"]
    assert (finding.path, finding.evidence) == ("forms[0]", {"chosen": "omega", "others": ["alpha"]})
    assert result.forms[0].profile == "omega"
    assert [f for f in extract(form.encode()).findings if f.code == "PROFILE_TIE"] == []


def test_broken_rules_stop_unless_they_are_to_be_ignored(write) -> None:
    directory = write({"profiles/a.yaml": "id: a\nkind: targt\nlabels: {}\n"})
    with pytest.raises(RulesError) as caught:
        extract(FORM, rules_dir=directory)
    assert caught.value.exit_code == 13
    result = extract(FORM, rules_dir=directory, ignore_broken_rules=True)
    (finding,) = [f for f in result.findings if f.code == "RULES_IGNORED"]
    assert len(finding.evidence["problems"]) == 1
    assert finding.evidence["problems"][0].endswith("Did you mean 'target'?")
    assert result.document.rules_version == rules_version()


def test_a_pattern_that_runs_out_of_time_on_a_document(write) -> None:
    # It is quick on texts made of its own words, and slow only on such a title.
    pattern = r"(?:\p{Cyrillic}|\p{Cyrillic}\p{Cyrillic})+值?甲"
    title = "ж" * 38 + "乙甲"
    directory = write({"profiles/a.yaml": f"id: a\nkind: target\nlabels: {{}}\ntitles: ['{pattern}']\n"})
    document = FORM.replace("某县扶贫专项资金绩效情况申报书".encode(), title.encode())
    load_rules(directory)
    with pytest.raises(BrokenRules, match=r"a\.yaml:4:10: Pattern .* takes too long"):
        extract(document, rules_dir=directory)
    result = extract(document, rules_dir=directory, ignore_broken_rules=True)
    assert [f.code for f in result.findings if f.code == "RULES_IGNORED"] == ["RULES_IGNORED"]


def test_rules_and_options_travel_between_processes(write) -> None:
    directory = write({"profiles/poverty.yaml": documented_profile()})
    options = pickle.loads(pickle.dumps(ExtractOptions(rules_dir=directory, ignore_broken_rules=True)))
    assert (options.rules_dir, options.ignore_broken_rules) == (directory, True)
    with pytest.raises(BrokenRules) as caught:
        load_rules(directory / "none")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
