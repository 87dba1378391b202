"""Asking an OpenAI-compatible server, whose every byte is taken for hostile, and keeping its answers.

One request has one deadline from connecting to the last byte, whatever drips in meanwhile; an answer
has a largest size; redirects are not followed (the key would go along); tries are counted. Only the
standard library is used.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import socket
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from foedera.errors import BadInput, FoederaError

# How the schema is asked for: OpenAI's form, then the older one of llama-cpp-python.
_FORMS = ("json_schema", "json_object")
_PIECE = 65_536
_PAUSES = (0.5, 2.0)
# 500 too: llama-cpp-python answers so to a form that it does not know.
_REFUSED = frozenset((400, 413, 422, 500))
_HERE = frozenset(("localhost", "127.0.0.1", "::1"))
_CONNECTING = 10.0
_BUSY = frozenset((408, 425, 429, 502, 503, 504))


class Unanswered(Exception):
    """The server answered, but not with what was asked for; the message says how."""


class _Failed(Exception):
    """No answer this time; it may be tried again."""


@dataclass(slots=True)
class Server:
    """An OpenAI-compatible server: `url` ends before `/chat/completions` (http://localhost:8000/v1).

    `seconds` for one request, `max_bytes` of one answer, `max_tokens` that the model may write.
    The key, if the server wants one, is taken from FOEDERA_LLM_KEY.
    """

    url: str
    model: str
    seconds: float = 120.0
    max_bytes: int = 1_000_000
    max_tokens: int = 4096
    pauses: tuple[float, ...] = _PAUSES
    _forms: list[str] = field(default_factory=lambda: list(_FORMS))
    _settled: bool = False

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise BadInput(f"'{self.url}' is no address of a server: give one such as http://localhost:8000/v1.")
        if parts.scheme == "http" and parts.hostname not in _HERE and os.environ.get("FOEDERA_LLM_KEY"):
            raise BadInput(
                f"The key would go to {self.url} in the clear: give an https address, or unset FOEDERA_LLM_KEY."
            )

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> str:
        """The text of the model's answer; raises Unanswered, or FoederaError when no server answers."""
        while True:
            status, body = self._tried(self._body(messages, schema))
            if status == 200:
                self._settled = True
                return _content(body)
            if status not in _REFUSED:
                raise FoederaError(f"The server at {self.url} answers {status}: {_said(body)}")
            if self._settled:
                raise Unanswered(f"the server refused the passage ({status})")
            if len(self._forms) == 1:
                raise FoederaError(f"The server at {self.url} refuses what it is asked ({status}): {_said(body)}")
            del self._forms[0]  # this server does not know the form; it will not know it next time

    def _body(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> bytes:
        form: dict[str, Any] = {"type": "json_object", "schema": schema}
        if self._forms[0] == "json_schema":
            form = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}}
        asked = {"model": self.model, "messages": messages, "temperature": 0, "seed": 1648}
        return json.dumps(asked | {"max_tokens": self.max_tokens, "response_format": form}).encode()

    def _tried(self, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; what passes by itself (busy, no connection) is tried again."""
        why = ""
        for pause in (*self.pauses, None):
            try:
                status, answer = self._post(body)
            except _Failed as error:
                why = str(error)
            else:
                if status not in _BUSY:
                    return status, answer
                why = f"it answers {status}"
            if pause is not None:
                time.sleep(pause)
        raise FoederaError(f"No language model answers at {self.url} ({why}): start the server, or correct --llm-url.")

    def _post(self, body: bytes) -> tuple[int, bytes]:
        connection = self._connected()
        late = threading.Event()
        # The socket itself: the connection lets go of it when the server says that it will close.
        timer = threading.Timer(self.seconds, _cut, (connection.sock, late))
        timer.daemon = True
        timer.start()
        try:
            connection.request("POST", self._path(), body, self._headers())
            response = connection.getresponse()
            answer = self._bounded(response)
            if late.is_set():
                raise _Failed(f"no answer within {self.seconds:g} seconds")
            return response.status, answer
        except (OSError, http.client.HTTPException, ValueError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise _Failed(f"no answer within {self.seconds:g} seconds") from error
            raise _Failed(_reason(error)) from error
        finally:
            timer.cancel()
            connection.close()

    def _connected(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=min(self.seconds, _CONNECTING))
        try:
            connection.connect()
        except (OSError, UnicodeError) as error:
            raise _Failed(_reason(error)) from error
        connection.sock.settimeout(self.seconds)
        return connection

    def _path(self) -> str:
        return f"{urlsplit(self.url).path.rstrip('/')}/chat/completions"

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        key = os.environ.get("FOEDERA_LLM_KEY")
        return headers | ({"Authorization": f"Bearer {key}"} if key else {})

    def _bounded(self, response: http.client.HTTPResponse) -> bytes:
        """The body, as it comes in and never more than the limit."""
        body = bytearray()
        while piece := response.read1(_PIECE):
            body += piece
            if len(body) > self.max_bytes:
                raise Unanswered(f"the answer is longer than {self.max_bytes:,} bytes")
        return bytes(body)


def _cut(sock: socket.socket, late: threading.Event) -> None:
    """Time is up: whoever waits on the socket is woken."""
    late.set()
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _content(body: bytes) -> str:
    try:
        choice = json.loads(body)["choices"][0]
        content, ended = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Unanswered("the answer is not that of a chat server") from error
    if ended == "length":
        raise Unanswered("the answer was cut off at the limit of tokens")
    if not isinstance(content, str):
        raise Unanswered("the answer has no text")
    return content


def _said(body: bytes) -> str:
    return _printable(body[:400].decode("utf-8", "replace"))[:160] or "nothing more."


def _reason(error: Exception) -> str:
    return _printable(f"{type(error).__name__}: {error}")[:200]


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class Cache:
    """Answers by the hash of all that was asked: the same text is asked about once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or default_folder()) / "llm-answers.sqlite3"
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            self._database.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, content TEXT NOT NULL)")
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def get(self, key: str) -> str | None:
        try:
            row = self._database.execute("SELECT content FROM answers WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return row[0] if row and isinstance(row[0], str) else None

    def put(self, key: str, content: str) -> None:
        try:
            self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, content))
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        self._database.close()

    def _unusable(self, error: Exception) -> FoederaError:
        return FoederaError(
            f"Answers cannot be kept in {self.path} ({error}): delete it, or name another folder with --llm-cache."
        )


def default_folder() -> Path:
    """Where this user's programs keep what can be made again."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "foedera"


def key_of(server: Server, messages: list[dict[str, str]], schema: dict[str, Any]) -> str:
    """The hash of what is asked of whom."""
    asked = [server.url, server.model, server.max_tokens, messages, schema]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
