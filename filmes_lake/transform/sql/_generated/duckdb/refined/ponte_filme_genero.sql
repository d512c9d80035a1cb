SELECT
  CAST(id_titulo AS TEXT) AS id_filme,
  CAST(id_genero AS TEXT) AS id_genero
FROM generos_de_titulos
WHERE
  tipo = 'filme'
ORDER BY
  id_filme NULLS FIRST,
  id_genero NULLS FIRST
