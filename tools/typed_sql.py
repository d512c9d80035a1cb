"""How a raw text becomes a typed column, in Spark's dialect: what the templates write for each column.

A value is typed in steps: its text (trimmed, `\\N` and '' to null), its form, where the text has the shape of the type
(engines disagree on what they cast: '12.5' to an integer, '1e3', '2024' to a date), and its value, where that lies in
the model's range. A text without a value is counted as invalid; the line stays.

A whole number may be written with a point or an exponent: programs that have no word for an unknown whole number write
1983.0 and 6.3e7. It is read through a decimal, in which nothing is rounded.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from filmes_lake.ingest.tmdb.description import BODY
from filmes_lake.models.columns import Column, ColumnType, sql_of
from filmes_lake.models.records import leaf_of
from filmes_lake.models.title_ids import TITLE_COLUMN, WRITTEN_ID_PATTERN
from filmes_lake.models.values import WHOLE_NUMBER_PATTERN

# The end of a text. Java's $ also stands before a last line break, and Unicode has five characters that are one.
END = "(?!(?s:.))"
# No backslash may stand in SQL text: engines read it differently.
_CSV_NULL = "CONCAT(CHR(92), 'N')"
_WHOLE_NUMBER = WHOLE_NUMBER_PATTERN.replace("$", END)
_SHAPES = {
    ColumnType.INT: _WHOLE_NUMBER,
    ColumnType.BIGINT: _WHOLE_NUMBER,
    ColumnType.DOUBLE: f"^[0-9]{{1,15}}([.][0-9]{{1,20}})?([eE][+-]?[0-9]{{1,2}})?{END}",
    ColumnType.BOOLEAN: f"^(true|false){END}",
    ColumnType.DATE: f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{END}",
}
# Holds every number of that shape that 64 bits hold, and all that may stand behind its point.
_EXACT = "DECIMAL(38, 18)"
# What JSON writes with a point is read as a double, whose whole neighbours are one from here on.
_FIRST_DOUBTFUL = 2**53
INSTANT = f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{{6}}Z{END}"
TITLE_ID = WRITTEN_ID_PATTERN.replace("$", END)
Origin = Literal["csv", "json"]
CSV: Origin = "csv"  # texts may have blanks around them
JSON: Origin = "json"  # 0 means unknown


def checked(columns: Iterable[Column]) -> list[Column]:
    """Those of the columns whose text may have no value: not of the type, or out of the range."""
    return [column for column in columns if column.type in _SHAPES]


def _is_misshapen(column: Column) -> str | None:
    """The condition that a record has another shape in the place of the value; None where the text itself tells.

    See `Session.read_records`.
    """
    leaf = leaf_of(column, BODY)
    return f"ARRAY_CONTAINS(deformados, '{leaf.path}')" if leaf.is_doubtful else None


# Texts


def _trimmed(text: str) -> str:
    # Without BOTH ' ' DuckDB would trim every blank of Unicode, Spark the ASCII one.
    return f"TRIM(BOTH ' ' FROM {text})"


def _csv_text(column: Column) -> str:
    text, known = column.name, "NULLIF(NULLIF({}, " + _CSV_NULL + "), '')"
    if _is_padded(column, CSV):
        # Whole numbers keep their blanks, see `_form`; a null is no number, and casts that fail are slow.
        return f"NULLIF({text}, {_CSV_NULL})"
    if column.name == TITLE_COLUMN:
        # Few ids are not in the lake's writing, and looking is quicker than matching.
        other = f"{text} NOT LIKE 'tt%' OR {text} LIKE '% ' OR ({text} LIKE 'tt0%' AND LENGTH({text}) > 9)"
        return f"CASE WHEN {other} THEN {_title_id(text)} ELSE {text} END"
    # Few texts have blanks at an end, and looking is quicker than trimming.
    unclean = f"{text} LIKE ' %' OR {text} LIKE '% '"
    return f"CASE WHEN {unclean} THEN {known.format(_trimmed(text))} ELSE {known.format(text)} END"


def padded(pattern: str) -> str:
    """The pattern with blanks around what it matches."""
    return pattern.replace("^", "^ *").replace(END, f" *{END}")


def _clean_list(column: Column) -> str:
    # Few lists have blanks or empty entries.
    entries = f"FILTER(TRANSFORM(SPLIT({column.name}, ','), v -> {_trimmed('v')}), v -> v <> '')"
    unclean = " OR ".join(f"{column.name} LIKE '{pattern}'" for pattern in ("% %", "%,,%", ",%", "%,"))
    return f"CASE WHEN {unclean} THEN NULLIF(ARRAY_JOIN({entries}, ','), '') ELSE {column.name} END"


def _json_text(column: Column) -> str:
    text, misshapen = _shaped_text(column), _is_misshapen(column)
    return f"CASE WHEN NOT {misshapen} THEN {text} END" if misshapen else text


def _shaped_text(column: Column) -> str:
    path, _, rest = column.source.partition("[")
    if rest.startswith("0]"):
        path = f"TRY_ELEMENT_AT(registro.body.{path}, 1)"
    elif rest:
        member = rest.removeprefix("].")
        names = f"TRANSFORM(registro.body.{path}, v -> {_trimmed(f'v.{member}')})"
        return f"FILTER({names}, v -> v <> '')"
    else:
        path = f"registro.body.{path}"
    return f"NULLIF({_trimmed(path)}, '')"


def _title_id(text: str) -> str:
    """The lake's writing of a text that is an id, see `filmes_lake.models.title_ids`."""
    return f"CONCAT('tt', REGEXP_EXTRACT({text}, '{padded(TITLE_ID)}', 1))"


def id_or_text(text: str) -> str:
    """The lake's writing of a text that is an id, else the text, trimmed."""
    return f"CASE WHEN {text} RLIKE '{padded(TITLE_ID)}' THEN {_title_id(text)} ELSE NULLIF({_trimmed(text)}, '') END"


def first_id(paths: Sequence[str]) -> str:
    """The first id, or text in its place, that an answer has at one of the paths."""
    texts = [id_or_text(f"registro.body.{path}") for path in paths]
    return f"COALESCE({', '.join(texts)})" if len(texts) > 1 else texts[0]


# Values


def _is_padded(column: Column, origin: Origin) -> bool:
    return origin == CSV and column.type is ColumnType.INT


def _form(column: Column, origin: Origin) -> str:
    if column.type in (ColumnType.INT, ColumnType.BIGINT):
        form = _whole_number(column, origin)
    else:
        cast = f"TRY_CAST({column.name} AS {column.engine.spark})"
        form = f"CASE WHEN {column.name} RLIKE '{_SHAPES[column.type]}' THEN {cast} END"
    return f"NULLIF({form}, 0)" if _zero_is_unknown(column, origin) else form


def _whole_number(column: Column, origin: Origin) -> str:
    text, shape, whole = column.name, _WHOLE_NUMBER, f"TRY_CAST({column.name} AS {column.engine.spark})"
    if _is_padded(column, origin):
        text, shape = _trimmed(text), padded(shape)
    number = f"TRY_CAST({text} AS {_EXACT})"
    is_whole = f"{number} = FLOOR({number})" + (f" AND {number} < {_FIRST_DOUBTFUL}" if origin == JSON else "")
    # Nearly every number is written as engines write it, and asking that is quicker than a regular expression.
    common = f"WHEN CAST({whole} AS STRING) = {column.name} THEN {whole}"
    # CASE in CASE, since DuckDB works out both sides of an AND.
    others = f"CASE WHEN {is_whole} THEN TRY_CAST({number} AS {column.engine.spark}) END"
    return f"CASE {common} WHEN {column.name} RLIKE '{shape}' THEN {others} END"


def _zero_is_unknown(column: Column, origin: Origin) -> bool:
    return origin == JSON and column.type not in {ColumnType.DATE, ColumnType.BOOLEAN}


def _in_range(column: Column) -> str:
    limits = [
        f"forma_{column.name} {sign} {sql_of(limit)}"
        for sign, limit in ((">=", column.minimum), ("<=", column.maximum))
        if limit is not None
    ]
    return f"CASE WHEN {' AND '.join(limits)} THEN forma_{column.name} END" if limits else f"forma_{column.name}"


def _value(column: Column) -> str:
    return f"valor_{column.name}" if column.type in _SHAPES else column.name


def _csv_value(column: Column) -> str:
    return _clean_list(column) if column.type is ColumnType.STRINGS else _value(column)


def _is_invalid(column: Column, origin: Origin) -> str:
    without = f"{column.name} IS NOT NULL AND valor_{column.name} IS NULL"
    if _is_padded(column, origin):
        # CASE, since DuckDB works out both sides of an AND.
        return f"CASE WHEN {without} THEN {_trimmed(column.name)} NOT IN ('', {_CSV_NULL}) ELSE FALSE END"
    if _zero_is_unknown(column, origin):
        return f"{without} AND NOT {column.name} RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?{END}'"
    return without


def _is_invalid_json(column: Column) -> str:
    without_value = _is_invalid(column, JSON) if column.type in _SHAPES else None
    return " OR ".join(filter(None, (_is_misshapen(column), without_value)))


# What the templates name in `each`, see `tools/filled_sql.py`.
FORMS: Mapping[str, Callable[[Column], str]] = {
    "name": lambda column: column.name,
    "type": lambda column: column.engine.spark,
    # Lists that lines have are text until a table is made of them.
    "type_in_lines": lambda column: "STRING" if column.type is ColumnType.STRINGS else column.engine.spark,
    "csv_text": _csv_text,
    "csv_form": lambda column: _form(column, CSV),
    "csv_value": _csv_value,
    "csv_invalid": lambda column: _is_invalid(column, CSV),
    "json_text": _json_text,
    "json_form": lambda column: _form(column, JSON),
    "json_invalid": _is_invalid_json,
    "in_range": _in_range,
    "value": _value,
}
