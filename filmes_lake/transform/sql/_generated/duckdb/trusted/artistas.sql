WITH pessoas_nomeadas AS (
  SELECT
    nome_artista,
    ano_nascimento,
    CASE
      WHEN nome_artista LIKE '%  %'
      THEN REGEXP_REPLACE(nome_artista, ' +', ' ', 'g')
      ELSE nome_artista
    END AS nome
  FROM pessoas_das_linhas
  GROUP BY
    nome_artista,
    ano_nascimento
), nomes AS (
  SELECT
    nome_artista,
    ano_nascimento,
    CASE
      WHEN REGEXP_MATCHES(nome, '^[ -~]*$')
      THEN LOWER(nome)
      ELSE TRANSLATE(nome, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
    END AS nome
  FROM pessoas_nomeadas
), homonimos AS (
  SELECT
    nome
  FROM nomes
  GROUP BY
    nome
  HAVING
    MIN(ano_nascimento) < MAX(ano_nascimento)
), chaves AS (
  SELECT
    n.nome_artista,
    n.ano_nascimento,
    n.nome,
    NOT h.nome IS NULL AND NOT n.ano_nascimento IS NULL AS dividido
  FROM nomes AS n
  LEFT JOIN homonimos AS h
    ON h.nome = n.nome
)
SELECT
  nome_artista,
  ano_nascimento,
  CASE WHEN dividido THEN 'nome_ano' ELSE 'nome' END AS identidade,
  SUBSTRING(
    MD5(
      CASE WHEN dividido THEN nome || '|' || CAST(ano_nascimento AS TEXT) ELSE nome END
    ),
    1,
    16
  ) AS id_artista
FROM chaves
