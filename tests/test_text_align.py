"""Joined lines, and the way back to the text as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.text.align import join_lines, offsets

written_texts = st.text(st.sampled_from("港ミabc12-。、 \n\n\t\u3000\u2028\x1c\x85")) | st.text(
    st.characters()
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("備蓄は三日分を\n目安とする", "備蓄は三日分を目安とする"),
        ("避難所の  \n\n 　開設", "避難所の開設"),
        ("Sendai\nFramework", "Sendai Framework"),
        ("Kyoto\n京都", "Kyoto京都"),
        ("京都\nKyoto", "京都Kyoto"),
        ("co-\noperation", "co-operation"),
        ("1,2\n34", "1,234"),
        ("２０\n２５年", "２０２５年"),
        ("年3\nrooms", "年3 rooms"),
        ("a  b\nc", "a  b c"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_lines_are_joined_as_the_language_has_it(written: str, read: str) -> None:
    assert join_lines(written) == read


def test_offsets_step_over_line_ends_and_add_the_base() -> None:
    assert offsets("備蓄の\n 計画", "備蓄の計画") == (0, 1, 2, 5, 6)
    assert offsets("備蓄の\n 計画", "備蓄の計画", base=100) == (100, 101, 102, 105, 106)
    assert offsets("a \n b", "a b") == (0, 1, 4)


def test_another_text_is_no_reading() -> None:
    with pytest.raises(ValueError, match="'水' of the reading is not at offset 1"):
        offsets("洪火", "洪水")
    with pytest.raises(ValueError, match="'火' of the reading is not at offset 2"):
        offsets("洪水", "洪水火")


@given(written_texts)
def test_every_joined_text_leads_back_to_equal_characters(written: str) -> None:
    read = join_lines(written)
    found = offsets(written, read)
    assert len(found) == len(read)
    assert list(found) == sorted(found)
    for character, at in zip(read, found, strict=True):
        assert written[at] == character or (character.isspace() and written[at].isspace())
    assert "".join(read.split()) == "".join(written.split())


def test_a_megabyte_of_lines_is_joined() -> None:
    assert join_lines("港\n" * 500_000) == "港" * 500_000
    assert join_lines("a" + " " * 1_000_000 + "b") == "a" + " " * 1_000_000 + "b"
