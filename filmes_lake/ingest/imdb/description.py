"""IMDb's files: what each dataset is called and begins with, and what becomes of its lines."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from filmes_lake.ingest.imdb.models import (
    ImdbCredit,
    ImdbCrew,
    ImdbLocalTitle,
    ImdbPerson,
    ImdbRatingLine,
    ImdbTitle,
)
from filmes_lake.models.columns import Row, columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.source import (
    Choice,
    Delimited,
    RawTable,
    ReconciliationLaw,
    Sieve,
    Source,
    Use,
    headers_of,
)
from filmes_lake.models.trusted import Credito, Pessoa, Titulo

DELIMITER = "\t"
_LEFT_OUT = ("of_titles_left_out", "without_title")


@dataclass(frozen=True)
class Dataset:
    """One of IMDb's files: its name (title.basics), the folder of Raw in which it lies, the model of its lines.

    `parts` are where its lines go, beside those that are kept, repeated or rejected; `count` is the statement that
    counts them. `tables` and `notes` see `ReconciliationLaw`.
    """

    name: str
    folder: str
    model: type[Row]
    parts: tuple[str, ...]
    count: str
    tables: Mapping[str, str] = field(default_factory=dict, hash=False)
    notes: Mapping[str, str] = field(default_factory=dict, hash=False)

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


BASICS = Dataset(
    "title.basics", "TitleBasics", ImdbTitle, ("other_types", "adult", "too_few_votes"), "contas_imdb_titulos"
)
RATINGS = Dataset("title.ratings", "TitleRatings", ImdbRatingLine, _LEFT_OUT, "contas_imdb_avaliacoes")
PRINCIPALS = Dataset(
    "title.principals",
    "TitlePrincipals",
    ImdbCredit,
    _LEFT_OUT,
    "contas_imdb_creditos",
    tables={"kept": Credito.table.name},
    notes={"without_person": "kept of people without a line"},
)
NAMES = Dataset("name.basics", "NameBasics", ImdbPerson, ("not_credited",), "contas_imdb_pessoas")
CREW = Dataset(
    "title.crew",
    "TitleCrew",
    ImdbCrew,
    _LEFT_OUT,
    "contas_imdb_equipes",
    tables={"credits": Credito.table.name},
    notes={"credits": "credits that no other file has"},
)
AKAS = Dataset(
    "title.akas",
    "TitleAkas",
    ImdbLocalTitle,
    _LEFT_OUT,
    "contas_imdb_titulos_locais",
    notes={"brazilian": "kept of titles in Brazil"},
)

DATASETS = (BASICS, RATINGS, PRINCIPALS, NAMES, CREW, AKAS)
"""All that are read. Of a set there have to be those of `NEEDED`, and of `PAIR` both or none."""
NEEDED = (BASICS, RATINGS)
PAIR = (PRINCIPALS, NAMES)

OTHER_HEADERS = frozenset({("tconst", "parentTconst", "seasonNumber", "episodeNumber")})
"""What those of IMDb's files begin with that nobody reads here: episodes are neither films nor series."""

ENDINGS = (".tsv", ".tsv.gz")
"""How the names of IMDb's files end, unpacked or not."""

_NAMES = [dataset.name for dataset in DATASETS]

DOWNLOAD = "download"
"""What stands in the place of a folder where `run` fetches them."""

ADDRESS = "https://datasets.imdbws.com"
"""Where IMDb publishes its files."""

KINDS: Mapping[str, Kind] = {
    "movie": Kind.MOVIES,
    "tvMovie": Kind.MOVIES,
    "tvSeries": Kind.SERIES,
    "tvMiniSeries": Kind.SERIES,
}
"""The types of IMDb's that are films or series."""

LEAST_VOTES = 5
"""IMDb rates nothing that fewer of its users rated."""


def choice_of(types: Collection[str], min_votes: int, *, adult: bool) -> Choice:
    """Which titles the tables take: of these types, of at least so many votes, adult ones or not."""
    rows: list[Mapping[str, str | int | bool]] = [
        {"tipo_imdb": name, "tipo": KINDS[name].tipo, "votos_minimos": min_votes, "adultos": adult} for name in types
    ]
    return Choice("imdb_escolha", rows)


def _chosen(settings: Any) -> Choice:
    return choice_of(settings.imdb.types, settings.imdb.min_votes, adult=settings.imdb.adult)


def is_downloaded(settings: Any) -> bool:
    """Whether the settings say that `run` fetches the files."""
    return bool(settings.sources.imdb == DOWNLOAD)


def _listed(value: Any) -> Any:
    """A list, which an environment variable writes with commas."""
    return [word.strip() for word in value.split(",")] if isinstance(value, str) else value


def _some_of(known: Collection[str]) -> Any:
    """The type of a setting that lists some of these words."""

    def check(given: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in given if name not in known]:
            raise _refusal(f"{unknown[0]} is not known", f"known are: {', '.join(known)}")
        return tuple(dict.fromkeys(given))

    return Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(check)]


def _as_a_set(given: tuple[str, ...]) -> tuple[str, ...]:
    """Names of datasets that make a set: told before gigabytes are fetched, and not after."""
    pair = [dataset.name for dataset in PAIR]
    lacking = [dataset.name for dataset in NEEDED if dataset.name not in given]
    lacking += [name for name in pair if name not in given and any(other in given for other in pair)]
    if lacking:
        raise _refusal(f"{lacking[0]} is lacking, which the others need", f"add {', '.join(lacking)}")
    return given


def _refusal(message: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError("imdb", "{message}", {"message": message, "hint": hint})


def _raw_table(dataset: Dataset) -> RawTable:
    law = ReconciliationLaw(
        total="lines",
        parts=("kept", *dataset.parts, "duplicates", "rejected"),
        counts=(dataset.count,),
        tables=dataset.tables,
        notes=dataset.notes,
    )
    form = Delimited(DELIMITER, folder=f"IMDb/TSV/{dataset.folder}", ending="tsv", lenient=True)
    return RawTable(dataset.table, _relation(dataset), dataset.model, form, law)


def _relation(dataset: Dataset) -> str:
    return f"fonte_{dataset.table}"


def _sieve(
    dataset: Dataset,
    prefix: str,
    *,
    place: str | None = None,
    ids: Mapping[str, str] = MappingProxyType({}),
    lists: tuple[str, ...] = (),
    words: str | None = None,
) -> Sieve:
    """The sieve of a file whose first column is an id with this prefix."""
    key = columns_of(dataset.model)[0].name
    return Sieve(_relation(dataset), dataset.model, key, {key: prefix, **ids}, place, lists, words)


_CHOICE = choice_of(KINDS, LEAST_VOTES, adult=False)

SOURCE = Source(
    name="imdb",
    noun="IMDb file",
    about="Store a set of IMDb's own files and make it the current snapshot of films and series.",
    raw=tuple(map(_raw_table, DATASETS)),
    trusted=(),
    package="filmes_lake.ingest.imdb",
    program=(
        (_CHOICE.relation, Use.VIEW),
        ("imdb_titulos_contados", Use.SIEVE),
        ("imdb_titulos_lidos", Use.SPOOL),
        ("imdb_titulos_lidos", Use.QUARANTINE),
        ("imdb_titulos_por_bloco", Use.KEEP),
        ("imdb_titulos_repetidos", Use.KEEP),
        ("imdb_avaliacoes_lidas", Use.SPOOL),
        ("imdb_avaliacoes_lidas", Use.QUARANTINE),
        ("imdb_avaliacoes", Use.KEEP),
        ("imdb_titulos_do_tipo", Use.SPOOL),
        ("imdb_marcas", Use.KEEP),
        ("contas_imdb_titulos", Use.COUNT),
        ("imdb_titulos_repetidos", Use.DROP),
        ("imdb_titulos_por_bloco", Use.DROP),
        ("imdb_titulos_contados", Use.DROP),
        ("imdb_titulos_lidos", Use.DROP),
        ("contas_imdb_avaliacoes", Use.COUNT),
        ("imdb_avaliacoes_lidas", Use.DROP),
        ("imdb_titulos_locais_contados", Use.SIEVE),
        ("imdb_titulos_locais_lidos", Use.SPOOL),
        ("imdb_titulos_locais_lidos", Use.QUARANTINE),
        ("imdb_titulos_locais_por_titulo", Use.SPOOL),
        ("contas_imdb_titulos_locais", Use.COUNT),
        ("imdb_titulos_locais_por_titulo", Use.DROP),
        ("imdb_titulos_locais_contados", Use.DROP),
        ("imdb_titulos", Use.SPOOL),
        ("imdb_titulos_locais_lidos", Use.DROP),
        ("imdb_titulos_do_tipo", Use.DROP),
        ("imdb_avaliacoes", Use.DROP),
        ("imdb_creditos_contados", Use.SIEVE),
        ("imdb_creditos_lidos", Use.SPOOL),
        ("imdb_creditos_lidos", Use.QUARANTINE),
        ("imdb_creditos_por_titulo", Use.SPOOL),
        ("imdb_creditos_repetidos", Use.KEEP),
        ("imdb_creditos_dos_titulos", Use.SPOOL),
        ("imdb_equipes_contadas", Use.SIEVE),
        ("imdb_equipes_lidas", Use.SPOOL),
        ("imdb_equipes_lidas", Use.QUARANTINE),
        ("imdb_equipes_por_bloco", Use.KEEP),
        ("imdb_equipes_contadas", Use.DROP),
        ("imdb_creditos_da_equipe", Use.KEEP),
        ("contas_imdb_equipes", Use.COUNT),
        ("imdb_equipes_por_bloco", Use.DROP),
        ("imdb_equipes_lidas", Use.DROP),
        ("imdb_marcas", Use.DROP),
        ("imdb_creditos", Use.VIEW),
        ("imdb_creditados", Use.KEEP),
        ("imdb_pessoas_contadas", Use.SIEVE),
        ("imdb_pessoas_lidas", Use.SPOOL),
        ("imdb_pessoas_lidas", Use.QUARANTINE),
        ("imdb_nomes", Use.KEEP),
        ("imdb_pessoas_repetidas", Use.KEEP),
        ("contas_imdb_pessoas", Use.COUNT),
        ("imdb_pessoas_contadas", Use.DROP),
        ("imdb_creditados", Use.DROP),
        ("imdb_sem_nome", Use.KEEP),
        ("imdb_nomes", Use.DROP),
        ("contas_imdb_creditos", Use.COUNT),
        ("imdb_creditos_contados", Use.DROP),
        ("imdb_pessoas", Use.VIEW),
    ),
    settings={
        "sources.imdb": (
            Literal["download"] | Path | None,
            Field(
                None,
                union_mode="left_to_right",
                examples=["imdb"],
                description="A folder of IMDb's own files, or `download`, which fetches them.",
            ),
        ),
        "imdb.types": (
            _some_of(KINDS),
            Field(tuple(KINDS), min_length=1, description="The types that are taken, of these four."),
        ),
        "imdb.min_votes": (int, Field(LEAST_VOTES, ge=0, description="Votes of IMDb users below which none is taken.")),
        "imdb.adult": (bool, Field(default=False, description="Whether titles that IMDb calls adult are taken.")),
        "imdb.datasets": (
            Annotated[_some_of(_NAMES), AfterValidator(_as_a_set)],
            Field(tuple(_NAMES), min_length=1, description="The datasets that `ingest imdb --download` fetches."),
        ),
        "imdb.address": (str, Field(ADDRESS, min_length=1, description="Where it fetches them from.")),
        "imdb.terms": (
            Literal["accepted"] | None,
            Field(None, examples=["accepted"], description="That you accept IMDb's terms, which it shows."),
        ),
    },
    has_titles=True,
    choice=_CHOICE,
    choose=_chosen,
    parts={"imdb_titulos": Titulo, "imdb_creditos": Credito, "imdb_pessoas": Pessoa},
    texts={_CHOICE.relation: _CHOICE.sql(tuple(Kind))},
    sieves={
        "imdb_titulos_contados": _sieve(BASICS, "tt", words="tipo_imdb"),
        "imdb_titulos_locais_contados": _sieve(AKAS, "tt", place="ordem"),
        "imdb_creditos_contados": _sieve(
            PRINCIPALS, "tt", place="ordem", ids={"id_artista": "nm"}, lists=("personagem",)
        ),
        "imdb_equipes_contadas": _sieve(CREW, "tt"),
        "imdb_pessoas_contadas": _sieve(NAMES, "nm"),
    },
    replaceable=True,
)
