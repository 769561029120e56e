"""Which names in a text stand in quotes: of places, persons, organisations, products, addresses.

Japanese names are what UniDic tags as proper nouns, words it does not know, and words in katakana;
English ones capitalised words and abbreviations. Countries are compared through CLDR.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefqa.grounding.figures import Placed
from briefqa.grounding.spelling import Passage, Translate
from briefqa.grounding.territories import territories_in
from briefqa.rendering import render_english
from briefqa.text.english import STOP_WORDS
from briefqa.text.tagger import Token, tag

_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>「」（）]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:[.&'’+/-]?[A-Za-zÀ-ɏ0-9]+)*")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿豈-﫿々〆]")
_KATAKANA = re.compile("[ァ-ヺー]{2,}")
_PLACE_END = frozenset("市区町村県府都道州郡島川山駅港")
_ORGANISATION = re.compile(
    r"(?:省|庁|委員会|大学|大学院|研究所|機構|協会|財団|組合|連盟|株式会社|公社|銀行|学会|協議会)$"
)
_MEANING = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "連体詞", "代名詞", "接頭辞")
_ORGANISATION_LEAST = 4  # characters; 委員会, 大学 alone name nothing
# What begins a sentence in a capital and is no name.
_ORDINARY = STOP_WORDS | frozenset(
    """no not yes however therefore moreover thus since although though while because if until
    before after under above below every several both few fewer less least first second third
    next last later early currently today now only including such another whether i may might
    must per via amid""".split()  # noqa: SIM905 - words read best as words
)
_WEEKDAYS = dict(
    zip("mon tue wed thu fri sat sun".split(), "月火水木金土日", strict=True)  # noqa: SIM905
)
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?", re.I)


@dataclass(frozen=True, slots=True)
class NamedWords:
    """What a quote names: territories by their code, and what may be a name, as written."""

    territories: frozenset[str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, quote: Passage) -> "NamedWords":
        """Read the names of a quote."""
        text = quote.squeezed
        codes = frozenset(code for _, _, code in territories_in(quote.lowered + "\n" + text))
        names: dict[str, None] = {}
        for run in _noun_runs(text):
            names["".join(token.surface for token in run)] = None
            names |= dict.fromkeys(name for _, name in _names_of(run))
        return cls(codes, tuple(names))


def ungrounded_names(
    text: Passage,
    quotes: Sequence[Passage],
    *,
    words: Sequence[NamedWords],
    names: Mapping[str, str],
    translate: Translate | None,
) -> Iterator[Placed]:
    """Yield the names of `text` that stand in none of the quotes; `words` are theirs."""
    rest = text.rest
    for match in _ADDRESS.finditer(rest):
        if not any(quote.holds_number(match.group()) for quote in quotes):
            yield match.start(), match.group()
    rest = _blank(rest, [match.span() for match in _ADDRESS.finditer(rest)])
    stated = frozenset[str]().union(*(named.territories for named in words))
    countries = territories_in(rest)
    for start, end, code in countries:
        if code not in stated:
            yield start, rest[start:end]
    rest = _blank(rest, [(start, end) for start, end, _ in countries])
    other = _other_names(quotes, names)
    for at, name in _japanese_names(rest):
        if not any(quote.holds_name(name) for quote in quotes) and not other.holds_name(name):
            yield at, name
    yield from _ungrounded_english(rest, [*quotes, other], words, names, translate)


def _ungrounded_english(
    rest: str,
    quotes: Sequence[Passage],
    words: Sequence[NamedWords],
    names: Mapping[str, str],
    translate: Translate | None,
) -> Iterator[Placed]:
    rendered: Passage | None = None
    for at, word in _english_names(rest, translate):
        if any(quote.holds_word(word) for quote in quotes) or _is_weekday_of(word, quotes):
            continue
        if translate is not None and any(
            quote.holds_name(other)
            for other in translate(word.lower())
            for quote in quotes
            if len(other) > 1  # 雄 is Tom's, and much else
        ):
            continue
        if rendered is None:
            rendered = _rendered(words, names)
        if not rendered.holds_word(word):
            yield at, word


def _rendered(words: Sequence[NamedWords], names: Mapping[str, str]) -> Passage:
    """Return the quotes' Japanese names as rules write them in English."""
    found = [render_english(name, None, names=names) for named in words for name in named.names]
    return Passage("\n".join(name for name in found if name), ())


def _other_names(quotes: Sequence[Passage], names: Mapping[str, str]) -> Passage:
    """Return what the names in the quotes are called elsewhere."""
    found = [
        other
        for pair in names.items()
        for name, other in (pair, pair[::-1])
        if any(
            quote.holds_word(name) if name.isascii() else quote.holds_name(name) for quote in quotes
        )
    ]
    return Passage("\n".join(found), ())


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_weekday_of(word: str, quotes: Sequence[Passage]) -> bool:
    match = _WEEKDAY.fullmatch(word)
    if match is None:
        return False
    day = _WEEKDAYS[match[1].lower()]
    return any(re.search(rf"{day}曜|\({day}(?:[・/祝休]|\))", quote.squeezed) for quote in quotes)


def _english_names(text: str, translate: Translate | None) -> Iterator[Placed]:
    """Yield the words of Latin letters that name something: capitals, or figures (v2.1)."""
    for match in _LATIN.finditer(text):
        word = re.sub("['’]s?$", "", match.group())
        if not any(c.isupper() or c.isdigit() for c in word):
            continue
        if word.lower() in _ORDINARY and (word[1:].islower() or len(word) == 1):
            continue
        begins = re.search(
            r"(?:^|[.!?:;]['\"”)]?\s|[\n。！？：「])\s*[\"“'(]?$", text[: match.start()]
        )
        if begins and word[1:].islower() and translate is not None and _is_common(word, translate):
            continue
        yield match.start(), word


def _is_common(word: str, translate: Translate) -> bool:
    """Say whether a word is in the dictionary, and not as a name."""
    best = translate(word.lower())[:1]
    first = tag(best[0])[:1] if best else []
    return any(t.pos.startswith(_MEANING) and "固有名詞" not in t.pos for t in first)


def _japanese_names(text: str) -> Iterator[Placed]:
    """Yield the names in a text: runs of proper nouns, organisations, words in katakana."""
    for run in _noun_runs(text):
        yield from _names_of(run)


def _noun_runs(text: str) -> Iterator[list[Token]]:
    """Yield the longest runs of Japanese nouns with nothing between."""
    if not _JAPANESE.search(text):
        return
    run: list[Token] = []
    for token in tag(text):
        if run and not (_is_noun(token) and token.start == run[-1].end):
            yield run
            run = []
        if _is_noun(token):
            run.append(token)
    if run:
        yield run


def _is_noun(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接頭辞", "接尾辞-名詞的")) and not token.surface.isascii()


def _names_of(run: Sequence[Token]) -> Iterator[Placed]:
    """Yield the names in a run of nouns, or the run where an organisation is called so."""
    whole = "".join(token.surface for token in run)
    if len(whole) >= _ORGANISATION_LEAST and _ORGANISATION.search(whole):
        yield run[0].start, whole
        return
    part: list[Token] = []
    for token in [*run, None]:
        if token is not None and (_is_name(token) or (part and token.surface in _PLACE_END)):
            part.append(token)
            continue
        if part:
            yield part[0].start, "".join(token.surface for token in part)
        part = []


def _is_name(token: Token) -> bool:
    if "数詞" in token.pos:
        return False
    return (
        "固有名詞" in token.pos or not token.lemma or _KATAKANA.fullmatch(token.surface) is not None
    )
