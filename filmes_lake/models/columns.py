"""Columns: what a model's field says of one, and what each engine calls its type.

A table is a pydantic model that inherits `Row`. A field's annotation names one of the column types below, and
`column(...)` adds its stable id, its sentence, its unit and its range. Everything that needs to know a column
(header check, SQL casts, audits, catalog, documentation) reads it here.
"""

import inspect
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from filmes_lake.models.kinds import Layer


class ColumnType(StrEnum):
    """The lake's column types; the value is the name in documentation and snapshots."""

    STRING = "string"
    INT = "int"
    BIGINT = "bigint"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    STRINGS = "array<string>"


@dataclass(frozen=True)
class EngineTypes:
    """What each engine calls one column type. `athena` is also the Glue Data Catalog's name, `arrow` pyarrow's."""

    duckdb: str
    spark: str
    athena: str
    arrow: str


# Timestamps are instants: microseconds, UTC.
ENGINE_TYPES = {
    ColumnType.STRING: EngineTypes("VARCHAR", "STRING", "string", "string"),
    ColumnType.INT: EngineTypes("INTEGER", "INT", "int", "int32"),
    ColumnType.BIGINT: EngineTypes("BIGINT", "BIGINT", "bigint", "int64"),
    ColumnType.DOUBLE: EngineTypes("DOUBLE", "DOUBLE", "double", "double"),
    ColumnType.BOOLEAN: EngineTypes("BOOLEAN", "BOOLEAN", "boolean", "bool"),
    ColumnType.DATE: EngineTypes("DATE", "DATE", "date", "date32[day]"),
    ColumnType.TIMESTAMP: EngineTypes("TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "timestamp", "timestamp[us, tz=UTC]"),
    ColumnType.STRINGS: EngineTypes("VARCHAR[]", "ARRAY<STRING>", "array<string>", "list<element: string>"),
}

Text = Annotated[str, ColumnType.STRING]
Int = Annotated[int, ColumnType.INT]
BigInt = Annotated[int, ColumnType.BIGINT]
Double = Annotated[float, ColumnType.DOUBLE]
Boolean = Annotated[bool, ColumnType.BOOLEAN]
Day = Annotated[date, ColumnType.DATE]
Instant = Annotated[datetime, ColumnType.TIMESTAMP]
Texts = Annotated[tuple[str, ...], ColumnType.STRINGS]


@dataclass(frozen=True)
class Reference:
    """A foreign key: the values of `columns` stand in `table` under `to`."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class TableInfo:
    """What a table is besides its columns. `key` is empty where rows have none.

    `sort` is the order of its rows: columns, or lengths of these. Rows that are alike in it come as they were found.
    """

    name: str
    layer: Layer
    key: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


class Row(BaseModel):
    """One row of a table. The docstring of each model is the table's description."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    table: ClassVar[TableInfo]


def description_of(model: type[Row]) -> str:
    """The description of a model's table; a blank line parts its paragraphs."""
    return inspect.cleandoc(model.__doc__ or "")


def column(
    column_id: int,
    description: str,
    *,
    unit: str | None = None,
    source: str | None = None,
    respelled: str = "",
    since: int = 1,
) -> FieldInfo:
    """Describe a column: stable id (never reused), sentence, unit, name in the source; its range is its type's.

    `respelled` has other words for it in headers, with blanks between them, see `models.spellings`. `since` is the
    generation of a raw file's header that has it first: files of an older one are read as if it were null in every
    line.
    """
    extra: JsonDict = {
        "column_id": column_id,
        "unit": unit,
        "source": source,
        "respelled": respelled,
        "since": since,
    }
    info: FieldInfo = Field(description=description, json_schema_extra=extra)
    return info


Limit = int | float | date
"""An end of a column's range, which belongs to it."""


def sql_of(limit: Limit) -> str:
    """The limit in SQL that every engine reads alike."""
    return f"DATE '{limit}'" if isinstance(limit, date) else str(limit)


@dataclass(frozen=True)
class Column:
    """A column as engines, audits and documentation need it.

    `source` is its name or path in the raw data, `respelled` what headers call it too, `since` the generation of the
    header that has it first.
    """

    id: int
    name: str
    type: ColumnType
    nullable: bool
    description: str
    unit: str | None
    source: str
    minimum: Limit | None
    maximum: Limit | None
    values: tuple[str, ...]
    since: int = 1
    respelled: tuple[str, ...] = field(default=(), repr=False)  # tables stay what they are, whatever files call it

    @property
    def engine(self) -> EngineTypes:
        """What each engine calls the column's type."""
        return ENGINE_TYPES[self.type]


@cache
def columns_of(model: type[Row]) -> tuple[Column, ...]:
    """The model's columns in the order of its fields."""
    return tuple(_column(name, info) for name, info in model.model_fields.items())


def _column(name: str, info: FieldInfo) -> Column:
    extra = info.json_schema_extra
    if not isinstance(extra, dict) or not info.description:
        raise TypeError(f"field {name} is not described with column(...)")
    parts = [*info.metadata, *_parts(info.annotation)]
    return Column(
        id=_whole(extra["column_id"]),
        name=name,
        type=next(part for part in parts if isinstance(part, ColumnType)),
        nullable=type(None) in parts,
        description=info.description,
        unit=str(extra["unit"]) if extra["unit"] else None,
        source=str(extra["source"] or name),
        minimum=next((_limit(part.ge) for part in parts if isinstance(part, Ge)), None),
        maximum=next((_limit(part.le) for part in parts if isinstance(part, Le)), None),
        values=tuple(part.value for part in parts if isinstance(part, _OneOf)),
        since=_whole(extra["since"]),
        respelled=tuple(str(extra["respelled"]).split()),
    )


@dataclass(frozen=True)
class _OneOf:
    """One value of a closed list, as `_parts` hands it on."""

    value: str


def _parts(annotation: Any) -> Iterator[Any]:
    """Everything an annotation is made of: metadata, members of a union, values of a Literal."""
    origin = get_origin(annotation)
    if origin is Literal:
        yield from (_OneOf(str(value)) for value in get_args(annotation))
    elif origin is Annotated:
        inner, *metadata = get_args(annotation)
        yield from _parts(inner)
        for entry in metadata:
            yield from (entry.metadata if isinstance(entry, FieldInfo) else [entry])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _parts(member)
    else:
        yield annotation


def _whole(value: Any) -> int:
    return int(value)


def _limit(value: Any) -> Limit:
    return value if isinstance(value, int | date) else float(value)
