"""Checking: the claims of a text against the record, each with a verdict, evidence and proof."""

from foedera.checking.check import check
from foedera.checking.model import REASONS, VERDICTS, Checked, Evidence

__all__ = ["check", "Checked", "Evidence", "VERDICTS", "REASONS"]
