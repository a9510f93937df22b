"""However a block ends, the process ends with a code and a line, not with a traceback."""

from __future__ import annotations

import pytest
from click.exceptions import Exit

from extractor.cli.outcome import describe, exit_codes, plain
from extractor.errors import EncryptedError, JixiaoError


def _ended(error: BaseException, *, debug: bool = False) -> int:
    with pytest.raises(Exit) as caught, exit_codes(debug=debug):
        raise error
    return caught.value.exit_code


def test_our_errors_bring_their_code_and_their_line(capsys):
    assert _ended(EncryptedError("a password is needed.", source="a.pdf")) == 7
    assert capsys.readouterr().err == (
        "jixiao: ENCRYPTED 文件已加密: a.pdf: a password is needed. "
        "Give the password with --password, or save a copy without one.\n"
    )


def test_what_nobody_foresaw_is_one_line_unless_debugging(capsys, monkeypatch):
    monkeypatch.delenv("JIXIAO_DEBUG", raising=False)
    assert _ended(ZeroDivisionError("by zero")) == 1
    assert capsys.readouterr().err == (
        "jixiao: unexpected ZeroDivisionError: by zero -- run again with --debug to see where.\n"
    )
    with pytest.raises(ZeroDivisionError), exit_codes(debug=True):
        raise ZeroDivisionError
    monkeypatch.setenv("JIXIAO_DEBUG", "1")
    with pytest.raises(ZeroDivisionError), exit_codes(debug=False):
        raise ZeroDivisionError


def test_interrupt(capsys):
    assert _ended(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "jixiao: interrupted; documents that were read before are kept.\n"


def test_exit_passes():
    assert _ended(Exit(5)) == 5


def test_lines_stay_lines():
    assert plain("a\nb\x1b[31m\u202ec") == "a b\\x1b[31m\\x202ec"
    assert "\n" not in plain(describe(JixiaoError("first\nsecond", source="x\ny")))
