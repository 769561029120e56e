"""The light English stemmer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.text.english import singulars, stem


@pytest.mark.parametrize(
    ("words", "stems"),
    [
        ("countries boxes churches classes farms", "country box church class farm"),
        ("planned planning visited signing passed", "plan plan visit sign pass"),
        ("farmer's", "farmer"),
        ("status analysis business gas red sing", "status analysis business gas red sing"),
        ("1990s 防災", "1990s 防災"),
        ("speed need proceed freed guaranteed greed", "speed need proceed free guarantee greed"),
        ("agreed agrees agreeing agree", "agree agree agree agree"),
        ("news series species during morning", "news series species during morning"),
        ("buses viruses focuses campuses bonuses", "bus virus focus campus bonus"),
        ("causes houses uses abuses excuses", "cause house use abuse excuse"),
        ("sizes prizes quizzes gases", "size prize quizz gas"),
        ("heroes horseshoes movies policies", "hero horseshoe movie policy"),
    ],
)
def test_plural_and_inflection_go(words: str, stems: str) -> None:
    assert [stem(word) for word in words.split()] == stems.split()


@given(st.text("abcdeginsyz'’", max_size=12))
def test_a_stem_begins_as_its_word_and_has_a_letter_at_least(word: str) -> None:
    assert stem(word)[:-1] == word[: max(len(stem(word)) - 1, 0)]
    assert len(stem(word)) >= min(len(word), 2)


def test_a_plural_has_its_likeliest_singular_first() -> None:
    assert singulars("bases") == ("base", "bas")
    assert singulars("statuses") == ("status", "statuse")
    assert singulars("headquarters") == ()
