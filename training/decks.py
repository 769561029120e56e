"""Decks of slides out of what the reading model did not learn from, with questions over them.

What the answerer weighs, and what its confidence is worth, is fitted on these: public text that no
model has seen, rendered as slides, so that nothing is fitted to a real briefing's questions.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefqa.evaluate.measures import comparable
from training.glosses import Glosser
from training.reader_data import is_held_back
from training.reader_sources import in_english
from training.reading_examples import ReadingExample, TextBlock
from training.records import read_records
from training.silver import silver_examples
from training.slides import render

ARTICLES = 3  # of a deck, about ten slides each
SLIDES = 14  # of a deck of silver slides
DROPPED = 0.2  # share of an article's passages that a deck leaves out: they answer no question
STRANGE = 0.12  # questions about other decks, as a share of a deck's own
ENGLISH = 0.3
SLIDE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class DeckQuestion:
    """A question over a deck; `answers` and `slides` (1-based) are empty where it has no answer."""

    text: str
    answers: tuple[str, ...]
    slides: frozenset[int]


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as text, and the questions over it."""

    text: str
    questions: tuple[DeckQuestion, ...]


def held_back_decks(data: Path, glosser: Glosser, *, share: float, seed: int) -> list[Deck]:
    """Return the decks made of the groups that training holds back; `share` as it had it."""
    rng = random.Random(f"{seed}:decks")  # noqa: S311 - sampling, not security
    return [
        *_of_articles(data, glosser, share, rng),
        *_of_silver(data, share, seed, rng),
    ]


def _of_articles(data: Path, glosser: Glosser, share: float, rng: random.Random) -> Iterator[Deck]:
    articles: dict[str, list[dict[str, Any]]] = {}
    for record in read_records(data, "jaquad"):
        if is_held_back(f"jaquad:{record['title']}", share) and record["answers"][0]["start"] >= 0:
            articles.setdefault(record["title"], []).append(record)
    titles = list(articles)
    rng.shuffle(titles)
    for at in range(0, len(titles), ARTICLES):
        own = [record for title in titles[at : at + ARTICLES] for record in articles[title]]
        others = [r for title in titles[:at] + titles[at + ARTICLES :] for r in articles[title]]
        strange = rng.sample(others, min(len(others), int(STRANGE * len(own))))
        slides = _slides_of(own, rng)
        asked = [(_said(record["question"], glosser, rng), record) for record in own + strange]
        text = SLIDE_BREAK.join(slides.values())
        yield Deck(text, tuple(_question(words, r, slides) for words, r in asked if words))


def _said(question: str, glosser: Glosser, rng: random.Random) -> str:
    return in_english(question, glosser, rng) if rng.random() < ENGLISH else question


def _slides_of(records: Sequence[dict[str, Any]], rng: random.Random) -> dict[str, str]:
    """Return the slide of each context that is kept, in order."""
    slides: dict[str, str] = {}
    for context in dict.fromkeys(record["context"] for record in records):
        if rng.random() >= DROPPED:
            title = next(r["title"] for r in records if r["context"] == context)
            blocks, _ = render(context, None, rng, title=title)
            slides[context] = _text(blocks)
    return slides


def _question(words: str, record: dict[str, Any], slides: dict[str, str]) -> DeckQuestion:
    """Return a question with the slides that hold its answer, of its own context or another's."""
    answers = tuple(answer["text"] for answer in record["answers"])
    wanted = [comparable(answer) for answer in answers]
    holding = [
        number
        for number, (context, slide) in enumerate(slides.items(), start=1)
        if context == record["context"] and any(one in comparable(slide) for one in wanted)
    ]
    return DeckQuestion(words, answers if holding else (), frozenset(holding))


def _of_silver(data: Path, share: float, seed: int, rng: random.Random) -> Iterator[Deck]:
    held = [e for e in silver_examples(data, seed=seed) if is_held_back(e.group, share)]
    rng.shuffle(held)
    for at in range(0, len(held), SLIDES):
        part = held[at : at + SLIDES]
        yield Deck(
            SLIDE_BREAK.join(_text(example.blocks) for example in part),
            tuple(_asked(example, number) for number, example in enumerate(part, start=1)),
        )


def _asked(example: ReadingExample, number: int) -> DeckQuestion:
    answers = tuple(
        example.blocks[span.block].text[span.start : span.end] for span in example.answers
    )
    return DeckQuestion(example.question, answers, frozenset({number} if answers else ()))


def _text(blocks: Sequence[TextBlock]) -> str:
    return "\n".join(block.text for block in blocks) + "\n"
