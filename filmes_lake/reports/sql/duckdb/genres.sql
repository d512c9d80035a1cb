SELECT
  CAST(genero AS TEXT) AS genero
FROM dim_genero
ORDER BY
  genero ASC NULLS LAST
