"""Questions over prose, rendered as slides."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from training.reading_examples import AnswerSpan, TextBlock
from training.silver.cloze import ask_values
from training.silver.draft import Asked, Draft, Page
from training.silver.enumerations import ask_lists
from training.silver.facts import (
    ask_agents,
    ask_definitions,
    ask_places,
    ask_reasons,
    ask_short_names,
)
from training.silver.laws import ask_laws
from training.silver.sources import LAWS
from training.silver.words import Synonyms, is_telling, without_note_numbers
from training.slides import render

FEWEST_BLOCKS, MOST_BLOCKS = 3, 25
FEWEST_CHARACTERS, MOST_CHARACTERS = 80, 700
A_PAGE = 5  # questions of one page
ALIKE = 4  # definitions that say the same
SYNONYM = 0.08  # share of questions said in other words
Ask = Callable[[Page, random.Random], Iterator[Asked]]
ASKS: tuple[Ask, ...] = (
    ask_values,
    ask_agents,
    ask_places,
    ask_definitions,
    ask_reasons,
    ask_short_names,
    ask_lists,
)


def prose_drafts(pages: list[Page], synonyms: Synonyms, rng: random.Random) -> Iterator[Draft]:
    """Yield up to five questions a page, of the kinds that were rarest so far."""
    made: Counter[str] = Counter()
    given: Counter[str] = Counter()  # definitions alike (日本神話に登場する神) teach little
    for page in pages:
        asks = (ask_laws, *ASKS[1:4]) if page.source == LAWS else ASKS
        asked = [one for ask in asks for one in ask(page, rng) if is_fit(one, page)]
        rng.shuffle(asked)
        asked.sort(key=lambda one: made[one.kind])
        taken: list[Asked] = []
        for one in asked:
            if len(taken) < A_PAGE and all(one.answers[0] != other.answers[0] for other in taken):
                taken.append(one)
        for one in taken:
            draft = draw(one, page, synonyms, rng)
            if one.kind == "definition":
                text = page.text[slice(*one.answers[0])]
                given[text] += 1
                if given[text] > ALIKE:
                    continue
            if draft is not None:
                made[one.kind] += 1
                yield draft


def is_fit(asked: Asked, page: Page) -> bool:
    """Say whether a question can be asked: its answer is short, telling and not in the question."""
    start, end = asked.answers[0]
    answer = page.text[start:end]
    return (
        0 < end - start <= 130
        and "\n" not in answer
        and answer == answer.strip()
        and answer not in asked.question
        and is_telling(asked.question)
        and asked.question.count("「") == asked.question.count("」")
        and not any(mark in asked.question for mark in "()（）【】\n")
    )


def draw(asked: Asked, page: Page, synonyms: Synonyms, rng: random.Random) -> Draft | None:
    """Return the question over its page drawn as a slide; None where the slide is out of size."""
    blocks, span = render(page.text, asked.answers[0], rng, title=page.title)
    if span is None or not is_sized(blocks):
        return None
    first = asked.answers[0][0]
    spans = [
        AnswerSpan(span.block, span.start + start - first, span.start + end - first)
        for start, end in asked.answers
    ]
    question = without_note_numbers(asked.question)
    if rng.random() < SYNONYM and asked.kind not in ("reading", "short", "definition"):
        question = synonyms.vary(question, rng)
    return Draft(
        asked.kind, question, blocks, tuple(spans), page.group, asked.english, asked.keywords
    )


def is_sized(blocks: tuple[TextBlock, ...]) -> bool:
    """Say whether a slide has 3 to 25 blocks and 80 to 700 characters."""
    size = sum(len(block.text) for block in blocks)
    return (
        FEWEST_BLOCKS <= len(blocks) <= MOST_BLOCKS and FEWEST_CHARACTERS <= size <= MOST_CHARACTERS
    )


def without_answer(draft: Draft) -> Draft | None:
    """Return the question over its slide less the answer's block; None if too little stays."""
    answer = draft.answers[0]
    text = draft.blocks[answer.block].text[answer.start : answer.end]
    blocks = tuple(block for n, block in enumerate(draft.blocks) if n != answer.block)
    if not is_sized(blocks) or any(text in block.text for block in blocks):
        return None
    return replace(draft, kind=f"none-{draft.kind}", blocks=blocks, answers=())
