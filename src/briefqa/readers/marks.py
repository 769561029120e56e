"""Marks by which a line of a slide tells what it is: bullets, numbers, notes, sources, labels."""

import re

# Bullets of Japanese decks; U+F000-U+F0FF is where Wingdings bullets land after extraction.
_BULLETS = "◼■□◆◇●○⚫⚪•・‣⁃◦▪▫▶►▷➢➣➤✓✔☑❖◎★☆⇒→➔➡⇔▼◾◽∙·▸▌▍▎▏█❚\uf000-\uf0ff"
BULLET = re.compile(rf"^\s*(?:[{_BULLETS}]|[-–*+](?=\s))\s*")
NUMBERED = re.compile(
    r"^\s*(?:[（(][0-9０-９一二三四五六七八九十]{1,2}[）)]|[①-⑳]|[0-9０-９]{1,2}[.．）)](?![0-9０-９])"
    r"|[IVXⅠ-Ⅻ]{1,3}[.．])\s*(?=\S)"
)
FOOTNOTE = re.compile(r"^\s*(?:[※＊]|\*\d|[（(]?注[\d０-９）):：])")
SOURCE = re.compile(
    r"^\s*[（(【\[]?(?:出典|出所|資料|引用|参照元|[Ss]ource)[）)】\]]?\s*[:：）)]|^\s*[（(]出典"
)
SENTENCE_END = re.compile(r"[。．！？!?][」』）)]?\s*$")
# A label is short, is no sentence and no clock time, and something follows its colon.
LABEL = re.compile(r"^(?P<label>[^：:。、「」\n]{1,24}?)\s*[：:]\s*(?=\S)(?!//)")
# A table's first cell, flattened onto the line of its second: short and without kana that bind.
TABLE_LABEL = re.compile(r"^(?P<label>[^\Wぁ-んA-Za-z0-9０-９_]{2,8})[ 　]+(?=\S{8,})")
_TIME = re.compile(r"\d\s*[：:]\s*\d")
OPENING = "（(「『【［[〔〈《“"
CLOSING = "）)」』】］]〕〉》”"
# What titles of Japanese decks end in, when the reading order puts them after their slide's body.
TITLE_ENDING = re.compile(
    r"(?:概要|について|とは[？?]?|一覧|現状|動向|まとめ|目次|方針|計画|事例|状況|推移|体制|有効性|意義"
    r"|メリット|ポイント|取組|結果|背景|目的|経緯|課題|対応|展開|重要性|予定|スケジュール)(?:[（(].*[）)])?$"
)
URL = re.compile(r"https?://|www\.")


def strip_mark(text: str) -> str:
    """Return `text` without its leading bullet or number.

    >>> strip_mark("◼ 避難所の数"), strip_mark("(1) 概要")
    ('避難所の数', '概要')
    """
    return NUMBERED.sub("", BULLET.sub("", text, count=1), count=1)


def is_balanced(text: str) -> bool:
    """Say whether each bracket that `text` opens is closed in it."""
    return sum(map(text.count, OPENING)) <= sum(map(text.count, CLOSING))


def label_of(text: str) -> str | None:
    """Return the label of a `label: value` line, or of a table's row flattened onto a line.

    None where there is none.

    >>> label_of("・会場：仙台市"), label_of("開始 10:30"), label_of("詳細は https://example.org")
    ('会場', None, None)
    """
    body = strip_mark(text)
    match = LABEL.match(body)
    if match is not None and not is_balanced(match["label"]):
        return None
    if match is None and TABLE_LABEL.match(body) and not SENTENCE_END.search(body):
        return re.split("[ 　]", body, maxsplit=1)[0]
    if match is None or URL.search(body[: match.end() + 2]):
        return None
    if _TIME.search(body[: match.end() + 1]) and match["label"][-1].isdigit():
        return None
    return match["label"].strip()
