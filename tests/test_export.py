import csv
import io
from dataclasses import replace
from functools import cache

from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from briefqa.assistant import Assistant
from briefqa.export import Entry, Quote, entry_of, to_csv, to_markdown, to_text
from briefqa.export.transcript import source_line
from briefqa.export.word import to_docx
from briefqa.records import Citation, Reply
from tests.asking import assistant_over

DECK = {
    "bousai": "防災会議の概要\n\n・会場：仙台市\n・参加者数：約120人（2025年6月時点）\n"
    "\f備蓄の状況\n\n・水：三日分\n",
}


@cache
def assistant() -> Assistant:
    return assistant_over(DECK)


def entry(question: str) -> Entry:
    reply: Reply = assistant().ask(question)
    return entry_of(reply, {one.id: one for one in assistant().briefings})


def test_an_entry_holds_the_words_and_where_they_stand() -> None:
    made = entry("防災会議の会場はどこですか")
    assert made.answer == "仙台市"
    (quote,) = made.quotes
    assert (quote.text, quote.briefing, quote.slide) == ("会場：仙台市", "bousai", 1)
    assert quote.source == "青葉市の防災、スライド1、2024年10月"


def test_what_was_not_found_names_the_nearest_slides() -> None:
    made = entry("木星の衛星の数は")
    assert made.answer is None
    assert made.quotes == ()
    assert made.remarks[0]


HOSTILE = Entry(
    question="=1+1 <script>",
    language="en",
    answer="*bold* [link](x)",
    original="",
    as_of="2025-06",
    remarks=("As of 2025-06",),
    rows=(("北|部", "54", 1),),
    quotes=(Quote(1, "# no heading\n1. no list", "Deck, slide 3", "deck", 3),),
    nearest=(),
)


FOUND = Entry(
    question="避難所は何か所ですか",
    language="ja",
    answer="128か所",
    original="",
    as_of="2025-06",
    remarks=("2025年6月時点",),
    rows=(("北区", "54か所", 1), ("南区", "", 2)),
    quotes=(
        Quote(1, "北区：54か所", "防災計画、スライド3、2025年6月", "bousai", 3),
        Quote(2, "南区\n74か所", "防災計画、スライド4、2025年6月", "bousai", 4),
    ),
    nearest=(),
)


def test_text_has_question_answer_rows_and_each_quote_over_its_source() -> None:
    assert to_text(FOUND) == (
        "避難所は何か所ですか\n128か所\n2025年6月時点\n\n"
        "北区\t54か所\t[1]\n南区\t[2]\n\n"
        "[1] 「北区：54か所」\n防災計画、スライド3、2025年6月\n\n"
        "[2] 「南区\n74か所」\n防災計画、スライド4、2025年6月"
    )


def test_text_puts_quotes_of_an_english_answer_in_english_marks() -> None:
    english = replace(FOUND, language="en", remarks=(), rows=(), quotes=FOUND.quotes[:1])
    assert to_text(english).splitlines() == [
        *("避難所は何か所ですか", "128か所", ""),
        *("[1] “北区：54か所”", "防災計画、スライド3、2025年6月"),
    ]


def test_text_of_what_was_not_found_names_the_nearest_slides() -> None:
    lost = Entry(
        question="Who?",
        language="en",
        answer=None,
        original="",
        as_of="",
        remarks=("Not found in the briefings.", "1,234 slides were searched."),
        rows=(),
        quotes=(),
        nearest=("防災計画, slide 3", "防災計画, slide 4"),
    )
    assert to_text(lost) == (
        "Who?\nNot found in the briefings.\n1,234 slides were searched.\n\n"
        "The nearest slides\n防災計画, slide 3\n防災計画, slide 4"
    )


def test_dates_are_in_the_language_of_the_question() -> None:
    place = Citation(1, "bousai", "防災計画", 3, "", "", 0, 0)
    dated = replace(assistant().briefings[0], date="2025-06-01")
    assert source_line(place, dated, "en") == "防災計画, slide 3, 1 June 2025"
    assert (
        source_line(place, replace(dated, date="2025-06"), "ja") == "防災計画、スライド3、2025年6月"
    )


def test_word_knows_which_letters_are_japanese() -> None:
    document = Document(io.BytesIO(to_docx([FOUND], "ja")))
    (language,) = document.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:eastAsia")) == "ja-JP"


def test_markdown_keeps_every_character_and_reads_none_as_markup() -> None:
    html = MarkdownIt("commonmark").enable("table").render(to_markdown([HOSTILE], "en"))
    assert "<h2>=1+1 &lt;script&gt;</h2>" in html
    assert "<strong>*bold* [link](x)</strong>" in html
    assert "<td>北|部</td>" in html
    assert "# no heading" in html
    assert "<ol>" not in html
    assert html.count("<h1>") == 1


def test_a_line_of_the_table_is_a_quote_and_no_cell_is_a_formula() -> None:
    data = to_csv([HOSTILE, entry("木星の衛星の数は")], "ja")
    assert data.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head[:3] == ["質問", "答え", "原文"]
    assert first == [
        *("'=1+1 <script>", "*bold* [link](x)", "", "2025-06", "1"),
        *("# no heading\n1. no list", "Deck, slide 3", "deck", "3"),
    ]
    assert second[4:] == [""] * 5


def test_word_holds_question_answer_rows_and_quotes_in_order() -> None:
    document = Document(io.BytesIO(to_docx([HOSTILE], "ja")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == [
        "質問と答え",
        "=1+1 <script>",
        "*bold* [link](x)",
        "As of 2025-06",
        "# no heading\n1. no list",
        "[1] Deck, slide 3",
    ]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["北|部", "54", "[1]"]


def test_word_takes_characters_that_xml_cannot_hold() -> None:
    quote = Quote(1, "津波\x00\x0b避難", "s", "d", 1)
    made = Entry("問", "ja", "答", "", "", (), (), (quote,), ())
    texts = [one.text for one in Document(io.BytesIO(to_docx([made], "ja"))).paragraphs]
    assert "津波避難" in texts
