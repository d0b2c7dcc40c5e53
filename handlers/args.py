"""The words behind a command as typed values. Pure."""


def count(words: str, *, default: int, most: int) -> int:
    """The first number among the words, between 1 and ``most``."""
    number = next((word for word in words.split() if word.isdecimal()), "")
    return min(max(int(number[:9]), 1), most) if number else default


def command_name(words: str) -> str:
    """The command that is meant: "/watch", "Watch" and "watch" are one."""
    return words.strip().removeprefix("/").split("@")[0].casefold()
