SELECT
  motivo,
  origem,
  conteudo,
  CASE WHEN motivo IS NULL THEN nome_artista END AS nome_artista,
  tipo,
  id_titulo,
  papel,
  personagem,
  ano_nascimento,
  ano_falecimento,
  profissoes,
  titulos_conhecidos,
  XXHASH64(id_titulo, nome_artista, papel) AS marca,
  invalido_ano_nascimento,
  invalido_ano_falecimento
FROM (
  SELECT
    *
  FROM artistas_de_filmes
  UNION ALL
  SELECT
    *
  FROM artistas_de_series
) AS linhas
