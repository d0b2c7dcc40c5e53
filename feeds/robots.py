"""What a host's robots.txt asks of us: how long to wait between two pages."""

import re

LONGEST = 100_000  # characters that are looked at
MOST = 10.0  # seconds; who asks for more means those that crawl everything, not who reads a page now and then
LINE = re.compile(r"\s*(user-agent|crawl-delay)\s*:\s*([^#\r\n]{0,200})", re.IGNORECASE)


def crawl_delay(text: str, agent: str) -> float:
    """The seconds between two pages that the host wants of an agent, or else of everybody; at most MOST."""
    wanted: dict[str, float] = {}
    group: list[str] = []
    open_group = False
    for line in text[:LONGEST].splitlines():
        if (rule := LINE.match(line)) is None:
            open_group = open_group and not line.strip()
            continue
        value = rule[2].strip().lower()
        if rule[1].lower() == "user-agent":
            group = [*group, value] if open_group else [value]
            open_group = True
            continue
        open_group = False
        for name in group:
            wanted.setdefault(name, seconds(value))
    return wanted.get(agent.lower(), wanted.get("*", 0.0))


def seconds(printed: str) -> float:
    """The number of seconds that a line states; 0 where it states none."""
    return min(float(printed), MOST) if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", printed, re.ASCII) else 0.0
