-- Made from trusted/popularidades_de_series.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The popularity of series by day, as TMDB's answers tell it, those that newer ones supersede too.
WITH medidas AS (
  SELECT
    id_titulo,
    CAST(obtido_em AS DATE) AS dia,
    popularidade,
    obtido_em,
    ROW_NUMBER() OVER (PARTITION BY id_titulo, CAST(obtido_em AS DATE) ORDER BY posicao) AS lugar
  FROM registros_series
  WHERE motivo IS NULL AND popularidade IS NOT NULL
)
SELECT id_titulo, dia, popularidade, obtido_em
FROM medidas
WHERE lugar = 1
