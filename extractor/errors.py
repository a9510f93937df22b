"""What can go wrong, each with an exit code and a remedy. Only the command line maps them to a process exit.

Exit codes (also in the README): 0 all read; 1 unexpected; 2 usage; 3 input missing; 4 nothing readable in a directory; 5 empty
file; 6 no form found; 7 encrypted; 8 damaged; 9 OCR needed; 10 format not supported; 11 encoding not recognised;
12 output not writable; 13 rules broken; 14 several inputs, not all of them read; 15 time limit; 16 memory limit; 17 page
limit; 18 crash of the reader; 19 findings that a gate was to stop; 20 warehouse; 21 not safe to unpack.
"""

from __future__ import annotations


class JixiaoError(Exception):
    """Base class: what happened, where, and what to do.

    Attributes:
        code: stable name used in findings, quarantine records and logs.
        exit_code: process exit code when this error ends the command.
        source: the input it is about, ``None`` when it is about none.
        remedy: what the user can do.
    """

    code = "UNEXPECTED"
    exit_code = 1
    remedy = "Report this with the file that caused it."
    message_zh = "意外错误"

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
    code = "USAGE"
    exit_code = 2
    remedy = "See jixiao --help."
    message_zh = "用法错误"


class InputMissingError(JixiaoError):
    code = "INPUT_MISSING"
    exit_code = 3
    remedy = "Check the path."
    message_zh = "输入文件不存在或无法读取"


class NothingReadableError(JixiaoError):
    code = "NOTHING_READABLE"
    exit_code = 4
    remedy = "Give a directory that holds documents (PDF, Word, Excel, OFD, web pages, pictures, text), or name the files themselves."
    message_zh = "目录中没有可读取的文件"


class EmptyFileError(JixiaoError):
    code = "EMPTY_FILE"
    exit_code = 5
    remedy = "Ask for the file again: the copy holds no data."
    message_zh = "文件为空"


class NoFormsError(JixiaoError):
    code = "NO_FORMS"
    exit_code = 6
    remedy = "Check that the document holds a 绩效目标申报表; what came nearest is in the document's findings."
    message_zh = "文件中没有绩效目标表"


class EncryptedError(JixiaoError):
    code = "ENCRYPTED"
    exit_code = 7
    remedy = "Give the password with --password, or save a copy without one."
    message_zh = "文件已加密"


class DamagedError(JixiaoError):
    code = "DAMAGED"
    exit_code = 8
    remedy = "Open it in its program (a PDF in a viewer) and save it again, or ask for the file anew."
    message_zh = "文件已损坏"


class OcrNeededError(JixiaoError):
    code = "OCR_NEEDED"
    exit_code = 9
    remedy = (
        "The pages are pictures: pip install 'jixiao[ocr]' to have their text recognised, or make it readable first, "
        "for example with `ocrmypdf -l chi_sim in.pdf out.pdf`."
    )
    message_zh = "页面为图片,需要文字识别"


class UnsupportedFormatError(JixiaoError):
    code = "UNSUPPORTED_FORMAT"
    exit_code = 10
    remedy = "Convert it to PDF, DOCX, XLSX or UTF-8 text."
    message_zh = "不支持的文件格式"


class EncodingError(JixiaoError):
    code = "ENCODING"
    exit_code = 11
    remedy = "Save it as UTF-8, or name its encoding with --encoding."
    message_zh = "无法识别文本编码"


class OutputError(JixiaoError):
    code = "OUTPUT_NOT_WRITABLE"
    exit_code = 12
    remedy = "Choose another directory with -o, or free some space."
    message_zh = "无法写入输出"


class RulesError(JixiaoError):
    code = "RULES"
    exit_code = 13
    remedy = "Mend the rule file at the line named."
    message_zh = "规则文件有误"


class PartialFailure(JixiaoError):
    code = "SOME_FAILED"
    exit_code = 14
    remedy = "The inputs named above were not read; the others were."
    message_zh = "部分文件未能读取"


class FindingsError(JixiaoError):
    code = "FINDINGS"
    exit_code = 19
    remedy = "The sheet says what is wrong and where; change --fail-on or the checks if this should pass."
    message_zh = "审核发现问题"


class TimeLimitError(JixiaoError):
    code = "TIME_LIMIT"
    exit_code = 15
    remedy = "Give it more time with --timeout, or split the document."
    message_zh = "超过时间限制"


class MemoryLimitError(JixiaoError):
    code = "MEMORY_LIMIT"
    exit_code = 16
    remedy = "Give it more memory with --memory, or split the document."
    message_zh = "超过内存限制"


class PageLimitError(JixiaoError):
    code = "PAGE_LIMIT"
    exit_code = 17
    remedy = "Allow more pages with --max-pages, or split the document."
    message_zh = "超过页数限制"


class CrashedError(JixiaoError):
    code = "CRASHED"
    exit_code = 18
    remedy = "Print the document to a new PDF and read that; a larger --memory helps where it was memory that ran out."
    message_zh = "读取进程崩溃"


class WarehouseError(JixiaoError):
    code = "WAREHOUSE"
    exit_code = 20
    remedy = "See what the database says, and load again: a load that failed has changed nothing."
    message_zh = "数据仓库操作失败"


class UnsafeError(JixiaoError):
    code = "UNSAFE"
    exit_code = 21
    remedy = "If you trust the file, open it in its program and save it again, or print it to PDF."
    message_zh = "文件内容超出安全限制"
