"""Check a question, and tell its language."""

import re

from briefqa.errors import QuestionError
from briefqa.records import Language
from briefqa.text.normalise import has_surrogate, strip_invisible

QUESTION_LIMIT = 2_000  # characters
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿々]")


def check_question(text: str) -> str:
    """Return the question without what cannot be seen.

    Raises QuestionError when it cannot be asked.
    """
    if has_surrogate(text):
        raise QuestionError(
            "The question holds a lone surrogate, which is no character.", hint="Type it anew."
        )
    if len(text) > QUESTION_LIMIT:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {QUESTION_LIMIT:,} are read.",
            hint="Ask one thing at a time.",
        )
    clean = strip_invisible(text).strip()
    if not clean:
        raise QuestionError("The question is empty.", hint="Type a question.")
    return clean


def language_of(text: str) -> Language:
    """Return "ja" for text with kana or kanji, else "en"."""
    return "ja" if _JAPANESE.search(text) else "en"
