"""Trusted: what the raw files say, typed, trimmed and deduplicated."""

from typing import Annotated, ClassVar, Literal

from filmes_lake.models.columns import BigInt, ColumnType, Reference, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Layer
from filmes_lake.models.title_ids import in_order
from filmes_lake.models.values import (
    ArtistIdentity,
    Count,
    Flag,
    ImdbRating,
    LifeYear,
    Minutes,
    OptionalText,
    OptionalTexts,
    ReleaseYear,
    Tipo,
)

Motivo = Annotated[
    Literal[
        "linha_em_branco",
        "numero_de_colunas",
        "bytes_invalidos",
        "id_invalido",
        "sem_id_imdb",
        "tipo_errado",
        "ids_contraditorios",
        "sem_data_de_obtencao",
        "sem_popularidade",
    ],
    ColumnType.STRING,
]


class Titulo(Row):
    """One row per title. Where lines of one title disagree, the value most lines have wins, then the greatest."""

    table: ClassVar = TableInfo("titulos", Layer.TRUSTED, key=("tipo", "id_titulo"), sort=("tipo", *in_order()))

    tipo: Annotated[Tipo, column(1, "filme or serie: the file it came in, or IMDb's type.")]
    id_titulo: Annotated[Text, column(2, "IMDb's id; the same one can be a film and a series.")]
    titulo_principal: Annotated[OptionalText, column(3, "The title as IMDb shows it.")]
    titulo_original: Annotated[OptionalText, column(4, "The title in its own language.")]
    ano_lancamento: Annotated[ReleaseYear, column(5, "Year of release, or first year on air.", unit="year")]
    ano_termino: Annotated[ReleaseYear, column(6, "Last year on air; null for films.", unit="year")]
    tempo_minutos: Annotated[Minutes, column(7, "Running time.", unit="minutes")]
    generos: Annotated[OptionalTexts, column(8, "IMDb's genres, in English.")]
    nota_media: Annotated[ImdbRating, column(9, "Mean of IMDb users' ratings.", unit="1 to 10")]
    numero_votos: Annotated[Count, column(10, "IMDb users who rated.", unit="votes")]
    tipo_imdb: Annotated[OptionalText, column(11, "IMDb's word: movie, tvSeries, ...; null where the source has none.")]
    adulto: Annotated[Flag, column(12, "Whether IMDb calls it adult; null where the source does not say.")]
    titulo_br: Annotated[OptionalText, column(13, "The title in Brazil; null where the source has none.")]


class Pessoa(Row):
    """One row per person whom credits name. Where lines of one disagree, the value most lines have wins, as for titles.

    The CSV has no ids of persons: it tells them apart by name, and by year of birth where two years are known. IMDb's
    files have.
    """

    table: ClassVar = TableInfo("pessoas", Layer.TRUSTED, key=("id_artista",), sort=("id_artista",))

    id_artista: Annotated[Text, column(1, "IMDb's id of the person; else 16 hex digits of the MD5 of the natural key.")]
    nome_artista: Annotated[OptionalText, column(2, "The person's name; null where IMDb's files have none.")]
    ano_nascimento: Annotated[LifeYear, column(3, "Year of birth.", unit="year")]
    ano_falecimento: Annotated[LifeYear, column(4, "Year of death; null for the living.", unit="year")]
    profissoes: Annotated[OptionalTexts, column(5, "Professions.")]
    titulos_conhecidos: Annotated[OptionalTexts, column(6, "IMDb ids the person is known for.")]
    identidade: Annotated[ArtistIdentity, column(7, "What the key stands on: nome, nome_ano or nconst.")]


class Credito(Row):
    """One row per distinct line that names an artist, as the line says it of title and person.

    IMDb's file of directors and writers adds those that its lines of credits do not name.
    """

    # Ids 3, 4, 5, 8 and 9 were the person's columns, which `pessoas` has now.
    table: ClassVar = TableInfo(
        "creditos",
        Layer.TRUSTED,
        sort=("tipo", *in_order()),
        references=(
            Reference(("tipo", "id_titulo"), "titulos", ("tipo", "id_titulo")),
            Reference(("id_artista",), "pessoas", ("id_artista",)),
        ),
    )

    tipo: Annotated[Tipo, column(1, "filme or serie: the file it came in.")]
    id_titulo: Annotated[Text, column(2, "IMDb's id of the title.")]
    id_artista: Annotated[
        Text, column(10, "The person; lines that differ only in what they say of one are rows alike.")
    ]
    papel: Annotated[OptionalText, column(6, "What the artist did: actor, actress, director, ...")]
    personagem: Annotated[OptionalText, column(7, "The character played.")]
    ordem: Annotated[Count, column(11, "The credit's place in the title; null where the source has none.")]
    trabalho: Annotated[OptionalText, column(12, "The job, in more words than papel; null where the source has none.")]


class Rejeitado(Row):
    """One row per raw line or record that no table could take."""

    table: ClassVar = TableInfo(
        "rejeitados", Layer.TRUSTED, key=("origem", "linha", "conteudo"), sort=("origem", "linha")
    )

    origem: Annotated[Text, column(1, "Key of the raw file in the lake.")]
    linha: Annotated[BigInt | None, column(2, "Line number, the header's is 1; null where an engine cannot know.")]
    conteudo: Annotated[Text, column(3, "The raw line.")]
    motivo: Annotated[Motivo, column(4, "Why no table could take it.")]
