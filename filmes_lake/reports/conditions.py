"""What leaves titles out of the reports, as data: SQL, funnels and explanations derive from it, and so can others.

A condition looks at one column of a title. Whoever evaluates it, in whatever language, does this:

1. where it has a parameter, and that is null or at its neutral value, nobody is left out;
2. where the column is null, the title is left out if `null_removes` says so;
3. else the title is left out if `comparison` holds for the value and the parameter. Texts are compared without case.

A title falls to the first condition that holds, so the counts of a funnel add up.
"""

from dataclasses import dataclass
from enum import StrEnum

from filmes_lake.language import Text
from filmes_lake.models.kinds import Kind
from filmes_lake.models.values import COUNTED_VOTES
from filmes_lake.reports.parameters import Parameter, Value


class Comparison(StrEnum):
    """Which known values leave a title out."""

    NEVER = "never"
    ALWAYS = "always"
    TRUE = "true"
    BELOW = "below"  # the parameter
    ABOVE = "above"  # the parameter
    NONE_OF = "none of"  # a list without any of the parameter's members; it is empty where nothing is known


@dataclass(frozen=True)
class Condition:
    """A reason to leave a title out.

    `description` is what the funnel says of those left out, `sentence` what `explain` says of one. `source` is where
    the column comes from (`d`: the dimension, `f`: the facts), empty where the selection has it for the reports too.
    """

    name: str
    column: str
    comparison: Comparison
    description: Text
    sentence: str
    null_removes: bool = False
    parameter: str = ""
    neutral: Value = ()
    source: str = ""


PAID, REAL = "paid", "real"
"""What amounts are in: dollars as paid then, or in the prices of the newest year that the lake has a price of."""

NO_TMDB_RECORD = Condition(
    "no_tmdb_record",
    "registro",
    Comparison.NEVER,
    Text("sem registro no TMDB", "TMDB has no record"),
    "Raw has no TMDB record of it, so its amounts are unknown",
    null_removes=True,
)
_VOTES_YEARS_AND_GENRE = (
    Condition(
        "votes_unknown",
        "votos_imdb",
        Comparison.NEVER,
        Text("votos no IMDb desconhecidos", "its IMDb votes are unknown"),
        "its IMDb votes are unknown, so reports leave it out; --set min_votes=0 counts it",
        null_removes=True,
        parameter="min_votes",
        neutral=0,
    ),
    Condition(
        "too_few_votes",
        "votos_imdb",
        Comparison.BELOW,
        Text("menos votos no IMDb do que min_votes", "fewer IMDb votes than min_votes"),
        "it has fewer IMDb votes than min_votes, so reports leave it out",
        parameter="min_votes",
        neutral=0,
    ),
    Condition(
        "before_min_year",
        "ano",
        Comparison.BELOW,
        Text("estreou antes de min_year, ou não se sabe quando", "released before min_year, or nobody knows when"),
        "it was released before min_year, or nobody knows when",
        null_removes=True,
        parameter="min_year",
        neutral=0,
    ),
    Condition(
        "after_max_year",
        "ano",
        Comparison.ABOVE,
        Text("estreou depois de max_year, ou não se sabe quando", "released after max_year, or nobody knows when"),
        "it was released after max_year, or nobody knows when",
        null_removes=True,
        parameter="max_year",
        neutral=0,
    ),
    Condition(
        "other_genre",
        "generos",
        Comparison.NONE_OF,
        Text("de nenhum dos gêneros", "of none of the genres"),
        "it is of none of the genres asked for",
        parameter="genre",
    ),
)
_OF_FILMS = (
    NO_TMDB_RECORD,
    Condition(
        "budget_unknown",
        "orcamento_pago",
        Comparison.NEVER,
        Text("orçamento desconhecido", "its budget is unknown"),
        "TMDB does not know its budget, so reports leave it out",
        null_removes=True,
        source="f.orcamento",
    ),
    Condition(
        "revenue_unknown",
        "receita_paga",
        Comparison.NEVER,
        Text("receita desconhecida", "its revenue is unknown"),
        "TMDB does not know its revenue, so reports leave it out",
        null_removes=True,
        source="f.receita",
    ),
    Condition(
        "adult",
        "adulto",
        Comparison.TRUE,
        Text("conteúdo adulto, segundo o IMDb ou o TMDB", "IMDb or TMDB calls it adult"),
        "IMDb or TMDB calls it adult, so reports leave it out; --set include_adult=true counts it",
        parameter="include_adult",
        neutral=True,
        source="d.adulto",
    ),
    Condition(
        "video",
        "video",
        Comparison.TRUE,
        Text("vídeo, segundo o TMDB", "TMDB calls it a video"),
        "TMDB calls it a video, so reports leave it out; --set include_video=true counts it",
        parameter="include_video",
        neutral=True,
        source="d.video",
    ),
    Condition(
        "implausible",
        "suspeito",
        Comparison.ALWAYS,
        Text("um valor é implausível", "an amount is implausible"),
        "an amount is implausible, so reports leave it out; --set include_suspect=true counts it",
        parameter="include_suspect",
        neutral=True,
        source="f.suspeito",
    ),
    *_VOTES_YEARS_AND_GENRE,
    # Last, so that it counts those that the same question about dollars as paid would have counted.
    Condition(
        "price_unknown",
        "orcamento_corrigido",
        Comparison.NEVER,
        Text(
            "sem preço conhecido do seu ano, logo sem dólares reais",
            "no price is known of its year, so it has no real dollars",
        ),
        "no price is known of its year, so reports in real dollars leave it out; --set dollars=paid counts it",
        null_removes=True,
        parameter="dollars",
        neutral=PAID,
    ),
)
_OF_SERIES = (
    NO_TMDB_RECORD,
    # Series are ranked by rating, so one without a rating has no place.
    Condition(
        "rating_unknown",
        "nota_imdb",
        Comparison.NEVER,
        Text("nota no IMDb desconhecida", "its IMDb rating is unknown"),
        "its IMDb rating is unknown, so reports leave it out",
        null_removes=True,
    ),
    *_VOTES_YEARS_AND_GENRE,
)

# Of titles of both kinds, whose popularity is compared by days.
_OF_TRENDS = (
    Condition(
        "popularity_unknown",
        "dias",
        Comparison.NEVER,
        Text("popularidade desconhecida em todos os dias", "its popularity is known on none of the days"),
        "its popularity is known on none of the days",
        null_removes=True,
    ),
    Condition(
        "measured_once",
        "variacao",
        Comparison.NEVER,
        Text("popularidade conhecida em um só dos dias", "its popularity is known on one of the days only"),
        "its popularity is known on one of the days only",
        null_removes=True,
    ),
)
_CONDITIONS = {Kind.MOVIES: _OF_FILMS, Kind.SERIES: _OF_SERIES, None: _OF_TRENDS}


def conditions_of(kind: Kind | None) -> tuple[Condition, ...]:
    """The conditions of the selection of films or of series, or for None of the trends of both, in their order."""
    return _CONDITIONS[kind]


def _of_every_kind(kind: Kind) -> tuple[Parameter, ...]:
    pt, en = kind.names.noun.pt, kind.names.noun.en
    return (
        Parameter(
            "genre",
            list,
            None,
            Text(
                f"só {pt} de algum destes gêneros do IMDb, como Crime,War",
                f"only {en} of any of these IMDb genres, such as Crime,War",
            ),
        ),
        Parameter("min_year", int, None, Text(f"só {pt} deste ano em diante", f"only {en} of this year or later")),
        Parameter("max_year", int, None, Text(f"só {pt} até este ano", f"only {en} of this year or earlier")),
        Parameter(
            "min_votes",
            int,
            COUNTED_VOTES,
            Text(
                f"só {pt} com pelo menos tantos votos no IMDb; 0: todos os votos",
                f"only {en} with at least this many IMDb votes; 0: all",
            ),
        ),
    )


_PARAMETERS = {
    Kind.MOVIES: (
        *_of_every_kind(Kind.MOVIES),
        Parameter(
            "include_suspect",
            bool,
            default=False,
            description=Text("também filmes com valores implausíveis", "films with implausible amounts too"),
        ),
        Parameter(
            "include_adult",
            bool,
            default=False,
            description=Text(
                "também filmes adultos, segundo o IMDb ou o TMDB", "films that IMDb or TMDB calls adult too"
            ),
        ),
        Parameter(
            "include_video",
            bool,
            default=False,
            description=Text("também filmes que o TMDB diz serem vídeos", "films that TMDB calls videos too"),
        ),
        Parameter(
            "dollars",
            str,
            PAID,
            Text(
                "valores da época, ou em dólares reais: a preços de ano_base, que yearly diz",
                "amounts as paid then, or in real dollars: in the prices of ano_base, which yearly tells",
            ),
            choices=(PAID, REAL),
        ),
    ),
    Kind.SERIES: _of_every_kind(Kind.SERIES),
}


def parameters_of(kind: Kind) -> tuple[Parameter, ...]:
    """The parameters of the selection of films or of series, in the order in which they are listed."""
    return _PARAMETERS[kind]


# How a parameter is cast, by its neutral value: NULL has no type on Athena. Both engines read VARCHAR ARRAY.
_CASTS = {int: "BIGINT", bool: "BOOLEAN", str: "VARCHAR", tuple: "VARCHAR ARRAY"}


def condition_sql(condition: Condition) -> str:
    """When the condition holds, as Athena's SQL over the columns of the selection."""
    parameter = f"CAST(:{condition.parameter} AS {_CASTS[type(condition.neutral)]})"
    asked = [_asked_sql(parameter, condition.neutral)] if condition.parameter else []
    return " AND ".join([*asked, _value_sql(condition, parameter)])


def _asked_sql(parameter: str, neutral: Value) -> str:
    """Whether the parameter is neither null nor at its neutral value."""
    if isinstance(neutral, tuple):
        return f"{parameter} IS NOT NULL"
    if isinstance(neutral, str):
        return f"{parameter} <> '{neutral}'"
    return f"NOT {parameter}" if neutral else f"{parameter} > 0"


def _value_sql(condition: Condition, parameter: str) -> str:
    """Whether the value leaves the title out, a null one included."""
    column = condition.column
    known = {
        Comparison.NEVER: [],
        Comparison.ALWAYS: [f"{column} IS NOT NULL"],
        Comparison.TRUE: [column],
        Comparison.BELOW: [f"{column} < {parameter}"],
        Comparison.ABOVE: [f"{column} > {parameter}"],
        # Which titles have any of the members, the selection finds out once, under the list's name.
        Comparison.NONE_OF: [f"id_titulo NOT IN (SELECT id_titulo FROM com_{column})"],
    }[condition.comparison]
    tests = [f"{column} IS NULL", *known] if condition.null_removes else known
    return f"({' OR '.join(tests)})" if len(tests) > 1 else tests[0]
