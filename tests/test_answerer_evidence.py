"""How units cover a question, how alike words are, what it all weighs: worked out by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from briefqa.answerer.evidence import (
    ANSWERABLE,
    BIAS,
    Evidence,
    answerable,
    confidence,
    probability,
)
from briefqa.answerer.match import Cover, Matcher, cover, holds
from briefqa.answerer.similar import STRENGTH, WordVectors
from briefqa.answerer.units import terms_of, units_of
from briefqa.query import Concept, Query, Wording
from briefqa.records import Slide
from tests.asking import slide_of
from tests.fakes import ScriptedEmbedder


def concept(text: str, importance: float = 1.0, *, is_name: bool = False) -> Concept:
    wordings = (Wording((text,), 1.0),)
    return Concept(text, text, wordings, importance, is_name=is_name, is_known=True)


def question(*concepts: Concept) -> Query:
    return Query("問い", "ja", concepts, (), {}, {}, np.array([1.0, 0.0], dtype=np.float32))


def covered(
    slide: Slide,
    position: int,
    *concepts: Concept,
    forms: tuple[str, ...] = (),
    labelled: bool = False,
) -> Cover:
    matcher = Matcher.of(
        question(*concepts),
        slide,
        WordVectors(ScriptedEmbedder()),
        is_form=lambda concept: concept.text in forms,
    )
    return cover(matcher, units_of(slide)[position], labelled=labelled)


SLIDE = slide_of(
    ("heading", "避難"),
    ("body", "地震"),
    ("body", "津波"),
    ("body", "火山"),
    title="防災",
)


def test_what_the_unit_says_is_covered_and_what_no_slide_says_is_missing() -> None:
    assert covered(SLIDE, 2, concept("津波", 3.0), concept("台風", 1.0)) == Cover(
        own=0.75, all=0.75, names=1.0, numbers=1.0, missing=0.2
    )


@pytest.mark.parametrize(
    ("word", "share"),
    [("津波", 1.0), ("避難", 0.85), ("防災", 0.75), ("地震", 0.6), ("火山", 0.35), ("台風", 0.0)],
)
def test_the_farther_off_a_word_stands_the_less_it_counts(word: str, share: float) -> None:
    found = covered(SLIDE, 2, concept(word))
    assert found.all == pytest.approx(share)
    assert found.own == float(share == 1.0)


def test_names_count_half_as_much_again_and_a_title_suffices_them() -> None:
    found = covered(SLIDE, 2, concept("津波"), concept("防災", is_name=True))
    assert found.own == pytest.approx(1.0 / 2.5)
    assert found.names == 1.0
    assert covered(SLIDE, 2, concept("火山", is_name=True)).names == pytest.approx(0.35 / 0.75)


def test_the_worst_matched_number_stands_alone() -> None:
    slide = slide_of(("body", "2024年に訓練"))
    both = (concept("2024年", is_name=True), concept("2031年", is_name=True))
    found = covered(slide, 0, concept("訓練"), *both)
    assert (found.numbers, found.names) == (0.0, 0.5)


def test_a_word_that_only_names_the_kind_counts_little_and_a_label_says_it() -> None:
    words = (concept("津波"), concept("場所"))
    assert covered(SLIDE, 2, *words, forms=("場所",)).own == pytest.approx(1.0 / 1.4)
    assert covered(SLIDE, 2, *words, forms=("場所",)).missing == 0.0
    assert covered(SLIDE, 2, *words, forms=("場所",), labelled=True).own == 1.0


def test_a_question_without_concepts_is_not_covered() -> None:
    assert covered(SLIDE, 2) == Cover(0.0, 0.0, 1.0, 1.0, 0.0)


def test_half_of_a_name_of_two_words_is_a_quarter_of_it() -> None:
    wordings = (Wording(("地震", "保険"), 0.8), Wording((), 1.0))
    asked = Concept("地震保険", "地震保険", wordings, 1.0, is_name=False, is_known=True)
    assert holds(asked, frozenset({"地震", "保険"})) == pytest.approx(0.8)
    assert holds(asked, frozenset({"地震"})) == pytest.approx(0.2)
    assert covered(SLIDE, 1, asked).own == pytest.approx(0.2)


def test_a_name_that_shares_a_bigram_with_another_is_not_that_one() -> None:
    wordings = (Wording(("モグレリ",), 1.0), Wording(("モグ", "グレ", "レリ"), 0.9))
    asked = Concept("モグレリ", "モグレリ", wordings, 1.0, is_name=True, is_known=True)
    assert covered(slide_of(("body", "モグレリ社")), 0, asked).own == 1.0
    other = covered(slide_of(("body", "ガレリ社")), 0, asked)  # shares レリ, one of three
    assert other.own == pytest.approx(0.9 / 9)
    assert other.names == pytest.approx(0.1 / 0.75)


def test_words_of_like_meaning_are_alike_up_to_a_limit() -> None:
    slide = slide_of(("body", "地震 津波 避難 2024年"))
    vectors = WordVectors(
        ScriptedEmbedder(
            {
                "揺れ": (1.0, 0.0),
                "地震": (0.8, 0.6),
                "津波": (0.425, 0.905),
                "避難": (0.25, 0.968),
                "2024年": (1.0, 0.0),
            }
        )
    )
    likeness = dict(zip(terms_of(slide), vectors.likeness(["揺れ"], slide)[0], strict=True))
    assert likeness["地震"] == pytest.approx(STRENGTH)
    assert likeness["津波"] == pytest.approx(STRENGTH / 2)
    assert likeness["避難"] == pytest.approx(0.0)
    assert likeness["2024年"] == 0.0  # a number is like nothing else
    assert vectors.likeness([], slide).shape == (0, len(terms_of(slide)))


def test_another_slide_at_the_same_place_has_vectors_of_its_own() -> None:
    vectors = WordVectors(ScriptedEmbedder({"地震": (1.0, 0.0), "津波": (0.5, 0.5)}))
    first, second = slide_of(("body", "地震")), slide_of(("body", "津波"))
    assert vectors.units(question(), first).tolist() == [1.0]
    assert vectors.units(question(), second).tolist() == [0.5]


def test_evidence_is_the_sum_of_its_figures_each_times_its_weight() -> None:
    assert Evidence(own=0.5, fit=2.0, near=1.0).weighed(Evidence(own=2.0, fit=-0.25)) == 0.5
    ones = Evidence(*[1.0] * 20)
    assert ones.weighed(Evidence(*map(float, range(20)))) == 190.0


def test_odds_of_an_answer_are_the_evidence_and_the_bias_of_the_language() -> None:
    assert answerable(Evidence(), "ja") == BIAS["ja"]
    assert answerable(Evidence(all=1.0), "en") == pytest.approx(BIAS["en"] + ANSWERABLE.all)
    assert probability(0.0) == 0.5
    assert probability(-4.95) == pytest.approx(1 / (1 + math.exp(4.95)))


def test_confidence_grows_with_what_speaks_for_the_answer() -> None:
    less = Evidence(all=1.0, names=1.0, like=1.0)
    for more in (replace(less, numbers=1.0), replace(less, agree=0.1), replace(less, margin=0.1)):
        assert 0.0 < confidence(less, "ja") < confidence(more, "ja") < 1.0


def test_what_the_reading_model_vouches_for_is_likelier_to_be_an_answer() -> None:
    shares_words = Evidence(all=0.45, names=1.0, like=0.3, numbers=1.0, missing=0.8, known=1.0)
    vouched = replace(shares_words, agree=0.9, holds=0.9)
    odds = [answerable(one, "ja") for one in (shares_words, vouched)]
    assert odds[0] < 0.0 < odds[1]


def test_confidence_is_at_most_how_likely_there_is_an_answer() -> None:
    unlikely = Evidence(agree=1.0, margin=1.0)
    assert confidence(unlikely, "ja") == probability(answerable(unlikely, "ja")) < 0.02
