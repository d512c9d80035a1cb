SELECT
  CAST(SUBSTRING(MD5(genero), 1, 16) AS STRING) AS id_genero,
  CAST(genero AS STRING) AS genero
FROM generos_de_titulos
GROUP BY genero
ORDER BY id_genero
