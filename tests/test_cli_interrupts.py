"""An interrupt is not lost, even where Python drops it."""

import os
import signal
import weakref

import pytest

from briefqa.cli.interrupts import remembering_interrupts


class Thing:
    pass


def interrupt_in_a_callback() -> None:
    """Have an interrupt raised where Python ignores what is raised."""
    thing = Thing()
    kept = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGINT))
    del thing
    assert kept() is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_drops_is_raised_at_the_end() -> None:
    went_on: list[bool] = []

    @remembering_interrupts()
    def work() -> None:
        interrupt_in_a_callback()
        went_on.append(True)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert went_on
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_comes_through_at_once() -> None:
    went_on: list[bool] = []

    @remembering_interrupts()
    def work() -> None:
        signal.raise_signal(signal.SIGINT)
        went_on.append(True)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert not went_on
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_one_nothing_is_raised_and_ignored_ones_stay_ignored() -> None:
    with remembering_interrupts():
        pass
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with remembering_interrupts():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
