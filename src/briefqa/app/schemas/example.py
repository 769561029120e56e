"""The answer that the API's description shows: no value is null, which OpenAPI would leave out."""

from briefqa.wire import Json

ANSWER: Json = {
    "id": "d001",
    "question": "では2024年は？",
    "interpreted_as": "2024年の訪日客数は何人ですか？",
    "language": "ja",
    "status": "answered",
    "type": "count",
    "answer": "3,687万人",
    "answer_original": "3,687万人",
    "value": {"value": 36870000, "unit": "人"},
    "as_of": "2024",
    "computed": False,
    "conflict": False,
    "confidence": 0.93,
    "citations": [
        {
            "marker": 1,
            "briefing": "kanko-2024",
            "briefing_title": "観光の動向",
            "slide": 2,
            "slide_title": "訪日旅行",
            "quote": "2024年の訪日客数：3,687万人",
            "start": 6,
            "end": 23,
        }
    ],
    "rows": [],
    "coverage": "",
    "alternatives": [],
    "nearest": [],
    "message": "",
    "notices": [],
    "slides_searched": 29,
    "conversation": "M1kJb0q3u6r2c8sT",
    "generation": "gen-3",
    "timings_ms": {"search": 1.2, "answer": 0.8, "total": 2.3},
}
