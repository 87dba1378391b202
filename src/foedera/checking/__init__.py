"""Checking: the claims of a text against the record, each with a verdict, evidence and proof."""

from foedera.checking.check import check
from foedera.checking.model import REASONS, VERDICTS, Checked, Evidence
from foedera.checking.unchecked import not_checkable

__all__ = ["check", "not_checkable", "Checked", "Evidence", "VERDICTS", "REASONS"]
