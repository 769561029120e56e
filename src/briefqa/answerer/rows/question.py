"""A question ready to be held against tables, and the words in it that only say what to do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from briefqa.answerer.ask import Ask
from briefqa.answerer.reading import Reading
from briefqa.answerer.rows.numerals import NUMERALS, ORDINAL, number_of
from briefqa.answerer.rows.operation import Operation
from briefqa.answerer.rows.regions import codes_in
from briefqa.answerer.units import term_set
from briefqa.query import Query
from briefqa.records import Moment
from briefqa.tables import TableKind
from briefqa.text.normalise import normalise, squeeze
from briefqa.text.quantities import values_in
from briefqa.text.tagger import tag

SAID = 0.5  # weight from which on a wording names a row
# Words of a question that say what is to be done with rows, or of what kind they are.
_WORKING = (
    "最も 一番 多い 少ない 大きい 小さい 高い 低い 長い 短い 広い 最多 最少 最大 最小 最高 最低",
    "順 番目 目 位 上位 下位 トップ 合計 総計 合わせる 全部 足す トータル 差 平均 以上 以下 未満",
    "超える 超 上回る 最初 最後 初めて 一番目 以内 最も 次ぐ 次 通算 累計 全期間 期間 通す 間 分",
    "第",
    "most fewest least largest smallest highest lowest greatest biggest more fewer less top total",
    "sum combined together altogether difference average mean first second third last least",
    "after behind rank place overall throughout period whole",
    "内容 テーマ 名称 詳細 予定",
)
_KINDS = (
    "一覧 全て リスト 列挙 挙げる 上げる 数 件数 値 名 名前 何 国 都市 市 県 町 村 地域 自治体",
    "都道府県 市町村 項目 件 何か国 海外 国内 か国 つ どちら 一つ 二つ 三つ 人 回 内 内訳 種類",
    "年度別 別 所 さん 様 氏",
    "list all name number count amount value country countries city cities nation",
    "place item items municipality prefecture many much each every entry row total figure kind",
    "type have had",
)
# What pairs say by standing side by side, and rosters by being one.
_RELATING = (
    "連携 提携 協力 組む 結ぶ 姉妹 相手 相手先 連携先 先 側 日本 日本側 work partner partnership",
    "cooperation cooperate collaboration collaborate pair link team match connect japan japanese",
    "domestic foreign overseas abroad counterpart 日本国内",
)
_MEMBERS = (
    "メンバー 参加 加盟 構成 構成員 参画 締結 加わる 入る member participate participant join",
    "participating belong take",
    "part",
)
# What English calls the rounds that a table numbers, by one word or another.
_ROUND_WORDS = "round phase session meeting edition stage part call period year cohort intake batch"
_SMALL = frozenset(["to", "of", "by", "in", "and", "for", "the", ""])
# What is asked for, not what else the question speaks of: 議長国の関心事項 asks for no country.
_ASKED_JA = r"(?:[はをがって?？、]|名|です|の数|の一覧|のリスト|に|と|$|[^。]{0,4}(?:いくつ|どこ))"
_COUNTRY = re.compile(
    rf"(?:どの|何か|[0-9]か)国|国{_ASKED_JA}"
    r"|\b(?:which|what|how many|list|name|top|all|every|of the|only)\b(?: [\w'-]+){0,3} "
    r"(?:countr|nations?\b)"
    r"|\b(?:countries|nations) (?:with|that|which|have|has)\b|\bcountry\b.*\b(?:to|has|with)\b"
)
_CITY = re.compile(
    rf"(?:どの|何)(?:[^\W\d_]{{0,4}})?(?:都市|市|町|自治体)|(?:都市|市町村|自治体){_ASKED_JA}"
    r"|\b(?:which|what|how many|list|name|top|all|every)\b(?: [\w'-]+){0,3} "
    r"(?:cit(?:y|ies)|municipalit|towns?|prefectures?)\b"
)
_ROUND = _ROUND_WORDS.replace(" ", "|")
_SAID_NUMBER = re.compile(
    rf"\b(?:{_ROUND}|number|no\.?|#) ?(?P<n>\d{{1,3}})\b"
    rf"|\b(?P<m>\d{{1,3}})(?:st|nd|rd|th)\b|\b(?P<word>{ORDINAL}) (?:{_ROUND})\b"
)


@cache
def words_of(*lines: str) -> frozenset[str]:
    """Return the terms of words; not at import, for the tagger loads its dictionary."""
    return frozenset(term for line in lines for word in line.split() for term in term_set(word))


def round_words() -> frozenset[str]:
    """Return the terms that English has for rounds and the like, and Japanese for counting them."""
    return words_of(_ROUND_WORDS, "month fiscal 回 期 次 弾 年 年度 月")


def kind_words() -> frozenset[str]:
    """Return the terms that only say of what kind the rows are."""
    return words_of(*_KINDS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready to be held against tables.

    `reading`: to be put on each slide. `said`: every term of a likely wording of one of
    its concepts; `codes`: the countries and regions it names; `numbers`: the numbers of rounds and
    the like that an English question names; `spent`: words that only say what is to be done.
    `dated`: the terms of the days and months that it names.
    `squeezed`: its text without white space, `edges` where words begin and end in that.
    """

    query: Query
    ask: Ask
    operation: Operation
    plain: str
    said: frozenset[str]
    codes: frozenset[str]
    numbers: frozenset[int]
    spent: frozenset[str]
    reading: Reading
    squeezed: str
    edges: frozenset[int]
    dated: frozenset[str]

    @classmethod
    def of(cls, query: Query, ask: Ask, operation: Operation) -> "Question":
        """Prepare a question."""
        plain, squeezed = normalise(query.text), squeeze(query.text)
        return cls(
            query,
            ask,
            operation,
            plain,
            said=frozenset(
                term
                for concept in query.concepts
                for wording in concept.wordings
                if wording.weight >= SAID
                for term in wording.terms
            ),
            codes=codes_in(query.text),
            numbers=_numbers(plain) if query.language == "en" else frozenset(),
            spent=words_of(*_WORKING, *_KINDS) | _counted(operation.words) | operation.numbers,
            reading=Reading.of(query, ask),
            squeezed=squeezed,
            edges=_edges(squeezed),
            dated=_dated(query.text),
        )

    @property
    def relates(self) -> bool:
        """Whether it speaks of what pairs say by standing side by side."""
        relating = words_of(*_RELATING)
        return any(concept.text in relating for concept in self.query.concepts)

    @property
    def asks_members(self) -> bool:
        """Whether it asks who takes part."""
        return any(concept.text in words_of(*_MEMBERS) for concept in self.query.concepts)

    @property
    def wants_country(self) -> bool:
        """Whether it asks for countries."""
        return _COUNTRY.search(self.plain) is not None

    @property
    def wants_city(self) -> bool:
        """Whether it asks for cities or the like."""
        return _CITY.search(self.plain) is not None

    def spends(self, word: str, kind: TableKind) -> bool:
        """Say whether a word only tells what to do, or what a table of this kind says by itself."""
        if word in self.spent or (self.numbers and word in words_of(_ROUND_WORDS)):
            return True
        if kind in ("pairs", "names") and word in words_of(*_MEMBERS):
            return True
        if kind == "pairs" and word in words_of(*_RELATING):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(part in _SMALL or part in self.spent for part in parts)


def _dated(text: str) -> frozenset[str]:
    dates = (f for f in values_in(text) if isinstance(f.value, Moment) and "-" in f.value.date)
    return frozenset[str]().union(*(term_set(text[one.start : one.end]) for one in dates))


def _edges(squeezed: str) -> frozenset[int]:
    return frozenset(edge for token in tag(squeezed) for edge in (token.start, token.end))


def _counted(words: Iterable[str]) -> frozenset[str]:
    """Return the terms of numbers in the words that ask for an operation."""
    numerals = words_of(" ".join(NUMERALS))
    found = (term for text in words for term in term_set(text))
    return frozenset(term for term in found if has_digit(term) or term in numerals)


def _numbers(plain: str) -> frozenset[int]:
    return frozenset(number_of(m["word"] or m["n"] or m["m"]) for m in _SAID_NUMBER.finditer(plain))


def has_digit(word: str) -> bool:
    """Say whether a term holds a digit: a number, a year, a name with one."""
    return any(map(str.isdigit, word))
