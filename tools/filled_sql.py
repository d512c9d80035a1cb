"""Statements of the transforms made from templates: what is a list of columns comes from the models.

A template `<layer>/<name>.sql.jinja` makes the statement `name`. What several statements share, or what is a rule by
itself, is a macro in `rules/`. Templates know three functions, all of a table's name, all giving columns:

- `columns_of`: every column of its model
- `key_of`: those that tell its rows apart
- `told`: those that lines of the CSVs tell; see `tools/told.py`

and three filters of columns: `each("{name} ...")`, SQL made of each one's `name` and Spark's `type`; `checked`, those
whose texts may have no value; `without(others)`.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import jinja2

from filmes_lake.models.columns import Column, columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import model_of
from tools.told import told
from tools.typed_sql import checked

ENDING = ".sql.jinja"


def filled_statements(folder: Path) -> Iterator[tuple[str, str]]:
    """Every statement made from a template under `folder`: `<layer>/<name>`, and its text in Spark's dialect."""
    templates = _environment(folder)
    for layer in (Layer.TRUSTED, Layer.REFINED):
        for path in sorted((folder / layer.value).glob(f"*{ENDING}")):
            source = path.relative_to(folder).as_posix()
            yield source.removesuffix(ENDING), _head(source) + templates.get_template(source).render()


def _head(source: str) -> str:
    return f"-- Made from {source} and filmes_lake/models by tools/generate.py: change these, then run `make docs`.\n"


def _environment(folder: Path) -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.globals.update(
        columns_of=lambda table: columns_of(model_of(table)),
        key_of=_key_of,
        told=lambda *tables: told(*map(model_of, tables)),
    )
    templates.filters.update(each=_each, checked=checked, without=_without)
    return templates


def _key_of(table: str) -> tuple[Column, ...]:
    model = model_of(table)
    return tuple(column for column in columns_of(model) if column.name in model.table.key)


def _each(columns: Iterable[Column], pattern: str, between: str = ",\n") -> str:
    return between.join(pattern.format(name=column.name, type=column.engine.spark) for column in columns)


def _without(columns: Iterable[Column], others: Sequence[Column]) -> tuple[Column, ...]:
    names = {column.name for column in others}
    return tuple(column for column in columns if column.name not in names)
