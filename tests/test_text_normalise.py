"""One form of text for the index, and the way back from it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefqa.text.normalise import (
    fold,
    has_surrogate,
    normalise,
    squeeze,
    strip_invisible,
)

any_text = st.text(st.characters())
# What normalisation works on: width, marks, case, fillers, dashes, surrogates.
awkward = st.text(
    st.sampled_from(
        "がｶﾞﾊﾟ゛\u3099\u309a\u0301\u0327\u0344İΣßﬁ①㌔½ﾠ\u3164\x00\u200b\u202e—－ー\ud800a１ "
    )
)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("ＩＣＴ教育", "ict教育"),
        ("２０２４年度", "2024年度"),
        ("ｶﾞｲﾄﾞﾌﾞｯｸ", "ガイドブック"),
        ("か\u3099くしゅう", "がくしゅう"),
        ("㍻３０年", "平成30年"),
        ("①避難", "1避難"),
        ("仙台―福島—盛岡", "仙台-福島-盛岡"),
        ("午前９時〜", "午前9時〜"),
        ("コーヒー", "コーヒー"),
        ("ŒUVRE", "œuvre"),
    ],
)
def test_width_case_and_dashes_become_one(written: str, normal: str) -> None:
    assert normalise(written) == normal


@pytest.mark.parametrize(
    "hidden",
    [
        "\x00",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\U000e0041",
        "\u00ad",
        "\ufe0f",
        "\u3164",
        "ﾠ",
    ],
)
def test_what_shows_nothing_is_left_out(hidden: str) -> None:
    assert strip_invisible(f"防災{hidden}計画") == "防災計画"
    assert normalise(f"防災{hidden}計画") == "防災計画"


def test_line_ends_and_tabs_stay() -> None:
    assert strip_invisible("港\t船\n魚\r\n") == "港\t船\n魚\r\n"


def test_a_lone_surrogate_is_told_and_replaced() -> None:
    assert has_surrogate("港\udc80")
    assert not has_surrogate("港𠮷")
    assert strip_invisible("港\udc80𠮷") == "港\ufffd𠮷"


@given(any_text | awkward)
@example("\u3164")
@example("ｶ\u200bﾞ")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_normalising_any_single_character_twice_changes_nothing() -> None:
    assigned = (*range(0x14000), *range(0x16000, 0x18000), *range(0x1AFF0, 0x20000))
    characters = map(chr, (*assigned, *range(0x2F800, 0x2FA20), *range(0xE0000, 0xE1000)))
    once = {normal for c in characters if (normal := normalise(c)) != c}
    assert {"", "-", "センチ", "ガ"} - once == {"ガ"}  # ㌢ is one character, ｶﾞ two
    assert [normal for normal in once if normalise(normal) != normal] == []


def test_many_combining_marks_are_put_into_canonical_order() -> None:
    assert normalise("は" + "\u0301\u0327" * 40) == "は" + "\u0327" * 40 + "\u0301" * 40
    assert len(normalise("は" + "\u0301\u0327" * 250_000)) == 500_001


@given(any_text | awkward)
def test_folding_maps_back_inside_the_text_and_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    spans = list(zip(folded.starts, folded.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    written = [text[start:end] for start, end in spans]
    assert all(c in normalise(w) for c, w in zip(folded.text, written, strict=True))


def test_folding_knows_the_characters_that_a_piece_came_from() -> None:
    folded = fold("第㌢ｶﾞｲﾄﾞ")
    assert folded.text == "第センチガイド"
    assert folded.origin(0, 1) == (0, 1)
    assert folded.origin(2, 3) == (1, 2)  # within ㌢
    assert folded.origin(4, 5) == (2, 4)  # ｶﾞ
    assert folded.origin(4, 7) == (2, 7)


def test_an_empty_range_has_no_origin() -> None:
    with pytest.raises(ValueError, match=r"empty range 1\.\.1"):
        fold("港").origin(1, 1)


def test_squeezed_wordings_have_no_white_space() -> None:
    assert squeeze(" 避難　所\n ２か所\t") == "避難所2か所"
