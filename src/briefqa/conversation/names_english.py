"""Find the names in an earlier English question, and the noun phrases that fill its slots."""

import re
from collections.abc import Sequence

from briefqa.conversation.earlier_english import AUX, PREPOSITIONS, Earlier, names, take_apart
from briefqa.conversation.kinds_english import kind_of
from briefqa.conversation.mentions import Mention, Role, codes, numbered

_STOP = re.compile(
    rf"\s(?:{PREPOSITIONS}|{AUX}|that|which|who|and|or|compared|according|take|takes|took|come|held|based"
    r"|available|located|used|need|needed|there)\b|[?.,;:]|$",
    re.IGNORECASE,
)


def mentions(question: str, cells: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Return the names in an English question, with the noun phrases that fill its slots."""
    found = [*numbered(question), *codes(question), *names(question), *_slots(question)]
    folded = question.casefold()
    for cell in cells:
        start = folded.find(cell.casefold())
        if start >= 0:
            text = question[start : start + len(cell)]
            found.append(Mention(text, start, start + len(cell), kind_of(text)))
    unique: dict[tuple[int, int], Mention] = {}
    for mention in found:
        unique.setdefault((mention.start, mention.end), mention)
    earlier = take_apart(question)
    return tuple(_placed(mention, question, earlier) for mention in unique.values())


def _slots(question: str) -> list[Mention]:
    """Return what stands after prepositions, auxiliaries, How many and Which."""
    found: list[Mention] = []
    starts = [match.end() for match in re.finditer(rf"\b{PREPOSITIONS} (?:the |an? )?", question)]
    starts += [
        match.end() for match in re.finditer(rf"\b{AUX} (?:there )?(?:the |an? )?", question)
    ]
    head = re.match(
        r"(?:how many|how much|which|what|whose) (?!is\b|are\b|was\b|were\b)", question, re.I
    )
    starts += [head.end()] if head else []
    for start in starts:
        stop = _STOP.search(question, start)
        end = stop.start() if stop else len(question)
        text = re.sub(r"['’]s\b.*$", "", question[start:end])
        if text:
            found.append(Mention(text, start, start + len(text), kind_of(text)))
    return found


def _placed(mention: Mention, question: str, earlier: Earlier) -> Mention:
    role: Role = "other"
    before, after = question[: mention.start], question[mention.end :]
    if earlier.asked and earlier.asked_start <= mention.start < earlier.asked_start + len(
        earlier.asked
    ):
        role = "topic" if earlier.frame == "count" else "asked"
    elif re.match("['’]s ", after) or re.search(rf"\b{PREPOSITIONS} (?:the |an? )?$", before):
        role = "owner"
    elif re.search(rf"\b{AUX} (?:the |an? )?$", before):
        role = "topic"
    return Mention(mention.text, mention.start, mention.end, mention.kind, role)
