"""Texts that mean harm, from the file to the claims: no crash, no hang, nothing read that isn't there.

Work is compared with what it should be (four times the text, four times the work), never with a
clock: the machine may be busy.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera import actors, corpus, documents, reading
from foedera.cli import cli
from foedera.documents import Limits
from foedera.errors import FoederaError, TooLarge, UnreadableDocument
from foedera.reading import frames
from tests.growth import in_proportion

CLAIM = "Azerbaijan and Turkey signed a defense agreement on 15 June 2021."
SMALL = Limits(max_bytes=200_000, max_members=50, max_expanded_bytes=1_000_000)


# -- files -----------------------------------------------------------------------------------------


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def read_file(path: Path, data: bytes, limits: Limits = SMALL) -> list[corpus.Read]:
    path.write_bytes(data)
    return corpus.read_file(str(path), limits=limits)


def test_a_decompression_bomb_is_named_and_its_neighbours_are_read(tmp_path: Path) -> None:
    reads = read_file(tmp_path / "a.zip", packed({"a.txt": CLAIM.encode(), "bomb.txt": b" " * 50_000_000}))
    assert [len(r.claims) for r in reads if r.document] == [1]
    assert f"{tmp_path / 'a.zip'}!bomb.txt" in [r.where for r in reads if r.error]


def test_bombs_inside_bombs_are_named(tmp_path: Path) -> None:
    inner = packed({f"{n}.txt": b" " * 190_000 for n in range(40)})
    reads = read_file(tmp_path / "a.zip", packed({f"{n}.zip": inner for n in range(40)}))
    assert any(r.error and "unpacks" in r.error for r in reads)
    assert sum(len(r.document.text) for r in reads if r.document) < 4 * SMALL.max_expanded_bytes


@pytest.mark.parametrize("name", ["../../climbed.txt", "/climbed.txt", "..\\climbed.txt", "C:\\climbed.txt"])
def test_a_path_that_climbs_out_of_a_zip_is_not_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    reads = read_file(folder / "x.zip", packed({name: CLAIM.encode(), "good.txt": CLAIM.encode()}))
    assert [r.document.name for r in reads if r.document] == ["x.zip!good.txt"]
    assert any(r.error and "climbs out" in r.error for r in reads)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["x.zip"]


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "span", "svg", "a"])
def test_html_nested_deep_is_read_or_refused_with_a_sentence(tmp_path: Path, tag: str) -> None:
    opened = f"<{tag}>" * 100_000
    page = f"<html><body><p>{CLAIM}</p>{opened}{CLAIM}</body></html>".encode()
    for read in read_file(tmp_path / "deep.html", page, Limits()):
        assert read.document or read.error


def nested_pdf(inside: str) -> bytes:
    body = f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n{inside}\nendobj\n"
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n9\n%%EOF\n".encode()


@pytest.mark.parametrize(
    "inside",
    [
        "[" * 100_000 + "]" * 100_000,
        "<< /Kids " * 100_000 + ">>" * 100_000,
        "<< /Type /Pages /Kids [2 0 R] /Count 100000 >>",
        "<< /Type /Pages /Parent 2 0 R /Kids [" + "2 0 R " * 100_000 + "] /Count 1 >>",
    ],
    ids=["arrays", "dictionaries", "its own child", "its own children"],
)
def test_a_pdf_nested_deep_is_refused_with_a_sentence(tmp_path: Path, inside: str) -> None:
    (read,) = read_file(tmp_path / "deep.pdf", nested_pdf(inside), Limits())
    assert read.error


def test_a_gigabyte_on_one_line_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(TooLarge, match="over the limit"):
        documents.load(path)
    assert [bool(r.error) for r in corpus.read_file(str(path))] == [True]


def test_json_nested_deep_is_no_crash(tmp_path: Path) -> None:
    for read in read_file(tmp_path / "deep.json", b'{"a":' * 100_000, Limits()):
        assert read.document or read.error


PIECES = [
    CLAIM, "Turkey", "NATO", "(", ")", '"', "\n\n", "# ", "| a | b |\n", "> ", "\u200b", "\u202e", "\x00", "- ", ": ",
    "; ", "<div>", "&lt;", "Article 5. ", "#7\n", "Quote:", "\ud83d\ude00", "1,000", "U.S.",
]  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(PIECES) | st.text(max_size=10),
        max_size=30,
    ),
    st.sampled_from(["a.txt", "a.md", "a.html", "a.json", "a.eml"]),
)
def test_any_mixture_gives_claims_that_quote_the_text_or_one_sentence(parts: list[str], name: str) -> None:
    data = "".join(parts).encode("utf-8", "surrogatepass")
    try:
        document = documents.load_bytes(data, name)
        claims = reading.read(document)
    except FoederaError as error:
        assert str(error).strip()  # noqa: PT017 - either outcome is right
        return
    for claim in claims:
        assert document.text[claim.start : claim.end] == claim.quote


# -- work that grows ---------------------------------------------------------------------------------


def read_text(text: str) -> object:
    return reading.read(documents.from_text(text))


# What looks like the beginning of a claim and never becomes one, or has no end.
KILLERS = {
    "agreement": "agreement ", "agreements of": "treaty of ", "memoranda": "memorandum of understanding ",
    "and": ", and ", "brackets": "(", "square": "[", "quotes": '"', "digits": "12 ", "figures": "1,000 troops ",
    "modifiers": "joint military defence bilateral ", "signed": "signed ", "members": "is a member of NATO and ",
    "states": "Azerbaijan, ", "adjectives": "Turkish-", "and states": "Azerbaijan and ", "weapons": "F-16 and ",
    "arms": "aircraft, tanks, ", "exercises": "Exercise ", "capitals": "ABCD EFGH ", "dates": "in 1990, ",
    "months": "January ", "ministries": "ministry of defense ", "denials": "not ", "the two": "the two countries ",
    "possessives": "'s ", "dots": ". ", "initials": "U.S. ", "semicolons": "; ", "colons": ": ", "of the": "of the ",
    "money": "$1 million ", "articles": "Article 1. ", "addresses": "http://a.b/ ", "tags": "<a ",
    "forces": "armed forces of ",
}  # fmt: skip


@pytest.mark.parametrize("kind", KILLERS)
def test_a_near_match_is_read_in_proportion_to_its_length(kind: str) -> None:
    piece = KILLERS[kind]
    assert in_proportion(lambda n: read_text(f"Azerbaijan signed {piece * (n // len(piece))} end."), 900)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of every frame."""
    for frame in frames.load():
        for name, pattern in (("trigger", frame.trigger), ("needs", frame.needs), ("unless", frame.unless)):
            if pattern is not None:
                yield f"{frame.id} {name}", pattern.compiled


NEAR_MATCHES = ("military joint defence bilateral ", "agreement ", "pact of ", "war ", "has ", "the ", "1,000 ", "a, ")


@pytest.mark.parametrize("piece", NEAR_MATCHES)
def test_no_pattern_of_a_frame_is_quadratic_on_a_near_match(piece: str) -> None:
    def search(pattern: re.Pattern[str]) -> Callable[[int], object]:
        return lambda n: deque(pattern.finditer(piece * (n // len(piece))), maxlen=0)

    def fair(pattern: re.Pattern[str]) -> bool:
        return in_proportion(search(pattern), 4_000, doublings=0, enough=0.004)

    assert [name for name, pattern in patterns() if not fair(pattern)] == []


@pytest.mark.parametrize("char", ["a", "_", "1", "-", "é", "漢"])
def test_a_line_without_blanks_is_read_in_proportion_to_its_length(char: str) -> None:
    assert in_proportion(lambda n: read_text(char * n), 3_000)


@pytest.mark.slow
def test_five_megabytes_on_one_line_are_read_in_proportion(tmp_path: Path) -> None:
    def read(size: int) -> None:
        (tmp_path / "a.txt").write_text("x" * size)
        assert reading.read(documents.load(tmp_path / "a.txt")) == []

    assert in_proportion(read, 1_250_000)


MANY = {
    "paragraphs": "A short paragraph.\n\n",
    "list items": "- item of something\n",
    "labels": "x: y\n",
    "rows": "| Turkey | 5 |\n",
    "headings": "# A heading\n\nTurkey joined NATO in 1952.\n\n",
    "sentences": "Turkey joined NATO in 1952. ",
    "posts": "User (12 posts)      #1\nThu Aug 28, 2025, 02:40 PM\n\nTurkey joined NATO in 1952.\n\n",
    "articles": "Article 1\n\nThe Parties shall assist each other.\n\n",
}


def blocks_looked_at(text: str) -> int:
    """How often reading looks at the kind of a block: a count of its work that no clock blurs."""
    document = documents.from_text(text)
    looked = 0

    class Counted(documents.Block):
        __slots__ = ()

        def __getattribute__(self, name: str) -> object:
            nonlocal looked
            looked += name == "kind"
            return super().__getattribute__(name)

    names = list(documents.Block.__dataclass_fields__)
    counted = tuple(Counted(**{n: getattr(b, n) for n in names}) for b in document.blocks)
    values = {n: getattr(document, n) for n in documents.Document.__dataclass_fields__}
    reading.read(documents.Document(**(values | {"blocks": counted})))
    return looked


@pytest.mark.parametrize("kind", MANY)
def test_twice_as_many_blocks_are_looked_at_twice_as_often(kind: str) -> None:
    once, twice = blocks_looked_at(MANY[kind] * 30), blocks_looked_at(MANY[kind] * 60)
    assert twice <= 2.5 * once


# -- names in disguise -------------------------------------------------------------------------------


DIRECTIONS = ("\u200e", "\u200f")
ZERO_WIDTH = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", *DIRECTIONS]


@pytest.mark.parametrize("mark", ZERO_WIDTH, ids=lambda m: f"U+{ord(m):04X}")
@pytest.mark.parametrize(
    ("name", "at", "code"),
    [
        ("Nigeria", 5, "NGA"),
        ("Guinea-Bissau", 6, "GNB"),
        ("Azerbaijan", 4, "AZE"),
        ("Sudanese", 5, "SDN"),
        ("Romania", 4, "ROU"),
    ],
)
def test_a_name_with_an_unseen_character_is_no_other_actor(mark: str, name: str, at: int, code: str) -> None:
    text = f"{name[:at]}{mark}{name[at:]} troops"
    assert {m.code for m in actors.find(text)} <= {code}


@pytest.mark.parametrize("trick", ["\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u202a", "\u202b"])
def test_turned_writing_makes_no_actor(trick: str) -> None:
    assert [m.code for m in actors.find(f"{trick}aissuR\u202c signed it")] == []
    assert {m.code for m in actors.find(f"{trick}Russia\u202c signed it")} <= {"RUS"}


def test_letters_that_only_look_alike_are_no_other_state() -> None:
    assert {m.code for m in actors.find("Nigеr and Irаn")} <= {"NER", "IRN"}  # Cyrillic е and а
    assert {m.code for m in actors.find("Ｎｉｇｅｒｉａ")} <= {"NGA"}


def test_claims_quote_the_text_with_its_unseen_characters() -> None:
    text = CLAIM.replace("Azerbaijan", "Azer\u200bbaijan").replace("Turkey", "\u202eTurkey\u202c")
    document = documents.from_text(text)
    for claim in reading.read(document):
        assert document.text[claim.start : claim.end] == claim.quote
        assert claim.actor_keys() <= {"AZE", "TUR"}


# -- script in every field -----------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"
EVENT = '"><img src=x onerror=alert(1)>'


def checked(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        cli,
        ["check", "--format", "html", "--all", "--record", str(tmp_path / "r.db"), str(path)],
        standalone_mode=False,
    )
    assert done.stdout, done.stderr or str(done.exception)
    return done.stdout


@pytest.mark.parametrize("attack", [SCRIPT, EVENT, "javascript:alert(1)", "' onmouseover='alert(1)"])
def test_script_in_any_field_of_a_page_comes_out_as_text(tmp_path: Path, attack: str) -> None:
    safe = html.escape(attack)
    page = f"""<html><head><title>{safe}</title><meta name="author" content="{safe}"><meta property="og:site_name"
      content="{safe}"><link rel="canonical" href="{safe}"></head><body><article><h1>{safe} of defense</h1>
      <p>By {safe}</p><p>{CLAIM} The {safe} Pact between Azerbaijan and Turkey was signed in 2021. Azerbaijan hosts
      troops of the {safe} Brigade of Turkey. Turkey joined NATO in 1952 {safe}.</p></article></body></html>"""
    _harmless(checked(tmp_path, "page.html", page), attack)


@pytest.mark.parametrize("attack", [SCRIPT, EVENT])
def test_script_in_any_field_of_a_thread_comes_out_as_text(tmp_path: Path, attack: str) -> None:
    thread = (
        f"{attack} > Regions\nThread: {attack}\n\n{attack} (412 posts)                #7\n"
        "Thu Aug 28, 2025, 02:40 PM\n\n"
        f"Azerbaijan and Turkey signed the {attack} Pact in 2021. Azerbaijan is not a NATO member {attack}.\n"
    )
    _harmless(checked(tmp_path, f"{'a'}.txt", thread), attack)


def test_script_in_the_name_of_a_file_comes_out_as_text(tmp_path: Path) -> None:
    _harmless(checked(tmp_path, "<img src=x onerror=alert(1)>.txt", CLAIM), "<img src=x")


def _harmless(page: str, attack: str) -> None:
    """Nothing of the attack stands in the page as markup: no element, attribute or address of its own."""
    from lxml import html as markup

    tree = markup.document_fromstring(page)
    assert not tree.xpath("//img"), attack
    assert all("alert(1)" not in (s.text or "") for s in tree.xpath("//script|//style"))
    for element in tree.iter():
        for name, value in getattr(element, "attrib", {}).items():
            assert not name.startswith("on") or "alert(1)" not in value
            assert name not in ("href", "src", "action") or not value.strip().lower().startswith("javascript:")


def test_json_of_a_check_holds_script_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Azerbaijan and Turkey signed the {SCRIPT} Pact in 2021.", encoding="utf-8")
    done = CliRunner().invoke(
        cli,
        ["check", "--format", "json", "--all", "--record", str(tmp_path / "r.db"), str(path)],
        standalone_mode=False,
    )
    assert isinstance(json.loads(done.stdout), list)


def test_a_file_of_nothing_but_marks_is_refused_or_empty() -> None:
    for mark in ZERO_WIDTH:
        try:
            assert reading.read(documents.from_text(mark * 1000)) == []
        except UnreadableDocument as error:
            assert str(error)  # noqa: PT017 - either outcome is right


# -- time --------------------------------------------------------------------------------------------


class Hours:
    """A clock on which each look takes ten seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 10.0
        return self.now


def test_a_text_that_takes_too_long_to_read_is_named_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-long.txt").write_text("\n\n".join(f"Report {n}. {CLAIM}" for n in range(60)), encoding="utf-8")
    (tmp_path / "b-short.txt").write_text(CLAIM, encoding="utf-8")
    monkeypatch.setattr("foedera.documents.limits.time", Hours())
    long, short = corpus.read_many(sorted(tmp_path.iterdir()), limits=Limits(seconds=300))
    assert short.document
    assert short.claims
    assert long.document is None
    assert not long.claims
    assert re.fullmatch(
        r"a-long\.txt: reading took more than 300 seconds and stopped at character [\d,]+ of [\d,]+: none of it is "
        r"kept; raise the limit on seconds, or split the file\.",
        long.error or "",
    )


def test_without_limits_a_text_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedera.documents.limits.time", Hours())
    assert reading.read(documents.from_text("\n\n".join(f"Report {n}. {CLAIM}" for n in range(60))))
