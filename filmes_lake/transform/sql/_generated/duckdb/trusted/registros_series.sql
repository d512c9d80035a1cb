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
    COALESCE(
      CASE
        WHEN REGEXP_MATCHES(registro.body.external_ids.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$')
        THEN 'tt' || REGEXP_EXTRACT(registro.body.external_ids.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$', 1)
        ELSE NULLIF(TRIM(registro.body.external_ids.imdb_id, ' '), '')
      END,
      CASE
        WHEN REGEXP_MATCHES(registro.body.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$')
        THEN 'tt' || REGEXP_EXTRACT(registro.body.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *$', 1)
        ELSE NULLIF(TRIM(registro.body.imdb_id, ' '), '')
      END
    ) AS id_respondido,
    CASE
      WHEN REGEXP_MATCHES(
        registro.fetched_at,
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{6}Z$'
      )
      THEN TRY_CAST(registro.fetched_at AS TIMESTAMPTZ)
    END AS obtido_em,
    NULLIF(TRIM(registro.body.id, ' '), '') AS id_tmdb,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.name')
      THEN NULLIF(TRIM(registro.body.name, ' '), '')
    END AS titulo,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_name')
      THEN NULLIF(TRIM(registro.body.original_name, ' '), '')
    END AS titulo_original,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_language')
      THEN NULLIF(TRIM(registro.body.original_language, ' '), '')
    END AS idioma,
    NULLIF(TRIM(registro.body.first_air_date, ' '), '') AS data_estreia,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.status')
      THEN NULLIF(TRIM(registro.body.status, ' '), '')
    END AS situacao,
    CASE
      WHEN NOT ARRAY_CONTAINS(deformados, 'body.episode_run_time[]')
      THEN NULLIF(TRIM(registro.body.episode_run_time[1], ' '), '')
    END AS tempo_minutos,
    NULLIF(TRIM(registro.body.number_of_seasons, ' '), '') AS temporadas,
    NULLIF(TRIM(registro.body.number_of_episodes, ' '), '') AS episodios,
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
    END AS paises
  FROM fonte_tmdb_series
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
      WHEN REGEXP_MATCHES(data_estreia, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
      THEN TRY_CAST(data_estreia AS DATE)
    END AS forma_data_estreia,
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
        WHEN CAST(TRY_CAST(temporadas AS INT) AS TEXT) = temporadas
        THEN TRY_CAST(temporadas AS INT)
        WHEN REGEXP_MATCHES(temporadas, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
        THEN CASE
          WHEN TRY_CAST(temporadas AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(temporadas AS DECIMAL(38, 18)))
          AND TRY_CAST(temporadas AS DECIMAL(38, 18)) < 9007199254740992
          THEN TRY_CAST(TRY_CAST(temporadas AS DECIMAL(38, 18)) AS INT)
        END
      END,
      0
    ) AS forma_temporadas,
    NULLIF(
      CASE
        WHEN CAST(TRY_CAST(episodios AS INT) AS TEXT) = episodios
        THEN TRY_CAST(episodios AS INT)
        WHEN REGEXP_MATCHES(episodios, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
        THEN CASE
          WHEN TRY_CAST(episodios AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(episodios AS DECIMAL(38, 18)))
          AND TRY_CAST(episodios AS DECIMAL(38, 18)) < 9007199254740992
          THEN TRY_CAST(TRY_CAST(episodios AS DECIMAL(38, 18)) AS INT)
        END
      END,
      0
    ) AS forma_episodios,
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
    ) AS forma_quantidade_votos
  FROM textos
), valores AS (
  SELECT
    *,
    forma_id_tmdb AS valor_id_tmdb,
    CASE
      WHEN forma_data_estreia >= CAST('0001-01-01' AS DATE)
      AND forma_data_estreia <= CAST('2200-12-31' AS DATE)
      THEN forma_data_estreia
    END AS valor_data_estreia,
    CASE
      WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000
      THEN forma_tempo_minutos
    END AS valor_tempo_minutos,
    CASE WHEN forma_temporadas >= 0 THEN forma_temporadas END AS valor_temporadas,
    CASE WHEN forma_episodios >= 0 THEN forma_episodios END AS valor_episodios,
    CASE WHEN forma_popularidade >= 0 THEN forma_popularidade END AS valor_popularidade,
    CASE
      WHEN forma_nota_media >= 0 AND forma_nota_media <= 10
      THEN forma_nota_media
    END AS valor_nota_media,
    CASE WHEN forma_quantidade_votos >= 0 THEN forma_quantidade_votos END AS valor_quantidade_votos
  FROM formas
), registros AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN tipo_pedido IS NULL OR tipo_pedido <> 'series'
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
    valor_data_estreia AS data_estreia,
    situacao AS situacao,
    valor_tempo_minutos AS tempo_minutos,
    valor_temporadas AS temporadas,
    valor_episodios AS episodios,
    valor_popularidade AS popularidade,
    valor_nota_media AS nota_media,
    valor_quantidade_votos AS quantidade_votos,
    generos AS generos,
    paises AS paises,
    NOT id_tmdb IS NULL
    AND valor_id_tmdb IS NULL
    AND NOT REGEXP_MATCHES(id_tmdb, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_id_tmdb,
    ARRAY_CONTAINS(deformados, 'body.name') AS invalido_titulo,
    ARRAY_CONTAINS(deformados, 'body.original_name') AS invalido_titulo_original,
    ARRAY_CONTAINS(deformados, 'body.original_language') AS invalido_idioma,
    NOT data_estreia IS NULL AND valor_data_estreia IS NULL AS invalido_data_estreia,
    ARRAY_CONTAINS(deformados, 'body.status') AS invalido_situacao,
    ARRAY_CONTAINS(deformados, 'body.episode_run_time[]')
    OR NOT tempo_minutos IS NULL
    AND valor_tempo_minutos IS NULL
    AND NOT REGEXP_MATCHES(tempo_minutos, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_tempo_minutos,
    NOT temporadas IS NULL
    AND valor_temporadas IS NULL
    AND NOT REGEXP_MATCHES(temporadas, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_temporadas,
    NOT episodios IS NULL
    AND valor_episodios IS NULL
    AND NOT REGEXP_MATCHES(episodios, '^-?0+([.]0+)?([eE][+-]?[0-9]+)?$') AS invalido_episodios,
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
    ARRAY_CONTAINS(deformados, 'body.production_countries[].iso_3166_1') AS invalido_paises
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
  data_estreia,
  situacao,
  tempo_minutos,
  temporadas,
  episodios,
  popularidade,
  nota_media,
  quantidade_votos,
  generos,
  paises,
  invalido_id_tmdb,
  invalido_titulo,
  invalido_titulo_original,
  invalido_idioma,
  invalido_data_estreia,
  invalido_situacao,
  invalido_tempo_minutos,
  invalido_temporadas,
  invalido_episodios,
  invalido_popularidade,
  invalido_nota_media,
  invalido_quantidade_votos,
  invalido_generos,
  invalido_paises,
  ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, texto DESC) AS posicao
FROM registros
