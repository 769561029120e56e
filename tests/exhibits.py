"""What the tests of the pages are served: briefings and answers of every kind."""

from collections.abc import Mapping

from briefqa.records import Answer, Briefing, Citation, Page
from tests.fakes import ANSWERED, KANKO, SLIDES, FakeAssistant
from tests.pictured import KOTSU, PAGES
from tests.replies import ANSWERS, BOUSAI, OLDER, WHOLES

QUESTION = "訪日客数は？"
SPENDING = "旅行消費額は？"
TREND = "動向は？"
BUS = "何が見直されますか？"

WARM = Answer(
    "answered",
    "8兆円",
    0.6,
    (
        Citation(
            1, KANKO.id, KANKO.title, 2, "訪日旅行", "旅行消費額は8兆円で、\n過去最高。", 27, 44
        ),
        Citation(2, KANKO.id, KANKO.title, 1, "観光の動向", "観光庁 2024年度", 7, 17),
    ),
)
TRENDS = Answer(
    "answered",
    "観光の動向 観光庁",
    0.6,
    (Citation(1, KANKO.id, KANKO.title, 1, "観光の動向", SLIDES[0].text, 0, 17),),
)
PICTURED = Answer(
    "answered",
    "路線バス",
    0.9,
    (Citation(1, KOTSU.id, KOTSU.title, 1, "路線バスの見直し", "路線バスの見直し", 0, 8),),
)


def exhibits(
    *others: Briefing,
    answers: Mapping[str, Answer] | None = None,
    pages: Mapping[tuple[str, int], tuple[Page, bytes]] = PAGES,
) -> FakeAssistant:
    """Return an assistant with four briefings and `others`, and these answers and `answers`."""
    known = {QUESTION: ANSWERED, SPENDING: WARM, TREND: TRENDS, BUS: PICTURED, **ANSWERS}
    return FakeAssistant(
        (KANKO, BOUSAI, OLDER, KOTSU, *others),
        answers={**known, **(answers or {})},
        wholes=WHOLES,
        pages=pages,
    )
