"""Names that a question speaks of and no briefing does: nothing that is found can be about them."""

import re
from collections.abc import Sequence

from briefqa.query import Concept, Query
from briefqa.records import Language, Slide
from briefqa.text.normalise import Folded, fold, normalise
from briefqa.text.tagger import Token, tag

# Slides write 17日 as 4/17 or 17th too; a year is written as one.
_DAY_OR_MONTH = re.compile(r"\d{1,2}[日月]")
_ERA_BEFORE = re.compile("(?:明治|大正|昭和|平成|令和)$")
# A word in katakana or in Latin letters: MeCab may cut it one way alone and another in a sentence.
_RUNS = (re.compile("[ァ-ヺー]+"), re.compile("[a-z]+"))


def unknown_names(query: Query, found: Sequence[Slide]) -> tuple[str, ...]:
    """Return the names, numbered things and years of a question that no briefing holds.

    Of a Japanese question, since the briefings write names as it does; an English name may stand
    there in a form that no rule spells. Left out: a word that stands on one of the slides `found`,
    where it may be cut into other terms; a unit after a question word (何MW); a day and a month
    (17日); a place that only says where a known one lies (岡山の倉敷市).
    """
    if query.language != "ja":
        return ()
    strange = {c.text: c for c in query.concepts if c.is_name and not c.is_known}
    if not strange:
        return ()
    folded = fold(query.text)
    tokens = tag(folded.text)
    names = [_surface(concept, tokens, folded, query) for concept in strange.values()]
    told = [
        name
        for name in names
        if name
        and not _DAY_OR_MONTH.fullmatch(normalise(name))
        and not _stands_on(name, query.text, found)
    ]
    return tuple(n for n in dict.fromkeys(told) if not any(n != m and n in m for m in told))


def _stands_on(name: str, question: str, found: Sequence[Slide]) -> bool:
    """Say whether the whole word of the question that a name is, or is part of, is on a slide."""
    folded, asked = normalise(name), normalise(question)
    pattern = next((run for run in _RUNS if run.fullmatch(folded)), None)
    if pattern is None:
        return False
    at = asked.find(folded)
    words = [run[0] for run in pattern.finditer(asked) if run.start() <= at < run.end()]
    # ラテンアメリカ may stand there as ラテン・アメリカ.
    blocks = (normalise(b.text).replace("・", "") for slide in found for b in slide.blocks)
    return any(words == [run[0]] for text in blocks for run in pattern.finditer(text))


def _surface(concept: Concept, tokens: Sequence[Token], folded: Folded, query: Query) -> str:
    """Return a strange concept as the question writes it, "" where it tells nothing."""
    at = next((i for i, token in enumerate(tokens) if _is_of(concept, token)), None)
    if at is None:
        return _as_written(concept, folded, query)
    if at and tokens[at - 1].surface.startswith(("何", "なん")):
        return ""
    if "地名" in tokens[at].pos and _qualifies_known(tokens[at + 1 :], query):
        return ""
    last = at
    while last + 1 < len(tokens) and _ends_name(tokens[last], tokens[last + 1]):
        last += 1
    start, end = folded.origin(tokens[at].start, tokens[last].end)
    return query.text[start:end]


def _as_written(concept: Concept, folded: Folded, query: Query) -> str:
    """Return a strange number, with its era, as the question writes it; "" where it has it not."""
    at = folded.text.find(concept.text)
    if at < 0:
        return concept.surface if concept.surface in query.text else ""
    era = _ERA_BEFORE.search(folded.text[:at])
    start, end = folded.origin(era.start() if era else at, at + len(concept.text))
    return query.text[start:end]


def _ends_name(token: Token, following: Token) -> bool:
    """Say whether a word is the ending of the name before it: 市 after 名古屋."""
    return following.start == token.end and following.pos.startswith("接尾辞-名詞的")


def _is_of(concept: Concept, token: Token) -> bool:
    return concept.text in (token.lemma, token.surface) or token.surface == concept.surface


def _qualifies_known(following: Sequence[Token], query: Query) -> bool:
    """Say whether a place's name is followed by の (県の, 市の) and a place that is known."""
    rest = [
        token for token in following if token.surface not in ("都", "道", "府", "県", "市", "州")
    ]
    if len(rest) < 2 or rest[0].surface not in ("の", "、"):
        return False
    known = {c.text for c in query.concepts if c.is_known}
    return "地名" in rest[1].pos and bool({rest[1].lemma, rest[1].surface} & known)


def says_unknown(names: Sequence[str], language: Language) -> str:
    """Return for people that no slide speaks of these names."""
    if language == "ja":
        return f"「{'」「'.join(names)}」は、どのスライドにも出てきません。"
    return f"No slide mentions {', '.join(names)}."
