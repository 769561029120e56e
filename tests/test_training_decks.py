"""Decks out of held-back text: their questions must be answered by the slides they name."""

import gzip
import json
from pathlib import Path

from briefqa.evaluate.measures import comparable
from training.decks import SLIDE_BREAK, held_back_decks
from training.glosses import Glosser
from training.reader import LEXICON


def write(data: Path, name: str, records: list[dict[str, object]]) -> None:
    with gzip.open(data / f"{name}.train.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_each_answer_stands_on_the_slides_it_names(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [
        {
            "title": f"第{number}市",
            "question": f"第{number}市の人口は何人ですか?",
            "context": f"第{number}市は県の北にある市である。人口は{number},000人である。",
            "answers": [
                {
                    "text": f"{number},000人",
                    "start": len(f"第{number}市は県の北にある市である。人口は"),
                }
            ],
        }
        for number in range(1, 10)
    ]
    write(tmp_path, "jaquad", records)
    decks = held_back_decks(tmp_path, Glosser.open(LEXICON), share=1.0, seed=3)
    articles = decks[:3]
    assert sum(len(deck.questions) for deck in articles) >= 8
    answered = 0
    for deck in articles:
        slides = deck.text.split(SLIDE_BREAK)
        for question in deck.questions:
            for number in question.slides:
                answered += 1
                assert comparable(question.answers[0]) in comparable(slides[number - 1])
    assert answered >= 4
    again = held_back_decks(tmp_path, Glosser.open(LEXICON), share=1.0, seed=3)
    assert again == decks
