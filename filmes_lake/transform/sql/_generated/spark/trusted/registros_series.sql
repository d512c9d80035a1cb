-- Made from trusted/registros_series.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What TMDB's answers about series tell, typed, or why no table takes one.
WITH textos AS (
  SELECT
    origem,
    texto,
    deformados,
    registro.kind AS tipo_pedido,
    CASE WHEN registro.imdb_id RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))' THEN CONCAT('tt', REGEXP_EXTRACT(registro.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE NULLIF(TRIM(BOTH ' ' FROM registro.imdb_id), '') END AS id_pedido,
    COALESCE(CASE WHEN registro.body.external_ids.imdb_id RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))' THEN CONCAT('tt', REGEXP_EXTRACT(registro.body.external_ids.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE NULLIF(TRIM(BOTH ' ' FROM registro.body.external_ids.imdb_id), '') END, CASE WHEN registro.body.imdb_id RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))' THEN CONCAT('tt', REGEXP_EXTRACT(registro.body.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE NULLIF(TRIM(BOTH ' ' FROM registro.body.imdb_id), '') END) AS id_respondido,
    CASE WHEN registro.fetched_at RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{6}Z(?!(?s:.))' THEN TRY_CAST(registro.fetched_at AS TIMESTAMP) END AS obtido_em,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.id), '') AS id_tmdb,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.name') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.name), '') END AS titulo,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_name') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.original_name), '') END AS titulo_original,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_language') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.original_language), '') END AS idioma,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.first_air_date), '') AS data_estreia,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.status') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.status), '') END AS situacao,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.episode_run_time[]') THEN NULLIF(TRIM(BOTH ' ' FROM TRY_ELEMENT_AT(registro.body.episode_run_time, 1)), '') END AS tempo_minutos,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.number_of_seasons), '') AS temporadas,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.number_of_episodes), '') AS episodios,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.popularity), '') AS popularidade,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.vote_average), '') AS nota_media,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.vote_count), '') AS quantidade_votos,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.genres[].name') THEN FILTER(TRANSFORM(registro.body.genres, v -> TRIM(BOTH ' ' FROM v.name)), v -> v <> '') END AS generos,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.production_countries[].iso_3166_1') THEN FILTER(TRANSFORM(registro.body.production_countries, v -> TRIM(BOTH ' ' FROM v.iso_3166_1)), v -> v <> '') END AS paises
  FROM fonte_tmdb_series
),
formas AS (
  SELECT
    *,
    NULLIF(CASE WHEN CAST(TRY_CAST(id_tmdb AS BIGINT) AS STRING) = id_tmdb THEN TRY_CAST(id_tmdb AS BIGINT) WHEN id_tmdb RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(id_tmdb AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(id_tmdb AS DECIMAL(38, 18))) AND TRY_CAST(id_tmdb AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(id_tmdb AS DECIMAL(38, 18)) AS BIGINT) END END, 0) AS forma_id_tmdb,
    CASE WHEN data_estreia RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}(?!(?s:.))' THEN TRY_CAST(data_estreia AS DATE) END AS forma_data_estreia,
    NULLIF(CASE WHEN CAST(TRY_CAST(tempo_minutos AS INT) AS STRING) = tempo_minutos THEN TRY_CAST(tempo_minutos AS INT) WHEN tempo_minutos RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(tempo_minutos AS DECIMAL(38, 18))) AND TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) AS INT) END END, 0) AS forma_tempo_minutos,
    NULLIF(CASE WHEN CAST(TRY_CAST(temporadas AS INT) AS STRING) = temporadas THEN TRY_CAST(temporadas AS INT) WHEN temporadas RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(temporadas AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(temporadas AS DECIMAL(38, 18))) AND TRY_CAST(temporadas AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(temporadas AS DECIMAL(38, 18)) AS INT) END END, 0) AS forma_temporadas,
    NULLIF(CASE WHEN CAST(TRY_CAST(episodios AS INT) AS STRING) = episodios THEN TRY_CAST(episodios AS INT) WHEN episodios RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(episodios AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(episodios AS DECIMAL(38, 18))) AND TRY_CAST(episodios AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(episodios AS DECIMAL(38, 18)) AS INT) END END, 0) AS forma_episodios,
    NULLIF(CASE WHEN popularidade RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?(?!(?s:.))' THEN TRY_CAST(popularidade AS DOUBLE) END, 0) AS forma_popularidade,
    NULLIF(CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?(?!(?s:.))' THEN TRY_CAST(nota_media AS DOUBLE) END, 0) AS forma_nota_media,
    NULLIF(CASE WHEN CAST(TRY_CAST(quantidade_votos AS INT) AS STRING) = quantidade_votos THEN TRY_CAST(quantidade_votos AS INT) WHEN quantidade_votos RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(quantidade_votos AS DECIMAL(38, 18))) AND TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) AS INT) END END, 0) AS forma_quantidade_votos
  FROM textos
),
valores AS (
  SELECT
    *,
    forma_id_tmdb AS valor_id_tmdb,
    CASE WHEN forma_data_estreia >= DATE '0001-01-01' AND forma_data_estreia <= DATE '2200-12-31' THEN forma_data_estreia END AS valor_data_estreia,
    CASE WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000 THEN forma_tempo_minutos END AS valor_tempo_minutos,
    CASE WHEN forma_temporadas >= 0 THEN forma_temporadas END AS valor_temporadas,
    CASE WHEN forma_episodios >= 0 THEN forma_episodios END AS valor_episodios,
    CASE WHEN forma_popularidade >= 0 THEN forma_popularidade END AS valor_popularidade,
    CASE WHEN forma_nota_media >= 0 AND forma_nota_media <= 10 THEN forma_nota_media END AS valor_nota_media,
    CASE WHEN forma_quantidade_votos >= 0 THEN forma_quantidade_votos END AS valor_quantidade_votos
  FROM formas
),
registros AS (
  SELECT
    origem,
    texto,
    -- The kind, then the ids: the first thing that is wrong names the reason.
    CASE
      WHEN tipo_pedido IS NULL OR tipo_pedido <> 'series' THEN 'tipo_errado'
      WHEN id_pedido IS NULL AND id_respondido IS NULL THEN 'sem_id_imdb'
      WHEN id_pedido <> id_respondido THEN 'ids_contraditorios'
      WHEN NOT COALESCE(id_pedido, id_respondido) RLIKE '^[Tt][Tt]0*([0-9]{7,9})(?!(?s:.))' THEN 'id_invalido'
      WHEN obtido_em IS NULL THEN 'sem_data_de_obtencao'
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
    id_tmdb IS NOT NULL AND valor_id_tmdb IS NULL AND NOT id_tmdb RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_id_tmdb,
    ARRAY_CONTAINS(deformados, 'body.name') AS invalido_titulo,
    ARRAY_CONTAINS(deformados, 'body.original_name') AS invalido_titulo_original,
    ARRAY_CONTAINS(deformados, 'body.original_language') AS invalido_idioma,
    data_estreia IS NOT NULL AND valor_data_estreia IS NULL AS invalido_data_estreia,
    ARRAY_CONTAINS(deformados, 'body.status') AS invalido_situacao,
    ARRAY_CONTAINS(deformados, 'body.episode_run_time[]') OR tempo_minutos IS NOT NULL AND valor_tempo_minutos IS NULL AND NOT tempo_minutos RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_tempo_minutos,
    temporadas IS NOT NULL AND valor_temporadas IS NULL AND NOT temporadas RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_temporadas,
    episodios IS NOT NULL AND valor_episodios IS NULL AND NOT episodios RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_episodios,
    popularidade IS NOT NULL AND valor_popularidade IS NULL AND NOT popularidade RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_popularidade,
    nota_media IS NOT NULL AND valor_nota_media IS NULL AND NOT nota_media RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_nota_media,
    quantidade_votos IS NOT NULL AND valor_quantidade_votos IS NULL AND NOT quantidade_votos RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_quantidade_votos,
    ARRAY_CONTAINS(deformados, 'body.genres[].name') AS invalido_generos,
    ARRAY_CONTAINS(deformados, 'body.production_countries[].iso_3166_1') AS invalido_paises
  FROM valores
)
SELECT
  origem,
  motivo,
  CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo,
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
  -- The newest is the first; of those of one instant, the greatest text.
  ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, texto DESC) AS posicao
FROM registros
