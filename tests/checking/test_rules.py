"""The list of rules is the rules that the code uses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path


def rules(root: Path) -> list[dict[str, str]]:
    text = (root / "src/foedera/checking/rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["rule"]


def test_every_rule_of_the_code_is_listed_and_every_listed_rule_is_used(root: Path) -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in sorted((root / "src/foedera/checking").glob("*.py")))
    listed = {r["name"] for r in rules(root)}
    used = {name for name in re.findall(r'f?"([a-z]+(?:-[a-z]+)*)"', code) if name in listed}
    used |= {f"tie-{r}" for r in ("date", "amount", "direction")} if 'f"tie-{reason}"' in code else set()
    assert listed == used
    findings = re.findall(r'Finding\([^()]*(?:\([^()]*\)[^()]*)*?"([a-z]+-[a-z-]+)"', code)
    assert set(findings) <= listed | {"tie-near"}


def test_every_rule_says_what_it_does_with_an_example(root: Path) -> None:
    found = rules(root)
    assert len({r["name"] for r in found}) == len(found)
    for rule in found:
        assert rule["says"].endswith(".")
        assert rule["example"]
