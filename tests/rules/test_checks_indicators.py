"""Indicators: levels, names and targets. Many honest rows that must stay silent, and the faults that must be found."""

from __future__ import annotations

import pytest

from rules.checks import check_form
from rules.checks.samples import COST, LASTING, QUALITY, QUANTITY, SATISFACTION, SOCIAL, TIME, clean_rows, example, row

ECONOMIC, ECOLOGICAL = "经济效益指标", "生态效益指标"
HONEST = {
    COST: """项目总成本|≤30万元 预算控制数|≤300000元 补助标准|≥1000元/人/年 成本节约率|≥3% 成本控制率|≤100% 不超预算|是
        公用经费标准|720元/生 工资福利支出|=250000元 项目成本控制情况|不超预算 每公里养护成本|≤8万元/公里""",
    QUANTITY: """残疾人两项补贴发放人数|≥1200人 补贴发放覆盖率|=100% 政府购买服务岗位数|≥35个 道路养护里程|≥320公里 体检人次|≥15000人次
        服务人数|≥5万人 巡查频率|≥2次/周 新增床位数|≥200张 绿化面积|≥15万平方米 驻村工作队人数|=3 考核任务完成率|≥110%
        网络安全事故应急演练次数|≥2次 投诉处理件数|≥500件 减少贫困人口数量|≥500人 信访积案化解数量|≥30件 购置数量|2台(套)
        保障人员数量|按实际在编人数 会议次数|2-4次 值班天数|365天 设备台数|3 企业检查户次|≥300户次 基本养老金发放人数|1.2万
        补助资金总额|≥500万元 数据更新频次|1次/天 疫苗接种剂次|≥20万剂次 资金到位率|=100%""",
    QUALITY: """系统故障率|≤1% 设备故障率|≤2次/年 系统平均无故障时间|≥8000小时 重大差错率|0 政府采购合规率|=100% 出错率|≤0.5%
        食品抽检不合格处置率|=100% 违规使用资金情况|无 预算编制质量|≥90分 水质达标率|优于III类 投诉办结率|≥98% 漏检率|=0
        人均公园绿地面积增长率|≥120% 档案数字化差错率|<0.1‰ 床位使用率|≥105% 出口产品返工率|≤1% 故障排除率|≥99% 投诉率|=0%""",
    TIME: """补贴发放及时率|=100% 项目完成时间|2026年12月底前 资金拨付时间|每月15日前 故障响应时间|≤30分钟 任务完成时限|12月31日
        项目实施周期|1年 预算执行率|≥95% 开工时间|2026年3月 完成期限|2026年全年 服务期限|2026.01-2026.12 设备质保到期时间|2029年12月""",
    ECONOMIC: """带动投资额|≥5亿元 促进农民增收|≥1000元/人 税收增长率|≥5% 节约成本|≥10万元 国有资产保值增值率|≥105%
        降低企业成本|有所降低""",
    SOCIAL: """有责投诉率|≤1% 安全事故发生率|=0 重大安全责任事故起数|0起 刑事案件发案率|下降 刑事案件下降率|≥5% 政策知晓率|≥85%
        群众投诉次数|≤3次 舆情事件发生数|0 矛盾纠纷调处率|≥98% 违法建筑拆除率|=100% 违规行为查处数量|≥30起 交通事故死亡人数|≤3人
        火灾事故伤亡人数|0人 救助及时率|≥95% 婴儿死亡率|≤3‰ 每万人口发明专利拥有量|≥12件 受益人数|≥1000人""",
    ECOLOGICAL: "空气质量优良天数|≥320天 污染物减排率|≥5% 森林覆盖率|≥23.04% 能耗降低率|≥3% 污染事故发生次数|0次",
    LASTING: "长效管理机制|建立健全 设备使用年限|≥8年 信息共享率|100% 持续发挥作用期限|长期 人员流失率|≤5%",
    SATISFACTION: """服务对象满意度|≥90% 群众满意率|95% 群众投诉率|≤2% 家长满意度|满意 群众满意度调查次数|≥2次 职工满意度|=100%
        不满意率|≤5% 满意度评分|≥4.5分 受益群体有效投诉次数|0次""",
}  # fmt: skip
ROWS = [(level, *item.split("|")) for level, text in HONEST.items() for item in text.split()]


def _codes(*add: object, **more: object) -> list[str]:
    return [f.code for f in check_form(example(add=add, **more).reading, 0).findings]  # type: ignore[arg-type]


def test_there_are_many_honest_rows() -> None:
    assert len(ROWS) == 107


@pytest.mark.parametrize(("level", "name", "value"), ROWS, ids=[name for _, name, _ in ROWS])
def test_an_honest_row_is_silent(level: str, name: str, value: str) -> None:
    assert _codes(row(name, value, level), profile="generic", funding=example().form.funding) == []


FAULTS = """
数量指标|结业人数|≥100%|UNIT_AGAINST_NAME
数量指标|结业人数|≥100张|UNIT_AGAINST_NAME
数量指标|结业人次|≥12(次)|UNIT_AGAINST_NAME
数量指标|家庭医生签约率|24694人|UNIT_AGAINST_NAME
数量指标|场馆覆盖率|≥20场|UNIT_AGAINST_NAME
质量指标|验收合格率|≥980%|PERCENT_OVER_100
质量指标|有责投诉率|≤200%|PERCENT_OVER_100
质量指标|验收合格率|295%|VALUE_OCR_SLIP
质量指标|设备完好率|2100%|VALUE_OCR_SLIP
质量指标|资料归档及时率|≤90%|POSITIVE_CEILING
服务对象满意度指标|群众满意度|≤90%|POSITIVE_CEILING
社会效益指标|安全事故发生率|≥1%|NEGATIVE_FLOOR
社会效益指标|有效投诉次数|≥5次|NEGATIVE_FLOOR
社会效益指标|有效投诉率|=100%|NEGATIVE_FLOOR
服务对象满意度指标|群众满意度|≥0%|SATISFACTION_ZERO
服务对象满意度指标|群众满意度|0|SATISFACTION_ZERO
服务对象满意度指标|群众满意度|≥9%|SATISFACTION_LOW
服务对象满意度指标|群众满意度|≥59.9%|SATISFACTION_LOW
经济成本指标|设备采购成本|≥20万元|COST_FLOOR
经济成本指标|设备租赁单价|>500元/台|COST_FLOOR
时效指标|采购完成时间|2025年12月|DEADLINE_BEFORE_START|skip
时效指标|验收完成时间|2025年12月|DEADLINE_BEFORE_START
时效指标|验收完成时间|2027年1月|DEADLINE_AFTER_END
时效指标|服务期限|2026.07-2027.06|DEADLINE_AFTER_END
数量指标|培训场次|≥XX场|VALUE_PLACEHOLDER
数量指标|培训场次|_____|VALUE_PLACEHOLDER
数量指标|培训场次|≥|VALUE_PLACEHOLDER
数量指标|培训场次|≥及时|SIGN_WITHOUT_NUMBER
数量指标|培训场次||VALUE_MISSING
数量指标|巡查次数|≥0次|ZERO_TARGET
数量指标|巡查完成率|=0.00(%)|ZERO_TARGET
质量指标|设备完好率|≥95|UNIT_MISSING
社会效益指标|提升服务水平|提升服务水平|VALUE_REPEATS_NAME
质量指标|群众满意度|≥90%|LEVEL1_AGAINST_NAME
社会效益指标|学员满意率|≥90%|LEVEL1_AGAINST_NAME
数量指标|场地租赁成本|≤5元|LEVEL1_AGAINST_NAME
服务对象满意度指标|管理制度健全性|健全|LEVEL1_AGAINST_NAME
可持续影响指标|资金拨付及时率|=100%|LEVEL1_AGAINST_NAME
数量指标|资金拨付及时率|=100%|LEVEL2_AGAINST_NAME
"""
CASES = [tuple(line.split("|")) for line in FAULTS.strip().splitlines() if not line.endswith("skip")]


@pytest.mark.parametrize(("level", "name", "value", "code"), CASES, ids=[f"{n}{v}" for _, n, v, _ in CASES])
def test_a_fault_is_found_once(level: str, name: str, value: str, code: str) -> None:
    found = check_form(example(add=[row(name, value or None, level)], profile="generic").reading, 0).findings
    assert [f.code for f in found] == [code]
    assert found[0].path.startswith("forms[0].indicators[6].")
    assert found[0].provenance is not None
    assert found[0].provenance.row == 17


def test_a_name_without_a_value_in_text_is_a_doubt_of_reading() -> None:
    assert _codes(row("证书发放数量", None)) == ["VALUE_MISSING"]
    assert _codes(row("证书发放数量", None), drawn=False) == ["VALUE_LOST"]
    assert _codes(row(None, "≥5(次)")) == ["NAME_MISSING"]


def test_slid_labels_are_told_with_both_levels() -> None:
    slid = row("证书发放及时率", "=100(%)", TIME, printed=("效益指标", "社会效益指标"), confidence=0.91)
    (finding,) = check_form(example(add=[slid], drawn=False).reading, 0).findings
    assert (finding.code, finding.severity, finding.path) == ("LEVEL_SLID", "info", "forms[0].indicators[6].level2")
    assert finding.evidence["printed"] == ["效益指标", "社会效益指标"]
    assert finding.evidence["judged"] == ["产出指标", "时效指标"]
    assert finding.evidence["confidence"] == 0.91
    doubtful = row("证书发放及时率", "=100(%)", TIME, printed=("效益指标", "社会效益指标"), confidence=0.49)
    assert _codes(doubtful, drawn=False) == ["LEVEL_DOUBTFUL"]
    lost = row("证书发放及时率", "=100(%)", TIME, printed=(None, None), confidence=0.91)
    assert _codes(lost, drawn=False) == ["LEVEL_SLID"]


def test_a_level_2_under_the_wrong_level_1() -> None:
    assert _codes(row("就诊人次", "≥50(人次)", QUANTITY, printed=("效益指标", "数量指标"))) == ["LEVEL_PARENT"]
    assert _codes(row("设备购置成本", "≤5(万元)", COST, printed=("产出指标", "经济成本指标"))) == ["LEVEL_PARENT"]
    assert _codes(row("患者满意度", "≥90(%)", SATISFACTION, printed=("效益指标", "服务对象满意度指标"))) == [
        "LEVEL_PARENT"
    ]


def test_older_families_have_their_own_parents() -> None:
    old_cost = [row("培训成本", "≤5(万元)", COST, printed=("产出指标", "成本指标"))]
    input_time = [row("完成及时率", "=100(%)", TIME, printed=("投入目标", "时效目标"))]
    satisfied = [row("患者满意度", "≥90(%)", SATISFACTION, printed=("效益目标", "服务对象满意度目标"))]
    rest = [item for item in clean_rows() if item.level2 not in (SATISFACTION, COST)]
    for rows in (old_cost, input_time, satisfied):
        codes = [f.code for f in check_form(example(*rest, *rows, profile="generic").reading, 0).findings]
        assert "LEVEL_PARENT" not in codes


@pytest.mark.parametrize(
    ("without", "codes"),
    [
        ([COST], ["COST_MISSING"]),
        ([SOCIAL], ["BENEFIT_MISSING"]),
        ([SATISFACTION], ["SATISFACTION_MISSING"]),
        ([TIME], ["OUTPUT_INCOMPLETE"]),
        ([QUANTITY, QUALITY], ["OUTPUT_INCOMPLETE"]),
        ([QUANTITY, QUALITY, TIME], ["OUTPUT_MISSING"]),
        (
            [COST, SOCIAL, SATISFACTION, TIME],
            ["BENEFIT_MISSING", "COST_MISSING", "INDICATOR_COUNT", "OUTPUT_INCOMPLETE", "SATISFACTION_MISSING"],
        ),
    ],
)
def test_missing_kinds_of_indicator(without: list[str], codes: list[str]) -> None:
    subject = example(*(item for item in clean_rows() if item.level2 not in without))
    assert sorted(f.code for f in check_form(subject.reading, 0).findings) == codes


def test_a_level_that_was_not_understood_keeps_missing_levels_silent() -> None:
    rows = [item for item in clean_rows() if item.level2 != SATISFACTION]
    unknown = row("参训单位评价", "好", None, printed=("社会评价", "评价结果指标"))
    codes = [f.code for f in check_form(example(*rows, unknown).reading, 0).findings]
    assert codes == ["LEVEL_UNKNOWN"]


def test_duplicates_and_one_number_everywhere() -> None:
    found = check_form(example(add=[row("培训合格率", "≥98(%)", QUALITY)]).reading, 0).findings
    assert [(f.code, f.path, f.evidence["indicators"]) for f in found] == [
        ("DUPLICATE_NAME", "forms[0].indicators[6].name", [3, 7])
    ]
    same = [row(f"建设项目{n}完成数", f"=88({unit})") for n, unit in enumerate("个家处户项")]
    codes = [f.code for f in check_form(example(*same, goal=None, profile="generic").reading, 0).findings]
    assert codes.count("SAME_VALUE_EVERYWHERE") == 1
