"""What the command line prints of every kind of answer, in the language of its question."""

import pytest

from briefqa.cli.reply import aligned, value_in_words, write_reply
from briefqa.cli.trace import write_trace
from briefqa.cli.words import WORDS
from briefqa.records import (
    Answer,
    Language,
    Moment,
    Period,
    Quantity,
    Reply,
    Row,
    Trace,
    TraceHit,
    Value,
)
from tests.replies import (
    COMPUTED,
    CONFLICT,
    COUNT,
    DATE,
    LISTED,
    NEAR_MISS,
    SMALL_TALK,
    SUMMARY,
)


def reply_of(answer: Answer, language: Language, trace: Trace | None = None) -> Reply:
    times = {"search": 1.04, "answer": 0.5}
    return Reply(*(None, "?", language, answer, "gen-1", times), slides_searched=29, trace=trace)


def printed(
    answer: Answer, language: Language, capsys: pytest.CaptureFixture[str]
) -> tuple[str, str]:
    write_reply(reply_of(answer, language))
    out, err = capsys.readouterr()
    return out, err


def test_a_rendered_answer_has_its_original_value_and_date(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert printed(COUNT, "en", capsys) == (
        "128 places\n"
        "as written: 128か所\n"
        "value: 128 か所\n"
        "as of: 2024-06\n"
        "\n"
        "[1] 青葉市の防災, slide 1: 避難所の整備\n"
        "    2024年6月時点の指定避難所：128か所\n"
        "\n"
        "confidence 0.91\n",
        "",
    )


def test_other_values_follow_with_their_dates_and_markers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, _ = printed(CONFLICT, "ja", capsys)
    assert out == (
        "128か所\n"
        "値：128 か所\n"
        "時点：2024-06\n"
        "\n"
        "ほかのスライドの値：\n"
        "  121か所（2023-03時点） [2]\n"
        "\n"
        "[1] 青葉市の防災 スライド1：避難所の整備\n"
        "    2024年6月時点の指定避難所：128か所\n"
        "\n"
        "[2] 青葉市の防災（前年版） スライド1：避難所の整備\n"
        "    2023年3月時点の指定避難所：121か所\n"
        "\n"
        "確からしさ 0.72\n"
    )
    assert (
        "Other slides say:\n  121か所 (as of 2023-03) [2]\n" in printed(CONFLICT, "en", capsys)[0]
    )


def test_rows_are_a_table_with_coverage_and_what_computed_means(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert printed(COMPUTED, "en", capsys)[0].split("\n\n")[:2] == [
        "128 places\nas written: 128か所\nvalue: 128 か所",
        "  North Ward  54 places  [1]  北区  54か所\n"
        "  南区           41か所  [2]\n"
        "  東区           33か所  [3]\n"
        "3 rows on slide 1\n"
        "computed: counted, added up or compared from the rows above",
    ]
    listed = printed(LISTED, "ja", capsys)[0]
    assert "  東区  33か所  [3]\nスライド1の3行\n\n[1] " in listed
    assert "計算" not in listed
    assert "計算による答え：" in printed(COMPUTED, "ja", capsys)[0]


def test_not_found_says_how_much_was_searched_and_never_that_it_is_false(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert printed(NEAR_MISS, "en", capsys)[0] == (
        "Not found in the briefings.\n"
        "29 slides were searched. Not being there does not make it false.\n"
        "Nearest slides:\n"
        "  bousai-2024, slide 1: 避難所の整備 (0.64)\n"
        "  bousai-2024, slide 2: 備蓄の状況 (0.40)\n"
    )
    assert printed(NEAR_MISS, "ja", capsys)[0] == (
        "資料の中には見つかりませんでした。\n"
        "29枚のスライドを探しました。"
        "見つからないことは、その事柄が誤りだという意味ではありません。\n"
        "近い内容のスライド：\n"
        "  bousai-2024 スライド1：避難所の整備（0.64）\n"
        "  bousai-2024 スライド2：備蓄の状況（0.40）\n"
    )


def test_a_summary_prints_each_line_once_with_its_marker(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert printed(SUMMARY, "ja", capsys)[0] == (
        "飲料水の備蓄額は約3,000億円 [1]\n"
        "備蓄の更新は2026年1月27日に始める [2]\n"
        "\n"
        "[1] 青葉市の防災 スライド2：備蓄の状況\n"
        "[2] 青葉市の防災 スライド2：備蓄の状況\n"
        "\n"
        "確からしさ 0.60\n"
    )


def test_small_talk_is_refused_in_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(SMALL_TALK, "en", capsys)[0] == (
        "I answer questions about the briefings, and write no poems.\n"
    )


def test_notices_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = printed(DATE, "en", capsys)
    assert err == (
        "briefqa: The language model did not answer in time; the words are the slide's own.\n"
    )
    assert "language model" not in out


@pytest.mark.parametrize(
    ("value", "en", "ja"),
    [
        (Quantity(270, "件", "about"), "270 件 (about)", "270 件（約）"),
        (Quantity(54.5, "%"), "54.5 %", "54.5 %"),
        (Quantity(7), "7", "7"),
        (Moment("2026-01-27"), "2026-01-27", "2026-01-27"),
        (Moment("2030", "at most", True), "2030 (at most, fiscal year)", "2030（以下, 年度）"),
        (Period("2025-11-10", "2025-11-21"), "2025-11-10 to 2025-11-21", "2025-11-10～2025-11-21"),
        (Period("", "2025", True), "to 2025 (fiscal year)", "～2025（年度）"),
    ],
)
def test_values_in_words(value: Value, en: str, ja: str) -> None:
    assert [value_in_words(value, WORDS[language]) for language in ("en", "ja")] == [en, ja]


def test_columns_are_aligned_by_the_width_of_their_letters() -> None:
    assert aligned([Row("a\nb", "", 1), Row("静岡市", "", 12)]) == ["a b     [1]", "静岡市  [12]"]


TRACE = Trace(
    ("訪日", "客"),
    (("訪日客", "inbound", 0.5),),
    (TraceHit("a/1/1", 2.5, 1, 0), TraceHit("ab/10/1", 0.25, 0, 12)),
    DATE.working,
)


def test_the_trace_is_printed_readably(capsys: pytest.CaptureFixture[str]) -> None:
    write_trace(reply_of(DATE, "en", TRACE))
    assert capsys.readouterr().out == (
        "\n"
        "Terms: 訪日, 客\n"
        "Wordings added: 訪日客 → inbound (0.50)\n"
        "\n"
        "Passages found:\n"
        "   2.500  a/1/1    rank by terms 1, by vectors –\n"
        "   0.250  ab/10/1  rank by terms –, by vectors 12\n"
        "\n"
        "Candidates:\n"
        "    3.25  bousai-2024, slide 2: 2026年1月27日\n"
        "          fit 1.25, own 0.50\n"
        "   -0.50  bousai-2024, slide 2: 3,000億円\n"
        "          own 0.25\n"
        "chance of an answer 0.83, threshold 0.50\n"
        "\n"
        "Milliseconds: search 1.0, answer 0.5\n"
    )


def test_a_trace_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    write_trace(reply_of(SMALL_TALK, "ja", Trace((), (), (), SMALL_TALK.working)))
    assert capsys.readouterr().out == (
        "\n探した語：なし\n加えた言い換え：なし\n\n見つかった箇所：なし\n\n答えの候補：なし\n\n"
        "ミリ秒：search 1.0, answer 0.5\n"
    )
