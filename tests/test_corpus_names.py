"""Ids: once given they stay with their file, and no two files share one."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.corpus.names import ID_LIMIT, Named, ids_of, slug
from briefqa.records import Briefing

BEFORE = Briefing("hakusho", "白書", "", "", "ja", "白書.pdf", "", (), content="d1")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("防災 計画（案）.txt", "防災-計画-案"),
        ("2024/ＩＣＴ教育.txt", "2024-ict教育"),
        ("../v1.2 final.txt", "v1-2-final"),
        ("（）.txt", "briefing"),
        ("README", "readme"),
        ("2024.6/計画", "2024-6-計画"),
        (unicodedata.normalize("NFD", "ガイドブック.pdf"), "ガイドブック"),
        ("a%2Fb?c#d&e.pdf", "a-2fb-c-d-e"),
        ("📈 売上.pptx", "売上"),
        ("あ" * 200 + ".pdf", "あ" * 32),
        ("x" * 95 + "-y.pdf", "x" * 95),
    ],
)
def test_ids_are_slugs_of_file_names(source: str, expected: str) -> None:
    assert slug(source) == expected


@given(st.text(min_size=1, max_size=300))
def test_any_name_gives_an_id_that_is_safe_in_addresses(source: str) -> None:
    found = slug(source)
    assert 0 < len(found.encode("utf-8", "replace")) <= ID_LIMIT
    assert not set(found) & set("/\\?#%&. \t\n\0")


def test_a_file_that_was_there_before_keeps_its_id() -> None:
    # Whatever the rules of slugs were, and though a file that sorts before it has the same slug.
    files = [Named("Hakusho.pdf", "d2"), Named("白書.pdf", "d3")]
    assert ids_of(files, [BEFORE]) == ("hakusho-2", "hakusho")


def test_a_renamed_file_keeps_its_id() -> None:
    assert ids_of([Named("白書（最終）.pdf", "d1")], [BEFORE]) == ("hakusho",)


def test_a_copy_gets_an_id_of_its_own_while_the_first_is_there() -> None:
    files = [Named("写し.pdf", "d1"), Named("白書.pdf", "d1")]
    assert ids_of(files, [BEFORE]) == ("写し", "hakusho")


def test_of_two_copies_under_new_names_one_keeps_the_id() -> None:
    files = [Named("一.pdf", "d1"), Named("二.pdf", "d1")]
    assert ids_of(files, [BEFORE]) == ("hakusho", "二")


def test_another_file_under_a_freed_name_is_no_renamed_one() -> None:
    assert ids_of([Named("hakusho.txt", "d2")], [BEFORE]) == ("hakusho",)
    assert ids_of([Named("港.txt", "d2")], [BEFORE]) == ("港",)


def test_two_briefings_of_one_shown_name_have_two_ids() -> None:
    """On Linux a name can stand there as NFC and as NFD; both are shown alike."""
    before = [BEFORE, replace(BEFORE, id="hakusho-2", content="d2")]
    files = [Named("白書.pdf", "d1"), Named("白書.pdf", "d2"), Named("白書.pdf", "d3")]
    assert ids_of(files, before) == ("hakusho", "hakusho-2", "白書")


def test_numbers_fit_into_the_limit() -> None:
    files = [Named("あ" * 100 + suffix, "") for suffix in (".pdf", ".pptx", ".txt")]
    assert ids_of(files, []) == ("あ" * 32, "あ" * 31 + "-2", "あ" * 31 + "-3")


names = st.sampled_from(["a.txt", "A.txt", "a b.txt", "a-b.pdf", "b/a.txt", "白書.pdf"])
digests = st.sampled_from(["d1", "d2", "d3", ""])


@given(
    st.lists(st.builds(Named, names, digests), max_size=6),
    st.lists(st.tuples(names, digests, st.sampled_from("pqrst")), max_size=4),
)
def test_ids_are_never_shared(files: list[Named], old: list[tuple[str, str, str]]) -> None:
    unique = {id_: (source, digest) for source, digest, id_ in old}
    before = [
        replace(BEFORE, id=id_, source=source, content=digest)
        for id_, (source, digest) in unique.items()
    ]
    ids = ids_of(files, before)
    assert len(set(ids)) == len(files)
    for briefing in before:
        if sum(one.source == briefing.source for one in before) == 1 and any(
            file.source == briefing.source for file in files
        ):
            position = [file.source for file in files].index(briefing.source)
            assert ids[position] == briefing.id
