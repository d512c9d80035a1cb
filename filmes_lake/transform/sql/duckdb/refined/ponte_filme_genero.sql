SELECT
  TRY_CAST(t.id_titulo AS TEXT) AS id_filme,
  TRY_CAST(g.id_genero AS TEXT) AS id_genero
FROM generos_de_titulos AS t
INNER JOIN dim_genero AS g
  ON g.genero = t.genero
WHERE
  t.tipo = 'filme'
ORDER BY
  id_filme NULLS FIRST,
  id_genero NULLS FIRST
