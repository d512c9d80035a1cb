WITH lidos AS (
  SELECT
    numero,
    ordem,
    pessoa,
    tipo,
    id_titulo,
    id_artista,
    papel,
    trabalho,
    REPLACE(REPLACE(personagem, CHR(92) || CHR(92), CHR(2)), CHR(92) || '"', CHR(1)) AS nomes
  FROM imdb_creditos_lidos
  WHERE
    NOT tipo IS NULL
), unicos AS (
  SELECT
    l.*
  FROM lidos AS l
  ANTI JOIN imdb_creditos_repetidos AS r
    ON r.numero = l.numero AND r.ordem = l.ordem
), em_fila AS (
  SELECT
    l.*,
    ROW_NUMBER() OVER (
      PARTITION BY l.numero, l.ordem
      ORDER BY l.pessoa NULLS FIRST, COALESCE(l.papel, '') NULLS FIRST, COALESCE(l.trabalho, '') NULLS FIRST, COALESCE(l.nomes, '') NULLS FIRST
    ) AS posicao
  FROM lidos AS l
  SEMI JOIN imdb_creditos_repetidos AS r
    ON r.numero = l.numero AND r.ordem = l.ordem
), todos AS (
  SELECT
    ordem,
    pessoa,
    tipo,
    id_titulo,
    id_artista,
    papel,
    trabalho,
    nomes
  FROM unicos
  UNION ALL
  SELECT
    ordem,
    pessoa,
    tipo,
    id_titulo,
    id_artista,
    papel,
    trabalho,
    nomes
  FROM em_fila
  WHERE
    posicao = 1
)
SELECT
  tipo,
  id_titulo,
  id_artista,
  pessoa,
  papel,
  ordem,
  trabalho,
  NULLIF(
    REPLACE(
      REPLACE(REPLACE(SUBSTRING(nomes, 3, LENGTH(nomes) - 4), '","', ' / '), CHR(1), '"'),
      CHR(2),
      CHR(92)
    ),
    ''
  ) AS personagem
FROM todos
