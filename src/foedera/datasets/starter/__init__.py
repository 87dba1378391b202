"""The starter record: facts compiled from public sources, each with its citation.

The data are the CSV and TOML files beside this module; `load_into(record)` makes claims of them.
"""

from __future__ import annotations

from foedera.datasets.starter.loading import load_into

__all__ = ["load_into"]
