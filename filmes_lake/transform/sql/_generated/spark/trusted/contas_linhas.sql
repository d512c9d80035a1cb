-- Made from trusted/contas_linhas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Lines, and what they say of artists that was not of its column's type or range.
SELECT
  tipo,
  COUNT(*) AS lines,
  COUNT(CASE WHEN motivo IS NULL AND nome_artista IS NULL THEN 1 END) AS without_artist,
  COUNT(motivo) AS rejected,
  COUNT(CASE WHEN motivo IS NULL AND invalido_ano_nascimento THEN 1 END) AS invalid_ano_nascimento,
  COUNT(CASE WHEN motivo IS NULL AND invalido_ano_falecimento THEN 1 END) AS invalid_ano_falecimento,
  COUNT(CASE WHEN motivo IS NULL THEN ano_nascimento END) AS valid_ano_nascimento,
  COUNT(CASE WHEN motivo IS NULL THEN ano_falecimento END) AS valid_ano_falecimento
FROM artistas_das_linhas
GROUP BY tipo
