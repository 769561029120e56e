"""What is said, in the question's language, where nothing is answered."""

from dataclasses import dataclass

from briefqa.records import Language, Reply

_NOT_FOUND: dict[Language, str] = {
    "ja": "資料の中には見つかりませんでした。",
    "en": "Not found in the briefings.",
}
_SEARCHED: dict[Language, str] = {
    "ja": "{count:,}枚のスライドを探しました。"
    "見つからないことは、その事柄が誤りだという意味ではありません。",
    "en": "{count:,} slides were searched. Not being there does not make it false.",
}
_SEARCHED_ONE: dict[Language, str] = {
    "ja": _SEARCHED["ja"],
    "en": "{count} slide was searched. Not being there does not make it false.",
}
_NONE_IN_SCOPE: dict[Language, str] = {
    "ja": "指定された範囲にスライドがないため、0枚のスライドを探しました。",
    "en": "0 slides were searched: none is within the bounds that were set.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is answered, and how many slides were searched, "" where none was called for."""

    reason: str
    searched: str

    def text(self, language: Language) -> str:
        """Return both as one text."""
        between = "" if language == "ja" else " "
        return between.join(filter(None, (self.reason, self.searched)))


def refusal_of(reply: Reply) -> Refusal | None:
    """Return what to say of a reply without an answer, or None for one that has an answer.

    The answerer's own words go before ours. What is said to the assistant itself, which no slide is
    near, is no search: it gets those words alone.
    """
    answer, language = reply.answer, reply.language
    if answer.status == "answered":
        return None
    if answer.message and not answer.nearest and reply.slides_searched:
        return Refusal(answer.message, "")
    return Refusal(answer.message or _NOT_FOUND[language], _searched(reply))


def _searched(reply: Reply) -> str:
    count = reply.slides_searched
    if count == 0:
        return _NONE_IN_SCOPE[reply.language]
    form = _SEARCHED_ONE if count == 1 else _SEARCHED
    return form[reply.language].format(count=count)
