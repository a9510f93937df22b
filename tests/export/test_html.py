"""The frame of every HTML file: only its own style and script work in it, and text cannot be mark-up."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from extractor.output.html import html_page, text_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("绩效\u3000目标\t甲\n乙", "绩效\u3000目标\t甲\n乙"),
        ("a\x00b\x1bc\x85d\u202ee\u2066f\ud800g\ufffe", "a�b�c�d�e�f�g�"),
        (12, "12"),
    ],
)
def test_text_is_never_mark_up(text, shown):
    assert text_of(text) == shown


def test_the_policy_allows_the_style_and_the_script_alone():
    page = "".join(html_page("<甲>", ["<p>x</p>\n"], style="p{color:red}", script="go()", language="en", pictures=True))
    sums = [base64.b64encode(hashlib.sha256(one).digest()).decode() for one in (b"p{color:red}", b"go()")]
    assert re.findall(r'Policy" content="([^"]*)"', page) == [
        f"default-src 'none'; img-src data:; style-src 'sha256-{sums[0]}'; script-src 'sha256-{sums[1]}'"
    ]
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.endswith(
        "<title>&lt;甲&gt;</title><style>p{color:red}</style></head><body>\n<p>x</p>\n<script>go()</script>\n</body></html>\n"
    )


def test_without_a_script_none_is_allowed():
    page = "".join(html_page("a", [], style=""))
    assert "script" not in page
    assert "img-src" not in page
