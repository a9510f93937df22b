"""The value grammar, row by row: what is printed, and exactly what it must mean."""

from __future__ import annotations

import dataclasses

import pytest

from extractor.model.contract import Canonical, Value
from rules.values import RULES, explain, parse, render, rule_hits

CODES = {"≥": 1, ">": 2, "=": 3, "<": 4, "≤": 5}
DIRECTIONS = {"≥": "up", ">": "up", "=": "point", "<": "down", "≤": "down", None: "none"}

# printed, kind, operator, number, unit, canonical number, canonical unit
NUMBERS = [
    ("=100.00(%)", "quantity", "=", "100.00", "%", "100", "%"),
    ("≥90.00(%)", "quantity", "≥", "90.00", "%", "90", "%"),
    ("=0.00(%)", "quantity", "=", "0.00", "%", "0", "%"),
    ("≥30.00(万张)", "quantity", "≥", "30.00", "万张", "300000", "张"),
    ("≥70.00(万人)", "quantity", "≥", "70.00", "万人", "700000", "人"),
    ("≤0.64(元/千瓦时)", "quantity", "≤", "0.64", "元/千瓦时", "0.64", "元/千瓦时"),
    ("=1508000.00(元/年)", "quantity", "=", "1508000.00", "元/年", "1508000", "元/年"),
    ("≤18.00(万元)", "quantity", "≤", "18.00", "万元", "180000", "元"),
    ("≤5000.00(元)", "quantity", "≤", "5000.00", "元", "5000", "元"),
    ("=5.00(个)", "quantity", "=", "5.00", "个", "5", "个"),
    ("=1.00(辆)", "quantity", "=", "1.00", "辆", "1", "辆"),
    ("=12.00(月)", "duration", "=", "12.00", "月", "12", "月"),
    ("=365.00(天)", "duration", "=", "365.00", "天", "365", "天"),
    ("≥12.00(次)", "quantity", "≥", "12.00", "次", "12", "次"),
    ("100%", "quantity", None, "100", "%", "100", "%"),
    ("９８．５％", "quantity", None, "98.5", "%", "98.5", "%"),
    ("＞＝９０％", "quantity", "≥", "90", "%", "90", "%"),
    (">=90%", "quantity", "≥", "90", "%", "90", "%"),
    ("=>90%", "quantity", "≥", "90", "%", "90", "%"),
    ("<=5%", "quantity", "≤", "5", "%", "5", "%"),
    ("≧90%", "quantity", "≥", "90", "%", "90", "%"),
    ("≦5%", "quantity", "≤", "5", "%", "5", "%"),
    ("⩾90%", "quantity", "≥", "90", "%", "90", "%"),
    ("═100%", "quantity", "=", "100", "%", "100", "%"),
    ("＞90%", "quantity", ">", "90", "%", "90", "%"),
    ("〉90%", "quantity", ">", "90", "%", "90", "%"),
    ("＜3(次)", "quantity", "<", "3", "次", "3", "次"),
    ("≥ 90 %", "quantity", "≥", "90", "%", "90", "%"),
    ("≥90（%）", "quantity", "≥", "90", "%", "90", "%"),
    ("≥90【%】", "quantity", "≥", "90", "%", "90", "%"),
    ("=100.00(%", "quantity", "=", "100.00", "%", "100", "%"),
    ("95%以上", "quantity", "≥", "95", "%", "95", "%"),
    ("90%及以上", "quantity", "≥", "90", "%", "90", "%"),
    ("90%(含)以上", "quantity", "≥", "90", "%", "90", "%"),
    ("80分（含80分）以上", "quantity", "≥", "80", "分", "80", "分"),
    ("90分以上", "quantity", "≥", "90", "分", "90", "分"),
    ("10次以上", "quantity", "≥", "10", "次", "10", "次"),
    ("不低于90%", "quantity", "≥", "90", "%", "90", "%"),
    ("不少于200人次", "quantity", "≥", "200", "人次", "200", "人次"),
    ("至少5家", "quantity", "≥", "5", "家", "5", "家"),
    ("大于等于95%", "quantity", "≥", "95", "%", "95", "%"),
    ("超过1000人", "quantity", ">", "1000", "人", "1000", "人"),
    ("小于3%", "quantity", "<", "3", "%", "3", "%"),
    ("低于0.5%", "quantity", "<", "0.5", "%", "0.5", "%"),
    ("不高于5%", "quantity", "≤", "5", "%", "5", "%"),
    ("不超过3起", "quantity", "≤", "3", "起", "3", "起"),
    ("控制在5%以内", "quantity", "≤", "5", "%", "5", "%"),
    ("控制在5%", "quantity", "≤", "5", "%", "5", "%"),
    ("5%以下", "quantity", "≤", "5", "%", "5", "%"),
    ("达到95%", "quantity", "=", "95", "%", "95", "%"),
    ("达到90%以上", "quantity", "≥", "90", "%", "90", "%"),
    ("确保达到90%以上", "quantity", "≥", "90", "%", "90", "%"),
    ("为0", "quantity", "=", "0", None, "0", None),
    ("=90%以上", "quantity", "≥", "90", "%", "90", "%"),
    ("约90%", "quantity", None, "90", "%", "90", "%"),
    ("90%左右", "quantity", None, "90", "%", "90", "%"),
    ("30余人", "quantity", None, "30", "人", "30", "人"),
    ("0", "quantity", None, "0", None, "0", None),
    ("0.00", "quantity", None, "0.00", None, "0", None),
    ("0次", "quantity", None, "0", "次", "0", "次"),
    ("零", "quantity", None, "0", None, "0", None),
    ("1,234.50", "quantity", None, "1234.50", None, "1234.5", None),
    ("7，679，600.00元", "quantity", None, "7679600.00", "元", "7679600", "元"),
    ("1,234①", "quantity", None, "1234", None, "1234", None),
    ("100²", "quantity", None, "100", None, "100", None),
    ("90%①", "quantity", None, "90", "%", "90", "%"),
    ("90①%", "quantity", None, "90", "%", "90", "%"),
    ("24694人", "quantity", None, "24694", "人", "24694", "人"),
    ("100m²", "quantity", None, "100", "m²", "100", "平方米"),
    ("100㎡", "quantity", None, "100", "㎡", "100", "平方米"),
    ("100平方米", "quantity", None, "100", "平方米", "100", "平方米"),
    ("3.5km", "quantity", None, "3.5", "km", "3.5", "公里"),
    ("12千米", "quantity", None, "12", "千米", "12", "公里"),
    ("5万千瓦时", "quantity", None, "5", "万千瓦时", "50000", "千瓦时"),
    ("3千人", "quantity", None, "3", "千人", "3000", "人"),
    ("100万", "quantity", None, "100", "万", "1000000", None),
    ("1亿元", "quantity", None, "1", "亿元", "100000000", "元"),
    ("1.5亿元", "quantity", None, "1.5", "亿元", "150000000", "元"),
    ("￥5,000.00元", "quantity", None, "5000.00", "元", "5000", "元"),
    ("¥5000", "quantity", None, "5000", "¥", "5000", "元"),
    ("500元/人*月", "quantity", None, "500", "元/人*月", "500", "元/人·月"),
    ("500元/人·月", "quantity", None, "500", "元/人·月", "500", "元/人·月"),
    ("500元/人.每天", "quantity", None, "500", "元/人.每天", "500", "元/人·天"),
    ("500元/人/天", "quantity", None, "500", "元/人/天", "500", "元/人·天"),
    ("≤3.5万元/公里", "quantity", "≤", "3.5", "万元/公里", "35000", "元/公里"),
    ("≤40元／㎡", "quantity", "≤", "40", "元/㎡", "40", "元/平方米"),
    ("100.00(人/年)", "quantity", None, "100.00", "人/年", "100", "人/年"),
    ("200元/人次", "quantity", None, "200", "元/人次", "200", "元/人次"),
    ("30人次", "quantity", None, "30", "人次", "30", "人次"),
    ("30万人次", "quantity", None, "30", "万人次", "300000", "人次"),
    ("30人(次)", "quantity", None, "30", "人(次)", "30", "人次"),
    ("30M", "quantity", None, "30", "M", "30", "M"),
    ("3台套", "quantity", None, "3", "台套", "3", "台套"),
    ("5台(套)", "quantity", None, "5", "台(套)", "5", "台套"),
    ("=5.00(台（套）)", "quantity", "=", "5.00", "台(套)", "5", "台套"),
    ("5‰", "quantity", None, "5", "‰", "5", "‰"),
    ("3个百分点", "quantity", None, "3", "百分点", "3", "百分点"),
    ("九成以上", "quantity", "≥", "9", "成", "90", "%"),
    ("≥-3%", "quantity", "≥", "-3", "%", "-3", "%"),
    ("－5%", "quantity", None, "-5", "%", "-5", "%"),
    ("16个区", "quantity", None, "16", "区", "16", "区"),
    ("≥3级", "quantity", "≥", "3", "级", "3", "级"),
    ("≥30.00(宗地)", "quantity", "≥", "30.00", "宗地", "30", "宗地"),
    ("≥30挂", "quantity", "≥", "30", "挂", "30", "挂"),
    ("5(国内)", "quantity", None, "5", "国内", "5", "国内"),
    ("定量90%", "quantity", None, "90", "%", "90", "%"),
    ("292%", "quantity", None, "292", "%", "292", "%"),
    ("2280次", "quantity", None, "2280", "次", "2280", "次"),
    ("120%", "quantity", None, "120", "%", "120", "%"),
    ("=15080 00.00(元/年)", "quantity", "=", "1508000.00", "元/年", "1508000", "元/年"),
    ("百分之九十", "quantity", None, "90", "%", "90", "%"),
    ("百分之九十五点五以上", "quantity", "≥", "95.5", "%", "95.5", "%"),
    ("百分之百", "quantity", None, "100", "%", "100", "%"),
    ("百分百", "quantity", None, "100", "%", "100", "%"),
    ("千分之三", "quantity", None, "3", "‰", "3", "‰"),
    ("三十万张", "quantity", None, "30", "万张", "300000", "张"),
    ("三十万五千张", "quantity", None, "305000", "张", "305000", "张"),
    ("一百二十三万四千五百六十七元", "quantity", None, "1234567", "元", "1234567", "元"),
    ("两千元", "quantity", None, "2000", "元", "2000", "元"),
    ("两次", "quantity", None, "2", "次", "2", "次"),
    ("≥一次", "quantity", "≥", "1", "次", "1", "次"),
    ("2个工作日内", "duration", "≤", "2", "工作日", "2", "工作日"),
    ("2 个工作日内", "duration", "≤", "2", "工作日", "2", "工作日"),
    ("五个工作日内", "duration", "≤", "5", "工作日", "5", "工作日"),
    ("≤2.00(个工作日内)", "duration", "≤", "2.00", "工作日", "2", "工作日"),
    ("不超过3天", "duration", "≤", "3", "天", "3", "天"),
    ("15日内", "duration", "≤", "15", "日", "15", "天"),
    ("30分钟内", "duration", "≤", "30", "分钟", "30", "分钟"),
    ("24小时", "duration", None, "24", "小时", "24", "小时"),
    ("3个月", "duration", None, "3", "月", "3", "月"),
    ("3年以上", "duration", "≥", "3", "年", "3", "年"),
    ("半年内", "duration", "≤", "0.5", "年", "0.5", "年"),
    ("半小时", "duration", None, "0.5", "小时", "0.5", "小时"),
    ("=12月", "duration", "=", "12", "月", "12", "月"),
    ("每季度1次", "frequency", None, "1", "次/季度", "1", "次/季度"),
    ("1次/季度", "frequency", None, "1", "次/季度", "1", "次/季度"),
    ("1次/季", "frequency", None, "1", "次/季", "1", "次/季度"),
    ("每年不少于2次", "frequency", "≥", "2", "次/年", "2", "次/年"),
    ("每月至少一次", "frequency", "≥", "1", "次/月", "1", "次/月"),
    ("≥每年2次", "frequency", "≥", "2", "次/年", "2", "次/年"),
    ("=12.00(次/年)", "frequency", "=", "12.00", "次/年", "12", "次/年"),
    ("≥4场/年", "frequency", "≥", "4", "场/年", "4", "场/年"),
    ("一年两次", "frequency", None, "2", "次/年", "2", "次/年"),
    ("每两年1次", "frequency", None, "1", "次/2年", "1", "次/2年"),
    ("每人每年500元", "quantity", None, "500", "元/人·年", "500", "元/人·年"),
    ("每天8小时", "quantity", None, "8", "小时/天", "8", "小时/天"),
    ("1234567890123456789012345678901234567890.12万元", "quantity", None, "1234567890123456789012345678901234567890.12", "万元", "12345678901234567890123456789012345678901200", "元"),
]  # fmt: skip

# printed, operator, low, high, unit, canonical low, canonical high, canonical unit
RANGES = [
    ("80%-90%", None, "80", "90", "%", "80", "90", "%"),
    ("80%～90%", None, "80", "90", "%", "80", "90", "%"),
    ("80-90%", None, "80", "90", "%", "80", "90", "%"),
    ("80.00~90.00(%)", None, "80.00", "90.00", "%", "80", "90", "%"),
    ("3至5个", None, "3", "5", "个", "3", "5", "个"),
    ("三至五个", None, "3", "5", "个", "3", "5", "个"),
    ("3—5个", None, "3", "5", "个", "3", "5", "个"),
    ("1-3个工作日", None, "1", "3", "工作日", "1", "3", "工作日"),
    ("3-5天内", "≤", "3", "5", "天", "3", "5", "天"),
    ("3-5个月", None, "3", "5", "月", "3", "5", "月"),
    ("3万-5万张", None, "3", "5", "万张", "30000", "50000", "张"),
    ("3-5万张", None, "3", "5", "万张", "30000", "50000", "张"),
    ("2000-3000元", None, "2000", "3000", "元", "2000", "3000", "元"),
    ("≥80%且≤90%", None, "80", "90", "%", "80", "90", "%"),
    ("不低于80%、不超过90%", None, "80", "90", "%", "80", "90", "%"),
    ("1-2", None, "1", "2", None, "1", "2", None),
    ("-5~-3%", None, "-5", "-3", "%", "-5", "-3", "%"),
]

# printed, kind, operator, date, start, end
MOMENTS = [
    ("2023年12月31日前", "deadline", "≤", "2023-12-31", None, None),
    ("2023年12月31日之前", "deadline", "≤", "2023-12-31", None, None),
    ("2023年12月31日", "deadline", None, "2023-12-31", None, None),
    ("2023-12-31", "deadline", None, "2023-12-31", None, None),
    ("2026-01-12", "deadline", None, "2026-01-12", None, None),
    ("2026/12/31前", "deadline", "≤", "2026-12-31", None, None),
    ("20261231", "deadline", None, "2026-12-31", None, None),
    ("2023年12月前", "deadline", "≤", "2023-12", None, None),
    ("2018年10月底", "deadline", None, "2018-10", None, None),
    ("2021年12月完成", "deadline", None, "2021-12", None, None),
    ("12月底到位", "deadline", None, "--12", None, None),
    ("十二月底前", "deadline", "≤", "--12", None, None),
    ("12月31日前完成验收", "deadline", "≤", "--12-31", None, None),
    ("当年12月底前", "deadline", "≤", "--12", None, None),
    ("12月", "deadline", None, "--12", None, None),
    ("年底前", "deadline", "≤", "--12", None, None),
    ("2023年底", "deadline", None, "2023-12", None, None),
    ("2023年年底前完成", "deadline", "≤", "2023-12", None, None),
    ("2026年前完成", "deadline", "≤", "2026", None, None),
    ("≤2026年", "deadline", "≤", "2026", None, None),
    ("不晚于2026年6月30日", "deadline", "≤", "2026-06-30", None, None),
    ("≤2023年12月31日", "deadline", "≤", "2023-12-31", None, None),
    ("四季度末前", "deadline", "≤", "--12", None, None),
    ("2026年第三季度完成", "deadline", None, "2026-09", None, None),
    ("二〇二六年十二月", "deadline", None, "2026-12", None, None),
    ("2023.07", "deadline", None, "2023-07", None, None),
    ("2026年", "period", None, None, "2026", "2026"),
    ("2026年度", "period", None, None, "2026", "2026"),
    ("=2026.00(年)", "period", "=", None, "2026", "2026"),
    ("2020年全年。", "period", None, None, "2020", "2020"),
    ("全年", "period", None, None, "--01", "--12"),
    ("上半年", "period", None, None, "--01", "--06"),
    ("第四季度", "period", None, None, "--10", "--12"),
    ("2026年第一季度", "period", None, None, "2026-01", "2026-03"),
    ("2023.07-2024.01", "period", None, None, "2023-07", "2024-01"),
    ("2021年1月-12月", "period", None, None, "2021-01", "2021-12"),
    ("2026年6-8月", "period", None, None, "2026-06", "2026-08"),
    ("1-12月", "period", None, None, "--01", "--12"),
    ("2024年-2026年", "period", None, None, "2024", "2026"),
    ("2024-2026年", "period", None, None, "2024", "2026"),
    ("202001-202012", "period", None, None, "2020-01", "2020-12"),
    ("2026-01-01至2026-12-31", "period", None, None, "2026-01-01", "2026-12-31"),
    ("2026年1月1日-12月31日", "period", None, None, "2026-01-01", "2026-12-31"),
    ("自2026年1月1日起至2026年12月31日止", "period", None, None, "2026-01-01", "2026-12-31"),
]

# printed, kind, operator, operator code, direction
WORDS = [
    ("及时", "text", None, 6, "none"),
    ("有效", "text", None, 6, "none"),
    ("有效保障", "text", None, 6, "none"),
    ("健全", "text", None, 6, "none"),
    ("全天候", "text", None, 6, "none"),
    ("长期", "text", None, 6, "none"),
    ("7×24小时", "text", None, 6, "none"),
    ("7*24小时服务", "text", None, 6, "none"),
    ("一次性", "text", None, 6, "none"),
    ("二期", "text", None, 6, "none"),
    ("十分满意", "text", None, 6, "none"),
    ("万无一失", "text", None, 6, "none"),
    ("降低", "text", None, 6, "down"),
    ("有所减轻", "text", None, 6, "down"),
    ("有所提升", "text", None, 6, "up"),
    ("持续改善", "text", None, 6, "up"),
    ("不降低", "text", None, 6, "none"),
    ("提高效率、降低成本", "text", None, 6, "none"),
    ("增长10%以上", "text", None, 6, "up"),
    ("=及时", "text", "=", 3, "point"),
    ("≥上年水平", "text", "≥", 1, "up"),
    ("≥90%以下", "text", "≥", 1, "up"),
    ("《管理办法》印发实施", "text", None, 6, "none"),
    ("与来沪人员信息系统、上海市社区事务受理信息系统等信息对接、共享", "text", None, 6, "none"),
    ("2026年完成3个系统的升级改造并通过验收", "text", None, 6, "none"),
    ("3个系统全部完成等级保护测评", "text", None, 6, "none"),
    ("100%完成年度任务并按要求报送", "text", None, 6, "none"),
    ("批准到制发时限(7个工作日)合规", "text", None, 6, "none"),
    ("满意度≥90%", "text", None, 6, "none"),
    ("第3条", "text", None, 6, "none"),
    ("每月10日前", "text", None, 6, "none"),
    ("2026-02-30", "text", None, 6, "none"),
    ("2023年13月", "text", None, 6, "none"),
    ("955.500.00", "text", None, 6, "none"),
    ("12,34", "text", None, 6, "none"),
    ("100 100", "text", None, 6, "none"),
    ("5000元-1万元", "text", None, 6, "none"),
    ("0571-88886666", "text", None, 6, "none"),
    ("三五个", "text", None, 6, "none"),
    ("万人", "text", None, 6, "none"),
    ("√", "text", None, 6, "none"),
    ("三级", "grade", None, 6, "none"),
    ("3级", "grade", None, 6, "none"),
    ("国家二级", "grade", None, 6, "none"),
    ("AAA级", "grade", None, 6, "none"),
    ("4A级", "grade", None, 6, "none"),
    ("一等奖", "grade", None, 6, "none"),
    ("三级甲等", "grade", None, 6, "none"),
    ("优", "grade", None, 6, "none"),
    ("良", "grade", None, 6, "none"),
    ("优秀", "grade", None, 6, "none"),
    ("优良中低差", "grade", None, 6, "none"),
    ("优|良|中|差", "grade", None, 6, "none"),
    ("优、良、中、差", "grade", None, 6, "none"),
    ("定性优良中低差", "grade", None, 6, "none"),
    ("部分达成预期指标并具有一定效果", "grade", None, 6, "none"),
    ("良及以上", "grade", "≥", 1, "up"),
    ("≥良", "grade", "≥", 1, "up"),
    ("是", "boolean", None, 6, "none"),
    ("否", "boolean", None, 6, "none"),
    ("-", "placeholder", None, None, "none"),
    ("—", "placeholder", None, None, "none"),
    ("/", "placeholder", None, None, "none"),
    ("___", "placeholder", None, None, "none"),
    ("……", "placeholder", None, None, "none"),
    ("待定", "placeholder", None, None, "none"),
    ("N/A", "placeholder", None, None, "none"),
    ("20XX年X月", "placeholder", None, None, "none"),
    ("≥", "placeholder", "≥", 1, "up"),
]

# printed, operator, unit
BLANKS = [("≥**人", "≥", "人"), ("XX%", None, "%"), ("≥ %", "≥", "%"), ("≥(%)", "≥", "%"), ("(%)", None, "%"), ("XX%以上", "≥", "%"), ("≤__万元", "≤", "万元"), ("×××个", None, "个")]  # fmt: skip

EVERYTHING = [row[0] for table in (NUMBERS, RANGES, MOMENTS, WORDS, BLANKS) for row in table]


def settled(value: Value) -> Value:
    """A value without what a canonical spelling does not carry."""
    return dataclasses.replace(value, raw=None, confidence=1.0)


def test_the_table_is_big() -> None:
    assert len(EVERYTHING) == len(set(EVERYTHING)) >= 150


@pytest.mark.parametrize(("printed", "kind", "operator", "number", "unit", "plain", "name"), NUMBERS)
def test_numbers(
    printed: str, kind: str, operator: str | None, number: str, unit: str | None, plain: str, name: str | None
) -> None:
    expected = Value(
        None,
        kind,
        operator,
        CODES.get(operator or ""),
        number,
        unit=unit,
        canonical=Canonical(plain, name),
        direction=DIRECTIONS[operator],
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize(("printed", "operator", "low", "high", "unit", "least", "most", "name"), RANGES)
def test_ranges(
    printed: str, operator: str | None, low: str, high: str, unit: str | None, least: str, most: str, name: str | None
) -> None:
    canonical = Canonical(unit=name, low=least, high=most)
    expected = Value(
        None, "range", operator, CODES.get(operator or ""), None, low, high, unit, canonical, DIRECTIONS[operator]
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize(("printed", "kind", "operator", "date", "start", "end"), MOMENTS)
def test_moments(
    printed: str, kind: str, operator: str | None, date: str | None, start: str | None, end: str | None
) -> None:
    canonical = Canonical(date=date, start=start, end=end)
    expected = Value(
        None, kind, operator, CODES.get(operator or ""), canonical=canonical, direction=DIRECTIONS[operator]
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize(("printed", "kind", "operator", "code", "direction"), WORDS)
def test_words(printed: str, kind: str, operator: str | None, code: int | None, direction: str) -> None:
    assert settled(parse(printed)) == Value(None, kind, operator, code, direction=direction)  # type: ignore[arg-type]


@pytest.mark.parametrize(("printed", "operator", "unit"), BLANKS)
def test_blanks_of_a_template_keep_operator_and_unit(printed: str, operator: str | None, unit: str) -> None:
    expected = Value(
        None, "placeholder", operator, CODES.get(operator or ""), unit=unit, direction=DIRECTIONS[operator]
    )  # type: ignore[arg-type]
    assert settled(parse(printed)) == expected


@pytest.mark.parametrize("printed", [None, "", "  ", "\n", "\u3000", "\u200b"])
def test_missing(printed: str | None) -> None:
    assert parse(printed) == Value(raw=None, kind="missing")


def test_a_printed_nature_decides_the_code() -> None:
    value = parse("定性≥90%")
    assert (value.operator, value.operator_code, value.number) == ("≥", 6, "90")


@pytest.mark.parametrize(
    ("printed", "raw"),
    [
        (
            "与来沪人员信息系 统、上海市社区事 务受理信息系统等 信息对接、共享",
            "与来沪人员信息系统、上海市社区事务受理信息系统等信息对接、共享",
        ),
        ("＞＝９０ ％", "＞＝９０％"),
        ("1,234①", "1,234①"),
        ("2020年全年。", "2020年全年。"),
        ("Windows Server 2022", "Windows Server 2022"),
    ],
)
def test_raw_is_as_printed_but_for_wrap_spaces(printed: str, raw: str) -> None:
    assert parse(printed).raw == raw


@pytest.mark.parametrize(
    ("printed", "confidence"),
    [
        ("=100.00(%)", 1.0),
        ("2个工作日内", 1.0),
        ("及时", 1.0),
        ("与…系统对接、共享", 0.9),
        ("1,234①", 0.95),
        ("292%", 0.4),
        ("2100%", 0.4),
        ("200%", 1.0),
        ("≥292%", 1.0),
        ("〉90%", 0.8),
        ("=100.00(%", 0.8),
        ("约90%", 0.8),
        ("=90%以上", 0.7),
        ("≥30挂", 0.7),
        ("≥30.00(宗地)", 0.85),
        ("=15080 00.00(元/年)", 0.5),
        ("2023.07", 0.6),
        ("2026", 0.6),
        ("955.500.00", 0.6),
    ],
)
def test_confidence(printed: str, confidence: float) -> None:
    assert parse(printed).confidence == confidence


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("＞＝９０％", "≥90(%)"),
        ("≥30.00(万张)", "≥30.00(万张)"),
        ("2个工作日内", "≤2(工作日)"),
        ("三十万张", "30(万张)"),
        ("80%～90%", "80~90(%)"),
        ("每年不少于2次", "≥2(次/年)"),
        ("2023年12月31日前", "≤2023年12月31日"),
        ("12月底到位", "12月完成"),
        ("2023.07-2024.01", "2023年7月至2024年1月"),
        ("2020年全年。", "2020年"),
        ("≥**人", "≥**(人)"),
        ("——", "-"),
        ("有效", "有效"),
        ("2023.07(含)", "2023.07()"),
        (None, ""),
    ],
)
def test_render(printed: str | None, canonical: str) -> None:
    assert render(parse(printed)) == canonical


@pytest.mark.parametrize("printed", EVERYTHING)
def test_the_canonical_spelling_reads_back(printed: str) -> None:
    value = parse(printed)
    assert settled(parse(render(value))) == settled(value)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_decides_its_example(rule) -> None:  # type: ignore[no-untyped-def]
    decision = explain(rule.example)
    assert (decision.rule, decision.value.kind) == (rule.id, rule.kind)


def test_rule_ids_are_unique_and_hits_count_the_rules_that_never_fire() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    hits = rule_hits([None, "", "=100.00(%)", "95%", "及时", "三级"])
    assert {rule: count for rule, count in hits.items() if count} == {
        "missing": 2,
        "quantity": 2,
        "word": 1,
        "grade": 1,
    }
    assert set(hits) == {"missing", *(rule.id for rule in RULES)}


@pytest.mark.parametrize(
    "hostile",
    ["1" * 100_000, "一" * 100_000, "1," * 50_000, "≥" * 100_000, "2026年" * 20_000, "(" * 100_000, "每" * 100_000],
)
def test_a_hostile_length_is_text_and_nothing_is_lost(hostile: str) -> None:
    value = parse(hostile)
    assert (value.kind, value.raw, value.number) == ("text", hostile, None)
