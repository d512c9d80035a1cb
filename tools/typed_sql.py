"""SQL that follows from the models: raw text to typed columns, in Spark's dialect.

A value is typed in three steps, each a CTE: its text (trimmed, `\\N` and '' to null), its value where the text has
the shape of the type (engines disagree on what they cast: '12.5' to an integer, '1e3', '2024' to a date), and its
value where it lies in the model's range. A text without a value is counted as invalid; the line stays.
"""

from collections.abc import Iterator

from filmes_lake.models.columns import Column, ColumnType, columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import LINES, TITLE_ID_PATTERN
from filmes_lake.models.tmdb import IMDB_ID_PATHS, RECORDS

# No backslash may stand in SQL text: engines read it differently.
_CSV_NULL = "CONCAT(CHR(92), 'N')"
_SHAPES = {
    ColumnType.INT: "^[0-9]{1,9}$",
    ColumnType.BIGINT: "^[0-9]{1,18}$",
    ColumnType.DOUBLE: "^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$",
    ColumnType.DATE: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
_HEAD = "-- Made from filmes_lake/models by tools/generate.py: change the models, then run `make docs`.\n"


def typed_lines(kind: Kind) -> str:
    """The statement that types every line of a kind's CSV; it reads `fonte_<kind>`."""
    columns = columns_of(LINES[kind])
    texts = [f"{_csv_text(place, column)} AS {column.name}" for place, column in enumerate(columns)]
    reason = (
        "CASE\n      WHEN TRIM(texto) = '' THEN 'linha_em_branco'\n"
        f"      WHEN SIZE(campos) <> {len(columns)} THEN 'numero_de_colunas'\n"
        f"      WHEN NOT TRIM(campos[0]) RLIKE '{TITLE_ID_PATTERN}' THEN 'id_invalido'\n    END AS motivo"
    )
    return _HEAD + _statement(
        ["origem", "texto", reason, *texts],
        f"fonte_{kind.value}",
        columns,
        [f"CAST('{kind.tipo}' AS STRING) AS tipo", "origem", "motivo", _REJECTED_TEXT],
        zero_is_unknown=False,
    )


def typed_records(kind: Kind) -> str:
    """The statement that types every TMDB record of a kind; it reads `fonte_tmdb_<kind>`."""
    own = {"id_titulo", "obtido_em"}
    columns = tuple(column for column in columns_of(RECORDS[kind]) if column.name not in own)
    body_id = ", ".join(f"NULLIF(registro.body.{path}, '')" for path in IMDB_ID_PATHS[kind])
    texts = [f"{_json_text(column)} AS {column.name}" for column in columns]
    asked = [
        "registro.kind AS tipo_pedido",
        "NULLIF(registro.imdb_id, '') AS id_pedido",
        f"COALESCE({body_id}) AS id_respondido" if "," in body_id else f"{body_id} AS id_respondido",
        "TRY_CAST(registro.fetched_at AS TIMESTAMP) AS obtido_em",
    ]
    # The kind, then the ids: the first thing that is wrong names the reason.
    reason = f"""CASE
    WHEN tipo_pedido IS NULL OR tipo_pedido <> '{kind.value}' THEN 'tipo_errado'
    WHEN id_pedido IS NULL AND id_respondido IS NULL THEN 'sem_id_imdb'
    WHEN id_pedido <> id_respondido THEN 'ids_contraditorios'
    WHEN NOT COALESCE(id_pedido, id_respondido) RLIKE '{TITLE_ID_PATTERN}' THEN 'id_invalido'
    WHEN obtido_em IS NULL THEN 'sem_data_de_obtencao'
  END AS motivo"""
    typed = _statement(
        ["origem", "texto", *asked, *texts],
        f"fonte_tmdb_{kind.value}",
        columns,
        ["origem", "texto", reason, "COALESCE(id_pedido, id_respondido) AS id_titulo", "obtido_em"],
        zero_is_unknown=True,
    )
    names = [column.name for column in columns] + [f"invalido_{column.name}" for column in _checked(columns)]
    newest = "ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, texto DESC) AS posicao"
    selected = ["origem", "motivo", _REJECTED_TEXT, "id_titulo", "obtido_em", *names, newest]
    return f"{_HEAD}WITH registros AS (\n{_indented(typed)})\n{_select(selected, 'registros')}\n"


def line_accounts(kind: Kind) -> str:
    """The statement that counts a kind's lines and invalid values from `linhas_<filmes|series>`."""
    checked = [column.name for column in _checked(columns_of(LINES[kind]))]
    return _HEAD + _select(
        [
            "COUNT(*) AS lines",
            "COUNT(CASE WHEN motivo IS NULL AND nome_artista IS NULL THEN 1 END) AS without_artist",
            "COUNT(motivo) AS rejected",
            *_invalid_counts(checked),
        ],
        _stage(kind, "linhas"),
    )


def record_accounts(kind: Kind) -> str:
    """The statement that counts a kind's TMDB records and invalid values from `registros_<filmes|series>`."""
    checked = [column.name for column in _checked(columns_of(RECORDS[kind]))]
    return _HEAD + _select(
        [
            "COUNT(*) AS records",
            "COUNT(CASE WHEN motivo IS NULL AND posicao = 1 THEN 1 END) AS kept",
            "COUNT(CASE WHEN motivo IS NULL AND posicao > 1 THEN 1 END) AS superseded",
            "COUNT(motivo) AS rejected",
            *_invalid_counts(checked),
        ],
        _stage(kind, "registros"),
    )


def generated_statements() -> Iterator[tuple[str, str]]:
    """Every statement that the models imply, with its name."""
    for kind in Kind:
        yield _stage(kind, "linhas"), typed_lines(kind)
        yield _stage(kind, "registros"), typed_records(kind)
        yield f"contas_{_stage(kind, 'linhas')}", line_accounts(kind)
        yield f"contas_{_stage(kind, 'registros')}", record_accounts(kind)


_REJECTED_TEXT = "CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo"


def _stage(kind: Kind, what: str) -> str:
    return f"{what}_{'filmes' if kind is Kind.MOVIES else 'series'}"


def _statement(
    texts: list[str], source: str, columns: tuple[Column, ...], head: list[str], *, zero_is_unknown: bool
) -> str:
    names = [text.rpartition(" AS ")[2] for text in texts]
    checked = _checked(columns)
    values = [f"{_value(column, zero_is_unknown=zero_is_unknown)} AS valor_{column.name}" for column in checked]
    final = [
        *head,
        *(_in_range(column) if column in checked else column.name for column in columns),
        *(_is_invalid(column, zero_is_unknown=zero_is_unknown) for column in checked),
    ]
    ctes = f"WITH textos AS (\n{_indented(_select(texts, source))}\n),\n"
    if values:
        ctes += f"valores AS (\n{_indented(_select([*names, *values], 'textos'))}\n)\n"
    return ctes + _select(final, "valores") + "\n"


def _checked(columns: tuple[Column, ...]) -> list[Column]:
    return [column for column in columns if column.type in _SHAPES]


def _csv_text(place: int, column: Column) -> str:
    text = f"NULLIF(NULLIF(TRIM(campos[{place}]), {_CSV_NULL}), '')"
    if column.type is not ColumnType.STRINGS:
        return text
    clean = f"ARRAY_JOIN(FILTER(TRANSFORM(SPLIT({text}, ','), v -> TRIM(v)), v -> v <> ''), ',')"
    return f"CASE WHEN {text} RLIKE '^,|,$|,,|, | ,' THEN NULLIF({clean}, '') ELSE {text} END"


def _json_text(column: Column) -> str:
    path, _, rest = column.source.partition("[")
    if not rest:
        return f"NULLIF(TRIM(registro.body.{path}), '')"
    if rest.startswith("0]"):
        return f"NULLIF(TRIM(registro.body.{path}[0]), '')"
    member = rest.removeprefix("].")
    return f"FILTER(TRANSFORM(registro.body.{path}, v -> TRIM(v.{member})), v -> v <> '')"


def _value(column: Column, *, zero_is_unknown: bool) -> str:
    cast = f"TRY_CAST({column.name} AS {column.engine.spark})"
    if zero_is_unknown and column.type is not ColumnType.DATE:
        cast = f"NULLIF({cast}, 0)"
    return f"CASE WHEN {column.name} RLIKE '{_SHAPES[column.type]}' THEN {cast} END"


def _range(column: Column) -> str | None:
    limits = [
        f"valor_{column.name} {sign} {limit}"
        for sign, limit in ((">=", column.minimum), ("<=", column.maximum))
        if limit is not None
    ]
    return " AND ".join(limits) or None


def _in_range(column: Column) -> str:
    limits = _range(column)
    value = f"valor_{column.name}"
    return f"CASE WHEN {limits} THEN {value} END AS {column.name}" if limits else f"{value} AS {column.name}"


def _is_invalid(column: Column, *, zero_is_unknown: bool) -> str:
    limits = _range(column)
    valid = f"COALESCE({limits}, FALSE)" if limits else f"valor_{column.name} IS NOT NULL"
    given = f"{column.name} IS NOT NULL"
    if zero_is_unknown and column.type is not ColumnType.DATE:
        given += f" AND NOT {column.name} RLIKE '^0+([.]0+)?$'"
    return f"{given} AND NOT {valid} AS invalido_{column.name}"


def _invalid_counts(names: list[str]) -> list[str]:
    return [
        f"COUNT(CASE WHEN motivo IS NULL AND invalido_{name} THEN 1 END) AS invalid_{name}" for name in names
    ]


def _select(columns: list[str], source: str) -> str:
    return "SELECT\n  " + ",\n  ".join(columns) + f"\nFROM {source}"


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.rstrip("\n").split("\n")).rstrip("\n")
