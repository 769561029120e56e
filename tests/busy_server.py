"""A server whose answers take work, in a process of its own, and a flood in another.

`python -m tests.busy_server` prints its port and serves until it is ended;
`python -m tests.busy_server PORT` asks it for ever, from 127.0.0.2: on Linux all of 127.0.0.0/8 is
this machine.
"""

import http.client
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing

from briefqa.records import Reply, Scope, Turn
from tests.fakes import FakeAssistant
from tests.serving import make_app, running

WORK = 0.02  # seconds of processor time that an answer takes, as a real one does
FLOODERS = 4
FLOOD = "127.0.0.2"


class Busy(FakeAssistant):
    """Works for each answer, as a real one does."""

    def explain(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        end = time.thread_time() + WORK
        while time.thread_time() < end:
            sum(range(100))
        return super().explain(question, id=id, scope=scope, history=history)


def status(port: int, source: str) -> int:
    """Ask from an address of this machine, and return the status of the answer."""
    with closing(
        http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    ) as connection:
        connection.request("GET", "/ask?q=x", headers={"Host": "localhost"})
        response = connection.getresponse()
        response.read()
        return response.status


def serve() -> None:
    """Serve until standard input ends."""
    with running(make_app(Busy(), requests_per_second=8.0)) as port:
        print(port, flush=True)
        sys.stdin.read()


def flood(port: int) -> None:
    """Ask for ever."""

    def ask() -> None:
        while True:
            status(port, FLOOD)

    for _ in range(FLOODERS):
        threading.Thread(target=ask, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    flood(int(sys.argv[1])) if len(sys.argv) > 1 else serve()
