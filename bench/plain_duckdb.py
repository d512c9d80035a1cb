"""The yardstick: the 7 Trusted and 11 Refined tables by one plain DuckDB script, as a good engineer would write it.

`python bench/plain_duckdb.py RAW TARGET` reads the Raw folder of a lake and writes TARGET/<table>.parquet with the
same rows as `filmes-lake transform all`: same types, rejected lines with numbers, duplicates removed, titles and
people put to the vote, keys, order and Parquet options. No manifest, checksums, reconciliation or audits. Everything
stays in memory between the statements, and DuckDB's settings are its defaults.
"""

import sys
import tempfile
from pathlib import Path

import duckdb

TITLE = ["id", "tituloPincipal", "tituloOriginal", "anoLancamento"]
MEASURES = ["tempoMinutos", "genero", "notaMedia", "numeroVotos"]
ARTIST = [
    "generoArtista",
    "personagem",
    "nomeArtista",
    "anoNascimento",
    "anoFalecimento",
    "profissao",
    "titulosMaisConhecidos",
]
COLUMNS = {"Movies": [*TITLE, *MEASURES, *ARTIST], "Series": [*TITLE, "anoTermino", *MEASURES, *ARTIST]}

MACROS = """
CREATE MACRO texto(t) AS nullif(trim(t), '');
CREATE MACRO inteiro(t, de, ate) AS CASE WHEN try_cast(t AS INTEGER) BETWEEN de AND ate THEN try_cast(t AS INTEGER) END;
CREATE MACRO fracao(t, de, ate) AS CASE WHEN try_cast(t AS DOUBLE) BETWEEN de AND ate THEN try_cast(t AS DOUBLE) END;
CREATE MACRO lista(t) AS list_filter(list_transform(string_split(t, ','), lambda v: trim(v)), lambda v: v <> '');
CREATE MACRO chave(t) AS substring(md5(t), 1, 16);
CREATE MACRO sem_brancos(t) AS trim(regexp_replace(t, '[ \\t\\x{A0}\\x{200B}-\\x{200D}\\x{2060}\\x{FEFF}]+', ' ', 'g'));
CREATE MACRO nome(t) AS translate(
  nfc_normalize(sem_brancos(t)), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'
);
"""

LINES = """
SELECT
  '{tipo}' AS tipo, trim(id) AS id_titulo,
  texto(tituloPincipal) AS titulo_principal, texto(tituloOriginal) AS titulo_original,
  inteiro(anoLancamento, 1870, 2200) AS ano_lancamento, {ano_termino} AS ano_termino,
  inteiro(tempoMinutos, 1, 100000) AS tempo_minutos, texto(genero) AS generos,
  fracao(notaMedia, 1, 10) AS nota_media, inteiro(numeroVotos, 0, 2147483647) AS numero_votos,
  texto(generoArtista) AS papel, texto(personagem) AS personagem, texto(nomeArtista) AS nome_artista,
  inteiro(anoNascimento, 1, 2200) AS ano_nascimento, inteiro(anoFalecimento, 1, 2200) AS ano_falecimento,
  texto(profissao) AS profissoes, texto(titulosMaisConhecidos) AS titulos_conhecidos
FROM read_csv('{raw}/Local/CSV/{kind}/*/*/*/*.csv', delim = '|', quote = '', escape = '', header = true,
  nullstr = '\\N', auto_detect = false, new_line = '\\n', columns = {columns}, hive_partitioning = false,
  store_rejects = true, rejects_limit = 0, rejects_table = 'erros_{kind}', rejects_scan = 'leituras_{kind}')
"""

REJECTED_LINES = """
SELECT '{raw}' AS origem, line::BIGINT AS linha, any_value(csv_line) AS conteudo, 'numero_de_colunas' AS motivo
FROM erros_{kind} GROUP BY line
"""

RECORDS = """
CREATE TABLE registros_{kind} AS
SELECT *, row_number() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, conteudo DESC) AS posicao
FROM (
  SELECT
    coalesce(nullif(imdb_id, ''), {own_id}) AS id_titulo,
    CASE
      WHEN kind IS DISTINCT FROM '{word}' THEN 'tipo_errado'
      WHEN coalesce(nullif(imdb_id, ''), {own_id}) IS NULL THEN 'sem_id_imdb'
      WHEN imdb_id <> {own_id} THEN 'ids_contraditorios'
      WHEN NOT regexp_full_match(coalesce(nullif(imdb_id, ''), {own_id}), 'tt[0-9]{{7,9}}') THEN 'id_invalido'
    END AS motivo,
    try_cast(fetched_at AS TIMESTAMPTZ) AS obtido_em, origem, linha, conteudo, {values}
  FROM (
    SELECT
      filename AS origem, row_number() OVER (PARTITION BY filename)::BIGINT AS linha, json::VARCHAR AS conteudo,
      unnest(json_transform(json, '{structure}'))
    FROM read_ndjson_objects({files}, filename = true)
  )
)
"""
COMMON = """
    nullif(try_cast(body.id AS BIGINT), 0) AS id_tmdb, texto(body.original_language) AS idioma,
    texto(body.status) AS situacao, nullif(try_cast(body.popularity AS DOUBLE), 0) AS popularidade,
    nullif(fracao(body.vote_average, 0, 10), 0) AS nota_media,
    nullif(try_cast(body.vote_count AS INTEGER), 0) AS quantidade_votos,
    list_transform(body.genres, lambda g: g.name) AS generos,
    list_transform(body.production_countries, lambda p: p.iso_3166_1) AS paises
"""
FILM_VALUES = f"""{COMMON},
    texto(body.title) AS titulo, texto(body.original_title) AS titulo_original,
    try_cast(body.release_date AS DATE) AS data_lancamento, inteiro(body.runtime, 1, 100000) AS tempo_minutos,
    nullif(try_cast(body.budget AS BIGINT), 0) AS orcamento, nullif(try_cast(body.revenue AS BIGINT), 0) AS receita,
    texto(body.belongs_to_collection.name) AS colecao,
    try_cast(body.adult AS BOOLEAN) AS adulto, try_cast(body.video AS BOOLEAN) AS video
"""
SERIES_VALUES = f"""{COMMON},
    texto(body.name) AS titulo, texto(body.original_name) AS titulo_original,
    try_cast(body.first_air_date AS DATE) AS data_estreia,
    inteiro(body.episode_run_time[1], 1, 100000) AS tempo_minutos,
    nullif(try_cast(body.number_of_seasons AS INTEGER), 0) AS temporadas,
    nullif(try_cast(body.number_of_episodes AS INTEGER), 0) AS episodios
"""
ENVELOPE = '{{"imdb_id": "VARCHAR", "kind": "VARCHAR", "fetched_at": "VARCHAR", "body": {{{body}}}}}'
COMMON_BODY = (
    '"id": "VARCHAR", "imdb_id": "VARCHAR", "original_language": "VARCHAR", "status": "VARCHAR",'
    ' "popularity": "VARCHAR", "vote_average": "VARCHAR", "vote_count": "VARCHAR",'
    ' "genres": [{"name": "VARCHAR"}], "production_countries": [{"iso_3166_1": "VARCHAR"}]'
)
FILM_BODY = (
    f'{COMMON_BODY}, "title": "VARCHAR", "original_title": "VARCHAR", "release_date": "VARCHAR",'
    ' "runtime": "VARCHAR", "budget": "VARCHAR", "revenue": "VARCHAR", "belongs_to_collection": {"name": "VARCHAR"},'
    ' "adult": "VARCHAR", "video": "VARCHAR"'
)
SERIES_BODY = (
    f'{COMMON_BODY}, "name": "VARCHAR", "original_name": "VARCHAR", "first_air_date": "VARCHAR",'
    ' "episode_run_time": ["VARCHAR"], "number_of_seasons": "VARCHAR", "number_of_episodes": "VARCHAR",'
    ' "external_ids": {"imdb_id": "VARCHAR"}'
)

TRUSTED = """
CREATE TABLE variantes AS
SELECT
  tipo, id_titulo, titulo_principal, titulo_original, ano_lancamento, ano_termino, tempo_minutos, generos,
  nota_media, numero_votos, count(*) AS linhas
FROM linhas GROUP BY ALL;

CREATE TABLE titulos AS
WITH contadas AS (
  SELECT *, count(*) OVER (PARTITION BY tipo, id_titulo) AS variantes FROM variantes
),
votos AS (
  SELECT
    *,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, titulo_principal) AS v1,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, titulo_original) AS v2,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, ano_lancamento) AS v3,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, ano_termino) AS v4,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, tempo_minutos) AS v5,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, generos) AS v6,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, nota_media) AS v7,
    sum(linhas) OVER (PARTITION BY tipo, id_titulo, numero_votos) AS v8
  FROM contadas WHERE variantes > 1
)
SELECT
  * REPLACE (lista(generos) AS generos),
  NULL::VARCHAR AS tipo_imdb, NULL::BOOLEAN AS adulto, NULL::VARCHAR AS titulo_br
FROM (
  SELECT * EXCLUDE (linhas, variantes) FROM contadas WHERE variantes = 1
  UNION ALL
  SELECT
    tipo, id_titulo,
    arg_max(titulo_principal, (v1, titulo_principal)), arg_max(titulo_original, (v2, titulo_original)),
    arg_max(ano_lancamento, (v3, ano_lancamento)), arg_max(ano_termino, (v4, ano_termino)),
    arg_max(tempo_minutos, (v5, tempo_minutos)), arg_max(generos, (v6, generos)),
    arg_max(nota_media, (v7, nota_media)), arg_max(numero_votos, (v8, numero_votos))
  FROM votos GROUP BY tipo, id_titulo
);

CREATE TABLE pessoas_das_linhas AS
SELECT nome_artista, ano_nascimento, ano_falecimento, profissoes, titulos_conhecidos, count(*) AS linhas
FROM linhas WHERE nome_artista IS NOT NULL GROUP BY ALL;

CREATE TABLE artistas AS
WITH nomes AS (
  SELECT nome_artista, ano_nascimento, nome(nome_artista) AS nome
  FROM pessoas_das_linhas GROUP BY nome_artista, ano_nascimento
),
homonimos AS (
  SELECT nome, count(DISTINCT ano_nascimento) > 1 AS varios FROM nomes GROUP BY nome
)
SELECT
  nome_artista, ano_nascimento,
  if(varios AND ano_nascimento IS NOT NULL, 'nome_ano', 'nome') AS identidade,
  chave(if(varios AND ano_nascimento IS NOT NULL, nome || '|' || ano_nascimento, nome)) AS id_artista
FROM nomes JOIN homonimos USING (nome);

CREATE TABLE pessoas AS
WITH contadas AS (
  SELECT a.id_artista, p.*, a.identidade, count(*) OVER (PARTITION BY a.id_artista) AS variantes
  FROM pessoas_das_linhas p
  JOIN artistas a ON a.nome_artista = p.nome_artista AND a.ano_nascimento IS NOT DISTINCT FROM p.ano_nascimento
),
votos AS (
  SELECT
    *,
    sum(linhas) OVER (PARTITION BY id_artista, nome_artista) AS v1,
    sum(linhas) OVER (PARTITION BY id_artista, ano_nascimento) AS v2,
    sum(linhas) OVER (PARTITION BY id_artista, ano_falecimento) AS v3,
    sum(linhas) OVER (PARTITION BY id_artista, profissoes) AS v4,
    sum(linhas) OVER (PARTITION BY id_artista, titulos_conhecidos) AS v5
  FROM contadas WHERE variantes > 1
)
SELECT * REPLACE (lista(profissoes) AS profissoes, lista(titulos_conhecidos) AS titulos_conhecidos) FROM (
  SELECT * EXCLUDE (linhas, variantes) FROM contadas WHERE variantes = 1
  UNION ALL
  SELECT
    id_artista, arg_max(nome_artista, (v1, nome_artista)), arg_max(ano_nascimento, (v2, ano_nascimento)),
    arg_max(ano_falecimento, (v3, ano_falecimento)), arg_max(profissoes, (v4, profissoes)),
    arg_max(titulos_conhecidos, (v5, titulos_conhecidos)), any_value(identidade)
  FROM votos GROUP BY id_artista
);

CREATE TABLE creditos AS
SELECT
  c.tipo, c.id_titulo, a.id_artista, c.papel, c.personagem, NULL::INTEGER AS ordem, NULL::VARCHAR AS trabalho
FROM (
  SELECT DISTINCT
    tipo, id_titulo, nome_artista, ano_nascimento, ano_falecimento, papel, personagem, profissoes, titulos_conhecidos
  FROM linhas WHERE nome_artista IS NOT NULL
) c
JOIN artistas a ON a.nome_artista = c.nome_artista AND a.ano_nascimento IS NOT DISTINCT FROM c.ano_nascimento;
DROP TABLE linhas;
DROP TABLE variantes;

CREATE TABLE tmdb_filmes AS
SELECT
  id_titulo, id_tmdb, titulo, titulo_original, idioma, data_lancamento, situacao, tempo_minutos, orcamento, receita,
  popularidade, nota_media, quantidade_votos, generos, paises, colecao, obtido_em, adulto, video
FROM registros_Movies WHERE motivo IS NULL AND posicao = 1;

CREATE TABLE tmdb_series AS
SELECT
  id_titulo, id_tmdb, titulo, titulo_original, idioma, data_estreia, situacao, tempo_minutos, temporadas, episodios,
  popularidade, nota_media, quantidade_votos, generos, paises, obtido_em
FROM registros_Series WHERE motivo IS NULL AND posicao = 1;

CREATE TABLE popularidade_diaria AS
SELECT * EXCLUDE posicao
FROM (
  SELECT *, row_number() OVER (PARTITION BY tipo, id_titulo, dia ORDER BY origem, obtido_em DESC) AS posicao
  FROM (
    FROM exportados
    UNION ALL SELECT 'filme', id_titulo, obtido_em::DATE, popularidade, 'resposta', obtido_em
    FROM registros_Movies WHERE motivo IS NULL AND popularidade IS NOT NULL
    UNION ALL SELECT 'serie', id_titulo, obtido_em::DATE, popularidade, 'resposta', obtido_em
    FROM registros_Series WHERE motivo IS NULL AND popularidade IS NOT NULL
  )
)
WHERE posicao = 1;

CREATE TABLE rejeitados AS
FROM linhas_rejeitadas
UNION ALL SELECT origem, linha, conteudo, motivo FROM registros_Movies WHERE motivo IS NOT NULL
UNION ALL SELECT origem, linha, conteudo, motivo FROM registros_Series WHERE motivo IS NOT NULL;
"""

EXPORTS = """
SELECT
  '{tipo}' AS tipo, id_titulo, dia, max(popularidade) AS popularidade, 'exportacao' AS origem,
  dia::TIMESTAMPTZ AS obtido_em
FROM (
  SELECT
    try_cast(id AS BIGINT) AS id, try_cast(popularity AS DOUBLE) AS popularidade,
    strptime(regexp_extract(filename, '_ids_([0-9_]{{10}})', 1), '%m_%d_%Y')::DATE AS dia
  FROM read_ndjson({files}, columns = {{id: 'VARCHAR', popularity: 'VARCHAR'}}, filename = true)
) e
JOIN (
  SELECT id_tmdb, arg_max(id_titulo, obtido_em) AS id_titulo FROM registros_{kind}
  WHERE motivo IS NULL AND posicao = 1 GROUP BY id_tmdb
) t ON t.id_tmdb = e.id
WHERE popularidade >= 0
GROUP BY ALL
"""

REFINED = """
CREATE TABLE dim_filme AS
SELECT
  t.id_titulo AS id_filme, m.id_tmdb, t.titulo_principal, t.titulo_original, t.ano_lancamento,
  coalesce(t.tempo_minutos, m.tempo_minutos) AS tempo_minutos, m.idioma, m.colecao,
  coalesce(t.adulto OR m.adulto, t.adulto, m.adulto) AS adulto, m.video
FROM titulos t LEFT JOIN tmdb_filmes m USING (id_titulo) WHERE t.tipo = 'filme';

CREATE TABLE dim_serie AS
SELECT
  t.id_titulo AS id_serie, m.id_tmdb, t.titulo_principal, t.titulo_original, t.ano_lancamento, t.ano_termino,
  coalesce(t.tempo_minutos, m.tempo_minutos) AS tempo_minutos, m.idioma
FROM titulos t LEFT JOIN tmdb_series m USING (id_titulo) WHERE t.tipo = 'serie';

CREATE VIEW dim_artista AS
SELECT id_artista, nome_artista, ano_nascimento, ano_falecimento, identidade FROM pessoas;

CREATE TABLE dim_data AS
SELECT
  (year(data) * 10000 + month(data) * 100 + day(data))::INTEGER AS id_data, data, year(data)::INTEGER AS ano,
  month(data)::INTEGER AS mes, day(data)::INTEGER AS dia, 'T' || quarter(data) AS trimestre,
  (year(data) - year(data) % 10)::INTEGER AS decada
FROM (
  SELECT data_lancamento AS data FROM tmdb_filmes WHERE data_lancamento IS NOT NULL
  UNION SELECT data_estreia FROM tmdb_series WHERE data_estreia IS NOT NULL
)
UNION ALL SELECT -1, NULL, NULL, NULL, NULL, NULL, NULL;

CREATE TABLE ponte_genero AS
SELECT DISTINCT tipo, id_titulo, chave(genero) AS id_genero, genero
FROM (SELECT tipo, id_titulo, unnest(generos) AS genero FROM titulos);

CREATE TABLE ponte_artista AS SELECT DISTINCT tipo, id_titulo, id_artista, papel FROM creditos;

CREATE VIEW dim_genero AS SELECT DISTINCT id_genero, genero FROM ponte_genero;
CREATE VIEW ponte_filme_genero AS SELECT id_titulo AS id_filme, id_genero FROM ponte_genero WHERE tipo = 'filme';
CREATE VIEW ponte_serie_genero AS SELECT id_titulo AS id_serie, id_genero FROM ponte_genero WHERE tipo = 'serie';
CREATE VIEW ponte_filme_artista AS
SELECT id_titulo AS id_filme, id_artista, papel FROM ponte_artista WHERE tipo = 'filme';
CREATE VIEW ponte_serie_artista AS
SELECT id_titulo AS id_serie, id_artista, papel FROM ponte_artista WHERE tipo = 'serie';

CREATE TABLE fato_desempenho_filmes AS
WITH base AS (
  SELECT year::INTEGER AS ano_base, cpi_u AS indice_base FROM precos ORDER BY year DESC LIMIT 1
),
filmes AS (
  SELECT m.*, t.nota_media AS nota_media_imdb, t.numero_votos, b.ano_base, b.indice_base / p.cpi_u AS fator
  FROM tmdb_filmes m
  JOIN titulos t ON t.id_titulo = m.id_titulo AND t.tipo = 'filme'
  CROSS JOIN base b
  LEFT JOIN precos p ON p.year = if(t.ano_lancamento > b.ano_base, b.ano_base, t.ano_lancamento)
)
SELECT
  id_titulo AS id_filme,
  coalesce(year(data_lancamento) * 10000 + month(data_lancamento) * 100 + day(data_lancamento), -1)::INTEGER
    AS id_data,
  orcamento, receita, receita - orcamento AS lucro, (receita - orcamento) / orcamento AS roi,
  orcamento * fator AS orcamento_corrigido, receita * fator AS receita_corrigida, ano_base,
  nota_media AS nota_media_tmdb, nota_media_imdb, quantidade_votos AS quantidade_votos_tmdb,
  numero_votos AS quantidade_votos_imdb, popularidade,
  CASE
    WHEN orcamento < 10000 THEN 'orcamento_baixo'
    WHEN receita < 10000 THEN 'receita_baixa'
    WHEN orcamento * fator > 600000000 THEN 'orcamento_corrigido_alto'
  END AS suspeito
FROM filmes;

CREATE TABLE fato_desempenho_series AS
SELECT
  t.id_titulo AS id_serie,
  coalesce(year(data_estreia) * 10000 + month(data_estreia) * 100 + day(data_estreia), -1)::INTEGER AS id_data,
  temporadas, episodios, situacao, m.nota_media AS nota_media_tmdb, t.nota_media AS nota_media_imdb,
  m.quantidade_votos AS quantidade_votos_tmdb, t.numero_votos AS quantidade_votos_imdb, popularidade
FROM tmdb_series m JOIN titulos t ON t.id_titulo = m.id_titulo AND t.tipo = 'serie';
"""

ORDERS = {
    "titulos": "tipo, id_titulo",
    "pessoas": "id_artista",
    "creditos": "tipo, id_titulo, id_artista",
    "tmdb_filmes": "id_titulo",
    "tmdb_series": "id_titulo",
    "popularidade_diaria": "tipo, id_titulo, dia",
    "rejeitados": "origem, linha",
    "dim_filme": "id_filme",
    "dim_serie": "id_serie",
    "dim_artista": "id_artista",
    "dim_data": "id_data",
    "dim_genero": "id_genero",
    "ponte_filme_artista": "id_filme, id_artista",
    "ponte_filme_genero": "id_filme, id_genero",
    "ponte_serie_artista": "id_serie, id_artista",
    "ponte_serie_genero": "id_serie, id_genero",
    "fato_desempenho_filmes": "id_filme",
    "fato_desempenho_series": "id_serie",
}


def main(raw: Path, target: Path, prices: Path) -> None:
    """Make every table of the newest raw files and write each as TARGET/<table>.parquet."""
    target.mkdir(parents=True)
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(MACROS)
    connection.execute(f"CREATE TABLE precos AS FROM read_csv('{prices}')")
    read_lines(connection, raw)
    read_records(connection, raw)
    read_exports(connection, raw)
    connection.execute(TRUSTED)
    connection.execute(REFINED)
    for table, order in ORDERS.items():
        connection.execute(
            f"COPY (FROM {table} ORDER BY {order}) TO '{target}/{table}.parquet'"
            " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        )


def read_lines(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Load both CSVs into `linhas`; lines of a wrong width and of no id go to `linhas_rejeitadas`."""
    selects = [
        LINES.format(
            raw=raw,
            kind=kind,
            tipo=tipo,
            columns=dict.fromkeys(COLUMNS[kind], "VARCHAR"),
            ano_termino="inteiro(anoTermino, 1870, 2200)" if kind == "Series" else "NULL::INTEGER",
        )
        for kind, tipo in (("Movies", "filme"), ("Series", "serie"))
    ]
    connection.execute(f"CREATE TABLE linhas AS {' UNION ALL '.join(selects)}")
    connection.execute(
        "CREATE TABLE linhas_rejeitadas AS "
        + " UNION ALL ".join(REJECTED_LINES.format(raw=f"{kind}.csv", kind=kind) for kind in COLUMNS)
        + " UNION ALL SELECT NULL, NULL::BIGINT, id_titulo, 'id_invalido' FROM linhas"
        " WHERE NOT coalesce(regexp_full_match(id_titulo, 'tt[0-9]{7,9}'), false)"
    )
    connection.execute("DELETE FROM linhas WHERE NOT coalesce(regexp_full_match(id_titulo, 'tt[0-9]{7,9}'), false)")


def read_records(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Load TMDB's answers, typed, into `registros_<kind>`."""
    for kind, values, body, own_id in (
        ("Movies", FILM_VALUES, FILM_BODY, "nullif(body.imdb_id, '')"),
        (
            "Series",
            SERIES_VALUES,
            SERIES_BODY,
            "coalesce(nullif(body.external_ids.imdb_id, ''), nullif(body.imdb_id, ''))",
        ),
    ):
        files = files_in(raw / "TMDB/JSON" / kind, "*.jsonl")
        connection.execute(
            RECORDS.format(
                kind=kind,
                word=kind.lower(),
                values=values,
                own_id=own_id,
                structure=ENVELOPE.format(body=body),
                files=files,
            )
        )


def read_exports(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Load what TMDB's lists say of titles that answers know into `exportados`; lines that say nothing are left out."""
    selects = [
        EXPORTS.format(tipo=tipo, kind=kind, files=files_in(raw / "TMDB/Exports" / kind, "*.json*"))
        for kind, tipo in (("Movies", "filme"), ("Series", "serie"))
    ]
    connection.execute(f"CREATE TABLE exportados AS {' UNION ALL '.join(selects)}")


def files_in(folder: Path, pattern: str) -> list[str]:
    """The files under a folder whose names are of the pattern; where there are none, an empty one."""
    files = [str(path) for path in sorted(folder.rglob(pattern))]
    if not files:
        empty = Path(tempfile.gettempdir()) / "empty.jsonl"
        empty.touch()
        files = [str(empty)]
    return files


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
