"""Runs the examples of README and docs again and writes their output into the pages (`make docs`)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import docs_examples as docs


def main(names: list[str]) -> None:
    """Refreshes the pages named (all without names)."""
    commands = docs.ROOT / "docs" / "commands.md"
    commands.write_text(docs.commands_page(), encoding="utf-8")
    rules = docs.ROOT / "docs" / "checking.md"
    rules.write_text(docs.with_rules(rules.read_text(encoding="utf-8")), encoding="utf-8")
    for page in docs.pages():
        if names and page.name not in names and str(page.relative_to(docs.ROOT)) not in names:
            continue
        if docs.needs_shared(page) and not (docs.ROOT.parent / "shared" / "gold").is_dir():
            print(f"{page.name}: needs the shared data, left as it is")
            continue
        text = page.read_text(encoding="utf-8")
        new = docs.refreshed(text)
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"{page.relative_to(docs.ROOT)}: refreshed")


if __name__ == "__main__":
    main(sys.argv[1:])
