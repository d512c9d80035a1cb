SELECT
  CAST(id_titulo AS TEXT) AS id_serie,
  CAST(id_genero AS TEXT) AS id_genero
FROM generos_de_titulos
WHERE
  tipo = 'serie'
ORDER BY
  id_serie NULLS FIRST,
  id_genero NULLS FIRST
