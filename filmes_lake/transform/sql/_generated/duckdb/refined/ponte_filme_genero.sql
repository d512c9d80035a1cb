WITH pares AS (
  SELECT
    t.id_titulo,
    UNNEST(c.chaves) AS id_genero
  FROM titulos AS t
  INNER JOIN chaves_das_listas AS c
    ON c.generos = t.generos
  WHERE
    t.tipo = 'filme'
)
SELECT
  CAST(id_titulo AS TEXT) AS id_filme,
  CAST(id_genero AS TEXT) AS id_genero
FROM pares
ORDER BY
  LENGTH(id_filme) NULLS FIRST,
  id_filme NULLS FIRST,
  id_genero NULLS FIRST
