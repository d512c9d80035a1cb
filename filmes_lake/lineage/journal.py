"""What became of asking TMDB about a title."""

from filmes_lake.ingest.tmdb_journal import outcomes_of
from filmes_lake.lake.lake import Lake
from filmes_lake.lineage.fates import NOT_FOUND
from filmes_lake.models.kinds import Kind


def asked(lake: Lake, kind: Kind, title_id: str) -> str | None:
    """The outcome of the last request about the title, `not_found` among them; None where it was never asked.

    What TMDB knows as an episode, a person or the other kind, it does not know as a title of this kind.
    """
    found = (outcome for outcome in outcomes_of(lake, kind) if outcome.identity == title_id)
    last = max(found, key=lambda outcome: outcome.at, default=None)
    if last is None:
        return None
    return NOT_FOUND if last.fate.is_absent else last.fate.value
