"""What makes two projects, two bodies or two indicators the same: keys worked out from what the forms print."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct

from extractor.model.form import Form
from extractor.model.text import label_key

KeyKind: TypeAlias = Literal["code", "unit_code", "unit_name", "unit", "document"]
_SIGNS = re.compile(r"[\W_]+")
# 预算管理一体化: division 6, year 2, class letter 1, number 12.
_FULL_CODE = re.compile(r"[0-9]{8}[A-Z][0-9]{12}")


class FormKeys(Struct, frozen=True):
    """What one form's project and bodies are known by; ``None`` where the form names none."""

    project_key: str
    project_key_kind: KeyKind
    project_name_key: str | None
    unit_key: str | None
    unit_name_key: str | None
    department_key: str | None
    department_name_key: str | None


@lru_cache(maxsize=200_000)
def name_key(name: str | None) -> str | None:
    """A name as it is compared: folded to half-width lower case, without spaces and signs; ``None`` if nothing is left.

    Letters, digits and circled numbers stay, so 一期 and 二期, 1号 and 2号 are never the same.
    """
    return _SIGNS.sub("", label_key(name)) or None if name else None


def project_name_key(name: str | None, year: int | None) -> str | None:
    """As :func:`name_key`, without the form's own year (``2026年``, ``2026年度``), which says nothing of the project."""
    key = name_key(name)
    if key is None or year is None:
        return key
    return re.sub(rf"{year}(年度|年)?", "", key) or key


def code_key(code: str | None) -> str | None:
    """A printed code as it is compared; ``None`` for what is no code (``无``, ``-``, zeros only)."""
    if not code:
        return None
    key = _SIGNS.sub("", label_key(code)).upper()
    return key if re.search(r"[1-9]", key) else None


def body_key(name: str | None, code: str | None) -> str | None:
    """What a department or a unit is known by: its code, else its name."""
    found = code_key(code)
    if found is not None:
        return f"code:{found}"
    named = name_key(name)
    return f"name:{named}" if named is not None else None


def form_keys(form: Form, form_no: int, document_sha256: str) -> FormKeys:
    """The keys of one form's project, unit and department.

    A project is known by its 21-character code; by another code within its unit (or department, where no unit is
    printed); by unit and normalised name; a department's form as a whole by the department; and where all of that is
    missing by this form alone, so that nothing is merged that only looks alike.
    """
    project = form.project
    name = project_name_key(project.name, form.fiscal_year)
    code = code_key(project.code)
    unit, department = name_key(project.unit), name_key(project.department)
    owner = unit or department
    key: str
    kind: KeyKind
    if code is not None and _FULL_CODE.fullmatch(code):
        key, kind = f"code:{code}", "code"
    elif code is not None and owner is not None:
        key, kind = f"unit:{owner}/code:{code}", "unit_code"
    elif name is not None and owner is not None:
        key, kind = f"unit:{owner}/name:{name}", "unit_name"
    elif form.kind == "department_target" and owner is not None:
        key, kind = f"unit:{owner}", "unit"
    else:
        key, kind = f"document:{document_sha256}/{form_no}", "document"
    return FormKeys(
        key,
        kind,
        name,
        body_key(project.unit, project.unit_code),
        unit,
        body_key(project.department, project.department_code),
        department,
    )
