"""What the process asks of its machine."""

import subprocess
import sys

ASK = """
import gc, resource
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, most), most))
from bot.process import YOUNG, prepare
prepare()
assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, most)
assert gc.get_freeze_count() > 0 and gc.isenabled()
assert gc.get_threshold()[0] == YOUNG
"""


def test_prepare() -> None:
    """The process may open what the machine allows, and its garbage is collected seldom, but it is."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
