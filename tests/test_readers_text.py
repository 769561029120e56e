"""Plain text: its encoding, and where its slides part."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.errors import EmptyFileError, EncodingError, UnsupportedFormatError
from briefqa.readers import format_of
from briefqa.readers.text import TextReader, decode, split_slides

PATH = Path("bousai.txt")
TEXT = "避難所の開設は市町村長が行う。\n備蓄は三日分を目安とし、毎年九月に点検する。\n"
LATIN = "Shelters open\nwithin three hours.\n"


def titles(data: bytes) -> list[str]:
    return [slide.title for slide in TextReader().read(data, path=PATH, pictures=None).slides]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"]
)
def test_japanese_is_decoded(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), path=PATH) == TEXT


@pytest.mark.parametrize("mark", [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")])
def test_a_byte_order_mark_decides_and_goes(mark: tuple[str, bytes]) -> None:
    encoding, bom = mark
    assert decode(bom + TEXT.encode(encoding), path=PATH) == TEXT


@pytest.mark.parametrize("encoding", ["ascii", "utf-16", "utf-16-le", "utf-16-be"])
def test_english_is_decoded(encoding: str) -> None:
    assert decode(LATIN.encode(encoding), path=PATH) == LATIN


def test_short_cp932_is_decoded() -> None:
    assert decode("防災".encode("cp932"), path=PATH) == "防災"


def test_line_ends_become_one_kind() -> None:
    assert decode("港\r\n船\r魚\n".encode(), path=PATH) == "港\n船\n魚\n"


@pytest.mark.parametrize(
    ("data", "byte"),
    [
        (TEXT.encode()[:-2], 109),
        (TEXT.encode()[:21] + b"\xff" + TEXT.encode()[21:], 21),
        ((LATIN + "防災計画と避難").encode()[:-1], 52),
        (b"\xef\xbb\xbf\xff", 0),
        (b"\xff\xfeA", 2),
        (TEXT.encode("euc-jp"), 0),
        (bytes(range(128, 256)), 0),
    ],
)
def test_broken_bytes_are_refused_by_name(data: bytes, byte: int) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(data, path=PATH)
    assert caught.value.message == f"bousai.txt: byte {byte} fits none of UTF-8, UTF-16 and cp932"
    assert caught.value.hint == "Save the file as UTF-8 and build again."
    assert caught.value.path == PATH


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u3000\u200b".encode(), b"\x00" * 64]
)
def test_a_file_without_text_is_told_empty(data: bytes) -> None:
    with pytest.raises(EmptyFileError, match=r"bousai\.txt: the file is empty"):
        TextReader().read(data, path=PATH, pictures=None)


def test_form_feeds_part_slides_before_all_else() -> None:
    assert split_slides("一枚目\n---\n 本文\f\n二枚目\f三枚目\f") == [
        "一枚目\n---\n 本文",
        "二枚目",
        "三枚目",
    ]


def test_rules_part_slides_before_indents_and_stand_at_either_end() -> None:
    text = "---\n一枚目\n 字下げ\n--- \n二枚目\n----\n---\n"
    assert split_slides(text) == ["一枚目\n 字下げ", "二枚目\n----"]


def test_a_slide_between_two_marks_keeps_its_number_though_empty() -> None:
    assert split_slides("一枚目\f\f三枚目") == ["一枚目", "", "三枚目"]
    assert split_slides("一枚目\n---\n\n---\n三枚目") == ["一枚目", "", "三枚目"]
    assert split_slides("---\n") == [""]
    slides = TextReader().read("一枚目\f \f三枚目".encode(), path=PATH, pictures=None).slides
    assert [(slide.number, slide.text) for slide in slides] == [
        (1, "一枚目"),
        (2, ""),
        (3, "三枚目"),
    ]
    assert slides[1].blocks == ()


def test_one_leading_space_parts_slides_only_after_a_line_that_is_not_blank() -> None:
    text = " 観光の動向\n本文\n 訪日旅行\n\n 字下げ\n   続き\n　全角の字下げ\n 国内旅行\n"
    assert split_slides(text) == [
        "観光の動向\n本文",
        "訪日旅行\n\n 字下げ\n   続き\n　全角の字下げ",
        "国内旅行",
    ]


def test_text_without_marks_is_one_slide() -> None:
    assert split_slides("給食の無償化\n\n\n本文\n") == ["給食の無償化\n\n\n本文"]


def test_slides_are_numbered_from_one() -> None:
    slides = TextReader().read("港\n---\n船".encode(), path=PATH, pictures=None).slides
    assert [(s.number, s.text) for s in slides] == [
        (1, "港"),
        (2, "船"),
    ]


def test_what_follows_a_nul_in_mid_slide_stays() -> None:
    (slide,) = TextReader().read("津波\x00避難所".encode(), path=PATH, pictures=None).slides
    assert slide.text == "津波\x00避難所"


def test_a_suffix_may_have_any_case() -> None:
    assert format_of(b"a", path=Path("A.TXT")) == "text"


@pytest.mark.parametrize(("name", "told"), [("deck.xyz", "'.xyz'"), ("README", "(no suffix)")])
def test_an_unknown_suffix_is_refused_by_name(name: str, told: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"Convert it to one of: .*\.txt") as caught:
        format_of(b"a", path=Path(name))
    assert caught.value.message == f"{name}: no reader for files of type {told}"


@given(st.text(st.sampled_from("港a \n\f-\x00\u3000") | st.characters(codec="utf-8")))
def test_slides_together_hold_all_that_is_not_a_mark(text: str) -> None:
    slides = split_slides(text)
    assert slides or not text.strip()
    kept = "".join("".join(slides).split()).replace("-", "")
    assert kept == "".join(text.split()).replace("-", "")


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        slides = TextReader().read(data, path=PATH, pictures=None).slides
    except (EmptyFileError, EncodingError):
        return
    assert [slide.number for slide in slides] == list(range(1, len(slides) + 1))
    assert any(slide.text for slide in slides)
