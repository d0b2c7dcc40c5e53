"""A workshop without processes."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class InlineWorkshop:
    """services.ports.Workshop that does the work where it stands."""

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer, or its exception."""
        return work(*args, **kwargs)

    def close(self) -> None:
        """Nothing is open."""
