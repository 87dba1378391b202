"""What a clause denies, supposes, or only gives as a purpose: not asserted as it stands."""

from __future__ import annotations

import re

_NEGATION = re.compile(
    r"\b(?:not(?! only| just| merely| least)|never|neither|nor|no(?! longer|\.? ?\d| doubt| fewer| less| later)|"
    r"without|none|nobody|n't|cannot|"
    r"refus(?:e[sd]?|ing|al)|reject(?:s|ed|ing)?|den(?:y|ies|ied|ying)|lack(?:s|ed|ing)?|fail(?:s|ed)? to|baseless|"
    r"declin(?:e[sd]?|ing) to|rul(?:e[sd]?|ing) out|nothing|false|stop saying)\b|n't\b"
)
# "No" inside a list of what is excluded after the statement is no denial of the statement.
_PURPOSE = re.compile(
    r"\b(?:responsib\w+|respons\w+ (?:include|are|is)|tasked with|charged with|mandate(?:d)?|dut(?:y|ies)|"
    r"(?:primary|main|key|core|chief|principal|other|specific|external|operational|stated|its|current|top|wide range "
    r"of|peacetime|variety of) "
    r"(?:\w+ ){0,2}?(?:missions?|roles?|dut(?:y|ies)|tasks?|focus(?:es)?|functions?|objectives?|goals?|priorit\w+|"
    r"aims?|purposes?|"
    r"areas? of (?:concern|focus)|concerns?)|missions (?:include|are|is)|(?:is|are|was|were|also|largely|primarily) "
    r"focused (?:primarily |largely )?on|capable of|in order to|"
    r"(?:may|can|could|might|would|should(?! be emphasi)) (?:also )?(?:be )?|aims? to|intended to|intends? to|"
    r"hop(?:es|ed|ing) to|seek(?:s|ing)? to|if )"
)
_MODAL = re.compile(
    r"\b(?:could|might|would|may|should|if|whether|unless|were to|possible that|likely to|expected to)\b"
)
_ADVERSATIVE = re.compile(
    r", (?:the )?[\ue000\ue005] |[,;] but |\bbut\b|\bhowever\b|\balthough\b|\bwhile\b|\binstead\b|\brather\b"
)


# A report that the same sentence goes on to reject: "reports that X sold arms are false".
_REJECTED = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|allegations?|stories|story|suggestions?|assertions?)\b.{0,200}"
    r"\b(?:is|are|was|were) (?:\w+ )?(?:false|untrue|baseless|fake|wrong|denied|invented|nonsense|unfounded|fabricated|"
    r"a lie|lies|incorrect)\b"
)


def negated(code: str, left: int, start: int, end: int) -> bool:
    """Does a negation stand in the clause before the trigger's end, with no "but" between, or is all of it rejected?"""
    rejected = _REJECTED.search(code, left)
    if rejected and rejected.start() < start < rejected.end():
        return True
    window = code[max(left, start - 90) : end]
    found = None
    for match in _NEGATION.finditer(window):
        found = match
    return found is not None and not _ADVERSATIVE.search(
        window, found.end(), max(found.end(), start - max(left, start - 90)) + 3
    )


# "X asked whether ..." and questions say nothing; "so that ...?" takes up what was said.
_ASKED = re.compile(
    r"\b(?:asked|asks|wondered|unclear|wants to know)\b[^;]{0,80}?\b(?:whether|if|what|when|how|which|why)\b"
)


def asked(code: str, start: int) -> bool:
    """Does the trigger stand in a question?"""
    return (code.rstrip().endswith("?") and "so that" not in code) or bool(_ASKED.search(code, 0, start))


def supposed(code: str, left: int, start: int) -> bool:
    """Is what the trigger says only possible, asked, wished or conditional?"""
    return asked(code, start) or bool(_MODAL.search(code, max(left, start - 60), start))


def purpose(code: str, left: int, start: int) -> bool:
    """Is it a duty, focus or ability of forces, and not something they do?"""
    return bool(_PURPOSE.search(code, left, start))
