"""The examples of README and docs: found in the pages, run, and compared or written back.

An example is a fenced block of kind `console`; a line that begins with `$ ` is a command, the lines
below it are its output. Commands run from the project's folder with the `foedera` of this
environment and one fresh record a page. A page whose first line holds `needs: shared` runs only
where the shared data folder is beside the project; one whose first line holds `slow`, with the slow tests.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# Seconds that one command may take.
LIMIT = 300


def pages() -> list[Path]:
    """README and every page of docs/, in order."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def needs_shared(page: Path) -> bool:
    """Does the page say that its examples need the shared data?"""
    return "needs: shared" in _first_line(page)


def takes_long(page: Path) -> bool:
    """Does the page say that its examples take long to run?"""
    line = _first_line(page)
    return line.startswith("<!--") and "slow" in line


def _first_line(page: Path) -> str:
    return page.read_text(encoding="utf-8").split("\n", 1)[0]


def examples(text: str) -> Iterator[tuple[str, str]]:
    """(command, output) of every example in a page's text."""
    for block in _BLOCK.findall(text):
        yield from _split(block)


def _split(block: str) -> Iterator[tuple[str, str]]:
    command: str | None = None
    output: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield command, "\n".join(output)
            command, output = line[2:], []
        else:
            output.append(line)
    if command is not None:
        yield command, "\n".join(output)


def run(command: str, record: Path) -> str:
    """The output of a command (stdout and stderr), without spaces at the ends of lines."""
    bin_ = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "FOEDERA_RECORD": str(record)}
    env.pop("COLUMNS", None)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT, env=env, stdin=subprocess.DEVNULL, timeout=LIMIT, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    lines = done.stdout.decode("utf-8", "replace").replace(str(record), "foedera.db").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def refreshed(text: str) -> str:
    """The page's text with every example run again and its output put in."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "foedera.db"

        def again(match: re.Match[str]) -> str:
            parts = [f"$ {command}\n{run(command, record)}".rstrip("\n") for command, _ in _split(match[1])]
            return "```console\n" + "\n".join(parts) + "\n```"

        return _BLOCK.sub(again, text)


def commands_page() -> str:
    """docs/commands.md, made in a new process: click keeps the help option that it first showed."""
    make = "import docs_examples as d; print(d.helps(), end='')"
    run = [sys.executable, "-c", make]
    return subprocess.run(run, cwd=ROOT / "tools", capture_output=True, check=True, encoding="utf-8").stdout


def helps() -> str:
    """Every verb's help, as the command line prints it."""
    from click import Context

    from foedera.cli import VERBS, cli

    parts = [
        "# Every command and option\n",
        "This page is made from the help texts by `make docs`. Every verb answers to `--help`.\n",
        _help("foedera", cli.get_help(Context(cli, info_name="foedera", **_wide()))),
    ]
    for verb in VERBS:
        command = cli.get_command(Context(cli), verb)
        if command is None:
            raise LookupError(verb)
        parts.append(f"## foedera {verb}\n")
        parts.append(_help(verb, command.get_help(Context(command, info_name=f"foedera {verb}", **_wide()))))
    return "\n".join(parts)


_RULES = re.compile(r"(<!-- rules -->\n).*?(<!-- /rules -->)", re.DOTALL)


def with_rules(page: str) -> str:
    """docs/checking.md with the table of rules that rules.toml holds."""
    import tomllib

    text = (ROOT / "src/foedera/checking/rules.toml").read_text(encoding="utf-8")
    rows = [f"| {r['name']} | {r['says']} | {r['example']} |" for r in tomllib.loads(text)["rule"]]
    table = "\n".join(["", "| rule | says | example |", "|---|---|---|", *rows, "", ""])
    return _RULES.sub(lambda m: m[1] + table + m[2], page)


def _wide() -> dict[str, Any]:
    """Settings of every help text: those of the real command line, whatever ran before in this process."""
    return {"max_content_width": 100, "terminal_width": 100, "help_option_names": ["-h", "--help"]}


def _help(_: str, text: str) -> str:
    return "```text\n" + "\n".join(line.rstrip() for line in text.splitlines()) + "\n```\n"
