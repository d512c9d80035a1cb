-- Made from trusted/contas_registros_series.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the answers about series, and what they tell that was not of its column's type or range.
SELECT
  COUNT(*) AS records,
  COUNT(CASE WHEN motivo IS NULL AND posicao = 1 THEN 1 END) AS kept,
  COUNT(CASE WHEN motivo IS NULL AND posicao > 1 THEN 1 END) AS superseded,
  COUNT(motivo) AS rejected,
  COUNT(CASE WHEN motivo IS NULL AND invalido_id_tmdb THEN 1 END) AS invalid_id_tmdb,
  COUNT(CASE WHEN motivo IS NULL AND invalido_titulo THEN 1 END) AS invalid_titulo,
  COUNT(CASE WHEN motivo IS NULL AND invalido_titulo_original THEN 1 END) AS invalid_titulo_original,
  COUNT(CASE WHEN motivo IS NULL AND invalido_idioma THEN 1 END) AS invalid_idioma,
  COUNT(CASE WHEN motivo IS NULL AND invalido_data_estreia THEN 1 END) AS invalid_data_estreia,
  COUNT(CASE WHEN motivo IS NULL AND invalido_situacao THEN 1 END) AS invalid_situacao,
  COUNT(CASE WHEN motivo IS NULL AND invalido_tempo_minutos THEN 1 END) AS invalid_tempo_minutos,
  COUNT(CASE WHEN motivo IS NULL AND invalido_temporadas THEN 1 END) AS invalid_temporadas,
  COUNT(CASE WHEN motivo IS NULL AND invalido_episodios THEN 1 END) AS invalid_episodios,
  COUNT(CASE WHEN motivo IS NULL AND invalido_popularidade THEN 1 END) AS invalid_popularidade,
  COUNT(CASE WHEN motivo IS NULL AND invalido_nota_media THEN 1 END) AS invalid_nota_media,
  COUNT(CASE WHEN motivo IS NULL AND invalido_quantidade_votos THEN 1 END) AS invalid_quantidade_votos,
  COUNT(CASE WHEN motivo IS NULL AND invalido_generos THEN 1 END) AS invalid_generos,
  COUNT(CASE WHEN motivo IS NULL AND invalido_paises THEN 1 END) AS invalid_paises
FROM registros_series
