-- Made from trusted/variantes.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What the lines of a title say of it, with the number of lines that write it so, and of those in which a value was not
-- of its column's type or range. What is written in two ways is said twice here: few are, and looking for them is dear.
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
  CAST(linhas AS BIGINT) AS linhas,
  CASE WHEN invalido_ano_lancamento THEN linhas ELSE 0 END AS invalidos_ano_lancamento,
  CASE WHEN invalido_ano_termino THEN linhas ELSE 0 END AS invalidos_ano_termino,
  CASE WHEN invalido_tempo_minutos THEN linhas ELSE 0 END AS invalidos_tempo_minutos,
  CASE WHEN invalido_nota_media THEN linhas ELSE 0 END AS invalidos_nota_media,
  CASE WHEN invalido_numero_votos THEN linhas ELSE 0 END AS invalidos_numero_votos
FROM (
  SELECT * FROM titulos_de_filmes
  UNION ALL
  SELECT * FROM titulos_de_series
) AS titulos_lidos
