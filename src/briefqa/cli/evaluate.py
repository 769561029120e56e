"""`briefqa eval`."""

from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from briefqa.cli.opening import assistant_of, embedder_of
from briefqa.cli.options import IndexFolder
from briefqa.cli.output import note, write_json
from briefqa.cli.progress import progress_bar
from briefqa.errors import InputError

if TYPE_CHECKING:
    from briefqa.evaluate import Evaluation

EXAMPLES = """\b
Examples:
  briefqa eval questions.jsonl
  briefqa eval questions.jsonl --json --html report.html
  briefqa eval spring.jsonl autumn.jsonl      all together, and each
  briefqa eval --suite public --data ~/datasets
  briefqa eval --suite public --data ~/datasets --only embedder
  (lines: {"question": "…", "answers": ["…"], "slides": [3], "lang": "ja", "type": "count"})"""


Part = Literal["search", "embedder", "reading"]
"""What --only takes: `briefqa.evaluate.suite.Part`, which is not imported for the help."""


class Suite(StrEnum):
    """Sets of questions that bring their own passages."""

    PUBLIC = "public"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(name="eval", epilog=EXAMPLES)(evaluate)


def evaluate(
    questions: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE", show_default=False, help="Questions with known answers, pooled."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the measures as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a report with plots.")
    ] = None,
    suite: Annotated[
        Suite | None,
        typer.Option(help="Measure search, embedder and reading model on public sets instead."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the files of --suite are.")
    ] = None,
    only: Annotated[
        Part | None, typer.Option(help="Measure this part alone on the sets of --suite.")
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Measure answers against known ones, and how far confidence can be trusted."""
    if (not questions) == (suite is None) or (suite is None) != (data is None):
        raise typer.BadParameter("give either FILE, or --suite with --data")
    if only is not None and suite is None:
        raise typer.BadParameter("--only goes with --suite")
    if html is not None and suite is not None:
        raise typer.BadParameter("--html goes with FILE")
    if data is not None:
        _evaluate_public(data, only, as_json=as_json)
    elif questions:
        _evaluate_questions(questions, index, as_json=as_json, html=html)


def _evaluate_questions(
    files: list[Path], index: Path | None, *, as_json: bool, html: Path | None
) -> None:
    from briefqa.evaluate import evaluate, evaluation_to_json, read_question_files

    asked = read_question_files(files)
    with progress_bar("Loading the index") as show:
        evaluation = evaluate(
            asked,
            assistant_of(index),
            progress=lambda done, total: show("Asking", done, total),
        )
    if html is not None:
        _write_report(evaluation, html, title=", ".join(file.name for file in files))
    if as_json:
        write_json(evaluation_to_json(evaluation))
    else:
        _print_tables(evaluation)


def _write_report(evaluation: "Evaluation", path: Path, *, title: str) -> None:
    from briefqa.evaluate.report import report_html

    try:
        path.write_text(report_html(evaluation, title=title), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    note(f"the report is in {path}")


def _print_tables(evaluation: "Evaluation") -> None:
    from rich.console import Console

    from briefqa.evaluate.table import files_table, measures_table, types_table

    console = Console()
    console.print(measures_table(evaluation))
    console.print(types_table(evaluation))
    if len(evaluation.by_file) > 1:
        console.print(files_table(evaluation))


def _evaluate_public(folder: Path, only: Part | None, *, as_json: bool) -> None:
    from rich.console import Console

    from briefqa.comprehension import SpanReader
    from briefqa.evaluate.reader import passage_reader
    from briefqa.evaluate.scoring import Parts
    from briefqa.evaluate.searcher import passage_searcher
    from briefqa.evaluate.suite import measure_suite
    from briefqa.evaluate.table import suite_tables
    from briefqa.lexicon import Lexicon
    from briefqa.ranker import Ranker
    from briefqa.settings import load_settings

    embedder, lexicon = embedder_of(load_settings()), Lexicon.open()
    parts = Parts(
        search_over=partial(
            passage_searcher, embedder=embedder, lexicon=lexicon, ranker=Ranker.open()
        ),
        embed=embedder.embed_queries,
        read_over=partial(passage_reader, model=SpanReader.load(), lexicon=lexicon),
    )
    with progress_bar("Reading") as show:
        rows = measure_suite(folder, parts, only=only, progress=show)
    if as_json:
        write_json([asdict(row) for row in rows])
    else:
        Console().print(*suite_tables(rows))
