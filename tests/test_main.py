"""`python -m foedera`."""

from __future__ import annotations

import subprocess
import sys


def test_the_package_runs_as_the_command_line() -> None:
    done = subprocess.run([sys.executable, "-m", "foedera", "--version"], capture_output=True, encoding="utf-8")
    assert done.returncode == 0
    assert done.stdout.startswith("foedera")
