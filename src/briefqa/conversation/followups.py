"""What a follow-up question says, whichever language it is in."""

from dataclasses import dataclass
from typing import Literal

Asked = Literal["when", "where", "who", "why", "how", "how much", "how many", "what", "which"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name alone: "And Thailand?", 「では港区は？」.

    `is_led`: the words around it say that it follows on. `is_more`: a constraint is added to the
    question, or one is replaced, but the question is not about it. `preposition`: the English one
    that it came with. `word`: what is asked of it, as written (「港区は何人？」), else "".
    """

    name: str
    is_led: bool = False
    is_more: bool = False
    preposition: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class WordAlone:
    """A question word alone: "When was that?", 「誰が？」. `word` is as written.

    `predicate`: what else it says of what it does not name: 「いつ始まりましたか」.
    """

    asked: Asked
    word: str
    predicate: str = ""


@dataclass(frozen=True, slots=True)
class Referring:
    """A question that stands for its topic by a pronoun, at `start` to `end` of `question`.

    `kind`: what the pronoun may stand for; `thing` the topic. `is_owner`: what it stands for owns
    the word that follows.
    """

    question: str
    start: int
    end: int
    kind: Literal["thing", "place", "person"] = "thing"
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """Another attribute of the same topic: "And its area?", 「その議長は誰？」.

    `tail`: how it is asked for, as written, "" where it is not said. `is_owned`: a pronoun says
    that it belongs to the topic.
    """

    name: str
    tail: str = ""
    is_owned: bool = False


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A question that leaves out what it is about: 「提案したのは誰？」, "How many applied?".

    `particle`: the one by which a Japanese topic would stand in it.
    """

    question: str
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Continued:
    """Asks for more of the same: all of a list, the list, details, or the item of a place.

    `as of`: when the figure was taken. `place`: the place (1-based), or how that is asked.
    """

    wants: Literal["all", "list", "detail", "place", "as of"]
    place: str = ""


FollowUp = Named | WordAlone | Referring | Attribute | Unsaid | Continued
