"""What speaks for a candidate, as figures, and what each figure weighs."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter, mul

from briefqa.records import Language


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures about one candidate; as weights, what each is worth (0 where none is given).

    About its unit: `own`, `all`, `names`, `numbers`, `missing` are those of `Cover`; `like` is the
    cosine of the unit and the question; `focus`: how well it says what is asked of something;
    `after`: how much more of the question the block before it holds than it does itself; `prior`:
    its slide's search score, relative to the best slide's; `labelled`: its label names the kind of
    answer; `label`: how much of its label the question says; `cause`: it states a reason where one
    is asked for; `heading`, `source`, `note`: its block is one.

    About the span: `fit` in [-2.2, 3.2]: whether its form is what was asked for; `misfit`: `fit` is
    below 0; `near`: how near the question's words stand; `repeats`: how much of it only says the
    question again; `agree`: the F1 it is expected to reach against what the reading model reads;
    `holds`: the probability, by that model, that it holds the answer; `whole`: it is all of a unit
    where words are asked for that have no form of their own.

    About the question: `known`: the share of its concepts that occur in the index; `strange`: it
    has a name or number that does not; `margin`: by how much the best candidate leads the next
    that says something else.

    Each in [0, 1] but `fit`.
    """

    own: float = 0.0
    all: float = 0.0
    names: float = 0.0
    prior: float = 0.0
    fit: float = 0.0
    near: float = 0.0
    repeats: float = 0.0
    labelled: float = 0.0
    label: float = 0.0
    cause: float = 0.0
    heading: float = 0.0
    source: float = 0.0
    note: float = 0.0
    like: float = 0.0
    numbers: float = 0.0
    missing: float = 0.0
    misfit: float = 0.0
    known: float = 0.0
    strange: float = 0.0
    agree: float = 0.0
    holds: float = 0.0
    whole: float = 0.0
    focus: float = 0.0
    after: float = 0.0
    margin: float = 0.0

    def weighed(self, weights: "Evidence") -> float:
        """Return the sum of the figures, each times its weight."""
        figures, worth = _nonzero(weights)
        total: float = sum(map(mul, figures(self), worth))
        return total


@lru_cache(maxsize=16)
def _nonzero(weights: Evidence) -> tuple[Callable[[Evidence], tuple[float, ...]], list[float]]:
    """Return what takes the figures that weigh something, and their weights; at least two do."""
    names = [field.name for field in fields(Evidence) if getattr(weights, field.name)]
    return attrgetter(*names), [getattr(weights, name) for name in names]


# Which candidate is best. Fitted on questions that language models wrote over the source briefing
# (training/questions a, b, c, near), over nine real decks (decks) and over the written decks that
# the reading model has not seen, held near the weights before, then rounded (training/ranking.py).
# `source` is as set: such a line answers hardly anything and is too rare to tell; `note` too: what
# the slide itself says comes before the same in its speaker notes.
RANKING = Evidence(
    own=-0.38,
    all=2.3,
    names=0.05,
    prior=0.52,
    fit=0.32,
    near=0.2,
    repeats=-0.35,
    label=0.23,
    cause=0.22,
    source=-0.5,
    note=-0.1,
    like=0.32,
    numbers=0.9,
    missing=0.25,
    agree=-0.2,
    holds=0.68,
    whole=0.28,
    focus=0.08,
    after=0.12,
)

# Whether the best candidate answers at all: log-odds, fitted (training/refusals.py) on questions
# over the source briefing and over real and written decks, each asked a second time with the slides
# that answer it left out: what is found then looks like an answer and is none. `own` and `known`
# are worth less than nothing beside `all`, which holds them. The bias puts one half where, over the
# sets of docs/benchmarks.md, a tenth at most of the answerable questions of either language is
# refused, and four fifths at least of the others.
ANSWERABLE = Evidence(
    own=-3.08,
    all=6.9,
    names=1.42,
    prior=0.74,
    fit=0.16,
    near=0.28,
    repeats=-0.49,
    label=0.33,
    cause=0.31,
    source=-0.71,
    note=-0.14,
    like=2.34,
    numbers=1.39,
    missing=-0.19,
    misfit=-0.52,
    known=-1.9,
    strange=0.89,
    agree=0.74,
    holds=1.33,
    whole=0.4,
    focus=0.11,
    after=0.17,
)
BIAS: Mapping[Language, float] = {"ja": -5.1, "en": -3.95}

# Whether it is right: log-odds out of those above and of what the reading model says, fitted on the
# same; the constant on all questions that have been measured, see docs/architecture.md.
_OF_ANSWERABLE, _OF_AGREE, _OF_HOLDS, _OF_MARGIN, _CONSTANT = 0.59, 0.31, 0.66, 1.1, -1.0


def answerable(evidence: Evidence, language: Language) -> float:
    """Return the log-odds that a candidate with this evidence answers; higher is likelier."""
    return BIAS[language] + evidence.weighed(ANSWERABLE)


def confidence(evidence: Evidence, language: Language) -> float:
    """Return in (0, 1) how likely the best candidate, with this evidence, is right.

    At most how likely there is an answer at all.
    """
    of_answer = answerable(evidence, language)
    odds = (
        _OF_ANSWERABLE * of_answer
        + _OF_AGREE * evidence.agree
        + _OF_HOLDS * evidence.holds
        + _OF_MARGIN * evidence.margin
        + _CONSTANT
    )
    return probability(min(odds, of_answer))


def is_unsupported(
    evidence: Evidence, language: Language, *, is_bare: bool, is_read: bool = True
) -> bool:
    """Say whether a figure, or a cell (`is_bare`), has nothing to do with what is asked of it.

    Neither the unit nor what it belongs to says it, and the reading model does not read it so
    either, where its word counts (`is_read`). Of Japanese questions: an English one may say it in
    words that no rule finds. Nothing answers a question none of whose words any briefing has.
    """
    if evidence.known == 0.0:
        return True
    is_apart = language == "ja" and evidence.focus < 0.2
    return is_bare and is_apart and not (is_read and evidence.holds >= 0.02)


def probability(odds: float) -> float:
    """Return in (0, 1) the probability that log-odds stand for."""
    return 1.0 / (1.0 + math.exp(-odds))
