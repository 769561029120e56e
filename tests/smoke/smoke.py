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

COMMAND = Path(sys.executable).with_name("briefqa")
QUESTIONS = (
    "2024年の世界平均気温はどのくらい上昇しましたか？",
    "When was the Paris Agreement adopted?",
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
    for question in QUESTIONS:
        check_answer(json.loads(briefqa("ask", question, "--json")))
        require(json.loads(briefqa("search", question, "--json"))["hits"], "search finds nothing")
    check_server()


def check_answer(reply: dict) -> None:
    require(reply["status"] in ("answered", "not_found"), f"unexpected answer: {reply}")
    require(bool(reply["citations"]) == (reply["status"] == "answered"), f"no citation: {reply}")


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
        body = json.dumps({"question": QUESTIONS[0]}).encode()
        check_answer(json.loads(get(f"{address}/ask", body=body)))
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
