"""The token and the address of TMDB: checked before anything is sent, and shown nowhere."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from filmes_lake.errors import SettingsError
from filmes_lake.ingest.service import USER_AGENT, address_of

TOKEN_VARIABLE = "TMDB_API_TOKEN"  # noqa: S105 - the name of a variable
ADDRESS_VARIABLE = "TMDB_BASE_URL"
ADDRESS = "https://api.themoviedb.org/3"

_GET_ONE = "copy the API Read Access Token from https://www.themoviedb.org/settings/api into {}"
_OLD_KEY = re.compile(r"[0-9a-fA-F]{32}\Z")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{40,4000}\Z")


class TokenMissing(SettingsError):
    """There is no token: TMDB cannot be asked, all else can be done."""


@dataclass(frozen=True)
class TmdbAccess:
    """Where TMDB is and what opens it. `token` is a function, so that no representation can show what it returns."""

    base_url: str
    token: Callable[[], str] = field(repr=False)
    user_agent: str = USER_AGENT


def tmdb_access(environment: Mapping[str, str], parameter: str | None = None) -> TmdbAccess:
    """Address and token out of the environment; SettingsError says which token to use, and holds no secret.

    `parameter` is the one of SSM's that has the token where the environment has none.
    """
    token, where = environment.get(TOKEN_VARIABLE, "").strip(), TOKEN_VARIABLE
    if parameter and not token:
        token, where = _secret(parameter), f"SSM parameter {parameter}"
    if not token:
        raise TokenMissing(f"{TOKEN_VARIABLE} is not set", _GET_ONE.format(where))
    check_token(token, where)
    address = environment.get(ADDRESS_VARIABLE) or ADDRESS
    return TmdbAccess(address_of(address, ADDRESS_VARIABLE, ADDRESS), lambda: token)


def check_token(token: str, where: str) -> None:
    """SettingsError where it cannot be a token; `where` names what holds it."""
    hint = _GET_ONE.format(where)
    if _OLD_KEY.match(token):
        raise SettingsError(f"{where} holds a v3 API key, which would have to stand in URLs", hint)
    if not _TOKEN.match(token):
        raise SettingsError(f"{where} holds something that is not a token", hint)


def _secret(parameter: str) -> str:
    from filmes_lake.aws.parameters import secret

    return secret(parameter).strip()
