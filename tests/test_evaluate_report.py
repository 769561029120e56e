"""The HTML report: whole, self-contained, and safe with any text."""

from html.parser import HTMLParser

from briefqa.evaluate import Evaluation, Question, evaluate
from briefqa.evaluate.report import mistakes, report_html
from briefqa.evaluate.table import measures_table, types_table
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


def _evaluation(answer: ScriptedAnswer) -> Evaluation:
    questions = [
        Question("a", "ja", "数値", f"何m? {EVIL}", ("3m",), frozenset({1})),
        Question("b", "en", "none", "why?", (), frozenset()),
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
