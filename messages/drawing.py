"""A chart as a picture: PNG out of SVG, with the project's own fonts, since slim systems have none."""

from pathlib import Path

from resvg_py import svg_to_bytes

from messages import chart
from messages.tongue import speaking
from ratings.courses import Picture

ZOOM = 2.4  # 1248 × 1344: as large as Telegram shows pictures
FONTS = tuple(str(path) for path in sorted(Path(__file__).with_name("fonts").glob("*.ttf")))


def draw(language: str, ticker: str, name: str, picture: Picture) -> bytes:
    """The chart as a PNG; long enough a work to be done beside the event loop."""
    with speaking(language):
        return png(chart.svg(ticker, name, picture))


def png(svg: str) -> bytes:
    """The picture of a drawing."""
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=ZOOM,
            skip_system_fonts=True,
            font_files=list(FONTS),
            font_family=chart.FAMILY,
            sans_serif_family=chart.FAMILY,
        )
    )
