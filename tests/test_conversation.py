"""Follow-up questions made whole."""

import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.follow_ups import is_right, read_questions
from briefqa.conversation import interpret
from briefqa.records import Language, Slide, Turn
from tests.follow_ups import (
    HELD_OUT,
    HELD_OUT_TABLES,
    INVENTED,
    LATER,
    WORDINGS,
    Table,
    briefing_tables,
    follow_ups,
)

ROOT = Path(__file__).parent.parent
QUESTIONS = read_questions(
    sorted((*ROOT.glob("tests/data/*.jsonl"), *ROOT.glob("training/questions/[abc].jsonl")))
)

DRILL = ("総合防災訓練の会場はどこですか", "青葉中央公園")
TOWN = ("港区の避難所は何か所ですか", "12か所")
LARGEST = ("姉妹都市で最も人口が多いのはどこですか", "リマ（ペルー）")
ALARM = ("早期警報システムはいつ導入されましたか？", "2019年")
VISITORS = ("2022年度の観光客数は何人ですか", "3万人")
MAYOR = ("Who is the mayor of Midori City?", "Taro Yamada")
SHELTERS = ("How many shelters does Midori City have?", "128")
HELD = ("Where was the drill held?", "Midori Park")
MOST = ("Which country has the most projects?", "Peru")


def asked(earlier: tuple[str, str], question: str) -> str | None:
    return interpret(question, [Turn(*earlier)])


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        # a name of the same kind
        (TOWN, "では北区は？", "北区の避難所は何か所ですか"),
        (TOWN, "北区は何か所ですか", "北区の避難所は何か所ですか"),
        (VISITORS, "じゃあ2023年度は？", "2023年度の観光客数は何人ですか"),
        (VISITORS, "前年度は？", "2021年度の観光客数は何人ですか"),
        (("第２回の会場は？", ""), "第3回は？", "第3回の会場は？"),
        (("ペルーの首都は？", "リマ"), "タイはどう？", "タイの首都は？"),
        (("EWSの導入費用は？", ""), "ではGISの場合は？", "GISの導入費用は？"),
        (("ペルー 観光客数", ""), "ではチリは？", "チリ 観光客数"),
        (SHELTERS, "And Aoba City?", "How many shelters does Aoba City have?"),
        (SHELTERS, "What about hospitals?", "How many hospitals does Midori City have?"),
        (MAYOR, "And the deputy mayor?", "Who is the deputy mayor of Midori City?"),
        (
            ("What is Peru's 2030 target?", "40 %"),
            "How about 2040?",
            "What is Peru's 2040 target?",
        ),
        # across languages the earlier question's stays
        (("ペルーの首都は？", "リマ"), "And Thailand?", "タイの首都は？"),
        (
            ("What is the capital of Peru?", "Lima"),
            "ではタイは？",
            "What is the capital of Thailand?",
        ),
        (VISITORS, "And 2024?", "2024年度の観光客数は何人ですか"),
        # the question word alone
        (DRILL, "それはいつ？", "総合防災訓練はいつですか"),
        (("総合訓練の開催地はどこですか", ""), "いつですか？", "総合訓練の開催はいつですか"),
        (ALARM, "なぜ？", "早期警報システムはなぜ導入されましたか"),
        (ALARM, "どの地区に導入されましたか", "早期警報システムはどの地区に導入されましたか"),
        (DRILL, "誰が主催しましたか", "総合防災訓練は誰が主催しましたか"),
        (HELD, "When was that?", "When was the drill held?"),
        (SHELTERS, "Why?", "Why does Midori City have shelters?"),
        # another attribute
        (DRILL, "その参加者は誰？", "総合防災訓練の参加者は誰？"),
        (DRILL, "主催者は？", "総合防災訓練の主催者は誰ですか"),
        (VISITORS, "その内訳は？", "2022年度の観光客数の内訳は？"),
        (VISITORS, "宿泊者数は？", "2022年度の宿泊者数は？"),
        (
            ("What is the population of Peru?", "34 million"),
            "And its area?",
            "What is the area of Peru?",
        ),
        (MAYOR, "its population?", "What is the population of Midori City?"),
        # pronouns
        (DRILL, "この訓練の目的は？", "総合防災訓練の目的は？"),
        (DRILL, "そこの住所は？", "青葉中央公園の住所は？"),
        (LARGEST, "同国の首都は？", "リマの首都は？"),
        (LARGEST, "その人口は？", "リマの人口は？"),
        (("観光協会の会長は誰ですか", "山田太郎"), "彼の前職は？", "山田太郎の前職は？"),
        (HELD, "Who organised it?", "Who organised the drill?"),
        (MAYOR, "When was he elected?", "When was Taro Yamada elected?"),
        (SHELTERS, "When were they built?", "When were the shelters of Midori City built?"),
        (MOST, "What is its capital?", "What is the capital of Peru?"),
        # more of the same
        (TOWN, "他には？", "港区の避難所をすべて教えてください"),
        (TOWN, "もっと詳しく", "港区の避難所について詳しく教えてください"),
        (LARGEST, "2番目は？", "姉妹都市で2番目に人口が多いのはどこですか"),
        (LARGEST, "最も少ないのは？", "姉妹都市で最も人口が少ないのはどこですか"),
        (MOST, "And the second?", "Which country has the second most projects?"),
        (HELD, "Tell me more", "Explain the drill in detail."),
        # a constraint
        (TOWN, "2023年だけだと？", "2023年の港区の避難所は何か所ですか"),
        (VISITORS, "そのうち外国人は？", "2022年度の観光客数のうち外国人は何人ですか"),
        (VISITORS, "港区に限ると？", "港区の2022年度の観光客数は何人ですか"),
        (SHELTERS, "in 2024?", "How many shelters does Midori City have in 2024?"),
    ],
)
def test_a_follow_up_is_made_whole(earlier: tuple[str, str], question: str, whole: str) -> None:
    assert asked(earlier, question) == whole


RANKED = ("青葉事業数が最も多い国は？", "ペルー")
CHAIRED = ("会議の議長は誰", "山田太郎")
PROPOSED = ("みどり構想を提唱したのは誰", "ペルー")
PARTNERS = ("みどり制度のパートナー数は？", "12")
SCHEME = ("How many partners does the Midori scheme have?", "12")


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        # the measured thing of one that was ranked
        (RANKED, "フランスは？", "フランスの青葉事業数は？"),
        (RANKED, "ではパラオは？", "パラオの青葉事業数は？"),
        (RANKED, "最も少ない国は？", "青葉事業数が最も少ない国は？"),
        (
            ("アジアで避難所が最も多い国は？", ""),
            "アフリカでは？",
            "アフリカで避難所が最も多い国は？",
        ),
        (MOST, "And France?", "How many projects does France have?"),
        # the most of what was counted
        (TOWN, "一番多いのは？", "避難所が一番多いのは？"),
        (
            ("ペルーでは事業が何件ありますか", "3件"),
            "一番多いのは？",
            "事業が一番多いのは？",
        ),
        (SHELTERS, "Which is the largest?", "Which city has the most shelters?"),
        (
            ("What is the population of Peru?", ""),
            "And the smallest?",
            "Which country has the smallest population?",
        ),
        # the event, not who chairs it
        (CHAIRED, "それはいつ？", "会議はいつ開催されますか"),
        (CHAIRED, "どこで？", "会議の開催地はどこですか"),
        (("大会で司会を務めるのは誰ですか", ""), "いつ？", "大会はいつ開催されますか"),
        (("Who chairs the meeting?", ""), "それはいつ？", "When is the meeting held?"),
        (("Who chaired the meeting?", ""), "When?", "When was the meeting held?"),
        (("Who will chair the meeting?", ""), "Where?", "Where will the meeting be held?"),
        (("Who chairs the meeting?", ""), "Where is it held?", "Where is the meeting held?"),
        (("Who opened the museum?", ""), "When?", "When was the museum opened?"),
        (("Who set the panel up?", ""), "In what year?", "In what year was the panel set up?"),
        # the topic as an object, or without its clause
        (
            ("Which towns joined the Midori Initiative?", ""),
            "Who proposed it?",
            "Who proposed the Midori Initiative?",
        ),
        (("みどり構想の参加国は？", ""), "誰が提唱したの？", "みどり構想は誰が提唱したの？"),
        (
            ("みどり構想に参加する国はいくつですか", ""),
            "誰が提唱したの？",
            "みどり構想は誰が提唱したの？",
        ),
        (PROPOSED, "参加国は？", "みどり構想の参加国は？"),
        (PROPOSED, "それはいつ？", "みどり構想を提唱したのはいつですか"),
        (
            ("みどり決議が採択されたのはいつ？", ""),
            "一緒に提案した国はどこ？",
            "みどり決議を一緒に提案した国はどこ？",
        ),
        # when a figure was taken, and lists
        (PARTNERS, "いつの時点？", "みどり制度のパートナー数はいつの時点ですか"),
        (PARTNERS, "As of when?", "みどり制度のパートナー数はいつの時点ですか"),
        (PARTNERS, "その一覧を見せて", "みどり制度のパートナーの一覧を見せてください"),
        (SCHEME, "As of when?", "As of when is the number of partners of the Midori scheme?"),
        (("本市の予算は？", ""), "何年度の予算？", "本市の予算は何年度の予算ですか"),
        (("観光客数は？", "2025年時点で3万人"), "前年は？", "2024年の観光客数は？"),
        (("第2回会議の議長は誰ですか", ""), "その回の参加者は？", "第2回の参加者は？"),
        # without the word of contrast it stands alone
        (("北区の連携先は？", ""), "逆に港区の連携先は？", "港区の連携先は？"),
    ],
)
def test_what_users_asked_next_is_made_whole(
    earlier: tuple[str, str], question: str, whole: str
) -> None:
    assert asked(earlier, question) == whole


def test_a_relative_year_needs_a_year() -> None:
    assert asked(("第2回会議の参加者数は？", "12人"), "前年は？") is None


def test_names_after_a_superlative_are_asked_the_same_in_turn() -> None:
    slide = Slide("deck", 1, "国別 事業 数\nフランス: 5事業\nパラオ: 6事業\n", "国別", "", ())
    history: list[Turn] = []
    wholes = []
    for question in (
        "タイの事業数は？",
        "事業数が最も多い国は？",
        "フランスは？",
        "パラオは？",
        "2番目は？",
    ):
        whole = interpret(question, history, slide_of=lambda _briefing, _number: slide)
        wholes.append(whole)
        history.append(Turn(whole or question, "", (("deck", 1),)))
    assert wholes == [
        None,
        None,
        "フランスの事業数は？",
        "パラオの事業数は？",
        "事業数が2番目に多い国は？",
    ]


def test_a_chain_goes_on_from_what_was_understood() -> None:
    first = asked(("ペルーの観光客数は？", "3万人"), "ではタイは？")
    assert first == "タイの観光客数は？"
    assert asked((first, "5万人"), "チリは？") == "チリの観光客数は？"


def test_a_name_of_the_same_kind_is_looked_for_a_few_questions_back() -> None:
    history = [Turn("ペルーの観光客数は？", "3万人"), Turn("早期警報システムとは何ですか", "")]
    assert interpret("ではタイは？", history) == "タイの観光客数は？"


def test_a_cited_table_tells_which_name_is_replaced() -> None:
    slide = Slide("deck", 1, "事業費\n上水道: 3億円\n公園の整備: 2億円\n", "事業費", "", ())
    turn = Turn("本年度の上水道の事業費はいくらですか", "3億円", (("deck", 1),))
    whole = interpret("公園の整備は？", [turn], slide_of=lambda _briefing, _number: slide)
    assert whole == "本年度の公園の整備の事業費はいくらですか"
    # Without the table the words 公園の整備は ask for something by themselves.
    assert interpret("公園の整備は？", [turn]) is None


@pytest.mark.parametrize(
    "question",
    [
        "南区の避難所は？",
        "では、南区の避難所は何か所ですか",
        "避難所とは？",
        "ではGISとは？",
        "GIS partner count",
        "Who is the chair of the drill?",
        "And who is the governor of Lima?",
        "And the number of parks in Lima?",
        "Tell me about the drill",
        "Why is it easy for towns to join?",
        "How many parks are there in Lima?",
        "Which firm says its products are safe?",
        "このスライドの要点は？",
        "この資料の作成者は誰ですか",
        "What does this briefing say?",
        "避難所について教えてください",
        "ありがとう",
        "こんにちは",
        "Thanks",
        "Hello",
        "観光 予算 2024年度",
        "",
        "？",
    ],
)
def test_a_question_that_stands_alone_is_never_rewritten(question: str) -> None:
    for earlier in (DRILL, TOWN, VISITORS, SHELTERS, MAYOR):
        assert asked(earlier, question) is None


def test_without_a_history_nothing_is_a_follow_up() -> None:
    for question in ("ではタイは？", "それはいつ？", "この制度の目的は？", "And Peru?", "Why?"):
        assert interpret(question, []) is None


def test_known_questions_are_left_alone_after_any_other() -> None:
    random = Random(4)
    assert len(QUESTIONS) > 200
    rewritten = [
        (before.question, turn.question)
        for turn in QUESTIONS
        for before in random.sample(QUESTIONS, 10)
        if interpret(turn.question, [before]) is not None
    ]
    assert rewritten == []


@pytest.mark.parametrize(
    ("tables", "wordings", "least"),
    [
        ((*INVENTED, *briefing_tables()), WORDINGS, 0.99),
        ((*INVENTED, *briefing_tables()), LATER, 0.99),
        ((*INVENTED, *briefing_tables()), HELD_OUT, 0.9),
        (HELD_OUT_TABLES, HELD_OUT, 0.9),
    ],
    ids=["wordings", "later", "held-out wordings", "held-out tables"],
)
def test_follow_ups_over_tables_are_read_rightly(
    tables: Sequence[Table], wordings: dict[Language, tuple[str, ...]], least: float
) -> None:
    cases = list(follow_ups(tables, wordings))
    assert len(cases) >= 200
    right = sum(is_right(case, with_slides=True) for case in cases)
    assert right / len(cases) >= least


def test_reading_a_follow_up_takes_under_a_millisecond() -> None:
    cases = list(follow_ups(INVENTED, WORDINGS))
    times = []
    for case in cases:
        started = time.thread_time()  # not the clock's, which runs on while others have the machine
        is_right(case, with_slides=True)
        times.append(time.thread_time() - started)
    assert sorted(times)[len(times) // 2] < 0.001


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_any_text_is_read_or_left_alone(question: str, earlier: str, answer: str) -> None:
    whole = interpret(question, [Turn(earlier, answer)])
    assert whole is None or whole.strip()


def test_the_longest_questions_do_not_hold_the_server_up() -> None:
    started = time.thread_time()
    for part in ("あ", "の", "a ", "the ", "何", "「", "1", "それ", "And "):
        interpret(part * (200 // len(part)), [Turn(part * (800 // len(part)), "")])
    assert time.thread_time() - started < 2
