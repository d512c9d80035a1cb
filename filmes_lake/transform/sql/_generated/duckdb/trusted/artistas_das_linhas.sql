SELECT
  motivo,
  origem,
  conteudo,
  tipo,
  id_titulo,
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  papel,
  personagem,
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
