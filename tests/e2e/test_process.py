"""The main job over real HTTP: a process, a Bot API and two outlets on loopback."""

import datetime as dt
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.process import BotProcess
from tests.fakes.outlet import Outlet, outlet_thread
from tests.fakes.telegram import BotApi
from tests.fakes.telegram_http import BotApiThread, bot_api_thread

CHAT = 7
WITH_TICKERS = """
<p>JPMorgan went through its miners once more. Analysts Reginald Smith and Charles Pearce signed the note.</p>
<p>Cipher Mining Inc. (NASDAQ:CIFR) was upgraded to Overweight from Neutral, its December 2026 price target lifted
to $18 from $12.</p>
<p>The bank reduced its price target for Riot Platforms Inc. (NASDAQ:RIOT) to $17 from $19.</p>
<p>JPMorgan cut its price target for MARA Holdings Inc. (NASDAQ:MARA) to $13 from $20.</p>
<p>CIFR trades near $16.77, above its 20-day average of $15.89, and RIOT near $13.10.</p>
"""
WITH_NAMES = """
<p>JPMorgan has sorted the miners anew, say analysts Reginald Smith and Charles Pearce.</p>
<p>Cipher Mining was upgraded from Neutral to Overweight, and its price target was raised from $12 to $18 for December
2026. Riot Blockchain's target was lowered from $19 to $17.</p>
<p>Marathon Digital Holdings saw its price target cut from $20 to $13 as the network grew by 410 MW.</p>
"""
FACTS = ("CIFR", "RIOT", "JPMorgan", "Neutral", "Overweight", "$12", "$18", "$19", "$17", "Desk", "Ledger")
INVENTED = ("16.77", "15.89", "13.10", "MARA", "410")


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    with outlet_thread() as outlet:
        for feed in ("desk", "ledger"):
            outlet.publish(feed=feed, title="Nothing much happens before the bell", published=now())
        yield outlet


@pytest.fixture
def telegram() -> Iterator[BotApiThread]:
    with bot_api_thread() as telegram:
        yield telegram


@pytest.fixture
def bot(tmp_path: Path, outlet: Outlet, telegram: BotApiThread) -> BotProcess:
    return BotProcess(
        tmp_path,
        telegram__token=telegram.token,
        telegram__api_url=telegram.url,
        telegram__access="everyone",
        storage__path=tmp_path / "data.db",
        polling__interval=1,
        polling__per_host_seconds=0,
        polling__private_hosts="true",
        alerts__settle_seconds=2,
        feed__0__name="Desk",
        feed__0__url=outlet.url("desk"),
        feed__1__name="Ledger",
        feed__1__url=outlet.url("ledger"),
        log__level="debug",
    )


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def alerts(api: BotApi) -> list[str]:
    return [text for text in api.texts(CHAT) if "UPGRADE" in text]


def publish(outlet: Outlet) -> None:
    outlet.publish(
        feed="desk",
        title="JPMorgan Redraws Its Miner Map With Upgrades And Cuts",
        html_article=WITH_TICKERS,
        published=now(),
    )
    outlet.publish(
        feed="ledger", title="JPMorgan Upgrades Cipher, Cools On Riot", html_article=WITH_NAMES, published=now()
    )


def await_polls(outlet: Outlet, more: int) -> None:
    """Wait until both feeds were looked at so many times more."""
    for feed in ("desk", "ledger"):
        outlet.wait_for(f"/feeds/{feed}.rss", more, timeout=20)


def test_one_alert_once(bot: BotProcess, outlet: Outlet, telegram: BotApiThread) -> None:
    """Two outlets tell of one note: one message with both calls and both sources, and none again after a kill."""
    with bot:
        telegram.say(CHAT, "/watch CIFR RIOT")
        telegram.wait_for(lambda api: any("RIOT" in text for text in api.texts(CHAT)), timeout=20)
        await_polls(outlet, 2)  # the first poll is stored for sure
        publish(outlet)
        (alert,) = telegram.wait_for(
            lambda api: [text for text in alerts(api) if all(fact in text for fact in FACTS)], timeout=30
        )
        assert not [word for word in INVENTED if word in alert]
        await_polls(outlet, 2)  # by now the sending is noted; a kill before that may repeat it, and says so
        bot.end(signal.SIGKILL)

        bot.start()
        telegram.say(CHAT, "/rating CIFR")
        telegram.wait_for(lambda api: len(api.texts(CHAT)) == 3, timeout=20)
        await_polls(outlet, 3)
        assert len(telegram.do(alerts)) == 1
        assert bot.end(signal.SIGTERM) == 0
    assert telegram.token not in bot.log
    assert telegram.token.split(":")[1] not in bot.log
    assert "Traceback" not in bot.log


def test_pending_survives_kill(bot: BotProcess, outlet: Outlet, telegram: BotApiThread) -> None:
    """What was found but not sent when the process died is sent by the next one."""
    with bot:
        telegram.say(CHAT, "/watch CIFR RIOT")
        telegram.wait_for(lambda api: api.texts(CHAT), timeout=20)
        await_polls(outlet, 2)  # the first poll is stored for sure
        telegram.stop()
        publish(outlet)
        await_polls(outlet, 3)
        bot.end(signal.SIGKILL)
        bot.start()
        telegram.start()
        telegram.wait_for(alerts, timeout=30)
        assert len(telegram.do(alerts)) == 1


def test_refused_token(bot: BotProcess, telegram: BotApiThread, tmp_path: Path) -> None:
    """A token that Telegram refuses ends the process with a sentence and without the token."""
    wrong = BotProcess(
        tmp_path,
        telegram__token="123456:wrong-wrong-wrong",
        telegram__api_url=telegram.url,
        storage__path=tmp_path / "data.db",
    )
    with wrong:
        assert wrong.wait() == 78
    assert "BotFather" in wrong.log
    assert "wrong-wrong" not in wrong.log
    assert "Traceback" not in wrong.log


def test_settings_mistakes(tmp_path: Path) -> None:
    """Every mistake is told at once, with what would be right."""
    wrong = BotProcess(tmp_path, polling__interval="soon", poling__timeout=3, feed__0__name="x")
    with wrong:
        assert wrong.wait() == 78
    for word in ("polling.interval", "RATINGWIRE_POLLING__TIMEOUT", "feed[0].url"):
        assert word in wrong.log
