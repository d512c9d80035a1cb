-- Made from trusted/imdb_creditos_dos_titulos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The credits of title.principals that are taken: of the lines of one place that whose person has the smallest id.
WITH lidos AS (
  SELECT
    numero, ordem, pessoa, tipo, id_titulo, id_artista, papel, trabalho,
    -- What is escaped in JSON is out of the way, so that quotes are where a text begins or ends.
    REPLACE(REPLACE(personagem, CONCAT(CHR(92), CHR(92)), CHR(2)), CONCAT(CHR(92), '"'), CHR(1)) AS nomes
  FROM imdb_creditos_lidos
  WHERE tipo IS NOT NULL
),
unicos AS (
  SELECT l.*
  FROM lidos AS l
  LEFT ANTI JOIN imdb_creditos_repetidos AS r ON r.numero = l.numero AND r.ordem = l.ordem
),
em_fila AS (
  SELECT
    l.*,
    ROW_NUMBER() OVER (
      PARTITION BY l.numero, l.ordem
      ORDER BY l.pessoa, COALESCE(l.papel, ''), COALESCE(l.trabalho, ''), COALESCE(l.nomes, '')
    ) AS posicao
  FROM lidos AS l
  LEFT SEMI JOIN imdb_creditos_repetidos AS r ON r.numero = l.numero AND r.ordem = l.ordem
),
todos AS (
  SELECT ordem, pessoa, tipo, id_titulo, id_artista, papel, trabalho, nomes
  FROM unicos
  UNION ALL
  SELECT ordem, pessoa, tipo, id_titulo, id_artista, papel, trabalho, nomes
  FROM em_fila
  WHERE posicao = 1
)
SELECT
  tipo, id_titulo, id_artista, pessoa, papel, ordem, trabalho,
  NULLIF(
    REPLACE(
      REPLACE(REPLACE(SUBSTRING(nomes, 3, LENGTH(nomes) - 4), '","', ' / '), CHR(1), '"'), CHR(2), CHR(92)
    ),
    ''
  ) AS personagem
FROM todos
