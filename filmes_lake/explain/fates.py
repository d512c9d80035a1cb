"""The fates of a title: where it stops on its way from the CSV to the reports, and why."""

from dataclasses import dataclass
from enum import StrEnum

NOT_FOUND, FAILED = "not_found", "failed"  # outcomes of asking TMDB


class Fate(StrEnum):
    """Where a title ends. From `no_tmdb_record` on, values are those of `reports.metrics.CONDITIONS`."""

    NOT_IN_CSV = "not_in_csv"
    REJECTED = "rejected"
    NOT_TRANSFORMED = "not_transformed"
    NOT_FOUND_ON_TMDB = "not_found_on_tmdb"
    TMDB_REQUEST_FAILED = "tmdb_request_failed"
    TMDB_RECORD_REJECTED = "tmdb_record_rejected"
    NO_TMDB_RECORD = "no_tmdb_record"
    BUDGET_UNKNOWN = "budget_unknown"
    REVENUE_UNKNOWN = "revenue_unknown"
    IMPLAUSIBLE = "implausible"
    TOO_FEW_VOTES = "too_few_votes"
    BEFORE_MIN_YEAR = "before_min_year"
    AFTER_MAX_YEAR = "after_max_year"
    OTHER_GENRE = "other_genre"
    COUNTED = "counted"


SENTENCES = {
    Fate.NOT_IN_CSV: "no line of the current CSV is about it, so no table has it",
    Fate.REJECTED: "every line about it was rejected",
    Fate.NOT_TRANSFORMED: "what Raw has of it is not in the tables yet",
    Fate.NOT_FOUND_ON_TMDB: "TMDB was asked and does not know it, so its amounts are unknown",
    Fate.TMDB_REQUEST_FAILED: "the last request to TMDB about it failed, so its amounts are unknown",
    Fate.TMDB_RECORD_REJECTED: "every TMDB record about it was rejected, so its amounts are unknown",
    Fate.NO_TMDB_RECORD: "Raw has no TMDB record of it, so its amounts are unknown",
    Fate.BUDGET_UNKNOWN: "TMDB does not know its budget, so reports leave it out",
    Fate.REVENUE_UNKNOWN: "TMDB does not know its revenue, so reports leave it out",
    Fate.IMPLAUSIBLE: "an amount is implausible, so reports leave it out; --set include_suspect=true counts it",
    Fate.TOO_FEW_VOTES: "it has fewer IMDb votes than min_votes, so reports leave it out",
    Fate.BEFORE_MIN_YEAR: "it was released before min_year, or nobody knows when",
    Fate.AFTER_MAX_YEAR: "it was released after max_year, or nobody knows when",
    Fate.OTHER_GENRE: "it is not of the genre asked for",
    Fate.COUNTED: "it is in the tables and the reports count it",
}


@dataclass(frozen=True)
class Trail:
    """What was seen of a title, layer by layer. `condition` is what keeps a film out of the reports' selection."""

    in_csv: bool
    csv_rejected: bool
    in_trusted: bool
    asked: str | None
    has_answers: bool
    answers_rejected: bool
    answer_in_trusted: bool
    in_dimension: bool
    in_facts: bool
    condition: str | None


def fate_of(trail: Trail) -> Fate:
    """Where the title stops: the first layer that it does not reach says why."""
    if not trail.in_csv:
        return Fate.NOT_IN_CSV
    if not trail.in_trusted:
        return Fate.REJECTED if trail.csv_rejected else Fate.NOT_TRANSFORMED
    if not trail.in_dimension:
        return Fate.NOT_TRANSFORMED
    if trail.in_facts:
        return Fate(trail.condition) if trail.condition else Fate.COUNTED
    return _fate_without_facts(trail)


def _fate_without_facts(trail: Trail) -> Fate:
    """Only a title with a TMDB record has a row of facts."""
    if trail.answer_in_trusted:
        return Fate.NOT_TRANSFORMED
    if trail.has_answers:
        return Fate.TMDB_RECORD_REJECTED if trail.answers_rejected else Fate.NOT_TRANSFORMED
    asked = {NOT_FOUND: Fate.NOT_FOUND_ON_TMDB, FAILED: Fate.TMDB_REQUEST_FAILED}
    return asked.get(trail.asked or "", Fate.NO_TMDB_RECORD)
