from hypothesis import given
from hypothesis import strategies as st

from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.order import reading_order
from briefqa.readers.pptx.pieces import GroupPiece, Paragraph, Piece, TextPiece

UNIT = 1_270_000  # EMU: 100 points


def text(words: str, left: float, top: float, right: float, bottom: float, **looks) -> TextPiece:
    """Return a frame; its place in hundreds of points."""
    rect = Rect(left * UNIT, top * UNIT, right * UNIT, bottom * UNIT)
    return TextPiece(rect, rect, (Paragraph(words),), **looks)


def words(pieces: list[Piece]) -> list[str]:
    return [piece.paragraphs[0].text for piece in pieces if isinstance(piece, TextPiece)]


def test_rows_are_read_from_the_top() -> None:
    pieces = [text("三", 1, 3, 2, 3.3), text("一", 1, 1, 2, 1.3), text("二", 1, 2, 2, 2.3)]
    assert words(reading_order(pieces)) == ["一", "二", "三"]


def test_cards_of_equal_distance_are_read_across() -> None:
    pieces = [
        text("丁", 4, 3, 6, 4), text("乙", 4, 1, 6, 2),
        text("丙", 1, 3, 3, 4), text("甲", 1, 1, 3, 2),
    ]  # fmt: skip
    assert words(reading_order(pieces)) == ["甲", "乙", "丙", "丁"]


def test_columns_of_their_own_are_read_down() -> None:
    left = [text(f"左{i}", 1, 1 + i * 0.4, 3, 1.3 + i * 0.4) for i in range(4)]
    right = [text(f"右{i}", 6, 1 + i * 0.9, 8, 1.3 + i * 0.9) for i in range(2)]
    found = words(reading_order([*right, *left]))
    assert found == ["左0", "左1", "左2", "左3", "右0", "右1"]


def test_a_wide_head_comes_before_columns_under_it() -> None:
    pieces = [
        text("右上", 5, 2, 8, 2.3), text("右下", 5, 2.4, 8, 4), text("左上", 1, 2, 4, 2.3),
        text("左下", 1, 2.4, 4, 4), text("全体の見出し" * 5, 1, 1, 8, 1.3),
    ]  # fmt: skip
    found = words(reading_order(pieces))
    assert found[0] == "全体の見出し" * 5
    assert found.index("左上") < found.index("右上")


def test_a_group_is_kept_together() -> None:
    group = (text("組の上", 1, 1, 2, 1.3), text("組の下", 1, 3, 2, 3.3))
    beside = text("隣", 4, 2, 5, 2.3)
    pieces = [beside, GroupPiece(Rect(UNIT, UNIT, 2 * UNIT, 3.3 * UNIT), group)]
    assert words(reading_order(pieces)) == ["組の上", "組の下", "隣"]


def test_a_group_that_others_stand_in_is_taken_apart() -> None:
    group = (text("上", 1, 1, 2, 1.3), text("下", 1, 3, 2, 3.3))
    pieces = [
        text("中", 1, 2, 2, 2.3),
        GroupPiece(Rect(UNIT, UNIT, 2 * UNIT, 3.3 * UNIT), group),
    ]
    assert words(reading_order(pieces)) == ["上", "中", "下"]


def test_a_frame_around_others_is_read_where_its_own_words_are() -> None:
    frame = text("枠の題", 1, 1, 8, 5)
    bottom = text("枠の注", 1, 1, 8, 5.5, anchor="bottom")
    inside = text("中身", 2, 2, 4, 3)
    assert words(reading_order([bottom, inside, frame])) == ["枠の題", "中身", "枠の注"]


LENGTHS = st.floats(0, 10)


@given(st.lists(st.tuples(LENGTHS, LENGTHS, LENGTHS, LENGTHS), max_size=30))
def test_every_piece_is_read_once(places: list[tuple[float, float, float, float]]) -> None:
    pieces = [
        text(str(number), min(a, c), min(b, d), max(a, c), max(b, d))
        for number, (a, b, c, d) in enumerate(places)
    ]
    found = words(reading_order(pieces))
    assert sorted(found, key=int) == [str(number) for number in range(len(places))]


def test_many_pieces_are_read_in_rows() -> None:
    pieces = [text(str(i), i % 20, i // 20, i % 20 + 0.5, i // 20 + 0.5) for i in range(1000)]
    assert words(reading_order(list(reversed(pieces)))) == [str(i) for i in range(1000)]
