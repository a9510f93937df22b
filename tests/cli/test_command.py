"""Functions as commands: what their annotations say is what the command line takes."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated, Literal, TypeAlias

import click
import pytest

from extractor.cli.app import app
from extractor.cli.command import Argument, Entry, LazyGroup, Option

Colour: TypeAlias = Literal["red", "blue"]


called: list[tuple[object, ...]] = []


def paint(
    files: Annotated[list[str], Argument(metavar="FILE", help="What to paint.")],
    colour: Annotated[Colour, Option("--colour", "-c", help="Which.")] = "red",
    also: Annotated[list[Colour], Option("--also", help="More.")] = ["blue"],  # noqa: B006
    coats: Annotated[int | None, Option("--coats", metavar="N", min=1, help="How often.")] = None,
    hours: Annotated[float | None, Option("--hours", min=0.5, help="How long.")] = None,
    dry: Annotated[bool, Option("--dry/--wet", help="At the end.")] = True,
    shade: Annotated[str, Option("--shade", choices={"light": 1, "dark": 2}, help="Of it.")] = "light",
) -> None:
    """Paint some files.

    More of it.
    """
    called.append((files, colour, also, coats, hours, dry, shade))


def told(
    what: Annotated[Colour, Argument(help="Its colour.")],
    name: Annotated[str, Option("--name", help="Its name.")],
) -> None:
    """Tell."""
    called.append((what, name))


GROUP = LazyGroup(
    "tool",
    "A tool.",
    {"paint": Entry(f"{__name__}:paint", "Paint some files."), "told": Entry(f"{__name__}:told", "Tell.")},
)


@pytest.fixture
def tool(capsys):
    """Call the tool: exit code, what the function was given, what was said."""

    def call(*args: str) -> tuple[int, list[tuple[object, ...]], str]:
        called.clear()
        with pytest.raises(SystemExit) as caught:
            GROUP(args=list(args), prog_name="tool")
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), list(called), out + err

    return call


def test_defaults_and_values_have_their_types(tool):
    assert tool("paint", "a") == (0, [(["a"], "red", ["blue"], None, None, True, "light")], "")
    given = (
        "paint",
        "a",
        "b",
        "-c",
        "blue",
        "--also",
        "red",
        "--also",
        "blue",
        "--coats",
        "2",
        "--hours",
        "1.5",
        "--wet",
        "--shade",
        "dark",
    )
    code, ((files, colour, also, coats, hours, dry, shade),), _ = tool(*given)
    assert (code, files, also, coats, hours, dry, shade) == (0, ["a", "b"], ["red", "blue"], 2, 1.5, False, "dark")
    assert colour == "blue"
    assert tool("told", "red", "--name", "x")[:2] == (0, [("red", "x")])


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["paint"], "Missing argument 'FILE...'."),
        (["told"], "Missing argument '{red|blue}'. Choose from:\n\tred,\n\tblue"),
        (["paint", "a", "--shade", "grey"], "'grey' is not one of 'light', 'dark'."),
        (["told", "red"], "Missing option '--name'."),
        (["paint", "a", "-c", "green"], "'green' is not one of 'red', 'blue'."),
        (["paint", "a", "--coats", "0"], "0 is not in the range x>=1."),
        (["paint", "a", "--hours", "nan"], "'nan' is not a number."),
        (["paint", "a", "--hours", "0.1"], "0.1 is not in the range x>=0.5."),
        (["pain", "a"], "No such command 'pain'. Did you mean 'paint'?"),
        (["xyz"], "No such command 'xyz'."),
    ],
)
def test_what_cannot_be_taken_ends_with_two_and_says_why(tool, args, message):
    code, given, said = tool(*args)
    assert (code, given) == (2, [])
    assert said.rstrip().endswith(message)


def test_the_help_names_arguments_choices_and_defaults(tool):
    code, _, said = tool("paint", "-h")
    assert code == 0
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[0] == "Usage: tool paint [OPTIONS] FILE..."
    assert [line for line in lines if line.startswith(("FILE", "-c,", "--dry", "--coats"))] == [
        "FILE... What to paint.",
        "-c, --colour [red|blue] Which. [default: red]",
        "--coats N How often. [x>=1]",
        "--dry / --wet At the end. [default: dry]",
    ]
    assert [line for line in lines if line.startswith("--debug")] == [
        "--debug Show the traceback of an unexpected error (or set"
    ]


def test_help_imports_no_command():
    context = click.Context(app)
    assert app.list_commands(context)[:2] == ["extract", "schema"]
    code = "import sys; from extractor.cli.app import app; app(['--help'], standalone_mode=False); print([m for m in sys.modules if m in {'extractor.cli.extract', 'extractor.cli.options', 'extractor.cli.outcome', 'extractor.pipeline', 'rules', 'pydantic', 'yaml', 'rich', 'pandas'}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
