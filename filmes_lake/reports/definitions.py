"""The named reports. Their SQL is in `sql/`; columns, measures and conditions are in modules of these names."""

from datetime import date

from filmes_lake.errors import UsageError
from filmes_lake.language import Text
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.columns import (
    BUDGET,
    DECADE,
    FILM_ID,
    GROUPED,
    MARKED,
    MEDIAN,
    POOLED,
    POPULARITY,
    PROFIT,
    RANK,
    RATING,
    REVENUE,
    ROI,
    TITLE,
    VOTES,
    measures,
    number,
    text,
)
from filmes_lake.reports.conditions import parameters_of
from filmes_lake.reports.parameters import Parameter
from filmes_lake.reports.report import Chart, Report, ReportColumn
from filmes_lake.reports.units import Unit

CAVEATS = (
    Text(
        "A receita é a bilheteria mundial, não a parte do estúdio; a divulgação não está no orçamento.",
        "Revenue is the worldwide gross, not the studio's share; marketing is not in the budget.",
    ),
    Text(
        "Os valores são dólares da época, ou com dollars=real a preços de um mesmo ano, como os voluntários do TMDB os anotaram.",
        "Amounts are US dollars as paid then, or with dollars=real at one year's prices, as TMDB's volunteers noted them.",
    ),
)
INTERVALS = Text(
    "Os intervalos são de 95%, para filmes como que sorteados de muitos iguais a eles. Os do retorno agregado de poucos filmes acertam menos vezes.",
    "Intervals are of 95%, for films as if drawn by chance from many like them. Of pooled returns of few films they hold less often.",
)
RANKED_BY_BOUND = Text(
    "Em ordem do limite inferior de roi_total: poucos filmes que renderam muito por acaso não vão à frente.",
    "Ranked by the lower bound of roi_total: few films that returned much by chance do not lead.",
)
POPULARITY_NOTE = Text(
    "A popularidade é a do TMDB no dia da consulta; notas e votos são os do arquivo do IMDb.",
    "Popularity is TMDB's on the day it was asked; ratings and votes are those of IMDb's file.",
)
NAMES_MATCHED = Text(
    "Artistas são reconhecidos pelo nome, e pelo ano de nascimento onde se conhecem dois: homônimos podem ser uma só linha.",
    "Artists are matched by name, and by year of birth where two are known: namesakes may be one row.",
)
"""What goes where persons have ids of their own."""


def find_report(name: str) -> Report:
    """The report of that name; UsageError lists the names there are."""
    for report in REPORTS:
        if report.name == name:
            return report
    raise UsageError(f"{name}: no such report", f"there are: {', '.join(report.name for report in REPORTS)}")


def bars_of(report: Report) -> Chart:
    """How a report's rows are drawn; UsageError where it has nothing that bars could show."""
    if report.chart:
        return report.chart
    names = ", ".join(other.name for other in REPORTS if other.chart)
    raise UsageError(f"--chart: report {report.name} has no bars", f"there are: {names}")


_SELECTION = parameters_of(Kind.MOVIES)
_MARKED = Parameter(
    "min_films", int, 5, Text("grupos de menos filmes são marcados", "groups of fewer films are marked")
)
_EVERY_FILM = Parameter(
    "top",
    int,
    None,
    Text(
        "no máximo tantos filmes; none: todos. A correlação é sempre sobre todos",
        "at most this many films; none: all. The correlation is over all in any case",
    ),
)
_TITLES = Parameter(
    "titles",
    str,
    "main",
    Text(
        "títulos como o IMDb os mostra (main), ou os do Brasil onde se conhecem (br)",
        "titles as IMDb shows them (main), or those in Brazil where they are known (br)",
    ),
    choices=("main", "br"),
)
_ROLE = Parameter(
    "role",
    list,
    None,
    Text(
        "só pelo que fizeram de alguma destas funções, como director,writer",
        "only for what they did in any of these roles, such as director,writer",
    ),
)
_PERSON = (
    text(
        "nome_artista",
        Text("O nome do artista, ou seu id onde não se conhece.", "The artist's name, or the id where it is unknown."),
    ),
    *measures("filmes", *POOLED, *MEDIAN, "popularidade_media", "receita"),
    text(
        "identidade",
        Text(
            "O que distingue o artista: nome, nome_ano ou nconst.",
            "What tells the artist apart: nome, nome_ano or nconst.",
        ),
    ),
    text("id_artista", Text("A chave do artista no lago.", "The lake's key of the artist.")),
)
_OF_PERSONS = (
    *CAVEATS,
    INTERVALS,
    RANKED_BY_BOUND,
    POPULARITY_NOTE,
    NAMES_MATCHED,
)


REPORTS = (
    Report(
        "kpis",
        Text("Números principais", "Key figures"),
        Text(
            "Quantos filmes e artistas são, e quanto custam e rendem?",
            "How many films and artists, and what do they cost and return?",
        ),
        _SELECTION,
        (
            *measures("filmes"),
            ReportColumn(
                "artistas",
                ColumnType.BIGINT,
                Unit.COUNT,
                Text(
                    "Artistas dos filmes selecionados, como dim_artista os distingue.",
                    "Artists in the selected films, as dim_artista tells them apart.",
                ),
            ),
            *measures(
                "orcamento_mediano",
                "orcamento_medio",
                "receita_mediana",
                "receita_media",
                *POOLED,
                *MEDIAN,
                "roi_medio",
                "popularidade_media",
                "nota_imdb_media",
            ),
        ),
        (*CAVEATS, INTERVALS),
        single=True,
    ),
    Report(
        "roi",
        Text("Retorno sobre o investimento", "Return on investment"),
        Text("Quais filmes mais devolveram do que custaram?", "Which films returned most on their budget?"),
        (Parameter("top", int, 10, Text("no máximo tantos filmes", "at most this many films")), _TITLES, *_SELECTION),
        (
            RANK,
            TITLE,
            FILM_ID,  # early: `explain` wants it, and a narrow terminal drops columns from the right
            number("ano", Unit.YEAR, Text("Ano de lançamento do IMDb.", "IMDb's year of release.")),
            ROI,
            BUDGET,
            REVENUE,
            PROFIT,
            RATING,
            VOTES,
            POPULARITY,
        ),
        CAVEATS,
        chart=Chart("titulo", "roi"),
    ),
    Report(
        "roi-by-decade",
        Text("Retorno por década", "Return by decade"),
        Text("Como o retorno mudou por década?", "How did the return change by decade?"),
        (*_SELECTION, _MARKED),
        (DECADE, *GROUPED),
        (*CAVEATS, INTERVALS),
        chart=Chart("decada", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "roi-by-month",
        Text("Retorno por mês de estreia", "Return by month of release"),
        Text("Em que mês de estreia os filmes rendem mais?", "In which month of release do films return most?"),
        (*_SELECTION, _MARKED),
        (
            number(
                "mes",
                Unit.MONTH,
                Text(
                    "Mês da data de estreia do TMDB, de 1 a 12; nulo onde não se sabe.",
                    "Month of TMDB's date of release, 1 to 12; null where unknown.",
                ),
            ),
            *GROUPED,
        ),
        (
            *CAVEATS,
            INTERVALS,
            Text(
                "Os meses seguem a data de estreia do TMDB, que pode ser de um relançamento; filmes sem data têm uma linha própria.",
                "Months go by TMDB's date of release, which may be a re-release; films without one are a row of their own.",
            ),
            Text(
                "Há em 1º de janeiro mais filmes do que o acaso daria, como se só o ano fosse conhecido: cuidado com esse mês.",
                "More films than chance would have stand on 1 January, as if only the year were known: mind that month.",
            ),
        ),
        chart=Chart("mes", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "roi-by-genre",
        Text("Retorno por gênero", "Return by genre"),
        Text("Quais gêneros rendem mais?", "Which genres return most?"),
        (*_SELECTION, _MARKED),
        (
            text(
                "genero",
                Text(
                    "Gênero do IMDb, com o nome em inglês que genre aceita; nulo para filmes sem gênero.",
                    "IMDb's genre; null for films that have none.",
                ),
            ),
            *GROUPED,
        ),
        (
            *CAVEATS,
            INTERVALS,
            Text(
                "Um filme de vários gêneros conta uma vez em cada um: as linhas somam mais do que os filmes contados.",
                "A film of several genres counts once in each: the rows add up to more than the films counted.",
            ),
        ),
        chart=Chart("genero", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "rating-vs-roi",
        Text("Nota e retorno", "Rating and return"),
        Text("Filmes mais bem avaliados rendem mais?", "Do films that people rate higher return more?"),
        (_EVERY_FILM, _TITLES, *_SELECTION),
        (FILM_ID, TITLE, DECADE, RATING, ROI, POPULARITY),
        (
            *CAVEATS,
            POPULARITY_NOTE,
            Text(
                "Correlação não é causa: filmes vistos por muitos também são avaliados por muitos.",
                "A correlation is no cause: films that were seen by many are also rated by many.",
            ),
        ),
        correlates=("nota_imdb", "roi"),
    ),
    Report(
        "budget-vs-revenue",
        Text("Orçamento e receita", "Budget and revenue"),
        Text("Filmes mais caros arrecadam mais?", "Do dearer films take in more?"),
        (_EVERY_FILM, _TITLES, *_SELECTION),
        (FILM_ID, TITLE, DECADE, BUDGET, REVENUE, POPULARITY),
        (
            *CAVEATS,
            POPULARITY_NOTE,
            Text(
                "Valores de décadas diferentes estão lado a lado: os preços subiram nesse meio-tempo.",
                "Amounts of different decades stand side by side: prices rose in between.",
            ),
        ),
        correlates=("orcamento", "receita"),
    ),
    Report(
        "yearly",
        Text("Orçamentos e receitas por ano", "Budgets and revenues by year"),
        Text(
            "Como mudaram orçamentos e receitas, pagos na época e a preços de um só ano?",
            "How did budgets and revenues change, as paid and at one year's prices?",
        ),
        (*_SELECTION, _MARKED),
        (
            number(
                "ano",
                Unit.YEAR,
                Text(
                    "Ano de lançamento do IMDb; nulo onde não se sabe.", "IMDb's year of release; null where unknown."
                ),
            ),
            *measures("filmes"),
            MARKED,  # early, since a narrow terminal drops columns from the right
            *measures(
                "orcamento_mediano",
                "orcamento",
                "receita_mediana",
                "receita",
                "orcamento_corrigido_mediano",
                "orcamento_corrigido",
                "receita_corrigida_mediana",
                "receita_corrigida",
            ),
            number(
                "ano_base",
                Unit.YEAR,
                Text(
                    "O ano a cujos preços estão os valores corrigidos.",
                    "The year whose prices the corrected amounts are in.",
                ),
            ),
        ),
        (
            *CAVEATS,
            Text(
                "Valores corrigidos estão a preços de ano_base (preços ao consumidor dos EUA); anos sem preço não os têm.",
                "Corrected amounts are in ano_base's prices (US consumer prices); years without a price have none.",
            ),
        ),
        chart=Chart("ano", "receita_mediana", tick="orcamento_mediano"),
    ),
    Report(
        "artists",
        Text("Artistas", "Artists"),
        Text("Os filmes de quem mais renderam juntos?", "Whose films returned most together?"),
        (
            Parameter("top", int, 20, Text("no máximo tantos artistas", "at most this many artists")),
            Parameter(
                "min_films",
                int,
                3,
                Text(
                    "só artistas de pelo menos tantos dos filmes contados",
                    "only artists in at least this many of the films counted",
                ),
            ),
            _ROLE,
            *_SELECTION,
        ),
        _PERSON,
        (
            *_OF_PERSONS,
            Text(
                "Um filme conta uma vez para cada um de seus artistas, fizesse o que fizesse nele, e por inteiro.",
                "A film counts once for each of its artists, whatever they did in it, and in full.",
            ),
        ),
        chart=Chart("nome_artista", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "directors",
        Text("Diretores", "Directors"),
        Text("Os filmes de que diretores mais renderam juntos?", "Which directors' films returned most together?"),
        (
            Parameter("top", int, 20, Text("no máximo tantos diretores", "at most this many directors")),
            Parameter(
                "min_films",
                int,
                3,
                Text(
                    "só diretores de pelo menos tantos dos filmes contados",
                    "only directors of at least this many of the films counted",
                ),
            ),
            *_SELECTION,
        ),
        _PERSON,
        (
            *_OF_PERSONS,
            Text(
                "Um filme conta uma vez para cada um de seus diretores, e por inteiro.",
                "A film counts once for each of its directors, and in full.",
            ),
            Text(
                "Os diretores vêm dos arquivos do próprio IMDb; o CSV só traz elencos.",
                "Directors come from IMDb's own files; the CSV has casts only.",
            ),
        ),
        chart=Chart("nome_artista", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "series",
        Text("Séries", "Series"),
        Text("Quais séries são mais bem avaliadas?", "Which series are rated best?"),
        (
            Parameter("top", int, 20, Text("no máximo tantas séries", "at most this many series")),
            _TITLES,
            *parameters_of(Kind.SERIES),
        ),
        (
            TITLE,
            text("id_serie", Text("O id do IMDb.", "IMDb's id.")),
            number("ano_lancamento", Unit.YEAR, Text("Primeiro ano no ar.", "First year on air.")),
            number(
                "ano_termino",
                Unit.YEAR,
                Text(
                    "Último ano no ar; nulo enquanto continua, ou onde não se sabe.",
                    "Last year on air; null while it runs, or where unknown.",
                ),
            ),
            RATING,
            VOTES,
            POPULARITY,
            number(
                "temporadas",
                Unit.COUNT,
                Text("Temporadas até agora, na conta do TMDB.", "Seasons so far, as TMDB counts."),
            ),
        ),
        (POPULARITY_NOTE,),
        kind=Kind.SERIES,
        chart=Chart("titulo", "nota_imdb"),
    ),
    Report(
        "trends",
        Text("Tendências", "Trends"),
        Text(
            "Quais títulos sobem e caem em popularidade de um dia para outro?",
            "Which titles rise and fall in popularity from one day to another?",
        ),
        (
            Parameter(
                "from_day",
                date,
                None,
                Text(
                    "só dias deste em diante; none: desde o primeiro que há",
                    "only days from this one on; none: the first there is",
                ),
            ),
            Parameter(
                "to_day",
                date,
                None,
                Text(
                    "só dias até este; none: até o último que há", "only days up to this one; none: the last there is"
                ),
            ),
            Parameter(
                "top",
                int,
                10,
                Text(
                    "no máximo tantos títulos que sobem, e outros tantos que caem",
                    "at most this many titles that rise, and as many that fall",
                ),
            ),
            _TITLES,
        ),
        (
            TITLE,
            text("id_titulo", Text("O id do IMDb.", "IMDb's id.")),
            text("tipo", Text("filme ou serie.", "filme or serie.")),
            ReportColumn(
                "variacao",
                ColumnType.DOUBLE,
                Unit.SCORE,
                Text("Popularidade no seu último dia - no primeiro.", "Popularity on its last day - on its first."),
            ),
            ReportColumn(
                "variacao_relativa",
                ColumnType.DOUBLE,
                Unit.RATIO,
                Text(
                    "variacao / popularidade_inicial; nulo onde esta é 0.",
                    "variacao / popularidade_inicial; null where that is 0.",
                ),
            ),
            ReportColumn(
                "popularidade_inicial",
                ColumnType.DOUBLE,
                Unit.SCORE,
                Text("Popularidade no seu primeiro dia.", "Popularity on its first day."),
            ),
            ReportColumn(
                "popularidade_final",
                ColumnType.DOUBLE,
                Unit.SCORE,
                Text("Popularidade no seu último dia.", "Popularity on its last day."),
            ),
            text(
                "primeiro_dia",
                Text(
                    "O primeiro dos dias em que sua popularidade é conhecida.",
                    "The first of the days on which its popularity is known.",
                ),
            ),
            text("ultimo_dia", Text("O último deles.", "The last of them.")),
            number("dias", Unit.COUNT, Text("Quantos dos dias são estes.", "How many of the days these are.")),
        ),
        (
            Text(
                "A popularidade é a do TMDB, de suas listas diárias e das respostas que a Raw guarda; a lista do dia vem primeiro.",
                "Popularity is TMDB's, of its daily exports and of the answers that Raw keeps; a day's export comes first.",
            ),
            Text(
                "Ela nasce do que se faz nas páginas do TMDB em um dia: compare dias, não filmes com séries.",
                "What people do on TMDB's pages in a day makes it: compare days, not films with series.",
            ),
            Text(
                "Cada título é comparado do primeiro ao último de seus próprios dias, que podem não ser os dos outros.",
                "Titles are compared from the first to the last of their own days, which need not be everybody's.",
            ),
            Text(
                "Títulos que não sobem nem caem são contados e não aparecem.",
                "Titles that neither rise nor fall are counted and not shown.",
            ),
        ),
        kind=None,
        chart=Chart("titulo", "variacao"),
    ),
)

# What `explain` and `diff` are about: their parameters are those of this report.
KEY_FIGURES = find_report("kpis")
