"""What became of asking TMDB about a title."""

from filmes_lake.explain.outcomes import FAILED, NOT_FOUND
from filmes_lake.ingest.tmdb.journal import outcomes_of
from filmes_lake.ingest.tmdb.outcome import OutcomeKind
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind


def asked(lake: Lake, kind: Kind, title_id: str) -> str | None:
    """How the newest question about the title ended: `NOT_FOUND` where TMDB has no title of the kind, or `FAILED`.

    None where it was answered or never asked.
    """
    outcomes = (outcome for outcome in outcomes_of(lake, kind) if outcome.identity == title_id)
    newest = max(outcomes, key=lambda outcome: outcome.at, default=None)
    if newest is None:
        return None
    if newest.result.is_absent:
        return NOT_FOUND
    return FAILED if newest.result is OutcomeKind.FAILED else None
