"""Questions for enumerations: the members of a list that one sentence or line gives."""

import random
import re
from collections.abc import Iterator

from training.silver.draft import Asked, Page
from training.silver.words import is_telling, is_verbal_noun, last_phrase
from training.slides import split_sentences

_ITEM = r"[^、。はがをにで（）()「」\n]{2,18}"
_SUCH_AS = re.compile(
    rf"(?P<list>{_ITEM}(?:、{_ITEM}){{2,8}})(?P<bind>など|等|といった)の(?P<what>[^、。はがをにで（）()]{{2,16}}?)(?=は|が|を|に|で|、|。|の[^、]*[はがをに])"
)
_NUMBERED = re.compile(
    r"(?P<what>(?P<count>[2-9２-９一二三四五六七八九])つの[^、。はがをに（）()]{1,12})[（(](?P<list>[^（）()]{8,120})[）)]"
)
_CONSISTS = re.compile(
    rf"^(?P<what>[^、。]{{2,24}}?)は、?(?P<list>{_ITEM}(?:、{_ITEM}){{1,8}}(?:及び{_ITEM}|の\d*[つ者]?)?)(?:から成る|からなる|から構成|で構成|により構成)"
)


def ask_lists(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions whose answer is a whole enumeration."""
    for start, end in split_sentences(page.text):
        sentence = page.text[start:end]
        for match in _SUCH_AS.finditer(sentence):
            if all(map(_is_item, re.split("、", match["list"]))) and _is_class(match["what"]):
                what = match["what"]
                shapes = [
                    f"{what}にはどのようなものがありますか",
                    f"{what}の具体例は",
                    f"{what}の例を挙げて",
                ]
                shapes += [
                    f"どのような{what}がありますか",
                    f"{what}とは具体的に何ですか",
                    f"{what}として挙げられているものは",
                ]
                yield _asked(match, start, rng.choice(shapes), what, rng)
        for match in _NUMBERED.finditer(sentence):
            if re.search("[、・，②]", match["list"]) and not match["list"].startswith(
                ("図", "以下")
            ):
                what = match["what"]
                shapes = [
                    f"{what}とは何ですか",
                    f"{what}を挙げて",
                    f"{what}の内訳は",
                    f"{what}は何ですか",
                ]
                yield _asked(match, start, rng.choice(shapes), what, rng)
        whole = _CONSISTS.match(sentence)
        if whole is not None and is_telling(whole["what"]):
            items = re.split("、", whole["list"])
            if all(map(_is_item, items)):
                what = whole["what"]
                shapes = [
                    f"{what}の構成は",
                    f"{what}を全て挙げて",
                    f"{what}は何ですか",
                    f"{what}には何が含まれますか",
                ]
                yield _asked(whole, start, rng.choice(shapes), what, rng)


def _is_item(text: str) -> bool:
    """Say whether the text is a noun phrase as a list's members are."""
    return last_phrase(text) == text.strip() and not re.fullmatch("[ぁ-ん]+", text)


def _is_class(what: str) -> bool:
    """Say whether the noun names a class that the list's members can be examples of."""
    bare = last_phrase(what) == what and not re.match("[0-9０-９]", what)
    return bare and is_telling(what) and not is_verbal_noun(what)


def _asked(
    match: "re.Match[str]", start: int, question: str, what: str, rng: random.Random
) -> Asked:
    span = (start + match.start("list"), start + match.end("list"))
    frames = [
        "What are {}?",
        "List {}",
        "Which {}?",
        "What kinds of {} are there?",
        "What are examples of {}?",
    ]
    return Asked("list", question, (span,), rng.choice(frames), what)
