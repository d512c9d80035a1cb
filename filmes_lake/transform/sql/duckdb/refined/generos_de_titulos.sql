SELECT
  tipo,
  id_titulo,
  genero,
  SUBSTRING(MD5(genero), 1, 16) AS id_genero
FROM (
  SELECT
    tipo,
    id_titulo,
    UNNEST(generos) AS genero
  FROM titulos
) AS pares
GROUP BY
  tipo,
  id_titulo,
  genero
