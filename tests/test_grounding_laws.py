"""Laws 1 and 2 over 10,000 generated pairs of a question and a slide, most with a language model.

The slides are those of `tests/test_answerer_laws.py`. Questions come from a seed, which costs less
than drawing each: a pair is found again by the slide and the seed that hypothesis reports.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from briefqa.answerer.rephraser import Rephraser
from briefqa.answerer.rephraser.model import LanguageModel
from briefqa.glossary import mine
from briefqa.grounding import translations, ungrounded
from briefqa.records import Answer, Citation
from tests.asking import assistant_over, lexicon
from tests.llm_server import Handler, says_each, serving
from tests.test_answerer_laws import WORDS, slide_texts

BATCHES = 4  # of each test, so that they are shared out among workers
EXTRACTED, REPHRASED = 3_000, 7_000  # pairs; reading a slide takes most of the time
PER_SLIDE = 50
SLIDE_LENGTH = 100  # characters
ENDINGS = """
    は？ は何ですか はいつですか は何か所ですか はどこですか はいくらですか は誰ですか とは の一覧
    はなぜですか は何の略ですか |how|many? |when? |where|is|it?
    """.split()  # noqa: SIM905 - a list of words reads best as words
FORGED = (
    "91,827",
    "７７７",
    "エベレスト",
    "Kilimanjaro",
    "2077年3月",
    "桃太郎",
    "http://a.example",
)


def quick(pairs: int) -> settings:
    return settings(
        max_examples=pairs // PER_SLIDE // BATCHES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.generate],  # an example is many pairs: the one that fails is in the message
    )


def short_slides() -> st.SearchStrategy[str]:
    return slide_texts().map(lambda text: text[:SLIDE_LENGTH]).filter(lambda text: text.strip())


def questions_about(slide: str, chance: random.Random) -> Iterator[str]:
    """Yield questions in the slide's own words and in others."""
    plain = slide.replace("\n", "")
    for _ in range(PER_SLIDE):
        at = chance.randrange(len(plain))
        own = plain[at : at + chance.randint(2, 12)]
        other = "".join(chance.choices(WORDS, k=chance.randint(1, 3)))
        ending = chance.choice(ENDINGS).replace("|", " ")
        yield (own if chance.random() < 0.7 and own.strip() else other) + ending


def quotes_of(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_an_answer_says_stands_in_its_quotes(batch: int) -> None:
    @seed(batch)
    @quick(EXTRACTED)
    @given(short_slides(), st.integers(0, 2**32))
    def check(slide: str, number: int) -> None:
        assistant = assistant_over({"bousai": slide})
        texts = {slide.number: slide.text for slide in assistant.briefings[0].slides}
        names = {entry.term: entry.expansion for entry in mine(assistant.briefings)}
        for question in questions_about(slide, random.Random(number)):
            answer = assistant.ask(question).answer
            assert (answer.status == "not_found") == (answer.text is None)
            for citation in answer.citations:
                assert texts[citation.slide][citation.start : citation.end] == citation.quote
            if answer.text is not None and answer.citations and not answer.is_computed:
                told = ungrounded(answer.text, quotes_of(answer), names=names)
                assert told == (), (question, answer.text, quotes_of(answer))

    check()


# With a language model that says anything


def forge(sentence: str, chance: random.Random) -> str:
    """Put something into a sentence that no slide says."""
    at = chance.randint(0, len(sentence))
    return f"{sentence[:at]} {chance.choice(FORGED)} {sentence[at:]}"


def ramble(handler: Handler) -> str:
    """Say what a quote says, with its marker or another or none, and more or less of its own."""
    quotes = handler.quotes()
    chance = random.Random("".join(quotes))
    said = []
    for _ in range(chance.randint(1, 8)):
        marker = chance.randint(0, len(quotes) + 1)
        quote = quotes[max(0, min(marker, len(quotes)) - 1)].replace("\n", "")
        start = chance.randrange(max(1, len(quote)))
        sentence = quote[start:] if chance.random() < 0.5 else quote
        if chance.random() < 0.5:
            sentence = forge(sentence, chance)
        mark = f"[{marker}]" if chance.random() < 0.9 else ""
        said.append(
            chance.choice((f"{sentence}{mark}。", f"{sentence}。{mark}", f"{sentence} {mark}\n"))
        )
    return "".join(said)


@cache
def check_of() -> "partial[tuple[str, ...]]":
    return partial(ungrounded, translate=translations(lexicon()))


@contextmanager
def rambling() -> Iterator[Rephraser]:
    with serving(says_each(ramble, piece=1_000)) as server:
        model = LanguageModel(server.url, "m", key=None, timeout=20)
        yield Rephraser(model, check_of())


def answer_over(slide: str, chance: random.Random) -> Answer:
    """Return an answer whose citations are stretches of a slide."""
    citations = []
    for marker in range(1, chance.randint(2, 4)):
        start = chance.randrange(len(slide))
        end = min(len(slide), start + chance.randint(1, 60))
        quote = slide[start:end]
        citations.append(Citation(marker, "bousai", "題", 1, "題", quote, start, end))
    return Answer("answered", "ア", 0.5, tuple(citations))


def digits(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", unicodedata.normalize("NFKC", text))]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_a_language_model_adds_stands_in_the_quotes_it_names(batch: int) -> None:
    outcomes = {True: 0, False: 0}

    @seed(batch)
    @quick(REPHRASED)
    @given(short_slides(), st.integers(0, 2**32))
    def check(slide: str, number: int) -> None:
        chance = random.Random(number)
        for question in questions_about(slide, chance):
            before = answer_over(slide, chance)
            after = rephraser.rephrase(question, before, language="ja")
            assert after.citations == before.citations
            outcomes[after.text == before.text] += 1
            if after.text == before.text:
                assert len(after.notices) == 1
                continue
            assert after.text is not None
            assert after.notices == ()
            assert not [forged for forged in FORGED if forged in after.text]
            quotes = {citation.marker: citation.quote for citation in after.citations}
            for said, marks in re.findall(r"([^\[\]]+)((?:\[\d+\])+)", after.text):
                cited = " ".join(quotes[mark] for mark in digits(marks))
                assert set(digits(said)) <= set(digits(cited)), (said, cited)

    with rambling() as rephraser:
        check()
    assert min(outcomes.values()) > REPHRASED // BATCHES // 20, outcomes
