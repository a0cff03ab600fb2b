"""One TOML file configures a kiosk, and a mistake in it is named in one sentence."""

from pathlib import Path

import pytest

from kiosk.config import ConfigError, Settings, load


def test_defaults_hold_without_a_file() -> None:
    assert load(environment={}) == Settings()


def test_file_and_environment_meet(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text('data = "/a"\nlanguages = ["ur", "en"]\nwidth = 800\nfullscreen = false\n')
    settings = load(path, {"KIOSK_DATA": "/b", "KIOSK_COLLECTOR": "https://c.example"})
    assert settings.data == Path("/b")
    assert settings.languages == ("ur", "en")
    assert (settings.width, settings.fullscreen) == (800, False)
    assert settings.database == Path("/b/kiosk.db")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour = 1", "'colour' is not known"),
        ('width = "wide"', "'width' must be of the kind int"),
        ("width = true", "'width' must be"),
        ("warning_seconds = 5", "from 20 to 600"),
        ('collector = "ftp://x"', "https://"),
        ('relays = ["192.0.2.5:8900"]', "https://"),
        ('collector = "https://a"\nrelay_listen = "kiosk:8900"', "like 192.0.2.5:8900"),
        ('relay_listen = "192.0.2.5:8900"', "'collector' must be there"),
        ('relays = ["http://192.0.2.5:8900"]', "'collector' must be there"),
        ("= nonsense", "not valid TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=words):
        load(path, {})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml cannot be read"):
        load(tmp_path / "gone.toml", {})
