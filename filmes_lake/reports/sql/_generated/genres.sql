SELECT
  CAST(genero AS VARCHAR) AS genero
FROM dim_genero
ORDER BY
  genero ASC NULLS LAST
