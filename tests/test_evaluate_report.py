"""The HTML report: whole, self-contained, and safe with any text."""

from html.parser import HTMLParser

from briefqa.evaluate import Evaluation, Question, evaluate
from briefqa.evaluate.report import mistakes, report_html
from briefqa.evaluate.suite import Published, Row
from briefqa.evaluate.table import files_table, measures_table, suite_tables, types_table
from tests.fakes import ScriptedAnswer, ScriptedAssistant

EVIL = "<script>alert(1)</script>"


class Tags(HTMLParser):
    """Collects the tags that are opened, and whether each one is closed in its turn."""

    VOID = ("meta", "rect", "line", "circle")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))
        if tag not in self.VOID or (tag in ("rect", "circle") and not self.is_self_closed()):
            self.open.append(tag)

    def is_self_closed(self) -> bool:
        return (self.get_starttag_text() or "").endswith("/>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _evaluation(answer: ScriptedAnswer, *, second_file: str = "a.jsonl") -> Evaluation:
    questions = [
        Question("a", "ja", "数値", f"何m? {EVIL}", ("3m",), frozenset({1}), file="a.jsonl"),
        Question("b", "en", "none", "why?", (), frozenset(), file=second_file),
    ]
    script = {f"何m? {EVIL}": answer, "why?": ScriptedAnswer("because", 0.9)}
    return evaluate(questions, ScriptedAssistant(("深さ3m",), script))


def test_page_is_well_formed_and_loads_nothing() -> None:
    page = report_html(_evaluation(ScriptedAnswer("3m", 0.8, ((1, "3m"),), (1,))), title=EVIL)
    tags = Tags(page)
    assert tags.open == []
    assert [tag for tag, _ in tags.opened].count("svg") == 4
    assert not any(tag in ("script", "link", "img", "iframe") for tag, _ in tags.opened)
    assert not any(name in ("src", "href") for _, attributes in tags.opened for name in attributes)
    assert "url(" not in page
    assert "@import" not in page


def test_text_is_escaped() -> None:
    page = report_html(_evaluation(ScriptedAnswer(EVIL, 0.8)), title=EVIL)
    assert EVIL not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 4  # two titles, question, answer


def test_mistakes_are_named_by_kind() -> None:
    refused = mistakes(_evaluation(ScriptedAnswer()))
    assert [(item.kind, item.outcome.question.id) for item in refused] == [
        ("refused", "a"),
        ("answered without support", "b"),
    ]
    wrong = mistakes(_evaluation(ScriptedAnswer("5m")))
    assert [item.kind for item in wrong] == ["wrong answer", "answered without support"]


def test_page_without_answers_or_mistakes_stands() -> None:
    question = Question("b", "en", "none", "why?", (), frozenset())
    subject = ScriptedAssistant(("深さ3m",), {"why?": ScriptedAnswer()})
    page = report_html(evaluate([question], subject), title="t")
    assert Tags(page).open == []
    assert "Nothing was answered." in page
    assert "Every question was answered rightly." in page


def test_tables_have_a_column_for_each_language_and_a_row_for_each_type() -> None:
    evaluation = _evaluation(ScriptedAnswer("3m", 0.8, ((1, "3m"),), (1,)))
    measures, types = measures_table(evaluation), types_table(evaluation)
    assert [column.header for column in measures.columns] == ["", "all (2)", "en (1)", "ja (1)"]
    assert [next(iter(column.cells)) for column in measures.columns[1:]] == ["100 %", "–", "100 %"]
    assert list(types.columns[0].cells) == ["none", "数値"]
    assert list(types.columns[2].cells) == ["–", "100 %"]
    assert next(iter(measures.columns[0].cells)) == "slide found first (recall@1)"
    rows = dict(zip(measures.columns[0].cells, measures.columns[1].cells, strict=True))
    # 0.8 is right and 0.9, without support, is not: (0.2 + 0.9) / 2
    assert rows["calibration error (ECE)"] == "0.550 of 2"
    assert rows["confidence, mean"] == "0.85"
    assert rows["right of those answered"] == "50 %"


def test_reliability_plot_has_a_dot_and_its_reach_for_each_bin() -> None:
    page = report_html(_evaluation(ScriptedAnswer("3m", 0.8, ((1, "3m"),), (1,))), title="t")
    shapes = Tags(page).opened
    dots = [attributes for tag, attributes in shapes if tag == "circle"]
    # The square is 200 wide, its lower left corner at (72, 214): all of 0.8 right, none of 0.9.
    assert [(dot["cx"], dot["cy"]) for dot in dots] == [("232.0", "14.0"), ("252.0", "214.0")]
    reaches = [attributes for tag, attributes in shapes if attributes.get("class") == "reach"]
    # One answer of one: the true share is between 20.7 % and 100 %.
    assert (reaches[0]["y1"], reaches[0]["y2"]) == ("172.7", "14.0")
    assert 'calibration error (ECE) <span class="number">0.550</span>' in page


def test_files_are_shown_apart_where_there_are_several() -> None:
    answer = ScriptedAnswer("5m", 0.8)
    assert "By file" not in report_html(_evaluation(answer), title="t")
    pooled = _evaluation(answer, second_file="b.jsonl")
    page = report_html(pooled, title="t")
    assert "<h2>By file</h2>" in page
    assert ">a.jsonl, a, 数値, wrong answer<" in page
    files = files_table(pooled)
    assert list(files.columns[0].cells) == ["a.jsonl", "b.jsonl"]
    assert list(files.columns[-1].cells) == ["0.800", "0.900"]


def test_suite_has_a_table_for_each_part_with_a_line_for_each_published_figure() -> None:
    rows = (
        Row("JSTS", "embedder", "Spearman", 0.75, (Published("m", 0.5), Published("n", 0.625)), 3),
        Row("JSQuAD", "reading", "EM", None, (Published("people", 0.871),), 0),
        Row("JSQuAD", "reading", "F1", 0.5, (), count=3, latency_p50_ms=1.26),
    )
    embedder, reading = suite_tables(rows)
    assert embedder.title == "Embedder alone"
    assert [list(column.cells) for column in embedder.columns] == [
        ["JSTS"],
        ["Spearman"],
        ["0.7500"],
        [""],
        ["0.5000 m\n0.6250 n"],
    ]
    assert [list(column.cells) for column in reading.columns] == [
        ["JSQuAD", ""],
        ["EM", "F1"],
        ["–", "0.5000"],
        ["", "1.3"],
        ["0.8710 people", ""],
    ]
