-- Made from filmes_lake/models by tools/generate.py: change the models, then run `make docs`.
SELECT
  CAST('filme' AS STRING) AS tipo,
  origem,
  CASE
    WHEN NOT texto RLIKE '[^ ]' THEN 'linha_em_branco'
    WHEN SIZE(SPLIT(texto, '[|]')) <> 15 THEN 'numero_de_colunas'
    ELSE 'id_invalido'
  END AS motivo,
  texto AS conteudo
FROM texto_movies
WHERE SIZE(SPLIT(texto, '[|]')) <> 15 OR NOT texto RLIKE '^ *tt[0-9]{7,9} *[|]'
