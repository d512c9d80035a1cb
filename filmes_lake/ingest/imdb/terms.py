"""IMDb's terms, for whoever fetches its files: in few words, and whether they are accepted."""

from typing import Any

from filmes_lake.models.attribution import IMDB
from filmes_lake.settings import Settings

TERMS_ADDRESS = "https://developer.imdb.com/non-commercial-datasets/"
TERMS = (
    "IMDb's files are for personal and non-commercial use. You may hold copies of them.",
    "You may not alter, publish or sell them, nor make a database of movie information from them, but for yourself.",
    f"What is made from them says: {IMDB}",
    f"IMDb's own words count, and not this summary: {TERMS_ADDRESS}",
)
"""What whoever fetches them agrees to, in few words."""


def has_accepted(settings: Settings) -> bool:
    """Whether the settings say that the terms are accepted."""
    own: Any = settings.imdb  # the keys are this source's
    return own.terms is not None


def accepted_by(how: str) -> str:
    """What whoever fetches is told where the terms were accepted before."""
    return f"IMDb's terms, accepted by {how}: personal and non-commercial use only, {TERMS_ADDRESS}"
