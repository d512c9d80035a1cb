SELECT
  tipo,
  id_titulo,
  genero
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
