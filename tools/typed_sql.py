"""SQL that follows from the models: raw text to typed columns, in Spark's dialect.

A value is typed in steps, each a CTE: its text (trimmed, `\\N` and '' to null), its value where the text has the
shape of the type (engines disagree on what they cast: '12.5' to an integer, '1e3', '2024' to a date), and its value
where it lies in the model's range. A text without a value is counted as invalid; the line stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from filmes_lake.models.columns import Column, ColumnType, columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import LINES, TITLE_ID_PATTERN, ArtistColumns
from filmes_lake.models.tmdb import IMDB_ID_PATHS, RECORDS

# The end of a text. Java's $ also stands before a last line break, and Unicode has five characters that are one.
END = "(?!(?s:.))"
# No backslash may stand in SQL text: engines read it differently.
_CSV_NULL = "CONCAT(CHR(92), 'N')"
_SHAPES = {
    ColumnType.INT: f"^[0-9]{{1,9}}{END}",
    ColumnType.BIGINT: f"^[0-9]{{1,18}}{END}",
    ColumnType.DOUBLE: f"^[0-9]{{1,15}}([.][0-9]{{1,20}})?([eE][+-]?[0-9]{{1,2}})?{END}",
    ColumnType.DATE: f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{END}",
}
_INSTANT = f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{{6}}Z{END}"
_TITLE_ID = TITLE_ID_PATTERN.replace("$", END)
Origin = Literal["csv", "json"]
CSV: Origin = "csv"  # texts may have blanks around them
JSON: Origin = "json"  # 0 means unknown
_HEAD = "-- Made from filmes_lake/models by tools/generate.py: change the models, then run `make docs`.\n"


def typed_titles(kind: Kind) -> str:
    """The statement that types what a kind's lines say of titles; it reads `fonte_<kind>`.

    Most lines of a title say the same, so each saying is typed once, with the number of its lines.
    """
    fields = {name: field for name, field in _fields(kind).items() if name not in ArtistColumns.model_fields}
    columns = [column for column in columns_of(LINES[kind]) if column.name in fields]
    named = [f"{field} AS {name}" for name, field in fields.items()]
    grouped = f"fonte_{kind.value}\nWHERE SIZE(campos) = {len(_fields(kind))}\nGROUP BY {', '.join(fields)}"
    texts = [f"{_csv_text(column)} AS {column.name}" for column in columns]
    steps = {
        "partes": _select([*named, "COUNT(*) AS linhas"], grouped),
        "textos": _select(["linhas", *texts], f"partes\nWHERE {_IS_TITLE_ID}"),
        **_values(columns, "textos", CSV),
    }
    head = [f"CAST('{kind.tipo}' AS STRING) AS tipo", "linhas"]
    return _HEAD + _with(steps, _select([*head, *_csv_final(columns)], "valores"))


def typed_artists(kind: Kind) -> str:
    """The statement that types what each of a kind's lines says of an artist; it reads `fonte_<kind>`."""
    kept = {"id_titulo", *ArtistColumns.model_fields}
    fields = {name: field for name, field in _fields(kind).items() if name in kept}
    columns = [column for column in columns_of(LINES[kind]) if column.name in fields]
    # A blank line has one column: only lines of a wrong width are looked through for what is no blank.
    width = len(_fields(kind))
    reason = f"""CASE
    WHEN colunas <> {width} THEN CASE WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas' ELSE 'linha_em_branco' END
    WHEN NOT {_IS_TITLE_ID} THEN 'id_invalido'
  END AS motivo"""
    named = [f"{field} AS {name}" for name, field in fields.items()]
    texts = [f"{_csv_text(column)} AS {column.name}" for column in columns]
    steps = {
        "partes": _select(["origem", "texto", "SIZE(campos) AS colunas", *named], f"fonte_{kind.value}"),
        "textos": _select(["origem", "texto", reason, *texts], "partes"),
        **_values(columns, "textos", CSV),
    }
    # Origin and text are of use for rejected lines alone, and would take much memory.
    head = [
        f"CAST('{kind.tipo}' AS STRING) AS tipo",
        "motivo",
        "CASE WHEN motivo IS NOT NULL THEN origem END AS origem",
        "CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo",
    ]
    return _HEAD + _with(steps, _select([*head, *_csv_final(columns)], "valores"))


def typed_records(kind: Kind) -> str:
    """The statement that types every TMDB record of a kind; it reads `fonte_tmdb_<kind>`."""
    own = {"id_titulo", "obtido_em"}
    columns = tuple(column for column in columns_of(RECORDS[kind]) if column.name not in own)
    instant = f"CASE WHEN registro.fetched_at RLIKE '{_INSTANT}' THEN TRY_CAST(registro.fetched_at AS TIMESTAMP) END"
    asked = [
        "registro.kind AS tipo_pedido",
        "NULLIF(registro.imdb_id, '') AS id_pedido",
        f"{_first_given(IMDB_ID_PATHS[kind])} AS id_respondido",
        f"{instant} AS obtido_em",
    ]
    texts = [f"{_json_text(column)} AS {column.name}" for column in columns]
    # The kind, then the ids: the first thing that is wrong names the reason.
    reason = f"""CASE
    WHEN tipo_pedido IS NULL OR tipo_pedido <> '{kind.value}' THEN 'tipo_errado'
    WHEN id_pedido IS NULL AND id_respondido IS NULL THEN 'sem_id_imdb'
    WHEN id_pedido <> id_respondido THEN 'ids_contraditorios'
    WHEN NOT COALESCE(id_pedido, id_respondido) RLIKE '{_TITLE_ID}' THEN 'id_invalido'
    WHEN obtido_em IS NULL THEN 'sem_data_de_obtencao'
  END AS motivo"""
    names = [column.name for column in columns]
    checked = [f"invalido_{column.name}" for column in _checked(columns)]
    head = ["origem", "texto", reason, "COALESCE(id_pedido, id_respondido) AS id_titulo", "obtido_em"]
    newest = "ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, texto DESC) AS posicao"
    text = "CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo"
    steps = {
        "textos": _select(["origem", "texto", *asked, *texts], f"fonte_tmdb_{kind.value}"),
        **_values(columns, "textos", JSON),
        "registros": _select([*head, *_final(columns, names), *_invalid(columns, JSON)], "valores"),
    }
    final = ["origem", "motivo", text, "id_titulo", "obtido_em", *names, *checked, newest]
    return _HEAD + _with(steps, _select(final, "registros"))


def record_accounts(kind: Kind) -> str:
    """The statement that counts a kind's TMDB records and invalid values from `registros_<filmes|series>`."""
    checked = [column.name for column in _checked(columns_of(RECORDS[kind]))]
    counts = [
        "COUNT(*) AS records",
        "COUNT(CASE WHEN motivo IS NULL AND posicao = 1 THEN 1 END) AS kept",
        "COUNT(CASE WHEN motivo IS NULL AND posicao > 1 THEN 1 END) AS superseded",
        "COUNT(motivo) AS rejected",
        *(f"COUNT(CASE WHEN motivo IS NULL AND invalido_{name} THEN 1 END) AS invalid_{name}" for name in checked),
    ]
    return _HEAD + _select(counts, _stage(kind, "registros")) + "\n"


def generated_statements() -> Iterator[tuple[str, str]]:
    """Every statement that the models imply, with its name."""
    for kind in Kind:
        yield _stage(kind, "titulos_de"), typed_titles(kind)
        yield _stage(kind, "artistas_de"), typed_artists(kind)
        yield _stage(kind, "registros"), typed_records(kind)
        yield f"contas_{_stage(kind, 'registros')}", record_accounts(kind)


def _stage(kind: Kind, what: str) -> str:
    return f"{what}_{kind.names.statements}"


def _fields(kind: Kind) -> dict[str, str]:
    """Each column's field of a line, in the file's order."""
    # A line may have too few fields: TRY_ELEMENT_AT is null there, where an index would raise on Spark.
    columns = columns_of(LINES[kind])
    return {column.name: f"TRY_ELEMENT_AT(campos, {place})" for place, column in enumerate(columns, start=1)}


# Texts


def _trimmed(text: str) -> str:
    # Without BOTH ' ' DuckDB would trim every blank of Unicode, Spark the ASCII one.
    return f"TRIM(BOTH ' ' FROM {text})"


def _csv_text(column: Column) -> str:
    text, known = column.name, "NULLIF(NULLIF({}, " + _CSV_NULL + "), '')"
    if _is_padded(column, CSV):
        # Whole numbers keep their blanks, see `_shaped`; a null is no number, and casts that fail are slow.
        return f"NULLIF({text}, {_CSV_NULL})"
    # Few texts have blanks at an end, and looking is quicker than trimming.
    padded = f"{text} LIKE ' %' OR {text} LIKE '% '"
    return f"CASE WHEN {padded} THEN {known.format(_trimmed(text))} ELSE {known.format(text)} END"


def _padded(pattern: str) -> str:
    return pattern.replace("^", "^ *").replace(END, f" *{END}")


def _clean_list(column: Column) -> str:
    # Few lists have blanks or empty entries.
    entries = f"FILTER(TRANSFORM(SPLIT({column.name}, ','), v -> {_trimmed('v')}), v -> v <> '')"
    unclean = " OR ".join(f"{column.name} LIKE '{pattern}'" for pattern in ("% %", "%,,%", ",%", "%,"))
    return f"CASE WHEN {unclean} THEN NULLIF(ARRAY_JOIN({entries}, ','), '') ELSE {column.name} END AS {column.name}"


def _json_text(column: Column) -> str:
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


def _first_given(paths: Sequence[str]) -> str:
    texts = [f"NULLIF(registro.body.{path}, '')" for path in paths]
    return f"COALESCE({', '.join(texts)})" if len(texts) > 1 else texts[0]


_IS_TITLE_ID = f"id_titulo RLIKE '{_padded(_TITLE_ID)}'"


# Values


def _checked(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.type in _SHAPES]


def _values(columns: Sequence[Column], source: str, origin: Origin) -> dict[str, str]:
    """The steps that give each checked column its value `valor_<name>`: by its shape, then within its range."""
    checked = _checked(columns)
    shaped = [f"{_shaped(column, origin)} AS forma_{column.name}" for column in checked]
    ranged = [f"{_in_range(column)} AS valor_{column.name}" for column in checked]
    return {"formas": _select(["*", *shaped], source), "valores": _select(["*", *ranged], "formas")}


def _is_padded(column: Column, origin: Origin) -> bool:
    return origin == CSV and column.type is ColumnType.INT


def _shaped(column: Column, origin: Origin) -> str:
    name, shape, cast = column.name, _SHAPES[column.type], f"TRY_CAST({column.name} AS {column.engine.spark})"
    if _is_padded(column, origin):
        # Nearly every number is written as engines write it, and asking that is quicker than a regular expression.
        trimmed = cast.replace(name, _trimmed(name))
        common = f"WHEN CAST({cast} AS STRING) = {name} THEN {cast}"
        return f"CASE {common} WHEN {name} RLIKE '{_padded(shape)}' THEN {trimmed} END"
    if _zero_is_unknown(column, origin):
        cast = f"NULLIF({cast}, 0)"
    return f"CASE WHEN {name} RLIKE '{shape}' THEN {cast} END"


def _zero_is_unknown(column: Column, origin: Origin) -> bool:
    return origin == JSON and column.type is not ColumnType.DATE


def _in_range(column: Column) -> str:
    limits = [
        f"forma_{column.name} {sign} {limit}"
        for sign, limit in ((">=", column.minimum), ("<=", column.maximum))
        if limit is not None
    ]
    return f"CASE WHEN {' AND '.join(limits)} THEN forma_{column.name} END" if limits else f"forma_{column.name}"


def _final(columns: Sequence[Column], texts: Sequence[str]) -> list[str]:
    checked = _checked(columns)
    return [
        f"valor_{column.name} AS {column.name}" if column in checked else text
        for column, text in zip(columns, texts, strict=True)
    ]


def _csv_final(columns: Sequence[Column]) -> list[str]:
    names = [_clean_list(column) if column.type is ColumnType.STRINGS else column.name for column in columns]
    return [*_final(columns, names), *_invalid(columns, CSV)]


def _invalid(columns: Sequence[Column], origin: Origin) -> list[str]:
    return [f"{_is_invalid(column, origin)} AS invalido_{column.name}" for column in _checked(columns)]


def _is_invalid(column: Column, origin: Origin) -> str:
    without = f"{column.name} IS NOT NULL AND valor_{column.name} IS NULL"
    if _is_padded(column, origin):
        # CASE, since DuckDB works out both sides of an AND.
        return f"CASE WHEN {without} THEN {_trimmed(column.name)} NOT IN ('', {_CSV_NULL}) ELSE FALSE END"
    if _zero_is_unknown(column, origin):
        return f"{without} AND NOT {column.name} RLIKE '^0+([.]0+)?{END}'"
    return without


# Statements


def _with(steps: Mapping[str, str], final: str) -> str:
    ctes = ",\n".join(f"{name} AS (\n{_indented(step)}\n)" for name, step in steps.items())
    return f"WITH {ctes}\n{final}\n"


def _select(columns: Sequence[str], source: str) -> str:
    return "SELECT\n  " + ",\n  ".join(columns) + f"\nFROM {source}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
