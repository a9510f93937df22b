"""What a profile or a vocabulary file may hold: every mistake is told with its place and what was probably meant."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.families.profile import PROFILES_DIR
from rules.files.problems import BrokenRules, Problem, nearest
from rules.files.yaml import compose, plain
from rules.labels import SECTIONS, VOCABULARY_DIR
from rules.ruleset.profile_schema import check_profile, check_section

HEAD = "id: x\nkind: target\nlabels: {}\n"


def problems(tmp_path: Path, text: str, section: str | None = None) -> list[str]:
    """The problems of a user's file, as ``line:column: message``."""
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        node = compose(path, guarded=True)
        found = check_profile(node, str(path)) if section is None else check_section(section, node, str(path))
    except BrokenRules as error:
        found = list(error.problems)
    return [str(problem).removeprefix(f"{path}:").lstrip() for problem in found]


@pytest.mark.parametrize("path", sorted(PROFILES_DIR.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_profiles_are_sound(path: Path) -> None:
    assert check_profile(compose(path), str(path), users=True) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_shipped_vocabularies_are_sound(section: str) -> None:
    path = VOCABULARY_DIR / f"{section}.yaml"
    assert check_section(section, compose(path), str(path), users=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "The file is empty; a profile is a mapping of keys."),
        ("- a\n", "1:1: A profile is a mapping of keys."),
        (
            HEAD + "tittles: [x]\n",
            "4:1: Unknown key 'tittles'; known are abstract, columns, examples, execution, extends, fields, funding, goals, "
            "id, kind, kinds, labels, last_resort, levels, name, titles, years, zones. Did you mean 'titles'?",
        ),
        (
            "id: x\nkind: targets\nlabels: {}\n",
            "2:7: kind 'targets' is none of target, self_evaluation, monitoring, department_target, transfer_target. "
            "Did you mean 'target'?",
        ),
        ("id: x\nkind: target\n", "1:1: The key 'labels' is missing."),
        ("id: My Form\nkind: target\nlabels: {}\n", "1:5: 'My Form' may hold lower-case letters, digits and hyphens only, such as my-form-2026."),
        (HEAD + "years: {from: 二〇}\n", "4:15: Here a year is expected, not text."),
        (HEAD + "years: {from: 20}\n", "4:15: 20 is no year of these forms."),
        (HEAD + "last_resort: 是\n", "4:14: Here true or false is expected, not text."),
        (HEAD + "titles: 目标表\n", "4:9: Here a list (in [ ], or a line each with -) is expected, not text."),
        (HEAD + "titles:\n  - '绩效('\n", "5:5: Pattern '绩效(' is not valid: missing ) at position 3."),
        (HEAD + "titles: ['.*']\n", "4:10: The pattern matches a blank text; it would match everything."),
        ("id: x\nkind: target\nlabels:\n  should: {甲: 0}\n", "4:15: The weight must be above 0, not 0."),
        ("id: x\nkind: target\nlabels:\n  should: {甲: 高}\n", "4:15: Here a number is expected, not text."),
        ("id: x\nkind: target\nlabels:\n  must: [项目名称]\n", "4:10: Here a list (in [ ], or a line each with -) is expected, not text."),
        ("id: x\nkind: target\nlabels:\n  must: [[]]\n", "4:10: The list is empty."),
        ("id: x\nkind: target\nlabels:\n  must_not: [no]\n", "4:14: Here a label is expected, not a yes/no word (put it in quotes to mean text)."),
        ("id: x\nkind: target\nlabels:\n  must_not: [2026-01-01]\n", "4:14: Here a label is expected, not a date (put it in quotes to mean text)."),
        ("id: x\nkind: target\nlabels:\n  must_not: ['re:甲']\n", "4:14: A pattern cannot stand here; write the labels out."),
        (HEAD + "fields:\n  unit: [" + "长" * 41 + "]\n", "5:10: A label has at most 40 characters; longer texts are never compared."),
        (
            HEAD + "fields:\n  depatment: [牵头科室]\n",
            "5:3: Unknown field 'depatment'; known are name, code, nature, category, attribute, department, department_code, unit, "
            "unit_code, start_date, end_date, contact, period. Did you mean 'department'?",
        ),
        (HEAD + "goals: {total: [甲]}\n", "4:9: Unknown goal 'total'; known are overall, annual, medium_term, actual, block."),
        (HEAD + "fields: {unit: [甲], unit: [乙]}\n", "4:21: The key 'unit' stands twice (first in line 4); only one of them would count."),
        (HEAD + "examples:\n  - title: 表\n", "5:5: The key 'labels' is missing."),
        (HEAD + "kind: target\n", "4:1: The key 'kind' stands twice (first in line 2); only one of them would count."),
        ("id: &a x\nname: *a\n", "2:7: Aliases (*name) are not read; write it out, or use 'extends'."),
        ("id: [" + "[" * 30 + "]" * 30 + "]", "1:28: Nested too deep."),
        ("id: !!python/name:os.system ''\nkind: target\nlabels: {}\n", "1:5: Here a name such as my-form-2026 is expected, not python/name:os.system."),
        ("id: 'x\n", "2:1: Not valid YAML: found unexpected end of stream."),
    ],
)  # fmt: skip
def test_one_mistake(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(tmp_path, text) == [expected]


def test_all_mistakes_are_told_in_their_order(tmp_path: Path) -> None:
    text = "id: x\nkind: taget\ntitel: [a]\nlabels:\n  must: [[甲], 乙]\n  shuld: {丙: 2}\n"
    assert [line.split(" ")[0] for line in problems(tmp_path, text)] == ["2:7:", "3:1:", "5:15:", "6:3:"]


@pytest.mark.parametrize(
    ("section", "text", "expected"),
    [
        ("fields", "unit: [甲单位]\ndepartment: [\"甲 单位:\"]\n", "2:14: '甲 单位:' stands for 'department' here and for 'unit' in line 1; a label has one meaning."),
        ("levels", "level1:\n  效益指标: [影响力, 产出指标]\n", "2:15: '产出指标' is a canonical label itself and cannot be a synonym of '效益指标'."),
        (
            "levels",
            "level2:\n  - {label: 数量指标, parent: 产出指标, synonyms: [件数]}\n  - {label: 质量指标, parent: 产出指标, synonyms: [件数]}\n",
            "3:44: '件数' stands for '质量指标' here and for '数量指标' in line 2; a label has one meaning.",
        ),
        ("levels", "level2:\n  - {label: 数目指标, parent: 产出指标}\n", "2:13: canonical level 2 '数目指标' is none of 经济成本指标, 社会成本指标, 生态环境成本指标, 数量指标, 质量指标, 时效指标, 经济效益指标, 社会效益指标, 生态效益指标, 可持续影响指标, 服务对象满意度指标. Did you mean '数量指标'?"),
        ("levels", "level1: {投入: [甲]}\n", "1:10: Unknown canonical level 1 '投入'; known are 成本指标, 产出指标, 效益指标, 满意度指标."),
        ("funding", "labels:\n  - {item: centrl, labels: [甲]}\n", "2:12: funding item 'centrl' is none of total, fiscal, appropriation, carryover, other, general_budget, government_fund, state_capital, special_account, unit_funds, central, local, own, superior. Did you mean 'central'?"),
        ("funding", "labels:\n  - {item: own, labels: [甲]}\n  - {item: own, scope: annual, labels: [甲]}\n", "3:41: '甲' stands for 'own/annual' here and for 'own' in line 2; a label has one meaning."),
        ("zones", "indicators: [甲]\nend: [甲]\n", "2:7: '甲' stands for 'end' here and for 'indicators' in line 1; a label has one meaning."),
        ("zones", "grades: [[优], [优]]\n", "1:16: '优' stands for 'grade2' here and for 'grade1' in line 1; a label has one meaning."),
    ],
)  # fmt: skip
def test_contradictions(tmp_path: Path, section: str, text: str, expected: str) -> None:
    assert problems(tmp_path, text, section) == [expected]


@pytest.mark.parametrize("pattern", [r"(\w|\w\w)+值", "(a|aa)+b?c", "(甲|甲甲)*乙?丙", "(.|..)+表"])
def test_a_pattern_that_backtracks_for_ever_is_refused(tmp_path: Path, pattern: str) -> None:
    (line,) = problems(tmp_path, HEAD + f"columns:\n  name: ['re:{pattern}']\n")
    assert line.startswith(f"5:10: Pattern {pattern!r} takes too long (on ")


def test_problems_travel_between_processes() -> None:
    error = BrokenRules([Problem("a.yaml", 3, 4, "Wrong.", "right"), Problem("b.yaml", None, None, "Gone.")])
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (error.problems, str(error))
    assert str(error) == "a.yaml:3:4: Wrong. Did you mean 'right'?\nb.yaml: Gone. Mend the rule file at the line named."


def test_nearest() -> None:
    assert nearest("tittles", ["titles", "labels"]) == "titles"
    assert nearest("甲乙", ["titles", "labels"]) is None
    assert nearest("x", []) is None


@settings(max_examples=150, derandomize=True)
@given(st.text(st.sampled_from("id:kn {}[],-'\"\n#&*!|>?% re(甲1"), max_size=60))
def test_any_text_gives_problems_never_another_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        node = compose(path, guarded=True)
        plain(node, path)
    except BrokenRules as error:
        found = list(error.problems)
    else:
        found = check_profile(node, str(path))
    assert {problem.path for problem in found} <= {str(path)}
