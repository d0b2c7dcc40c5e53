"""What the bot says of itself where nobody has written to it yet: plain text, no HTML."""

from messages.tongue import tr


def description() -> str:
    """What stands in the empty chat; Telegram takes 512 characters."""
    return tr(
        "I tell you when analysts upgrade, downgrade or start to cover your stocks, or set a new price target: one "
        "message for each call, with all its sources, and set right when a later story says otherwise. Press Start, "
        "then send /watch and a ticker. Not investment advice."
    )


def short_description() -> str:
    """What stands on the bot's page and in links to it; Telegram takes 120 characters."""
    return tr("Analyst upgrades, downgrades and price targets on your stocks, each with its sources.")
