"""Quotes: from words as read back to the text as written."""

import pytest

from briefqa.answerer.cite import Quote, quote, quote_blocks
from briefqa.records import Block, Slide
from briefqa.text.align import join_lines


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("訓練は青葉市民\nホールで行う。", "青葉市民ホール", Quote("青葉市民\nホール", 3, 11)),
        ("訓練は９月１日に行う。", "９月１日", Quote("９月１日", 3, 7)),
        ("地\n域\nの\n防\n災", "地域の", Quote("地\n域\nの", 0, 5)),
        ("Sendai\nFramework", "Sendai Framework", Quote("Sendai\nFramework", 0, 16)),
        ("避難所は12\n8か所である。", "128か所", Quote("12\n8か所", 4, 10)),
        ("避難所 \n\n 一覧", "避難所一覧", Quote("避難所 \n\n 一覧", 0, 9)),
    ],
)
def test_a_quote_runs_over_the_lines_that_layout_cut(
    text: str, words: str, expected: Quote
) -> None:
    before = "防災の計画\n\n"  # the block does not begin where the slide does
    block = Block("body", len(before), len(before + text), join_lines(text))
    slide = Slide("bousai", 1, before + text, "", "", (block,))
    start = block.text.index(words)
    found = quote(slide, block, start, start + len(words))
    assert (found.text, found.start - len(before), found.end - len(before)) == (
        expected.text,
        expected.start,
        expected.end,
    )
    assert slide.text[found.start : found.end] == found.text


def test_several_blocks_are_quoted_without_the_mark_of_the_first() -> None:
    text = "協定\n\n・札幌 仙台\n・静岡 広島"
    bounds = ((0, 2), (4, 10), (11, 17))
    blocks = tuple(Block("row", start, end, text[start:end]) for start, end in bounds)
    slide = Slide("bousai", 1, text, "", "", blocks)
    assert quote_blocks(slide, 1, 3) == Quote("札幌 仙台\n・静岡 広島", 5, 17)
