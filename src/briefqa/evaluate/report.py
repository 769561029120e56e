"""The report of an evaluation as one HTML page that needs nothing but itself."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from briefqa.evaluate.evaluation import Evaluation
from briefqa.evaluate.measures import histogram
from briefqa.evaluate.outcomes import Outcome, sorted_places


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that was not answered rightly; `kind` says in what way."""

    kind: str
    outcome: Outcome


def report_html(evaluation: Evaluation, *, title: str) -> str:
    """Return the whole page; `title` heads it (the name of the question file, say)."""
    return _template().render(
        title=title,
        evaluation=evaluation,
        overall=evaluation.overall,
        latencies=histogram([outcome.milliseconds for outcome in evaluation.outcomes]),
        mistakes=mistakes(evaluation),
        has_many_briefings=_has_many_briefings(evaluation),
    )


def _has_many_briefings(evaluation: Evaluation) -> bool:
    """Say whether a slide's number alone leaves open which briefing it is of."""
    places = (
        place
        for outcome in evaluation.outcomes
        for place in (*outcome.expected, *outcome.ranking, *outcome.cited)
    )
    return len({place.briefing for place in places}) > 1


def mistakes(evaluation: Evaluation) -> tuple[Mistake, ...]:
    """Return what went wrong, in the order of the questions."""
    return tuple(
        Mistake(kind=_kind(outcome), outcome=outcome)
        for outcome in evaluation.outcomes
        if not outcome.is_right
    )


def _kind(outcome: Outcome) -> str:
    if not outcome.question.is_answerable:
        return "answered without support"
    return "refused" if outcome.is_refused else "wrong answer"


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = percent
    environment.filters["places"] = sorted_places
    source = files(__package__).joinpath("report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)


def percent(share: float | None) -> str:
    """Write a share as a percentage to one place, a dash for None.

    >>> percent(0.876), percent(1.0), percent(None)
    ('87.6 %', '100 %', '–')
    """
    if share is None:
        return "–"
    return f"{share * 100:.1f}".removesuffix(".0") + " %"
