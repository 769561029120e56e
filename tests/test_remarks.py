"""Remarks: sentences in English whose values stand apart."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefqa.errors import BriefqaError, TooLargeError
from briefqa.remarks import Remark, fill, in_sentences


def test_an_error_says_its_values_and_keeps_them_apart() -> None:
    error = TooLargeError(
        Path("corpus/白書.pdf"),
        "{size} MB, more than the {most} MB that are read",
        hint="Split the file.",
        values={"size": 1234, "most": 50},
    )
    assert str(error) == "白書.pdf: 1,234 MB, more than the 50 MB that are read. Split the file."
    assert (error.message, error.hint) == (
        "白書.pdf: 1,234 MB, more than the 50 MB that are read",
        "Split the file.",
    )
    assert error.remark == Remark(
        ("{size} MB, more than the {most} MB that are read", "Split the file."),
        (("size", 1234), ("most", 50)),
        "白書.pdf",
    )
    assert str(error.remark) == str(error)


def test_braces_that_name_no_value_stay() -> None:
    error = BriefqaError("{0.__class__} of {a} and {b!r}", values={"a": "{b}", "b": "c"})
    assert str(error) == "{0.__class__} of {b} and {b!r}"


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b"]), st.text() | st.integers()))
def test_filling_in_never_fails_and_reads_no_value_as_a_name(
    sentence: str, values: dict[str, str | int]
) -> None:
    assert fill(sentence, {}) == sentence
    assert isinstance(fill(sentence, values), str)
    assert fill("{a}", {"a": sentence}) == sentence


def test_sentences_are_parted_by_one_stop() -> None:
    assert in_sentences("one", "Two.", "Three.") == "one. Two. Three."
    assert in_sentences("one!", "", "Two.") == "one! Two."
    assert in_sentences() == ""


def test_all_that_a_remark_shows_can_be_made_visible() -> None:
    inner = Remark(("{x}",), (("x", "a\n"),), "f\n")
    remark = Remark(("b\n",), (("n", 1), ("files", (inner,))), "s\n")
    assert remark.visible(str.strip) == Remark(
        ("b",), (("n", 1), ("files", (Remark(("{x}",), (("x", "a"),), "f"),))), "s"
    )
