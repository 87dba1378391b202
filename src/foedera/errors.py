"""The exceptions of Foedera; the command line turns each into one sentence and exit 2.

* FoederaError - something is wrong that the user can mend
  * BadInput - what was given cannot be used
    * BadDate - not a date in EDTF or plain English
    * BadClaim - a claim that does not follow the rule book
    * BadTable - a row of a table (ours or a publisher's) that cannot be read
    * UnknownActor - no state or organisation of that name or code
    * UnreadableDocument - a file or page that cannot be read as text
    * TooLarge - over a limit that an option can raise
  * RecordError - the record cannot be opened, or does not hold what was asked for
  * MissingExtra - an optional package is needed and not installed
"""

from __future__ import annotations

__all__ = [
    "BadClaim",
    "BadDate",
    "BadInput",
    "BadTable",
    "FoederaError",
    "MissingExtra",
    "RecordError",
    "TooLarge",
    "UnknownActor",
    "UnreadableDocument",
]


class FoederaError(Exception):
    """Base of all; its message is one sentence that says what, where and what to do."""


class BadInput(FoederaError):
    """What was given cannot be used."""


class BadDate(BadInput):
    """Not a date that Foedera can read."""


class BadClaim(BadInput):
    """A claim that does not follow the rule book."""


class BadTable(BadInput):
    """A table or a row of it that cannot be read; the message names file and line."""


class UnknownActor(BadInput):
    """No state or organisation of that name or code; the message suggests near ones."""


class UnreadableDocument(BadInput):
    """A file or page that cannot be read as text."""


class TooLarge(BadInput):
    """Over a limit; the message names the option that raises it."""


class RecordError(FoederaError):
    """The record cannot be opened, or does not hold what was asked for."""


class MissingExtra(FoederaError):
    """An optional package is needed; the message gives the pip command."""
