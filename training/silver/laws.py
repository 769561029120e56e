"""Questions over articles of law: who must do what, and in which article it stands."""

import random
import re
from collections.abc import Iterator

from training.silver.draft import Asked, Page
from training.silver.words import is_telling

_DUTY = re.compile(
    r"第[一二三四五六七八九十百]+条(?:の[二三四五六七八九十])? "
    r"(?P<who>[^、。]{2,24}?)は、(?P<what>[^。]{8,90}?)"
    r"(?P<end>しなければならない|ものとする|ことができる|よう努めなければならない|てはならない|することを目的とする)。"
)
_NUMBER = re.compile(r"^(?P<number>第[一二三四五六七八九十百]+条(?:の[二三四五六七八九十])?) ")


def ask_laws(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions for the article's number and for what it bids, allows or is for."""
    law, _, about = page.title.partition(" ")
    number = _NUMBER.match(page.text)
    if number is not None and is_telling(about):
        shapes = [
            f"{about}は第何条に定められていますか",
            f"{about}の条番号は",
            f"{about}を定めるのは何条？",
        ]
        english = rng.choice(["Which article covers {}?", "What article number is {}?"])
        yield Asked("article", rng.choice(shapes), (number.span("number"),), english, about)
    match = _DUTY.match(page.text)
    if match is None or re.search("次の各号|次に掲げる|次の事項", match["what"]):
        return
    who, ending = match["who"], match["end"]
    end = match.end("end")
    if ending.startswith("することを目的"):
        shapes = [f"{who}の目的は何ですか", f"{law}の目的は", "この法律は何を目的としていますか"]
        yield Asked(
            "duty",
            rng.choice(shapes),
            ((match.start("what"), end - 6),),
            "What is the purpose of {}?",
            law,
        )
        return
    if ending in ("しなければならない", "よう努めなければならない", "ものとする"):
        shapes = [
            f"{who}は何をしなければなりませんか",
            f"{who}の義務は",
            f"{who}が行うべきことは何ですか",
        ]
        english = "What must {} do?"
    elif ending == "ことができる":
        shapes = [
            f"{who}は何をすることができますか",
            f"{who}ができることは",
            f"{who}に認められていることは",
        ]
        english = "What can {} do?"
    else:
        shapes = [f"{who}は何をしてはなりませんか", f"{who}に禁じられていることは"]
        english = "What is {} not allowed to do?"
    yield Asked("duty", rng.choice(shapes), ((match.start("what"), end),), english, who)
