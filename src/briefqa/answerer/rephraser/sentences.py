"""Which sentences of a language model may stand: those whose every figure and name is quoted.

A sentence may stand where it names the quotes it rests on, all of these exist, and each number,
date and name in it stands in one of them (`briefqa.grounding`). It is judged as soon as it ends.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from briefqa.text.normalise import strip_invisible

Ungrounded = Callable[[str, Sequence[str]], tuple[str, ...]]
"""Gives the numbers, dates and names of a text that stand in none of the quotes."""

MARKER = re.compile(r"\[(\d{1,3}(?:\s?,\s?\d{1,3})*)\]", re.ASCII)
# Markers may stand before the full stop or after it: "…です[1]。", "…です。[1]".
_TRAILING = r"(?:[ 　]*\[[0-9 ,]{1,12}\])*"
_END = re.compile(rf"(?:[。！？!?][」』）)”\"]*|\.[)”\"]*(?=\s|\[|$)){_TRAILING}|{_TRAILING}\s*\n")
_BEGUN_MARKER = re.compile(r"(?:\[[0-9 ,]{0,12})?")
# A full stop that ends no sentence: an initial, or a title or abbreviation before a name or number.
_ABBREVIATED = re.compile(
    r"(?:\b[A-Za-z]|\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|vs|approx|ca|etc|Fig"
    r"|Inc|Ltd|Co|Corp|Gov|Sen|Rep|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"
)
_BULLET = re.compile(r"^(?:[-*•・]\s*)+")
_WORD = re.compile(r"[^\W_]")


def without_markers(text: str) -> str:
    """Return `text` without its markers.

    >>> without_markers("避難所は36か所です。[1]"), without_markers("36 shelters [1, 2].")
    ('避難所は36か所です。', '36 shelters.')
    """
    return re.sub(rf"[ 　]*{MARKER.pattern}", "", text, flags=re.ASCII)


@dataclass(slots=True)
class SentenceCutter:
    """Cuts text that comes in pieces into sentences, each with the markers that follow it."""

    _pending: str = ""

    def add(self, piece: str) -> list[str]:
        """Take the next piece; return the sentences that are whole now, in order.

        A sentence is whole when what follows its full stop is known to be no marker of it.
        """
        self._pending += piece
        found: list[str] = []
        while (end := self._end()) is not None:
            found.append(self._pending[:end].strip())
            self._pending = self._pending[end:]
        return [sentence for sentence in found if sentence]

    def rest(self) -> list[str]:
        """Return what is left when no more comes."""
        pending, self._pending = self._pending, ""
        return [*SentenceCutter().add(pending + "\n")] if pending.strip() else []

    def _end(self) -> int | None:
        for match in _END.finditer(self._pending):
            if not match.group().strip() and not self._pending[: match.end()].strip():
                continue
            before, after = self._pending[: match.start()], self._pending[match.end() :]
            if "[" not in match.group() and match.group()[0] == "." and _ABBREVIATED.search(before):
                continue
            if match.group().endswith("\n"):
                return match.end()
            following = after.lstrip(" 　")
            if _BEGUN_MARKER.fullmatch(following):
                return None  # a marker may be on its way
            if match.group().startswith(".") and following[0].islower():
                continue
            return match.end()
        return None


@dataclass(slots=True)
class SentenceCheck:
    """Lets through the sentences of a language model that may stand, each once.

    `quotes`: the words that may be cited, by marker.
    """

    quotes: Mapping[int, str]
    ungrounded: Ungrounded
    _passed: set[str] = field(default_factory=set)

    def passed(self, sentences: Sequence[str]) -> list[str]:
        """Return the sentences that may be shown, in order.

        Their markers are set apart, `[1, 2]` as `[1][2]`; what nobody can see is taken out.
        """
        return [shown for sentence in sentences if (shown := self._shown(sentence)) is not None]

    def _shown(self, sentence: str) -> str | None:
        shown = _BULLET.sub("", strip_invisible(sentence)).strip()
        markers = [int(n) for group in MARKER.findall(shown) for n in group.split(",")]
        said = without_markers(shown).strip()
        if not markers or not _WORD.search(said) or said in self._passed:
            return None
        if any(marker not in self.quotes for marker in markers):
            return None
        if self.ungrounded(said, [self.quotes[marker] for marker in dict.fromkeys(markers)]):
            return None
        self._passed.add(said)
        return MARKER.sub(lambda match: "".join(f"[{int(n)}]" for n in match[1].split(",")), shown)
