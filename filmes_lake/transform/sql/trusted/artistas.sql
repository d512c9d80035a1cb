-- Every name with each of its years of birth, and the key of the artist it means. The file has no person id, so the
-- natural key is the name (blanks folded, A to Z in lower case), split by year of birth where two different years
-- are known under one name.
WITH pessoas_nomeadas AS (
  SELECT
    nome_artista, ano_nascimento,
    CASE WHEN nome_artista LIKE '%  %' THEN REGEXP_REPLACE(nome_artista, ' +', ' ') ELSE nome_artista END AS nome
  FROM pessoas_das_linhas
  GROUP BY nome_artista, ano_nascimento
),
nomes AS (
  SELECT
    nome_artista, ano_nascimento,
    TRANSLATE(nome, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') AS nome
  FROM pessoas_nomeadas
),
homonimos AS (
  SELECT nome
  FROM nomes
  GROUP BY nome
  HAVING MIN(ano_nascimento) < MAX(ano_nascimento)
),
chaves AS (
  SELECT
    n.nome_artista, n.ano_nascimento, n.nome,
    h.nome IS NOT NULL AND n.ano_nascimento IS NOT NULL AS dividido
  FROM nomes AS n
  LEFT JOIN homonimos AS h ON h.nome = n.nome
)
SELECT
  nome_artista, ano_nascimento,
  CASE WHEN dividido THEN 'nome_ano' ELSE 'nome' END AS identidade,
  SUBSTRING(
    MD5(CASE WHEN dividido THEN CONCAT(nome, '|', CAST(ano_nascimento AS STRING)) ELSE nome END), 1, 16
  ) AS id_artista
FROM chaves
