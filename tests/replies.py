"""Answers of every kind, made by hand over two briefings, for what shows them to users."""

from collections.abc import Mapping
from dataclasses import replace

from briefqa.records import (
    Alternative,
    Answer,
    Block,
    Briefing,
    Citation,
    Moment,
    Nearest,
    Quantity,
    Row,
    Slide,
    TraceSpan,
    Working,
)

_SHELTERS = (
    "避難所の整備\n2024年6月時点の指定避難所：128か所\n北区：54か所\n南区：41か所\n東区：33か所"
)
_STORES = "備蓄の状況\n飲料水の備蓄額は約3,000億円\n備蓄の更新は2026年1月27日に始める"
_OLDER = "避難所の整備\n2023年3月時点の指定避難所：121か所"


def _slide(briefing_id: str, number: int, text: str) -> Slide:
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        kind = "bullet" if blocks else "heading"
        blocks.append(Block(kind, start, start + len(line), line))
        start += len(line) + 1
    return Slide(briefing_id, number, text, blocks[0].text, "", tuple(blocks))


BOUSAI = Briefing(
    "bousai-2024",
    "青葉市の防災",
    "2024-10",
    "青葉市",
    "ja",
    "bousai.txt",
    "0",
    (_slide("bousai-2024", 1, _SHELTERS), _slide("bousai-2024", 2, _STORES)),
)
OLDER = Briefing(
    "bousai-2023",
    "青葉市の防災（前年版）",
    "2023-04",
    "青葉市",
    "ja",
    "older.txt",
    "0",
    (_slide("bousai-2023", 1, _OLDER),),
)


def cite(marker: int, briefing: Briefing, number: int, quote: str) -> Citation:
    """Return a citation of words that stand on the slide."""
    slide = briefing.slides[number - 1]
    start = slide.text.index(quote)
    end = start + len(quote)
    return Citation(marker, briefing.id, briefing.title, number, slide.title, quote, start, end)


COUNT = Answer(
    "answered",
    "128 places",
    0.91,
    (cite(1, BOUSAI, 1, "2024年6月時点の指定避難所：128か所"),),
    original="128か所",
    type="count",
    value=Quantity(128, "か所"),
    as_of="2024-06",
)
CONFLICT = Answer(
    "answered",
    "128か所",
    0.72,
    (
        cite(1, BOUSAI, 1, "2024年6月時点の指定避難所：128か所"),
        cite(2, OLDER, 1, "2023年3月時点の指定避難所：121か所"),
    ),
    original="128か所",
    type="count",
    value=Quantity(128, "か所"),
    as_of="2024-06",
    alternatives=(Alternative("121か所", "121か所", Quantity(121, "か所"), "2023-03", (2,)),),
)
_WARDS = (("北区", "54か所"), ("南区", "41か所"), ("東区", "33か所"))
ROWS = tuple(Row(label, value, marker) for marker, (label, value) in enumerate(_WARDS, start=1))
ROW_CITATIONS = tuple(cite(row.marker, BOUSAI, 1, f"{row.label}：{row.value}") for row in ROWS)
COMPUTED = Answer(
    "answered",
    "128 places",
    0.66,
    ROW_CITATIONS,
    original="128か所",
    type="count",
    value=Quantity(128, "か所"),
    rows=(replace(ROWS[0], label_english="North Ward", value_english="54 places"), *ROWS[1:]),
    is_computed=True,
    coverage="3 rows on slide 1",
)
LISTED = Answer(
    "answered",
    "北区（54か所）、南区（41か所）、東区（33か所）、ほかに区はないことが表から分かる一覧である。",
    0.66,
    ROW_CITATIONS,
    original="北区（54か所）、南区（41か所）、東区（33か所）",
    type="list",
    rows=ROWS,
    coverage="スライド1の3行",
)
SUMMARY = Answer(
    "answered",
    "飲料水の備蓄額は約3,000億円\n備蓄の更新は2026年1月27日に始める",
    0.6,
    (
        cite(1, BOUSAI, 2, "飲料水の備蓄額は約3,000億円"),
        cite(2, BOUSAI, 2, "備蓄の更新は2026年1月27日に始める"),
    ),
    original="飲料水の備蓄額は約3,000億円\n備蓄の更新は2026年1月27日に始める",
    type="summary",
)
DATE = Answer(
    "answered",
    "27 January 2026",
    0.8,
    (cite(1, BOUSAI, 2, "備蓄の更新は2026年1月27日に始める"),),
    original="2026年1月27日",
    type="date",
    value=Moment("2026-01-27"),
    notices=("The language model did not answer in time; the words are the slide's own.",),
    working=Working(
        (
            TraceSpan("2026年1月27日", "bousai-2024", 2, 3.25, {"own": 0.5, "fit": 1.25}),
            TraceSpan("3,000億円", "bousai-2024", 2, -0.5, {"own": 0.25}),
        ),
        0.83,
        0.5,
    ),
)
SMALL_TALK = Answer(
    "not_found", None, 0.0, message="I answer questions about the briefings, and write no poems."
)
NEAR_MISS = Answer(
    "not_found",
    None,
    0.3,
    (),
    (Nearest("bousai-2024", 1, "避難所の整備", 0.64), Nearest("bousai-2024", 2, "備蓄の状況", 0.4)),
)

ANSWERS: Mapping[str, Answer] = {
    "How many shelters are there?": COUNT,
    "指定避難所は何か所ですか？": CONFLICT,
    "How many shelters are there in all wards?": COMPUTED,
    "区をすべて挙げてください": LISTED,
    "スライド2の要点は？": SUMMARY,
    "When does the renewal begin?": DATE,
    "Write a poem": SMALL_TALK,
    "2045年度の避難所は？": NEAR_MISS,
}
WHOLES: Mapping[str, str] = {
    "And the renewal?": "When does the renewal begin?",
    "前の年は？": "指定避難所は何か所ですか？",
}
