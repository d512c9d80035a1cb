"""TMDB's answers as they were recorded, told anew by a server on this very machine: for a trial, which asks no other.

All that speaks to TMDB is at work, but for the network: nothing leaves the machine, and nobody's token is needed.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from filmes_lake.ingest.tmdb.token import ADDRESS_VARIABLE, TOKEN_VARIABLE, TmdbAccess
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Storage
from filmes_lake.models.kinds import Kind

# Shaped like a token, so that it passes for one; it opens nothing.
_TOKEN = "no-token-since-the-answers-were-recorded"  # noqa: S105
_HERE = "127.0.0.1"
NOBODY: Mapping[str, str] = {TOKEN_VARIABLE: _TOKEN, ADDRESS_VARIABLE: f"http://{_HERE}:9/3"}
"""The environment of who plans to ask, and must not: nothing listens there."""

Answers = Mapping[str, bytes]
"""What is answered, by the question's path."""

_WELL = b'{"success": true}'
_UNKNOWN = b'{"success": false, "status_code": 34, "status_message": "The resource could not be found."}'
_FOUND_ELSEWHERE = ("movie_results", "tv_episode_results", "tv_season_results", "person_results")


@contextmanager
def recorded_tmdb(storage: Storage) -> Iterator[TmdbAccess]:
    """TMDB as a trial's lake has it, as long as the block lasts."""
    answers: dict[str, bytes] = {"/authentication": _WELL, "/configuration": _WELL}
    for kind in Kind:
        answers |= _answers(kind, storage.get(layout.recorded(kind)).data)
    with _told(answers) as port:
        yield TmdbAccess(f"http://{_HERE}:{port}", lambda: _TOKEN)


def _answers(kind: Kind, records: bytes) -> dict[str, bytes]:
    """A film is asked for by IMDb's id; a series by a number of its own, after /find has told it."""
    found: dict[str, bytes] = {}
    for number, line in enumerate(records.splitlines(), 1):
        imdb_id = _imdb_id(json.loads(line))
        name = imdb_id if kind is Kind.MOVIES else str(number)
        found[f"{kind.names.tmdb_path}/{name}"] = line
        if kind is Kind.SERIES:
            found[f"/find/{imdb_id}"] = json.dumps(
                {"tv_results": [{"id": number}], **{place: [] for place in _FOUND_ELSEWHERE}}
            ).encode()
    return found


def _imdb_id(record: Mapping[str, Any]) -> str:
    return str(record.get("imdb_id") or record["external_ids"]["imdb_id"])


@contextmanager
def _told(answers: Answers) -> Iterator[int]:
    """The port of a server that has these answers."""

    class Telling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer a question."""
            body = answers.get(self.path.partition("?")[0])
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(_UNKNOWN if body is None else body)))
            self.end_headers()
            self.wfile.write(_UNKNOWN if body is None else body)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name is the base class's
            """Nothing: the log is the function's."""

    server = ThreadingHTTPServer((_HERE, 0), Telling)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
