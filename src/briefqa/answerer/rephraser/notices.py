"""What people are told where a language model's words do not stand, in the question's language."""

from typing import Literal

from briefqa.errors import LanguageModelError, LanguageModelFailure
from briefqa.records import Language

Shortcoming = Literal["unsupported", LanguageModelFailure]
"""`unsupported`: no sentence rests on what is cited, or none says the answer."""

_REASONS: dict[Language, dict[Shortcoming, str]] = {
    "ja": {
        "busy": "混み合っているため",
        "unsupported": "言語モデルの文がどれも引用で裏付けられなかったため",
        "unreachable": "言語モデルにつながらないため",
        "refused": "言語モデルのサーバーがエラー{status}を返したため",
        "too slow": "言語モデルの返答が時間内に終わらなかったため",
        "unreadable": "言語モデルの返答が読み取れなかったため",
    },
    "en": {
        "busy": "other questions are being rephrased",
        "unsupported": "the quotes bear out no sentence of the language model's",
        "unreachable": "the language model cannot be reached",
        "refused": "the language model's server answered with error {status}",
        "too slow": "the language model did not finish in time",
        "unreadable": "the language model's reply cannot be read",
    },
}
_NOTICES: dict[Language, str] = {
    "ja": "{reason}、スライドの言葉のまま答えています。",
    "en": "The answer is in the slides' own words: {reason}.",
}


def notice(why: Shortcoming | LanguageModelError, language: Language) -> str:
    """Return what to say where the extractive answer stands.

    >>> notice("busy", "en")
    "The answer is in the slides' own words: other questions are being rephrased."
    >>> notice(LanguageModelError("refused", status=401), "ja")
    '言語モデルのサーバーがエラー401を返したため、スライドの言葉のまま答えています。'
    """
    failure, status = (why.failure, why.status) if isinstance(why, LanguageModelError) else (why, 0)
    reason = _REASONS[language][failure].format(status=status)
    return _NOTICES[language].format(reason=reason)
