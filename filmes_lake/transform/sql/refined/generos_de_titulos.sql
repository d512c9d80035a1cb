-- Every genre of every title, once, with its key.
SELECT tipo, id_titulo, genero, SUBSTRING(MD5(genero), 1, 16) AS id_genero
FROM (
  SELECT tipo, id_titulo, EXPLODE(generos) AS genero
  FROM titulos
) AS pares
GROUP BY tipo, id_titulo, genero
