SELECT
  TRY_CAST('serie' AS TEXT) AS tipo,
  origem,
  CASE
    WHEN NOT REGEXP_MATCHES(texto, '[^ ]')
    THEN 'linha_em_branco'
    WHEN ARRAY_LENGTH(STR_SPLIT(texto, '|')) <> 16
    THEN 'numero_de_colunas'
    ELSE 'id_invalido'
  END AS motivo,
  texto AS conteudo
FROM texto_series
WHERE
  ARRAY_LENGTH(STR_SPLIT(texto, '|')) <> 16
  OR NOT REGEXP_MATCHES(texto, '^ *tt[0-9]{7,9} *[|]')
