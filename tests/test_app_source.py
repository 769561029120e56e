"""The source of assistants follows `index/CURRENT` and never leaves requests without one."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from briefqa.app import AssistantSource, create_app
from briefqa.errors import IndexCorruptError, IndexLoadingError, IndexMissingError
from briefqa.remarks import Remark
from briefqa.settings import Settings
from tests.fakes import FakeAssistant
from tests.serving import make_client


def publish(current: Path, generation: str) -> None:
    """Replace `current` by rename, as the index does."""
    fresh = current.with_suffix(".tmp")
    fresh.write_text(generation)
    fresh.replace(current)


@pytest.fixture
def current(tmp_path: Path) -> Path:
    return tmp_path / "CURRENT"


def source_over(current: Path) -> tuple[AssistantSource, list[str]]:
    """Return a source that opens the generation named in `current`, and the names opened."""
    opened: list[str] = []

    def open_assistant() -> FakeAssistant:
        opened.append(current.read_text())
        if opened[-1] == "broken":
            raise IndexCorruptError("gen-9 is damaged.", hint="Run `briefqa check`.")
        return FakeAssistant(generation=opened[-1], notices=[Remark(("served from gen-1",))])

    return AssistantSource(open_assistant, current), opened


def test_nothing_is_loaded_before_the_first_refresh(current: Path) -> None:
    publish(current, "gen-1")
    source, opened = source_over(current)
    with pytest.raises(IndexLoadingError):
        source.current()
    assert opened == []


def test_a_generation_is_loaded_once_and_a_new_one_replaces_it(current: Path) -> None:
    publish(current, "gen-1")
    source, opened = source_over(current)
    source.refresh()
    source.refresh()
    first = source.current()
    publish(current, "gen-2")
    source.refresh()
    assert (first.generation, source.current().generation) == ("gen-1", "gen-2")
    assert opened == ["gen-1", "gen-2"]


def test_an_index_built_later_is_taken_up(current: Path) -> None:
    source, _ = source_over(current)
    source.refresh()
    with pytest.raises(IndexMissingError):
        source.current()
    publish(current, "gen-1")
    source.refresh()
    assert source.current().generation == "gen-1"


def test_a_broken_generation_leaves_the_one_in_use(
    current: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(current, "gen-1")
    source, opened = source_over(current)
    source.refresh()
    publish(current, "broken")
    source.refresh()
    source.refresh()
    assert source.current().generation == "gen-1"
    assert opened == ["gen-1", "broken"]
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in errors] == [
        "index not loaded: gen-9 is damaged. Run `briefqa check`."
    ]


def test_a_first_generation_that_is_broken_says_why(current: Path) -> None:
    publish(current, "broken")
    source, _ = source_over(current)
    source.refresh()
    with pytest.raises(IndexCorruptError, match=r"gen-9 is damaged\."):
        source.current()


def test_an_index_that_vanishes_goes_on_being_served(current: Path) -> None:
    publish(current, "gen-1")
    source, _ = source_over(current)
    source.refresh()
    current.unlink()
    source.refresh()
    assert source.current().generation == "gen-1"


def test_notices_are_logged(current: Path, caplog: pytest.LogCaptureFixture) -> None:
    publish(current, "gen-1")
    source, _ = source_over(current)
    source.refresh()
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.getMessage() for record in warnings] == ["served from gen-1"]


def test_the_running_app_follows_the_index_without_failing_a_request(current: Path) -> None:
    publish(current, "gen-1")
    is_swapped = Event()

    def open_assistant() -> FakeAssistant:
        generation = current.read_text()
        if generation == "gen-2":
            is_swapped.set()
        return FakeAssistant(generation=generation)

    source = AssistantSource(open_assistant, current)
    source.refresh()
    client = make_client(create_app(Settings(), source))

    def ask(_: int) -> tuple[int, str]:
        response = client.post("/ask", json={"question": "?"})
        return response.status_code, response.json()["generation"]

    with client, ThreadPoolExecutor(4) as pool:
        before = list(pool.map(ask, range(20)))
        publish(current, "gen-2")
        assert is_swapped.wait(60)
        during = list(pool.map(ask, range(20)))
        while ask(0)[1] == "gen-1":
            pass
        after = list(pool.map(ask, range(20)))
    assert set(before) == {(200, "gen-1")}
    assert {status for status, _ in during} == {200}
    assert set(after) == {(200, "gen-2")}
