"""IMDb's files: what each dataset is called and begins with, and what becomes of its lines."""

from dataclasses import dataclass

from filmes_lake.ingest.imdb.models import (
    ImdbCredit,
    ImdbCrew,
    ImdbLocalTitle,
    ImdbPerson,
    ImdbRatingLine,
    ImdbTitle,
)
from filmes_lake.models.columns import Row
from filmes_lake.models.source import Delimited, RawTable, ReconciliationLaw, Source, headers_of

DELIMITER = "\t"
_LEFT_OUT = ("of_titles_left_out", "without_title")


@dataclass(frozen=True)
class Dataset:
    """One of IMDb's files: its name (title.basics), the folder of Raw in which it lies, the model of its lines.

    `parts` are where its lines go, beside those that are kept, repeated or rejected.
    """

    name: str
    folder: str
    model: type[Row]
    parts: tuple[str, ...]

    @property
    def table(self) -> str:
        """The raw table's name: imdb_title_basics."""
        return self.model.table.name

    @property
    def header(self) -> tuple[str, ...]:
        """Its columns, as the first line has them."""
        return headers_of(self.model)[0]

    @property
    def file_name(self) -> str:
        """What IMDb calls its file: title.basics.tsv.gz."""
        return f"{self.name}.tsv.gz"


BASICS = Dataset("title.basics", "TitleBasics", ImdbTitle, ("other_types", "adult", "too_few_votes"))
RATINGS = Dataset("title.ratings", "TitleRatings", ImdbRatingLine, _LEFT_OUT)
PRINCIPALS = Dataset("title.principals", "TitlePrincipals", ImdbCredit, _LEFT_OUT)
NAMES = Dataset("name.basics", "NameBasics", ImdbPerson, ("not_credited",))
CREW = Dataset("title.crew", "TitleCrew", ImdbCrew, _LEFT_OUT)
AKAS = Dataset("title.akas", "TitleAkas", ImdbLocalTitle, _LEFT_OUT)

DATASETS = (BASICS, RATINGS, PRINCIPALS, NAMES, CREW, AKAS)
"""All that are read. Of a set there have to be those of `NEEDED`, and of `PAIR` both or none."""
NEEDED = (BASICS, RATINGS)
PAIR = (PRINCIPALS, NAMES)


def _raw_table(dataset: Dataset) -> RawTable:
    law = ReconciliationLaw(total="lines", parts=("kept", *dataset.parts, "duplicates", "rejected"), counts=())
    form = Delimited(DELIMITER, folder=f"IMDb/TSV/{dataset.folder}", ending="tsv")
    return RawTable(dataset.table, f"fonte_{dataset.table}", dataset.model, form, law)


SOURCE = Source(
    name="imdb",
    noun="IMDb file",
    about="Store a set of IMDb's own files and make it the current snapshot of films and series.",
    raw=tuple(map(_raw_table, DATASETS)),
    trusted=(),
    package="filmes_lake.ingest.imdb",
    program=(),
)
