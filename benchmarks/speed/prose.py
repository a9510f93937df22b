"""Pages of a budget report without any form: headings and paragraphs, different on every page, the same for a seed."""

from __future__ import annotations

import io
from random import Random

_SUBJECTS = ("本部门", "各预算单位", "市级财政", "区财政局", "主管部门", "项目单位", "评审机构")
_ACTIONS = (
    "按照厉行节约的要求安排{year}年预算{amount}万元",
    "将专项资金{amount}万元用于设备更新和日常运行",
    "对上一年度结转资金{amount}万元逐项清理",
    "较上年执行数增加{amount}万元,主要用于人员培训",
    "压减一般性支出{amount}万元,统筹保障重点任务",
    "完成政府采购{amount}万元,节约率为{share}%",
)
_ENDS = ("执行进度符合年初安排", "资金使用规范有序", "有关情况已向社会公开", "绩效运行总体良好", "其余事项见附表")
_HEADINGS = (
    "收支预算总体情况",
    "财政拨款支出说明",
    "机关运行经费说明",
    "政府采购情况",
    "国有资产占用情况",
    "重点项目说明",
)
_PARAGRAPHS = 7
_SENTENCES = 4
_LINE = 40


def pages_of_text(count: int, seed: int = 1) -> list[list[str]]:
    """Each page a heading and paragraphs of some 100 characters."""
    rng = Random(seed)
    return [[_heading(rng, number), *(_paragraph(rng) for _ in range(_PARAGRAPHS))] for number in range(count)]


def _heading(rng: Random, number: int) -> str:
    return f"{number + 1}、{rng.choice(_HEADINGS)}"


def _paragraph(rng: Random) -> str:
    return "".join(_sentence(rng) for _ in range(_SENTENCES))


def _sentence(rng: Random) -> str:
    amount, share = f"{rng.randrange(1000, 9_999_999) / 100:,.2f}", rng.randrange(1, 30)
    action = rng.choice(_ACTIONS).format(year=rng.randrange(2018, 2027), amount=amount, share=share)
    return f"{rng.choice(_SUBJECTS)}{action},{rng.choice(_ENDS)}。"


def prose_by_weasyprint(count: int, seed: int = 1) -> bytes:
    """So many pages with an embedded font."""
    import weasyprint  # type: ignore[import-untyped]

    style = (
        "@page{size:A4;margin:2cm} section{break-after:page} h2{font-size:15pt} "
        'body{font-family:"Noto Sans CJK SC","Noto Serif CJK SC","WenQuanYi Micro Hei";font-size:11pt;line-height:1.5} p{text-indent:2em}'
    )
    sections = "".join(
        f"<section><h2>{heading}</h2>{''.join(f'<p>{one}</p>' for one in paragraphs)}</section>"
        for heading, *paragraphs in pages_of_text(count, seed)
    )
    html = (
        f'<html lang="zh"><head><title>部门预算报告</title><style>{style}</style></head><body>{sections}</body></html>'
    )
    printed: bytes = weasyprint.HTML(string=html).write_pdf()
    return printed


def prose_by_reportlab(count: int, seed: int = 1) -> bytes:
    """So many pages in a font that is named and not embedded."""
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    from samples.make.writers.canvas import registered

    font = registered("cid")
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for heading, *paragraphs in pages_of_text(count, seed):
        canvas.setFont(font, 15)
        canvas.drawString(57, 770, heading)
        canvas.setFont(font, 11)
        top = 740.0
        for paragraph in paragraphs:
            for start in range(0, len(paragraph), _LINE):
                canvas.drawString(57, top, paragraph[start : start + _LINE])
                top -= 16
            top -= 5
        canvas.showPage()
    canvas.save()
    return out.getvalue()
