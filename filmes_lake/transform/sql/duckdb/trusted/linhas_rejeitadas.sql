SELECT
  tipo,
  origem,
  motivo,
  conteudo,
  COUNT(*) AS linhas
FROM linhas
WHERE
  NOT motivo IS NULL
GROUP BY
  tipo,
  origem,
  motivo,
  conteudo
