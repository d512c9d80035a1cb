"""What is a TMDB record, and what its line in Raw looks like."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmes_lake.ingest.tmdb.record import DEEPEST_RECORD, NotARecord, TmdbRecord, parse_record
from filmes_lake.models.kinds import Kind
from tests.fakes.tmdb_lines import envelope, film, series

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.dictionaries(
    TEXTS.filter(lambda name: name not in {"movie_results", "tv_results", "status_code", "imdb_id", "id", "body"}),
    VALUES,
)
MOMENTS = st.datetimes(max_value=NOW.replace(tzinfo=None), timezones=st.just(UTC))


def parse(document: Any, kind: Kind = Kind.MOVIES, now: datetime = NOW) -> TmdbRecord:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return parse_record(text.encode("utf-8", "surrogatepass"), kind, now)


def body_text(record: TmdbRecord) -> str:
    """The answer's text as it lies in the record's line."""
    return record.line.decode().partition('"body": ')[2].removesuffix("}")


@pytest.mark.slow
@given(FIELDS, MOMENTS, st.booleans())
def test_a_records_line_is_that_record_again(fields: dict[str, Any], now: datetime, ascii_only: bool) -> None:  # noqa: FBT001
    text = json.dumps({**fields, **film()}, ensure_ascii=ascii_only)

    record = parse(text, now=now)

    assert parse_record(record.line, Kind.MOVIES, NOW) == record
    assert body_text(record) == text


@pytest.mark.slow
@given(FIELDS, MOMENTS, TEXTS, TEXTS)
def test_an_envelopes_line_is_that_record_again(
    fields: dict[str, Any], asked: datetime, imdb_id: str, language: str
) -> None:
    body = {**fields, **film()}

    record = parse(envelope(body, fetched_at=asked.isoformat(), imdb_id=imdb_id, language=language))

    assert parse_record(record.line, Kind.MOVIES, NOW) == record
    assert json.loads(record.line)["body"] == body


@pytest.mark.slow
@given(st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_a_record_or_are_not(text: bytes) -> None:
    try:
        outcome = parse_record(text, Kind.MOVIES, NOW).line.decode()
    except NotARecord as reason:
        outcome = str(reason)

    assert "\n" not in outcome
    assert "\r" not in outcome


@given(st.permutations(list(film())))
def test_the_order_of_members_makes_no_other_answer(names: list[str]) -> None:
    assert parse({name: film()[name] for name in names}).body_sha256 == parse(film()).body_sha256


# --- the envelope ------------------------------------------------------------------------------------------


def test_a_bare_answer_was_fetched_now() -> None:
    record = parse(film(7))

    assert json.loads(record.line) == {
        "imdb_id": "tt0000007",
        "kind": "movies",
        "fetched_at": "2026-11-22T10:00:00.000000Z",
        "language": None,
        "body": film(7),
    }
    assert record.fetched_at == "2026-11-22T10:00:00.000000Z"


@pytest.mark.parametrize(
    ("body", "imdb_id"),
    [
        (series(3), "tt0000003"),
        ({**series(3), "imdb_id": "tt0000009"}, "tt0000003"),
        ({"id": 1, "name": "x", "imdb_id": "tt0000009"}, "tt0000009"),
        ({"id": 1, "name": "x", "external_ids": {"imdb_id": None}}, None),
        ({"id": 1, "name": "x", "external_ids": []}, None),
        ({"id": 1, "name": "x"}, None),
    ],
)
def test_a_series_says_its_id_in_one_of_two_places(body: dict[str, Any], imdb_id: str | None) -> None:
    assert parse(body, Kind.SERIES).imdb_id == imdb_id


@pytest.mark.parametrize("written", ["tt0000003", " TT0000003 ", "tt000000003"])
def test_an_answer_is_known_by_its_id_however_that_is_written(written: str) -> None:
    bare, asked = parse({**film(3), "imdb_id": written}), parse(envelope(film(3), imdb_id=written))

    assert {record.imdb_id for record in (bare, asked)} == {"tt0000003"}
    assert json.loads(body_text(bare))["imdb_id"] == written


def test_an_answer_without_an_imdb_id_is_known_by_its_body() -> None:
    one, other = ({"id": number, "title": "x", "imdb_id": ""} for number in (1, 2))

    assert parse(one).identity == parse(one).identity != parse(other).identity


@pytest.mark.parametrize(
    ("fetched_at", "kept"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000Z"),
        ("2026-01-02T03:04:05.123456Z", "2026-01-02T03:04:05.123456Z"),
        ("2026-01-02T00:04:05-03:00", "2026-01-02T03:04:05.000000Z"),
        ("2026-01-02T03:04:05", "2026-01-02T03:04:05.000000Z"),
        ("2026-01-02 03:04:05", "2026-01-02T03:04:05.000000Z"),
        ("2026-01-02", "2026-01-02T00:00:00.000000Z"),
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00.000000Z"),  # clocks differ
        ("0900-01-02T00:00:00Z", "0900-01-02T00:00:00.000000Z"),
        (None, "2026-11-22T10:00:00.000000Z"),
        ("", "2026-11-22T10:00:00.000000Z"),
    ],
)
def test_an_envelopes_moment_is_kept_in_utc(fetched_at: str | None, kept: str) -> None:
    record = parse(envelope(film(), fetched_at=fetched_at))

    assert record.fetched_at == json.loads(record.line)["fetched_at"] == kept


def test_an_envelope_keeps_what_was_asked() -> None:
    asked = json.loads(parse(envelope(film(), imdb_id="tt7654321", language="en-US")).line)

    assert (asked["imdb_id"], asked["language"]) == ("tt7654321", "en-US")


def test_members_that_an_envelope_should_not_have_are_dropped() -> None:
    assert b"status" not in parse(envelope(film(), status=200)).line


ODD_BODY = (
    '{"title":"Caf\\u00e9 \\/ \\ud834\\udd1e","imdb_id" : "tt0000001" ,"b": 12345678901234567890.10,'
    '"a":1E+2, "z":[ 1.0,-0.0 ], "body":[{"body":1}],"id":900719925474099312345}'
)


@pytest.mark.parametrize(
    "line",
    [
        ODD_BODY,
        f'{{"imdb_id": "tt0000001", "kind": "movies", "fetched_at": null, "language": null, "body": {ODD_BODY}}}',
        f'{{"imdb_id":"tt0000001","kind":"movies","fetched_at":null,"language":null,"body" : {ODD_BODY} }}',
        f' {{"body":{ODD_BODY} , "fetched_at":"2026-01-02"}} ',
        f'{{"kind":null,"language":"\\"body\\":{{","body":{ODD_BODY}}}',
        f'{{ "\\u0062ody"\t:\t{ODD_BODY}\t}}',
        f'{{"x":{{"body":1}},"body":{ODD_BODY}}}',
    ],
)
def test_the_answers_letters_stay_as_they_were(line: str) -> None:
    assert body_text(parse(line)) == ODD_BODY


def test_line_breaks_and_indents_go_and_nothing_else() -> None:
    text = (
        '{\n  "imdb_id": "tt0000001",\r\n\t"b" : [\r 63000000.0,  9007199254740993,\n\n 1E+2\n ],\n "c": " x  \\n"\n}'
    )

    assert body_text(parse(text)) == (
        '{"imdb_id": "tt0000001","b" : [63000000.0,  9007199254740993,1E+2],"c": " x  \\n"}'
    )


# --- what is none ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes"),
        ("tt0000001", "not JSON: Expecting value"),
        ("{} {}", "not JSON: Extra data"),
        ("[]", "not a JSON object"),
        ("5", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"id":1,"x":NaN}', "not JSON: NaN"),
        ('{"id":1,"x":-Infinity}', "not JSON: -Infinity"),
        ('{"id":1,"x":1e999}', "a number no engine can hold: 1e999"),
        ('{"id":1,"x":-1e999}', "a number no engine can hold: -1e999"),
        ('{"id":1,"x":' + "9" * 5000 + "}", "not JSON: a number without end"),
        ('{"id":1,"x":"\t"}', "not JSON: Invalid control character at"),
        ("{}", "no details of a title: neither id nor imdb_id"),
        ('{"title":"x"}', "no details of a title: neither id nor imdb_id"),
        (
            '{"success":false,"status_code":34,"status_message":"Não foi encontrado."}',
            "an error answer of TMDB: Não foi encontrado.",
        ),
        ('{"status_code":34,"status_message":"a\\u001b[31m\\ud800"}', r"an error answer of TMDB: a\x1b[31m\ud800"),
        ('{"movie_results":[],"tv_results":[]}', "an answer of /find, not of a title's details"),
        ('{"id":1,"name":"x","first_air_date":""}', "not of kind movies: it has name"),
        ('{"id":1,"imdb_id":"tt1","imdb_id":"tt2"}', "a name stands twice in one object: imdb_id"),
        ('{"id":1,"x":[{"a":1,"a":1}]}', "a name stands twice in one object: a"),
        ('{"id":1,"x":"\\ud800"}', "not Unicode: half a surrogate pair"),
        ('{"id":1,"x":"\ud800"}', "invalid UTF-8 (byte 0xed)"),
        ('\ufeff{"id":1}', "not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)"),
        ('{"id":1,"x":' + "[" * 300 + "]" * 300 + "}", f"nested more than {DEEPEST_RECORD} deep"),
        ("[" * 200_000, f"nested more than {DEEPEST_RECORD} deep"),
        ('{"id":1,"x":' + '{"a":' * 100_000, f"nested more than {DEEPEST_RECORD} deep"),
        ('{"kind":"series","body":{"id":1}}', "an answer about series, not movies"),
        ('{"kind":[1],"body":{"id":1}}', "an answer about [1], not movies"),
        ('{"imdb_id":5,"body":{"id":1}}', "imdb_id is no text"),
        ('{"imdb_id":"\\ud800","body":{"id":1}}', "not Unicode: half a surrogate pair"),
        ('{"language":"\\udfff","body":{"id":1}}', "not Unicode: half a surrogate pair"),
        ('{"language":{},"body":{"id":1}}', "language is no text"),
        ('{"fetched_at":1,"body":{"id":1}}', "fetched_at is no text"),
        ('{"fetched_at":"yesterday","body":{"id":1}}', "fetched_at is no ISO 8601 time: yesterday"),
        ('{"fetched_at":"2999-01-01","body":{"id":1}}', "fetched_at lies in the future: 2999-01-01"),
        (
            '{"fetched_at":"2026-11-23T10:00:01Z","body":{"id":1}}',
            "fetched_at lies in the future: 2026-11-23T10:00:01Z",
        ),
        (
            '{"fetched_at":"0001-01-01T00:00:00+01:00","body":{"id":1}}',
            "fetched_at is no ISO 8601 time: 0001-01-01T00:00:00+01:00",
        ),
        ('{"body":{"id":1,"name":"x"}}', "not of kind movies: it has name"),
        ('{"body":{"status_code":7,"status_message":"Invalid API key"}}', "an error answer of TMDB: Invalid API key"),
        ('{"body":null,"imdb_id":"tt0000001","status_code":34,"status_message":"x"}', "an error answer of TMDB: x"),
        ('{"body":[1]}', "no details of a title: neither id nor imdb_id"),
    ],
    ids=lambda value: value[:60],
)
def test_a_line_that_is_no_record_says_why(text: str, reason: str) -> None:
    with pytest.raises(NotARecord) as caught:
        parse(text)

    assert str(caught.value) == reason


def test_a_film_is_no_series() -> None:
    with pytest.raises(NotARecord, match="not of kind series: it has title"):
        parse(film(), Kind.SERIES)


def test_a_text_of_another_encoding_is_no_record() -> None:
    for encoding in ("utf-16-le", "utf-16", "utf-32", "latin-1"):
        with pytest.raises(NotARecord):
            parse_record(json.dumps(film(), ensure_ascii=False).encode(encoding), Kind.MOVIES, NOW)


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_record_may_be_as_deep_as_the_limit_says(*, wrapped: bool) -> None:
    inner: list[Any] = []
    for _ in range(DEEPEST_RECORD - 2):
        inner = [inner]
    body = film(x=inner)

    record = parse(envelope(body) if wrapped else body)

    assert parse_record(record.line, Kind.MOVIES, NOW) == record
    with pytest.raises(NotARecord):
        parse(film(x=[inner]))
