"""The corpus folder: ids, sidecars, the user's glossary, and what could not be read."""

import os
from pathlib import Path

import pytest

from briefqa.corpus import Known, files, read_corpus, read_glossary
from briefqa.errors import ReadError, SidecarError
from briefqa.glossary import GlossaryEntry
from briefqa.records import Unreadable
from briefqa.remarks import Remark

SOURCE = Path(__file__).parents[1] / "corpus"
SLIDES = "防災の現状\n\n◼ 備蓄は三日分を目安とする。\n---\n訓練の予定\n\n◼ 訓練は九月に行う。"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        folder.joinpath(name.replace("_", ".")).write_text(text, encoding="utf-8")


def test_the_source_briefing_is_read_with_its_sidecar() -> None:
    corpus = read_corpus(SOURCE)
    (briefing,) = corpus.briefings
    assert briefing.id == "climate-briefing-2025"
    assert briefing.title == "気候変動と都市間連携に関するブリーフィング"
    assert (briefing.date, briefing.publisher, briefing.language) == ("2025-06", "環境省", "ja")
    assert briefing.source == "climate-briefing-2025.txt"
    assert len(briefing.slides) == 29
    assert (corpus.unreadable, corpus.glossary, corpus.warnings) == ((), (), ())


def test_without_a_sidecar_the_first_title_and_the_script_tell(tmp_path: Path) -> None:
    write(
        tmp_path, bousai_txt=SLIDES, plan_txt="Evacuation plan\n\nShelters open within three hours."
    )
    bousai, plan = read_corpus(tmp_path).briefings
    assert (bousai.title, bousai.language, bousai.date, bousai.publisher) == (
        "防災の現状",
        "ja",
        "",
        "",
    )
    assert (plan.title, plan.language) == ("Evacuation plan", "en")


def test_a_briefing_without_titles_is_called_after_its_file(tmp_path: Path) -> None:
    write(tmp_path, minato_txt="船は三隻ある。\n\n港は一つだけだ。")
    assert read_corpus(tmp_path).briefings[0].title == "minato"


def test_briefings_come_by_id_and_from_folders_within(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    write(tmp_path, shokuiku_txt=SLIDES)
    write(tmp_path / "2024", bousai_txt=SLIDES + "。")
    found = [(b.id, b.source) for b in read_corpus(tmp_path).briefings]
    assert found == [("2024-bousai", "2024/bousai.txt"), ("shokuiku", "shokuiku.txt")]
    assert {s.briefing_id for s in read_corpus(tmp_path).briefings[0].slides} == {"2024-bousai"}


def test_files_with_the_same_slug_get_numbers(tmp_path: Path) -> None:
    for name in ("a b.txt", "a-b.txt", "a_b.txt", "a!b.txt"):
        (tmp_path / name).write_text(f"港の船\n\n{name}の本文。", encoding="utf-8")
    found = {b.id: b.source for b in read_corpus(tmp_path).briefings}
    assert found == {"a-b": "a b.txt", "a-b-2": "a!b.txt", "a-b-3": "a-b.txt", "a_b": "a_b.txt"}


def test_a_bad_file_among_a_hundred_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    for number in range(99):
        (tmp_path / f"deck{number:02}.txt").write_text(
            f"観光の動向\n\n第{number}章。", encoding="utf-8"
        )
    (tmp_path / "deck50.xyz").write_bytes(b"\x00\x01")
    corpus = read_corpus(tmp_path)
    assert [b.id for b in corpus.briefings] == [f"deck{number:02}" for number in range(99)]
    ((bad,)) = corpus.unreadable
    assert (bad.source, bad.slide) == ("deck50.xyz", 0)
    assert str(bad.reason).startswith("no reader for files of type '.xyz'. Convert it to one of: ")


def test_each_file_that_cannot_be_read_is_told_with_its_reason(tmp_path: Path) -> None:
    write(tmp_path, bousai_txt=SLIDES, kara_txt=" \n")
    (tmp_path / "koware.txt").write_bytes(SLIDES.encode()[:-1])
    empty, broken = read_corpus(tmp_path).unreadable
    assert (empty.source, empty.slide, empty.failure) == ("kara.txt", 0, "empty")
    assert str(empty.reason) == "the file is empty. Remove it or give it text."
    assert (broken.source, broken.slide, broken.failure) == ("koware.txt", 0, "encoding")
    assert str(broken.reason) == (
        f"byte {len(SLIDES.encode()) - 3} fits none of UTF-8, UTF-16 and cp932. "
        "Save the file as UTF-8 and build again."
    )
    assert len({empty.digest, broken.digest, ""}) == 3


def test_what_is_no_file_is_told_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "2025").mkdir(parents=True)
    write(folder, bousai_txt=SLIDES)
    (folder / "2025" / "別名.txt").symlink_to(folder / "bousai.txt")
    (folder / "2025" / "戻る").symlink_to("..")
    (folder / "迷子.pdf").symlink_to("なし.pdf")
    (folder / "環.pdf").symlink_to("環.pdf")
    (folder / ".隠れ.pdf").symlink_to("なし.pdf")
    os.mkfifo(folder / "管.txt")
    corpus = read_corpus(folder)
    assert [briefing.source for briefing in corpus.briefings] == ["2025/別名.txt", "bousai.txt"]
    nowhere = "it is a link that leads nowhere. Mend or remove it."
    assert [(one.source, str(one.reason), one.failure) for one in corpus.unreadable] == [
        (
            "2025/戻る",
            "it is a link to a folder, which is not followed. Put the folder itself here.",
            "unavailable",
        ),
        ("環.pdf", nowhere, "unavailable"),
        ("管.txt", "it is no regular file. Take it out of the corpus.", "unavailable"),
        ("迷子.pdf", nowhere, "unavailable"),
    ]


def test_a_file_that_has_gone_is_told_with_what_to_do(tmp_path: Path) -> None:
    for look in (files.stamp, files.content_digest_of):
        with pytest.raises(ReadError) as caught:
            look(tmp_path / "白書.pdf")
        assert str(caught.value) == (
            "白書.pdf: the file cannot be opened (No such file or directory). Build again."
        )


def test_slides_without_text_are_told(tmp_path: Path) -> None:
    write(tmp_path, bousai_txt="防災の現状\f\f訓練の予定")
    corpus = read_corpus(tmp_path)
    assert corpus.unreadable == (Unreadable("bousai.txt", 2, Remark(("the slide has no text",))),)
    assert len(corpus.briefings[0].slides) == 3


def test_a_file_over_the_limit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SIZE_LIMIT", 100)
    write(tmp_path, bousai_txt=SLIDES)
    (unreadable,) = read_corpus(tmp_path).unreadable
    assert unreadable.source == "bousai.txt"
    assert str(unreadable.reason).endswith("MB that are read. Split the file.")


def test_two_files_with_the_same_content_are_both_read_and_told(tmp_path: Path) -> None:
    write(tmp_path, a_txt=SLIDES, b_txt=SLIDES)
    corpus = read_corpus(tmp_path)
    assert [b.id for b in corpus.briefings] == ["a", "b"]
    assert tuple(map(str, corpus.warnings)) == (
        "b.txt has the same content as a.txt. Remove one of the two.",
    )


def test_hidden_files_sidecars_and_the_glossary_are_no_briefings(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", config_txt=SLIDES)
    write(tmp_path, bousai_txt=SLIDES, bousai_toml="", glossary_toml="", _hidden="x")
    corpus = read_corpus(tmp_path)
    assert [b.source for b in corpus.briefings] == ["bousai.txt"]
    assert corpus.unreadable == ()


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, bousai_txt=SLIDES)
    with pytest.raises(ReadError, match=r"bousai.txt: the corpus is a folder, and this is a file"):
        read_corpus(tmp_path / "bousai.txt")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere: the corpus folder does not exist\. Make it"):
        read_corpus(tmp_path / "nowhere")


@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes on POSIX alone")
def test_a_file_name_that_is_no_utf8_or_hides_characters_is_shown_clean(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    names = ["防災.txt".encode("cp932"), "観\u202e光.txt".encode(), "食育.xyz".encode("cp932")]
    for name in names:
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
            file.write(SLIDES.encode() + name[:1])
    corpus = read_corpus(tmp_path)
    shown = [b.source for b in corpus.briefings] + [u.source for u in corpus.unreadable]
    assert "観光.txt" in shown
    for text in (
        *shown,
        *(str(u.reason) for u in corpus.unreadable),
        *(b.title for b in corpus.briefings),
    ):
        assert text.encode("utf-8")


# --- sidecars ---


def test_a_sidecar_tells_what_the_file_does_not(tmp_path: Path) -> None:
    write(tmp_path, bousai_txt=SLIDES)
    write(
        tmp_path,
        bousai_toml='title = "防災白書"\ndate = 2024-06-11\n'
        'publisher = "内閣府"\nlanguage = "ja-JP"\n',
    )
    (briefing,) = read_corpus(tmp_path).briefings
    assert (briefing.title, briefing.date) == ("防災白書", "2024-06-11")
    assert (briefing.publisher, briefing.language) == ("内閣府", "ja-JP")


@pytest.mark.parametrize(
    ("value", "date"), [("2024", "2024"), ('"2024-06"', "2024-06"), ('"2024-02-29"', "2024-02-29")]
)
def test_dates_may_have_any_precision(tmp_path: Path, value: str, date: str) -> None:
    write(tmp_path, bousai_txt=SLIDES, bousai_toml=f"date = {value}")
    assert read_corpus(tmp_path).briefings[0].date == date


def test_a_sidecar_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    write(tmp_path, bousai_txt=SLIDES, bousai_toml='\ufefftitle = "防災白書"')
    assert read_corpus(tmp_path).briefings[0].title == "防災白書"


@pytest.mark.parametrize(
    ("sidecar", "reason"),
    [
        ('titel = "防災"', "unknown key 'titel'. Known keys: title, date, publisher, language."),
        ('date = "六月"', "date '六月' is no ISO date. Write "),
        ('date = "2024-13"', "date '2024-13' is no ISO date. Write "),
        ('date = "2023-02-29"', "date '2023-02-29' is no ISO date. Write "),
        ('date = "２０２４"', "date '２０２４' is no ISO date. Write "),
        ("date = 2024-06-11T10:00:00", "date '2024-06-11T10:00:00' is no ISO date. Write "),
        ('title = ["防災"]', "'title' is no text. Write title = "),
        ("title = ", "not valid TOML: "),
    ],
)
def test_a_briefing_with_a_sidecar_that_is_wrong_is_read_without_it_and_that_is_told(
    tmp_path: Path, sidecar: str, reason: str
) -> None:
    write(tmp_path, bousai_txt=SLIDES, bousai_toml=sidecar, kanko_txt="観光の動向")
    corpus = read_corpus(tmp_path)
    assert [b.id for b in corpus.briefings] == ["bousai", "kanko"]
    assert corpus.unreadable == ()
    (warning,) = corpus.warnings
    assert str(warning).startswith(f"bousai.toml: {reason}")
    assert str(warning).endswith("The briefing is read without it.")


@pytest.mark.parametrize("name", ["bosai.toml", "bousai.TOML"])
def test_a_sidecar_of_no_briefing_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, bousai_txt=SLIDES)
    (tmp_path / name).write_text('title = "防災"', encoding="utf-8")
    (tmp_path / "glossary.toml").write_text("", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    (warning,) = corpus.warnings
    assert str(warning) == f"{name} describes no briefing: no other file has its name."


# --- files read before ---


def test_a_file_read_before_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, bousai_txt=SLIDES)
    (before,) = read_corpus(tmp_path).briefings
    assert read_corpus(tmp_path, known=Known((before,))).briefings[0] is before


@pytest.mark.parametrize("change", [{"bousai_txt": SLIDES + "。"}, {"bousai_toml": "date = 2024"}])
def test_a_change_of_file_or_sidecar_is_seen(tmp_path: Path, change: dict[str, str]) -> None:
    write(tmp_path, bousai_txt=SLIDES)
    (before,) = read_corpus(tmp_path).briefings
    write(tmp_path, **change)
    (after,) = read_corpus(tmp_path, known=Known((before,))).briefings
    assert after.digest != before.digest
    assert after is not before


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    write(tmp_path, bousai_txt=SLIDES, kanko_txt="観光の動向")
    assert read_corpus(tmp_path) == read_corpus(tmp_path)


# --- the user's glossary ---


def test_the_users_glossary_gives_one_entry_for_each_wording(tmp_path: Path) -> None:
    write(
        tmp_path, glossary_toml='"BCP" = "事業継続計画"\n"DMO" = ["観光地域づくり法人", "観光協会"]'
    )
    assert read_corpus(tmp_path).glossary == (
        GlossaryEntry("BCP", "事業継続計画", 1.0, "glossary.toml"),
        GlossaryEntry("DMO", "観光地域づくり法人", 1.0, "glossary.toml"),
        GlossaryEntry("DMO", "観光協会", 1.0, "glossary.toml"),
    )


def test_no_glossary_is_no_entry(tmp_path: Path) -> None:
    assert read_glossary(tmp_path) == ()


@pytest.mark.parametrize(
    ("glossary", "message"),
    [
        ('"BCP" = 3', "glossary.toml: 'BCP' is neither a text nor a list of texts"),
        ('"BCP" = ["事業", 3]', "glossary.toml: 'BCP' is neither a text nor a list of texts"),
        ("[BCP]\nx = 1", "glossary.toml: 'BCP' is neither a text nor a list of texts"),
        ('"BCP" = " "', "glossary.toml: 'BCP' has an empty side"),
        ('"" = "事業"', "glossary.toml: '' has an empty side"),
        ('"BCP', "glossary.toml: not valid TOML: "),
    ],
)
def test_a_glossary_that_is_wrong_is_refused(tmp_path: Path, glossary: str, message: str) -> None:
    write(tmp_path, glossary_toml=glossary)
    with pytest.raises(SidecarError) as caught:
        read_corpus(tmp_path)
    assert caught.value.message.startswith(message)
