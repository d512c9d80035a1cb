WITH creditados AS (
  SELECT
    id_artista,
    pessoa,
    1 AS principal
  FROM imdb_creditos_dos_titulos
  UNION ALL
  SELECT
    id_artista,
    pessoa,
    0 AS principal
  FROM imdb_creditos_da_equipe
), casas AS (
  SELECT
    id_artista,
    principal,
    pessoa >> 5 AS bloco,
    (
      pessoa & 31
    ) AS casa
  FROM creditados
)
SELECT
  c.id_artista,
  SUM(c.principal) AS principais
FROM casas AS c
LEFT JOIN imdb_nomes AS n
  ON n.bloco = c.bloco
WHERE
  NOT COALESCE((
    (
      n.casas >> c.casa
    ) & 1
  ) = 1, FALSE)
GROUP BY
  c.id_artista
