"""Commands from plain functions: the annotation of a parameter says what option or argument it is.

``Annotated[int | None, Option("--jobs", "-j", metavar="N", min=1, help="…")]``. A group knows its commands by name and help
alone; the module of a command is imported when the command is called.
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from importlib import import_module
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import click

if TYPE_CHECKING:
    ParamType: TypeAlias = click.ParamType[Any]
else:
    ParamType = click.ParamType  # not generic in every version of click


class Option:
    """An option; its default is the parameter's.

    Args:
        names: ``--long`` and ``-short``; ``--this/--no-this`` for a switch with two sides.
        metavar: what its value is called in the help.
        min: the least number allowed.
        choices: the texts allowed, where its type is no ``Literal`` that says so.
    """

    __slots__ = ("choices", "help", "metavar", "min", "names")

    def __init__(
        self,
        *names: str,
        help: str,
        metavar: str | None = None,
        min: float | None = None,
        choices: Iterable[str] | None = None,
    ) -> None:
        self.names, self.help, self.metavar, self.min, self.choices = names, help, metavar, min, choices


DEBUG = Option("--debug", help="Show the traceback of an unexpected error (or set JIXIAO_DEBUG=1).")


class Argument:
    """A positional argument; required where its parameter has no default."""

    __slots__ = ("help", "metavar")

    def __init__(self, *, help: str, metavar: str | None = None) -> None:
        self.help, self.metavar = help, metavar


class Entry:
    """A command that is not imported yet: its place (``module:function`` or ``module:group``) and the first line of its help."""

    __slots__ = ("help", "place")

    def __init__(self, place: str, help: str) -> None:
        self.place, self.help = place, help


class LazyGroup(click.Group):
    """Commands that are imported when they are called."""

    def __init__(self, name: str, help: str, entries: Mapping[str, Entry], params: list[click.Parameter] | None = None):
        settings = {"help_option_names": ["--help", "-h"]}
        super().__init__(name, help=help, no_args_is_help=True, context_settings=settings, params=params)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.place.partition(":")
        found = getattr(import_module(module), name)
        return found if isinstance(found, click.Command) else command(cmd_name, found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; for one that there is none of, the names that are near."""
        if not args[0].startswith("-") and args[0] not in self.entries:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.entries)
            hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands of the group with their help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])


class _Command(click.Command):
    """A command whose help lists its arguments as well."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        described = [(one.make_metavar(ctx), one.text) for one in self.params if isinstance(one, _Argument)]
        if described:
            with formatter.section("Arguments"):
                formatter.write_dl(described)
        super().format_options(ctx, formatter)


class _Argument(click.Argument):
    def __init__(self, names: list[str], text: str, **settings: Any) -> None:
        super().__init__(names, **settings)
        self.text = text


class _Float(click.FloatRange):
    """A number that is one, unlike ``nan``, which no range leaves out."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


def command(name: str, function: Callable[..., None]) -> click.Command:
    """Return the command that a function is; its docstring is the help.

    Every command takes ``--debug`` and ends by :func:`extractor.cli.outcome.exit_codes`; a function that wants to know
    declares it itself.
    """
    from extractor.cli.outcome import exit_codes

    hints = get_type_hints(function, include_extras=True)
    parameters = [*signature(function).parameters.values()]
    lists = {one.name for one in parameters if get_origin(_kind(hints[one.name])[0]) is list}
    params = [_parameter(one, hints[one.name]) for one in parameters]
    if "debug" not in hints:
        params.append(click.Option(["--debug"], is_flag=True, help=DEBUG.help))

    @wraps(function)
    def call(debug: bool, **values: Any) -> None:
        if "debug" in hints:
            values["debug"] = debug
        with exit_codes(debug=debug):
            function(**{key: list(value) if key in lists else value for key, value in values.items()})

    return _Command(name, callback=call, params=params, help=function.__doc__)


def _parameter(parameter: Parameter, hint: Any) -> click.Parameter:
    kind, stated = _kind(hint)
    several = get_origin(kind) is list
    required = parameter.default is Parameter.empty
    if several:
        (kind,) = get_args(kind)
    if isinstance(stated, Argument):
        settings: dict[str, Any] = {"required": required, "metavar": stated.metavar, "type": _type(kind)}
        if several:
            settings |= {"nargs": -1, "metavar": f"{stated.metavar}..."}
        elif not required:
            settings["default"] = parameter.default
        return _Argument([parameter.name], stated.help, **settings)
    settings = {"help": stated.help, "metavar": stated.metavar, "required": required, "show_default": True}
    if not required:
        settings["default"] = parameter.default
    if kind is bool:
        settings["is_flag"] = True
    else:
        settings |= {"type": _type(kind, stated), "multiple": several}
    return click.Option([*stated.names, parameter.name], **settings)


def _kind(hint: Any) -> tuple[Any, Any]:
    """The type of a parameter, without ``None``, and what is stated of it."""
    assert get_origin(hint) is Annotated, hint
    kind, stated = get_args(hint)[:2]
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = (one for one in get_args(kind) if one is not types.NoneType)
    return kind, stated


def _type(kind: Any, stated: Option | None = None) -> ParamType:
    if get_origin(kind) is Literal:
        return click.Choice(get_args(kind))
    least = stated.min if stated else None
    if kind is int:
        return click.IntRange(min=int(least)) if least is not None else click.INT
    if kind is float:
        return _Float(min=least)
    return click.Choice(list(stated.choices)) if stated and stated.choices else click.STRING
