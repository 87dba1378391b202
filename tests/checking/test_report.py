"""Reports show every verdict, and run nothing that a text brings along."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from foedera.checking import Checked, Evidence, report
from foedera.claim import Actor, Claim
from foedera.documents import from_text


def item(start: int, end: int, text: str, verdict: str = "supported", note: str | None = None) -> Checked:
    claim = Claim(
        start, end, text[start:end], "cooperation", "affirmed", (Actor("AZE", "party"), Actor("TUR", "party"))
    )
    evidence = (Evidence("s:1", "<b>A title</b>", "row 1", "<script>alert(1)</script>", {}, "says the same"),)
    return Checked(claim, verdict, None, note, 2, evidence)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


words = st.text(alphabet="<>&\"'/ abcs{}%\n", min_size=8, max_size=60)


@given(words, st.integers(0, 7), st.integers(1, 8))
def test_the_page_holds_the_text_and_no_script(text: str, start: int, length: int) -> None:
    document = from_text("x" + text)
    claimed = item(start, min(start + length, len(document.text)), document.text)
    tags = Tags()
    tags.feed(report.html(document, [claimed]))
    assert not {"script", "img", "iframe", "link", "object"} & set(tags.tags)
    assert tags.tags.count("mark") >= 1


def test_overlapping_claims_are_marked_by_the_worst_verdict() -> None:
    text = "Azerbaijan and Turkey cooperate closely."
    page = report.html(from_text(text), [item(0, 40, text), item(0, 10, text, "contradicted", "not so")])
    assert '<mark class="contradicted">Azerbaijan</mark>' in page
    assert "not so" in page
    assert "2 claims: 1 contradicted, 1 supported" in page


def test_markdown_cannot_be_broken_by_a_quote() -> None:
    text = "**bold** [link](x) <b>"
    shown = report.markdown(from_text(text), [item(0, len(text), text)])
    assert "\\*\\*bold" in shown
    assert "<b>" not in shown.replace("\\<b\\>", "")


def test_claimreview_holds_decided_claims_only() -> None:
    text = "Azerbaijan and Turkey cooperate."
    reviews = report.claimreview(from_text(text), [item(0, 10, text), item(0, 10, text, "unknown")])
    assert len(json.loads(json.dumps(reviews))) == 1
    assert reviews[0]["@type"] == "ClaimReview"
    assert reviews[0]["reviewRating"]["ratingValue"] == 5


def test_reports_show_what_a_thread_says_again_and_what_corrects_it() -> None:
    from dataclasses import replace

    document = from_text("They signed a pact in 1953.")
    place = {"start": 3, "end": 9, "post": 7, "author": "<ben>", "date": "2015-03-02T10:00:00"}
    one = replace(item(0, 27, document.text), again=(place,), corrected_by={"start": 30, "end": 40})
    page, listed = report.html(document, [one]), report.markdown(document, [one])
    assert "said again: &lt;ben&gt;, post 7, 2015-03-02" in page
    assert "corrected by characters 30 to 40" in page
    assert "said again: \\<ben\\>, post 7, 2015-03-02" in listed
    assert "corrected by characters 30 to 40" in listed


def test_reports_show_the_id_of_the_evidence_and_what_was_not_looked_at() -> None:
    from dataclasses import replace

    document = from_text("They signed a pact in 1953.")
    one = item(0, 27, document.text)
    (evidence,) = one.evidence
    one = replace(one, evidence=(replace(evidence, id="0123456789abcdef"),), limits="only the newest")
    for text in (report.html(document, [one]), report.markdown(document, [one])):
        assert "id 0123456789ab" in text
        assert "only the newest" in text
