"""The words behind a command as typed values. Pure."""

DIGITS = 15  # of a number that is no nonsense


def count(words: str, *, default: int, most: int) -> int:
    """The first number among the words, between 1 and ``most``."""
    number = next((word for word in words.split() if word.isdecimal()), "")
    return min(max(int(number[:9]), 1), most) if number else default


def number(words: str) -> int | None:
    """The number that the words are, None for anything else."""
    return int(words) if words.isdecimal() and len(words) <= DIGITS else None


def command_name(words: str) -> str:
    """The command that is meant: "/watch", "Watch" and "watch" are one."""
    return words.strip().removeprefix("/").split("@")[0].casefold()
