"""The token and the address: checked before anything is sent, shown nowhere."""

import pytest

from filmes_lake.errors import SettingsError
from filmes_lake.ingest.tmdb.token import ADDRESS, TmdbAccess, tmdb_access

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJub2JvZHkifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ"
OLD_KEY = "0123456789abcdef0123456789ABCDEF"


def access(**environment: str) -> TmdbAccess:
    return tmdb_access({"TMDB_API_TOKEN": TOKEN, **environment})


def refusal(**environment: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        access(**environment)
    return caught.value


def test_without_an_address_it_is_tmdbs_own() -> None:
    assert access().base_url == ADDRESS
    assert access(TMDB_BASE_URL="").base_url == ADDRESS


def test_no_representation_shows_the_token() -> None:
    found = access()

    assert found.token() == TOKEN
    assert TOKEN not in repr(found) + str(vars(found))


def test_white_space_around_the_token_is_no_part_of_it() -> None:
    assert access(TMDB_API_TOKEN=f" {TOKEN}\n").token() == TOKEN


def test_a_v3_key_is_refused_with_the_token_to_use() -> None:
    error = refusal(TMDB_API_TOKEN=OLD_KEY)

    assert "v3 API key" in error.message
    assert "API Read Access Token" in str(error.hint)
    assert OLD_KEY not in f"{error.message} {error.hint}"


@pytest.mark.parametrize("token", ["", "short", f"{TOKEN} {TOKEN}", f"{TOKEN}\r\nX-Evil: 1", TOKEN + "é", "x" * 5000])
def test_what_is_no_token_is_refused_and_not_shown(token: str) -> None:
    error = refusal(TMDB_API_TOKEN=token)

    assert error.exit_code == 5
    assert not token or token not in f"{error.message} {error.hint}"


@pytest.mark.parametrize(
    "address",
    [
        "http://api.themoviedb.org/3",  # the token would be readable on its way
        "http://127.0.0.1.evil.example/3",
        "https://user:secret@api.themoviedb.org/3",
        "https://api.themoviedb.org/3?api_key=secret",
        "ftp://127.0.0.1/3",
        "api.themoviedb.org/3",
        "https://",
        "https://[",
        "https://host:port/3",
    ],
)
def test_an_address_that_is_none_or_not_safe_is_refused(address: str) -> None:
    error = refusal(TMDB_BASE_URL=address)

    assert error.message.startswith("TMDB_BASE_URL: ")
    assert "secret" not in error.message


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/3", "http://localhost/3/", "https://proxy.example/tmdb/3"])
def test_this_machine_may_be_asked_without_encryption(address: str) -> None:
    assert access(TMDB_BASE_URL=address).base_url == address.rstrip("/")
