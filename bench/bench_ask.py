"""How fast the whole product answers: the command from a cold start, and the server on localhost.

Uses the repository's own corpus and the questions under tests/data, with the briefqa command of the
environment that runs it.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from bench.figures import milliseconds, quantiles

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "tests" / "data" / "briefing.dev.jsonl"
COLD_STARTS = 5
ROUNDS = 4  # times that each question is asked
COMMAND = [sys.executable, "-m", "briefqa"]


def main() -> None:
    """Print the figures."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "BRIEFQA_CORPUS": str(ROOT / "corpus"),
            "BRIEFQA_INDEX": folder,
        }
        subprocess.run([*COMMAND, "build"], env=environment, check=True, capture_output=True)
        _cold_starts(questions[0], environment)
        with server(environment) as (address, process):
            _posts(address, questions)
            print(f"memory of the server: {resident_mb(process.pid):.0f} MB")


def _cold_starts(question: str, environment: dict[str, str]) -> None:
    def ask(_: int) -> object:
        command = [*COMMAND, "ask", question]
        return subprocess.run(command, env=environment, check=True, capture_output=True)

    ask(0)  # fills the file cache
    print(f"briefqa ask from a cold start: {quantiles(milliseconds(ask, range(COLD_STARTS)))}")


def _posts(address: str, questions: list[str]) -> None:
    with httpx2.Client(base_url=address) as client:

        def post(question: str) -> object:
            return client.post("/ask", json={"question": question}).raise_for_status()

        milliseconds(post, questions)  # reads every slide once
        times = milliseconds(post, questions * ROUNDS)
    print(f"POST /ask, warm, one client: {quantiles(times)} over {len(times)} questions")


@contextmanager
def server(
    environment: dict[str, str], *, seconds: float = 30.0
) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """Give the address of a server that is ready, and its process."""
    port = _free_port()
    command = [*COMMAND, "serve", "--port", str(port)]
    output = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=output, stderr=output) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, seconds=seconds)
            yield address, process
        finally:
            process.terminate()


def _wait_until_ready(address: str, *, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if httpx2.get(f"{address}/readyz").status_code == httpx2.codes.OK:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"The server at {address} did not become ready in {seconds:.0f} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident_mb(process_id: int) -> float:
    """Return the memory a process holds now, in MB, as Linux's /proc tells."""
    pages = int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
