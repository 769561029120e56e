"""Silver questions: made by template over public text and made tables, no human wrote them."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from training.glosses import Glosser
from training.reading_examples import ReadingExample
from training.records import read_records
from training.silver.draft import Draft
from training.silver.labels import label_drafts
from training.silver.layouts import make_listing, make_milestones, make_years
from training.silver.material import gather
from training.silver.prose import prose_drafts, without_answer
from training.silver.rosters import make_cards, make_pairs, make_projects
from training.silver.sources import bulletin_pages, prose_pages
from training.silver.tables import table_drafts
from training.silver.words import Synonyms, tokens

LEXICON = Path(__file__).parents[2] / "src" / "briefqa" / "models" / "lexicon" / "lexicon.sqlite"
MAKES = (
    make_listing,
    make_listing,
    make_years,
    make_milestones,
    make_pairs,
    make_projects,
    make_cards,
)
TABLES = 14_000  # questions over made tables
AT_MOST = {
    "article": 700,
    "reading": 600,
    "definition": 3_500,
    "short": 2_500,
    "label-contact": 450,
}  # a kind's questions
ENGLISH, GLOSSED = 0.48, 0.32  # shares put in English of those that can be, and word by word
REMOVED, SWAPPED = 0.06, 0.05  # shares asked again where the answer is gone, or of another slide
LONGEST_ENGLISH = 130  # characters of a glossed question
FEWEST_GLOSSED = 2  # English words that a glossed question must have

_EMPTY = frozenset(
    {"為る", "た", "れる", "られる", "居る", "ます", "て"}
)  # said by no English word

__all__ = ["silver_examples"]


def silver_examples(data: Path, *, seed: int, limit: int | None = None) -> Iterator[ReadingExample]:
    """Yield the silver examples made of the training files in `data`, shuffled.

    The same seed and files give the same examples. `limit` cuts the shuffled sequence.
    """
    for _, example in islice(silver(data, seed=seed), limit):
        yield example


def silver(data: Path, *, seed: int) -> Iterator[tuple[str, ReadingExample]]:
    """Yield the silver examples with the kind of each."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not security
    drafts = _drafts(data, rng)
    drafts = [*drafts, *_unanswerable(drafts, rng)]
    rng.shuffle(drafts)
    glosser = Glosser.open(LEXICON)
    for draft in drafts:
        share = GLOSSED if "{}" in draft.english else ENGLISH
        question = _english(draft, glosser, rng) if rng.random() < share else ""
        yield (
            draft.kind + ("-en" if question else ""),
            ReadingExample(question or draft.question, draft.blocks, draft.answers, draft.group),
        )


def _drafts(data: Path, rng: random.Random) -> list[Draft]:
    """Return the answerable drafts and the made tables' unanswerable ones."""
    synonyms = Synonyms([(r["a"], r["b"]) for r in read_records(data, "sudachi_synonyms_ja")])
    pages = prose_pages(data, rng)
    made: Counter[str] = Counter()
    kept: list[Draft] = []
    labelled = label_drafts(list(bulletin_pages(data)), rng)
    for draft in (*prose_drafts(pages, synonyms, rng), *labelled):
        made[draft.kind] += 1
        if made[draft.kind] <= AT_MOST.get(draft.kind, made[draft.kind]):
            kept.append(draft)
    material = gather(data, pages)
    if {"国", "市", "省庁"} <= set(material.entities):
        kept += islice(table_drafts(material, MAKES, rng), min(TABLES, 2 * len(kept)))
    return kept


def _unanswerable(drafts: list[Draft], rng: random.Random) -> Iterator[Draft]:
    """Yield questions again over slides that do not answer them."""
    asked = [draft for draft in drafts if draft.answers]
    near: dict[str, list[Draft]] = {}
    for draft in asked:
        near.setdefault(_source(draft), []).append(draft)
    for draft in asked:
        chance = rng.random()
        if chance < REMOVED and (bare := without_answer(draft)):
            yield bare
        elif REMOVED <= chance < REMOVED + SWAPPED:
            other = rng.choice(near[_source(draft)])
            if _is_elsewhere(draft, other):
                yield replace(draft, kind=f"none-{draft.kind}", blocks=other.blocks, answers=())


def _source(draft: Draft) -> str:
    return draft.group.partition("/")[0]


def _is_elsewhere(draft: Draft, other: Draft) -> bool:
    """Say whether the other slide is of another document and lacks the question's answer."""
    answer = draft.answers[0]
    text = draft.blocks[answer.block].text[answer.start : answer.end]
    return draft.group != other.group and not any(text in block.text for block in other.blocks)


def _english(draft: Draft, glosser: Glosser, rng: random.Random) -> str:
    """Return the draft's question in English; "" where there are no words for it."""
    if "{}" not in draft.english:
        return draft.english
    meaning = (word.surface for word in tokens(draft.keywords) if word.lemma not in _EMPTY)
    words = glosser.gloss("".join(meaning), rng)
    question = draft.english.format(words)
    is_fit = len(words.split()) >= FEWEST_GLOSSED and len(question) <= LONGEST_ENGLISH
    return question if is_fit else ""
