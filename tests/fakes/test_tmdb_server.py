"""The fake TMDB itself, asked over its port as any client would ask it."""

import gzip
import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.fakes.tmdb_server import FAULTS, FakeOptions, FakeTmdb, movie, series, tmdb_id

FILM, SERIES, EPISODE, PERSON, ABSENT = "tt0078748", "tt0108778", "tt1159991", "tt0000287", "tt9999999"
RECORDED_ARRAYS = ["movie_results", "person_results", "tv_results", "tv_episode_results", "tv_season_results"]


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        server.movies[FILM] = movie(FILM)
        server.series[SERIES] = series(SERIES)
        server.episodes.add(EPISODE)
        server.people.add(PERSON)
        yield server


@pytest.fixture
def client(server: FakeTmdb) -> Iterator["Client"]:
    with Client(server) as client:
        yield client


class Client(requests.Session):
    """A session that carries the token and gives up after two seconds of silence."""

    def __init__(self, server: FakeTmdb) -> None:
        super().__init__()
        self.base_url = server.base_url
        self.headers["Authorization"] = f"Bearer {server.token}"

    def ask(self, path: str, **options: Any) -> requests.Response:
        return self.get(self.base_url + path, **{"timeout": 2, "allow_redirects": False, **options})

    def find(self, imdb_id: str) -> dict[str, Any]:
        """What /find finds, without its empty arrays."""
        body = self.ask(f"/find/{imdb_id}", params={"external_source": "imdb_id"}).json()
        assert list(body) == RECORDED_ARRAYS
        return {name: found for name, found in body.items() if found}


def code(answer: requests.Response) -> tuple[int, int]:
    """HTTP's status and TMDB's code of an error."""
    body = answer.json()
    assert body["success"] is False
    assert body["status_message"]
    return answer.status_code, body["status_code"]


# --- endpoints ---------------------------------------------------------------------------------------------


def test_a_film_answers_to_its_imdb_id(client: Client) -> None:
    body = client.ask(f"/movie/{FILM}").json()
    assert (body["imdb_id"], body["id"]) == (FILM, tmdb_id(FILM))


def test_a_film_answers_to_its_tmdb_id(client: Client) -> None:
    assert client.ask(f"/movie/{tmdb_id(FILM)}").json()["imdb_id"] == FILM


def test_an_absent_film_is_404_with_code_34(client: Client) -> None:
    assert code(client.ask(f"/movie/{ABSENT}")) == (404, 34)


def test_a_series_answers_to_its_tmdb_id(client: Client) -> None:
    body = client.ask(f"/tv/{tmdb_id(SERIES)}", params={"append_to_response": "external_ids"}).json()
    assert body["external_ids"]["imdb_id"] == SERIES


def test_a_series_does_not_answer_to_its_imdb_id(client: Client) -> None:
    assert code(client.ask(f"/tv/{SERIES}")) == (404, 34)


@pytest.mark.parametrize(
    ("imdb_id", "array", "kind"),
    [
        (FILM, "movie_results", "movie"),
        (SERIES, "tv_results", "tv"),
        (EPISODE, "tv_episode_results", "tv_episode"),
        (PERSON, "person_results", "person"),
    ],
)
def test_find_shows_what_an_id_is(client: Client, imdb_id: str, array: str, kind: str) -> None:
    found = client.find(imdb_id)
    assert list(found) == [array]
    assert (found[array][0]["media_type"], found[array][0]["id"]) == (kind, tmdb_id(imdb_id))


def test_find_shows_short_forms(client: Client) -> None:
    [short] = client.find(FILM)["movie_results"]
    assert short["genre_ids"] == [27, 878]
    assert not {"budget", "imdb_id", "runtime"} & set(short)


def test_an_absent_find_is_200_with_empty_arrays(client: Client) -> None:
    assert client.find(ABSENT) == {}


def test_find_without_external_source_is_an_error(client: Client) -> None:
    assert code(client.ask(f"/find/{FILM}")) == (422, 5)


def test_only_what_is_asked_for_is_appended(client: Client) -> None:
    appendable = {"external_ids", "keywords", "release_dates", "translations"}
    assert not appendable & set(client.ask(f"/movie/{FILM}").json())
    appended = client.ask(f"/movie/{FILM}", params={"append_to_response": "external_ids,keywords"}).json()
    assert appendable & set(appended) == {"external_ids", "keywords"}


@pytest.mark.parametrize(("count", "expected"), [(20, 200), (21, 400)])
def test_twenty_parts_can_be_appended(client: Client, count: int, expected: int) -> None:
    parts = ",".join(f"part{number}" for number in range(count))
    assert client.ask(f"/movie/{FILM}", params={"append_to_response": parts}).status_code == expected


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("pt-BR", f"Filme {FILM}"),
        ("pt-PT", f"{FILM} em Portugal"),
        ("pt", f"{FILM} em Portugal"),
        ("en-US", f"Film {FILM}"),
    ],
)
def test_a_title_comes_in_the_language_it_is_translated_to(client: Client, language: str, title: str) -> None:
    assert client.ask(f"/movie/{FILM}", params={"language": language}).json()["title"] == title


def test_an_unknown_parameter_is_ignored(client: Client) -> None:
    assert client.ask(f"/movie/{FILM}", params={"include_gossip": "true"}).json()["imdb_id"] == FILM


def test_every_character_comes_through(server: FakeTmdb, client: Client) -> None:
    title = '"It\'s" \u2028\u2029 🎬 \\ \x7f'
    server.movies[FILM] = movie(FILM, title=title)
    assert client.ask(f"/movie/{FILM}", params={"language": "pt-BR"}).json()["title"] == title


def test_changes_come_in_pages(server: FakeTmdb, client: Client) -> None:
    server.changes["movies"] = [(number, date(2026, 11, 1 + number % 2)) for number in range(1, 8)]
    server.options = replace(server.options, page_size=2)
    window = {"start_date": "2026-11-02", "end_date": "2026-11-02"}
    pages = [client.ask("/movie/changes", params={**window, "page": page}).json() for page in (1, 2)]
    assert [[result["id"] for result in page["results"]] for page in pages] == [[1, 3], [5, 7]]
    assert {(page["total_pages"], page["total_results"]) for page in pages} == {(2, 4)}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"start_date": "2026-11-01", "end_date": "2026-11-15"}, None),
        ({"start_date": "2026-11-01", "end_date": "2026-11-16"}, (422, 20)),
        ({"start_date": "2026-11-02", "end_date": "2026-11-01"}, (422, 20)),
        ({"start_date": "1 November"}, (400, 23)),
        ({"page": "0"}, (400, 22)),
        ({"page": "501"}, (400, 22)),
    ],
)
def test_changes_are_of_fourteen_days_at_most(
    client: Client, parameters: dict[str, str], expected: tuple[int, int] | None
) -> None:
    answer = client.ask("/tv/changes", params=parameters)
    assert (code(answer) if expected else answer.status_code) == (expected or 200)


@pytest.mark.parametrize("path", ["/authentication", "/configuration"])
def test_the_token_opens(client: Client, path: str) -> None:
    assert client.ask(path).status_code == 200


# --- authorisation -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [None, "Bearer 0123456789abcdef0123456789abcdef", "Bearer eyJh.eyJi.c"])
def test_any_other_token_is_401_with_code_7(server: FakeTmdb, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    assert code(requests.get(f"{server.base_url}/authentication", headers=headers, timeout=2)) == (401, 7)


def test_an_api_key_opens_nothing_and_is_a_violation(server: FakeTmdb) -> None:
    answer = requests.get(f"{server.base_url}/authentication", params={"api_key": server.token}, timeout=2)
    assert code(answer) == (401, 7)
    assert server.seen.violations == ["api_key in the URL: /3/authentication", "no bearer token: /3/authentication"]


def test_a_token_can_expire_in_between(server: FakeTmdb, client: Client) -> None:
    server.options = replace(server.options, refuse_token_after=2)
    assert [client.ask(f"/movie/{FILM}").status_code for _ in range(4)] == [200, 200, 401, 401]
    server.options = replace(server.options, refuse_token_after=None)
    assert client.ask(f"/movie/{FILM}").status_code == 200


def test_errors_can_come_with_http_200(server: FakeTmdb, client: Client) -> None:
    server.options = replace(server.options, errors_are_ok=True, refuse_token_after=2)
    assert [code(client.ask(f"/movie/{ABSENT}")) for _ in range(3)] == [(200, 34), (200, 34), (200, 7)]


# --- limits and transport ----------------------------------------------------------------------------------


def test_the_limit_holds_in_any_second(server: FakeTmdb, client: Client) -> None:
    server.options = replace(server.options, limit=3)
    began = time.monotonic()
    answers = [client.ask(f"/movie/{FILM}") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert code(answers[-1]) == (429, 25)
    assert not [name for name in answers[-1].headers if name.lower().startswith(("retry-after", "x-ratelimit"))]
    time.sleep(max(0.0, began + 1.05 - time.monotonic()))
    assert client.ask(f"/movie/{FILM}").status_code == 200
    assert (server.seen.rate_limited, server.seen.most_in_a_second) == (2, 5)


def test_more_connections_than_allowed_are_refused(server: FakeTmdb) -> None:
    server.options = replace(server.options, connections=2)
    with Client(server) as first, Client(server) as second, Client(server) as third:
        assert [client.ask(f"/movie/{FILM}").status_code for client in (first, second, third)] == [200, 200, 429]
        first.close()
        assert third.ask(f"/movie/{FILM}").status_code == 200
    assert (server.seen.most_connections, server.seen.refused, server.seen.rate_limited) == (3, 1, 0)


def test_a_connection_is_kept_alive(server: FakeTmdb) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=2)
    connection.connect()
    used = connection.sock
    for imdb_id in (FILM, ABSENT, FILM):
        connection.request("GET", f"/3/movie/{imdb_id}", headers={"Authorization": f"Bearer {server.token}"})
        connection.getresponse().read()
        assert connection.sock is used  # it is dropped where the server closes
    connection.close()


def test_latency_does_not_queue(server: FakeTmdb) -> None:
    server.options = replace(server.options, latency=0.2)
    began = time.monotonic()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: ask_alone(server), range(10)))
    assert 0.2 <= time.monotonic() - began < 1.5  # one after the other it were two seconds


def ask_alone(server: FakeTmdb) -> int:
    with Client(server) as client:
        return client.ask(f"/movie/{FILM}").status_code


def test_an_answer_is_compressed_for_whom_accepts_it(client: Client) -> None:
    path = f"/movie/{FILM}"
    plain, compressed = (client.ask(path, headers={"Accept-Encoding": coding}) for coding in ("identity", "gzip"))
    assert [answer.headers.get("Content-Encoding") for answer in (plain, compressed)] == [None, "gzip"]
    assert plain.content == compressed.content
    assert plain.headers["Content-Type"] == "application/json;charset=utf-8"


# --- faults ------------------------------------------------------------------------------------------------


@contextmanager
def raw(server: FakeTmdb, fault: str, *, gzipped: bool = False) -> Iterator[http.client.HTTPResponse]:
    """The answer with a fault, read no further than its head."""
    server.options = replace(server.options, faults={fault: 1.0})
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=2)
    headers = {"Authorization": f"Bearer {server.token}", "Accept-Encoding": "gzip" if gzipped else "identity"}
    try:
        connection.request("GET", f"/3/movie/{FILM}?append_to_response=external_ids", headers=headers)
        with connection.getresponse() as answer:
            yield answer
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("error_500", (500, 11)),
        ("error_502", (502, 43)),
        ("error_503", (503, 46)),
        ("error_504", (504, 24)),
        ("unsuccessful", (200, 11)),
        ("id_never_valid", (500, 44)),
        ("rate_limited", (429, 25)),
        ("rate_limited_retry_after", (429, 25)),
    ],
)
def test_an_error_has_its_status_and_code(server: FakeTmdb, fault: str, expected: tuple[int, int]) -> None:
    with raw(server, fault) as answer:
        assert (answer.status, json.load(answer)["status_code"]) == expected
        assert answer.headers["Retry-After"] == ("1" if fault == "rate_limited_retry_after" else None)
    assert server.seen.rate_limited == 0


def test_reset_before_sends_nothing(server: FakeTmdb) -> None:
    with pytest.raises(ConnectionResetError), raw(server, "reset_before"):
        pass


def test_reset_in_body_breaks_a_good_answer(server: FakeTmdb) -> None:
    with raw(server, "reset_in_body") as answer:
        assert answer.status == 200
        with pytest.raises(ConnectionResetError):
            answer.read()


def test_short_body_ends_before_its_length(server: FakeTmdb) -> None:
    with raw(server, "short_body") as answer:
        with pytest.raises(http.client.IncompleteRead) as caught:
            answer.read()
        assert len(caught.value.partial) == int(answer.headers["Content-Length"]) // 2


@pytest.mark.parametrize("gzipped", [False, True])
def test_cut_json_is_sound_http(server: FakeTmdb, *, gzipped: bool) -> None:
    with raw(server, "cut_json", gzipped=gzipped) as answer:
        body = answer.read()
        text = gzip.decompress(body) if gzipped else body
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)


@pytest.mark.parametrize(
    ("fault", "content_type", "beginning"),
    [
        ("wrong_content_type", "text/plain", b'{"status"'),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("empty_body", "application/json;charset=utf-8", b""),
    ],
)
def test_another_body_comes_with_200(server: FakeTmdb, fault: str, content_type: str, beginning: bytes) -> None:
    with raw(server, fault, gzipped=True) as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (200, content_type)
        body = answer.read()
    assert body[: len(beginning) or None] == beginning


def test_slow_body_trickles_until_the_client_leaves(server: FakeTmdb) -> None:
    with raw(server, "slow_body") as answer:
        began = time.monotonic()
        assert answer.read(3) == b"   "
        assert 0.5 <= time.monotonic() - began < 1.5
        assert connection_threads() == 1
    assert settled(lambda: connection_threads() == 0)


def connection_threads() -> int:
    return sum("process_request" in thread.name for thread in threading.enumerate())


def settled(holds: Any) -> bool:
    """Whether it comes to hold within a second."""
    ends = time.monotonic() + 1
    while not holds() and time.monotonic() < ends:
        time.sleep(0.01)
    return bool(holds())


def test_corrupt_gzip_cannot_be_decompressed(server: FakeTmdb) -> None:
    with raw(server, "corrupt_gzip") as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        body = answer.read()
    with pytest.raises(Exception, match=r"Error -3|CRC check failed"):
        gzip.decompress(body)


def test_cut_gzip_ends_early(server: FakeTmdb) -> None:
    with raw(server, "cut_gzip") as answer:
        body = answer.read()
    with pytest.raises(EOFError):
        gzip.decompress(body)


def test_wrong_id_is_about_another_title(server: FakeTmdb) -> None:
    with raw(server, "wrong_id") as answer:
        body = json.load(answer)
    other = "tt0000001"
    assert (body["imdb_id"], body["external_ids"]["imdb_id"], body["id"]) == (other, other, tmdb_id(FILM) + 1)


@pytest.mark.parametrize("followed", [False, True])
def test_a_redirect_that_is_followed_is_seen(server: FakeTmdb, client: Client, *, followed: bool) -> None:
    server.options = replace(server.options, faults={"redirect": 1.0})
    answer = client.ask(f"/movie/{FILM}", allow_redirects=followed)
    assert answer.status_code == (200 if followed else 302)
    assert server.seen.violations == (["followed a redirect, without the token"] if followed else [])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_heals_after_every_ids_first_answers(server: FakeTmdb, client: Client, fault: str) -> None:
    server.options = replace(server.options, faults={fault: 1.0}, faulty_first=2)
    for _ in range(2):
        assert outcome(client, timeout=0.15) != "true"  # less than a trickle's pause
    assert outcome(client, timeout=2) == "true"
    assert server.seen.asked[FILM] == 3
    assert server.seen.answered == {FILM: 1}


def outcome(client: Client, timeout: float) -> str:
    """Whether the answer is true, and if not, what came of it."""
    try:
        answer = client.ask(f"/movie/{FILM}", timeout=timeout)
        return "true" if answer.json()["imdb_id"] == FILM else "another"
    except (requests.RequestException, KeyError) as error:
        return type(error).__name__


def test_an_id_can_be_faulty_for_ever(server: FakeTmdb, client: Client) -> None:
    other = "tt0000002"
    server.series[other] = series(other)
    server.options = replace(server.options, faulty_ids={SERIES: "error_500"})
    asked = {"external_source": "imdb_id"}
    assert [client.ask(f"/find/{SERIES}", params=asked).status_code for _ in range(3)] == [500] * 3
    assert [client.ask(f"/tv/{tmdb_id(imdb_id)}").status_code for imdb_id in (SERIES, other)] == [500, 200]


def test_the_same_seed_brings_the_same_faults(server: FakeTmdb, client: Client) -> None:
    imdb_ids = server.add_movies(40)

    def fates(seed: int) -> list[int]:
        options = FakeOptions(faults={"error_500": 0.3}, seed=seed)
        with FakeTmdb(options) as other, Client(other) as asking:
            other.movies = server.movies
            return [asking.ask(f"/movie/{imdb_id}").status_code for imdb_id in imdb_ids]

    assert fates(1) == fates(1) != fates(2)
    assert 4 <= fates(1).count(500) <= 20


@pytest.mark.parametrize("faults", [{"gremlins": 1.0}, {"html": 0.6, "cut_json": 0.6}])
def test_faults_that_cannot_be_are_refused(faults: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"gremlins|more than 1"):
        FakeOptions(faults=faults)


# --- what is seen ------------------------------------------------------------------------------------------


def test_everything_asked_is_seen(server: FakeTmdb, client: Client) -> None:
    client.ask(f"/movie/{FILM}?language=pt-BR")
    client.ask(f"/movie/{ABSENT}")
    assert server.seen.paths == [f"/3/movie/{FILM}?language=pt-BR", f"/3/movie/{ABSENT}"]
    assert server.seen.asked == {FILM: 1, ABSENT: 1}
    assert server.seen.answered == {FILM: 1}
    assert server.seen.statuses == {200: 1, 404: 1}
    assert server.seen.arrivals == sorted(server.seen.arrivals)
    assert server.seen.violations == []


def test_an_answer_to_a_client_that_left_is_not_counted(server: FakeTmdb, client: Client) -> None:
    server.options = replace(server.options, latency=0.2)
    with pytest.raises(requests.ReadTimeout):
        client.ask(f"/movie/{FILM}", timeout=0.1)
    assert settled(lambda: server.seen.statuses[200] == 1 and connection_threads() == 0)
    assert server.seen.answered == {FILM: 0}


def test_an_answer_of_12_megabytes_comes_through(server: FakeTmdb, client: Client) -> None:
    overview = "coração " * 1_333_333
    server.movies[FILM] = movie(FILM, overview=overview)
    assert client.ask(f"/movie/{FILM}", params={"language": "pt-BR"}).json()["overview"] == overview


@pytest.mark.parametrize(
    ("path", "violation"),
    [
        ("/movie/tt123", "no id of /movie: tt123"),
        ("/movie/tt0078748%20", "no id of /movie: tt0078748%20"),
        ("/find/0078748", "no id of /find: 0078748"),
        ("/tv/tt0108778", "no id of /tv: tt0108778"),
        ("/movie/tt0078748/credits", "no endpoint: /3/movie/tt0078748/credits"),
    ],
)
def test_an_odd_id_is_a_violation(server: FakeTmdb, client: Client, path: str, violation: str) -> None:
    client.ask(path)
    assert server.seen.violations == [violation]


def test_it_serves_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.fakes.tmdb_server", "--movies", "10", "--absent", "2"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        asked = [f"tt{9_000_001 + number}" for number in range(10)]
        headers = {"Authorization": f"Bearer {ready['token']}"}
        with requests.Session() as session:
            statuses = [
                session.get(f"{ready['base_url']}/movie/{imdb_id}", headers=headers, timeout=2).status_code
                for imdb_id in asked
            ]
            seen = session.get(ready["base_url"].removesuffix("/3") + "/__seen__", timeout=2).json()
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    assert [imdb_id for imdb_id, status in zip(asked, statuses, strict=True) if status == 404] == ready["absent"]
    assert seen["statuses"] == {"200": 8, "404": 2}
