"""Try an installed briefqa from an empty folder: build, check, ask, search, serve.

Arguments: the folder of briefings, and the checkout, which must have no part in this. Needs nothing
but the standard library; run it with `python -I`.
"""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

COMMAND = Path(sys.executable).with_name("briefqa")


class Expected(NamedTuple):
    """A question about the shipped briefing and its answer; None where the briefing has none."""

    question: str
    answer: str | None
    slide: int | None


QUESTIONS = (
    Expected("2024年の世界平均気温はどのくらい上昇しましたか？", "1.55℃", 1),
    Expected(
        "When does the United States formally withdraw from the Paris Agreement?",
        "2026年1月27日",
        5,
    ),
    Expected("今年のサッカー大会の優勝チームはどこですか？", None, None),
)
START_LIMIT = 30  # seconds until the server must be ready


def main(corpus: Path, checkout: Path) -> None:
    spec = find_spec("briefqa")
    require(spec is not None and spec.origin is not None, "briefqa is not installed")
    require(checkout not in Path(str(spec.origin)).parents, "briefqa comes from the checkout")
    shutil.copytree(corpus, "corpus")
    build = briefqa("build")
    require("29 slides" in build, f"unexpected report: {build}")
    require("sound" in briefqa("check"), "the index is not sound")
    for expected in QUESTIONS:
        check_answer(json.loads(briefqa("ask", expected.question, "--json")), expected)
        check_search(json.loads(briefqa("search", expected.question, "--json")), expected)
    check_server()


def check_answer(reply: dict, expected: Expected) -> None:
    """Require the words and the slide that are right, or that nothing is said without either."""
    require(reply["answer_original"] == expected.answer, f"unexpected answer: {reply}")
    require(reply["status"] == ("answered" if expected.answer else "not_found"), f"{reply}")
    cited = [citation["slide"] for citation in reply["citations"]]
    require(cited == ([expected.slide] if expected.slide else []), f"unexpected slide: {reply}")


def check_search(found: dict, expected: Expected) -> None:
    slides = [hit["slide"] for hit in found["hits"]]
    require(expected.slide is None or expected.slide in slides[:3], f"not found: {found}")


def check_server() -> None:
    """Start the chat, look at a page, ask over HTTP, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([COMMAND, "serve", "--port", str(port)], stderr=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(f"{address}/readyz", server)
        require("<html" in get(f"{address}/", accept="text/html"), "the chat has no page")
        body = json.dumps({"question": QUESTIONS[0].question}).encode()
        check_answer(json.loads(get(f"{address}/ask", body=body)), QUESTIONS[0])
    finally:
        server.send_signal(signal.SIGINT)
        _, log = server.communicate(timeout=START_LIMIT)
    require("Traceback" not in log.decode(), log.decode())


def wait_until_ready(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            get(address)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not become ready")


def get(address: str, *, body: bytes | None = None, accept: str = "application/json") -> str:
    headers = {"Accept": accept, "Content-Type": "application/json"}
    request = urllib.request.Request(address, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=START_LIMIT) as answer:
        return answer.read().decode()


def briefqa(*arguments: str) -> str:
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"briefqa {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def require(is_so: bool, problem: str) -> None:
    if not is_so:
        raise SystemExit(problem)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
