"""Which database: ``duckdb:///output/warehouse.duckdb``, a path, or ``postgresql://user@host/name?schema=jixiao``."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from msgspec import Struct

from extractor.errors import UsageError

DEFAULT = "duckdb:///output/warehouse.duckdb"
DEFAULT_SCHEMA = "jixiao"
Dialect: TypeAlias = Literal["duckdb", "postgresql"]
_POSTGRES = frozenset({"postgresql", "postgres"})
_REMEDY = "Give duckdb:///path/to/file.duckdb or postgresql://user:password@host:port/database."


class Target(Struct, frozen=True):
    """A database to work with.

    Attributes:
        dialect: which kind.
        place: path of a DuckDB file (``:memory:`` for none), or PostgreSQL's connection string, password and all.
        schema: PostgreSQL schema that holds the tables; DuckDB keeps them in ``main``.
        label: how to name it in messages; without a password.
    """

    dialect: Dialect
    place: str
    schema: str
    label: str


def parse_target(text: str) -> Target:
    """Read a database's address.

    ``duckdb:///a/b`` is the relative path ``a/b``, ``duckdb:////a/b`` the absolute one, as SQLAlchemy has it; a bare path
    that ends in ``.duckdb`` or ``.db`` is taken as it is. PostgreSQL's takes ``schema=`` besides libpq's own parameters.

    Raises:
        UsageError: it is neither.
    """
    scheme, found, rest = text.partition("://")
    if not found and re.search(r"\.(duckdb|db)$", text):
        return Target("duckdb", text, "main", text)
    if scheme == "duckdb":
        place = unquote(rest.removeprefix("/"))
        if not place:
            raise UsageError("the address names no file.", source=text, remedy=_REMEDY)
        return Target("duckdb", place, "main", text)
    if scheme in _POSTGRES:
        return _postgres(text)
    raise UsageError(
        "it is no address of a database that jixiao knows.", source=_without_password(text), remedy=_REMEDY
    )


def _postgres(text: str) -> Target:
    try:
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError as exc:
        raise UsageError(f"the address cannot be read ({exc}).", remedy=_REMEDY) from None
    schema = next((value for name, value in pairs if name == "schema"), DEFAULT_SCHEMA)
    if not schema or "\0" in schema:
        raise UsageError("schema= names no schema.", source=_without_password(text))
    query = urlencode([pair for pair in pairs if pair[0] != "schema"], quote_via=quote)
    return Target("postgresql", urlunsplit(parts._replace(query=query)), schema, _without_password(text))


def _without_password(text: str) -> str:
    text = re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:***@", text)
    return re.sub(r"(?<=[?&]password=)[^&]*", "***", text)
