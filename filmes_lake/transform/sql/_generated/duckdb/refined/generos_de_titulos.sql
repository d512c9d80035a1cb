WITH pares AS (
  SELECT
    generos,
    UNNEST(generos) AS genero
  FROM titulos
  GROUP BY
    generos
), chaves AS (
  SELECT
    generos,
    genero,
    SUBSTRING(MD5(genero), 1, 16) AS id_genero
  FROM pares
  GROUP BY
    generos,
    genero
)
SELECT
  t.tipo,
  t.id_titulo,
  c.genero,
  c.id_genero
FROM titulos AS t
INNER JOIN chaves AS c
  ON c.generos = t.generos
