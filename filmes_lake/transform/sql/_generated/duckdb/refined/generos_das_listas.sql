WITH pares AS (
  SELECT
    generos,
    UNNEST(generos) AS genero
  FROM titulos
  GROUP BY
    generos
)
SELECT
  generos,
  genero,
  SUBSTRING(MD5(genero), 1, 16) AS id_genero
FROM pares
GROUP BY
  generos,
  genero
