"""Draws the pictures of the docs: what the demo shows when these lines are typed.

    python -m tools.make_pictures

Nothing but the port that the outlets happen to have differs from one time to the next, and it is drawn over.
"""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console as Screen

from bot.console import Console
from bot.demo import play
from bot.demo_clock import DemoClock
from bot.logs import configure

FOLDER = Path(__file__).parents[1] / "docs/pictures"
WIDTH = 80
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # they would be fetched from elsewhere
PORT = re.compile(r"(127\.0\.0\.1:)\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The lines whose answers are in the picture, and those typed before."""

    name: str
    before: Sequence[str] = ()
    lines: Sequence[str]


SCENES = (
    Scene(name="demo", lines=("/watch CIFR RIOT",)),
    Scene(name="night", before=("/watch CIFR RIOT", "/quiet 22:00-07:00 hold", "/digest daily 08:00"), lines=("+15h",)),
)


async def picture(scene: Scene) -> str:
    """What the screen shows at the end of a scene, as SVG."""
    clock = DemoClock()
    screen = Screen(
        file=io.StringIO(),
        width=WIDTH,
        record=True,
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
        get_datetime=clock.now,
    )
    with TemporaryDirectory(prefix="ratingwire-pictures-") as folder:
        console = Console(out=screen, lines=_typed(scene, screen), folder=Path(folder), piped=True)
        await play(console, screen, clock)
    return drawn(screen, scene.name)


def drawn(screen: Screen, name: str) -> str:
    """What was recorded, in a file that fetches nothing and is the same each time."""
    picture = FONT.sub("", screen.export_svg(title="make demo", unique_id=name))
    return PORT.sub(r"\g<1>40000", picture)


async def _typed(scene: Scene, screen: Screen) -> AsyncIterator[str]:
    for line in scene.before:
        yield line
    screen.export_text(clear=True)  # what was shown so far is in no picture
    for line in scene.lines:
        yield line


def main() -> None:
    """Draw them all."""
    configure(level="warning")
    for scene in SCENES:
        (FOLDER / f"{scene.name}.svg").write_text(asyncio.run(picture(scene)), encoding="utf-8")


if __name__ == "__main__":
    main()
