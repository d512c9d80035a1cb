"""The yardstick for IMDb's files: the tables that come of them by one plain DuckDB script, as a good engineer would.

`python bench/plain_imdb.py RAW TARGET` reads the Raw folder of a lake and writes TARGET/<table>.parquet with the same
rows as `filmes-lake transform all`: same types, films and series with 5 votes and more, lines of a wrong width dropped,
what stands twice taken once, people without a line, order and Parquet options. No rejects, accounting, checksums or
audits. Everything stays in memory between the statements. Of DuckDB's settings one is changed for one statement: it
would put the longest file into a join's table.
"""

import sys
from pathlib import Path

import duckdb

TITLES = "id_titulo tipo_imdb titulo_principal titulo_original adulto ano_lancamento ano_termino tempo_minutos generos"
RATINGS = "id_titulo nota_media numero_votos"
CREDITS = "id_titulo ordem id_artista papel trabalho personagem"
PEOPLE = "id_artista nome_artista ano_nascimento ano_falecimento profissoes titulos_conhecidos"

MACROS = r"""
CREATE MACRO inteiro(t, de, ate) AS CASE WHEN try_cast(t AS INTEGER) BETWEEN de AND ate THEN try_cast(t AS INTEGER) END;
CREATE MACRO fracao(t, de, ate) AS CASE WHEN try_cast(t AS DOUBLE) BETWEEN de AND ate THEN try_cast(t AS DOUBLE) END;
CREATE MACRO lista(t) AS string_split(nullif(t, ''), ',');
CREATE MACRO e_id(t, prefixo) AS regexp_full_match(t, prefixo || '[0-9]{7,9}');
CREATE MACRO nomes(t) AS nullif(
  replace(
    replace(replace(replace(replace(t[3:-3], '\\', chr(2)), '\"', chr(1)), '","', ' / '), chr(1), '"'), chr(2), '\'
  ),
  ''
);
"""

TABLES = r"""
CREATE TABLE titulos AS
SELECT
  CASE WHEN max(tipo_imdb) IN ('movie', 'tvMovie') THEN 'filme' ELSE 'serie' END AS tipo, id_titulo,
  max(titulo_principal) AS titulo_principal, max(titulo_original) AS titulo_original,
  max(inteiro(ano_lancamento, 1870, 2200)) AS ano_lancamento, max(inteiro(ano_termino, 1870, 2200)) AS ano_termino,
  max(inteiro(tempo_minutos, 1, 100000)) AS tempo_minutos, lista(max(generos)) AS generos,
  max(a.nota_media) AS nota_media, max(a.numero_votos) AS numero_votos, max(tipo_imdb) AS tipo_imdb,
  max(adulto) = '1' AS adulto, NULL::VARCHAR AS titulo_br
FROM linhas_titulos
JOIN (
  SELECT
    id_titulo, max(fracao(nota_media, 1, 10)) AS nota_media, max(inteiro(numero_votos, 0, 2147483647)) AS numero_votos
  FROM linhas_avaliacoes GROUP BY id_titulo
) AS a USING (id_titulo)
WHERE tipo_imdb IN ('movie', 'tvMovie', 'tvSeries', 'tvMiniSeries') AND adulto <> '1' AND a.numero_votos >= 5
  AND e_id(id_titulo, 'tt')
GROUP BY id_titulo;

SET disabled_optimizers = 'join_order,build_side_probe_side';
CREATE TABLE creditos AS
SELECT
  t.tipo, id_titulo, id_artista, papel, if(personagem LIKE '["%"]', nomes(personagem), NULL) AS personagem,
  inteiro(ordem, 0, 2147483647) AS ordem, trabalho
FROM linhas_creditos JOIN titulos AS t USING (id_titulo)
WHERE e_id(id_artista, 'nm');
RESET disabled_optimizers;

CREATE TABLE repetidos AS
SELECT id_titulo, ordem, min((id_artista, papel, trabalho, personagem)) AS fica
FROM creditos GROUP BY ALL HAVING count(*) > 1;
DELETE FROM creditos USING repetidos AS r WHERE r.id_titulo = creditos.id_titulo AND r.ordem = creditos.ordem;
INSERT INTO creditos
SELECT t.tipo, id_titulo, fica[1], fica[2], fica[4], ordem, fica[3] FROM repetidos JOIN titulos AS t USING (id_titulo);

CREATE TABLE pessoas AS
SELECT
  id_artista, max(nome_artista) AS nome_artista, max(inteiro(ano_nascimento, 1, 2200)) AS ano_nascimento,
  max(inteiro(ano_falecimento, 1, 2200)) AS ano_falecimento, lista(max(profissoes)) AS profissoes,
  lista(max(titulos_conhecidos)) AS titulos_conhecidos, 'nconst' AS identidade
FROM (SELECT DISTINCT id_artista FROM creditos) LEFT JOIN linhas_pessoas USING (id_artista)
GROUP BY id_artista;

CREATE VIEW dim_filme AS
SELECT
  id_titulo AS id_filme, NULL::INTEGER AS id_tmdb, titulo_principal, titulo_original, ano_lancamento, tempo_minutos,
  NULL::VARCHAR AS idioma, NULL::VARCHAR AS colecao, adulto, NULL::BOOLEAN AS video, titulo_br
FROM titulos WHERE tipo = 'filme';
CREATE VIEW dim_serie AS
SELECT
  id_titulo AS id_serie, NULL::INTEGER AS id_tmdb, titulo_principal, titulo_original, ano_lancamento, ano_termino,
  tempo_minutos, NULL::VARCHAR AS idioma, titulo_br
FROM titulos WHERE tipo = 'serie';
CREATE VIEW dim_artista AS
SELECT id_artista, nome_artista, ano_nascimento, ano_falecimento, identidade FROM pessoas;
CREATE TABLE ponte_genero AS
SELECT DISTINCT tipo, id_titulo, substring(md5(genero), 1, 16) AS id_genero, genero
FROM (SELECT tipo, id_titulo, unnest(generos) AS genero FROM titulos);
CREATE TABLE ponte_artista AS SELECT DISTINCT tipo, id_titulo, id_artista, papel FROM creditos;
CREATE VIEW dim_genero AS SELECT DISTINCT id_genero, genero FROM ponte_genero;
CREATE VIEW ponte_filme_genero AS SELECT id_titulo AS id_filme, id_genero FROM ponte_genero WHERE tipo = 'filme';
CREATE VIEW ponte_serie_genero AS SELECT id_titulo AS id_serie, id_genero FROM ponte_genero WHERE tipo = 'serie';
CREATE VIEW ponte_filme_artista AS
SELECT id_titulo AS id_filme, id_artista, papel FROM ponte_artista WHERE tipo = 'filme';
CREATE VIEW ponte_serie_artista AS
SELECT id_titulo AS id_serie, id_artista, papel FROM ponte_artista WHERE tipo = 'serie';
"""

ORDERS = {
    "titulos": "tipo, id_titulo",
    "pessoas": "id_artista",
    "creditos": "tipo, id_titulo, id_artista",
    "dim_filme": "id_filme",
    "dim_serie": "id_serie",
    "dim_artista": "id_artista",
    "dim_genero": "id_genero",
    "ponte_filme_artista": "id_filme, id_artista",
    "ponte_filme_genero": "id_filme, id_genero",
    "ponte_serie_artista": "id_serie, id_artista",
    "ponte_serie_genero": "id_serie, id_genero",
}


def main(raw: Path, target: Path) -> None:
    """Make every table of the raw files and write each as TARGET/<table>.parquet."""
    target.mkdir(parents=True)
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(MACROS)
    for name, folder, columns in (
        ("titulos", "TitleBasics", TITLES),
        ("avaliacoes", "TitleRatings", RATINGS),
        ("creditos", "TitlePrincipals", CREDITS),
        ("pessoas", "NameBasics", PEOPLE),
    ):
        connection.execute(f"CREATE VIEW linhas_{name} AS FROM {lines(raw / 'IMDb/TSV' / folder, columns)}")
    connection.execute(TABLES)
    for table, order in ORDERS.items():
        connection.execute(
            f"COPY (FROM {table} ORDER BY {order}) TO '{target}/{table}.parquet'"
            " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        )


def lines(folder: Path, columns: str) -> str:
    r"""The lines of the one file in a folder of Raw: no quoting, \N for null."""
    options = r"delim = '\t', quote = '', escape = '', header = true, nullstr = '\N', auto_detect = false"
    types = dict.fromkeys(columns.split(), "VARCHAR")
    return f"read_csv('{folder}/*/*/*/*.tsv.gz', {options}, ignore_errors = true, columns = {types})"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
