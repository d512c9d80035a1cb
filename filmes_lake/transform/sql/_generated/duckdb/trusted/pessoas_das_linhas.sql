SELECT
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  profissoes,
  titulos_conhecidos,
  COUNT(*) AS linhas
FROM artistas_das_linhas
WHERE
  NOT nome_artista IS NULL
GROUP BY
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  profissoes,
  titulos_conhecidos
