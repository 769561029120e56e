"""The addresses that pages link to; a language chosen with `?lang=` is carried along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from briefqa.records import Language

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Addresses:
    """`chosen` is the language of `?lang=` or "", `here` the other parameters of this page."""

    chosen: str
    here: tuple[tuple[str, str], ...]
    static_version: str

    def home(self) -> str:
        """Return the address of an empty chat."""
        return self._join("/", [])

    def within(self, briefings: Iterable[str]) -> str:
        """Return the address of an empty chat whose questions are put to some briefings alone."""
        return self._join("/", _scope(briefings))

    def embedded(self, briefings: Iterable[str]) -> str:
        """Return the address of an empty chat in a frame; `briefings` as in `within`."""
        return self._join("/embed", _scope(briefings))

    def ask(self, question: str, briefings: Iterable[str] = ()) -> str:
        """Return the permanent address of a question put to some briefings, or with none to all.

        >>> Addresses("", (), "").ask("Who?", ("kanko-2024",))
        '/?q=Who%3F&briefing=kanko-2024'
        """
        return self._join("/", [("q", question), *_scope(briefings)])

    def trace(self, question: str, conversation: str, briefings: Iterable[str] = ()) -> str:
        """Return the address of a question with how its answer came about.

        `conversation` is what the question was asked in, or "".
        """
        asked_in = [("conversation", conversation)] if conversation else []
        return self._join("/", [("q", question), *_scope(briefings), *asked_in, ("trace", "true")])

    def briefings(self) -> str:
        """Return the address of the list of briefings."""
        return self._join("/briefings", [])

    def briefing(self, briefing_id: str) -> str:
        """Return the address of a briefing."""
        return self._join(f"/briefings/{quote(briefing_id, safe='')}", [])

    def slide(self, briefing_id: str, number: int, mark: str = "") -> str:
        """Return the address of a slide; `mark` is `start-end` in characters of its text.

        >>> Addresses("en", (), "").slide("kanko-2024", 2, "6-23")
        '/briefings/kanko-2024/slides/2?mark=6-23&lang=en'
        """
        path = f"/briefings/{quote(briefing_id, safe='')}/slides/{number}"
        return self._join(path, [("mark", mark)] if mark else [])

    def export(self, question: str, briefings: Iterable[str], form: str, language: Language) -> str:
        """Return the address of an answer as a file; `form` as `/export` takes it."""
        scope = [("briefings", briefing) for briefing in briefings]
        said = [("q", question), *scope, ("format", form), ("language", language)]
        return f"/export?{urlencode(said)}"

    def original(self, briefing_id: str) -> str:
        """Return the address of the file that a briefing was read from."""
        return f"/briefings/{quote(briefing_id, safe='')}/source"

    def build(self) -> str:
        """Return the address that tells how far a change of the briefings is."""
        return self._join("/builds/current", [])

    def sign_in(self, then: str) -> str:
        """Return the address of the form that takes the token, and leads on to `then`."""
        return self._join("/sign-in", [("next", then)])

    def act(self, path: str, **parameters: str) -> str:
        """Return the address of an act, a path that a form posts to."""
        return self._join(path, list(parameters.items()))

    def docs(self) -> str:
        """Return the address of the API's description."""
        return self._join("/docs", [])

    def asset(self, name: str) -> str:
        """Return the address of a static file, which changes whenever one of them does."""
        return f"/static/{name}?v={self.static_version}"

    def in_language(self, language: Language) -> str:
        """Return this page's address in another language: a query alone keeps the path."""
        return "?" + urlencode([*self.here, ("lang", language)])

    def _join(self, path: str, parameters: Parameters) -> str:
        carried = [("lang", self.chosen)] if self.chosen else []
        query = urlencode([*parameters, *carried])
        return f"{path}?{query}" if query else path


def _scope(briefings: Iterable[str]) -> list[tuple[str, str]]:
    return [("briefing", briefing) for briefing in briefings]
