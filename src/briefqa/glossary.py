"""Pairs of a term and its other wording, mined from the briefings: short forms and their names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefqa.records import Briefing, Slide
from briefqa.text.tagger import Token, tag

_ABBREVIATION = r"[A-Z][A-Za-z0-9&/-]{1,11}"
# 国内総生産（GDP）: the name stands before the bracket, and where it begins the words must tell.
_NAME_THEN_SHORT = re.compile(rf"[（(](?P<short>{_ABBREVIATION})[）)]")
# GDP（国内総生産）
_SHORT_THEN_NAME = re.compile(
    rf"(?<![A-Za-z0-9])(?P<short>{_ABBREVIATION})\s?[（(](?P<name>[^（()）、。]{{3,40}})[）)]"
)
# GDP：Gross Domestic Product; GDP = 国内総生産; GDPとは国内総生産
_SHORT_IS_NAME = re.compile(
    rf"(?<![A-Za-z0-9])(?P<short>{_ABBREVIATION})\s?(?:[:：=＝]|とは、?|は、)\s?"
    r"(?P<name>[A-Z][a-z]+(?:[ -](?:of|on|for|and|the|to|[A-Z][a-z]+)){1,7}"
    r"|[^\s、。（(：:]{3,30}?(?=の略|のこと|を指す|をいう))"
)
# 災害対策基本法（以下「基本法」という。）
_DEFINED_SHORT = re.compile(r"[（(]以下、?「(?P<short>[^」]{2,20})」と(?:いう|する|呼ぶ)。?[）)]")
_ENGLISH_NAME = re.compile(
    r"[A-Z][A-Za-z]{1,40}(?:[ -](?:of|on|for|and|the|to|in|[A-Z][a-z]+)){1,8}"
)
_QUOTED = re.compile("[「『“]([^「」『』“”]{2,40})$")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿々]")
_NAME_LEAST = 3  # characters; less is a common noun
_CLAUSE_STARTS = re.compile(r"[、。：:・「」（）()\s◼■●•]")
_CLAUSE_LIMIT = 20  # characters of a name that is a clause: 命を守る行動
_NAME_LIMIT = 40  # characters before the bracket that can belong to the name
_NAME_POS = ("名詞", "接頭辞", "接尾辞", "形状詞", "記号-文字")
_SMALL = frozenset({"of", "on", "for", "and", "the", "to", "in"})


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """Two wordings of one thing. A question with either is widened by the other.

    `weight` in (0, 1]: how much a found expansion counts beside the question's own words. `origin`:
    `briefing/slide` it was read on, or the user's glossary file.
    """

    term: str
    expansion: str
    weight: float
    origin: str


def mine(briefings: Sequence[Briefing]) -> tuple[GlossaryEntry, ...]:
    """Return the pairs that the briefings state, in order of first statement, each once."""
    found: dict[tuple[str, str], GlossaryEntry] = {}
    for briefing in briefings:
        for slide in briefing.slides:
            origin = f"{briefing.id}/{slide.number}"
            for short, name, weight in slide_pairs(slide):
                key = (short, name)
                found.setdefault(key, GlossaryEntry(short, name, weight, origin))
    return tuple(found.values())


def slide_pairs(slide: Slide) -> Iterator[tuple[str, str, float]]:
    """Yield (short form, name, weight) for each pair that a slide states."""
    for block in slide.blocks:
        yield from pairs(block.text)
    yield from _spelled_out(slide)


def pairs(text: str) -> Iterator[tuple[str, str, float]]:
    """Yield (short form, name, weight) for each pair that `text` states.

    >>> list(pairs("国内総生産（GDP）は伸びた"))
    [('GDP', '国内総生産', 0.8)]
    >>> list(pairs("IAEA（国際原子力機関）に通報"))
    [('IAEA', '国際原子力機関', 0.8)]
    """
    for match in _NAME_THEN_SHORT.finditer(text):
        name = _name_before(text[: match.start()])
        if name:
            yield match["short"], name, 0.8
    for match in _SHORT_THEN_NAME.finditer(text):
        if _JAPANESE.search(match["name"]) and _is_noun_phrase(match["name"]):
            yield match["short"], match["name"], 0.8
    for match in _SHORT_IS_NAME.finditer(text):
        yield match["short"], match["name"], 0.8
    for match in _DEFINED_SHORT.finditer(text):
        name = _name_before(text[: match.start()])
        if name:
            yield match["short"], name, 0.8


def _name_before(text: str) -> str:
    """Return the name that ends `text`: what stands in quotes, else its last run of nouns.

    A run that is too short for a name is one with the clause before it.

    >>> _name_before("新たに地域で支える仕組"), _name_before("災害時は、命を守る行動")
    ('新たに地域で支える仕組', '命を守る行動')
    """
    tail = text[-_NAME_LIMIT:]
    quoted = _QUOTED.search(tail)
    if quoted is not None:
        return quoted[1]
    if tail.endswith(("」", "』")):
        closed = re.search("[「『]([^「」『』]{2,40})[」』]$", tail)
        return closed[1] if closed is not None else ""
    tokens = tag(tail)
    first = len(tokens)
    while first > 0 and _belongs_to_name(tokens[first - 1], tokens[first:]):
        first -= 1
    name = tail[tokens[first].start :] if first < len(tokens) else ""
    if 0 < len(name) < _NAME_LEAST and first and tokens[first - 1].pos.startswith("動詞"):
        name = _CLAUSE_STARTS.split(tail)[-1]
        name = name if len(name) <= _CLAUSE_LIMIT else ""
    return name.strip("・ ") if len(name) >= _NAME_LEAST and _JAPANESE.search(name) else ""


def _belongs_to_name(token: Token, following: Sequence[Token]) -> bool:
    """Say whether a word goes on the name whose later words are `following`, to the left."""
    if "人名" in token.pos:
        return False
    # A word from abroad before a place is a person's name before their institution's.
    if not token.lemma and following and "地名" in following[0].pos:
        return False
    return token.pos.startswith(_NAME_POS) or token.surface in ("・", "ー", "＆")


def _is_noun_phrase(text: str) -> bool:
    tokens = tag(text)
    return bool(tokens) and tokens[-1].pos.startswith(("名詞", "接尾辞"))


def _spelled_out(slide: Slide) -> Iterator[tuple[str, str, float]]:
    """Yield abbreviations of a slide whose letters are the initials of an English name on it."""
    shorts = set(re.findall(r"(?<![A-Za-z])[A-Z]{3,8}(?![A-Za-z])", slide.text))
    if not shorts:
        return
    for block in slide.blocks:
        for match in _ENGLISH_NAME.finditer(block.text):
            for name in _with_initials(match.group(), shorts):
                yield name[0], name[1], 0.8


def _with_initials(name: str, shorts: set[str]) -> Iterator[tuple[str, str]]:
    words = name.split(" ")
    for first in range(len(words)):
        for last in range(len(words), first + 1, -1):
            chosen = words[first:last]
            letters = initials(chosen)
            if letters in shorts and not {chosen[0], chosen[-1]} & _SMALL:
                yield letters, " ".join(chosen)


def initials(words: Sequence[str]) -> str:
    """Return the initials of a name's words, its small words left out, in capitals.

    >>> initials(["Gross", "Domestic", "Product"]), initials("Board of Audit".split())
    ('GDP', 'BA')
    """
    return "".join(word[0].upper() for word in words if word and word.lower() not in _SMALL)
