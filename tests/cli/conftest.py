"""Documents of every kind that a user may name, and the command itself."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.cli.main import run

FORM = """财政项目支出绩效目标申报表
(2026年度)
项目名称\t档案库房恒温设备维护\t项目性质\t经常性专项业务费\t项目类别\t特定目标类
主管部门\t市档案局\t实施单位\t市档案馆
计划开始日期\t2026-01-01\t计划完成日期\t2026-12-31
项目资金(元)\t项目资金总额:\t\t年度资金申请总额:\t120,000.00
\t其中: 财政资金\t\t其中: 当年财政拨款\t120,000.00
\t\t\t上年结转资金\t0.00
\t其他资金\t\t其他资金\t0.00
项目绩效目标\t项目总目标\t\t年度总体目标
\t\t\t维护恒温设备，保障库房温湿度达标。
绩效指标\t一级指标\t二级指标\t三级指标\t年度(/项目)指标值
\t成本指标\t经济成本指标\t维护成本控制数\t≤12.00(万元)
\t产出指标\t数量指标\t设备维护数量\t=16.00(台)
\t\t质量指标\t设备维护合格率\t≥98.00(%)
\t\t时效指标\t设备维护及时性\t及时
\t效益指标\t社会效益指标\t库房温湿度达标率\t≥95.00(%)
\t满意度指标\t服务对象满意度指标\t查档人员满意度\t≥90.00(%)
"""
PROSE = "2026年度工作总结\n\n全年完成档案整理三万卷，接待查档群众一万余人次。\n"


@dataclass(frozen=True)
class Ended:
    """How a call of the command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def jixiao(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run the command in this process."""

    def call(*args: object, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["jixiao", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        with pytest.raises(SystemExit) as caught:
            run()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        code = caught.value.code
        return Ended(code if isinstance(code, int) else 0, out, err)

    return call


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.txt"
    path.write_text(FORM, encoding="utf-8")
    return path


@pytest.fixture
def prose(tmp_path: Path) -> Path:
    path = tmp_path / "prose.txt"
    path.write_text(PROSE, encoding="utf-8")
    return path


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    """A PDF that opens with the password ``geheim``."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "encrypted.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("geheim", "owner", strength=128))
    canvas.drawString(72, 700, "nothing but prose")
    canvas.save()
    return path


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" + b"\x00\xff" * 200)
    return path


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A PDF of one page that is a picture and nothing else."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "picture.pdf"
    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(Image.new("RGB", (300, 400), (200, 210, 220))), 0, 0, 595, 842)
    canvas.save()
    return path
