"""What became of a question to TMDB, as the journal and the error ledger write it down."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from filmes_lake.ingest.tmdb.record import TmdbRecord


class OutcomeKind(StrEnum):
    """How a question ended."""

    STORED = "stored"
    NOT_FOUND = "not_found"
    EPISODE = "episode"
    SEASON = "season"
    PERSON = "person"
    OTHER_KIND = "other_kind"
    FAILED = "failed"

    @property
    def is_absent(self) -> bool:
        """Whether TMDB has no details of this kind under the id."""
        return self not in (OutcomeKind.STORED, OutcomeKind.FAILED)

    @property
    def word(self) -> str:
        """What the user sees of it."""
        return "not found" if self.is_absent else {"stored": "found"}.get(self.value, self.value)


class Outcome(BaseModel):
    """The end of one question. `identity` is the IMDb id; of a saved answer without one, the hash of its body.

    `at` is when the answer was fetched (ISO 8601, UTC, comparable as text). Stored answers say where they lie
    (`part`) and what they are (`body_sha256`, of the answer with sorted keys); failures say why.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    identity: str
    # Journals and error ledgers have it under this name.
    result: OutcomeKind = Field(OutcomeKind.STORED, validation_alias="fate", serialization_alias="fate")
    at: str
    part: str | None = None
    body_sha256: str | None = None
    tmdb_id: int | None = None
    reason: str | None = None
    http_status: int | None = None
    tmdb_code: int | None = None
    attempts: int | None = None
    asked_at: str | None = None

    @classmethod
    def stored(cls, record: TmdbRecord, part: str) -> "Outcome":
        """The outcome of a question whose answer lies in `part`."""
        return cls(
            identity=record.identity,
            at=record.fetched_at,
            part=part,
            body_sha256=record.body_sha256,
            tmdb_id=record.tmdb_id,
        )

    def to_line(self) -> bytes:
        """The outcome as a line of JSON, with its end."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode() + b"\n"
