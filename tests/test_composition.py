"""What the settings of a language model build, and what is imported for them."""

import subprocess
import sys
from pathlib import Path

import pytest

from briefqa.composition import Composition
from briefqa.errors import SettingsError
from briefqa.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_there_is_no_language_model_unless_one_is_configured() -> None:
    assert Composition(Settings()).language_model is None
    settings = Settings(llm_url="http://127.0.0.1:1/v1", llm_model="m")
    composition = Composition(settings)
    assert composition.language_model is not None
    assert composition.language_model is composition.language_model


@pytest.mark.parametrize(("url", "imported"), [("", False), ("http://127.0.0.1:1/v1", True)])
def test_its_client_is_imported_only_then(url: str, imported: bool) -> None:
    script = (
        "import sys; from briefqa.composition import Composition; "
        "from briefqa.settings import load_settings; "
        "Composition(load_settings()).language_model; "
        "print('openai' in sys.modules, 'httpx2' in sys.modules)"
    )
    environment = {"BRIEFQA_LLM_URL": url, "BRIEFQA_LLM_MODEL": "m"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout == f"{imported} {imported}\n"


def test_defaults_of_the_language_model() -> None:
    settings = load_settings()
    assert (settings.llm_url, settings.llm_model, settings.llm_key) == (None, None, None)
    assert settings.llm_timeout == 20.0


def test_an_address_needs_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_LLM_URL", "http://localhost:11434/v1")
    with pytest.raises(SettingsError, match="llm_url is set, but llm_model is not"):
        load_settings()


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://a.example", "http://user:pw@a.example"])
def test_an_address_is_http_without_a_password(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_LLM_URL", url)
    with pytest.raises(SettingsError, match="BRIEFQA_LLM_URL is not usable, but") as caught:
        load_settings()
    assert url not in str(caught.value)  # it may hold a password


@pytest.mark.parametrize("seconds", ["0", "-1", "601", "soon", "nan"])
def test_a_timeout_is_a_number_of_seconds(seconds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_LLM_TIMEOUT", seconds)
    with pytest.raises(SettingsError, match="BRIEFQA_LLM_TIMEOUT is"):
        load_settings()


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_LLM_KEY", "geheim")
    assert "geheim" not in repr(load_settings())
    monkeypatch.setenv("BRIEFQA_LLM_KEY", "鍵 geheim")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "BRIEFQA_LLM_KEY is not usable, but it must be the server's key, "
        "of printable ASCII characters."
    )
