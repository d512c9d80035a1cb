-- Every genre of every title, once.
SELECT tipo, id_titulo, genero
FROM (
  SELECT tipo, id_titulo, EXPLODE(generos) AS genero
  FROM titulos
) AS pares
GROUP BY tipo, id_titulo, genero
