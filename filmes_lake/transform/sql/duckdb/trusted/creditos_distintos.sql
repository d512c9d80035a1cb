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
  COUNT(*) AS linhas,
  COUNT(CASE WHEN invalido_ano_nascimento THEN 1 END) AS invalidos_ano_nascimento,
  COUNT(CASE WHEN invalido_ano_falecimento THEN 1 END) AS invalidos_ano_falecimento
FROM linhas
WHERE
  motivo IS NULL
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
