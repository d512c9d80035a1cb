WITH blocos AS (
  SELECT
    n.linhas,
    n.casas,
    COALESCE(c.creditados, 0) AS creditados
  FROM imdb_nomes AS n
  LEFT JOIN imdb_creditados AS c
    ON c.bloco = n.bloco
), situacoes AS (
  SELECT
    COALESCE(SUM(linhas), 0) AS linhas,
    COALESCE(SUM(BIT_COUNT(casas)), 0) AS distintas,
    COALESCE(SUM(BIT_COUNT(casas & creditados)), 0) AS creditadas
  FROM blocos
), lidas AS (
  SELECT
    COUNT(l.motivo) AS rejeitadas,
    COUNT(CASE WHEN l.invalido_ano_nascimento THEN 1 END) AS invalid_ano_nascimento,
    COUNT(CASE WHEN l.invalido_ano_falecimento THEN 1 END) AS invalid_ano_falecimento,
    COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_nascimento END) AS valid_ano_nascimento,
    COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_falecimento END) AS valid_ano_falecimento
  FROM imdb_pessoas_lidas AS l
), contadas AS (
  SELECT
    COALESCE(SUM(valid_ano_nascimento), 0) AS valid_ano_nascimento,
    COALESCE(SUM(valid_ano_falecimento), 0) AS valid_ano_falecimento
  FROM imdb_pessoas_contadas
)
SELECT
  s.linhas + l.rejeitadas AS lines,
  s.creditadas AS kept,
  s.distintas - s.creditadas AS not_credited,
  s.linhas - s.distintas AS duplicates,
  l.rejeitadas AS rejected,
  l.invalid_ano_nascimento,
  l.valid_ano_nascimento + o.valid_ano_nascimento AS valid_ano_nascimento,
  l.invalid_ano_falecimento,
  l.valid_ano_falecimento + o.valid_ano_falecimento AS valid_ano_falecimento
FROM situacoes AS s
CROSS JOIN lidas AS l
CROSS JOIN contadas AS o
