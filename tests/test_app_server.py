"""The server as `briefqa serve` runs it: it starts without an index and stops when told."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefqa.app.server import options
from briefqa.settings import Settings

START = (
    "import sys; from pathlib import Path; from briefqa.app.server import serve; "
    "from briefqa.settings import Settings; "
    "serve(Settings(port=int(sys.argv[1]), index=Path(sys.argv[2])))"
)


def status(port: int, path: str) -> int | None:
    """Return the status of a GET, or None while nothing listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except ConnectionError:
        return None
    finally:
        connection.close()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_server_lives_without_an_index_and_stops_when_told(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", START, str(port), str(tmp_path / "index")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        while status(port, "/healthz") is None:
            assert server.poll() is None
            time.sleep(0.05)
        assert (status(port, "/healthz"), status(port, "/readyz")) == (200, 503)
        server.send_signal(stop)
        server.wait(timeout=60)
        assert server.returncode in {0, -stop}
    assert list(tmp_path.iterdir()) == []


def test_the_server_keeps_no_access_log_and_does_not_name_itself() -> None:
    chosen = options(Settings(host="::1", port=8123))
    assert (chosen["host"], chosen["port"]) == ("::1", 8123)
    assert (chosen["access_log"], chosen["server_header"], chosen["proxy_headers"]) == (False,) * 3
