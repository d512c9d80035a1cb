-- Made from trusted/creditos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Each distinct credit once: credits that differ in what they say of the person are two, though their rows are alike.
-- Lines without a name find no person. Asking for names would have DuckDB take the lines for few, and put them into the
-- join's table instead of the persons: that costs half as much again.
WITH distintos AS (
  SELECT
    l.tipo,
    l.id_titulo,
    l.papel,
    l.personagem,
    l.nome_artista,
    l.ano_nascimento
  FROM artistas_das_linhas AS l
  LEFT ANTI JOIN marcas_repetidas AS r ON r.marca = l.marca
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    papel,
    personagem,
    nome_artista,
    ano_nascimento
  FROM creditos_repetidos
),
creditados AS (
  SELECT
    d.tipo,
    d.id_titulo,
    d.papel,
    d.personagem,
    a.id_artista
  FROM distintos AS d
  INNER JOIN artistas AS a ON a.nome_artista = d.nome_artista AND a.ano_nascimento <=> d.ano_nascimento
),
todos AS (
  SELECT
    tipo,
    id_titulo,
    id_artista,
    papel,
    personagem,
    CAST(NULL AS INT) AS ordem,
    CAST(NULL AS STRING) AS trabalho
  FROM creditados
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    id_artista,
    papel,
    personagem,
    ordem,
    trabalho
  FROM imdb_creditos
)
SELECT
  CAST(tipo AS STRING) AS tipo,
  CAST(id_titulo AS STRING) AS id_titulo,
  CAST(id_artista AS STRING) AS id_artista,
  CAST(papel AS STRING) AS papel,
  CAST(personagem AS STRING) AS personagem,
  CAST(ordem AS INT) AS ordem,
  CAST(trabalho AS STRING) AS trabalho
FROM todos
ORDER BY tipo, LENGTH(id_titulo), id_titulo, id_artista, papel, personagem, ordem
