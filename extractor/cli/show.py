"""``jixiao show``: the document as it was read, to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from extractor.cli import options as opt
from extractor.cli.command import Option

Output = Annotated[
    str | None,
    Option(
        "--output",
        "-o",
        metavar="FILE|-",
        help="Where to draw: FILE.html, FILE.svg or FILE.png, or - for HTML on stdout; default output/NAME.html.",
    ),
]
PageNumber = Annotated[
    int | None,
    Option("--page", metavar="N", min=1, help="Draw this page alone; a picture shows the first with a form."),
]


def show(
    file: opt.File,
    output: Output = None,
    page: PageNumber = None,
    password: opt.Password = None,
    encoding: opt.Encoding = None,
    engine: opt.Engine = "auto",
    verify: opt.Verify = False,
    rules: opt.RulesDir = None,
    ignore_broken_rules: opt.IgnoreBroken = False,
    quiet: opt.Quiet = False,
) -> None:
    """Draw what was read: every cell with its role, beside the records."""
    from extractor.batch import read_source
    from extractor.cli.outcome import say
    from extractor.cli.stdout import data_stream
    from extractor.output.files import document_file, writing
    from extractor.views.page.write import draw_document, format_of, write_pieces

    form = "html" if output in (None, "-") else format_of(str(output))
    source = read_source(file)
    options = opt.read_options(
        password=password,
        encoding=encoding,
        engine=engine,
        verify=verify,
        rules=rules,
        ignore_broken_rules=ignore_broken_rules,
    )
    pieces = draw_document(source, options, form, page=page)
    if output == "-":
        with data_stream() as stream:
            stream.writelines(pieces)
        return
    if output is None:
        path = Path("output", document_file(source.name, source.sha256)).with_suffix(".html")
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
    else:
        path = Path(output)
    write_pieces(path, pieces)
    if not quiet:
        say(f"written to {path}")
