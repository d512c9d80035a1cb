-- Made from trusted/registros_filmes.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What TMDB's answers about films tell, typed, or why no table takes one.
WITH textos AS (
  SELECT
    origem,
    texto,
    deformados,
    registro.kind AS tipo_pedido,
    CASE WHEN registro.imdb_id RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))' THEN CONCAT('tt', REGEXP_EXTRACT(registro.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE NULLIF(TRIM(BOTH ' ' FROM registro.imdb_id), '') END AS id_pedido,
    CASE WHEN registro.body.imdb_id RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))' THEN CONCAT('tt', REGEXP_EXTRACT(registro.body.imdb_id, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE NULLIF(TRIM(BOTH ' ' FROM registro.body.imdb_id), '') END AS id_respondido,
    CASE WHEN registro.fetched_at RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{6}Z(?!(?s:.))' THEN TRY_CAST(registro.fetched_at AS TIMESTAMP) END AS obtido_em,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.id), '') AS id_tmdb,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.title') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.title), '') END AS titulo,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_title') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.original_title), '') END AS titulo_original,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.original_language') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.original_language), '') END AS idioma,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.release_date), '') AS data_lancamento,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.status') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.status), '') END AS situacao,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.runtime), '') AS tempo_minutos,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.budget), '') AS orcamento,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.revenue), '') AS receita,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.popularity), '') AS popularidade,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.vote_average), '') AS nota_media,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.vote_count), '') AS quantidade_votos,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.genres[].name') THEN FILTER(TRANSFORM(registro.body.genres, v -> TRIM(BOTH ' ' FROM v.name)), v -> v <> '') END AS generos,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.production_countries[].iso_3166_1') THEN FILTER(TRANSFORM(registro.body.production_countries, v -> TRIM(BOTH ' ' FROM v.iso_3166_1)), v -> v <> '') END AS paises,
    CASE WHEN NOT ARRAY_CONTAINS(deformados, 'body.belongs_to_collection.name') THEN NULLIF(TRIM(BOTH ' ' FROM registro.body.belongs_to_collection.name), '') END AS colecao,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.adult), '') AS adulto,
    NULLIF(TRIM(BOTH ' ' FROM registro.body.video), '') AS video
  FROM fonte_tmdb_movies
),
formas AS (
  SELECT
    *,
    NULLIF(CASE WHEN CAST(TRY_CAST(id_tmdb AS BIGINT) AS STRING) = id_tmdb THEN TRY_CAST(id_tmdb AS BIGINT) WHEN id_tmdb RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(id_tmdb AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(id_tmdb AS DECIMAL(38, 18))) AND TRY_CAST(id_tmdb AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(id_tmdb AS DECIMAL(38, 18)) AS BIGINT) END END, 0) AS forma_id_tmdb,
    CASE WHEN data_lancamento RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}(?!(?s:.))' THEN TRY_CAST(data_lancamento AS DATE) END AS forma_data_lancamento,
    NULLIF(CASE WHEN CAST(TRY_CAST(tempo_minutos AS INT) AS STRING) = tempo_minutos THEN TRY_CAST(tempo_minutos AS INT) WHEN tempo_minutos RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(tempo_minutos AS DECIMAL(38, 18))) AND TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(tempo_minutos AS DECIMAL(38, 18)) AS INT) END END, 0) AS forma_tempo_minutos,
    NULLIF(CASE WHEN CAST(TRY_CAST(orcamento AS BIGINT) AS STRING) = orcamento THEN TRY_CAST(orcamento AS BIGINT) WHEN orcamento RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(orcamento AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(orcamento AS DECIMAL(38, 18))) AND TRY_CAST(orcamento AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(orcamento AS DECIMAL(38, 18)) AS BIGINT) END END, 0) AS forma_orcamento,
    NULLIF(CASE WHEN CAST(TRY_CAST(receita AS BIGINT) AS STRING) = receita THEN TRY_CAST(receita AS BIGINT) WHEN receita RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(receita AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(receita AS DECIMAL(38, 18))) AND TRY_CAST(receita AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(receita AS DECIMAL(38, 18)) AS BIGINT) END END, 0) AS forma_receita,
    NULLIF(CASE WHEN popularidade RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?(?!(?s:.))' THEN TRY_CAST(popularidade AS DOUBLE) END, 0) AS forma_popularidade,
    NULLIF(CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?(?!(?s:.))' THEN TRY_CAST(nota_media AS DOUBLE) END, 0) AS forma_nota_media,
    NULLIF(CASE WHEN CAST(TRY_CAST(quantidade_votos AS INT) AS STRING) = quantidade_votos THEN TRY_CAST(quantidade_votos AS INT) WHEN quantidade_votos RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(quantidade_votos AS DECIMAL(38, 18))) AND TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) < 9007199254740992 THEN TRY_CAST(TRY_CAST(quantidade_votos AS DECIMAL(38, 18)) AS INT) END END, 0) AS forma_quantidade_votos,
    CASE WHEN adulto RLIKE '^(true|false)(?!(?s:.))' THEN TRY_CAST(adulto AS BOOLEAN) END AS forma_adulto,
    CASE WHEN video RLIKE '^(true|false)(?!(?s:.))' THEN TRY_CAST(video AS BOOLEAN) END AS forma_video
  FROM textos
),
valores AS (
  SELECT
    *,
    forma_id_tmdb AS valor_id_tmdb,
    CASE WHEN forma_data_lancamento >= DATE '0001-01-01' AND forma_data_lancamento <= DATE '2200-12-31' THEN forma_data_lancamento END AS valor_data_lancamento,
    CASE WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000 THEN forma_tempo_minutos END AS valor_tempo_minutos,
    CASE WHEN forma_orcamento >= 0 THEN forma_orcamento END AS valor_orcamento,
    CASE WHEN forma_receita >= 0 THEN forma_receita END AS valor_receita,
    CASE WHEN forma_popularidade >= 0 THEN forma_popularidade END AS valor_popularidade,
    CASE WHEN forma_nota_media >= 0 AND forma_nota_media <= 10 THEN forma_nota_media END AS valor_nota_media,
    CASE WHEN forma_quantidade_votos >= 0 THEN forma_quantidade_votos END AS valor_quantidade_votos,
    forma_adulto AS valor_adulto,
    forma_video AS valor_video
  FROM formas
),
registros AS (
  SELECT
    origem,
    texto,
    -- The kind, then the ids: the first thing that is wrong names the reason.
    CASE
      WHEN tipo_pedido IS NULL OR tipo_pedido <> 'movies' THEN 'tipo_errado'
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
    id_tmdb IS NOT NULL AND valor_id_tmdb IS NULL AND NOT id_tmdb RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_id_tmdb,
    ARRAY_CONTAINS(deformados, 'body.title') AS invalido_titulo,
    ARRAY_CONTAINS(deformados, 'body.original_title') AS invalido_titulo_original,
    ARRAY_CONTAINS(deformados, 'body.original_language') AS invalido_idioma,
    data_lancamento IS NOT NULL AND valor_data_lancamento IS NULL AS invalido_data_lancamento,
    ARRAY_CONTAINS(deformados, 'body.status') AS invalido_situacao,
    tempo_minutos IS NOT NULL AND valor_tempo_minutos IS NULL AND NOT tempo_minutos RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_tempo_minutos,
    orcamento IS NOT NULL AND valor_orcamento IS NULL AND NOT orcamento RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_orcamento,
    receita IS NOT NULL AND valor_receita IS NULL AND NOT receita RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_receita,
    popularidade IS NOT NULL AND valor_popularidade IS NULL AND NOT popularidade RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_popularidade,
    nota_media IS NOT NULL AND valor_nota_media IS NULL AND NOT nota_media RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_nota_media,
    quantidade_votos IS NOT NULL AND valor_quantidade_votos IS NULL AND NOT quantidade_votos RLIKE '^-?0+([.]0+)?([eE][+-]?[0-9]+)?(?!(?s:.))' AS invalido_quantidade_votos,
    ARRAY_CONTAINS(deformados, 'body.genres[].name') AS invalido_generos,
    ARRAY_CONTAINS(deformados, 'body.production_countries[].iso_3166_1') AS invalido_paises,
    ARRAY_CONTAINS(deformados, 'body.belongs_to_collection.name') AS invalido_colecao,
    adulto IS NOT NULL AND valor_adulto IS NULL AS invalido_adulto,
    video IS NOT NULL AND valor_video IS NULL AS invalido_video
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
  -- The newest is the first; of those of one instant, the greatest text.
  ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo ORDER BY obtido_em DESC, texto DESC) AS posicao
FROM registros
