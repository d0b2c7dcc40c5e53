"""Settings: defaults, environment, and every mistake at once."""

from pathlib import Path

import pytest

from bot.loading import SettingsError, load
from bot.settings import Settings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def mistakes(path: Path, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(path, environ or {})
    return caught.value.mistakes


def test_example_is_default() -> None:
    """The example is valid, names every setting, and each with its default."""
    example = load(EXAMPLE, {})
    assert example.model_copy(update={"feed": []}) == Settings()
    lines = EXAMPLE.read_text(encoding="utf-8")
    for name in type(example).model_fields:
        if name != "feed":
            assert f"\n[{name}]\n" in lines
            for key in type(getattr(example, name)).model_fields:
                assert f"\n{key} = " in lines, f"{name}.{key}"


def test_environment_wins(tmp_path: Path) -> None:
    """A variable beats the file; lists and feeds can come from there too."""
    path = tmp_path / "config.toml"
    path.write_text('[polling]\ninterval = 30\n[[feed]]\nname = "A"\nurl = "https://a.example/"\n')
    environ = {
        "RATINGWIRE_POLLING__INTERVAL": "5",
        "RATINGWIRE_TELEGRAM__OWNERS": "1, 2",
        "RATINGWIRE_FEED__0__URL": "https://b.example/",
        "RATINGWIRE_FEED__1__NAME": "C",
        "RATINGWIRE_FEED__1__URL": "https://c.example/",
        "UNRELATED": "x",
    }
    settings = load(path, environ)
    assert settings.polling.interval == 5
    assert settings.telegram.owners == [1, 2]
    assert [(feed.name, feed.url) for feed in settings.feed] == [
        ("A", "https://b.example/"),
        ("C", "https://c.example/"),
    ]


def test_feeds_from_environment(tmp_path: Path) -> None:
    """Feeds of the environment follow the file's in the order of their numbers, gaps and all."""
    path = tmp_path / "config.toml"
    path.write_text('[[feed]]\nname = "A"\nurl = "https://a.example/"\n')
    numbers = [2, 3, 5, 10, 21]
    environ = {f"RATINGWIRE_FEED__{number}__NAME": f"N{number}" for number in numbers}
    environ |= {f"RATINGWIRE_FEED__{number}__URL": f"https://n{number}.example/" for number in numbers}
    settings = load(path, environ)
    assert [feed.name for feed in settings.feed] == ["A", *(f"N{number}" for number in numbers)]
    assert settings.feed[-1].url == "https://n21.example/"
    environ["RATINGWIRE_FEED__21__URL"] = "n21"
    (mistake,) = mistakes(path, environ)
    assert mistake.startswith("feed[5].url (RATINGWIRE_FEED__21__URL): ")


def test_named_by_environment(tmp_path: Path) -> None:
    """RATINGWIRE_CONFIG names the file, the command line's choice wins."""
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text("[polling]\ninterval = 1\n")
    other.write_text("[polling]\ninterval = 2\n")
    environ = {"RATINGWIRE_CONFIG": str(one)}
    assert load(None, environ).polling.interval == 1
    assert load(other, environ).polling.interval == 2


MISTAKES = [
    # TOML, the place that is named, a word of the advice
    ("[telegram]\nownrs = [1]", "telegram.ownrs", "did you mean owners?"),
    ('[telegrm]\ntoken = "x"', "telegrm", "did you mean telegram?"),
    ('[telegram]\ntoken = "not a token"', "telegram.token", "BotFather"),
    ('[telegram]\naccess = "all"', "telegram.access", "'everyone'"),
    ("[telegram]\nowners = [-5]", "telegram.owners[0]", "greater than 0"),
    (f'[telegram]\nmode = "webhook"\nwebhook_secret = "{"s" * 16}"', "telegram.webhook_url", "public https:// address"),
    ('[telegram]\nmode = "webhook"\nwebhook_url = "https://a"', "telegram.webhook_secret", "16 to 256 letters"),
    ('[telegram]\nwebhook_listen = "8443"', "telegram.webhook_listen", "127.0.0.1:8080"),
    ("telegram = 3", "telegram", "[telegram] table"),
    ('[storage]\npath = ""', "storage.path", "must name a file"),
    ("[alerts]\nfresh_hours = inf", "alerts.fresh_hours", "less than or equal to 876000"),
    ('[polling]\ncontact = "J\u00f6rg"', "polling.contact", "plain letters"),
    ("[polling]\ninterval = 0", "polling.interval", "greater than or equal to 1"),
    ('[polling]\nconcurrency = "many"', "polling.concurrency", "integer"),
    ("[polling]\nconcurrency = true", "polling.concurrency", "): should be a number, not true"),
    ("[polling]\ninterval = false", "polling.interval", "): should be a number, not false"),
    ("[telegram]\nowners = [true]", "telegram.owners[0]", "): should be a number, not true"),
    ('[health]\nlisten = "8080"', "health.listen", "127.0.0.1:8080"),
    ('[[feed]]\nname = "A"', "feed[0].url", "missing"),
    ('[[feed]]\nname = ""\nurl = "http://a"', "feed[0].name", "): should have at least 1 character"),
    ('[[feed]]\nname = "A"\nurl = "file:///etc/passwd"', "feed[0].url", "https://"),
    ('[[feed]]\nname = "A"\nurl = "https://a.example:99999/"', "feed[0].url", "65535"),
    ('[[feed]]\nname = "A"\nurl = "https://[::1/"', "feed[0].url", "must name a host"),
    ('[[feed]]\nname = "A"\nurl = "http://a/{symbol}"', "feed[0].url", "{symbol}; known: {ticker}"),
    ('[feed]\nname = "A"', "feed", "[[feed]] tables"),
    ('[[feed]]\nname = "A"\nurl = "http://a"\n[[feed]]\nname = "A"\nurl = "http://b"', "feed", "share the name A"),
]


@pytest.mark.parametrize(("toml", "place", "advice"), MISTAKES, ids=[row[0].replace("\n", " ") for row in MISTAKES])
def test_mistake_is_told(tmp_path: Path, toml: str, place: str, advice: str) -> None:
    """A mistake names its place, its file, and what would be right."""
    path = tmp_path / "config.toml"
    path.write_text(toml)
    (mistake,) = mistakes(path)
    assert mistake.startswith(f"{place} ({path}): ")
    assert advice in mistake


def test_all_at_once(tmp_path: Path) -> None:
    """Mistakes in the file and in the environment come together."""
    path = tmp_path / "config.toml"
    path.write_text("\n".join(row[0] for row in MISTAKES[:1]) + "\n[polling]\ninterval = 0\n")
    found = mistakes(path, {"RATINGWIRE_POLING__TIMEOUT": "3", "RATINGWIRE_POLLING__TIMEOUT": "soon"})
    assert len(found) == 4
    assert "did you mean RATINGWIRE_POLLING__TIMEOUT?" in found[0]
    assert any("polling.timeout (RATINGWIRE_POLLING__TIMEOUT)" in mistake for mistake in found)


def test_all_of_one_section(tmp_path: Path) -> None:
    """What a choice asks for is told although other settings of its section are wrong; so is all that feeds share."""
    path = tmp_path / "config.toml"
    feed = '[[feed]]\nname = "A"\nurl = "http://a"\n'
    path.write_text(f'[telegram]\ntoken = "x"\nmode = "webhook"\n{feed}{feed}')
    *telegram, feeds = mistakes(path)
    assert [mistake.split()[0] for mistake in telegram] == [
        *("telegram.token", "telegram.webhook_url", "telegram.webhook_secret"),
    ]
    assert "share the name A" in feeds
    assert "the url http://a" in feeds


@pytest.mark.parametrize("content", [b"[telegram", b"\xff\xfe\x00"])
def test_broken_file(tmp_path: Path, content: bytes) -> None:
    """A file that is no TOML is named."""
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    (mistake,) = mistakes(path)
    assert mistake.startswith(f"{path}: is not valid TOML")


def test_missing_file(tmp_path: Path) -> None:
    """A file that was asked for must be there."""
    (mistake,) = mistakes(tmp_path / "none.toml")
    assert "config.example.toml" in mistake


def test_token_is_never_shown(tmp_path: Path) -> None:
    """Neither the settings' text nor a mistake holds the token, not even a mistyped one."""
    secret = "123456:very-secret"
    settings = load(None, {"RATINGWIRE_TELEGRAM__TOKEN": secret})
    assert "very-secret" not in f"{settings!r} {settings}"
    path = tmp_path / "config.toml"
    path.write_text(f'[telegram]\ntoken = "{secret} "\n[polling]\ninterval = 0')
    assert "very-secret" not in "\n".join(mistakes(path))
