"""Made-up feeds of a given size."""

from email.utils import formatdate


def feed_of(entries: int) -> bytes:
    """An RSS feed with so many entries, about 650 bytes each."""
    items = "".join(
        f"<item><guid>{n}</guid><title>Company {n} (NYSE:AB{chr(65 + n % 26)}) target raised to ${n + 10}</title>"
        f"<link>https://desk.example/{n}</link><pubDate>{formatdate(1_764_000_000 + n)}</pubDate>"
        f"<description>{'Analysts speak of the quarter and of what may come after it. ' * 6}</description></item>"
        for n in range(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>'.encode()
