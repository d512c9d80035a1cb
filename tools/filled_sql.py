"""Statements of the transforms made from templates: what is a list of columns comes from the models.

A template `<layer>/<name>.sql.jinja` makes the statement `name`; what several share, or what is a rule by itself, is a
macro in `rules/`. Templates ask for columns: `columns_of` a table, its `key_of`, those of tables
that come `from_lines`, the `line_of` a kind. They make SQL of them by `each("CAST({name} AS {type})")`, where braces
hold a word of `typed_sql.FORMS`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import jinja2

from filmes_lake.ingest.tmdb.description import OWN_COLUMNS
from filmes_lake.models.columns import Column
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.source import Sieve
from filmes_lake.models.tmdb import IMDB_ID_PATHS
from tools import artist_names, typed_sql
from tools.template_models import OF_THE_FILE, OURS, Models

ENDING = ".sql.jinja"
RULES = Path(__file__).resolve().parent.parent / "filmes_lake/transform/sql"
"""Where rules lie that templates of every source may use."""


def filled_statements(folder: Path, models: Models = OURS) -> Iterator[tuple[str, str]]:
    """Every statement made from a template under `folder`: `<layer>/<name>`, and its text in Spark's dialect."""
    templates = environment(folder, models)
    for layer in (Layer.TRUSTED, Layer.REFINED):
        for path in sorted((folder / layer.value).glob(f"*{ENDING}")):
            source = path.relative_to(folder).as_posix()
            yield source.removesuffix(ENDING), _head(source) + templates.get_template(source).render()


def _head(source: str) -> str:
    return f"-- Made from {source} and filmes_lake/models by tools/generate.py: change these, then run `make docs`.\n"


def environment(folder: Path, models: Models) -> jinja2.Environment:
    """What fills the templates under `folder`."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder, RULES]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.globals.update(
        BITS=Sieve.BITS,
        BLANKS=artist_names.BLANKS,
        COMPOSED=artist_names.composed(),
        END=typed_sql.END,
        Kind=Kind,
        IMDB_ID_PATHS=IMDB_ID_PATHS,
        INSTANT=typed_sql.INSTANT,
        MARKS=f"[{artist_names.FIRST_MARK}-{artist_names.LAST_MARK}]",
        OF_THE_FILE=OF_THE_FILE,
        TITLE_ID=typed_sql.TITLE_ID,
        columns_of=models.columns_of,
        key_of=models.key_of,
        line_of=models.line_of,
        from_lines=models.from_lines,
    )
    templates.filters.update(
        answered=_answered,
        checked=typed_sql.checked,
        each=_each,
        first_id=typed_sql.first_id,
        id_or_text=typed_sql.id_or_text,
        in_lines_of=models.in_lines_of,
        named=_named,
        padded=typed_sql.padded,
        place_in=models.place_in,
        without=_without,
    )
    return templates


def _answered(columns: Iterable[Column]) -> list[Column]:
    """Those of the columns of TMDB's table that its answer has."""
    return [column for column in columns if column.name not in OWN_COLUMNS]


def _each(columns: Iterable[Column], pattern: str, between: str = ",\n") -> str:
    """The pattern once for each column, filled with what it names."""
    return between.join(pattern.format_map(_Forms(column)) for column in columns)


class _Forms(dict[str, str]):
    """What a pattern may name of a column, made when it is asked for."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, name: str) -> str:
        return typed_sql.FORMS[name](self._column)


def _named(columns: Iterable[Column], *names: str) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.name in names)


def _without(columns: Iterable[Column], others: Iterable[Column]) -> tuple[Column, ...]:
    names = {column.name for column in others}
    return tuple(column for column in columns if column.name not in names)
