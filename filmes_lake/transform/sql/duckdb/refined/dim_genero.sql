SELECT
  TRY_CAST(SUBSTRING(MD5(genero), 1, 16) AS TEXT) AS id_genero,
  TRY_CAST(genero AS TEXT) AS genero
FROM generos_de_titulos
GROUP BY
  genero
ORDER BY
  id_genero NULLS FIRST
