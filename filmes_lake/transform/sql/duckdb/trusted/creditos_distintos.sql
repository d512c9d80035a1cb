SELECT
  tipo,
  id_titulo,
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  papel,
  personagem,
  profissoes,
  titulos_conhecidos,
  COUNT(*) AS linhas
FROM linhas
WHERE
  motivo IS NULL AND NOT nome_artista IS NULL
GROUP BY
  tipo,
  id_titulo,
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  papel,
  personagem,
  profissoes,
  titulos_conhecidos
