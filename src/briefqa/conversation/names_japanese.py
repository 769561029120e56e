"""Find the names in an earlier Japanese question, and what each of them names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefqa.conversation.earlier_japanese import ASKED_END, Earlier, is_noun, take_apart
from briefqa.conversation.japanese_words import question_words
from briefqa.conversation.kinds_japanese import kind_of
from briefqa.conversation.mentions import Mention, Role, codes, figures, kind_by_end, numbered
from briefqa.text.tagger import Token, tag

POLITE = re.compile("(?:さん|氏|様|先生)$")
_APART = frozenset("・/／")  # joins two names, either of which may be replaced


def mentions(question: str, cells: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Return the names in a Japanese question, each stretch once for each way to read it.

    `cells`: names of the cited slides, any of which may stand in the question.
    """
    earlier = take_apart(question)
    found = [
        *numbered(question),
        *figures(question),
        *codes(question),
        *_quoted(question),
        *_runs(question),
    ]
    for cell in cells:
        start = question.find(cell)
        if start >= 0:
            found.append(Mention(cell, start, start + len(cell), kind_of(cell)))
    asked = [match.span() for match in question_words(question)]
    unique: dict[tuple[int, int], Mention] = {}
    for mention in found:
        if any(start < mention.end and mention.start < end for start, end in asked):
            continue
        unique.setdefault((mention.start, mention.end), mention)
    spans = _spans(question)
    return tuple(
        replace(
            _placed(mention, question, earlier),
            is_part=any(
                start <= mention.start and mention.end <= end and (start, end) != span
                for start, end in spans
            ),
        )
        for span, mention in unique.items()
    )


def _spans(question: str) -> list[tuple[int, int]]:
    """Return where the compound nouns of a question start and end."""
    spans: list[tuple[int, int]] = []
    for token in tag(question):
        if not is_noun(token) or token.surface in _APART:
            continue
        if spans and spans[-1][1] == token.start:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return [(start, end) for start, end in spans if not POLITE.search(question[start:end])]


def _placed(mention: Mention, question: str, earlier: Earlier) -> Mention:
    topic_end = len(earlier.topic) + len(question) - len(question.lstrip())
    role: Role = "other"
    following = re.sub("^(?:さん|氏|様|先生)", "", question[mention.end : mention.end + 5])
    if earlier.asked and mention.end == topic_end:
        role = "asked"
    elif following.startswith("の") and mention.end < topic_end:
        role = "owner"
    elif mention.end == topic_end or following.startswith(("は", "では", "には")):
        role = "topic"
    elif following.startswith(("を", "で", "が", "に", "から", "と", "へ")):
        role = "argument"
    return Mention(mention.text, mention.start, mention.end, mention.kind, role)


def _quoted(question: str) -> list[Mention]:
    return [
        Mention(match[1], match.start(1), match.end(1), kind_of(match[1]))
        for match in re.finditer("[「『“]([^「」『』”]+)[」』”]", question)
    ]


def _runs(question: str) -> list[Mention]:
    """Return the runs of nouns, the places and persons in them, and what they qualify."""
    found: list[Mention] = []
    run: list[Token] = []
    for token in [*tag(question), None]:
        if token is not None and is_noun(token) and (not run or run[-1].end == token.start):
            run.append(token)
            continue
        # 検討する and 歴史的 name nothing.
        is_verb = token is not None and run and token.start == run[-1].end
        is_verb = is_verb and token is not None and token.lemma in ("為る", "出来る", "的")
        if run and not is_verb:
            found += _of_run(question, run)
        run = [token] if token is not None and is_noun(token) else []
    return found


def _of_run(question: str, run: Sequence[Token]) -> list[Mention]:
    if any(token.surface.startswith("何") for token in run):
        return []
    start, end = run[0].start, run[-1].end
    polite = POLITE.search(question[start:end])
    end = start + polite.start() if polite and polite.start() > 1 else end
    text = question[start:end]
    found = [Mention(text, start, end, kind_of(text))]
    bracket = re.match("[（(][^（）()]{1,20}[）)]", question[end:])
    if bracket:  # a name may end in brackets; what replaces it replaces them too
        whole = text + bracket.group()
        found = [Mention(whole, start, start + len(whole), found[0].kind)]
    found += _proper(question, run)
    bare = ASKED_END.sub("", text)
    if 1 < len(bare) < len(text):
        found.append(Mention(bare, start, start + len(bare), kind_of(bare)))
    return found


def _proper(question: str, run: Sequence[Token]) -> list[Mention]:
    """Return the places and persons that a compound is made of or holds."""
    found: list[Mention] = []
    at = 0
    while at < len(run):
        stop = at
        while stop < len(run) and _is_name_token(run[stop]):
            stop += 1
        if stop > at:
            if stop < len(run) and kind_by_end("々々" + run[stop].surface) == "place":
                stop += 1
            name = question[run[at].start : run[stop - 1].end]
            found.append(Mention(name, run[at].start, run[stop - 1].end, kind_of(name)))
        at = max(stop, at + 1)
    return found


def _is_name_token(token: Token) -> bool:
    return ("地名" in token.pos or "人名" in token.pos) and len(token.surface) > 1
