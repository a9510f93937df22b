"""Archives: every member is an input of its own; names are provenance and never paths."""

from __future__ import annotations

import gzip
import io
import os
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from extractor.batch import Failure, extract, extract_many, find_inputs, names_one_file, read_source
from extractor.batch.inputs import Selection
from extractor.batch.run import run_batch
from extractor.errors import DamagedError, EncryptedError, UnsafeError, UnsupportedFormatError
from extractor.readers.archives import members as archive
from tests.cli.conftest import FORM
from tests.office.build import docx, p

PROSE = "2026年度工作总结\n\n全年完成档案整理三万卷,接待查档群众一万余人次。\n".encode()


class _Gbk(zipfile.ZipInfo):
    """A member whose name is written as Chinese systems do: in GBK, and nothing says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def zipped(members: list[tuple[str, bytes]], kind: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members:
            info = kind(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    """The archive with every member's flag of encryption set."""
    changed = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(mark, at + 1)
    return bytes(changed)


def names(found: object) -> list[str]:
    return [one.source if isinstance(one, Failure) else str(one) for one in found]  # type: ignore[attr-defined]


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    inner = zipped([("报告.txt", PROSE), ("图.exe", b"MZ")])
    members = [
        ("甲局/申报表.txt", FORM.encode()),
        ("说明.docx", docx(p("说明文字"))),
        ("乙县.zip", inner),
        ("__MACOSX/._x.txt", b"x"),
    ]
    path = tmp_path / "报送.zip"
    path.write_bytes(zipped(members))
    return path


def test_members_are_inputs(delivery: Path) -> None:
    expected = [f"{delivery}!/甲局/申报表.txt", f"{delivery}!/说明.docx", f"{delivery}!/乙县.zip!/报告.txt"]
    assert names(find_inputs([delivery])) == expected
    assert names(find_inputs([delivery.parent])) == expected
    assert names(find_inputs([delivery], Selection(include=["*.docx"]))) == expected[1:2]
    assert names(find_inputs([delivery], Selection(exclude=["甲局/*"]))) == expected[1:]
    assert names_one_file([delivery]) is False
    source = read_source(expected[2])
    assert (source.name, source.data) == (expected[2], PROSE)
    assert extract(expected[0]).forms[0].project.name == "档案库房恒温设备维护"


def test_read_many_and_in_workers(delivery: Path) -> None:
    for jobs in (None, 2):
        statuses = [(one.document.source.rpartition("!/")[2], one.status) for one in extract_many(delivery, jobs=jobs)]
        assert statuses == [("甲局/申报表.txt", "ok"), ("说明.docx", "no_forms"), ("报告.txt", "no_forms")]


def test_a_batch_accounts_for_each_member(delivery: Path, tmp_path: Path) -> None:
    (tmp_path / "locked.zip").write_bytes(locked(zipped([("秘.txt", FORM.encode())])))
    summary = run_batch([delivery, tmp_path / "locked.zip"], tmp_path / "out", jobs=1)
    assert (summary.found, summary.ok, summary.no_forms, summary.quarantined) == (4, 1, 2, 1)
    again = run_batch([delivery], tmp_path / "out", jobs=1)
    assert (again.found, again.unchanged) == (3, 3)


@pytest.mark.parametrize("kind", [_Gbk, zipfile.ZipInfo])
def test_names_in_gbk_and_utf_8(tmp_path: Path, kind: type[zipfile.ZipInfo]) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("绩效目标/申报表.txt", b"x")], kind))
    assert archive.member_names(path) == ["绩效目标/申报表.txt"]


def test_names_that_lead_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    path = tmp_path / "a.zip"
    path.write_bytes(
        zipped(
            [
                ("../secret.txt", b"1"),
                ("/etc/passwd.txt", b"2"),
                ("..\\..\\secret.txt", b"3"),
                ("x!/../../secret.txt", b"4"),
            ]
        )
    )
    assert archive.member_names(path) == ["secret.txt", "etc/passwd.txt", "secret.txt (2)", "x/secret.txt"]
    assert [read_source(f"{path}!/{name}").data for name in archive.member_names(path)] == [b"1", b"2", b"3", b"4"]
    with pytest.raises(DamagedError, match="no such member"):
        read_source(f"{path}!/../secret.txt")
    assert sorted(os.listdir(tmp_path)) == ["a.zip", "secret.txt"]


def test_bombs_locked_and_damaged_members(tmp_path: Path) -> None:
    bomb = zipped([("a.txt", b"\0" * (300 << 20))])
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("好.txt", PROSE), ("弹.zip", bomb)]))
    assert names(find_inputs([path])) == [f"{path}!/好.txt", f"{path}!/弹.zip!/a.txt"]
    good, bad = extract_many(path)
    assert good.status == "no_forms"
    assert isinstance(bad, Failure)
    assert isinstance(bad.error, UnsafeError)
    path.write_bytes(locked(zipped([("秘.txt", PROSE)])))
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, EncryptedError)
    whole = zipped([("一.txt", PROSE), ("二.txt", PROSE * 9)])
    at = whole.rfind(b"PK\x03\x04") + 60
    path.write_bytes(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :])
    first, second = extract_many(path)
    assert first.status == "no_forms"
    assert isinstance(second, Failure)
    assert isinstance(second.error, DamagedError)


def test_archives_inside_each_other_to_a_limit(tmp_path: Path) -> None:
    data = zipped([("a.txt", PROSE)])
    for depth in range(5):
        data = zipped([(f"{depth}.zip", data)])
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert archive.member_names(path) == ["4.zip!/3.zip!/2.zip"]


def test_too_many_members_and_nothing_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([(f"{number}.txt", b"x") for number in range(5)]))
    monkeypatch.setattr(archive, "MOST_MEMBERS", 4)
    (failure,) = find_inputs([path])
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, UnsafeError)
    path.write_bytes(zipped([("a.exe", b"MZ")]))
    (nothing,) = find_inputs([path])
    assert isinstance(nothing, Failure)
    assert nothing.error.code == "NOTHING_READABLE"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.zip")
    assert archive.is_archive(tmp_path / "a.zip") is False


def test_a_document_that_is_a_container_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(docx(p("说明文字")))
    assert archive.is_archive(path) is False
    assert names(find_inputs([path])) == [str(path)]


def tarred(members: list[tuple[str, bytes]], mode: str = "w", encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as file:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(link)
        hard = tarfile.TarInfo("hard.txt")
        hard.type, hard.linkname = tarfile.LNKTYPE, "../secret.txt"
        file.addfile(hard)
        device = tarfile.TarInfo("device.txt")
        device.type = tarfile.CHRTYPE
        file.addfile(device)
    return buffer.getvalue()


def stored_rar(members: list[tuple[str, bytes]], flags: int = 0) -> bytes:
    """A RAR archive (version 4) whose members are stored as they are."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, data in members:
        spelt = name.encode()
        size, crc = len(data), zlib.crc32(data)
        fixed = struct.pack("<IIBIIBBHI", size, size, 3, crc, 0x5A210000, 29, 0x30, len(spelt), 0o100644)
        out += block(0x74, 0x8000 | flags, fixed + spelt) + data
    return out + block(0x7B, 0x4000, b"")


@pytest.mark.parametrize(
    ("mode", "suffix"), [("w", ".tar"), ("w:gz", ".tar.gz"), ("w:bz2", ".tar.bz2"), ("w:xz", ".tar.xz")]
)
def test_tar_archives(tmp_path: Path, mode: str, suffix: str) -> None:
    path = tmp_path / f"报送{suffix}"
    members = [
        ("甲局/申报表.txt", FORM.encode()),
        ("../../说明.txt", PROSE),
        ("乙县.zip", zipped([("报告.txt", PROSE)])),
    ]
    path.write_bytes(tarred(members, mode))
    assert archive.member_names(path) == ["甲局/申报表.txt", "说明.txt", "乙县.zip!/报告.txt"]
    assert [one.status for one in extract_many(tmp_path)] == ["ok", "no_forms", "no_forms"]
    assert read_source(f"{path}!/乙县.zip!/报告.txt").data == PROSE
    assert os.listdir(tmp_path) == [path.name]


def test_tar_names_in_gbk_and_archives_in_others(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("市.tgz", tarred([("申报表.txt", FORM.encode())], "w:gz", "gbk"))]))
    assert archive.member_names(path) == ["市.tgz!/申报表.txt"]
    (result,) = extract_many(path)
    assert result.status == "ok"


def test_tar_bombs_and_torn_tars(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(tarred([("a.txt", b"\0" * (60 << 20))])))
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, UnsafeError)
    whole = tarred([("一.txt", PROSE), ("二.txt", os.urandom(90_000))], "w:gz")
    path.write_bytes(whole[: len(whole) // 2])
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, DamagedError)
    path.write_bytes(gzip.compress(PROSE))
    assert archive.is_archive(path) is False
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, UnsupportedFormatError)


def seven(members: list[tuple[str, bytes]], **more: object) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", **more) as file:
        for name, data in members:
            file.writestr(data, name)
    return buffer.getvalue()


def test_seven_zip_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报送.7z"
    path.write_bytes(seven([("甲局/申报表.txt", FORM.encode()), ("说明.txt", PROSE)]))
    assert archive.member_names(path) == ["甲局/申报表.txt", "说明.txt"]
    assert [one.status for one in extract_many(tmp_path)] == ["ok", "no_forms"]
    assert os.listdir(tmp_path) == [path.name]
    path.write_bytes(seven([("秘.txt", PROSE)], password="x"))
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, EncryptedError)
    path.write_bytes(seven([("秘.txt", PROSE)], password="x", header_encryption=True))
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, EncryptedError)
    path.write_bytes(seven([("a.txt", PROSE)])[:-20])
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, DamagedError)
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    path.write_bytes(seven([("弹.txt", b"\0" * (2 << 20)), ("好.txt", PROSE)]))
    bad, good = extract_many(path)
    assert isinstance(bad, Failure)
    assert isinstance(bad.error, UnsafeError)
    assert good.status == "no_forms"


def test_rar_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rarfile = pytest.importorskip("rarfile")
    path = tmp_path / "报送.rar"
    path.write_bytes(stored_rar([("甲局\\申报表.txt", FORM.encode()), ("../说明.txt", PROSE)]))
    assert archive.member_names(path) == ["甲局/申报表.txt", "说明.txt"]
    assert [one.status for one in extract_many(tmp_path)] == ["ok", "no_forms"]
    damaged = bytearray(path.read_bytes())
    damaged[-40] ^= 1
    path.write_bytes(bytes(damaged))
    good, bad = extract_many(path)
    assert good.status == "ok"
    assert isinstance(bad, Failure)
    assert isinstance(bad.error, DamagedError)
    path.write_bytes(stored_rar([("秘.txt", PROSE)], flags=4))
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, EncryptedError)

    def no_program(*_: object, **__: object) -> object:
        raise rarfile.RarCannotExec("Cannot find working tool")

    path.write_bytes(stored_rar([("说明.txt", PROSE)]))
    monkeypatch.setattr(rarfile.RarFile, "open", no_program)
    (failure,) = extract_many(path)
    assert isinstance(failure, Failure)
    assert failure.error.message == "No program that unpacks RAR is installed."


def test_archives_that_need_a_library_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "find_spec", lambda name: None)
    (tmp_path / "a.rar").write_bytes(stored_rar([("说明.txt", PROSE)]))
    (failure,) = extract_many(tmp_path)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, UnsupportedFormatError)
    assert "jixiao[archives]" in (failure.error.remedy or "")
