"""The outcomes of a title: where it stops on its way from the CSV to the reports, and why."""

from dataclasses import dataclass

from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import NO_TMDB_RECORD, conditions_of

NOT_FOUND, FAILED = "not_found", "failed"  # outcomes of asking TMDB


@dataclass(frozen=True)
class TitleOutcome:
    """Where a title ends, and the sentence that says why."""

    name: str
    sentence: str


NOT_IN_CSV = TitleOutcome("not_in_csv", "no line of the current CSV is about it, so no table has it")
NOT_IN_IMDB = TitleOutcome("not_in_imdb", "no line of the current set of IMDb's files is about it, so no table has it")
IN_OLDER_TABLES = TitleOutcome(
    "in_older_tables",
    "the tables are of earlier files: the current ones have no line about it, nor will the next tables",
)
# The outcome of a title that the settings [imdb] leave out, by its reason's name in the law of title.basics.
NOT_TAKEN = {
    "other_types": TitleOutcome("other_types", "IMDb says that it is of another type than those that are taken"),
    "adult": TitleOutcome("adult", "IMDb calls it adult, and such titles are not taken"),
    "too_few_votes": TitleOutcome("too_few_votes", "it has no rating on IMDb, or fewer votes than are asked for"),
}
REJECTED = TitleOutcome("rejected", "every line about it was rejected")
NOT_TRANSFORMED = TitleOutcome("not_transformed", "what Raw has of it is not in the tables yet")
NOT_FOUND_ON_TMDB = TitleOutcome("not_found_on_tmdb", "TMDB was asked and does not know it, so its amounts are unknown")
TMDB_REQUEST_FAILED = TitleOutcome(
    "tmdb_request_failed", "the last request to TMDB about it failed, so its amounts are unknown"
)
TMDB_RECORD_REJECTED = TitleOutcome(
    "tmdb_record_rejected", "every TMDB record about it was rejected, so its amounts are unknown"
)
# The outcome of a film that the film reports leave out, by the name of the condition.
LEFT_OUT = {
    condition.name: TitleOutcome(condition.name, condition.sentence) for condition in conditions_of(Kind.MOVIES)
}
WITHOUT_RECORD = LEFT_OUT[NO_TMDB_RECORD.name]
COUNTED = TitleOutcome("counted", "it is in the tables and the reports count it")


@dataclass(frozen=True)
class Evidence:
    """What was seen of a title, layer by layer. `condition` is what keeps a film out of the reports' selection.

    `missing` is the outcome of one that its kind's source does not have, `left_out` what the settings leave it out for.
    """

    missing: TitleOutcome | None
    left_out: str | None
    rejected: bool
    in_trusted: bool
    asked: str | None
    has_answers: bool
    answers_rejected: bool
    answer_in_trusted: bool
    in_dimension: bool
    in_facts: bool
    condition: str | None


def outcome_of(evidence: Evidence) -> TitleOutcome:
    """Where the title stops: the first layer that it does not reach says why."""
    if evidence.missing:
        return IN_OLDER_TABLES if evidence.in_trusted else evidence.missing
    if not evidence.in_trusted:
        return _outcome_without_row(evidence)
    if not evidence.in_dimension:
        return NOT_TRANSFORMED
    if evidence.in_facts:
        return LEFT_OUT[evidence.condition] if evidence.condition else COUNTED
    return _outcome_without_facts(evidence)


def _outcome_without_row(evidence: Evidence) -> TitleOutcome:
    if evidence.rejected:
        return REJECTED
    return NOT_TAKEN[evidence.left_out] if evidence.left_out else NOT_TRANSFORMED


def _outcome_without_facts(evidence: Evidence) -> TitleOutcome:
    """Only a title with a TMDB record has a row of facts."""
    if evidence.answer_in_trusted:
        return NOT_TRANSFORMED
    if evidence.has_answers:
        return TMDB_RECORD_REJECTED if evidence.answers_rejected else NOT_TRANSFORMED
    asked = {NOT_FOUND: NOT_FOUND_ON_TMDB, FAILED: TMDB_REQUEST_FAILED}
    return asked.get(evidence.asked or "", WITHOUT_RECORD)
