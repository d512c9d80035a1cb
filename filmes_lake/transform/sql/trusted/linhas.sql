-- Every line of both files, typed and trimmed. Each reader takes a few columns, and no other is worked out for it.
SELECT
  tipo, origem, motivo, conteudo,
  id_titulo, titulo_principal, titulo_original, ano_lancamento, CAST(NULL AS INT) AS ano_termino,
  tempo_minutos, generos, nota_media, numero_votos,
  papel, personagem, nome_artista, ano_nascimento, ano_falecimento, profissoes, titulos_conhecidos,
  invalido_ano_lancamento, FALSE AS invalido_ano_termino, invalido_tempo_minutos, invalido_nota_media,
  invalido_numero_votos, invalido_ano_nascimento, invalido_ano_falecimento
FROM linhas_filmes
UNION ALL
SELECT
  tipo, origem, motivo, conteudo,
  id_titulo, titulo_principal, titulo_original, ano_lancamento, ano_termino,
  tempo_minutos, generos, nota_media, numero_votos,
  papel, personagem, nome_artista, ano_nascimento, ano_falecimento, profissoes, titulos_conhecidos,
  invalido_ano_lancamento, invalido_ano_termino, invalido_tempo_minutos, invalido_nota_media,
  invalido_numero_votos, invalido_ano_nascimento, invalido_ano_falecimento
FROM linhas_series
