"""The tables of an evaluation for a terminal."""

from rich.table import Table

from briefqa.evaluate.evaluation import Evaluation
from briefqa.evaluate.outcomes import Group, Measures
from briefqa.evaluate.report import percent
from briefqa.evaluate.retrieval import RetrievalScores


def measures_table(evaluation: Evaluation) -> Table:
    """Return one row for all questions, and one for each language and each type."""
    table = Table(title=f"{evaluation.overall.questions} questions, {evaluation.generation}")
    table.add_column("")
    for heading in ("n", "R@1", "R@3", "R@5", "nDCG@10", "right", "cited", "verbatim"):
        table.add_column(heading, justify="right")
    for heading in ("refused*", "abstain P", "abstain R", "p50 ms", "p95 ms"):
        table.add_column(heading, justify="right")
    sections = ((Group("all", evaluation.overall),), evaluation.by_language, evaluation.by_type)
    for section in sections:
        for group in section:
            table.add_row(group.name, *_cells(group.measures))
        table.add_section()
    table.caption = "* share of the answerable questions that were refused: lower is better"
    return table


def _cells(measures: Measures) -> tuple[str, ...]:
    return (
        str(measures.questions),
        percent(measures.recall_at_1),
        percent(measures.recall_at_3),
        percent(measures.recall_at_5),
        _decimals(measures.ndcg_at_10, 3),
        percent(measures.answers_right),
        percent(measures.cited_slide_right),
        percent(measures.quotes_verbatim),
        percent(measures.answerable_refused),
        percent(measures.abstention_precision),
        percent(measures.abstention_recall),
        _decimals(measures.latency_p50_ms, 1),
        _decimals(measures.latency_p95_ms, 1),
    )


def retrieval_table(scores: tuple[RetrievalScores, ...]) -> Table:
    """Return one row for each public set."""
    table = Table(title="Passage retrieval on public sets")
    table.add_column("set")
    for heading in ("questions", "passages", "nDCG@10", "recall@1", "p50 ms", "p95 ms"):
        table.add_column(heading, justify="right")
    for item in scores:
        table.add_row(
            item.name,
            str(item.queries),
            str(item.passages),
            _decimals(item.ndcg_at_10, 4),
            _decimals(item.recall_at_1, 4),
            _decimals(item.latency_p50_ms, 1),
            _decimals(item.latency_p95_ms, 1),
        )
    return table


def _decimals(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"
