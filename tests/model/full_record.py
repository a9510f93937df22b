"""Records with every field of the contract set, and with none, for tests of what goes out."""

from __future__ import annotations

from extractor.model.form import (
    Canonical,
    CellProvenance,
    Document,
    DocumentResult,
    ExecutionLine,
    Finding,
    Form,
    FormProvenance,
    Funding,
    FundingLine,
    Goals,
    Indicator,
    IndicatorProvenance,
    Judgement,
    PrintedLevels,
    Project,
    Score,
    Value,
)

SHA = "0123456789abcdef" * 4
FORM_ID = "0123456789ab-1"
WHERE = CellProvenance(page=2, bbox=(10.0, 20.5, 110.25, 40.0), table=0, row=7, line=None)

TARGET = Value(
    raw="=100.00(%)", kind="quantity", operator="=", operator_code=3, number="100.00", unit="%",
    canonical=Canonical(number="100", unit="%"), direction="point", confidence=0.99,
)  # fmt: skip
PERIOD = Value(
    raw="2026年1月-3月", kind="period", operator_code=6,
    canonical=Canonical(low="1", high="3", date="2026-03", start="2026-01-01", end="2026-03-31"), confidence=0.9,
)  # fmt: skip
BAND = Value(raw="-5~8(万元)", kind="range", low="-5", high="8", unit="万元", direction="none", confidence=0.95)

FIRST = Indicator(
    ordinal=1, level1="产出指标", level2="时效指标", name="批准到制发时限(10个工作日)合规率",
    printed=PrintedLevels("效益指标", "社会效益指标"),
    judgement={
        "level1": Judgement("order", 0.9, "follows level 2", None),
        "level2": Judgement("name", 0.97, "the name speaks of a time limit", "lexicon.deadline"),
    },
    value=TARGET, baseline=PERIOD, actual=BAND, weight="10", score="-5", deviation_reason="+2 days; see note",
    standard="计划标准", explanation="以\"批准\"为准,\n逐日计算", is_core=True,
    provenance=IndicatorProvenance(2, (1.0, 2.0, 3.0, 4.0), 0, 12, None, {"name": (1.0, 2.0, 2.0, 4.0), "value": None}),
)  # fmt: skip
SECOND = Indicator(
    ordinal=2, level1=None, level2=None, name=None, printed=PrintedLevels(), judgement={},
    value=Value(raw=None, kind="missing"),
)  # fmt: skip

FINDING = Finding(
    "FUNDING_SUM", "error", "forms[0].funding.lines[0]", "parts add up to 900.00, the total says 955.50",
    "合计不符", {"parts": ["900.00"], "total": "955.50"}, 11, "check the total", WHERE,
)  # fmt: skip
NOTE = Finding("MONEY_UNIT_UNKNOWN", "info", "document", "no money unit is printed", "未注明金额单位")

FULL_FORM = Form(
    form_id=FORM_ID, profile="shanghai-2021", kind="self_evaluation", title="项目支出绩效自评表", fiscal_year=2026,
    project=Project(
        "制卡设备维护费", "310000210000000012345", "经常性专项业务费", "特定目标类", "延续项目", "市公安局", "015001", "卡中心",
        "015001001", "2026-01-01", "2026-12-31", "@张三", {"立项依据": "=文件〔2025〕1号"},
    ),
    funding=Funding("万元", (
        FundingLine("annual", "total", "年度资金申请总额", "95.55", "955500.00", WHERE),
        FundingLine("project", "total", "项目资金总额", None, None),
    )),
    goals=Goals("总目标", "-年度目标\t一", "中期目标", "已完成"),
    indicators=(FIRST, SECOND),
    execution=(ExecutionLine("total", "1.00", "2.00", "1.50", "75", "10", "7.5", {"全年执行数(B)": "1.50"}),),
    score=Score("97.5", "优"),
    findings=(FINDING,),
    provenance=FormProvenance((2, 3), (0.0, 0.0, 595.0, 842.0), (1, 40)),
)  # fmt: skip

FULL = DocumentResult(
    "1",
    Document("a.pdf", SHA, "pdf", 3, "2026年度项目绩效目标汇总表", "LibreOffice 7.4", "0.1.0", "r1"),
    "partial",
    (FULL_FORM, Form("0123456789ab-2", "shanghai-2021", "target")),
    (NOTE,),
)
EMPTY = DocumentResult("1", Document("b.txt", "f" * 64, "text", None, None, None, "0.1.0", "r1"), "no_forms")
