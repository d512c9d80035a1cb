SELECT
  CAST(papel AS VARCHAR) AS papel
FROM ponte_filme_artista
WHERE
  NOT papel IS NULL
GROUP BY
  papel
ORDER BY
  papel ASC NULLS LAST
