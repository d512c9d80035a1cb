WITH textos AS (
  SELECT
    origem,
    texto,
    registro.id AS id_tmdb,
    registro.popularity AS popularidade
  FROM fonte_export_movies
), formas AS (
  SELECT
    *,
    CASE
      WHEN CAST(TRY_CAST(id_tmdb AS BIGINT) AS TEXT) = id_tmdb
      THEN TRY_CAST(id_tmdb AS BIGINT)
      WHEN REGEXP_MATCHES(id_tmdb, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
      THEN CASE
        WHEN TRY_CAST(id_tmdb AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(id_tmdb AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(id_tmdb AS DECIMAL(38, 18)) AS BIGINT)
      END
    END AS forma_id_tmdb,
    CASE
      WHEN REGEXP_MATCHES(popularidade, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
      THEN TRY_CAST(popularidade AS DOUBLE)
    END AS forma_popularidade
  FROM textos
), valores AS (
  SELECT
    *,
    CASE WHEN forma_id_tmdb >= 1 THEN forma_id_tmdb END AS valor_id_tmdb,
    CASE WHEN forma_popularidade >= 0 THEN forma_popularidade END AS valor_popularidade
  FROM formas
), linhas AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN valor_id_tmdb IS NULL
      THEN 'id_invalido'
      WHEN valor_popularidade IS NULL
      THEN 'sem_popularidade'
    END AS motivo,
    valor_id_tmdb AS id_tmdb,
    valor_popularidade AS popularidade
  FROM valores
), identificados AS (
  SELECT
    id_tmdb,
    id_titulo,
    ROW_NUMBER() OVER (PARTITION BY id_tmdb ORDER BY obtido_em DESC, id_titulo NULLS FIRST) AS posicao
  FROM tmdb_filmes
  WHERE
    NOT id_tmdb IS NULL
), ligadas AS (
  SELECT
    l.origem,
    l.motivo,
    CASE WHEN NOT l.motivo IS NULL THEN l.texto END AS conteudo,
    CASE WHEN l.motivo IS NULL THEN i.id_titulo END AS id_titulo,
    l.popularidade
  FROM linhas AS l
  LEFT JOIN identificados AS i
    ON i.id_tmdb = l.id_tmdb AND i.posicao = 1
)
SELECT
  origem,
  motivo,
  conteudo,
  id_titulo,
  MAX(popularidade) AS popularidade,
  COUNT(*) AS linhas
FROM ligadas
GROUP BY
  origem,
  motivo,
  conteudo,
  id_titulo
