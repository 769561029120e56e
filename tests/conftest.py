"""What holds for all tests: one BLAS thread, as the command line has it, interrupts, and sizes.

The fixtures of the tests of the pages are here too. They import what they use when they are used:
the tests of a single module need neither a browser nor a server.

`pytest --long` runs the tests that are marked `long` in their full size; otherwise they do a part.
"""

import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browsing import Opened
    from tests.fakes import FakeAssistant

# Before any test imports NumPy: the tests run side by side, and BLAS threads spin for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A run in the background of a shell ignores interrupts, and so would the commands that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# An example may take long on a busy machine; where CI is set, Hypothesis allows for it by itself.
settings.register_profile("patient", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run long tests in their full size")


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Say whether tests marked `long` are to run in full size."""
    return bool(request.config.getoption("--long"))


# Pages in a browser. A module that shows something else than the exhibits has its own `assistant`,
# or its own `origin`.


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    from tests.browsing import launched

    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def assistant() -> "FakeAssistant":
    from tests.exhibits import exhibits

    return exhibits()


@pytest.fixture(scope="module")
def origin(assistant: "FakeAssistant") -> Iterator[str]:
    from tests.serving import make_app, running

    with running(make_app(assistant)) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def opened(browser: "Browser", origin: str) -> "Iterator[Opened]":
    from tests.browsing import opening

    with opening(browser, origin) as open_page:
        yield open_page
