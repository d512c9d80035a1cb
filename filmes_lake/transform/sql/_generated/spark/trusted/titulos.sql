-- Made from trusted/titulos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- One row per title. Most titles have one variant; the others were put to the vote. Of a kind there are titles of one
-- source.
WITH decididos AS (
  SELECT
    v.tipo,
    v.id_titulo,
    v.titulo_principal,
    v.titulo_original,
    v.ano_lancamento,
    v.ano_termino,
    v.tempo_minutos,
    v.generos,
    v.nota_media,
    v.numero_votos
  FROM variantes AS v
  LEFT ANTI JOIN titulos_em_conflito AS c ON c.tipo = v.tipo AND c.id_titulo = v.id_titulo
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    titulo_principal,
    titulo_original,
    ano_lancamento,
    ano_termino,
    tempo_minutos,
    generos,
    nota_media,
    numero_votos
  FROM titulos_eleitos
),
todos AS (
  SELECT
    tipo,
    id_titulo,
    titulo_principal,
    titulo_original,
    ano_lancamento,
    ano_termino,
    tempo_minutos,
    generos,
    nota_media,
    numero_votos,
    CAST(NULL AS STRING) AS tipo_imdb,
    CAST(NULL AS BOOLEAN) AS adulto,
    CAST(NULL AS STRING) AS titulo_br
  FROM decididos
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    titulo_principal,
    titulo_original,
    ano_lancamento,
    ano_termino,
    tempo_minutos,
    generos,
    nota_media,
    numero_votos,
    tipo_imdb,
    adulto,
    titulo_br
  FROM imdb_titulos
)
SELECT
  CAST(tipo AS STRING) AS tipo,
  CAST(id_titulo AS STRING) AS id_titulo,
  CAST(titulo_principal AS STRING) AS titulo_principal,
  CAST(titulo_original AS STRING) AS titulo_original,
  CAST(ano_lancamento AS INT) AS ano_lancamento,
  CAST(ano_termino AS INT) AS ano_termino,
  CAST(tempo_minutos AS INT) AS tempo_minutos,
  CAST(SPLIT(generos, ',') AS ARRAY<STRING>) AS generos,
  CAST(nota_media AS DOUBLE) AS nota_media,
  CAST(numero_votos AS INT) AS numero_votos,
  CAST(tipo_imdb AS STRING) AS tipo_imdb,
  CAST(adulto AS BOOLEAN) AS adulto,
  CAST(titulo_br AS STRING) AS titulo_br
FROM todos
ORDER BY tipo, LENGTH(id_titulo), id_titulo
