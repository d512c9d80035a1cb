-- Each distinct credit once, with the number of lines that say it. Lists are compared as text, which is quicker.
SELECT
  tipo, id_titulo, nome_artista, ano_nascimento, ano_falecimento, papel, personagem, profissoes, titulos_conhecidos,
  COUNT(*) AS linhas
FROM linhas
WHERE motivo IS NULL AND nome_artista IS NOT NULL
GROUP BY
  tipo, id_titulo, nome_artista, ano_nascimento, ano_falecimento, papel, personagem, profissoes, titulos_conhecidos
