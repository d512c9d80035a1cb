"""What became of asking TMDB about a title."""

from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind


def asked(lake: Lake, kind: Kind, title_id: str) -> str | None:  # noqa: ARG001 - nothing is written down to be read
    """The outcome of the last request about the title, `not_found` among them; None where it was never asked.

    TMDB's answers come out of saved files, which say nothing of titles that TMDB does not know: so it is None yet.
    """
    return None
