WITH textos AS (
  SELECT
    origem,
    texto,
    registro.kind AS tipo_pedido,
    NULLIF(registro.imdb_id, '') AS id_pedido,
    NULLIF(registro.body.imdb_id, '') AS id_respondido,
    CASE
      WHEN REGEXP_MATCHES(
        registro.fetched_at,
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z$'
      )
      THEN TRY_CAST(registro.fetched_at AS TIMESTAMPTZ)
    END AS obtido_em,
    NULLIF(TRIM(registro.body.id, ' '), '') AS id_tmdb,
    NULLIF(TRIM(registro.body.title, ' '), '') AS titulo,
    NULLIF(TRIM(registro.body.original_title, ' '), '') AS titulo_original,
    NULLIF(TRIM(registro.body.original_language, ' '), '') AS idioma,
    NULLIF(TRIM(registro.body.release_date, ' '), '') AS data_lancamento,
    NULLIF(TRIM(registro.body.status, ' '), '') AS situacao,
    NULLIF(TRIM(registro.body.runtime, ' '), '') AS tempo_minutos,
    NULLIF(TRIM(registro.body.budget, ' '), '') AS orcamento,
    NULLIF(TRIM(registro.body.revenue, ' '), '') AS receita,
    NULLIF(TRIM(registro.body.popularity, ' '), '') AS popularidade,
    NULLIF(TRIM(registro.body.vote_average, ' '), '') AS nota_media,
    NULLIF(TRIM(registro.body.vote_count, ' '), '') AS quantidade_votos,
    LIST_FILTER(
      LIST_TRANSFORM(registro.body.genres, LAMBDA v : TRIM(v.name, ' ')),
      LAMBDA v : v <> ''
    ) AS generos,
    LIST_FILTER(
      LIST_TRANSFORM(registro.body.production_countries, LAMBDA v : TRIM(v.iso_3166_1, ' ')),
      LAMBDA v : v <> ''
    ) AS paises,
    NULLIF(TRIM(registro.body.belongs_to_collection.name, ' '), '') AS colecao
  FROM fonte_tmdb_movies
), valores AS (
  SELECT
    *,
    CASE
      WHEN REGEXP_MATCHES(id_tmdb, '^[0-9]{1,18}$')
      THEN NULLIF(TRY_CAST(id_tmdb AS BIGINT), 0)
    END AS valor_id_tmdb,
    CASE
      WHEN REGEXP_MATCHES(data_lancamento, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
      THEN TRY_CAST(data_lancamento AS DATE)
    END AS valor_data_lancamento,
    CASE
      WHEN REGEXP_MATCHES(tempo_minutos, '^[0-9]{1,9}$')
      THEN NULLIF(TRY_CAST(tempo_minutos AS INT), 0)
    END AS valor_tempo_minutos,
    CASE
      WHEN REGEXP_MATCHES(orcamento, '^[0-9]{1,18}$')
      THEN NULLIF(TRY_CAST(orcamento AS BIGINT), 0)
    END AS valor_orcamento,
    CASE
      WHEN REGEXP_MATCHES(receita, '^[0-9]{1,18}$')
      THEN NULLIF(TRY_CAST(receita AS BIGINT), 0)
    END AS valor_receita,
    CASE
      WHEN REGEXP_MATCHES(popularidade, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
      THEN NULLIF(TRY_CAST(popularidade AS DOUBLE), 0)
    END AS valor_popularidade,
    CASE
      WHEN REGEXP_MATCHES(nota_media, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
      THEN NULLIF(TRY_CAST(nota_media AS DOUBLE), 0)
    END AS valor_nota_media,
    CASE
      WHEN REGEXP_MATCHES(quantidade_votos, '^[0-9]{1,9}$')
      THEN NULLIF(TRY_CAST(quantidade_votos AS INT), 0)
    END AS valor_quantidade_votos
  FROM textos
), registros AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN tipo_pedido IS NULL OR tipo_pedido <> 'movies'
      THEN 'tipo_errado'
      WHEN id_pedido IS NULL AND id_respondido IS NULL
      THEN 'sem_id_imdb'
      WHEN id_pedido <> id_respondido
      THEN 'ids_contraditorios'
      WHEN NOT REGEXP_MATCHES(COALESCE(id_pedido, id_respondido), '^tt[0-9]{7,9}$')
      THEN 'id_invalido'
      WHEN obtido_em IS NULL
      THEN 'sem_data_de_obtencao'
    END AS motivo,
    COALESCE(id_pedido, id_respondido) AS id_titulo,
    obtido_em,
    valor_id_tmdb AS id_tmdb,
    titulo,
    titulo_original,
    idioma,
    valor_data_lancamento AS data_lancamento,
    situacao,
    CASE
      WHEN valor_tempo_minutos >= 1 AND valor_tempo_minutos <= 100000
      THEN valor_tempo_minutos
    END AS tempo_minutos,
    CASE WHEN valor_orcamento >= 0 THEN valor_orcamento END AS orcamento,
    CASE WHEN valor_receita >= 0 THEN valor_receita END AS receita,
    CASE WHEN valor_popularidade >= 0 THEN valor_popularidade END AS popularidade,
    CASE
      WHEN valor_nota_media >= 0 AND valor_nota_media <= 10
      THEN valor_nota_media
    END AS nota_media,
    CASE WHEN valor_quantidade_votos >= 0 THEN valor_quantidade_votos END AS quantidade_votos,
    generos,
    paises,
    colecao,
    NOT id_tmdb IS NULL
    AND NOT REGEXP_MATCHES(id_tmdb, '^0+([.]0+)?$')
    AND NOT NOT valor_id_tmdb IS NULL AS invalido_id_tmdb,
    NOT data_lancamento IS NULL AND NOT NOT valor_data_lancamento IS NULL AS invalido_data_lancamento,
    NOT tempo_minutos IS NULL
    AND NOT REGEXP_MATCHES(tempo_minutos, '^0+([.]0+)?$')
    AND NOT COALESCE(valor_tempo_minutos >= 1 AND valor_tempo_minutos <= 100000, FALSE) AS invalido_tempo_minutos,
    NOT orcamento IS NULL
    AND NOT REGEXP_MATCHES(orcamento, '^0+([.]0+)?$')
    AND NOT COALESCE(valor_orcamento >= 0, FALSE) AS invalido_orcamento,
    NOT receita IS NULL
    AND NOT REGEXP_MATCHES(receita, '^0+([.]0+)?$')
    AND NOT COALESCE(valor_receita >= 0, FALSE) AS invalido_receita,
    NOT popularidade IS NULL
    AND NOT REGEXP_MATCHES(popularidade, '^0+([.]0+)?$')
    AND NOT COALESCE(valor_popularidade >= 0, FALSE) AS invalido_popularidade,
    NOT nota_media IS NULL
    AND NOT REGEXP_MATCHES(nota_media, '^0+([.]0+)?$')
    AND NOT COALESCE(valor_nota_media >= 0 AND valor_nota_media <= 10, FALSE) AS invalido_nota_media,
    NOT quantidade_votos IS NULL
    AND NOT REGEXP_MATCHES(quantidade_votos, '^0+([.]0+)?$')
    AND NOT COALESCE(valor_quantidade_votos >= 0, FALSE) AS invalido_quantidade_votos
  FROM valores
)
SELECT
  origem,
  motivo,
  CASE WHEN NOT motivo IS NULL THEN texto END AS conteudo,
  id_titulo,
  obtido_em,
  id_tmdb,
  titulo,
  titulo_original,
  idioma,
  data_lancamento,
  situacao,
  tempo_minutos,
  orcamento,
  receita,
  popularidade,
  nota_media,
  quantidade_votos,
  generos,
  paises,
  colecao,
  invalido_id_tmdb,
  invalido_data_lancamento,
  invalido_tempo_minutos,
  invalido_orcamento,
  invalido_receita,
  invalido_popularidade,
  invalido_nota_media,
  invalido_quantidade_votos,
  ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, texto DESC) AS posicao
FROM registros
