"""MeCab behind a function that nothing brings down."""

import threading
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefqa.text.tagger import Token, tag, words

awkward = st.text(
    st.sampled_from('港ミカンabc12,.。\x00\ud800\u3000\u2028\x85\t\n\r\x1c \u200b😀\ufffd%\\"')
)


def test_tokens_carry_part_of_speech_lemma_and_english() -> None:
    assert tag("ビールを飲んだ") == [
        Token("ビール", 0, 3, "名詞-普通名詞-一般", "ビール", "beer"),
        Token("を", 3, 4, "助詞-格助詞", "を", ""),
        Token("飲ん", 4, 6, "動詞-一般", "飲む", ""),
        Token("だ", 6, 7, "助動詞", "た", ""),
    ]


def test_a_word_that_unidic_does_not_know_has_no_lemma() -> None:
    assert [(t.surface, t.lemma) for t in tag("テランガーナ")] == [("テランガーナ", "")]


def test_white_space_is_no_token() -> None:
    assert [(t.surface, t.start) for t in tag(" 港\n\t船 魚\u2028")] == [
        ("港", 1),
        ("船", 4),
        ("魚", 6),
    ]


def test_what_follows_a_nul_is_tagged() -> None:
    assert [(t.surface, t.start, t.end) for t in tag("港\x00船")] == [("港", 0, 1), ("船", 2, 3)]


def test_nothing_has_no_tokens() -> None:
    assert tag("") == tag(" \n") == []


@given(st.text(st.characters()) | awkward)
@example("\ud800港\udfff")
@example("港\u2028船")
def test_tokens_stand_where_they_say(text: str) -> None:
    tokens = tag(text)
    assert all(text[t.start : t.end] == t.surface for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@pytest.mark.parametrize("character", ["あ", "ア", "a", "1", "\x00", "😀"])
def test_a_megabyte_of_one_character_is_tagged(character: str) -> None:
    surfaces = "".join(word.surface for word in words(character * 1_000_000))
    assert surfaces in (character * 1_000_000, "")
    assert (surfaces == "") == (character == "\x00")


def test_threads_tag_the_same() -> None:
    text = "避難所は市町村長が開設する。" * 50
    expected = tag(text)
    found: list[list[Token]] = []
    threads = [threading.Thread(target=lambda: found.append(tag(text))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
