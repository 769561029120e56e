"""Answers in the question's language: text, rows, and what no rule renders."""

from dataclasses import replace

from briefqa.localise import in_language
from briefqa.records import Answer, Quantity, Row
from tests.replies import COMPUTED, ROWS

LIST = "仙台市（54か所）、見守りの輪（2024年3月）、仙台市（54か所）"
LISTED = Answer(
    "answered",
    LIST,
    0.7,
    original=LIST,
    type="list",
    rows=(Row("仙台市", "54か所", 1), Row("見守りの輪", "2024年3月", 2), Row("ケニア", "", 3)),
)


def test_an_english_list_says_each_item_once_and_keeps_what_no_rule_renders() -> None:
    answer = in_language(LISTED, "en", names={})
    assert answer.text == "Sendai City (54 places), 見守りの輪 (March 2024)"
    assert answer.original == "仙台市（54か所）、見守りの輪（2024年3月）"


def test_rows_have_their_english_beside_the_words_as_written() -> None:
    assert in_language(LISTED, "en", names={}).rows == (
        Row("仙台市", "54か所", 1, "Sendai City", "54 places"),
        Row("見守りの輪", "2024年3月", 2, "", "March 2024"),
        Row("ケニア", "", 3, "Kenya", ""),
    )


def test_rows_that_an_answer_was_worked_out_from_are_rendered_too() -> None:
    names = {"北区": "North Ward"}
    answer = in_language(replace(COMPUTED, rows=ROWS), "en", names=names)
    assert (answer.text, answer.original) == ("128 places", "128か所")
    assert answer.rows[0] == Row("北区", "54か所", 1, "North Ward", "54 places")


def test_two_writings_of_one_thing_are_said_once() -> None:
    words = "ケニア、ケニア共和国"
    listed = replace(LISTED, text=words, original=words)
    answer = in_language(listed, "en", names={"ケニア共和国": "Kenya"})
    assert (answer.text, answer.original) == ("Kenya", words)


def test_a_japanese_question_gets_the_words_as_written() -> None:
    answer = in_language(LISTED, "ja", names={})
    assert answer.text == answer.original == "仙台市（54か所）、見守りの輪（2024年3月）"
    assert answer.rows == LISTED.rows
    assert in_language(COMPUTED, "ja", names={}) == COMPUTED


def test_the_text_of_a_row_that_is_one_value_is_that_value() -> None:
    one = replace(LISTED, text="約54か所", original="約54か所", value=Quantity(54, "か所", "about"))
    assert in_language(one, "en", names={}).text == "about 54 places"


def test_a_row_that_holds_a_comma_is_one_item() -> None:
    words = "青葉市、若葉町、港市（3 件）"
    rows = (Row("青葉市、若葉町", "", 1), Row("港市", "3 件", 1))
    listed = replace(LISTED, text=words, original=words, rows=rows)
    names = {"青葉市、若葉町": "Aoba and Wakaba", "港市": "Minato"}
    assert in_language(listed, "en", names=names).text == "Aoba and Wakaba, Minato (3 cases)"
