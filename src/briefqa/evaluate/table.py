"""The tables of an evaluation for a terminal."""

from collections.abc import Callable, Mapping, Sequence

from rich import box
from rich.table import Table

from briefqa.evaluate.evaluation import Evaluation
from briefqa.evaluate.outcomes import Group, Measures
from briefqa.evaluate.report import percent
from briefqa.evaluate.suite import Part, Row


def measures_table(evaluation: Evaluation) -> Table:
    """Return one row a measure, with a column for all questions and one for each language."""
    groups = (Group("all", evaluation.overall), *evaluation.by_language)
    table = Table(title=f"{evaluation.overall.questions} questions, {evaluation.generation}")
    table.add_column("")
    for group in groups:
        table.add_column(f"{group.name} ({group.measures.questions})", justify="right")
    for label, cell in _ROWS:
        table.add_row(label, *(cell(group.measures) for group in groups))
    return table


_ROWS: tuple[tuple[str, Callable[[Measures], str]], ...] = (
    ("slide found first (recall@1)", lambda of: percent(of.recall_at_1)),
    ("slide among the first three", lambda of: percent(of.recall_at_3)),
    ("slide among the first five", lambda of: percent(of.recall_at_5)),
    ("nDCG@10 of slides", lambda of: _decimals(of.ndcg_at_10, 3)),
    ("answer right", lambda of: percent(of.answers_right)),
    ("right slide cited", lambda of: percent(of.cited_slide_right)),
    ("quotes verbatim", lambda of: f"{percent(of.quotes_verbatim)} of {of.quotes}"),
    ("unanswerable refused", lambda of: percent(of.abstention_recall)),
    ("refusals that were due", lambda of: percent(of.abstention_precision)),
    ("answerable refused", lambda of: percent(of.answerable_refused)),
    ("confidence, mean", lambda of: _decimals(of.mean_confidence, 2)),
    ("right of those answered", lambda of: percent(of.answered_right)),
    ("calibration error (ECE)", lambda of: _calibration(of)),
    ("latency p50, ms", lambda of: _decimals(of.latency_p50_ms, 1)),
    ("latency p95, ms", lambda of: _decimals(of.latency_p95_ms, 1)),
)


def types_table(evaluation: Evaluation) -> Table:
    """Return one row for each type of question."""
    return _groups_table("By type of question", evaluation.by_type, _COLUMNS)


def files_table(evaluation: Evaluation) -> Table:
    """Return one row for each file of questions."""
    return _groups_table("By file", evaluation.by_file, (*_COLUMNS, *_CALIBRATION))


_COLUMNS: tuple[tuple[str, Callable[[Measures], str]], ...] = (
    ("questions", lambda of: str(of.questions)),
    ("recall@1", lambda of: percent(of.recall_at_1)),
    ("right", lambda of: percent(of.answers_right)),
    ("cited", lambda of: percent(of.cited_slide_right)),
    ("refused rightly", lambda of: percent(of.abstention_recall)),
)
# Not for types: some have a dozen answers, of which the calibration error is mostly chance.
_CALIBRATION: tuple[tuple[str, Callable[[Measures], str]], ...] = (
    ("ECE", lambda of: _decimals(of.expected_calibration_error, 3)),
)


def _groups_table(
    title: str, groups: Sequence[Group], columns: Sequence[tuple[str, Callable[[Measures], str]]]
) -> Table:
    table = Table(title=title)
    table.add_column("", overflow="fold")
    for heading, _ in columns:
        table.add_column(heading, justify="right")
    for group in groups:
        table.add_row(group.name, *(cell(group.measures) for _, cell in columns))
    return table


_PARTS: Mapping[Part, str] = {
    "search": "Search, as shipped",
    "embedder": "Embedder alone",
    "reading": "Reading model, given the right passage",
}


def suite_tables(rows: Sequence[Row]) -> tuple[Table, ...]:
    """Return a table for each part that has rows; published figures stand beside each row."""
    by_part = {part: [row for row in rows if row.part == part] for part in _PARTS}
    return tuple(_part_table(_PARTS[part], found) for part, found in by_part.items() if found)


def _part_table(title: str, rows: Sequence[Row]) -> Table:
    """Return the rows of a part, no wider than 80 columns, which is what a pipe gets."""
    table = Table(title=title, box=box.SIMPLE_HEAD, padding=0)
    table.add_column("set", max_width=21)
    table.add_column("measure")
    table.add_column("ours", justify="right")
    table.add_column("ms", justify="right")
    table.add_column("published", no_wrap=True)
    previous = ""
    for row in rows:
        table.add_row(
            row.set if row.set != previous else "",
            row.measure,
            _decimals(row.value, 4),
            "" if row.latency_p50_ms is None else _decimals(row.latency_p50_ms, 1),
            "\n".join(f"{_decimals(item.value, 4)} {item.name}" for item in row.published),
        )
        previous = row.set
    return table


def _calibration(of: Measures) -> str:
    """Write the calibration error and how many answers it is over: of few it says little."""
    if of.expected_calibration_error is None:
        return "–"
    return f"{of.expected_calibration_error:.3f} of {of.answered}"


def _decimals(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"
