"""What the process as a whole asks of its machine: open files, and a garbage collector that seldom stops it."""

import gc
import resource

YOUNG = 20_000  # objects that are made between two collections; with Python's 700, every second one is of no use
MIDDLE, OLD = 20, 50


def prepare() -> None:
    """Allow as many open files as the machine lets us have, and leave what is loaded by now out of all collections.

    A collection holds up everything else, and walking through the tables of names each time would take long.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
