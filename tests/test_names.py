"""The names that `import foedera` offers; a change here is a change for every user."""

from __future__ import annotations

import subprocess
import sys

import foedera


def test_the_exported_names_are_these() -> None:
    assert foedera.__all__ == [
        "open_record",
        "read",
        "check",
        "respond",
        "ties",
        "dyad_years",
        "state_years",
        "Claim",
        "Date",
        "FoederaError",
        "__version__",
    ]


def test_every_exported_name_is_there() -> None:
    assert all(getattr(foedera, name) is not None for name in foedera.__all__)


def test_import_and_help_load_nothing_heavy() -> None:
    code = (
        "import sys, foedera, foedera.cli\n"
        "from click.testing import CliRunner\n"
        "assert CliRunner().invoke(foedera.cli.cli, ['--help']).exit_code == 0\n"
        "heavy = {'polars', 'sqlalchemy', 'trafilatura', 'lxml', 'rich', 'numpy', 'pydantic', 'ahocorasick'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
