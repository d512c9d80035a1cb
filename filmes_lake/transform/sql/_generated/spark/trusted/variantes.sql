-- Made from trusted/variantes.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What the lines of a title say of it, each distinct statement once, with the number of lines that make it, and of
-- those in which a value was not of its column's type or range.
SELECT
  tipo,
  id_titulo,
  titulo_principal,
  titulo_original,
  ano_lancamento,
  ano_termino,
  tempo_minutos,
  generos,
  nota_media,
  numero_votos,
  CAST(SUM(linhas) AS BIGINT) AS linhas,
  CAST(SUM(CASE WHEN invalido_ano_lancamento THEN linhas ELSE 0 END) AS BIGINT) AS invalidos_ano_lancamento,
  CAST(SUM(CASE WHEN invalido_ano_termino THEN linhas ELSE 0 END) AS BIGINT) AS invalidos_ano_termino,
  CAST(SUM(CASE WHEN invalido_tempo_minutos THEN linhas ELSE 0 END) AS BIGINT) AS invalidos_tempo_minutos,
  CAST(SUM(CASE WHEN invalido_nota_media THEN linhas ELSE 0 END) AS BIGINT) AS invalidos_nota_media,
  CAST(SUM(CASE WHEN invalido_numero_votos THEN linhas ELSE 0 END) AS BIGINT) AS invalidos_numero_votos
FROM (
  SELECT * FROM titulos_de_filmes
  UNION ALL
  SELECT * FROM titulos_de_series
) AS titulos_lidos
GROUP BY tipo, id_titulo, titulo_principal, titulo_original, ano_lancamento, ano_termino, tempo_minutos, generos, nota_media, numero_votos
