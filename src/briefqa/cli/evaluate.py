"""`briefqa eval`."""

from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
  briefqa eval --suite public --data ~/datasets
  (lines: {"question": "…", "answers": ["…"], "slides": [3], "lang": "ja", "type": "count"})"""


class Suite(StrEnum):
    """Sets of questions that bring their own passages."""

    PUBLIC = "public"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(name="eval", epilog=EXAMPLES)(evaluate)


def evaluate(
    questions: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", show_default=False, help="Questions with known answers."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the measures as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a report with plots.")
    ] = None,
    suite: Annotated[
        Suite | None, typer.Option(help="Measure passage retrieval on JSQuAD and JaQuAD instead.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the files of --suite are.")
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Measure answers against known ones."""
    if (questions is None) == (suite is None) or (suite is None) != (data is None):
        raise typer.BadParameter("give either FILE, or --suite with --data")
    if data is not None:
        _evaluate_public(data, as_json=as_json)
    elif questions is not None:
        _evaluate_questions(questions, index, as_json=as_json, html=html)


def _evaluate_questions(
    questions: Path, index: Path | None, *, as_json: bool, html: Path | None
) -> None:
    from briefqa.evaluate import evaluate, evaluation_to_json, read_questions

    asked = read_questions(questions)
    with progress_bar("Loading the index") as show:
        evaluation = evaluate(
            asked,
            assistant_of(index),
            progress=lambda done, total: show("Asking", done, total),
        )
    if html is not None:
        _write_report(evaluation, html, title=questions.name)
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

    from briefqa.evaluate.table import measures_table, types_table

    console = Console()
    console.print(measures_table(evaluation))
    console.print(types_table(evaluation))


def _evaluate_public(folder: Path, *, as_json: bool) -> None:
    from rich.console import Console

    from briefqa.evaluate.retrieval import evaluate_retrieval, read_public_sets
    from briefqa.evaluate.searcher import passage_searcher
    from briefqa.evaluate.table import retrieval_table
    from briefqa.lexicon import Lexicon
    from briefqa.settings import load_settings

    embedder, lexicon = embedder_of(load_settings()), Lexicon.open()
    scores = []
    with progress_bar("Reading") as show:
        for public_set in read_public_sets(folder):
            show(f"Indexing {public_set.name}", 0, 0)
            search = passage_searcher(public_set.passages, embedder=embedder, lexicon=lexicon)
            asked = partial(show, f"Asking {public_set.name}")
            scores.append(evaluate_retrieval(public_set, search, progress=asked))
    if as_json:
        write_json([asdict(item) for item in scores])
    else:
        Console().print(retrieval_table(tuple(scores)))
