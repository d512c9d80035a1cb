"""The texts of the dashboard in Portuguese and English that the page does not have; all others are the page's."""

from collections.abc import Sequence
from functools import cache

from filmes_lake.dashboard.definition import Picture, Shape
from filmes_lake.dashboard.words import words_in
from filmes_lake.language import Language, Text
from filmes_lake.reports.parameters import Value

FILMS_SHEET = Text("Filmes", "Films")
ARTISTS_SHEET = Text("Artistas", "Artists")
SERIES_SHEET = Text("Séries", "Series")
LIMITS = "limites"
FIND = Text("Só títulos com", "Titles with")
LOWEST_FIRST = Text("{what} Os menores primeiro.", "{what} The lowest first.")
_YES, _NO = Text("sim", "yes"), Text("não", "no")
_FIGURE = Text("Um número: {what}.", "A figure: {what}.")
_MILLIONS = Text("US$ {n} mi", "US$ {n}M")
_MILLION = 1_000_000
# What a picture shows to those who do not see it.
_ALT = {
    Shape.POINTS: Text(
        "Um ponto por filme: {x} na horizontal, {y} na vertical, tamanho pela popularidade, cor pela década.",
        "A point for each film: {x} across, {y} up, sized by popularity, coloured by decade.",
    ),
    Shape.ARTIST_POINTS: Text(
        "Um ponto por artista: {x} na horizontal, {y} na vertical, tamanho pela popularidade.",
        "A point for each artist: {x} across, {y} up, sized by popularity.",
    ),
    Shape.COLUMNS: Text("Colunas por {x}: {y}.", "Columns by {x}: {y}."),
    Shape.ROWS: Text("Barras por {x}: {y}.", "Bars by {x}: {y}."),
    Shape.LINES: Text("Linhas por {x}: {y}.", "Lines by {x}: {y}."),
    Shape.SHARES: Text("Colunas por {x}: {y}.", "Columns by {x}: {y}."),
    Shape.RANKING: Text("Uma tabela: {y}.", "A table: {y}."),
    Shape.ENDS: Text("Uma tabela dos dois extremos: {y}.", "A table of both ends: {y}."),
    Shape.FUNNEL: Text("Barras por {x}: {y}.", "Bars by {x}: {y}."),
}


@cache
def words_of(language: Language) -> dict[str, str]:
    """The page's texts by name."""
    return words_in(language)


def choice(value: Value, language: Language) -> str:
    """A value as a list of choices shows it; none is any genre."""
    if isinstance(value, bool):
        return (_YES if value else _NO).of(language)
    return str(value) if value else words_of(language)["every_genre"]


def counted(language: Language) -> str:
    """What is said of a title that no condition leaves out."""
    return words_of(language)["counted"]


def question(picture: Picture, language: Language) -> str:
    """What a picture answers: its own question, or its report's."""
    words = words_of(language)
    return words.get(f"question.{picture.name}") or words[f"question.{picture.report}"]


def label(name: str, language: Language) -> str:
    """What a column is called; its own name where no text calls it otherwise."""
    return words_of(language).get(f"column.{name}", name)


def figure(name: str, language: Language) -> str:
    """What a key figure is called."""
    return words_of(language).get(f"kpi.{name}") or label(name, language)


def figure_alt(what: str, language: Language) -> str:
    """What a key figure shows, in words."""
    return _FIGURE.of(language).format(what=what)


def picture_alt(picture: Picture, x: str, y: Sequence[str], language: Language) -> str:
    """What a picture shows, in words: the question, and how it is drawn."""
    drawn = _ALT[picture.shape].of(language).format(x=x, y=", ".join(y))
    return f"{question(picture, language)} {drawn}"


def class_of_budget(place: int, low: int, high: int | None, language: Language) -> str:
    """A class of budget, with its number before it: texts are in the order of their letters."""
    bounds = {
        "from": _millions(low, language),
        "to": _millions(high, language) if high else "",
    }
    kind = "above" if high is None else "between" if low else "below"
    return f"{place}: {words_of(language)[f'class.{kind}'].format(**bounds)}"


def _millions(amount: int, language: Language) -> str:
    return _MILLIONS.of(language).format(n=amount // _MILLION)
