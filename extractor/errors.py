"""What can go wrong, each with an exit code and a remedy. Only the command line maps them to a process exit."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process ends with (also in the README). The names from ``USAGE`` on are the codes of errors in records and logs."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    INPUT_MISSING = 3
    NOTHING_READABLE = 4
    EMPTY_FILE = 5
    NO_FORMS = 6
    ENCRYPTED = 7
    DAMAGED = 8
    OCR_NEEDED = 9
    UNSUPPORTED_FORMAT = 10
    ENCODING = 11
    OUTPUT_NOT_WRITABLE = 12
    RULES = 13
    SOME_FAILED = 14
    TIME_LIMIT = 15
    MEMORY_LIMIT = 16
    PAGE_LIMIT = 17
    CRASHED = 18
    FINDINGS = 19
    WAREHOUSE = 20
    UNSAFE = 21
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class JixiaoError(Exception):
    """Base class: what happened, where, and what to do.

    Attributes:
        code: stable name used in findings, quarantine records and logs: the exit code's.
        exit_code: process exit code when this error ends the command.
        source: the input it is about, ``None`` when it is about none.
        remedy: what the user can do.
    """

    code = "UNEXPECTED"
    exit_code = ExitCode.UNEXPECTED
    remedy = "Report this with the file that caused it."
    message_zh = "意外错误"

    def __init_subclass__(cls) -> None:
        cls.code = cls.exit_code.name

    def __init__(self, message: str, *, source: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source else ""
        return f"{where}{self.message} {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.source, self.remedy))


def _rebuild(cls: type[JixiaoError], message: str, source: str | None, remedy: str | None) -> JixiaoError:
    return cls(message, source=source, remedy=remedy)


class UsageError(JixiaoError):
    exit_code = ExitCode.USAGE
    remedy = "See jixiao --help."
    message_zh = "用法错误"


class InputMissingError(JixiaoError):
    exit_code = ExitCode.INPUT_MISSING
    remedy = "Check the path."
    message_zh = "输入文件不存在或无法读取"


class NothingReadableError(JixiaoError):
    exit_code = ExitCode.NOTHING_READABLE
    remedy = "Give a directory that holds documents (PDF, Word, Excel, OFD, web pages, pictures, text), or name the files themselves."
    message_zh = "目录中没有可读取的文件"


class EmptyFileError(JixiaoError):
    exit_code = ExitCode.EMPTY_FILE
    remedy = "Ask for the file again: the copy holds no data."
    message_zh = "文件为空"


class NoFormsError(JixiaoError):
    exit_code = ExitCode.NO_FORMS
    remedy = "Check that the document holds a 绩效目标申报表; what came nearest is in the document's findings."
    message_zh = "文件中没有绩效目标表"


class EncryptedError(JixiaoError):
    exit_code = ExitCode.ENCRYPTED
    remedy = "Give the password with --password, or save a copy without one."
    message_zh = "文件已加密"


class DamagedError(JixiaoError):
    exit_code = ExitCode.DAMAGED
    remedy = "Open it in its program (a PDF in a viewer) and save it again, or ask for the file anew."
    message_zh = "文件已损坏"


class OcrNeededError(JixiaoError):
    exit_code = ExitCode.OCR_NEEDED
    remedy = (
        "Have the text recognised: pip install 'jixiao[ocr]', or make it readable first, for example with "
        "`ocrmypdf -l chi_sim in.pdf out.pdf`."
    )
    message_zh = "页面没有可读的文字,需要文字识别"


class UnsupportedFormatError(JixiaoError):
    exit_code = ExitCode.UNSUPPORTED_FORMAT
    remedy = "Convert it to PDF, DOCX, XLSX or UTF-8 text."
    message_zh = "不支持的文件格式"


class EncodingError(JixiaoError):
    exit_code = ExitCode.ENCODING
    remedy = "Save it as UTF-8, or name its encoding with --encoding."
    message_zh = "无法识别文本编码"


class OutputError(JixiaoError):
    exit_code = ExitCode.OUTPUT_NOT_WRITABLE
    remedy = "Choose another directory with -o, or free some space."
    message_zh = "无法写入输出"


class RulesError(JixiaoError):
    exit_code = ExitCode.RULES
    remedy = "Mend the rule file at the line named."
    message_zh = "规则文件有误"


class PartialFailure(JixiaoError):
    exit_code = ExitCode.SOME_FAILED
    remedy = "The inputs named above were not read; the others were."
    message_zh = "部分文件未能读取"


class FindingsError(JixiaoError):
    exit_code = ExitCode.FINDINGS
    remedy = "The sheet says what is wrong and where; change --fail-on or the checks if this should pass."
    message_zh = "审核发现问题"


class TimeLimitError(JixiaoError):
    exit_code = ExitCode.TIME_LIMIT
    remedy = "Give it more time with --timeout, or split the document."
    message_zh = "超过时间限制"


class MemoryLimitError(JixiaoError):
    exit_code = ExitCode.MEMORY_LIMIT
    remedy = "Give it more memory with --memory, or split the document."
    message_zh = "超过内存限制"


class PageLimitError(JixiaoError):
    exit_code = ExitCode.PAGE_LIMIT
    remedy = "Allow more pages with --max-pages, or split the document."
    message_zh = "超过页数限制"


class CrashedError(JixiaoError):
    exit_code = ExitCode.CRASHED
    remedy = "Print the document to a new PDF and read that; a larger --memory helps where it was memory that ran out."
    message_zh = "读取进程崩溃"


class WarehouseError(JixiaoError):
    exit_code = ExitCode.WAREHOUSE
    remedy = "See what the database says, and load again: a load that failed has changed nothing."
    message_zh = "数据仓库操作失败"


class UnsafeError(JixiaoError):
    exit_code = ExitCode.UNSAFE
    remedy = "If you trust the file, open it in its program and save it again, or print it to PDF."
    message_zh = "文件内容超出安全限制"
