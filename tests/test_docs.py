"""README and docs show what really happens, and leave no command or option out."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import docs_examples as docs

from foedera.cli import VERBS, cli
from tests.conftest import find_shared

PAGES = [p for p in docs.pages() if list(docs.examples(p.read_text(encoding="utf-8")))]


def marked(page: Path) -> Any:
    marks = [pytest.mark.slow] if docs.takes_long(page) else []
    return pytest.param(page, marks=marks, id=str(page.relative_to(docs.ROOT)))


@pytest.mark.parametrize("page", [marked(p) for p in PAGES])
def test_every_example_prints_what_the_page_shows(page: Path) -> None:
    if docs.needs_shared(page) and find_shared() is None:
        pytest.skip("the page's examples need the shared data folder: not here")
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "foedera.db"
        for command, output in docs.examples(page.read_text(encoding="utf-8")):
            assert docs.run(command, record) == output, f"{page.name}: $ {command} (make docs refreshes the page)"


def test_the_page_of_commands_is_fresh() -> None:
    page = (docs.ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == docs.commands_page(), "docs/commands.md is stale: run make docs"


def test_the_table_of_rules_is_fresh() -> None:
    page = (docs.ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    assert page == docs.with_rules(page), "docs/checking.md is stale: run make docs"


def verbs() -> list[tuple[str, click.Command]]:
    found = [(verb, cli.get_command(click.Context(cli), verb)) for verb in VERBS]
    return [(verb, command) for verb, command in found if command is not None]


@pytest.mark.parametrize(("verb", "command"), verbs(), ids=list(VERBS))
def test_every_command_and_option_is_explained(verb: str, command: click.Command) -> None:
    assert command.help, f"foedera {verb} says nothing of what it does"
    assert command.get_short_help_str(200) == VERBS[verb][1], f"the help line of {verb} differs from VERBS"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"foedera {verb} {parameter.opts[0]} is not explained"


def test_every_verb_is_shown_in_the_docs() -> None:
    shown = "".join(p.read_text(encoding="utf-8") for p in docs.pages() if p.name != "commands.md")
    missing = [verb for verb in VERBS if f"foedera {verb}" not in shown]
    assert not missing, f"no page shows foedera {', foedera '.join(missing)}"
