"""Assistants over briefings given as text, made of the real parts and nothing on disk."""

from collections.abc import Mapping
from functools import cache

from briefqa.answerer.extractive import ExtractiveAnswerer
from briefqa.assistant import Assistant
from briefqa.comprehension import SpanReader
from briefqa.dense import FlatIndex
from briefqa.embedder import Embedder, load_embedder
from briefqa.glossary import mine
from briefqa.index.contents import Contents, Generation
from briefqa.index.manifest import FORMAT_VERSION, EmbedderEntry, Manifest
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.passages import split_passages
from briefqa.ranker import Ranker
from briefqa.readers.layout import arrange
from briefqa.readers.sections import name_sections
from briefqa.readers.text import split_slides
from briefqa.records import Block, BlockKind, Briefing, Slide
from briefqa.text import RULES_VERSION
from briefqa.text.terms import bigrams, terms

BOUSAI = """青葉市の防災計画
---
避難所の整備

・指定避難所の数：128か所
・福祉避難所は36か所で、
うち12か所に非常用電源※1がある。
・収容人数は約４万５千人

※1 太陽光発電と蓄電池
（出典）青葉市防災会議
---
総合防災訓練の概要

日時：2024年9月1日（日）
会場：青葉中央公園
参加者：市民、消防団、自衛隊
---
地図の役割

ハザードマップとは、災害の危険がある場所と避難の道筋を示す地図である。
2019年度に全戸へ配布した。
---
協定を結んだ都市

札幌市 仙台市 新潟市
静岡市 広島市 福岡市
---
備蓄の状況

・飲料水は90万リットルを備蓄している。
・指定避難所の数：128か所
・早期警報システム（EWS）を全地区に導入した。
"""


@cache
def embedder() -> Embedder:
    """Return the shipped embedder, loaded once."""
    return load_embedder(None)


@cache
def reader() -> SpanReader:
    """Return the shipped reading model, loaded once."""
    return SpanReader.load()


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon, opened once."""
    return Lexicon.open()


def assistant_over(briefings: Mapping[str, str]) -> Assistant:
    """Return an assistant over briefings, given as text by their ids, slides parted by `---`."""
    return assistant_of(
        tuple(_briefing(briefing_id, text) for briefing_id, text in briefings.items())
    )


def assistant_of(made: tuple[Briefing, ...]) -> Assistant:
    """Return an assistant over briefings."""
    passages = tuple(passage for briefing in made for passage in split_passages(briefing))
    indexed = [passage.indexed_text for passage in passages]
    contents = Contents(
        briefings=made,
        unreadable=(),
        passages=passages,
        terms=LexicalIndex.build([terms(text) for text in indexed]),
        bigrams=LexicalIndex.build([bigrams(text) for text in indexed]),
        dense=FlatIndex.build(embedder().embed_passages(indexed)),
        glossary=mine(made),
    )
    model = EmbedderEntry(embedder().name, embedder().revision, embedder().dimension)
    slides = sum(len(briefing.slides) for briefing in made)
    manifest = Manifest(
        FORMAT_VERSION, RULES_VERSION, "0", "gen-1", model, (), slides, len(passages), ()
    )
    return Assistant(
        Generation("gen-1", manifest, contents),
        embedder=embedder(),
        lexicon=lexicon(),
        ranker=Ranker.open(),
        answerer=ExtractiveAnswerer.of(embedder(), reader()),
    )


def _briefing(briefing_id: str, text: str) -> Briefing:
    slides = name_sections(
        tuple(
            arrange(part, briefing_id=briefing_id, number=number)
            for number, part in enumerate(split_slides(text), start=1)
        )
    )
    return Briefing(
        briefing_id, "青葉市の防災", "2024-10", "", "ja", f"{briefing_id}.txt", "0", slides
    )


def slide_of(*blocks: tuple[BlockKind, str], title: str = "", section: str = "") -> Slide:
    """Return slide 1 of the briefing `bousai`: its blocks on a line each, parted by blank lines."""
    made: list[Block] = []
    start = 0
    for kind, text in blocks:
        made.append(Block(kind, start, start + len(text), text))
        start += len(text) + 2
    text = "\n\n".join(text for _, text in blocks)
    return Slide("bousai", 1, text, title, section, tuple(made))
