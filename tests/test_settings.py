"""Settings: where they come from, which wins, and what a bad one says."""

from pathlib import Path

import pytest

from briefqa.errors import SettingsError
from briefqa.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults_are_local_and_private() -> None:
    settings = load_settings()
    assert settings.corpus == Path("corpus")
    assert settings.index == Path("index")
    assert settings.embedder is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.allowed_hosts == ()
    assert settings.log_questions is False
    assert settings.allow_remote_without_login is False


def test_command_line_wins_over_environment_over_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("briefqa.toml").write_text('port = 1111\nhost = "::1"\nindex = "a"\n', encoding="utf-8")
    monkeypatch.setenv("BRIEFQA_PORT", "2222")
    monkeypatch.setenv("BRIEFQA_INDEX", "b")
    settings = load_settings(port=3333, index=None)
    assert (settings.port, settings.index, settings.host) == (3333, Path("b"), "::1")


def test_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_EMBEDDER", "")
    assert load_settings().embedder is None


def test_allowed_hosts_are_read_from_commas_and_from_a_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("briefqa.toml").write_text('allowed_hosts = ["a.example"]\n', encoding="utf-8")
    assert load_settings().allowed_hosts == ("a.example",)
    monkeypatch.setenv("BRIEFQA_ALLOWED_HOSTS", "b.example, c.example,")
    assert load_settings().allowed_hosts == ("b.example", "c.example")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 9  # type: ignore[misc]


@pytest.mark.parametrize("value", ["0", "65536", "eight", "8000.5"])
def test_bad_port_names_variable_value_and_range(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFQA_PORT", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        f"BRIEFQA_PORT is '{value}', but it must be a port number from 1 to 65535."
    )


def test_bad_value_names_the_place_it_was_read_from() -> None:
    Path("briefqa.toml").write_text("port = 0\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^port in briefqa\.toml is 0, but"):
        load_settings()
    with pytest.raises(SettingsError, match=r"^--port is 70000, but"):
        load_settings(port=70000)


def test_long_bad_value_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_PORT", "9" * 5000)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert len(str(caught.value)) < 200


def test_unknown_key_of_the_file_names_the_nearest_setting() -> None:
    Path("briefqa.toml").write_text('embeder = "m"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == ("embeder in briefqa.toml is not a setting. Did you mean embedder?")


def test_unknown_key_like_no_other_lists_all() -> None:
    Path("briefqa.toml").write_text("[zzz]\nq = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^zzz in briefqa\.toml .* The settings are corpus, "):
        load_settings()


def test_unknown_variable_names_the_nearest_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_PROT", "8000")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == "BRIEFQA_PROT is not a setting. Did you mean BRIEFQA_PORT?"


@pytest.mark.parametrize("content", [b"port = \n", b"\xff\xfe\x00", b"port = 1\nport = 2\n"])
def test_broken_file_is_named(content: bytes) -> None:
    Path("briefqa.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"^briefqa\.toml is not valid TOML: "):
        load_settings()


def test_folder_in_place_of_the_file_is_not_read() -> None:
    Path("briefqa.toml").mkdir()
    assert load_settings().port == 8000


def test_every_setting_says_what_is_allowed() -> None:
    missing = [name for name, field in Settings.model_fields.items() if not field.description]
    assert missing == []
