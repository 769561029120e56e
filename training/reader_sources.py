"""Where the reading model's examples come from: JaQuAD as prose and as slides, and silver ones."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from briefqa.answerer.ask_japanese import read_japanese
from briefqa.text.terms import terms
from training.glosses import Glosser
from training.reading_examples import AnswerSpan, ReadingExample, TextBlock
from training.records import read_records
from training.silver import silver_examples
from training.slides import render

JAQUAD = "jaquad"
SOURCES = (
    JAQUAD,
    "ict_whitepaper_heading_passage_ja",
    "municipal_bulletin_title_body_ja",
    "plain_cio_discussion_papers_ja",
    "plain_digital_agency_2021_ja",
    "plain_gif_digital_agency_ja",
    "plain_teammirai_policy_ja",
    "plain_egov_laws_env_ja",
    "plain_kyotowiki_ja",
    "sudachi_synonyms_ja",
    "cldr_names_enja",
    "jmdict_common_gloss_enja",
)
UNANSWERED = 0.25  # share of JaQuAD's questions asked again of a passage that does not answer them
ENGLISH = 0.25  # and said in English words
SLIDES = 0.6  # and over their passages as slides
TITLED = 0.5  # share of the passages of prose that have their article's title above them
FEWEST_WORDS = 2  # of an English question's gloss
# How an English question begins, by what the Japanese one asks for.
_BEGINNINGS = {
    "number": ("How many", "What is the number of", "How much is"),
    "date": ("When was", "In what year was", "What is the date of"),
    "place": ("Where is", "In which place was", "Where was"),
    "person": ("Who is", "Who was", "Which person"),
    "organisation": ("Which organisation", "What organisation is", "Who"),
    "reason": ("Why was", "What is the reason for", "Why is"),
    "definition": ("What is", "What does it mean:"),
    "list": ("List", "What are"),
}
_OTHERWISE = ("What is", "Which", "What was")


def reading_examples(
    data: Path, glosser: Glosser, *, seed: int, silver: int | None
) -> list[ReadingExample]:
    """Return all examples of a run; the same for the same files and seed."""
    records = [r for r in read_records(data, JAQUAD) if r["answers"][0]["start"] >= 0]
    rng = random.Random(f"{seed}:reading")  # noqa: S311 - sampling, not security
    wrong = list(_unanswered(records, rng))
    return [
        *(_as_prose(record, record["context"], rng) for record in records),
        *_kept(
            _as_slide(record, record["context"], rng) for record in records if rng.random() < SLIDES
        ),
        *(_as_prose(record, other, rng) for record, other in wrong[::2]),
        *_kept(_as_slide(record, other, rng) for record, other in wrong[1::2]),
        *_in_english(records, glosser, rng),
        *silver_examples(data, seed=seed, limit=silver),
    ]


def prose(
    context: str, answers: Sequence[tuple[int, int]]
) -> tuple[tuple[TextBlock, ...], tuple[AnswerSpan, ...]]:
    """Return a context as blocks, one a line, with the answers inside them.

    >>> prose("東京都。\\n人口は千万人。", [(8, 11)])[1]
    (AnswerSpan(block=1, start=3, end=6),)
    """
    blocks: list[TextBlock] = []
    found: list[AnswerSpan] = []
    position = 0
    for line in context.split("\n"):
        if line.strip():
            for start, end in answers:
                if position <= start and end <= position + len(line):
                    found.append(AnswerSpan(len(blocks), start - position, end - position))
            blocks.append(TextBlock("body", line))
        position += len(line) + 1
    return tuple(blocks), tuple(found)


def _as_prose(record: dict[str, Any], context: str, rng: random.Random) -> ReadingExample:
    """Return a question over a context as it is written, without answers where it is another's."""
    own = context == record["context"]
    spans = [(a["start"], a["start"] + len(a["text"])) for a in record["answers"]] if own else []
    blocks, answers = prose(context, spans)
    if rng.random() < TITLED:
        blocks = (TextBlock("heading", record["title"]), *blocks)
        answers = tuple(AnswerSpan(a.block + 1, a.start, a.end) for a in answers)
    return ReadingExample(record["question"], blocks, answers, f"jaquad:{record['title']}")


def _as_slide(record: dict[str, Any], context: str, rng: random.Random) -> ReadingExample | None:
    """Return a question over a context rendered as a slide; None where the answer was lost."""
    answer = record["answers"][0]
    own = context == record["context"]
    span = (answer["start"], answer["start"] + len(answer["text"])) if own else None
    blocks, found = render(context, span, rng, title=record["title"])
    if own and found is None:
        return None
    answers = (found,) if found is not None else ()
    return ReadingExample(record["question"], blocks, answers, f"jaquad:{record['title']}")


def _kept(examples: Iterator[ReadingExample | None]) -> Iterator[ReadingExample]:
    return (example for example in examples if example is not None)


def _in_english(
    records: Sequence[dict[str, Any]], glosser: Glosser, rng: random.Random
) -> Iterator[ReadingExample]:
    """Yield questions said in English words over their contexts as slides."""
    for record in records:
        if rng.random() >= ENGLISH:
            continue
        question = in_english(record["question"], glosser, rng)
        example = _as_slide({**record, "question": question}, record["context"], rng)
        if question and example is not None:
            yield example


def in_english(question: str, glosser: Glosser, rng: random.Random) -> str:
    """Return a Japanese question said in English words, "" where too few are known.

    What it asks for gives the beginning, the lexicon read backwards the rest, in Japanese order.
    """
    words = glosser.gloss(question, rng)
    beginning = rng.choice(_BEGINNINGS.get(read_japanese(question).kind, _OTHERWISE))
    return f"{beginning} {words}?" if len(words.split()) >= FEWEST_WORDS else ""


def _unanswered(
    records: Sequence[dict[str, Any]], rng: random.Random
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield questions with a context that does not answer them.

    By turns another passage of the article, and one that BM25 takes for the right one. A passage
    that holds the answer's words is no such passage.
    """
    contexts = list(dict.fromkeys(record["context"] for record in records))
    of_title: dict[str, dict[str, None]] = defaultdict(dict)
    for record in records:
        of_title[record["title"]][record["context"]] = None
    chosen = [record for record in records if rng.random() < UNANSWERED]
    wrong = _found_by_bm25([record["question"] for record in chosen], contexts)
    for i, record in enumerate(chosen):
        beside = list(of_title[record["title"]])
        others = wrong[i] if i % 2 else rng.sample(beside, len(beside))
        for other in others:
            if other != record["context"] and record["answers"][0]["text"] not in other:
                yield record, other
                break


def _found_by_bm25(questions: Sequence[str], contexts: Sequence[str]) -> list[list[str]]:
    """Return for each question the five contexts that BM25 ranks first."""
    if not questions:
        return []
    index = bm25s.BM25(k1=0.5, b=0.6)
    index.index([terms(context) for context in contexts], show_progress=False)
    asked = [terms(question) or ["?"] for question in questions]
    found = index.retrieve(asked, k=min(5, len(contexts)), show_progress=False)
    return [[contexts[int(i)] for i in row] for row in np.asarray(found.documents)]
