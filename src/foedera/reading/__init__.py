"""`Document` in, claims out: each names the rule (frame) that gave it."""

from __future__ import annotations

from foedera.reading.evaluate import Scores, evaluate
from foedera.reading.reader import Step, read
from foedera.reading.reader import steps as explain

__all__ = ["Scores", "Step", "evaluate", "explain", "read"]
