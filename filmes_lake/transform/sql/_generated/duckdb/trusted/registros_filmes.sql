WITH textos AS (
  SELECT
    origem,
    texto,
    deformados,
    registro.kind AS tipo_pedido,
    CASE
      WHEN REGEXP_MATCHES(registro.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$')
      THEN 'tt' || REGEXP_EXTRACT(registro.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$', 1)
      ELSE NULLIF(TRIM(registro.imdb_id, ' '), '')
    END AS id_pedido,
    CASE
      WHEN REGEXP_MATCHES(registro.body.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$')
      THEN 'tt' || REGEXP_EXTRACT(registro.body.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$', 1)
      ELSE NULLIF(TRIM(registro.body.imdb_id, ' '), '')
    END AS id_respondido,
    CASE
      WHEN REGEXP_MATCHES(
        registro.fetched_at,
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{6}Z$'
      )
      THEN TRY_CAST(registro.fetched_at AS TIMESTAMPTZ)
    END AS obtido_em,
    NULLIF(TRIM(registro.body.id, ' '), '') AS id_tmdb,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.title')
      THEN NULLIF(TRIM(registro.body.title, ' '), '')
    END AS titulo,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_title')
      THEN NULLIF(TRIM(registro.body.original_title, ' '), '')
    END AS titulo_original,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_language')
      THEN NULLIF(TRIM(registro.body.original_language, ' '), '')
    END AS idioma,
    NULLIF(TRIM(registro.body.release_date, ' '), '') AS data_lancamento,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.status')
      THEN NULLIF(TRIM(registro.body.status, ' '), '')
    END AS situacao,
    NULLIF(TRIM(registro.body.runtime, ' '), '') AS tempo_minutos,
    NULLIF(TRIM(registro.body.budget, ' '), '') AS orcamento,
    NULLIF(TRIM(registro.body.revenue, ' '), '') AS receita,
    NULLIF(TRIM(registro.body.popularity, ' '), '') AS popularidade,
    NULLIF(TRIM(registro.body.vote_average, ' '), '') AS nota_media,
    NULLIF(TRIM(registro.body.vote_count, ' '), '') AS quantidade_votos,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.genres[].name')
      THEN LIST_FILTER(
        LIST_TRANSFORM(registro.body.genres, LAMBDA v : TRIM(v.name, ' ')),
        LAMBDA v : v <> ''
      )
    END AS generos,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.production_countries[].iso_3166_1')
      THEN LIST_FILTER(
        LIST_TRANSFORM(registro.body.production_countries, LAMBDA v : TRIM(v.iso_3166_1, ' ')),
        LAMBDA v : v <> ''
      )
    END AS paises,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.belongs_to_collection.name')
      THEN NULLIF(TRIM(registro.body.belongs_to_collection.name, ' '), '')
    END AS colecao,
    NULLIF(TRIM(registro.body.adult, ' '), '') AS adulto,
    NULLIF(TRIM(registro.body.video, ' '), '') AS video
  FROM fonte_tmdb_movies
), formas AS (
  SELECT
    *,
    NULLIF(
      CASE
        WHEN CAST(TRY_CAST(id_tmdb AS BIGINT) AS TEXT) = id_tmdb
        THEN TRY_CAST(id_tmdb AS BIGINT)
        WHEN REGEXP_MATCHES(id_tmdb, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
        THEN CASE
          WHEN TRY_CAST(id_tmdb AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(id_tmdb AS DECIMAL(38, 18)))
          AND TRY_CAST(id_tmdb AS DECIMAL(38, 18)) < 9007199254740992
          THEN TRY_CAST(TRY_CAST(id_tmdb AS DECIMAL(38, 18)) AS BIGINT)
        END
      END,
      0
    ) AS forma_id_tmdb,
    CASE
      WHEN REGEXP_MATCHES(data_lancamento, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
      THEN TRY_CAST(data_lancamento AS DATE)
    END AS forma_data_lancamento,
    NULLIF(
      CASE
        WHEN CAST(TRY_CAST(tempo_minutos AS INT) AS TEXT) = tempo_minutos
        THEN TRY_CAST(tempo_minutos AS INT)
        WHEN REGEXP_MATCHES(tempo_minutos, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
        THEN CASE
          WHEN TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(tempo_minutos AS DECIMAL(38, 18)))
          AND TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) < 9007199254740992
          THEN TRY_CAST(TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) AS INT)
        END
      END,
      0
    ) AS forma_tempo_minutos,
    NULLIF(
      CASE
        WHEN CAST(TRY_CAST(orcamento AS BIGINT) AS TEXT) = orcamento
        THEN TRY_CAST(orcamento AS BIGINT)
        WHEN REGEXP_MATCHES(orcamento, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
        THEN CASE
          WHEN TRY_CAST(orcamento AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(orcamento AS DECIMAL(38, 18)))
          AND TRY_CAST(orcamento AS DECIMAL(38, 18)) < 9007199254740992
          THEN TRY_CAST(TRY_CAST(orcamento AS DECIMAL(38, 18)) AS BIGINT)
        END
      END,
      0
    ) AS forma_orcamento,
    NULLIF(
      CASE
        WHEN CAST(TRY_CAST(receita AS BIGINT) AS TEXT) = receita
        THEN TRY_CAST(receita AS BIGINT)
        WHEN REGEXP_MATCHES(receita, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
        THEN CASE
          WHEN TRY_CAST(receita AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(receita AS DECIMAL(38, 18)))
          AND TRY_CAST(receita AS DECIMAL(38, 18)) < 9007199254740992
          THEN TRY_CAST(TRY_CAST(receita AS DECIMAL(38, 18)) AS BIGINT)
        END
      END,
      0
    ) AS forma_receita,
    NULLIF(
      CASE
        WHEN REGEXP_MATCHES(popularidade, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
        THEN TRY_CAST(popularidade AS DOUBLE)
      END,
      0
    ) AS forma_popularidade,
    NULLIF(
      CASE
        WHEN REGEXP_MATCHES(nota_media, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
        THEN TRY_CAST(nota_media AS DOUBLE)
      END,
      0
    ) AS forma_nota_media,
    NULLIF(
      CASE
        WHEN CAST(TRY_CAST(quantidade_votos AS INT) AS TEXT) = quantidade_votos
        THEN TRY_CAST(quantidade_votos AS INT)
        WHEN REGEXP_MATCHES(quantidade_votos, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
        THEN CASE
          WHEN TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(quantidade_votos AS DECIMAL(38, 18)))
          AND TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) < 9007199254740992
          THEN TRY_CAST(TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) AS INT)
        END
      END,
      0
    ) AS forma_quantidade_votos,
    CASE
      WHEN REGEXP_MATCHES(adulto, '^(true|false)$')
      THEN TRY_CAST(adulto AS BOOLEAN)
    END AS forma_adulto,
    CASE
      WHEN REGEXP_MATCHES(video, '^(true|false)$')
      THEN TRY_CAST(video AS BOOLEAN)
    END AS forma_video
  FROM textos
), valores AS (
  SELECT
    *,
    forma_id_tmdb AS valor_id_tmdb,
    CASE
      WHEN forma_data_lancamento >= CAST('0001-01-01' AS DATE)
      AND forma_data_lancamento <= CAST('2200-12-31' AS DATE)
      THEN forma_data_lancamento
    END AS valor_data_lancamento,
    CASE
      WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000
      THEN forma_tempo_minutos
    END AS valor_tempo_minutos,
    CASE WHEN forma_orcamento >= 0 THEN forma_orcamento END AS valor_orcamento,
    CASE WHEN forma_receita >= 0 THEN forma_receita END AS valor_receita,
    CASE WHEN forma_popularidade >= 0 THEN forma_popularidade END AS valor_popularidade,
    CASE
      WHEN forma_nota_media >= 0 AND forma_nota_media <= 10
      THEN forma_nota_media
    END AS valor_nota_media,
    CASE WHEN forma_quantidade_votos >= 0 THEN forma_quantidade_votos END AS valor_quantidade_votos,
    forma_adulto AS valor_adulto,
    forma_video AS valor_video
  FROM formas
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
      WHEN NOT REGEXP_MATCHES(COALESCE(id_pedido, id_respondido), '^[Tt][Tt]0*([0-9]{7,9})$')
      THEN 'id_invalido'
      WHEN obtido_em IS NULL
      THEN 'sem_data_de_obtencao'
    END AS motivo,
    COALESCE(id_pedido, id_respondido) AS id_titulo,
    obtido_em,
    valor_id_tmdb AS id_tmdb,
    titulo AS titulo,
    titulo_original AS titulo_original,
    idioma AS idioma,
    valor_data_lancamento AS data_lancamento,
    situacao AS situacao,
    valor_tempo_minutos AS tempo_minutos,
    valor_orcamento AS orcamento,
    valor_receita AS receita,
    valor_popularidade AS popularidade,
    valor_nota_media AS nota_media,
    valor_quantidade_votos AS quantidade_votos,
    generos AS generos,
    paises AS paises,
    colecao AS colecao,
    valor_adulto AS adulto,
    valor_video AS video,
    NOT id_tmdb IS NULL
    AND valor_id_tmdb IS NULL
    AND NOT REGEXP_MATCHES(id_tmdb, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_id_tmdb,
    ARRAY_CONTAINS(deformados, 'body.title') AS invalido_titulo,
    ARRAY_CONTAINS(deformados, 'body.original_title') AS invalido_titulo_original,
    ARRAY_CONTAINS(deformados, 'body.original_language') AS invalido_idioma,
    NOT data_lancamento IS NULL AND valor_data_lancamento IS NULL AS invalido_data_lancamento,
    ARRAY_CONTAINS(deformados, 'body.status') AS invalido_situacao,
    NOT tempo_minutos IS NULL
    AND valor_tempo_minutos IS NULL
    AND NOT REGEXP_MATCHES(tempo_minutos, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_tempo_minutos,
    NOT orcamento IS NULL
    AND valor_orcamento IS NULL
    AND NOT REGEXP_MATCHES(orcamento, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_orcamento,
    NOT receita IS NULL
    AND valor_receita IS NULL
    AND NOT REGEXP_MATCHES(receita, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_receita,
    NOT popularidade IS NULL
    AND valor_popularidade IS NULL
    AND NOT REGEXP_MATCHES(popularidade, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_popularidade,
    NOT nota_media IS NULL
    AND valor_nota_media IS NULL
    AND NOT REGEXP_MATCHES(nota_media, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_nota_media,
    NOT quantidade_votos IS NULL
    AND valor_quantidade_votos IS NULL
    AND NOT REGEXP_MATCHES(quantidade_votos, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_quantidade_votos,
    ARRAY_CONTAINS(deformados, 'body.genres[].name') AS invalido_generos,
    ARRAY_CONTAINS(deformados, 'body.production_countries[].iso_3166_1') AS invalido_paises,
    ARRAY_CONTAINS(deformados, 'body.belongs_to_collection.name') AS invalido_colecao,
    NOT adulto IS NULL AND valor_adulto IS NULL AS invalido_adulto,
    NOT video IS NULL AND valor_video IS NULL AS invalido_video
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
  adulto,
  video,
  invalido_id_tmdb,
  invalido_titulo,
  invalido_titulo_original,
  invalido_idioma,
  invalido_data_lancamento,
  invalido_situacao,
  invalido_tempo_minutos,
  invalido_orcamento,
  invalido_receita,
  invalido_popularidade,
  invalido_nota_media,
  invalido_quantidade_votos,
  invalido_generos,
  invalido_paises,
  invalido_colecao,
  invalido_adulto,
  invalido_video,
  ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, texto DESC) AS posicao
FROM registros
