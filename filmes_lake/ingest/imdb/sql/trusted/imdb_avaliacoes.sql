-- The ratings of each title once; of two lines the greater values.
SELECT numero, MAX(nota_media) AS nota_media, MAX(numero_votos) AS numero_votos
FROM imdb_avaliacoes_lidas
WHERE motivo IS NULL
GROUP BY numero
