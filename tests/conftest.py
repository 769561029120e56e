"""What holds for all tests: one BLAS thread, as the command line has it, interrupts, and sizes.

`pytest --long` runs the tests that are marked `long` in their full size; otherwise they do a part.
"""

import os
import signal

import pytest

pytest_plugins = ["tests.browsing"]

# Before any test imports NumPy: the tests run side by side, and BLAS threads spin for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A run in the background of a shell ignores interrupts, and so would the commands that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run long tests in their full size")


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Say whether tests marked `long` are to run in full size."""
    return bool(request.config.getoption("--long"))
