SELECT
  tipo,
  COUNT(nome_artista) AS kept,
  SUM(CASE WHEN NOT nome_artista IS NULL THEN linhas - 1 ELSE 0 END) AS duplicates,
  SUM(CASE WHEN nome_artista IS NULL THEN linhas ELSE 0 END) AS without_artist,
  SUM(invalidos_ano_nascimento) AS invalid_ano_nascimento,
  SUM(invalidos_ano_falecimento) AS invalid_ano_falecimento
FROM creditos_distintos
GROUP BY
  tipo
