"""The command line over a small corpus, with the shipped model and a real index."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, get_args

import pytest

from briefqa.cli import app, main
from briefqa.evaluate.suite import SUITE, Part
from tests.public_sets import write_public_sets

SCHOOL = """防災訓練の実施状況
訓練の概要
2024年度の参加校：412校
実施日：2024年9月1日
---
備蓄の状況
飲料水の備蓄量は12,500リットルである。
食料の備蓄は3日分
"""
HEAVY = (
    *("torch", "transformers", "sentence_transformers", "fastapi", "uvicorn", "rich", "jinja2"),
    "openai",
)


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Finished]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a corpus of one briefing and its index."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "bosai.txt").write_text(SCHOOL, encoding="utf-8")
    (folder / "corpus" / "bosai.toml").write_text(
        'title = "防災白書"\ndate = "2024-10"\n', encoding="utf-8"
    )
    briefqa("build", cwd=folder)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built folder to work in."""
    copy = tmp_path / "work"
    shutil.copytree(built, copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, in the folder at hand."""

    def call(*arguments: str) -> Finished:
        monkeypatch.setattr(sys, "argv", ["briefqa", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Finished(int(ended.value.code or 0), out, err)

    return call


def briefqa(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> Finished:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "briefqa", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


# The command line itself


COMMANDS = [
    *("ask", "search", "build", "add", "remove", "check", "rollback"),
    *("inspect", "serve", "token", "eval"),
]


def test_commands_are_these() -> None:
    names = [c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands]
    assert names == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, run: Run) -> None:
    shown = run(command, "--help")
    assert shown.code == 0
    assert "Example" in shown.out
    assert f"  briefqa {command}" in shown.out


def test_version_is_the_package_s(run: Run) -> None:
    assert run("--version") == Finished(0, "briefqa 0.1.0\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("ask",),
        ("ask", "q", "--input", "f"),
        ("ask", "--input", "none.jsonl", "--json"),
        ("ask", "q", "--since", "2024-13"),
        ("ask", "q", "--until", "yesterday"),
        ("search", "q", "--limit", "0"),
        ("eval",),
        ("eval", "q.jsonl", "--suite", "public"),
        ("eval", "--suite", "public"),
        ("eval", "q.jsonl", "--data", "."),
        ("eval", "q.jsonl", "--only", "search"),
        ("eval", "--suite", "public", "--data", ".", "--html", "r.html"),
    ],
)
def test_wrong_use_is_explained_and_ends_with_2(
    arguments: tuple[str, ...], run: Run, folder: Path
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: briefqa")
    assert "\nError: " in ended.err


def test_input_without_json_says_what_to_add(run: Run, folder: Path) -> None:
    (folder / "q.jsonl").write_text("{}\n", encoding="utf-8")
    ended = run("ask", "--input", "q.jsonl")
    assert ended.code == 2
    assert "--input answers in JSON lines: add --json" in ended.err


# ask


def test_answer_is_shown_with_slide_and_quote(run: Run, folder: Path) -> None:
    ended = run("ask", "訓練に参加した学校は何校ですか？")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert "412校" in lines[0]
    first = lines.index("[1] 防災白書 スライド1：防災訓練の実施状況")
    assert lines[first - 1] == ""
    assert lines[first + 1].startswith("    ")
    assert "412校" in lines[first + 1]
    assert lines[-1].startswith("確からしさ 0.") or lines[-1] == "確からしさ 1.00"


def test_english_question_is_answered_with_english_labels(run: Run, folder: Path) -> None:
    lines = run("ask", "When was the drill held?").out.splitlines()
    assert "[1] 防災白書, slide 1: 防災訓練の実施状況" in lines
    assert lines[-1].startswith("confidence ")


def test_trace_follows_the_answer(run: Run, folder: Path) -> None:
    lines = run("ask", "訓練に参加した学校は何校ですか？", "--trace").out.splitlines()
    shown = [line for line in lines if line and not line.startswith(" ")]
    start = shown.index(next(line for line in shown if line.startswith("確からしさ ")))
    labels = [line.split("：")[0].split(" ")[0] for line in shown[start + 1 :]]
    expected = [
        "探した語",
        "加えた言い換え",
        "見つかった箇所",
        "答えの候補",
        "答えがある見込み",
        "ミリ秒",
    ]
    assert labels == expected


def test_trace_is_part_of_the_json(run: Run, folder: Path) -> None:
    question = "訓練に参加した学校は何校ですか？"
    reply = json.loads(run("ask", question, "--json", "--trace").out)
    assert list(reply)[-1] == "trace"
    assert reply["trace"]["hits"][0]["passage"] == "bosai/1/1"
    assert "trace" not in json.loads(run("ask", question, "--json").out)


def test_json_answer_is_the_contract(run: Run, folder: Path) -> None:
    ended = run("ask", "訓練に参加した学校は何校ですか？", "--json")
    reply = json.loads(ended.out)
    assert list(reply) == [
        "id",
        "question",
        "interpreted_as",
        "language",
        "status",
        "type",
        "answer",
        "answer_original",
        "value",
        "as_of",
        "computed",
        "conflict",
        "confidence",
        "citations",
        "rows",
        "coverage",
        "alternatives",
        "nearest",
        "message",
        "notices",
        "slides_searched",
        "conversation",
        "generation",
        "timings_ms",
    ]
    assert (reply["id"], reply["status"], reply["generation"]) == (None, "answered", "gen-1")
    citation = reply["citations"][0]
    slide = SCHOOL.split("---")[citation["slide"] - 1]
    assert citation["quote"] in slide
    assert (citation["briefing"], citation["briefing_title"]) == ("bosai", "防災白書")


def test_question_without_support_names_the_nearest_slides(run: Run, folder: Path) -> None:
    ended = run("ask", "サワードウの焼き方は？")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert "2枚のスライドを探しました" in ended.out
    nearest = lines.index("近い内容のスライド：")
    assert all(line.startswith("  bosai スライド") for line in lines[nearest + 1 :])
    assert len(lines) > nearest + 1


def test_scope_leaves_briefings_out(run: Run, folder: Path) -> None:
    question = "訓練に参加した学校は何校ですか？"
    status: dict[str, str] = {}
    for option in ("--since=2024-10-01", "--since=2025", "--until=2024", "--until=2024-09"):
        status[option] = json.loads(run("ask", question, "--json", option).out)["status"]
    assert status == {
        "--since=2024-10-01": "answered",
        "--since=2025": "not_found",
        "--until=2024": "answered",
        "--until=2024-09": "not_found",
    }


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("ask", ""), "briefqa: The question is empty."),
        (("ask", "あ" * 2001), "briefqa: The question has 2,001 characters"),
        (("ask", "q", "--briefing", "kanko"), "briefqa: There is no briefing 'kanko'."),
        (("ask", "q", "--index", "none"), "briefqa: none: there is no index yet."),
        (("search", " "), "briefqa: The question is empty."),
    ],
)
def test_mistake_is_one_line_and_ends_with_1(
    arguments: tuple[str, ...], problem: str, run: Run, folder: Path
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(problem)
    assert ended.err.count("\n") == 1


def test_bad_setting_is_one_line_and_ends_with_1(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFQA_PORT", "none")
    assert run("ask", "q") == Finished(
        1, "", "briefqa: BRIEFQA_PORT is 'none', but it must be a port number from 1 to 65535.\n"
    )


def test_file_of_questions_is_answered_line_by_line(run: Run, folder: Path) -> None:
    lines = [
        json.dumps({"id": "q1", "question": "訓練の参加校は？"}, ensure_ascii=False),
        json.dumps({"id": 2, "question": "実施日はいつ？"}),
    ]
    (folder / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ended = run("ask", "--input", "q.jsonl", "--json")
    assert (ended.code, ended.err) == (0, "")
    replies = [json.loads(line) for line in ended.out.splitlines()]
    assert [reply["id"] for reply in replies] == ["q1", 2]
    assert [reply["question"] for reply in replies] == ["訓練の参加校は？", "実施日はいつ？"]
    assert "訓練" in ended.out  # Japanese is written as it is, not as \\u escapes


def test_lines_of_one_conversation_follow_each_other_up(run: Run, folder: Path) -> None:
    places = [["bosai", 1], ["gone", 1]]
    turn = {"question": "訓練の参加校は？", "answer": "412校", "cited": places}
    lines = [
        {"question": "訓練の参加校は？", "conversation": "c1"},
        {"question": "実施日は？", "conversation": "c1"},
        {"question": "実施日は？", "conversation": [turn]},
        {"question": "実施日は？"},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "q.jsonl").write_text(text, encoding="utf-8")
    ended = run("ask", "--input", "q.jsonl", "--json")
    assert (ended.code, ended.err) == (0, "")
    replies = [json.loads(line) for line in ended.out.splitlines()]
    assert [reply["conversation"] for reply in replies] == ["c1", "c1", None, None]


def test_faulty_lines_give_error_objects_and_exit_code_1(run: Run, folder: Path) -> None:
    (folder / "q.jsonl").write_text(
        '{"id": "a", "question": "備蓄"}\n\n{"id": "b"}\n{"id": "c", "question": "\\ud800"}\n'
        '{"id": "\\ud800", "question": ""}\n',
        encoding="utf-8",
    )
    ended = run("ask", "--input", "q.jsonl", "--json")
    objects = [json.loads(line) for line in ended.out.splitlines()]
    assert [(item["id"], item.get("error", {}).get("line")) for item in objects] == [
        ("a", None),
        ("b", 3),
        ("c", 4),
        ("\ud800", 5),
    ]
    assert ended.code == 1
    assert ended.err == ("briefqa: 3 of 4 lines could not be answered; their objects say why.\n")


# search


def test_search_shows_slides_with_their_ranks(run: Run, folder: Path) -> None:
    ended = run("search", "飲料水の備蓄", "--limit", "1")
    lines = ended.out.splitlines()
    assert lines[0] == "1. bosai, slide 2: 備蓄の状況"
    assert "terms 1" in lines[1]
    assert "飲料水の備蓄量は12,500リットルである。" in lines[2]
    assert len(lines) == 3


def test_search_json_has_hits_and_trace(run: Run, folder: Path) -> None:
    reply = json.loads(run("search", "飲料水の備蓄", "--json").out)
    assert reply["hits"][0]["slide"] == 2
    assert "備蓄" in reply["trace"]["terms"]


def test_nothing_found_is_said(run: Run, folder: Path) -> None:
    assert run("search", "備蓄", "--since", "2030") == Finished(0, "Nothing found.\n", "")


# build, check, rollback


@pytest.mark.parametrize("corpus", ["none", "empty"])
def test_nothing_to_index_ends_with_1_and_leaves_the_index(
    corpus: str, run: Run, folder: Path
) -> None:
    (folder / "empty").mkdir()
    ended = run("build", "--corpus", corpus)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"briefqa: {corpus}: ")
    assert ended.err.count("\n") == 1
    assert run("check").out == "gen-1 (in use): sound\n"


def test_check_names_what_is_damaged(run: Run, folder: Path) -> None:
    assert run("check") == Finished(0, "gen-1 (in use): sound\n", "")
    file = folder / "index" / "gen-1" / "passages.jsonl"
    file.write_bytes(file.read_bytes()[:-1])
    ended = run("check")
    assert ended.code == 1
    assert ended.out.startswith("gen-1 (in use): damaged\n  ")
    assert "passages.jsonl" in ended.out
    assert ended.err.startswith("briefqa: The generation in use is not sound.")


def test_check_without_an_index_ends_with_1(run: Run, folder: Path) -> None:
    ended = run("check", "--index", "none")
    assert (ended.code, ended.out) == (1, "")
    assert "there is no index yet" in ended.err


def test_rollback_goes_back_by_one(run: Run, folder: Path) -> None:
    assert run("rollback").code == 1
    (folder / "corpus" / "kanko.txt").write_text("観光の動向\n訪日客は36万人", encoding="utf-8")
    run("build")
    assert run("rollback") == Finished(0, "gen-1 is in use again.\n", "")
    assert "gen-1 (in use): sound" in run("check").out


# serve


def test_taken_port_is_named(run: Run, folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("serve", "--port", str(port))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"briefqa: Port {port} of 127.0.0.1 cannot be used (")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - refused
def test_address_that_others_reach_is_refused(host: str, run: Run, folder: Path) -> None:
    ended = run("serve", "--host", host)
    assert ended.code == 1
    assert ended.err.startswith(f"briefqa: {host} can be reached by other machines")
    assert "--allow-remote-without-login" in ended.err


def test_unknown_host_is_named(run: Run, folder: Path) -> None:
    ended = run("serve", "--host", "no host")
    assert ended.code == 1
    assert ended.err.startswith("briefqa: The host 'no host' is not known")


# eval

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "e1",
        "lang": "ja",
        "type": "count",
        "question": "訓練に参加した学校は何校ですか？",
        "answers": ["412校"],
        "slides": [1],
    },
    {
        "id": "e2",
        "lang": "ja",
        "type": "none",
        "question": "サワードウの焼き方は？",
        "answers": [],
        "slides": [],
    },
]


@pytest.fixture
def questions(folder: Path) -> str:
    lines = [json.dumps(question, ensure_ascii=False) + "\n" for question in QUESTIONS]
    (folder / "q.jsonl").write_text("".join(lines), encoding="utf-8")
    return "q.jsonl"


def test_eval_prints_measures_as_json_and_writes_the_report(
    questions: str, run: Run, folder: Path
) -> None:
    ended = run("eval", questions, "--json", "--html", "report.html")
    overall = json.loads(ended.out)["overall"]
    assert (overall["questions"], overall["answerable"]) == (2, 1)
    assert (overall["recall_at_1"], overall["answers_right"]) == (1.0, 1.0)
    assert (overall["abstention_recall"], overall["quotes_verbatim"]) == (1.0, 1.0)
    assert ended.err == "briefqa: the report is in report.html\n"
    assert "<h1>q.jsonl</h1>" in (folder / "report.html").read_text(encoding="utf-8")


def test_eval_prints_tables(questions: str, run: Run) -> None:
    ended = run("eval", questions)
    assert ended.code == 0
    assert "2 questions, gen-1" in ended.out
    assert "slide found first (recall@1)" in ended.out


def test_report_that_cannot_be_written_ends_with_1(questions: str, run: Run) -> None:
    ended = run("eval", questions, "--html", "none/report.html")
    assert ended.code == 1
    assert ended.err == "briefqa: none/report.html cannot be written: No such file or directory.\n"


def test_questions_of_several_files_are_pooled(questions: str, run: Run, folder: Path) -> None:
    shutil.copy(folder / questions, folder / "more.jsonl")
    evaluation = json.loads(run("eval", questions, "more.jsonl", "--json").out)
    assert evaluation["overall"]["questions"] == 4
    assert {name: of["questions"] for name, of in evaluation["by_file"].items()} == {
        "more.jsonl": 2,
        "q.jsonl": 2,
    }
    assert "By file" in run("eval", questions, "more.jsonl").out


def test_public_suite_prints_every_row(run: Run, folder: Path) -> None:
    write_public_sets(folder)
    rows = json.loads(run("eval", "--suite", "public", "--data", ".", "--json").out)
    assert [(row["set"], row["part"], row["measure"]) for row in rows] == [
        (entry.set, entry.part, measure) for entry in SUITE for measure in entry.published
    ]
    assert rows[1]["value"] == 1.0
    assert rows[1]["published"] == [{"name": "BM25 over lemmas (own run)", "value": 0.9157}]


@pytest.mark.parametrize("part", get_args(Part))
def test_one_part_of_the_public_suite(part: str, run: Run, folder: Path) -> None:
    write_public_sets(folder)
    ended = run("eval", "--suite", "public", "--data", ".", "--only", part)
    assert ended.code == 0
    titles = {"search": "Search", "embedder": "Embedder", "reading": "Reading"}
    assert [name for name, title in titles.items() if title in ended.out] == [part]


def test_missing_public_set_is_one_line(run: Run, folder: Path) -> None:
    ended = run("eval", "--suite", "public", "--data", ".", "--only", "embedder")
    assert ended.code == 1
    assert ended.err.startswith("briefqa: . lacks tatoeba_laser_enja.test.jsonl.gz, jsts")
    assert ended.err.count("\n") == 1


# A process of its own: streams and signals


def test_asking_imports_no_heavy_library(built: Path) -> None:
    script = (
        "import sys; sys.argv = ['briefqa', 'ask', '参加校は？']\n"
        "from briefqa.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=built, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_pipes_are_utf8_whatever_the_locale(built: Path) -> None:
    ended = briefqa("ask", "参加校は？", cwd=built, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert "防災白書 スライド1" in ended.out


def test_standard_input_is_read_and_answered(built: Path) -> None:
    line = json.dumps({"id": "s", "question": "参加校は？"}).encode()
    ended = briefqa("ask", "--input", "-", "--json", cwd=built, stdin=line)
    assert (ended.code, json.loads(ended.out)["id"]) == (0, "s")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A running `briefqa ask --input - --json`, with its streams."""

    process: subprocess.Popen[bytes]
    questions: IO[bytes]
    answers: IO[bytes]
    errors: IO[bytes]

    def ask(self) -> None:
        self.questions.write(json.dumps({"question": "参加校は？"}).encode() + b"\n")
        self.questions.flush()

    def ask_and_read(self) -> None:
        self.ask()
        line = self.answers.readline()
        assert line, self.errors.read().decode()
        assert json.loads(line)["status"] == "answered"


@pytest.fixture
def conversation(built: Path) -> Iterator[Conversation]:
    command = [sys.executable, "-m", "briefqa", "ask", "--input", "-", "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=built, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        yield Conversation(process, process.stdin, process.stdout, process.stderr)
        process.kill()


def test_reader_that_leaves_is_no_error(conversation: Conversation) -> None:
    conversation.ask_and_read()
    conversation.answers.close()
    conversation.ask()
    assert conversation.process.wait(timeout=60) == 1
    assert conversation.errors.read() == b""


def test_interrupt_ends_with_130_and_without_traceback(conversation: Conversation) -> None:
    conversation.ask_and_read()  # it waits for the next line now
    conversation.process.send_signal(signal.SIGINT)
    assert conversation.process.wait(timeout=60) == 130
    assert conversation.errors.read() == b""


def _wait_for(host: str, port: int) -> None:
    """Return once something accepts connections there."""
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@pytest.mark.parametrize(
    ("host", "opened", "named", "names"),
    [
        ("0.0.0.0", "127.0.0.1", "", "none so far"),  # noqa: S104 - its address is told
        ("0.0.0.0", "127.0.0.1", "kaigi.local,192.0.2.1", "kaigi.local, 192.0.2.1"),  # noqa: S104
        ("::", "[::1]", "", "none so far"),
    ],
)
def test_server_of_all_interfaces_says_what_can_be_opened(
    tmp_path: Path, host: str, opened: str, named: str, names: str
) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.bind((host, 0))
            port = str(probe.getsockname()[1])
    except OSError:
        pytest.skip(f"this machine has no {family.name}")
    options = ("--host", host, "--port", port, "--allow-remote-without-login")
    with subprocess.Popen(
        [sys.executable, "-m", "briefqa", "serve", *options],
        cwd=tmp_path,
        env={**os.environ, "BRIEFQA_ALLOWED_HOSTS": named},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(3)]
        _wait_for(opened.strip("[]"), int(port))  # before that, an interrupt can get lost
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        finally:
            process.kill()
        process.stderr.read()
    assert lines[1:] == [
        f"briefqa: the chat is at http://{opened}:{port}/ (Ctrl-C stops it).\n",
        "briefqa: from other machines it answers to the names and addresses in"
        f" BRIEFQA_ALLOWED_HOSTS alone: {names}.\n",
    ]


def test_server_starts_without_an_index_and_stops_on_interrupt(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with subprocess.Popen(
        [sys.executable, "-m", "briefqa", "serve", "--port", port],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("briefqa: there is no index yet;")
        assert process.stderr.readline() == (
            f"briefqa: the chat is at http://127.0.0.1:{port}/ (Ctrl-C stops it).\n"
        )
        _wait_for("127.0.0.1", int(port))  # as above
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=60) == 130
        finally:
            process.kill()  # or the test would wait for ever for a server that goes on
        assert "Traceback" not in process.stderr.read()
